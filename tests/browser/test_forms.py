"""Forms by ear and by keyboard: what belongs to a field, where the focus goes, and what sends."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from bot.playground import Person, Playground
from tests.browser.conftest import Look
from tests.browser.forms import TEXT, field, form, opening, plain
from tests.playground.conftest import make_app, over_sockets

pytestmark = pytest.mark.asyncio(loop_scope="session")

OPTIONS = [{"text": plain(word), "value": word.lower()} for word in ("Red", "Green")]
FORM = form(
    field("Name", TEXT),
    field("Value", TEXT, hint=plain("A number")),
    field("Note", {**TEXT, "multiline": True}, optional=True),
    field("Colour", {"type": "radio_buttons", "options": OPTIONS}, optional=True),
    field("Colours", {"type": "multi_static_select", "options": OPTIONS}, optional=True),
)


async def test_each_field_has_its_label_hint_and_error_and_the_first_wrong_one_the_focus(
    playground: Playground, alice: Person, look: Look
) -> None:
    errors = {"Value": "Needs a number.", "Colour": "Choose one."}
    async with opening(playground, FORM, errors=errors):
        here = await look(playground.url)
        await here.writes("/plain")
        value = here.form.get_by_role("textbox", name="Value", exact=True)
        await expect(value).to_have_accessible_description("A number")
        await expect(here.form.get_by_role("textbox", name="Note (optional)", exact=True)).to_be_visible()
        await expect(here.form.get_by_role("radiogroup", name="Colour (optional)", exact=True)).to_be_visible()
        await expect(here.form.get_by_role("group", name="Colours (optional)", exact=True)).to_be_visible()
        await expect(value).not_to_have_attribute("aria-invalid", "true")

        await here.form.get_by_label("Name").fill("csat")
        await value.fill("lots")
        await here.form.get_by_label("Note").fill("Why")
        await here.submits()

        await expect(here.form.get_by_role("alert")).to_have_text(["Needs a number.", "Choose one."])
        await expect(value).to_be_focused()
        await expect(value).to_have_attribute("aria-invalid", "true")
        await expect(value).to_have_accessible_description("Needs a number. A number")
        colour = here.form.get_by_role("radiogroup", name="Colour (optional)")
        await expect(colour).to_have_accessible_description("Choose one.")
        await expect(colour).to_have_attribute("aria-invalid", "true")


async def test_what_the_client_finds_missing_is_led_to_as_well(
    playground: Playground, alice: Person, look: Look
) -> None:
    async with opening(playground, FORM):
        here = await look(playground.url)
        await here.writes("/plain")
        await here.form.get_by_label("Name").fill("csat")
        await here.submits()

        await expect(here.form.get_by_role("alert")).to_have_count(1)
        await expect(here.form.get_by_role("textbox", name="Value", exact=True)).to_be_focused()


async def test_the_focus_stays_in_an_open_form_and_returns_to_where_it_was(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)
    button = {"type": "button", "action_id": "open", "text": plain("Open")}
    sure = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go on"), "deny": plain("Stop")}
    asking = {"type": "actions", "elements": [{**button, "text": plain("Drop"), "confirm": sure}]}

    @app.action("open")
    async def opens(ack, client, body):  # type: ignore[no-untyped-def]  # as Bolt names its arguments
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form(field("Name", TEXT), asking))

    async with over_sockets(playground, app):
        await app.client.chat_postMessage(
            channel=alice.id, text="Press", blocks=[{"type": "actions", "elements": [button]}]
        )
        here = await look(playground.url)
        keys = here.page.keyboard
        await here.button("Open").focus()
        await keys.press("Enter")
        await expect(here.page.get_by_role("dialog", name="A form")).to_have_attribute("aria-modal", "true")
        await expect(here.form.get_by_label("Name")).to_be_focused()

        for key in ["Tab"] * 6 + ["Shift+Tab"] * 6:
            await keys.press(key)
            await expect(here.form.locator(":focus")).to_have_count(1)

        await here.button("Drop").focus()
        await keys.press("Enter")
        question = here.page.get_by_role("alertdialog", name="Sure?")
        await expect(question).to_have_accessible_description("It goes.")
        await expect(question.get_by_role("button", name="Stop")).to_be_focused()
        await keys.press("Escape")
        await expect(question).to_have_count(0)
        await expect(here.button("Drop")).to_be_focused()

        await keys.press("Escape")
        await expect(here.form).to_have_count(0)
        await expect(here.button("Open")).to_be_focused()


async def test_control_and_enter_sends_from_any_field_and_enter_from_a_line(
    playground: Playground, alice: Person, look: Look
) -> None:
    async with opening(playground, FORM) as sent:
        here = await look(playground.url)
        keys = here.page.keyboard
        for number, (label, send) in enumerate(
            [("Note", "Control+Enter"), ("Name", "Control+Enter"), ("Red", "Meta+Enter"), ("Value", "Enter")], start=1
        ):
            await here.writes("/plain")
            await expect(here.form.get_by_role("button", name="Save")).to_have_attribute(
                "aria-keyshortcuts", "Control+Enter"
            )
            await expect(here.form.get_by_role("button", name="Save")).to_have_attribute("title", "Save (Ctrl+Enter)")
            await here.form.get_by_label("Name").fill("csat")
            await here.form.get_by_role("textbox", name="Value", exact=True).fill("84")
            await here.form.get_by_label("Note").fill("One")
            await here.form.get_by_label("Note").press("Enter")
            await keys.type("Two")
            await here.form.get_by_label(label).press(send)
            await expect(here.form).to_have_count(0)
            assert len(sent) == number
            assert sent[-1]["Note"]["value"] == "One\nTwo"

    await expect(here.composer).to_have_accessible_name("Message Outcome Bot")
    await expect(here.button("Send")).to_have_attribute("title", "Send (Enter)")


async def test_several_are_chosen_and_taken_away_by_keys(playground: Playground, alice: Person, look: Look) -> None:
    async with opening(playground, FORM) as sent:
        here = await look(playground.url)
        await here.writes("/plain")
        await here.form.get_by_label("Name").fill("csat")
        await here.form.get_by_role("textbox", name="Value", exact=True).fill("84")
        add = here.form.get_by_role("combobox", name="Colours (optional)")
        await add.select_option(label="Red")
        await add.select_option(label="Green")
        await here.button("Remove Red").press("Enter")
        await expect(here.button("Remove Red")).to_have_count(0)
        await expect(add).to_be_focused()
        await add.press("Control+Enter")
        await expect(here.form).to_have_count(0)

    assert [each["value"] for each in sent[0]["Colours"]["selected_options"]] == ["green"]


async def test_two_chosen_before_anything_is_drawn_are_both_kept(
    playground: Playground, alice: Person, look: Look
) -> None:
    async with opening(playground, FORM):
        here = await look(playground.url)
        await here.writes("/plain")
        add = here.form.get_by_role("combobox", name="Colours (optional)")
        await add.evaluate(
            """(field) => {
                for (const value of ["red", "green"]) {
                    field.value = value;
                    field.dispatchEvent(new Event("change", { bubbles: true }));
                }
            }"""
        )
        await expect(here.button("Remove Red")).to_be_visible()
        await expect(here.button("Remove Green")).to_be_visible()


async def test_whoever_types_on_while_an_answer_is_late_keeps_the_field(
    playground: Playground, alice: Person, look: Look
) -> None:
    errors = {"Value": "Needs a number."}
    async with opening(playground, FORM, errors=errors):
        here = await look(playground.url)
        await here.writes("/plain")
        value, name = here.form.get_by_role("textbox", name="Value", exact=True), here.form.get_by_label("Name")
        await value.fill("lots")
        await name.fill("csat")
        go_on = asyncio.Event()

        async def late(route: Route) -> None:
            await go_on.wait()
            await route.continue_()

        await here.page.route("**/page/do/*/submit", late)
        await here.submits()
        note = here.form.get_by_label("Note")
        await note.fill("who had leave")
        go_on.set()
        await expect(here.form.get_by_role("alert")).to_have_text("Needs a number.")
        for _ in range(4):  # two drawings later the focus would have been taken away
            await here.page.evaluate("() => new Promise(requestAnimationFrame)")
        await expect(note).to_be_focused()


async def test_options_that_the_bot_offers_are_gone_through_by_keys(
    playground: Playground, alice: Person, look: Look
) -> None:
    app, chosen = make_app(playground), asyncio.Queue[str]()
    search = {"type": "external_select", "action_id": "pick", "min_query_length": 1, "placeholder": plain("Search")}

    @app.options("pick")
    async def options(ack):  # type: ignore[no-untyped-def]  # as Bolt names its arguments
        await ack(options=OPTIONS)

    @app.action("pick")
    async def picked(ack, action):  # type: ignore[no-untyped-def]  # as above
        chosen.put_nowait(action["selected_option"]["value"])
        await ack("Noted")

    async with over_sockets(playground, app):
        await app.client.chat_postMessage(
            channel=alice.id, text="Pick", blocks=[{"type": "actions", "elements": [search]}]
        )
        here = await look(playground.url)
        box = here.page.get_by_role("combobox", name="Search")
        await box.press_sequentially("e")
        await expect(here.page.get_by_role("option", name="Red")).to_have_attribute("aria-selected", "true")
        await box.press("ArrowDown")
        green = here.page.get_by_role("option", name="Green")
        await expect(green).to_have_attribute("aria-selected", "true")
        await expect(box).to_have_attribute("aria-activedescendant", await green.get_attribute("id") or "")
        await box.press("Enter")
        await here.button("Remove Green").wait_for()
        assert await chosen.get() == "green"
