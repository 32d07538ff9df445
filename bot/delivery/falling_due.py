"""Periods that have fallen due get their rows: as many statements for a batch of indicators as for one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel import Session

from bot.actions import fetching, scheduling
from bot.actions.absences import Absent, away_now, last_day_of_grace, stand_ins
from bot.actions.people import Policy, calendar_of
from bot.actions.telling import tell_all
from bot.domain import events
from bot.domain.cadences import Cadence, decode
from bot.domain.calendar import WorkCalendar, local_day
from bot.domain.due import DueState, due_on, grace_ends_at
from bot.domain.periods import Period, next_period, period_from_key
from storage import due, people, readings, schedule, sources
from storage.readings import Given
from storage.schedule import Move
from storage.tables import Indicator, Person, SourceRecord


@dataclass(frozen=True)
class Turns:
    """The periods that are due by now, since when the first of them is, and what comes after them."""

    first_at: datetime
    periods: tuple[Period, ...]
    next_key: str
    next_at: datetime


@dataclass(frozen=True)
class _Falling:
    """An indicator, its owner and whoever is `asked` for its readings, and its turns. What is not running lets them
    pass by: resuming it never demands what was not wanted meanwhile. `absent` says that whoever is asked is away.
    """

    indicator: Indicator
    owner: Person
    asked: Person
    absent: Absent | None
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
    fetched = [number for number, each in terms.items() if each.is_fetched]
    fed = sources.used_by(session, fetched) if fetched else {}
    # One that does not see yet what falls due now would put the owner's reminder to sleep for good.
    involved = {number for each in terms.values() for number in (each.owner_id, each.backup_id) if number is not None}
    owners = people.lock(session, involved)
    away = away_now(session, owners.values(), now=now)
    without_owner = {number for number, each in terms.items() if each.owner_id in away and each.backup_id is not None}
    instead = stand_ins(session, without_owner, now=now) if without_owner else {}
    turns_of = cache(_turns)  # most of a batch falls due by the same calendar
    falling = []
    for row in indicators:
        of_row = terms[row.id]
        owner, cadence = owners[of_row.owner_id], decode(of_row.cadence)
        assert row.next_period_key is not None
        assert row.next_due_at is not None
        calendar = calendar_of(owner, policies[row.workspace_id])
        turns = turns_of(cadence, row.next_period_key, row.next_due_at, calendar=calendar, zone=owner.zone, now=now)
        asked = instead.get(row.id, owner)
        falling.append(_Falling(row, owner, asked, away.get(asked.id), cadence, of_row.is_running, turns))
    running = [each for each in falling if each.is_running]
    rows = list(_due_readings(session, running, policies=policies, now=now))
    _expect(session, rows, running, fed, policies=policies, now=now)
    due.add_once(session, rows)
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
    grace_of = cache(_grace)
    for each in running:
        indicator, owner, asked = each.indicator, each.owner, each.asked
        policy = policies[indicator.workspace_id]
        for period in each.turns.periods:
            answer = given.get((indicator.id, period.key))
            calendar = calendar_of(owner, policy)
            day = due_on(each.cadence, period, calendar)
            ends_at = grace_of(day, calendar_of(asked, policy), asked.zone, grace=policy.grace_working_days, now=now)
            is_off = _is_day_off(each.cadence, period, calendar) or _is_nobody_there(each, ends_at)
            state = _state_after(answer, is_excused=is_off)
            yield {
                "workspace_id": indicator.workspace_id,
                "indicator_id": indicator.id,
                "period_key": period.key,
                "period_first_on": period.first,
                "period_last_on": period.last,
                "owner_id": asked.id,
                "due_on": day,
                "state": state,
                "grace_ends_at": ends_at,
                "fetching_until": None,
                "settled_at": answer.submitted_at if answer is not None else now if state is DueState.EXCUSED else None,
            }


def _expect(
    session: Session,
    rows: Sequence[dict[str, Any]],
    running: Sequence[_Falling],
    fed: Mapping[int, SourceRecord],
    *,
    policies: Mapping[int, Policy],
    now: datetime,
) -> None:
    """Have the newest of these readings be fetched where there is a source for it, shortly before somebody would be
    asked for it, and for nobody where nobody is there. What was missed meanwhile is not fetched: what a system says now
    is not what it would have said then.
    """
    newest = {row["indicator_id"]: row for row in rows}
    for each in running:
        source, row = fed.get(each.indicator.id), newest.get(each.indicator.id)
        if source is None or row is None or row["state"] not in (DueState.DUE, DueState.EXCUSED):
            continue
        period, policy = each.turns.periods[-1], policies[each.indicator.workspace_id]
        calendar = calendar_of(each.owner, policy)
        if _is_day_off(each.cadence, period, calendar):
            continue
        since = scheduling.due_instant(each.cadence, period, calendar=calendar, zone=each.owner.zone)
        asks_at = scheduling.asks_first_at(each.asked, policy=policy, since=since, now=now)
        at, until = fetching.first_try_at(asks_at=asks_at, now=now)
        if row["state"] is DueState.DUE:
            row["fetching_until"] = until
        fetching.begin(session, source, row["period_key"], at=at)


def _grace(day: date, calendar: WorkCalendar, zone: str, *, grace: int, now: datetime) -> datetime:
    # Counted from today where we were down on the day itself: nobody pays for that.
    return grace_ends_at(max(day, local_day(now, zone)), grace, calendar, zone)


def _is_nobody_there(falling: _Falling, ends_at: datetime) -> bool:
    """Whether the owner is away for all of the grace, and nobody stands in. Somebody who has left is not away."""
    owner, absent = falling.owner, falling.absent
    if absent is None or owner.is_deactivated:
        return False
    return not absent.is_back_by(last_day_of_grace(ends_at, falling.asked.zone))


def _is_day_off(cadence: Cadence, period: Period, calendar: WorkCalendar) -> bool:
    """Whether it is the reading of a single day that would have been a working day: nobody was there to be measured.
    What is measured on weekends too goes on over holidays.
    """
    return cadence.weekdays is not None and period.first == period.last and calendar.is_holiday(period.first)


def _state_after(answer: Given | None, *, is_excused: bool) -> DueState:
    if answer is None:
        return DueState.EXCUSED if is_excused else DueState.DUE
    return DueState.NO_DATA if answer.is_no_data else DueState.ON_TIME


def _move_on(session: Session, falling: Sequence[_Falling]) -> None:
    moves = [Move(each.indicator, each.turns.first_at, each.turns.next_at, each.turns.next_key) for each in falling]
    moved = schedule.move_on(session, moves)
    assert moved == len(moves), "the rows are held, or nobody else writes"


def _wake(running: Iterable[_Falling], *, policies: Mapping[int, Policy]) -> None:
    """The reminder of whoever is asked, from the first instant on at which something of theirs fell due; and that of an
    owner for whom somebody else is asked, who hears of it when they are back.
    """
    first: dict[int, tuple[Person, datetime]] = {}
    for each in running:
        for person in (each.asked, each.owner):
            seen = each.turns.first_at
            known = first.get(person.id)
            if known is None or seen < known[1]:
                first[person.id] = (person, seen)
    for owner, seen in first.values():
        scheduling.wake_reminder(owner, policy=policies[owner.workspace_id], after=seen)
