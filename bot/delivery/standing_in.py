"""Who is asked instead of whom: what is due moves to a backup while its owner is away, and back once they are there.

It moves when a reminder time has come and before that is planned, so that it is in one person's message and in no
other's.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.actions import scheduling
from bot.actions.absences import away_now, hand_on, others_there
from bot.actions.people import Policy, calendar_of, policy_of
from bot.delivery.reminders import latest_for
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import Occurrence, newest_occurrence
from storage import absences, due, people, workspaces
from storage.tables import Person


def let_stand_in(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Of those whose reminder time has come: 1. What a backup is asked for goes back to an owner who is there and works
    today. 2. What is due from somebody whose Slack status says that they are away goes to whoever can be asked. Answers
    how many have moved. Two queries where there is nothing to move.
    """
    theirs = absences.with_stand_ins(session, now=now, limit=settings.planning_batch)
    passed_on = absences.due_from_absent(session, now=now, limit=settings.planning_batch)
    if not theirs and not passed_on:
        return 0
    involved = {*theirs.values(), *passed_on.values()} | absences.involved_in(session, [*theirs, *passed_on])
    # One that does not see yet what is theirs now would put their reminder to sleep for good.
    known = people.lock(session, involved)
    found = workspaces.by_id(session, {person.workspace_id for person in known.values()})
    policies = {number: policy_of(row) for number, row in found.items()}
    away = away_now(session, known.values(), now=now)
    back = {
        number: known[owner_id]
        for number, owner_id in theirs.items()
        if owner_id not in away and _works_today(known[owner_id], policies, now=now)
    }
    left = {
        number
        for number, person_id in passed_on.items()
        if not _is_back_today(known[person_id], policies, now=now, settings=settings)
    }
    rows = due.take_due(session, left.union(back))
    instead = others_there(session, [row for row in rows if row.id not in back], now=now)
    return len(hand_on(session, rows, {**instead, **back}, policies=policies, now=now))


def _works_today(person: Person, policies: Mapping[int, Policy], *, now: datetime) -> bool:
    policy = policies[person.workspace_id]
    return calendar_of(person, policy).is_working_day(_newest(person, policy, now=now).on)


def _is_back_today(
    person: Person, policies: Mapping[int, Policy], *, now: datetime, settings: DeliverySettings
) -> bool:
    """Whether their status ends by itself within their hours: then they are asked themselves."""
    newest = _newest(person, policies[person.workspace_id], now=now)
    until = person.status_until
    return until is not None and until < latest_for(newest, person, settings=settings)


def _newest(person: Person, policy: Policy, *, now: datetime) -> Occurrence:
    return newest_occurrence(scheduling.reminder_rule(person, policy=policy), now=now)
