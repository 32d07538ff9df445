"""Forms: their stack, their limits, and what the bot's answer to a submission does to them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground import Playground
from tests.playground.conftest import make_app, over_http
from tests.playground.test_conversation import FORM

NEXT = {
    "type": "actions",
    "block_id": "next",
    "elements": [{"type": "button", "action_id": "deeper", "text": {"type": "plain_text", "text": "Deeper"}}],
}


def form(title: str, **more: Any) -> dict[str, Any]:
    return {**FORM, "title": {"type": "plain_text", "text": title}, "blocks": [*FORM["blocks"], NEXT], **more}


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    error: str = caught.value.response["error"]
    return error


async def test_at_most_three_forms_lie_on_each_other(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    refused = []

    @app.command("/reading")
    async def reading(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form("1"))

    @app.action("deeper")
    async def deeper(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        title = str(int(body["view"]["title"]["text"]) + 1)
        try:
            await client.views_push(trigger_id=body["trigger_id"], view=form(title))
        except SlackApiError as error:
            refused.append(error.response["error"])

    async with over_http(playground, app):
        await alice.types("/reading")
        await alice.presses("Deeper")
        await alice.presses("Deeper")
        assert alice.modal is not None
        assert (alice.modal.title, alice.modal.depth) == ("3", 3)
        await alice.presses("Deeper", patience=0)
        await playground.wait_for(lambda: refused)
        await alice.closes()
        assert alice.modal.title == "2"

    assert refused == ["push_limit_reached"]


async def test_an_answer_to_a_submission_lays_no_fourth_form_on_the_others(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    for title, show in (("1", app.client.views_open), ("2", app.client.views_push), ("3", app.client.views_push)):
        trigger = playground.world.triggers.new(alice.user, playground.primary, view_id="V0INSIDE")
        await show(trigger_id=trigger.id, view=form(title))

    @app.view("check_in")
    async def save(ack: Any) -> None:
        await ack(response_action="push", view=form("4"))

    async with over_http(playground, app):
        await alice.submits({"csat": "84"})

    assert playground.deliveries[-1].error == "push_limit_reached"
    assert alice.modal is not None
    assert (alice.modal.title, alice.modal.depth) == ("3", 3)


async def test_a_trigger_opens_one_form(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    errors = []

    @app.command("/reading")
    async def reading(ack: Any, body: dict[str, Any], client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form("1"))
        errors.append(await refusal(client.views_open(trigger_id=body["trigger_id"], view=form("2"))))
        errors.append(await refusal(client.views_open(trigger_id="1.2.abc", view=form("2"))))
        await ack()

    async with over_http(playground, app):
        await alice.types("/reading")

    assert errors == ["exchanged_trigger_id", "invalid_trigger_id"]


async def test_a_trigger_is_too_old_after_a_while(playground: Playground) -> None:
    alice = playground.person("alice")
    triggers = playground.world.triggers
    fresh, stale = (triggers.new(alice.user, playground.primary) for _ in range(2))
    stale.born -= triggers.lasting
    app = make_app(playground)

    assert await refusal(app.client.views_open(trigger_id=stale.id, view=form("1"))) == "expired_trigger_id"
    assert (await app.client.views_open(trigger_id=fresh.id, view=form("1")))["ok"]


async def test_an_update_keeps_what_was_typed_and_minds_the_hash(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    opened = await app.client.views_open(trigger_id=trigger.id, view=form("Old"))
    alice.fills({"csat": "84"})
    view_id, hash_ = opened["view"]["id"], opened["view"]["hash"]

    await app.client.views_update(view_id=view_id, hash=hash_, view=form("New"))

    assert alice.modal is not None
    assert (alice.modal.title, alice.modal.field("csat").value) == ("New", "84")
    assert await refusal(app.client.views_update(view_id=view_id, hash=hash_, view=form("Late"))) == "hash_conflict"
    assert await refusal(app.client.views_update(view_id="V0NONE", view=form("Late"))) == "not_found"


@pytest.mark.parametrize(
    ("answer", "depth", "title", "trouble"),
    [
        ({}, 0, None, False),
        ({"response_action": "clear"}, 0, None, False),
        ({"response_action": "update", "view": form("Saved")}, 1, "Saved", False),
        ({"response_action": "push", "view": form("More")}, 2, "More", False),
        ({"response_action": "errors", "errors": {"nowhere": "Wrong"}}, 1, "First", True),
        ({"response_action": "update", "view": {"type": "modal", "blocks": []}}, 1, "First", True),
    ],
)
async def test_what_the_answer_to_a_submission_does(
    playground: Playground, answer: dict[str, Any], depth: int, title: str | None, trouble: bool
) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    await app.client.views_open(trigger_id=trigger.id, view=form("First"))

    @app.view("check_in")
    async def save(ack: Any) -> None:
        await ack(**answer)

    async with over_http(playground, app):
        got = await alice.submits({"Customer satisfaction": "84"})

    assert len(playground.world.screens.stack(alice.user)) == depth
    assert (alice.modal.title if alice.modal else None) == title
    assert (got.error is not None) == trouble


async def test_a_failing_submission_leaves_the_form_and_what_was_typed(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    await app.client.views_open(trigger_id=trigger.id, view=form("First"))

    @app.view("check_in")
    async def save() -> None:
        raise RuntimeError("lost")

    async with over_http(playground, app):
        await alice.submits({"csat": "84"})

    assert alice.modal is not None
    assert alice.modal.trouble == "We had some trouble connecting. Try again?"
    assert alice.modal.field("csat").value == "84"


async def test_closing_is_told_only_where_the_form_asks_for_it(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    told = []

    @app.view_closed("check_in")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        told.append(body["is_cleared"])

    async with over_http(playground, app):
        for asks in (True, False):
            trigger = playground.world.triggers.new(alice.user, playground.primary)
            await app.client.views_open(trigger_id=trigger.id, view=form("First", notify_on_close=asks))
            await alice.closes(everything=True)

    assert told == [True]


async def test_options_come_from_the_bot(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    select = {"type": "external_select", "action_id": "which", "min_query_length": 1}
    label = {"type": "plain_text", "text": "Indicator"}
    blocks = [{"type": "input", "block_id": "indicator", "label": label, "element": select}]
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    await app.client.views_open(trigger_id=trigger.id, view={**FORM, "blocks": blocks})
    saved = []

    @app.options("which")
    async def options(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": {"type": "plain_text", "text": payload["value"].upper()}, "value": "csat"}])

    @app.view("check_in")
    async def save(ack: Any, view: dict[str, Any]) -> None:
        await ack()
        assert "loaded" not in view["blocks"][0]["element"]
        saved.append(view["state"]["values"]["indicator"]["which"]["selected_option"]["value"])

    async with over_http(playground, app):
        assert await alice.searches("Indicator", "cs") == ("CS",)
        await alice.submits({"Indicator": "CS"})

    assert saved == ["csat"]
