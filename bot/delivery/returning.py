"""Whoever comes back is told what was done meanwhile: at the top of the next reminder, or by a message of its own."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session

from bot.actions.absences import meanwhile, says_so_by_status
from bot.actions.people import Policy, calendar_of
from bot.delivery import notices
from bot.delivery.reminders import Ask, Decision
from bot.domain.calendar import Occurrence
from bot.domain.messages import MessageKind, SkipReason
from bot.results.absences import Meanwhile
from storage import absences
from storage.tables import AbsenceRecord, Person

_NOTHING_TO_SAY = (SkipReason.NOTHING_DUE, SkipReason.ASKED_ENOUGH, SkipReason.OUT_OF_SIGHT)
"""Decisions after which that day brings no reminder; after any other one it is looked at again."""


def absences_of(session: Session, persons: Collection[Person]) -> dict[int, list[AbsenceRecord]]:
    """The absences of these people that are to come, go on, or of which they have not been told yet what was done. One
    query.
    """
    found: dict[int, list[AbsenceRecord]] = {}
    for record in absences.not_welcomed(session, [person.id for person in persons]):
        found.setdefault(record.person_id, []).append(record)
    return found


def welcome(
    session: Session,
    person: Person,
    records: Collection[AbsenceRecord],
    decision: Decision,
    occurrence: Occurrence,
    *,
    policy: Policy,
    now: datetime,
) -> bool:
    """Deal with the absences that are over on this day, if it is a working day: the reminder that is sent tells of the
    last one, or else a message of its own if there is something to tell. Answers whether none is left.
    """
    over = [each for each in records if each.until_on <= occurrence.on]
    is_still_away = any(each.first_on <= occurrence.on < each.until_on for each in records)
    is_still_away = is_still_away or says_so_by_status(person, now)
    if not over or is_still_away or not calendar_of(person, policy).is_working_day(occurrence.on):
        return False
    is_reminded = isinstance(decision, Ask) and decision.kind is MessageKind.REMINDER
    if not is_reminded and not isinstance(decision, Ask) and decision.reason not in _NOTHING_TO_SAY:
        return False
    last = over[-1]
    for record in over:
        record.welcomed_on = occurrence.on
        session.add(record)
    if not is_reminded and not meanwhile(session, last).is_nothing:
        notices.welcome_back(session, person, last.id, now=now)
    return len(over) == len(records)


def told_on(session: Session, person: Person, on: date) -> Meanwhile | None:
    """What the reminder of that day tells of the time before it; None on any other day. Mostly one query."""
    record = absences.welcomed(session, person.id, on)
    done = meanwhile(session, record) if record is not None else None
    return None if done is None or done.is_nothing else done
