"""An indicator comes to rest, or goes on: whether it was paused or retired, or its outcome closed.

At rest nothing falls due and nothing is asked for. Going on demands nothing that fell due meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions.people import Policy, calendar_of
from bot.actions.scheduling import due_instant, next_to_fall_due
from bot.actions.telling import tell_all
from bot.domain import events
from bot.domain.cadences import decode
from bot.domain.calendar import WorkCalendar
from bot.domain.due import DueState
from bot.domain.periods import Period, next_period
from storage import due
from storage.indicators import Described


def come_to_rest(session: Session, resting: Sequence[Described], *, now: datetime) -> None:
    """Have nothing of these fall due any more. What is due is excused, and reminders that name it say so."""
    for each in resting:
        each.indicator.next_due_at, each.indicator.next_period_key = None, None
        session.add(each.indicator)
    session.flush()
    numbers = [each.indicator.id for each in resting]
    rows = [row for row in due.of_indicators(session, numbers) if row.state is DueState.DUE]
    if rows:
        due.mark(session, *(row.id for row in rows), state=DueState.EXCUSED, at=now)
    told: list[events.Event] = [events.DueReadingChanged(row.indicator_id, row.id) for row in rows]
    tell_all(session, [*told, *(events.IndicatorChanged(number) for number in numbers)], now=now)


def go_on(session: Session, resting: Sequence[Described], *, policy: Policy, now: datetime) -> None:
    """Have the next period of each fall due from now on."""
    for each in resting:
        schedule_after(each, calendar=calendar_of(each.owner, policy), after=now)
        session.add(each.indicator)
    session.flush()
    tell_all(session, [events.IndicatorChanged(each.indicator.id) for each in resting], now=now)


def schedule_after(described: Described, *, calendar: WorkCalendar, after: datetime) -> None:
    """Have the first period fall due that does so after this instant; none of what is worked out."""
    if described.definition.made_of is not None:
        return
    period, at = first_asked_after(described, calendar=calendar, after=after)
    described.indicator.next_period_key, described.indicator.next_due_at = period.key, at


def first_asked_after(described: Described, *, calendar: WorkCalendar, after: datetime) -> tuple[Period, datetime]:
    """The first period that falls due after this instant, and when that is: not what does so on the very day."""
    cadence, zone = decode(described.definition.cadence), described.owner.zone
    period = next_to_fall_due(described, calendar=calendar, now=after)
    while (at := due_instant(cadence, period, calendar=calendar, zone=zone)) <= after:
        period = next_period(cadence, period)
    return period, at
