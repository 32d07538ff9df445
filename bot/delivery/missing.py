"""Whoever answers for an outcome is told what is missing of it: once a week at most, after the owner, and on a day on
which they have no other message from us, if there is one.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.absences import Absent, away_now
from bot.actions.people import Policy, calendar_of, policy_of
from bot.actions.scheduling import next_turn, reminder_rule
from bot.delivery.savepoints import PUT_OFF_FOR, all_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import (
    ONE_DAY,
    end_of_day,
    first_day_of_week,
    instant_of,
    local_day,
    newest_occurrence,
)
from bot.domain.messages import Template
from storage import messages, missing, workspaces
from storage.tables import Person


def wake_leads(
    session: Session, owners: Mapping[int, Collection[int]], *, policies: Mapping[int, Policy], now: datetime
) -> None:
    """Have those told next week who answer for these indicators, of which a reading was missed by these `owners`, other
    than by themselves. One query.
    """
    for number, people in missing.leads_of(session, owners.keys()).items():
        for person in people:
            is_of_others = any(owner_id != person.id for owner_id in owners[number])
            if is_of_others and person.next_note_at is None and not person.is_deactivated:
                person.next_note_at = _next_week(person, policy=policies[person.workspace_id], now=now)
                session.add(person)


def plan_notes(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Tell those whose turn has come, unless they have a message from us today and another working day this week."""
    rows = missing.take_leads(session, now=now, limit=settings.planning_batch)

    def put_off(person: Person) -> None:
        person.next_note_at = now + PUT_OFF_FOR

    def tell(some: Sequence[Person]) -> list[None]:
        _tell(session, some, now=now, settings=settings)
        return []

    all_in_savepoint(session, rows, tell, put_off=put_off)
    return len(rows)


def _tell(session: Session, persons: Sequence[Person], *, now: datetime, settings: DeliverySettings) -> None:
    found = workspaces.by_id(session, {person.workspace_id for person in persons})
    since = now - settings.between_reminders
    asked = messages.asked_since(session, {person.id for person in persons}, since=since)
    away = away_now(session, persons, now=now)
    for person in persons:
        policy = policy_of(found[person.workspace_id])
        if person.id in away:
            person.next_note_at = _after(away[person.id], person, policy=policy, now=now)
            session.add(person)
            continue
        later = next_turn(person, policy=policy, after=now)
        if not _is_their_time(person, policy=policy, now=now):
            person.next_note_at = later.at
            session.add(person)
            continue
        week = first_day_of_week(local_day(now, person.zone))
        if person.id in asked and first_day_of_week(later.on) == week:
            person.next_note_at = later.at
        else:
            person.next_note_at = None
            outgoing.enqueue_notice(
                session,
                Template.MISSING,
                {"week": week.isoformat()},
                workspace_id=person.workspace_id,
                person_id=person.id,
                key=f"missing:{person.user_id}:{week.isoformat()}",
                now=now,
            )
        session.add(person)
    session.flush()


def _is_their_time(person: Person, *, policy: Policy, now: datetime) -> bool:
    """Whether their reminder time has come on a day on which they work. They may have moved since their turn was set,
    or have the day off.
    """
    today, newest = local_day(now, person.zone), newest_occurrence(reminder_rule(person, policy=policy), now=now)
    return newest.on == today and calendar_of(person, policy).is_working_day(today)


def _after(absent: Absent, person: Person, *, policy: Policy, now: datetime) -> datetime:
    """Their first turn after they are back, or the next one where nobody knows when that is."""
    back_at = end_of_day(absent.back_on - ONE_DAY, person.zone) if absent.back_on is not None else now
    return next_turn(person, policy=policy, after=max(back_at, now)).at


def _next_week(person: Person, *, policy: Policy, now: datetime) -> datetime:
    """Their reminder time on the first day of next week on which they work."""
    begins = first_day_of_week(local_day(now, person.zone)) + 7 * ONE_DAY
    day = calendar_of(person, policy).first_working_day_on_or_after(begins)
    at = instant_of(day, person.reminder_at or policy.reminder_at, person.zone)
    return at or end_of_day(day, person.zone)
