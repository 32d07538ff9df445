"""How long Slack waits for an answer, where it looks for one, and what it makes of one that comes late."""

import asyncio
from time import monotonic
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.playground import Playground
from tests.playground.conftest import MANIFEST, make_app, over_http
from tests.playground.test_conversation import FORM, button_blocks


async def test_slack_waits_three_seconds_and_no_longer() -> None:
    async with Playground(MANIFEST, retry_delays=(0.0, 0.0, 0.0)) as playground:
        await waits_three_seconds(playground)


async def waits_three_seconds(playground: Playground) -> None:
    """As every playground does that is not told otherwise."""
    assert playground.world.triggers.lasting == 3
    alice = playground.person("alice")
    app = make_app(playground)
    given_up = asyncio.Event()

    @app.command("/reading")
    async def silent(ack: Any) -> None:
        await given_up.wait()
        await ack("Recorded")

    async with over_http(playground, app):
        began = monotonic()
        # Nothing here can hold an answer up for three seconds more, but a machine that is busy with other tests.
        async with asyncio.timeout(6):
            answer = await alice.types("/reading csat 84")
        waited = monotonic() - began
        given_up.set()

    assert answer.error == "operation_timeout"
    assert waited >= 3


@pytest.mark.parametrize("action", ["press", "submit", "search"])
async def test_a_late_answer_to_an_action_does_nothing(action: str) -> None:
    async with Playground(MANIFEST, ack_deadline=0.05) as playground:
        alice = playground.person("alice")
        app = make_app(playground)
        free = asyncio.Event()
        offered = {"text": {"type": "plain_text", "text": "Late"}, "value": "late"}

        @app.action("open")
        @app.view("check_in")
        @app.options("which")
        async def slow(ack: Any, payload: dict[str, Any]) -> None:
            await free.wait()
            await (ack(options=[offered]) if payload.get("action_id") == "which" else ack())

        select = {"type": "external_select", "action_id": "which", "min_query_length": 0}
        label = {"type": "plain_text", "text": "Indicator"}
        blocks = [
            *button_blocks("Due", "Check in"),
            {"type": "input", "optional": True, "label": label, "element": select},
        ]
        trigger = playground.world.triggers.new(alice.user, playground.primary)
        await app.client.views_open(trigger_id=trigger.id, view={**FORM, "blocks": blocks})
        async with over_http(playground, app):
            if action == "press":
                assert (await alice.presses("Check in")).error == "operation_timeout"
            elif action == "submit":
                assert (await alice.submits({})).error == "We had some trouble connecting. Try again?"
            else:
                assert await alice.searches("Indicator") == ()
            free.set()
            await playground.wait_for(lambda: playground.deliveries[0].ack_seconds)

        assert playground.deliveries[0].late
        assert alice.modal is not None
        assert alice.modal.field("Indicator").options == ()


async def test_a_bot_can_ask_not_to_be_told_again(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    heard = []

    @app.event("message")
    async def message() -> BoltResponse:
        heard.append("42")
        return BoltResponse(status=500, headers={"x-slack-no-retry": "1"})

    async with over_http(playground, app):
        await alice.says("42", patience=0)
        await playground.wait_for(lambda: not playground.world.courier.busy)

    assert heard == ["42"]
    assert playground.deliveries[0].error == "http_error"


@pytest.mark.parametrize(("turns", "error"), [(2, None), (3, "too_many_redirects")])
async def test_slack_follows_two_redirects(playground: Playground, turns: int, error: str | None) -> None:
    alice = playground.person("alice")

    async def answer(request: web.Request) -> web.Response:
        turn = int(request.match_info["turn"])
        if turn < turns:
            raise web.HTTPTemporaryRedirect(f"/{turn + 1}")
        return web.Response(text="Recorded")

    site = web.Application()
    site.router.add_post("/{turn}", answer)
    async with TestServer(site) as server:
        await playground.deliver_to(str(server.make_url("/0")))
        await alice.types("/reading csat 84", patience=0)

    assert playground.deliveries[0].error == error


async def test_an_address_must_speak_tls_where_it_says_so(playground: Playground) -> None:
    alice = playground.person("alice")

    async with TestServer(web.Application()) as server:
        await playground.deliver_to(str(server.make_url("/").with_scheme("https")))
        await alice.types("/reading csat 84", patience=0)

    assert playground.deliveries[0].error == "ssl_error"


async def test_the_bot_may_be_given_longer_for_a_while(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    courier, triggers = playground.world.courier, playground.world.triggers
    before = courier.deadline
    slow = triggers.new(alice.user, playground.primary)
    slow.born -= 2 * triggers.lasting

    with playground.waiting_up_to(3 * triggers.lasting):
        assert courier.deadline > before
        assert (await app.client.views_open(trigger_id=slow.id, view=FORM))["ok"]
    assert courier.deadline == before
    slow.used = False
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await app.client.views_open(trigger_id=slow.id, view=FORM)
