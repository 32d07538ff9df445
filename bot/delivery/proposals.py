"""Whoever answers for an outcome is asked to close it when it has come to its end: once for each end, on their first
working day after it. Two weeks later nobody is asked any more; their weekly message says what is still open.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.absences import away_now
from bot.actions.missing import PROPOSED_FOR
from bot.actions.people import Policy, calendar_of, policy_of
from bot.actions.scheduling import next_turn, turn_on
from bot.delivery.notices import who_can_act
from bot.delivery.savepoints import PUT_OFF_FOR, all_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.delivery.turns import waits_until
from bot.domain.calendar import ONE_DAY, local_day
from bot.domain.messages import MessageKind, Template
from storage import closings, workspaces
from storage.outcomes import Home, homes_of
from storage.tables import Message, Outcome, Person


def plan_proposals(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Look at the outcomes whose time has come: ask, or look again later."""
    rows = closings.take_ending(session, now=now, limit=settings.planning_batch)

    def put_off(outcome: Outcome) -> None:
        outcome.next_proposal_at = now + PUT_OFF_FOR

    def look(some: Sequence[Outcome]) -> list[None]:
        _look(session, some, now=now, settings=settings)
        return []

    all_in_savepoint(session, rows, look, put_off=put_off)
    return len(rows)


def _look(session: Session, some: Sequence[Outcome], *, now: datetime, settings: DeliverySettings) -> None:
    homes = homes_of(session, [outcome.id for outcome in some])
    policies = {number: policy_of(row) for number, row in workspaces.by_id(session, _workspaces(some)).items()}
    asked: dict[int, list[Home]] = defaultdict(list)
    persons: dict[int, Person] = {}
    for outcome in some:
        home = homes[outcome.id]
        readers = who_can_act(session, home) if _is_open(home) else []
        outcome.next_proposal_at = _later(
            session, home, readers, policy=policies[outcome.workspace_id], now=now, settings=settings
        )
        session.add(outcome)
        is_now = outcome.next_proposal_at is None and readers and not _is_over(home, readers[0], now=now)
        if is_now:
            for person in readers:
                persons[person.id] = person
                asked[person.id].append(home)
    for number, theirs in asked.items():
        person = persons[number]
        _ask(session, person, theirs, policy=policies[person.workspace_id], now=now)
    session.flush()


def _workspaces(some: Sequence[Outcome]) -> set[int]:
    return {outcome.workspace_id for outcome in some}


def _is_open(home: Home) -> bool:
    """Whether it has an end for which nobody has been asked, and is not closed."""
    ends_on = home.definition.ends_on
    return ends_on is not None and home.outcome.closed_at is None and home.outcome.proposed_for != ends_on


def _later(
    session: Session,
    home: Home,
    readers: Sequence[Person],
    *,
    policy: Policy,
    now: datetime,
    settings: DeliverySettings,
) -> datetime | None:
    """When it is to be looked at again; None where it is now that they are asked, or never."""
    ends_on = home.definition.ends_on
    if not _is_open(home) or ends_on is None:
        return None
    if not readers:
        return now + ONE_DAY if now.date() <= ends_on + PROPOSED_FOR else None
    first = readers[0]  # administrators in several places hear of it together
    day = calendar_of(first, policy).first_working_day_on_or_after(ends_on + ONE_DAY)
    at = turn_on(day, first, policy=policy)
    if now < at:
        return at
    if _is_over(home, first, now=now):
        return None
    absent = away_now(session, [first], now=now).get(first.id)
    return waits_until(first, policy=policy, absent=absent, now=now, settings=settings)


def _is_over(home: Home, reader: Person, *, now: datetime) -> bool:
    """Whether it ended so long ago that the weekly message says so."""
    ends_on = home.definition.ends_on
    return ends_on is None or local_day(now, reader.zone) - ends_on >= PROPOSED_FOR


def _ask(session: Session, person: Person, theirs: Sequence[Home], *, policy: Policy, now: datetime) -> None:
    """One message about all of them. Somebody who has had one today gets the next at their next turn."""
    day = local_day(now, person.zone)
    ended = {home.outcome.id: home.definition.ends_on for home in theirs}
    message = Message(
        workspace_id=person.workspace_id,
        key=f"ended:{person.user_id}:{day.isoformat()}",
        kind=MessageKind.NOTICE,
        priority=MessageKind.NOTICE.priority,
        person_id=person.id,
        template=Template.CLOSING_PROPOSED,
        arguments={"ended": _as_kept(ended)},
        planned_for=now,
        ready_at=now,
        created_at=now,
    )
    is_new = outgoing.enqueue(session, message) is not None
    for home in theirs:
        if is_new:
            home.outcome.proposed_for = home.definition.ends_on
        else:
            home.outcome.next_proposal_at = next_turn(person, policy=policy, after=now).at
        session.add(home.outcome)


def _as_kept(ended: Mapping[int, date | None]) -> list[list[int | str]]:
    return [[number, on.isoformat()] for number, on in ended.items() if on is not None]
