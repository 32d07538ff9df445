"""Who is away and when, who stands in for them, and what became of what they were to give. Each is one statement."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, select

from bot.domain.absences import AbsenceSource
from bot.domain.due import DueState
from storage.access import is_in_owners_sight
from storage.among import among
from storage.indicators import newest_of
from storage.outcomes import newest_definition
from storage.running import is_of_a_running, is_running
from storage.tables import (
    AbsenceRecord,
    Channel,
    DueReading,
    Indicator,
    Outcome,
    OutcomeDefinition,
    Ownership,
    Person,
)


def reaching_past(session: Session, person_ids: Collection[int], day: date) -> Sequence[AbsenceRecord]:
    """The absences that these people have declared and that end after this day, whether or not they have begun; the
    earliest first.
    """
    return session.exec(_REACHING_PAST, params={"person_ids": list(person_ids), "day": day}).all()


def not_welcomed(session: Session, person_ids: Collection[int]) -> Sequence[AbsenceRecord]:
    """The absences of these people whose end nobody has dealt with yet, whether or not it has come; the latest last."""
    return session.exec(_NOT_WELCOMED, params={"person_ids": list(person_ids)}).all()


def welcomed(session: Session, person_id: int, on: date) -> AbsenceRecord | None:
    """The absence from which this person was welcomed back on this day."""
    return session.exec(_WELCOMED, params={"person_id": person_id, "day": on}).first()


def with_number(session: Session, number: int) -> AbsenceRecord:
    """This absence."""
    return session.get_one(AbsenceRecord, number)


def backups_of(session: Session, indicator_ids: Collection[int]) -> dict[int, Person]:
    """Of each of these indicators that has one, the backup who can be written to and sees it."""
    return _asked_for(session, indicator_ids, col(Ownership.backup_id))


def owners_of(session: Session, indicator_ids: Collection[int]) -> dict[int, Person]:
    """Of each of these indicators the owner, if they can be written to and see it."""
    return _asked_for(session, indicator_ids, col(Ownership.owner_id))


def _asked_for(session: Session, indicator_ids: Collection[int], person_id: Any) -> dict[int, Person]:
    wanted = (
        select(Indicator.id, Person)
        .select_from(Indicator)
        .join(Ownership, col(Ownership.id) == newest_of(Ownership))
        .join(Person, col(Person.id) == person_id)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .join(Channel, col(Channel.id) == OutcomeDefinition.channel_id)
        .where(col(Indicator.id).in_(indicator_ids), col(Person.is_deactivated).is_(False), is_in_owners_sight())
    )
    return dict(session.exec(wanted).all())


def with_stand_ins(session: Session, *, now: datetime, limit: int) -> dict[int, int]:
    """The due readings that somebody else than the owner of their indicator is asked for, where that owner's reminder
    time has come and they see it; each with that owner.
    """
    return dict(session.execute(_STAND_INS, {"now": now, "most": limit}).all())


def due_from_absent(session: Session, *, now: datetime, limit: int) -> dict[int, int]:
    """The due readings of running indicators that are asked of somebody whose reminder time has come, and whose Slack
    status says that they are away; each with that person.
    """
    return dict(session.execute(_DUE_FROM_ABSENT, {"now": now, "most": limit}).all())


def involved_in(session: Session, due_ids: Collection[int]) -> set[int]:
    """Whoever may be asked for these due readings: the owners of their indicators, and the backups."""
    wanted = (
        select(Ownership.owner_id, Ownership.backup_id)
        .select_from(DueReading)
        .join(Indicator, col(Indicator.id) == DueReading.indicator_id)
        .join(Ownership, col(Ownership.id) == newest_of(Ownership))
        .where(col(DueReading.id).in_(due_ids))
    )
    return {number for pair in session.exec(wanted) for number in pair if number is not None}


def open_of(session: Session, person_id: int) -> Sequence[DueReading]:
    """What is due from this person, of running indicators."""
    wanted = select(DueReading).where(
        DueReading.owner_id == person_id,
        DueReading.state == DueState.DUE,
        is_of_a_running(col(DueReading.indicator_id)),
    )
    return session.exec(wanted.order_by(col(DueReading.id))).all()


def due_meanwhile(session: Session, record: AbsenceRecord) -> Sequence[DueReading]:
    """What fell due of this person's indicators while they were away, and what was settled of it before that."""
    theirs = (
        select(Indicator.id)
        .join(Ownership, col(Ownership.id) == newest_of(Ownership))
        .where(Ownership.owner_id == record.person_id)
    )
    in_it = and_(col(DueReading.due_on) >= record.first_on, col(DueReading.due_on) < record.until_on)
    settled = and_(col(DueReading.due_on) < record.first_on, col(DueReading.settled_at) >= record.declared_at)
    wanted = select(DueReading).where(col(DueReading.indicator_id).in_(theirs), or_(in_it, settled))
    return session.exec(wanted.order_by(col(DueReading.id))).all()


