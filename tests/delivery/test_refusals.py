"""What becomes of messages and edits when Slack refuses, puts off or mumbles."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlmodel import Session, select

from bot.delivery import limits, refreshing, results
from bot.domain.messages import Failure, FailureCode, MessageKind
from bot.playground import Fault
from storage import workspaces
from storage.db import Database
from storage.tables import Workspace
from tests.delivery.test_outbox import answer
from tests.delivery.town import Town, town_on


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as running:
        yield running


async def test_a_long_run_of_too_many_requests_never_kills_a_message(town: Town) -> None:
    town.playground.faults.add("chat.postMessage", Fault.RATE_LIMITED, times=20, seconds=1)
    await town.round(after=60)
    await town.rounds(every=2, times=25)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1
    assert town.posted(town.dana) == []


def test_of_several_pauses_the_longest_holds(town: Town) -> None:
    now, settings = town.deps.clock(), town.settings

    def hold_back(session: Session) -> timedelta | None:
        workspace = session.exec(select(Workspace)).one()
        for seconds in (60, 1):
            until = now + timedelta(seconds=seconds)
            workspaces.hold_back(session, workspace.id, until=until, headroom=limits.headroom(settings))
        session.refresh(workspace)
        return limits.must_wait(workspace, None, now=now, settings=settings)

    assert town.database.run_here(hold_back) == timedelta(seconds=60)


async def test_a_token_refused_for_a_day_leaves_a_message_its_attempts(town: Town) -> None:
    town.playground.primary.installed = False
    await town.round(after=60)
    await town.rounds(every=16 * 60, times=20)
    town.playground.primary.installed = True
    town.playground.faults.add("chat.postMessage", Fault.RATE_LIMITED, seconds=1)
    await town.rounds(every=16 * 60, times=2)
    assert town.reminder.state == "sent"


@pytest.mark.parametrize(
    ("header", "pause"),
    [("30", 30), (None, 30), ("soon", 30), ("0", 1), ("-5", 1), ("inf", 30), ("nan", 30), ("1e30", 86_400)],
)
def test_the_pause_after_too_many_requests_is_always_a_sensible_one(header: str | None, pause: float) -> None:
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data={"ok": False, "error": "ratelimited"},
        headers={} if header is None else {"Retry-After": header},
        status_code=429,
    )
    error = SlackApiError("too many requests", response)  # type: ignore[no-untyped-call]  # slack-sdk has no type here
    assert results.classify(error) == results.TryLater(
        Failure(FailureCode.REFUSED, "ratelimited"), after=pause, holds_back_all=True
    )


async def test_an_edit_outlasts_hours_in_which_slack_cannot_be_reached(town: Town) -> None:
    await town.round(after=60)
    await town.database.run(answer, town.alice.id, now=town.deps.clock())
    down = town.playground.faults.add("chat.update", Fault.DROP_BEFORE, times=None)
    await town.rounds(every=5 * 60, times=36)
    town.playground.faults.plans.remove(down)
    await town.rounds(every=5 * 60, times=4)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)


async def test_an_edit_outlasts_a_refused_token(town: Town) -> None:
    await town.round(after=60)
    await town.database.run(answer, town.alice.id, now=town.deps.clock())
    town.playground.primary.installed = False
    await town.rounds(every=5 * 60, times=24)
    town.playground.primary.installed = True
    await town.rounds(every=5 * 60, times=4)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)


async def test_too_many_requests_use_up_no_tries_of_an_edit(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "_MOST_TRIES", 3)
    await town.round(after=60)
    await town.database.run(answer, town.alice.id, now=town.deps.clock())
    town.playground.faults.add("chat.update", Fault.RATE_LIMITED, times=6, seconds=1)
    await town.rounds(every=1, times=8)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)


async def test_an_answer_that_gives_no_address_is_looked_up_in_the_history(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = town.client
    post = client.chat_postMessage

    async def mumble(**arguments: Any) -> AsyncSlackResponse:
        answered = await post(**arguments)
        answered.data = {"ok": True}
        return answered

    monkeypatch.setattr(client, "chat_postMessage", mumble)
    await town.round(after=60)
    assert (town.reminder.state, town.reminder.slack_ts) == ("unknown", None)
    await town.round(after=61)
    (message,) = town.posted(town.alice)
    assert (town.reminder.state, town.reminder.slack_ts) == ("sent", message.ts)


async def test_a_dm_opened_without_an_address_is_opened_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = town.client
    opened = client.conversations_open

    async def mumble(**arguments: Any) -> AsyncSlackResponse:
        answered = await opened(**arguments)
        answered.data = {"ok": True}
        monkeypatch.undo()
        return answered

    monkeypatch.setattr(client, "conversations_open", mumble)
    await town.round(after=60)
    assert town.reminder.state == "queued"
    await town.round(after=10)
    assert town.reminder.state == "sent"


async def test_a_history_that_answers_with_broken_json_is_looked_into_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)
    await town.round(after=60)

    class Response:
        """What slack-sdk hands on for a body that it cannot read: the bare response, without `data`."""

        status = 502

    async def break_down(**arguments: Any) -> None:
        monkeypatch.undo()
        raise SlackApiError("unreadable", Response())  # type: ignore[no-untyped-call]  # as above

    monkeypatch.setattr(town.client, "conversations_history", break_down)
    await town.rounds(every=61, times=2)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_a_clock_that_is_ten_minutes_fast_doubles_nothing(town: Town) -> None:
    right = town.deps.clock
    town.deps = replace(town.deps, clock=lambda: right() + timedelta(minutes=10))
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)
    await town.rounds(every=61, times=6)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_a_limited_method_holds_back_its_own_messages_and_no_others(town: Town) -> None:
    town.playground.faults.add("views.publish", Fault.RATE_LIMITED, seconds=120)
    town.enqueue(MessageKind.HOME, "home:1", {"view": {"type": "home", "blocks": []}})
    await town.round(after=60)
    await town.rounds(every=10, times=6)
    assert (town.reminder.state, town.messages()["home:1"].state) == ("sent", "queued")
    assert town.playground.calls["views.publish"] == 1
    await town.round(after=61)
    assert (town.messages()["home:1"].state, town.playground.calls["views.publish"]) == ("sent", 2)


async def test_a_history_that_slack_limits_for_long_is_not_taken_for_unreadable(town: Town) -> None:
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)
    town.playground.faults.add("conversations.history", Fault.RATE_LIMITED, seconds=3000)
    await town.round(after=60)
    await town.rounds(every=300, times=9)
    assert (town.reminder.state, town.playground.calls["conversations.history"]) == ("unknown", 1)
    await town.rounds(every=300, times=2)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1
