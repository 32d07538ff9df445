"""Whoever answers for an outcome is told what is missing of it: once a week at most, after the owner, and on a day on
which they have no other message from us, if there is one. Whoever wants a report of all that they answer for gets it
every week, in the same message.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.absences import away_now
from bot.actions.people import Policy, policy_of
from bot.actions.scheduling import next_turn, turn_of_next_week
from bot.delivery.savepoints import PUT_OFF_FOR, all_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.delivery.turns import waits_until
from bot.domain.calendar import first_day_of_week, local_day
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
                person.next_note_at = turn_of_next_week(person, policy=policies[person.workspace_id], now=now)
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
        waits = waits_until(person, policy=policy, absent=away.get(person.id), now=now, settings=settings)
        if waits is not None:
            person.next_note_at = waits
            session.add(person)
            continue
        later, week = next_turn(person, policy=policy, after=now), first_day_of_week(local_day(now, person.zone))
        if person.id in asked and first_day_of_week(later.on) == week:
            person.next_note_at = later.at
        else:
            person.next_note_at = turn_of_next_week(person, policy=policy, now=now) if person.wants_report else None
            if not person.is_deactivated:
                _enqueue(session, person, week, now=now)
        session.add(person)
    session.flush()


def _enqueue(session: Session, person: Person, week: date, *, now: datetime) -> None:
    """The one message of that week: of what is missing, below a report where they want one."""
    outgoing.enqueue_notice(
        session,
        Template.WEEKLY_REPORT if person.wants_report else Template.MISSING,
        {"week": week.isoformat()},
        workspace_id=person.workspace_id,
        person_id=person.id,
        key=f"missing:{person.user_id}:{week.isoformat()}",
        now=now,
    )
