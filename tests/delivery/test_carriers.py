"""What leaves in another way than a post: a file, a Home view, a call to another system."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select, update

from bot.delivery import carriers, outbox, results
from bot.delivery.outbox import Held
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import Failure, FailureCode, MessageKind
from bot.http import Answer, HttpSender, Refused, TryLater
from bot.playground import Fault
from storage.db import Database
from storage.tables import Message
from tests.delivery.town import Town, town_on

AFTER = (Fault.DROP_AFTER, Fault.ERROR_AFTER, Fault.INTERNAL_ERROR_AFTER, Fault.SLOW)
BEFORE = (Fault.DROP_BEFORE, Fault.ERROR_BEFORE)
FILE = {"filename": "rough.csv", "title": "Rough sleepers", "content": "week,people\n13,110\n", "text": "For the board"}
IMPATIENT = DeliverySettings(send_timeout_for=0.7)
"""The other system is no network away, and what it does not answer is given up soon."""
ADDRESS = "https://register.example/hooks/7"
CALL = {"url": ADDRESS, "body": {"indicator": "rough", "value": "110"}}


def home(says: str) -> dict[str, Any]:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": says}}
    return {"view": {"type": "home", "blocks": [block]}}


@dataclass
class System:
    """Another system: what it was asked, and how it answers, the last way for ever. Slack's uploads pass by it."""

    answers: list[Callable[[], Any]] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)

    def says(self, *statuses: int, **headers: str) -> None:
        """Have it answer with these, one after the other."""
        self.answers = [partial(httpx.Response, status, headers=headers) for status in statuses]

    @property
    def keys(self) -> list[str]:
        return [request.headers["Idempotency-Key"] for request in self.asked]

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        answered = answer()
        response: httpx.Response = await answered if asyncio.iscoroutine(answered) else answered
        return response


async def _never() -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError("nothing sets it")


def _drops() -> httpx.Response:
    raise httpx.ReadError("the connection was reset")


@pytest.fixture
def system() -> System:
    answering = System()
    answering.says(200)
    return answering


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as running:
        yield running


@pytest.fixture
async def calling(database: Database, system: System) -> AsyncIterator[Town]:
    """The town with that other system, where the bot may not put up files."""
    async with town_on(database, without=["files:write"], transport=httpx.MockTransport(system)) as running:
        running.settings = IMPATIENT
        yield running


def files_in(town: Town) -> list[str]:
    return [file["title"] for message in town.posted(town.channel) for file in message.files]


def claim(town: Town) -> Held:
    (held,) = town.database.run_here(outbox.claim, now=town.deps.clock(), settings=town.settings)
    return held


# --- a file


async def test_a_file_arrives_with_its_title_and_text(town: Town) -> None:
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    await town.round(after=1)
    (posted,) = town.posted(town.channel)
    assert (posted.text, [(file["title"], file["name"], file["size"]) for file in posted.files]) == (
        "For the board",
        [("Rough sleepers", "rough.csv", 19)],
    )
    row = town.messages()["file:1"]
    assert (row.state, row.slack_channel, row.attempts) == ("sent", town.channel.id, 1)


@pytest.mark.parametrize("fault", AFTER, ids=lambda fault: fault.name)
async def test_a_file_that_slack_took_before_it_failed_is_found_and_not_shared_twice(town: Town, fault: Fault) -> None:
    town.fails("files.completeUploadExternal", fault)
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    await town.round(after=1)
    assert town.messages()["file:1"].state == "unknown"
    await town.rounds(every=61, times=4)
    row = town.messages()["file:1"]
    (posted,) = town.posted(town.channel)
    assert (row.state, row.slack_ts) == ("sent", posted.ts)
    assert town.playground.calls["files.getUploadURLExternal"] == 1


@pytest.mark.parametrize("fault", BEFORE, ids=lambda fault: fault.name)
async def test_a_file_that_slack_did_not_take_is_put_up_and_shared_again(town: Town, fault: Fault) -> None:
    town.fails("files.completeUploadExternal", fault)
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    await town.round(after=1)
    await town.round(after=61)
    assert (town.messages()["file:1"].state, files_in(town)) == ("unknown", [])
    await town.round(after=16)
    assert (town.messages()["file:1"].state, files_in(town)) == ("sent", ["Rough sleepers"])
    assert town.playground.calls["files.getUploadURLExternal"] == 2


