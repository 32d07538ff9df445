"""A clock is believed before anything is planned by it: Slack tells the time with each of its answers."""

import logging
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.delivery import clock_trust, outages, rounds
from bot.delivery.clock_trust import Trust
from bot.deps import Deps
from bot.playground import Fault
from storage.db import Database
from storage.heartbeat import last_beat_at
from tests.delivery.town import DUE_AT, Town, town_on

A_YEAR = timedelta(days=365)


@dataclass
class MachineClock:
    """This machine's, set wrong by so much. `passed`: seconds that have gone by, whatever it tells."""

    wrong_by: timedelta = timedelta(0)
    passed: float = 1000.0

    def __call__(self) -> datetime:
        return system_clock() + self.wrong_by


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Town]:
    path = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    async with town_on(database) as running:
        yield running
    database.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MachineClock:
    clock = MachineClock()
    monkeypatch.setattr(clock_trust, "system_clock", clock)
    return clock


@pytest.fixture
def deps(town: Town, clock: MachineClock) -> Deps:
    """The town by the machine's clock instead of the playground's."""
    return replace(town.deps, clock=clock)


@pytest.mark.parametrize(("wrong_by", "words"), [(A_YEAR, "ahead of"), (-A_YEAR, "behind")])
async def test_a_clock_that_slack_contradicts_plans_nothing_until_it_is_right(
    town: Town, deps: Deps, clock: MachineClock, caplog: pytest.LogCaptureFixture, wrong_by: timedelta, words: str
) -> None:
    trust = Trust(steady=lambda: clock.passed)
    town.database.run_here(outages.beat, real_gap=True, now=clock(), settings=town.settings)
    assert await trust.is_given(deps, town.settings)
    clock.wrong_by = wrong_by
    for _ in range(3):
        clock.passed += 61
        assert not await trust.is_given(deps, town.settings)
        clock.passed += 5
        assert not await trust.is_given(deps, town.settings)
    clock.wrong_by = timedelta(0)
    assert await trust.is_given(deps, town.settings)
    said = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(said) == 1
    assert f"{words} Slack's. Nothing is planned or sent until it is right." in said[0].getMessage()


async def test_a_process_that_starts_by_a_wrong_clock_asks_slack_first(
    town: Town, deps: Deps, clock: MachineClock
) -> None:
    clock.wrong_by = A_YEAR
    await rounds.plan(deps, town.settings, town.beats)
    assert town.messages() == {}
    assert town.beats.seconds_since() is not None  # it lives, and /healthz says so


async def test_a_right_clock_goes_on_where_slack_does_not_answer(town: Town, deps: Deps, clock: MachineClock) -> None:
    town.playground.faults.add("api.test", Fault.ERROR_BEFORE, times=None)
    assert await Trust(steady=lambda: clock.passed).is_given(deps, town.settings)


async def test_a_time_before_the_last_sign_of_life_has_to_last_where_slack_does_not_say(town: Town) -> None:
    """The playground's clock: it moves Slack's with it."""
    await town.round()
    town.playground.clock.advance(-A_YEAR)
    assert not await town.beats.trust.is_given(town.deps, town.settings)
    town.playground.clock.advance(timedelta(minutes=9))
    assert not await town.beats.trust.is_given(town.deps, town.settings)
    town.playground.clock.advance(A_YEAR)
    assert await town.beats.trust.is_given(town.deps, town.settings)
    town.playground.clock.advance(-A_YEAR)
    assert not await town.beats.trust.is_given(town.deps, town.settings)
    town.playground.clock.advance(timedelta(minutes=11))
    assert await town.beats.trust.is_given(town.deps, town.settings)


@pytest.mark.parametrize("behind", [timedelta(days=1), A_YEAR], ids=["a day", "a year"])
async def test_a_minute_behind_changes_nothing(town: Town, behind: timedelta) -> None:
    await town.round(after=120)
    before = town.messages()
    town.playground.clock.advance(-behind)
    await town.round(after=60)
    town.playground.clock.advance(behind)
    await town.round()
    assert town.messages() == before
    assert town.reminder.state == "sent"


async def test_what_a_machine_slept_through_in_the_middle_of_a_round_is_for_the_next(town: Town) -> None:
    before = town.playground.clock.now()

    def sleeping_once_we_are_alive() -> datetime:
        beaten = town.database.read_here(last_beat_at)
        return before if beaten is None else before + timedelta(days=1, hours=2)

    await rounds.plan(replace(town.deps, clock=sleeping_once_we_are_alive), town.settings, town.beats)

    assert town.database.read_here(last_beat_at) == before
    assert town.messages() == {}


A_DAY = timedelta(days=1)


@dataclass
class Jumping:
    """A machine whose clock goes with Slack's until it jumps by so much, and that is asked for the time itself."""

    town: Town
    wrong_by: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return self.town.playground.clock.now() + self.wrong_by

    def steady(self) -> float:
        return (self.town.playground.clock.now() - DUE_AT).total_seconds()


@pytest.fixture
def jumping(town: Town, monkeypatch: pytest.MonkeyPatch) -> Jumping:
    """The town's bot by that clock; Slack answers with the time that it is."""
    clock = Jumping(town)

    async def ahead_of_slack(deps: Deps) -> timedelta:
        return deps.clock() - town.playground.clock.now()

    monkeypatch.setattr(clock_trust, "system_clock", clock)
    monkeypatch.setattr(clock_trust, "_ahead_of_slack", ahead_of_slack)
    town.deps = replace(town.deps, clock=clock)
    town.beats.trust = Trust(steady=clock.steady)
    return clock


@pytest.mark.parametrize("is_after_a_restart", [False, True], ids=["while it runs", "and a restart"])
@pytest.mark.parametrize(
    ("wrong_by", "seen"),
    [
        (A_DAY, "1 day, 0:00:00 ahead of"),
        (-A_DAY, "1 day, 0:00:00 behind"),
        (A_YEAR, "365 days, 0:00:00 ahead of"),
        (-A_YEAR, "365 days, 0:00:00 behind"),
    ],
    ids=["a day forwards", "a day back", "a year forwards", "a year back"],
)
async def test_a_clock_that_jumps_sends_nothing_twice_and_says_what_it_saw(
    town: Town,
    jumping: Jumping,
    caplog: pytest.LogCaptureFixture,
    wrong_by: timedelta,
    seen: str,
    is_after_a_restart: bool,
) -> None:
    await town.round(after=120)
    asked = [(message.channel, message.ts) for message in town.playground.posts]
    assert len(asked) == 1  # Alice's reminder, at nine

    jumping.wrong_by = wrong_by
    if is_after_a_restart:
        town.beats.trust = Trust(steady=jumping.steady)
    await town.rounds(every=61, times=4)
    assert [(message.channel, message.ts) for message in town.playground.posts] == asked
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert said == [f"This machine's clock is {seen} Slack's. Nothing is planned or sent until it is right."]

    jumping.wrong_by = timedelta(0)
    await town.rounds(every=61, times=4)
    assert [(message.channel, message.ts) for message in town.playground.posts] == asked
    await town.round(after=A_DAY.total_seconds())
    # On Tuesday at nine the channel's digest is due: once, and Monday's question does not come again.
    sent = [message.key.partition(":")[0] for message in town.messages().values() if message.state == "sent"]
    assert (sent.count("reminder"), sent.count("digest")) == (1, 1)
    assert len(town.posted(town.channel)) == 1
    texts = [message.text for message in town.posted(town.alice)]
    assert len(set(texts)) == len(texts)
