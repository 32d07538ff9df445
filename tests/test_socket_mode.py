"""The bot's ear: a connection that is gone is replaced at once, and what was heard is answered."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot import hearing as hearings
from bot import socket_mode
from bot.domain.messages import Failure, FailureCode
from bot.hearing import Deafness, Hearing
from bot.playground import Fault, Person, Playground
from bot.socket_mode import Line, connected
from bot.stopping import Stopping
from tests.databases import PATIENCE
from tests.pooler import Wire
from tests.week.cast import MANIFEST

NINE = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
CUT = Failure(FailureCode.NO_ANSWER, "it was cut")
REVOKED = Failure(FailureCode.REFUSED, "invalid_auth")


@pytest.fixture(autouse=True)
def only_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found out by asking now and then, and nothing is waited for: what a test sees was told to the bot."""
    monkeypatch.setattr(socket_mode, "_PING_EVERY", 3600.0)
    monkeypatch.setattr(socket_mode, "_LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(socket_mode, "_REFUSED_PAUSE", 0.01)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(MANIFEST, ack_deadline=PATIENCE, patience=PATIENCE) as running:
        running.channel("shelter", running.person("alice"))
        yield running


@pytest.fixture
def wire(playground: Playground) -> Iterator[Wire]:
    """What the sockets go over; calls do not."""
    wire = Wire(int(playground.url.rpartition(":")[2]))
    playground.world.identity.url = f"http://127.0.0.1:{wire.port}"
    yield wire
    wire.close()


Answer = Callable[[], Awaitable[str]]


async def heard() -> str:
    return "heard"


def app_of(playground: Playground, answer: Answer = heard) -> AsyncApp:
    """A bot that answers a command with what `answer` comes to."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id="UBOT", bot_token=playground.bot_token
        )

    app = AsyncApp(signing_secret="secret", authorize=authorize, process_before_response=True)

    @app.command("/outcome")
    async def listener(ack: Callable[[str], Awaitable[None]]) -> None:
        await ack(await answer())

    return app


@asynccontextmanager
async def listening(playground: Playground, answer: Answer = heard) -> AsyncIterator[tuple[Line, Hearing]]:
    hearing = Hearing(lambda: NINE)
    app, api_url = app_of(playground, answer), playground.api_url
    async with connected(app, app_token=playground.app_token, api_url=api_url, hearing=hearing) as line:
        yield line, hearing


async def asks(playground: Playground) -> str:
    return (await alice(playground).types("/outcome list", channel="#shelter", patience=PATIENCE)).text


def alice(playground: Playground) -> Person:
    return playground.who_is("alice")


async def opened(playground: Playground, count: int) -> None:
    """Return when so many connections were opened in all, and the newest is the only one."""
    await playground.wait_for(
        lambda: playground.sockets.opened == count and len(playground.sockets.connections) == 1, timeout=PATIENCE
    )


async def test_a_cut_connection_is_replaced_without_waiting_for_anything(playground: Playground) -> None:
    async with listening(playground) as (_, hearing):
        for count in (2, 3, 4):
            playground.sockets.cut()
            await opened(playground, count)
            assert await asks(playground) == "heard"
        assert hearing.deafness is None


async def test_a_connection_that_went_dead_without_a_word_is_noticed_by_its_ping(
    playground: Playground, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "_PING_EVERY", 0.05)
    async with listening(playground):
        wire.hold()
        await playground.wait_for(lambda: playground.sockets.opened == 2, timeout=PATIENCE)


async def test_a_socket_that_leads_nowhere_is_given_up(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands, and nobody says hello over it."""
    greet = playground.sockets._greet
    silent = asyncio.Event()

    async def say_nothing(*_: object) -> None:
        monkeypatch.setattr(playground.sockets, "_greet", greet)
        silent.set()

    monkeypatch.setattr(playground.sockets, "_greet", say_nothing)
    monkeypatch.setattr(socket_mode, "ANSWER_WITHIN", 0.2)
    async with listening(playground) as (line, _):
        await line.is_heard.wait()
        assert silent.is_set()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
async def test_a_connection_that_slack_wants_renewed_is_replaced_by_exactly_one(
    playground: Playground, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    monkeypatch.setattr(socket_mode, "_RETIRED_FOR", 0.0)
    async with listening(playground) as (_, hearing):
        await playground.sockets.disconnect(reason)
        await opened(playground, 2)
        assert await asks(playground) == "heard"
        assert hearing.deafness is None


async def test_what_was_asked_before_a_renewal_is_answered_over_the_old_connection(playground: Playground) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> str:
        asked.set()
        await go_on.wait()
        return "heard"

    async with listening(playground, slowly):
        asking = asyncio.create_task(asks(playground))
        await asked.wait()
        await playground.sockets.disconnect("warning")
        await playground.wait_for(lambda: playground.sockets.opened == 2, timeout=PATIENCE)
        go_on.set()
        assert await asking == "heard"


async def test_a_refused_address_is_asked_for_anew_each_time(playground: Playground) -> None:
    async with listening(playground) as (_, hearing):
        playground.sockets.refuse_tickets = True
        playground.sockets.cut()
        await playground.wait_for(lambda: playground.sockets.refused >= 2, timeout=PATIENCE)
        playground.sockets.refuse_tickets = False
        await opened(playground, 2)
        assert playground.calls["apps.connections.open"] >= 4
        assert hearing.deafness is None


async def test_a_refused_token_is_said_at_once_and_its_end_too(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(playground) as (_, hearing):
        token = playground.app_token
        playground.world.identity.app_token = "xapp-another"
        calls = playground.calls["apps.connections.open"]
        playground.sockets.cut()
        await playground.wait_for(lambda: playground.calls["apps.connections.open"] >= calls + 3, timeout=PATIENCE)
        assert hearing.deafness == Deafness(NINE, REVOKED)
        playground.world.identity.app_token = token
        await opened(playground, 2)
        assert await asks(playground) == "heard"
        assert hearing.deafness is None
    said = [record.message for record in caplog.records if record.name == "bot.hearing"]
    assert said == [
        (
            "Slack has not been heard since 2026-03-30 08:00:00 UTC: Slack refuses SLACK_APP_TOKEN (invalid_auth). "
            "Make an app-level token with connections:write and restart with it."
        ),
        "Slack is heard again; it was not since 2026-03-30 08:00:00 UTC",
    ]


async def test_socket_mode_that_was_turned_off_is_said_at_once(playground: Playground) -> None:
    async with listening(playground) as (_, hearing):
        playground.world.identity.app_token = "xapp-another"  # so that it does not come back
        told: asyncio.Future[Deafness] = asyncio.get_running_loop().create_future()
        hearing._tell = told.set_result
        await playground.sockets.disconnect("link_disabled")
        async with asyncio.timeout(PATIENCE):
            deafness = await told
    assert str(deafness) == (
        "Slack has not been heard since 2026-03-30 08:00:00 UTC: Socket Mode is turned off in the app's settings "
        "(link_disabled). Turn it on again."
    )


async def test_the_pause_that_slack_asks_for_is_kept(playground: Playground) -> None:
    line = Line(
        app_of(playground), app_token=playground.app_token, api_url=playground.api_url, hearing=Hearing(lambda: NINE)
    )
    playground.faults.add("apps.connections.open", Fault.RATE_LIMITED, seconds=42)
    with pytest.raises(socket_mode._Trouble) as trouble:
        await line._address()
    assert socket_mode._pause(1, trouble.value) == 42
    await line.close(within=0)


async def test_a_token_refused_at_the_start_is_raised(playground: Playground) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        async with connected(app_of(playground), app_token="xapp-wrong", api_url=playground.api_url):
            pass


async def test_what_is_under_way_at_a_stop_is_finished_and_acknowledged(playground: Playground) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> str:
        asked.set()
        await go_on.wait()
        return "heard"

    stopping = Stopping()
    app, api_url = app_of(playground, slowly), playground.api_url
    async with connected(app, app_token=playground.app_token, api_url=api_url, stopping=stopping) as line:
        asking = asyncio.create_task(asks(playground))
        await asked.wait()
        stopping.tell()
        closing = asyncio.create_task(line.close(within=PATIENCE))
        await asyncio.sleep(0)
        go_on.set()
        await closing
        assert await asking == "heard"
    assert playground.sockets.connections == []


async def test_what_does_not_end_is_given_up_when_the_time_is_over(playground: Playground) -> None:
    asked = asyncio.Event()

    async def never() -> str:
        asked.set()
        await asyncio.Event().wait()
        return "never"

    async with listening(playground, never) as (line, _):
        asking = asyncio.create_task(asks(playground))
        await asked.wait()
        await line.close(within=0.0)
        asking.cancel()


async def test_a_cut_of_a_few_seconds_is_nobodys_business(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Deafness] = []
    hearing = Hearing(lambda: NINE, tell=told.append, tell_end=told.append)
    hearing.lost(CUT)
    hearing.found()
    monkeypatch.setattr(hearings, "BORNE_FOR", 0.0)
    monkeypatch.setattr(hearings, "TOLD_AFTER", 3600.0)
    hearing.lost(CUT)
    await asyncio.sleep(0.001)  # a timer of ours, after its own
    for _ in range(3):
        hearing.lost(CUT)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    hearing.found()
    assert told == []


async def test_administrators_are_told_once_of_what_lasts_and_of_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearings, "BORNE_FOR", 0.0)
    monkeypatch.setattr(hearings, "TOLD_AFTER", 0.0)
    told: list[tuple[str, Deafness]] = []
    hearing = Hearing(
        lambda: NINE,
        tell=lambda deafness: told.append(("deaf", deafness)),
        tell_end=lambda deafness: told.append(("over", deafness)),
    )
    hearing.lost(CUT)
    await asyncio.sleep(0.002)  # a timer of ours, after its own two
    hearing.lost(REVOKED)
    hearing.lost(CUT)
    hearing.found()
    assert told == [("deaf", Deafness(NINE, CUT)), ("over", Deafness(NINE, CUT))]


def test_being_told_to_stop_again_gives_no_more_time() -> None:
    now = [100.0]
    stopping = Stopping(within=10, steady=lambda: now[0])
    assert (stopping.is_told, stopping.left()) == (False, 10)
    stopping.tell()
    now[0] = 104.0
    stopping.tell()
    assert (stopping.is_told, stopping.left()) == (True, 6)
    now[0] = 120.0
    assert stopping.left() == 0
