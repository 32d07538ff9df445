"""Which period a value without one is for, row by row: the table in docs/commands.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from bot.actions.authors import Author, ServiceActor
from bot.actions.choosing_periods import WhichPeriod, choose_period
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.cadences import Cadence, Every
from bot.domain.due import DueState
from bot.domain.periods import Period, period_from_key
from bot.domain.readings import Route
from bot.words import Words
from storage.tables import DueReading, Reading
from tests.actions.conftest import MONDAY, Team
from tests.make import make_indicator, make_outcome
from tests.saying import said

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
SOMEBODY_ELSE = -1


def week(number: int) -> Period:
    return period_from_key(Cadence(Every.WEEK), f"2026-W{number:02}")


@dataclass(frozen=True)
class Given:
    """A week that somebody, Alice by default, has given a value for some minutes ago."""

    week: int
    minutes_ago: int = 15
    by: int | None = None


@dataclass(frozen=True)
class Case:
    """Week 14 has begun on Monday. `is_for` is the week that is chosen, or the labels of the buttons."""

    is_for: int | list[str]
    due: Sequence[int] = ()
    missed: Sequence[int] = ()
    given: Sequence[Given] = ()
    mentioned: int | None = None
    now: datetime = MONDAY


CASES = {
    "nothing is open": Case(14),
    "a week is due": Case(13, due=[13]),
    "a week is due, and older ones were missed": Case(13, due=[13], missed=[11, 12]),
    "two weeks are due": Case(13, due=[12, 13]),
    "an older week was missed, and this one has begun today": Case(["last week", "this week so far"], missed=[13]),
    "two were missed: the newest of them is asked about": Case(["last week", "this week so far"], missed=[12, 13]),
    "the second of seven days is still in the first third": Case(
        ["last week", "this week so far"], missed=[13], now=TUESDAY
    ),
    "an older week was missed, and this one is well on its way": Case(14, missed=[13], now=WEDNESDAY),
    "given a quarter of an hour ago for the week just over": Case(13, given=[Given(13)]),
    "given longer ago for the week just over": Case(14, given=[Given(13, minutes_ago=16)]),
    "given just now by somebody else": Case(14, given=[Given(13, minutes_ago=1, by=SOMEBODY_ELSE)]),
    "given just now for this week, while an older one is open": Case(14, missed=[13], given=[Given(14)]),
    "given just now for an older week": Case(["the week of 9 March, instead of it", "this week"], given=[Given(11)]),
    "given just now for an older week than the one due": Case(13, due=[13], given=[Given(11)]),
    "given just now for a later week than the one due": Case(
        ["this week, instead of it", "last week"], due=[13], given=[Given(14)]
    ),
    "the note ends with another week": Case(["the week of 16 March", "last week"], due=[13], mentioned=12),
    "the note ends with the very week": Case(13, due=[13], mentioned=13),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_value_without_a_period_is_for_this_one(team: Team, rough: IndicatorSnapshot, case: Case) -> None:
    if isinstance(case.is_for, int):
        assert chosen(rough, case, by=team.alice, me=team.alice.person_id) == week(case.is_for)
        return
    with pytest.raises(WhichPeriod) as asked:
        chosen(rough, case, by=team.alice, me=team.alice.person_id)
    assert [label(each) for _, each in asked.value.periods] == case.is_for


MISSED = Case([], missed=[13])


def test_a_period_that_is_named_is_never_asked_about(team: Team, rough: IndicatorSnapshot) -> None:
    me = team.alice.person_id
    assert chosen(rough, MISSED, by=team.alice, me=me, named=week(9)) == week(9)
    assert chosen(rough, MISSED, by=team.alice, me=me, is_meant=True) == week(14)


def test_a_program_cannot_be_asked(team: Team, rough: IndicatorSnapshot) -> None:
    program = ServiceActor(1, team.workspace.id, "Shelter register")
    assert chosen(rough, MISSED, by=program, me=team.alice.person_id) == week(14)


def test_a_day_has_never_only_just_begun(session: Session, team: Team) -> None:
    daily = Cadence(Every.DAY)
    calls = make_indicator(session, team.alice, make_outcome(session, team.alice), cadence=daily)
    missed = [due_row(period_from_key(daily, "2026-03-29"), DueState.MISSED)]

    assert choose_period(None, calls.described, missed, [], by=team.alice, now=MONDAY).key == "2026-03-30"


def chosen(
    rough: IndicatorSnapshot, case: Case, *, by: Author, me: int, named: Period | None = None, is_meant: bool = False
) -> Period:
    rows = [due_row(week(number), DueState.DUE) for number in case.due]
    rows += [due_row(week(number), DueState.MISSED) for number in case.missed]
    return choose_period(
        named,
        rough.described,
        rows,
        [reading(each, number, me=me, now=case.now) for number, each in enumerate(case.given, start=1)],
        by=by,
        mentioned=week(case.mentioned) if case.mentioned is not None else None,
        is_meant=is_meant,
        now=case.now,
    )


def due_row(period: Period, state: DueState) -> DueReading:
    return DueReading(
        workspace_id=1,
        indicator_id=1,
        owner_id=1,
        period_key=period.key,
        period_first_on=period.first,
        period_last_on=period.last,
        due_on=period.last + timedelta(days=1),
        state=state,
    )


def reading(given: Given, number: int, *, me: int, now: datetime) -> Reading:
    period = week(given.week)
    return Reading(
        id=number,
        workspace_id=1,
        indicator_id=1,
        period_key=period.key,
        period_first_on=period.first,
        period_last_on=period.last,
        as_of_on=period.last,
        typed="118",
        route=Route.COMMAND,
        submitted_at=now - timedelta(minutes=given.minutes_ago),
        submitted_by_id=me if given.by is None else given.by,
    )


def label(words: Words) -> str:
    return said(words, today=MONDAY.date())