@pytest.mark.parametrize("fault", [*AFTER, *BEFORE], ids=lambda fault: fault.name)
async def test_a_file_that_nobody_could_see_yet_is_not_looked_for(town: Town, fault: Fault) -> None:
    town.fails("files.getUploadURLExternal", fault)
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    await town.round(after=1)
    row = town.messages()["file:1"]
    assert (row.state, row.ambiguous, files_in(town)) == ("queued", 0, [])
    await town.round(after=7)
    assert (town.messages()["file:1"].state, files_in(town)) == ("sent", ["Rough sleepers"])
    assert town.playground.calls["conversations.history"] == 0


async def test_too_many_uploads_put_off_the_file_as_long_as_slack_says_and_nothing_else(
    calling: Town, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.says(429, 200, **{"Retry-After": "120"})
    calling.enqueue(MessageKind.FILE, "file:1", FILE)

    async def place(**arguments: Any) -> dict[str, str]:
        return {"upload_url": "https://files.example/1", "file_id": "F1"}

    monkeypatch.setattr(calling.client, "files_getUploadURLExternal", place)
    await calling.round(after=1)
    assert [str(request.url) for request in system.asked] == ["https://files.example/1"]
    await calling.round(after=60)
    assert (calling.reminder.state, calling.messages()["file:1"].attempts) == ("sent", 0)
    assert len(system.asked) == 1
    await calling.round(after=61)
    assert len(system.asked) == 2


async def test_a_scope_that_files_need_holds_back_nothing_else(calling: Town) -> None:
    calling.enqueue(MessageKind.FILE, "file:1", FILE)
    await calling.round(after=1)
    row = calling.messages()["file:1"]
    assert (row.state, row.failure_detail) == ("dead", "missing_scope")
    await calling.rounds(every=60, times=2)
    assert calling.reminder.state == "sent"
    (alarm,) = calling.posted(calling.dana)
    assert "file:1" in alarm.text
    assert "missing_scope" in alarm.text


async def test_a_file_whose_sender_vanished_before_it_was_shared_is_shared_once(town: Town) -> None:
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    held = claim(town)
    assert town.database.run_here(outbox.keep_file, held, file_id="F0NEVER")
    await town.rounds(every=31, times=8)
    assert (town.messages()["file:1"].state, files_in(town)) == ("sent", ["Rough sleepers"])


async def test_a_file_whose_sender_vanished_after_it_was_shared_is_found(town: Town) -> None:
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    await _carry(town, claim(town), send_by=time.monotonic() + 45)
    assert files_in(town) == ["Rough sleepers"]
    await town.rounds(every=31, times=8)
    assert (town.messages()["file:1"].state, files_in(town)) == ("sent", ["Rough sleepers"])


async def test_a_share_that_could_outlast_the_lease_is_not_begun(town: Town) -> None:
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    result = await _carry(town, claim(town), send_by=time.monotonic() - 1)
    assert result == results.TryLater(Failure(FailureCode.TURN_TOO_LATE))
    assert town.playground.calls["files.completeUploadExternal"] == 0


async def test_a_sender_that_lost_a_file_meanwhile_does_not_share_it(town: Town) -> None:
    town.enqueue(MessageKind.FILE, "file:1", FILE)
    late = claim(town)
    await town.round(after=61)
    await _carry(town, late, send_by=time.monotonic() + 45)
    assert (town.messages()["file:1"].arguments, files_in(town)) == (FILE, [])


async def test_a_file_without_content_is_given_up_and_an_administrator_is_told(town: Town) -> None:
    town.enqueue(MessageKind.FILE, "file:1", {"filename": "rough.csv"})
    await town.rounds(every=1100, times=13)
    assert town.messages()["file:1"].state == "dead"
    assert sum("file:1" in alarm.text for alarm in town.posted(town.dana)) == 1


async def test_what_comes_after_its_time_is_not_sent_at_all(calling: Town, system: System) -> None:
    until = calling.deps.clock()
    calling.enqueue(MessageKind.FILE, "file:1", FILE, until=until)
    calling.enqueue(MessageKind.HOME, "home:1", home("One reading is due"), until=until)
    calling.enqueue(MessageKind.CALL, "call:1", CALL, until=until)
    await calling.round(after=1)
    states = {key: (row.state, row.skip_reason) for key, row in calling.messages().items()}
    assert states == dict.fromkeys(("file:1", "home:1", "call:1"), ("expired", "too_late"))
    assert (files_in(calling), calling.alice.home, system.asked) == ([], None, [])


# --- a Home view


@pytest.mark.parametrize("fault", [*AFTER, *BEFORE], ids=lambda fault: fault.name)
async def test_a_home_view_of_unknown_fate_is_simply_published_again(town: Town, fault: Fault) -> None:
    town.fails("views.publish", fault)
    town.enqueue(MessageKind.HOME, "home:1", home("One reading is due"))
    await town.round(after=1)
    assert town.messages()["home:1"].state == "queued"
    await town.round(after=7)
    row = town.messages()["home:1"]
    assert (row.state, row.attempts, row.ambiguous) == ("sent", 2, 0)
    assert town.alice.home is not None
    assert town.alice.home.text == "One reading is due"
    assert town.playground.calls["views.publish"] == 2
    assert town.playground.calls["conversations.history"] == 0


async def test_an_older_home_view_never_takes_the_place_of_a_newer_one(town: Town) -> None:
    town.playground.faults.add("views.publish", Fault.DROP_BEFORE)
    town.enqueue(MessageKind.HOME, "home:1", home("One reading is due"))
    await town.round(after=1)
    town.enqueue(MessageKind.HOME, "home:2", home("Nothing is due"))
    await town.rounds(every=7, times=3)
    assert town.alice.home is not None
    assert town.alice.home.text == "Nothing is due"
    older = town.messages()["home:1"]
    assert (older.state, older.skip_reason) == ("cancelled", "newer_message")


async def test_a_home_view_is_published_although_a_newer_one_can_never_be(town: Town) -> None:
    town.enqueue(MessageKind.HOME, "home:1", home("One reading is due"))
    town.enqueue(MessageKind.HOME, "home:2", home("Nothing is due"))
    dead = update(Message).where(col(Message.key) == "home:2").values(state="dead")
    town.database.run_here(lambda session: session.exec(dead))
    await town.round(after=1)
    assert town.messages()["home:1"].state == "sent"


async def test_nothing_is_published_for_an_account_that_is_closed(town: Town) -> None:
    town.enqueue(MessageKind.HOME, "home:1", home("One reading is due"))
    town.alice.user.deleted = True
    town.playground.clock.advance(timedelta(minutes=31))
    await town.round(after=1)
    row = town.messages()["home:1"]
    assert (row.state, row.skip_reason) == ("cancelled", "nobody_to_ask")


@pytest.mark.parametrize(("kind", "arguments"), [(MessageKind.HOME, home("Due")), (MessageKind.CALL, CALL)])
async def test_what_can_be_repeated_is_repeated_when_its_sender_has_vanished(
    calling: Town, system: System, kind: MessageKind, arguments: dict[str, Any]
) -> None:
    calling.enqueue(kind, "it:1", arguments)
    late = claim(calling)
    await calling.round(after=61)
    row = calling.messages()["it:1"]
    assert (row.state, row.failure_code) == ("queued", "sender_gone")
    await calling.round(after=7)
    assert calling.messages()["it:1"].state == "sent"
    calling.database.run_here(
        outbox.record_result,
        late,
        results.Impossible(Failure(FailureCode.REFUSED, "late")),
        now=calling.deps.clock(),
        settings=calling.settings,
    )
    assert calling.messages()["it:1"].state == "sent"


async def test_a_home_view_that_slack_never_takes_is_given_up_and_an_administrator_is_told(town: Town) -> None:
    town.playground.faults.add("views.publish", Fault.ERROR_BEFORE, times=None)
    town.enqueue(MessageKind.HOME, "home:1", home("One reading is due"))
    await town.rounds(every=1100, times=13)
    assert town.playground.calls["views.publish"] == 12
    assert town.messages()["home:1"].state == "dead"
    assert sum("home:1" in alarm.text for alarm in town.posted(town.dana)) == 1


# --- a call to another system


async def test_a_call_goes_out_once_with_its_key_and_body(calling: Town, system: System) -> None:
    calling.enqueue(MessageKind.CALL, "call:1", CALL)
    await calling.rounds(every=61, times=3)
    (request,) = system.asked
    assert (str(request.url), request.headers["Idempotency-Key"]) == (ADDRESS, "call:1")
    assert request.content == b'{"indicator":"rough","value":"110"}'
    assert calling.messages()["call:1"].state == "sent"


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(lambda: httpx.Response(500), id="status 500"),
        pytest.param(lambda: httpx.Response(503), id="status 503"),
        pytest.param(lambda: httpx.Response(408), id="it waited too long"),
        pytest.param(lambda: httpx.Response(409), id="it is still at the first one"),
        pytest.param(_drops, id="the connection breaks"),
        pytest.param(_never, id="no answer comes"),
    ],
)
async def test_a_call_is_repeated_with_the_same_key_until_it_is_answered(
    calling: Town, system: System, trouble: Callable[[], Any]
) -> None:
    system.answers = [trouble, trouble, lambda: httpx.Response(204)]
    calling.enqueue(MessageKind.CALL, "call:1", CALL)
    await calling.rounds(every=13, times=6)
    assert system.keys == ["call:1", "call:1", "call:1"]
    row = calling.messages()["call:1"]
    assert (row.state, row.attempts, row.ambiguous) == ("sent", 3, 0)


