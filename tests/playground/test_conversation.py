"""A person and a Bolt app talk: commands, buttons, forms, messages and the Home tab, over both transports."""

from typing import Any

import pytest

from bot.playground import CannotDo, CannotSubmit, Playground
from tests.playground.conftest import make_app

FORM = {
    "type": "modal",
    "callback_id": "check_in",
    "title": {"type": "plain_text", "text": "Check in"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "csat",
            "label": {"type": "plain_text", "text": "Customer satisfaction"},
            "element": {"type": "plain_text_input", "action_id": "value", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "how",
            "optional": True,
            "label": {"type": "plain_text", "text": "How sure"},
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [
                    {"text": {"type": "plain_text", "text": "Sure"}, "value": "sure"},
                    {"text": {"type": "plain_text", "text": "Unsure"}, "value": "unsure"},
                ],
            },
        },
    ],
}


def button_blocks(text: str, label: str) -> list[dict[str, Any]]:
    button = {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": "open", "value": "7"}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        {"type": "actions", "elements": [button]},
    ]


async def test_a_command_is_answered_to_the_person_alone(playground: Playground, run: Any) -> None:
    alice, bob = playground.person("alice"), playground.person("bob")
    playground.channel("shelter", alice, bob)
    app = make_app(playground)

    @app.command("/reading")
    async def reading(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"You wrote {command['text']}")

    async with run(playground, app):
        answer = await alice.types("/reading csat 84", channel="#shelter")

    assert answer.text == "You wrote csat 84"
    assert answer.message.ephemeral
    assert bob.sees() == []
    assert playground.deliveries[0].ack_seconds is not None
    assert playground.deliveries[0].ack_seconds < 3


async def test_what_a_person_types_arrives_escaped(playground: Playground, run: Any) -> None:
    alice, bob = playground.person("alice"), playground.person("bob")
    shop = playground.channel("shop", alice)
    app = make_app(playground)
    heard = []

    @app.command("/reading")
    @app.command("/plain")
    async def reading(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack()

    async with run(playground, app):
        typed = "@bob in #shop & <!here> @channel https://example.org/a"
        await alice.types(f"/reading {typed}", patience=0)
        await alice.types(f"/plain {typed}", patience=0)

    link = "<https://example.org/a>"
    assert heard[0] == f"<@{bob.id}> in <#{shop.id}|shop> &amp; &lt;!here&gt; <!channel> {link}"
    assert heard[1] == typed


async def test_a_button_opens_a_form_that_is_filled_and_saved(playground: Playground, run: Any) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    saved = []

    @app.action("open")
    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("check_in")
    async def save(ack: Any, view: dict[str, Any]) -> None:
        value = view["state"]["values"]["csat"]["value"]["value"]
        if not value.isdigit():
            await ack(response_action="errors", errors={"csat": "That is not a number."})
            return
        saved.append((value, view["state"]["values"]["how"]["value"]["selected_option"]["value"]))
        await ack()

    async with run(playground, app):
        await app.client.chat_postMessage(channel=alice.id, text="Due", blocks=button_blocks("*Due* today", "Check in"))
        answer = await alice.presses("Check in")
        assert answer.modal is not None
        assert answer.modal.labels == ["Customer satisfaction", "How sure"]

        await alice.submits({"Customer satisfaction": "lots", "How sure": "Unsure"})
        assert alice.modal is not None
        assert alice.modal.errors == {"Customer satisfaction": "That is not a number."}

        await alice.submits({"csat": "84"})
        assert alice.modal is None

    assert saved == [("84", "unsure")]
    assert alice.sees()[0].text == "Due today"
    assert alice.sees()[0].buttons == ("Check in",)


async def test_slacks_own_form_stops_what_it_would_stop(playground: Playground, run: Any) -> None:
    alice = playground.person("alice")
    app = make_app(playground)

    @app.command("/reading")
    async def reading(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async with run(playground, app):
        await alice.types("/reading")
        with pytest.raises(CannotSubmit, match="required"):
            await alice.submits({})
        with pytest.raises(CannotSubmit, match="at most 20"):
            await alice.submits({"csat": "1" * 21})
        with pytest.raises(CannotSubmit, match="no option"):
            await alice.submits({"csat": "1", "How sure": "Perhaps"})
        with pytest.raises(CannotDo, match="no field"):
            await alice.submits({"Other": "1"})

    assert [delivery.kind for delivery in playground.deliveries] == ["slash_commands"]


async def test_a_message_in_the_dm_reaches_the_bot(playground: Playground, run: Any) -> None:
    alice = playground.person("alice")
    app = make_app(playground)

    @app.event("message")
    async def message(event: dict[str, Any], say: Any) -> None:
        await say(f"{event['channel_type']}: {event['text']}")

    async with run(playground, app):
        answer = await alice.says("42")

    assert answer.text == "im: 42"
    assert answer.message.message.notified == {alice.id}


async def test_the_home_tab_is_published_when_it_is_opened(playground: Playground, run: Any) -> None:
    alice = playground.person("alice")
    app = make_app(playground)

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: Any) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": f"Hello <@{event['user']}>"}}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async with run(playground, app):
        home = await alice.opens_home()

    assert home is not None
    assert home.text == "Hello @Alice"


async def test_a_response_address_works_five_times(playground: Playground, run: Any) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    statuses = []

    @app.command("/reading")
    async def reading(ack: Any, respond: Any) -> None:
        for number in range(6):
            response = await respond(f"Answer {number}")
            statuses.append(response.status_code)
        await ack()

    async with run(playground, app):
        await alice.types("/reading")

    assert statuses == [200, 200, 200, 200, 200, 404]
    assert [seen.text for seen in alice.sees()] == [f"Answer {number}" for number in range(5)]
