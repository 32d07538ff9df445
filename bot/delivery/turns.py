"""Whether somebody may be written to now about what they answer for: at their reminder time, on a day on which they
work, while they are there and do not mind.
"""

from datetime import datetime

from bot.actions.absences import Absent
from bot.actions.people import Policy, calendar_of
from bot.actions.scheduling import next_turn, reminder_rule
from bot.actions.undisturbed import undisturbed_until
from bot.delivery.reminders import latest_for
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import ONE_DAY, end_of_day, local_day, newest_occurrence
from storage.tables import Person


def waits_until(
    person: Person, *, policy: Policy, absent: Absent | None, now: datetime, settings: DeliverySettings
) -> datetime | None:
    """When it is to be looked at again; None where now is the time. They may have moved since their turn was set, have
    the day off, or be away.
    """
    if absent is not None:
        return _after(absent, person, policy=policy, now=now)
    today, newest = local_day(now, person.zone), newest_occurrence(reminder_rule(person, policy=policy), now=now)
    later = next_turn(person, policy=policy, after=now).at
    if newest.on != today or not calendar_of(person, policy).is_working_day(today):
        return later
    latest, until = latest_for(newest, person, settings=settings), undisturbed_until(person, now)
    if now >= latest:
        return later
    if until is None:
        return None
    return until if until < latest else later


def _after(absent: Absent, person: Person, *, policy: Policy, now: datetime) -> datetime:
    """Their first turn after they are back, or the next one where nobody knows when that is."""
    back_at = end_of_day(absent.back_on - ONE_DAY, person.zone) if absent.back_on is not None else now
    return next_turn(person, policy=policy, after=max(back_at, now)).at
