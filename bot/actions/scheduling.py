"""When something next falls due or is next looked at: an indicator's reading, and a person's daily reminder."""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.actions.people import Policy, calendar_of
from bot.domain.cadences import Cadence, decode
from bot.domain.calendar import (
    ONE_DAY,
    LocalRule,
    Occurrence,
    WorkCalendar,
    end_of_day,
    first_day_of_week,
    instant_of,
    local_day,
    newest_occurrence,
    next_occurrence,
)
from bot.domain.due import due_on
from bot.domain.periods import (
    Period,
    first_period_from,
    next_period,
    period_containing,
    period_from_key,
    previous_period,
)
from storage import indicators
from storage.indicators import Described
from storage.tables import Person

_A_MOMENT = timedelta(microseconds=1)


def due_instant(cadence: Cadence, period: Period, *, calendar: WorkCalendar, zone: str) -> datetime:
    """The start (UTC) of the day on which this period's reading falls due, in the owner's zone."""
    day = due_on(cadence, period, calendar)
    # A zone may skip a whole day, and clocks may change at midnight: then the day begins when the one before it ends.
    return instant_of(day, time(0), zone) or end_of_day(day, zone)


def schedule_next(described: Described, *, calendar: WorkCalendar, now: datetime) -> None:
    """Have the first period fall due whose due day is not over yet where the owner is; none of what is worked out."""
    if described.definition.made_of is not None:
        return
    indicator, cadence = described.indicator, decode(described.definition.cadence)
    period = next_to_fall_due(described, calendar=calendar, now=now)
    indicator.next_period_key = period.key
    indicator.next_due_at = due_instant(cadence, period, calendar=calendar, zone=described.owner.zone)


def next_to_fall_due(described: Described, *, calendar: WorkCalendar, now: datetime) -> Period:
    """The first period of an indicator whose due day is not over yet where the owner is.

    The first of all is the one in which the indicator begins: nobody is asked for a time before it.
    """
    cadence, today = decode(described.definition.cadence), local_day(now, described.owner.zone)
    period = period_containing(cadence, today)
    for _ in range(2):  # what ended a little ago may still be to come: last month's is due on the 1st or after it
        period = previous_period(cadence, period)
    period = max(period, first_period_from(cadence, _begins_on(described)))
    while due_on(cadence, period, calendar) < today:
        period = next_period(cadence, period)
    return period


def schedule_after_change(
    described: Described, before: Cadence, *, asked_until: date | None, calendar: WorkCalendar, now: datetime
) -> None:
    """Have the next period of another cadence fall due than the one that an indicator had `before`.

    Nothing is asked for that ended by `asked_until`, the last day for which something has fallen due already; and what
    had ended, but not fallen due, still does: within a period of the new cadence, right away where its day is over.
    """
    indicator, cadence = described.indicator, decode(described.definition.cadence)
    if indicator.next_period_key is None:
        return
    pending = period_from_key(before, indicator.next_period_key)
    period = next_to_fall_due(described, calendar=calendar, now=now)
    if pending.last < local_day(now, described.owner.zone) and pending.last < period.first:
        period = period_containing(cadence, pending.last)
    while asked_until is not None and period.last <= asked_until:
        period = next_period(cadence, period)
    indicator.next_period_key = period.key
    indicator.next_due_at = due_instant(cadence, period, calendar=calendar, zone=described.owner.zone)


def _begins_on(described: Described) -> date:
    """The day from which on an indicator is measured, where its owner is: when it was registered, or its outcome starts
    where that is later.
    """
    registered_on = local_day(described.indicator.created_at, described.owner.zone)
    return max(registered_on, described.home.definition.starts_on or registered_on)


def reschedule_owned(session: Session, owner: Person, *, calendar: WorkCalendar) -> None:
    """Move the due instants of everything this person owns to where they are in the person's present zone.

    The periods stay: what has been asked for already is not asked for again.
    """
    for described in indicators.scheduled_of_owner(session, owner.id):
        _reschedule(session, described, calendar=calendar)


def reschedule_workspace(session: Session, *, workspace_id: int, policy: Policy) -> None:
    """Move the due instants of everything in a workspace to where its owners' days put them. The periods stay."""
    for described in indicators.scheduled_of_workspace(session, workspace_id):
        _reschedule(session, described, calendar=calendar_of(described.owner, policy))


def _reschedule(session: Session, described: Described, *, calendar: WorkCalendar) -> None:
    key = described.indicator.next_period_key
    assert key is not None, "only what has a period to come is rescheduled"
    cadence = decode(described.definition.cadence)
    period = period_from_key(cadence, key)
    described.indicator.next_due_at = due_instant(cadence, period, calendar=calendar, zone=described.owner.zone)
    session.add(described.indicator)


def reminder_rule(person: Person, *, policy: Policy) -> LocalRule:
    """Their own reminder time, or the workspace's, on their working days in their zone."""
    return LocalRule(
        at=person.reminder_at or policy.reminder_at, zone=person.zone, weekdays=calendar_of(person, policy).working_days
    )


def next_turn(person: Person, *, policy: Policy, after: datetime) -> Occurrence:
    """Their first reminder time later than `after` on a day on which they work."""
    rule, calendar = reminder_rule(person, policy=policy), calendar_of(person, policy)
    turn = next_occurrence(rule, after)
    day = calendar.first_working_day_on_or_after(turn.on)
    while turn.on < day:
        turn = next_occurrence(rule, turn.at)
    return turn


def turn_of_next_week(person: Person, *, policy: Policy, now: datetime) -> datetime:
    """Their reminder time on the first day of next week on which they work."""
    begins = first_day_of_week(local_day(now, person.zone)) + 7 * ONE_DAY
    day = calendar_of(person, policy).first_working_day_on_or_after(begins)
    return turn_on(day, person, policy=policy)


def turn_on(day: date, person: Person, *, policy: Policy) -> datetime:
    """Their reminder time on that day of theirs."""
    return instant_of(day, person.reminder_at or policy.reminder_at, person.zone) or end_of_day(day, person.zone)


def asks_first_at(person: Person, *, policy: Policy, since: datetime, now: datetime) -> datetime:
    """When this person is asked for what has fallen due at `since`: their reminder time after that. It may be over."""
    rule = reminder_rule(person, policy=policy)
    newest = newest_occurrence(rule, now=now)
    return newest.at if newest.at >= since else next_occurrence(rule, now).at


def look_again_today(person: Person, *, policy: Policy, now: datetime) -> None:
    """Have the reminder looked at once more now, where today's time has come and something is open."""
    newest = newest_occurrence(reminder_rule(person, policy=policy), now=now)
    if person.next_reminder_at is not None and newest.on == local_day(now, person.zone):
        person.next_reminder_at = now


def wake_reminder(person: Person, *, policy: Policy, after: datetime) -> None:
    """Have the reminder looked at from its first time at or after `after` on, unless that is planned already."""
    at = next_occurrence(reminder_rule(person, policy=policy), after - _A_MOMENT).at
    if person.next_reminder_at is None or person.next_reminder_at > at:
        person.next_reminder_at = at
