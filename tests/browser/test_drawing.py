"""Every block and element is drawn, and what a person puts into each is what the bot is told."""

import asyncio
import base64
import re
from typing import Any

import pytest
from playwright.async_api import expect

from bot.playground import Person, Playground
from tests.browser.conftest import Look
from tests.playground.conftest import make_app, over_sockets

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.capitalize()), "value": value}


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


OPTIONS = [option("red"), option("green")]
SURE = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go on"), "deny": plain("Stop")}
BUTTON = {"type": "button", "action_id": "drop", "text": plain("Drop"), "style": "danger", "confirm": SURE}
OVERFLOW = {"type": "overflow", "action_id": "more", "options": OPTIONS}
MENU = {"type": "static_select", "action_id": "menu", "placeholder": plain("Colour"), "options": OPTIONS}
WORDS = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Rich", "style": {"bold": True}}]}
POINTS = [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 3}]
CHART = {"type": "line", "series": [{"name": "Nights", "data": POINTS}], "axis_config": {"categories": ["Mon", "Tue"]}}
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGOQq4oCAAGsAPORUQBxAAAAAElFTkSuQmCC")
MESSAGE: list[Json] = [
    {"type": "header", "text": plain("A header")},
    {"type": "section", "text": marked("*Bold* :tada: <!date^1777000000^{date_short}|then>"), "accessory": OVERFLOW},
    {"type": "section", "fields": [marked("_One_"), marked("~Two~")]},
    {"type": "divider"},
    {"type": "context", "elements": [marked("Small print")]},
    {"type": "rich_text", "elements": [WORDS]},
    {"type": "table", "rows": [[cell("Week"), cell("Nights")], [cell("13 April"), cell("112")]]},
    {"type": "data_visualization", "title": "Nights outside", "chart": CHART},
    {"type": "actions", "elements": [BUTTON, MENU]},
]
ELEMENTS: dict[str, Json] = {
    "Text": {"type": "plain_text_input"},
    "Long text": {"type": "plain_text_input", "multiline": True},
    "Number": {"type": "number_input", "is_decimal_allowed": True},
    "Date": {"type": "datepicker"},
    "Time": {"type": "timepicker"},
    "Menu": {"type": "static_select", "options": OPTIONS},
    "Person": {"type": "users_select"},
    "Channel": {"type": "conversations_select"},
    "Boxes": {"type": "checkboxes", "options": OPTIONS},
    "Buttons": {"type": "radio_buttons", "options": OPTIONS},
}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A form"),
    "submit": plain("Save"),
    "blocks": [
        {"type": "input", "block_id": name, "label": plain(name), "element": element | {"action_id": "value"}}
        for name, element in ELEMENTS.items()
    ],
}


async def test_each_block_of_a_message_is_drawn_as_what_it_is(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)
    uploaded = await app.client.files_upload_v2(filename="pixel.png", content=PIXEL, title="Nights")
    image = {"type": "image", "slack_file": {"id": uploaded["file"]["id"]}, "alt_text": "Nights, week by week"}
    await app.client.chat_postMessage(channel=alice.id, text="All of them", blocks=[*MESSAGE, image])

    message = (await look(playground.url)).message("A header")

    await expect(message.get_by_role("heading", name="A header")).to_be_visible()
    await expect(message.locator("b, strong").get_by_text("Bold")).to_be_visible()
    await expect(message).to_contain_text("🎉")
    await expect(message).to_contain_text("24 Apr")
    await expect(message.locator("em, i").get_by_text("One")).to_be_visible()
    await expect(message.get_by_role("separator")).to_be_visible()
    await expect(message.get_by_role("cell", name="112")).to_be_visible()
    await expect(message.get_by_role("figure", name="Nights outside")).to_contain_text("Nights outside")
    await expect(message.locator("figure svg path, figure svg polyline").first).to_be_attached()
    picture = message.get_by_role("img", name="Nights, week by week")
    await expect(picture).to_have_js_property("naturalWidth", 1)
    await expect(message.locator(".unknown")).to_have_count(0)


async def test_a_button_asks_before_it_acts_and_menus_act_at_once(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)
    told: asyncio.Queue[tuple[str, str | None]] = asyncio.Queue()

    @app.action(re.compile(".*"))
    async def acted(ack: Any, action: Any) -> None:
        told.put_nowait((action["action_id"], (action.get("selected_option") or {}).get("value")))
        await ack()

    async with over_sockets(playground, app):
        await app.client.chat_postMessage(channel=alice.id, text="All of them", blocks=MESSAGE)
        here = await look(playground.url)
        await here.button("Drop").click()
        await here.button("Stop").click()
        await here.button("Drop").click()
        await here.button("Go on").click()
        await expect(here.page.get_by_role("alertdialog")).to_have_count(0)
        assert await told.get() == ("drop", None)
        await here.message("A header").get_by_role("combobox").select_option(label="Green")
        assert await told.get() == ("menu", "green")
        await here.message("A header").locator(".more").click()
        await here.page.get_by_role("menuitem", name="Red").click()
        assert await told.get() == ("more", "red")
        assert told.empty()


async def test_a_form_sends_what_was_put_into_each_element(playground: Playground, alice: Person, look: Look) -> None:
    app, sent = make_app(playground), []
    shelter = playground.channel("shelter", alice)

    @app.command("/plain")
    async def opening(ack: Any, client: Any, command: Any) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)

    @app.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        sent.append({name: given["value"] for name, given in view["state"]["values"].items()})
        await ack()

    async with over_sockets(playground, app):
        here = await look(playground.url)
        await here.writes("/plain")
        form = here.form
        await form.get_by_label("Text", exact=True).fill("Hello")
        await form.get_by_label("Long text").fill("One\nTwo")
        await form.get_by_label("Number").fill("84.5")
        await form.get_by_label("Date").fill("2026-04-21")
        await form.get_by_label("Time").fill("09:30")
        await form.get_by_label("Menu").select_option(label="Green")
        await form.get_by_label("Person").select_option(label="Alice")
        await form.get_by_label("Channel").select_option(label="#shelter")
        await form.locator("input[type=checkbox]").first.check()
        await form.locator("input[type=radio]").last.check()
        await here.submits()
        await expect(form).to_have_count(0)

    (values,) = sent
    assert values["Text"]["value"] == "Hello"
    assert values["Long text"]["value"] == "One\nTwo"
    assert values["Number"]["value"] == "84.5"
    assert values["Date"]["selected_date"] == "2026-04-21"
    assert values["Time"]["selected_time"] == "09:30"
    assert values["Menu"]["selected_option"]["value"] == "green"
    assert values["Person"]["selected_user"] == alice.id
    assert values["Channel"]["selected_conversation"] == shelter.id
    assert [each["value"] for each in values["Boxes"]["selected_options"]] == ["red"]
    assert values["Buttons"]["selected_option"]["value"] == "green"
