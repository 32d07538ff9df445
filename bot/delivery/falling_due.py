"""Periods that have fallen due get their rows: as many statements for a batch of indicators as for one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel import Session

from bot.actions import scheduling
from bot.actions.people import Policy, calendar_of
from bot.actions.telling import tell_all
from bot.domain import events
from bot.domain.cadences import Cadence, decode
from bot.domain.calendar import WorkCalendar, local_day
from bot.domain.due import DueState, due_on, grace_ends_at
from bot.domain.periods import Period, next_period, period_from_key
from storage import due, people, readings, schedule
from storage.readings import Given
from storage.schedule import Move
from storage.tables import Indicator, Person


@dataclass(frozen=True)
class Turns:
    """The periods that are due by now, since when the first of them is, and what comes after them."""

    first_at: datetime
    periods: tuple[Period, ...]
    next_key: str
    next_at: datetime


@dataclass(frozen=True)
class _Falling:
    """An indicator, whoever is asked for its readings, and its turns. What is not running lets them pass by: resuming
    it never demands what was not wanted meanwhile.
    """

    indicator: Indicator
    owner: Person
    cadence: Cadence
    is_running: bool
    turns: Turns


def let_fall_due(
    session: Session, indicators: Sequence[Indicator], *, policies: Mapping[int, Policy], now: datetime
) -> None:
    """Rows for every period of these indicators that is due by now, the next instant of each, and the owners' reminders
    woken. A fixed number of statements.
    """
    terms = schedule.terms_of(session, [row.id for row in indicators])
    # One that does not see yet what falls due now would put the owner's reminder to sleep for good.
    owners = people.lock(session, {each.owner_id for each in terms.values()})
    turns_of = cache(_turns)  # most of a batch falls due by the same calendar
    falling = []
    for row in indicators:
        of_row = terms[row.id]
        owner, cadence = owners[of_row.owner_id], decode(of_row.cadence)
        assert row.next_period_key is not None
        assert row.next_due_at is not None
        calendar = calendar_of(owner, policies[row.workspace_id])
        turns = turns_of(cadence, row.next_period_key, row.next_due_at, calendar=calendar, zone=owner.zone, now=now)
        falling.append(_Falling(row, owner, cadence, of_row.is_running, turns))
    running = [each for each in falling if each.is_running]
    due.add_once(session, list(_due_readings(session, running, policies=policies, now=now)))
    asked_for = [each.indicator.id for each in running]  # moved on, they would be read anew one by one
    _move_on(session, falling)
    _wake(running, policies=policies)
    session.flush()
    tell_all(session, [events.ReadingFellDue(number) for number in asked_for], now=now)


def _turns(
    cadence: Cadence, period_key: str, due_at: datetime, *, calendar: WorkCalendar, zone: str, now: datetime
) -> Turns:
    period, at, periods = period_from_key(cadence, period_key), due_at, []
    while at <= now:
        periods.append(period)
        period = next_period(cadence, period)
        at = scheduling.due_instant(cadence, period, calendar=calendar, zone=zone)
    return Turns(due_at, tuple(periods), period.key, at)


def _due_readings(
    session: Session, running: Sequence[_Falling], *, policies: Mapping[int, Policy], now: datetime
) -> Iterator[dict[str, Any]]:
    first_days = {period.first for each in running for period in each.turns.periods}
    given = readings.given_for(session, [each.indicator.id for each in running], first_days)
    terms_of = cache(_due_and_grace)
    for each in running:
        indicator, owner = each.indicator, each.owner
        policy = policies[indicator.workspace_id]
        for period in each.turns.periods:
            answer = given.get((indicator.id, period.key))
            calendar = calendar_of(owner, policy)
            day, ends_at = terms_of(
                each.cadence, period, owner.zone, calendar=calendar, grace=policy.grace_working_days, now=now
            )
            state = _state_after(answer, is_day_off=_is_day_off(each.cadence, period, calendar))
            yield {
                "workspace_id": indicator.workspace_id,
                "indicator_id": indicator.id,
                "period_key": period.key,
                "period_first_on": period.first,
                "period_last_on": period.last,
                "owner_id": owner.id,
                "due_on": day,
                "state": state,
                "grace_ends_at": ends_at,
                "settled_at": answer.submitted_at if answer is not None else now if state is DueState.EXCUSED else None,
            }


def _due_and_grace(
    cadence: Cadence, period: Period, zone: str, *, calendar: WorkCalendar, grace: int, now: datetime
) -> tuple[date, datetime]:
    day = due_on(cadence, period, calendar)
    # Counted from today where we were down on the day itself: nobody pays for that.
    return day, grace_ends_at(max(day, local_day(now, zone)), grace, calendar, zone)


def _is_day_off(cadence: Cadence, period: Period, calendar: WorkCalendar) -> bool:
    """Whether it is the reading of a single day that would have been a working day: nobody was there to be measured.
    What is measured on weekends too goes on over holidays.
    """
    return cadence.weekdays is not None and period.first == period.last and calendar.is_holiday(period.first)


def _state_after(answer: Given | None, *, is_day_off: bool) -> DueState:
    if answer is None:
        return DueState.EXCUSED if is_day_off else DueState.DUE
    return DueState.NO_DATA if answer.is_no_data else DueState.ON_TIME


def _move_on(session: Session, falling: Sequence[_Falling]) -> None:
    moves = [Move(each.indicator, each.turns.first_at, each.turns.next_at, each.turns.next_key) for each in falling]
    moved = schedule.move_on(session, moves)
    assert moved == len(moves), "the rows are held, or nobody else writes"


def _wake(running: Iterable[_Falling], *, policies: Mapping[int, Policy]) -> None:
    """Each owner's reminder, from the first instant on at which something of theirs fell due."""
    first: dict[int, tuple[Person, datetime]] = {}
    for each in running:
        seen = each.turns.first_at
        known = first.get(each.owner.id)
        if known is None or seen < known[1]:
            first[each.owner.id] = (each.owner, seen)
    for owner, seen in first.values():
        scheduling.wake_reminder(owner, policy=policies[owner.workspace_id], after=seen)
