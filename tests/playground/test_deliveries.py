"""What is not acknowledged comes again; what is late is told to the person; what is not Slack's can be forged."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground, Seen
from tests.playground.conftest import MANIFEST, make_app, over_http, over_sockets
from tests.playground.test_conversation import button_blocks


def deaf_app(playground: Playground, *, until: int) -> tuple[AsyncApp, list[int]]:
    """An app that fails on a message until it has been told `until` times; and how often it was told."""
    app = make_app(playground)
    heard: list[int] = []

    @app.event("message")
    async def message(request: Any) -> None:
        heard.append(int(request.headers.get("x-slack-retry-num", ["0"])[0]))
        if len(heard) < until:
            raise RuntimeError("not yet")

    return app, heard


async def test_an_event_that_fails_comes_again_up_to_three_times(playground: Playground) -> None:
    alice = playground.person("alice")
    app, heard = deaf_app(playground, until=9)

    async with over_http(playground, app):
        answer = await alice.says("42", patience=0)
        await playground.wait_for(lambda: not playground.world.courier.busy)

    assert answer.error == "http_error"
    assert heard == [0, 1, 2, 3]
    assert [delivery.retry_reason for delivery in playground.deliveries] == [None, *["http_error"] * 3]


async def test_an_event_that_was_heard_at_last_does_not_come_again(playground: Playground) -> None:
    alice = playground.person("alice")
    app, heard = deaf_app(playground, until=2)

    async with over_http(playground, app):
        await alice.says("42", patience=0)
        await playground.wait_for(lambda: not playground.world.courier.busy)

    assert heard == [0, 1]


async def test_retries_wait_for_their_minute_of_the_playgrounds_clock() -> None:
    async with Playground(MANIFEST, start_at=datetime(2026, 3, 27, 9, 0, tzinfo=UTC)) as playground:
        playground.clock.stop()
        alice = playground.person("alice")
        app, heard = deaf_app(playground, until=9)
        async with over_http(playground, app):
            await alice.says("42", patience=0)
            await playground.wait_for(lambda: len(playground.deliveries) == 2 and playground.deliveries[1].error)
            assert heard == [0, 1]
            playground.clock.advance(timedelta(minutes=1))
            await playground.wait_for(lambda: len(heard) == 3)
            playground.clock.advance(timedelta(minutes=5))
            await playground.wait_for(lambda: len(heard) == 4)


async def test_a_command_without_an_ack_in_time_shows_slacks_error() -> None:
    async with Playground(MANIFEST, ack_deadline=0.05) as playground:
        alice = playground.person("alice")
        app = make_app(playground)
        free = asyncio.Event()

        @app.command("/reading")
        async def reading(ack: Any) -> None:
            await free.wait()
            await ack("too late")

        async with over_http(playground, app):
            answer = await alice.types("/reading csat 84")
            assert answer.error == "operation_timeout"
            assert answer.text == '/reading failed with the error "operation_timeout"'
            free.set()
            await playground.wait_for(lambda: playground.deliveries[0].ack_seconds)

    assert playground.deliveries[0].late
    assert [seen.text for seen in alice.sees()] == [answer.text]


async def test_over_http_a_failed_command_does_not_come_again(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)

    @app.command("/reading")
    async def reading() -> None:
        raise RuntimeError("before ack")

    async with over_http(playground, app):
        answer = await alice.types("/reading csat 84")

    assert answer.error == "dispatch_failed"
    assert len(playground.deliveries) == 1


async def test_a_command_on_a_broken_socket_comes_again_on_another(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    triggers: list[str] = []

    @app.command("/reading")
    async def reading(ack: Any, body: dict[str, Any]) -> None:
        triggers.append(body["trigger_id"])
        if len(triggers) == 1:
            playground.sockets.cut(number=playground.deliveries[0].connection)
        await ack("Recorded")

    async with over_sockets(playground, app), over_sockets(playground, app):
        await playground.connected(2)
        answer = await alice.types("/reading csat 84")

    assert answer.text == "Recorded"
    assert len(set(triggers)) == 1
    assert [delivery.retry_num for delivery in playground.deliveries] == [0, 1]
    assert playground.deliveries[0].connection != playground.deliveries[1].connection


async def test_slack_may_ask_for_a_new_connection(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)

    @app.command("/reading")
    async def reading(ack: Any) -> None:
        await ack("Recorded")

    async with over_sockets(playground, app):
        await playground.sockets.disconnect("refresh_requested")
        await playground.wait_for(lambda: playground.sockets.opened == 2 and playground.sockets.connections)
        assert (await alice.types("/reading csat 84")).text == "Recorded"


async def test_each_envelope_goes_to_one_of_several_connections(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)

    @app.command("/reading")
    async def reading(ack: Any) -> None:
        await ack("Recorded")

    async with over_sockets(playground, app), over_sockets(playground, app):
        await playground.connected(2)
        for _ in range(12):
            await alice.types("/reading csat 84")

    assert {delivery.connection for delivery in playground.deliveries} == {1, 2}
    assert len(playground.deliveries) == 12


async def test_without_a_connection_a_command_fails_at_once(playground: Playground) -> None:
    alice = playground.person("alice")

    answer = await alice.types("/reading csat 84")

    assert answer.error == "dispatch_failed"


async def test_a_double_press_sends_the_very_same_payload(playground: Playground, run: Any) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    triggers = []

    @app.action("open")
    async def pressed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        triggers.append(body["trigger_id"])

    async with run(playground, app):
        await app.client.chat_postMessage(channel=alice.id, text="Due", blocks=button_blocks("Due", "Check in"))
        await alice.presses("Check in", times=2, patience=0)
        await playground.redeliver(playground.deliveries[-1])

    assert len(triggers) == 3
    assert len(set(triggers)) == 1


async def test_a_button_can_be_pressed_as_it_once_stood(playground: Playground, run: Any) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    pressed = []

    @app.action("open")
    async def press(ack: Any, action: dict[str, Any]) -> None:
        await ack()
        pressed.append(action["value"])

    async with run(playground, app):
        posted = await app.client.chat_postMessage(channel=alice.id, text="Due", blocks=button_blocks("Due", "Undo"))
        stale: Seen = alice.sees()[0]
        await app.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Done")
        await alice.presses("Undo", stale, patience=0)

    assert pressed == ["7"]
    assert alice.sees()[0].text == "Done"
    assert alice.sees()[0].buttons == ()


async def test_forged_and_old_requests_are_refused_by_a_bolt_app(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    heard = []

    @app.command("/reading")
    async def reading(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack()

    async with over_http(playground, app):
        await alice.types("/reading csat 84", patience=0)
        delivery = playground.deliveries[0]
        forged = await playground.forge.wrong_signature(delivery.kind, delivery.payload)
        old = await playground.forge.old(delivery.kind, delivery.payload)
        repeated = await playground.forge.repeated(delivery)
        probed = await playground.forge.ssl_check()
        verified = await playground.forge.url_verification("tell me")

    assert (forged.status, old.status, repeated.status, probed.status) == (401, 401, 200, 200)
    assert verified.body == {"challenge": "tell me"}
    assert heard == ["csat 84", "csat 84"]


async def test_a_ticket_opens_one_connection(playground: Playground) -> None:
    opened = await AsyncWebClient(playground.app_token, base_url=playground.api_url).apps_connections_open(
        app_token=playground.app_token
    )
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]) as socket:
            hello = await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(opened["url"])

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert refused.value.status == 403


async def test_an_eleventh_connection_is_turned_away(playground: Playground) -> None:
    client = AsyncWebClient(playground.app_token, base_url=playground.api_url)
    async with aiohttp.ClientSession() as session:
        # Held, since a socket that nobody holds is closed.
        sockets = []
        for _ in range(11):
            opened = await client.apps_connections_open(app_token=playground.app_token)
            sockets.append(await session.ws_connect(opened["url"]))
        frames = [await socket.receive_json() for socket in sockets]

    assert [frame["type"] for frame in frames] == ["hello"] * 10 + ["disconnect"]