def end(session: Session, record: AbsenceRecord, *, on: date, now: datetime) -> None:
    """They are back on this day; what had not begun has never been, and needs no welcome."""
    record.until_on = max(on, record.first_on)
    record.ended_at = now
    if record.until_on == record.first_on:
        record.welcomed_on = on
    session.add(record)


# Asked in each round of planning or for each reminder: putting these together takes longer than they do.
_REACHING_PAST = (
    select(AbsenceRecord)
    .where(
        among(col(AbsenceRecord.person_id), "person_ids"),
        col(AbsenceRecord.until_on) > bindparam("day"),
        AbsenceRecord.source == AbsenceSource.DECLARED,
    )
    .order_by(col(AbsenceRecord.first_on), col(AbsenceRecord.id))
)
_NOT_WELCOMED = (
    select(AbsenceRecord)
    .where(
        among(col(AbsenceRecord.person_id), "person_ids"),
        col(AbsenceRecord.welcomed_on).is_(None),
    )
    .order_by(col(AbsenceRecord.until_on), col(AbsenceRecord.id))
)
_WELCOMED = (
    select(AbsenceRecord)
    .where(AbsenceRecord.person_id == bindparam("person_id"), AbsenceRecord.welcomed_on == bindparam("day"))
    .order_by(col(AbsenceRecord.until_on).desc(), col(AbsenceRecord.id).desc())
    .limit(1)
)
_STAND_INS = (
    select(DueReading.id, Person.id)
    .select_from(Person)
    .join(Ownership, col(Ownership.owner_id) == Person.id)
    .join(Indicator, col(Indicator.id) == Ownership.indicator_id)
    .join(DueReading, col(DueReading.indicator_id) == Indicator.id)
    .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .join(Channel, col(Channel.id) == OutcomeDefinition.channel_id)
    .where(
        col(Person.next_reminder_at) <= bindparam("now"),
        col(Person.is_deactivated).is_(False),
        col(Ownership.id) == newest_of(Ownership),
        DueReading.state == DueState.DUE,
        DueReading.owner_id != Ownership.owner_id,
        is_in_owners_sight(),
        is_running(),
    )
    .order_by(col(DueReading.id))
    .limit(bindparam("most"))
)
_DUE_FROM_ABSENT = (
    select(DueReading.id, Person.id)
    .select_from(Person)
    .join(DueReading, col(DueReading.owner_id) == Person.id)
    .where(
        col(Person.next_reminder_at) <= bindparam("now"),
        col(Person.is_away_by_status).is_(True),
        or_(col(Person.status_until).is_(None), col(Person.status_until) > bindparam("now")),
        DueReading.state == DueState.DUE,
        is_of_a_running(col(DueReading.indicator_id)),
    )
    .order_by(col(DueReading.id))
    .limit(bindparam("most"))
)
