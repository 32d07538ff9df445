"""What an address that came with a command or a press takes, how often and how long."""

from typing import Any

import httpx
import pytest

from bot.playground import Person, Playground
from tests.playground.conftest import make_app, over_http
from tests.playground.test_conversation import FORM, button_blocks


async def response_address(playground: Playground, person: Person) -> str:
    """The address that comes with a person's command."""
    app, given = make_app(playground), []

    @app.command("/reading")
    async def reading(ack: Any, body: dict[str, Any]) -> None:
        given.append(body["response_url"])
        await ack()

    async with over_http(playground, app):
        await person.types("/reading", patience=0.0)
    (address,) = given
    return str(address)


async def posted(address: str, body: Any) -> tuple[int, str]:
    async with httpx.AsyncClient(trust_env=False) as http:
        response = await http.post(address, json=body)
    return response.status_code, response.text


async def test_a_response_address_is_dead_after_thirty_minutes(playground: Playground) -> None:
    alice = playground.person("alice")
    address = await response_address(playground, alice)
    token = address.rpartition("/")[2]

    playground.world.triggers.responses[token].born -= 30 * 60 - 60
    assert await posted(address, {"text": "Still in time"}) == (200, "ok")
    playground.world.triggers.responses[token].born -= 61
    status, text = await posted(address, {"text": "Too late"})

    assert (status, "expired_url" in text) == (404, True)
    assert [seen.text for seen in alice.sees()] == ["Still in time"]


async def test_a_response_address_says_when_it_is_used_up(playground: Playground) -> None:
    address = await response_address(playground, playground.person("alice"))
    for _ in range(5):
        await posted(address, {"text": "x"})

    status, text = await posted(address, {"text": "x"})

    assert (status, "used_url" in text) == (404, True)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param(["x"], "invalid_payload", id="a list"),
        pytest.param({}, "no_text", id="nothing to say"),
        pytest.param({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks", id="a faulty block"),
        pytest.param({"text": "x", "channel": "C1"}, "invalid_arguments", id="a channel of one's choice"),
        pytest.param({"text": "x", "response_type": "public"}, "invalid_arguments", id="an unknown audience"),
        pytest.param({"text": "x", "thread_ts": 1774602000.0001}, "invalid_arguments", id="a thread by number"),
        pytest.param({"delete_original": True, "text": "x"}, "invalid_arguments", id="a deletion that says something"),
    ],
)
async def test_a_response_address_refuses_what_cannot_be_shown(playground: Playground, body: Any, error: str) -> None:
    address = await response_address(playground, playground.person("alice"))

    status, text = await posted(address, body)

    assert (status, error in text) == (400, True)


async def test_an_answer_never_changes_who_sees_it(playground: Playground) -> None:
    alice, bob = playground.person("alice"), playground.person("bob")
    shelter = playground.channel("shelter", alice, bob)
    app = make_app(playground)
    button = {"type": "button", "action_id": "show", "text": {"type": "plain_text", "text": "Show"}}

    @app.action("show")
    async def show(ack: Any, respond: Any) -> None:
        await ack()
        await respond("For everybody", replace_original=True, response_type="in_channel")

    async with over_http(playground, app):
        blocks = [{"type": "actions", "elements": [button]}]
        await app.client.chat_postEphemeral(channel=shelter.id, user=alice.id, text="For you", blocks=blocks)
        await alice.presses("Show")

    assert [seen.text for seen in alice.sees("#shelter")] == ["For everybody"]
    assert bob.sees("#shelter") == []


@pytest.mark.parametrize("way", ["posted", "acknowledged"])
async def test_a_faulty_reply_is_seen_by_nobody(playground: Playground, way: str) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    blocks = [{"type": "section"}]

    @app.command("/reading")
    async def reading(ack: Any, respond: Any) -> None:
        if way == "posted":
            await respond("Recorded", blocks=blocks)
            await ack()
        else:
            await ack("Recorded", blocks=blocks)

    async with over_http(playground, app):
        answer = await alice.types("/reading csat 84", patience=0.0)

    shown = {"posted": "", "acknowledged": '/reading failed with the error "invalid_blocks"'}
    assert answer.text == shown[way]


async def test_what_everybody_sees_is_never_hidden_by_an_answer(playground: Playground) -> None:
    alice, bob = playground.person("alice"), playground.person("bob")
    shelter = playground.channel("shelter", alice, bob)
    app = make_app(playground)

    @app.action("open")
    async def show(ack: Any, respond: Any) -> None:
        await ack()
        await respond("Changed", replace_original=True, response_type="ephemeral")

    async with over_http(playground, app):
        await app.client.chat_postMessage(channel=shelter.id, text="Due", blocks=button_blocks("Due", "Show"))
        await alice.presses("Show")

    assert [seen.text for seen in bob.sees("#shelter")] == ["Changed"]


async def test_a_form_comes_without_an_address_unless_a_field_asks_for_one(playground: Playground) -> None:
    alice = playground.person("alice")
    shelter = playground.channel("shelter", alice)
    app = make_app(playground)
    given: list[list[dict[str, Any]]] = []

    @app.view("check_in")
    async def save(ack: Any, body: dict[str, Any]) -> None:
        given.append(body["response_urls"])
        await ack()

    async with over_http(playground, app):
        for asks in ({}, {"response_url_enabled": True}):
            label = {"type": "plain_text", "text": "Where"}
            element = {"type": "conversations_select", "action_id": "value", **asks}
            block = {"type": "input", "block_id": "where", "label": label, "element": element}
            trigger = playground.world.triggers.new(alice.user, playground.primary)
            await app.client.views_open(trigger_id=trigger.id, view={**FORM, "blocks": [block]})
            await alice.submits({"Where": "#shelter"})

    nothing, (one,) = given
    assert nothing == []
    assert (one["block_id"], one["action_id"], one["channel_id"]) == ("where", "value", shelter.id)
    assert await posted(one["response_url"], {"text": "Saved", "response_type": "in_channel"}) == (200, "ok")
    assert [seen.text for seen in alice.sees("#shelter")] == ["Saved"]