@pytest.mark.parametrize(
    ("status", "said"), [(400, "status 400"), (404, "status 404"), (410, "status 410"), (302, "status 302")]
)
async def test_a_call_that_is_refused_is_dead_and_an_administrator_is_told(
    calling: Town, system: System, status: int, said: str
) -> None:
    system.says(status)
    calling.enqueue(MessageKind.CALL, "call:1", CALL)
    await calling.rounds(every=20, times=3)
    row = calling.messages()["call:1"]
    assert (row.state, row.failure_code, len(system.asked)) == ("dead", "refused", 1)
    assert said in row.failure_detail
    (alarm,) = calling.posted(calling.dana)
    assert "call:1" in alarm.text


async def test_a_call_to_no_address_at_all_is_dead(calling: Town, system: System) -> None:
    calling.enqueue(MessageKind.CALL, "call:1", {"url": "https://[::1", "body": {}})
    await calling.round(after=1)
    row = calling.messages()["call:1"]
    assert (row.state, row.failure_code, system.asked) == ("dead", "refused", [])


async def test_another_systems_limit_does_not_hold_back_messages_to_slack(calling: Town, system: System) -> None:
    system.says(429, 200, **{"Retry-After": "600"})
    calling.enqueue(MessageKind.CALL, "call:1", CALL)
    await calling.round(after=1)
    await calling.round(after=59)
    assert calling.reminder.state == "sent"
    await calling.round(after=530)
    assert len(system.asked) == 1
    await calling.round(after=11)
    row = calling.messages()["call:1"]
    assert (row.state, row.attempts, system.keys) == ("sent", 1, ["call:1", "call:1"])


