"""Putting off what is asked: not today, but on the next working day. Nothing else moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions import scheduling
from bot.actions.due import due_items
from bot.actions.people import Actor, Policy
from bot.actions.telling import tell_all
from bot.domain import events
from bot.domain.calendar import end_of_day, local_day
from bot.domain.due import DueState
from bot.errors import UserError
from bot.results.due import DueItem
from storage import due, people, silences
from storage.tables import DueReading


@dataclass(frozen=True)
class PutOff:
    """How many readings were put off until when (UTC), and those that would be missed by then: these stay."""

    until: datetime
    count: int
    too_late_for: tuple[DueItem, ...]


def put_off(session: Session, *, by: Actor, policy: Policy, now: datetime) -> PutOff:
    """Do not ask this person again before the next working day for what is due from them, and then once more. Only what
    they have been asked for, and can still give in time then, moves. Raises UserError where nothing does.
    """
    person = people.lock(session, {by.person_id})[by.person_id]
    rows = due.of_owner(session, by.person_id, states=(DueState.DUE,))
    silent = silences.of_indicators(session, {row.indicator_id for row in rows})
    asked = [row for row in rows if row.first_asked_at is not None and row.indicator_id not in silent]
    if not asked:
        raise UserError("Nothing is asked of you at the moment, so there is nothing to put off.")
    turn = scheduling.next_turn(person, policy=policy, after=end_of_day(local_day(now, person.zone), person.zone))
    moved = [row for row in asked if row.grace_ends_at is None or row.grace_ends_at > turn.at]
    if not moved:
        raise UserError(
            "That would be too late: today is the last day for it. Later it can still be given, but counts as missed."
        )
    for row in moved:
        row.put_off_until, row.times_asked = turn.on, min(row.times_asked, 1)
        session.add(row)
    scheduling.wake_reminder(person, policy=policy, after=now)
    session.add(person)
    session.flush()
    tell_all(session, [events.DueReadingChanged(row.indicator_id, row.id) for row in moved], now=now)
    return PutOff(turn.at, len(moved), _others(session, asked, moved, policy=policy, now=now))


def _others(
    session: Session, asked: Sequence[DueReading], moved: Sequence[DueReading], *, policy: Policy, now: datetime
) -> tuple[DueItem, ...]:
    return due_items(session, [row for row in asked if row not in moved], policy=policy, now=now)
