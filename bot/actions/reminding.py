"""When a person's daily reminder is next looked at: never, while nothing is asked of them."""

from datetime import datetime, timedelta

from bot.actions.people import Policy
from bot.domain.calendar import LocalRule, next_occurrence
from storage.tables import Person

_A_MOMENT = timedelta(microseconds=1)


def rule_of(person: Person, *, policy: Policy) -> LocalRule:
    """Their own reminder time, or the workspace's, on working days in their zone."""
    return LocalRule(
        at=person.reminder_at or policy.reminder_at, zone=person.zone, weekdays=policy.calendar.working_days
    )


def wake(person: Person, *, policy: Policy, after: datetime) -> None:
    """Have the reminder looked at from its first time at or after `after` on, unless that is planned already."""
    at = next_occurrence(rule_of(person, policy=policy), after - _A_MOMENT).at
    if person.next_reminder_at is None or person.next_reminder_at > at:
        person.next_reminder_at = at