async def test_a_system_that_is_busy_for_hours_loses_no_call(calling: Town, system: System) -> None:
    system.says(*[429] * 20, 200)
    calling.enqueue(MessageKind.CALL, "call:1", CALL)
    await calling.rounds(every=31, times=22)
    assert (calling.messages()["call:1"].state, len(system.asked)) == ("sent", 21)


@pytest.mark.parametrize(
    ("header", "pause"),
    [("30", 30), ("", 30), ("soon", 30), ("0", 1), ("-5", 1), ("inf", 30), ("nan", 30), ("1e30", 86_400)],
)
async def test_the_pause_another_system_asks_for_is_always_a_sensible_one(
    system: System, header: str, pause: float
) -> None:
    system.says(429, **{"Retry-After": header})
    assert await ask(system) == TryLater("too many requests", after=pause)


async def test_a_body_that_cannot_be_read_is_asked_for_again(system: System) -> None:
    system.answers = [lambda: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=_Garbage())]
    assert isinstance(await ask(system), TryLater)
    assert await ask(system, "nowhere://7") == Refused(
        "UnsupportedProtocol: Request URL has an unsupported protocol 'nowhere://'."
    )


class _Garbage(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"no gzip"


async def ask(system: System, url: str = ADDRESS) -> Answer:
    """What comes of one call, for whoever made it."""
    transport = None if url.startswith("nowhere") else httpx.MockTransport(system)
    sender = HttpSender(transport=transport)
    try:
        return await sender.post_once(url, {}, key="call:1")
    finally:
        await sender.close()


async def _carry(town: Town, held: Held, *, send_by: float) -> results.Result:
    """Have it leave, and tell nobody what became of it."""

    def arguments(session: Session) -> dict[str, Any]:
        return session.exec(select(Message).where(Message.id == held.message_id)).one().arguments

    content = town.database.read_here(arguments)
    return await carriers.carry(town.deps, town.client, held, content, send_by=send_by, settings=town.settings)
