"""Processes that have different workspaces' tokens: what one cannot send, another one does."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from sqlmodel import Session, select

from bot.delivery import refreshing
from bot.playground import Fault
from bot.sealing import TokenKeys
from bot.workspaces import Installed, Records, Workspaces, slack_client
from storage.db import Database
from storage.tables import Workspace
from tests.delivery.test_outbox import answer, crowd
from tests.delivery.town import Town, town_on
from tests.wiring import Steady

KEYS = TokenKeys(["b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0="])


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as running:
        yield running


@dataclass
class Stranger:
    """A process on the same records that has no token for the town's workspace, and asks for one every minute."""

    town: Town
    steady: Steady

    async def rounds(self, *, every: float, times: int) -> None:
        for _ in range(times):
            self.steady.seconds += every
            await self.town.round(after=every)


@pytest.fixture
def stranger(town: Town) -> Stranger:
    steady = Steady()
    deps = replace(town.deps, workspaces=Workspaces(steady=steady))
    return Stranger(replace(town, deps=deps), steady)


async def test_days_with_a_process_that_has_no_token_use_up_no_attempts(town: Town, stranger: Stranger) -> None:
    crowd(town, 1)
    await stranger.rounds(every=3600, times=72)
    row = town.messages()["notice:False:0"]
    assert (row.state, row.attempts, row.failure_code) == ("queued", 0, None)
    assert town.playground.calls["chat.postMessage"] == 0
    await town.round(after=1)
    assert (town.messages()["notice:False:0"].state, town.messages()["notice:False:0"].attempts) == ("sent", 1)


async def test_between_its_looks_for_a_token_a_process_leaves_messages_alone(town: Town, stranger: Stranger) -> None:
    crowd(town, 1)
    await stranger.rounds(every=1, times=1)
    (workspace,) = town.database.read_here(lambda session: session.exec(select(Workspace)).all())
    await stranger.rounds(every=1, times=20)
    (later,) = town.database.read_here(lambda session: session.exec(select(Workspace)).all())
    assert later.theoretical_arrival_at == workspace.theoretical_arrival_at


async def test_a_process_without_a_token_does_not_count_as_a_history_that_cannot_be_read(
    town: Town, stranger: Stranger
) -> None:
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)
    await town.round(after=60)
    await stranger.rounds(every=61, times=120)
    row = town.reminder
    assert (row.state, row.unreadable_since, row.absent_reads, row.ambiguous) == ("unknown", None, 0, 1)
    await town.round(after=1)
    assert (town.reminder.state, len(town.posted(town.alice))) == ("sent", 1)


async def test_an_edit_outlasts_hours_with_a_process_that_has_no_token(
    town: Town, stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "_MOST_TRIES", 3)
    await town.round(after=60)
    await town.database.run(answer, town.alice.id, now=town.deps.clock())
    await stranger.rounds(every=61, times=8)
    assert (town.reminder.refresh_attempts, town.playground.calls["chat.update"]) == (0, 0)
    await town.round(after=1)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)


async def test_a_token_that_another_process_has_replaced_does_not_pause_the_workspace(town: Town) -> None:
    renewed = with_an_old_token(town, sealed=town.playground.bot_token)
    await renewed.round(after=60)
    assert renewed.reminder.state == "sent"
    assert (len(town.posted(town.alice)), renewed.reminder.attempts) == (1, 1)
    assert pause_of(town) == (None, None)


async def test_an_edit_with_a_replaced_token_waits_for_nobody(town: Town) -> None:
    await town.round(after=60)
    await town.database.run(answer, town.alice.id, now=town.deps.clock())
    await with_an_old_token(town, sealed=town.playground.bot_token).round(after=1)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)
    assert town.playground.calls["chat.update"] == 2


async def test_a_refused_token_that_nobody_has_replaced_pauses_the_workspace(town: Town) -> None:
    kept = with_an_old_token(town, sealed="xoxb-of-old")
    await kept.round(after=60)
    assert (kept.reminder.state, kept.reminder.attempts) == ("queued", 0)
    until, because = pause_of(town)
    assert (until is not None, because) == (True, "invalid_auth")


def with_an_old_token(town: Town, *, sealed: str) -> Town:
    """The same process with a token of long ago; this one stands in the records."""

    def leave(session: Session) -> int:
        workspace = session.exec(select(Workspace)).one()
        workspace.sealed_bot_token = KEYS.seal(sealed, team_id=workspace.team_id)
        workspace.bot_id = "B1"
        return workspace.id

    number = town.database.run_here(leave)
    workspaces = Workspaces(Records(town.database, KEYS, town.playground.api_url))
    client = slack_client("xoxb-of-old", api_url=town.playground.api_url)
    workspaces.add(Installed(number, town.playground.team_id, "B1", town.playground.bot_user_id, client))
    return replace(town, deps=replace(town.deps, workspaces=workspaces))


def pause_of(town: Town) -> tuple[object, str | None]:
    row = town.database.read_here(lambda session: session.exec(select(Workspace)).one())
    return row.paused_until, row.paused_because
