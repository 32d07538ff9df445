"""Whose time has come: what recurs carries the instant at which it is next due, in an indexed column."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, bindparam, func
from sqlmodel import Session, col, select

from bot.domain.due import DueState
from storage import messages, sources
from storage.among import among
from storage.claiming import has_come, skip_locked, take
from storage.indicators import newest_of
from storage.running import is_running
from storage.tables import (
    DigestSubscription,
    DueReading,
    HandoverRecord,
    Indicator,
    IndicatorDefinition,
    Outage,
    Outcome,
    Ownership,
    Person,
    SourceRecord,
)


def take_indicators(session: Session, *, now: datetime, limit: int) -> Sequence[Indicator]:
    """Indicators of which a period falls due by now, oldest first, locked for us; running or not."""
    return take(session, _INDICATORS_DUE, now=now, limit=limit)


def take_resuming(session: Session, *, now: datetime, limit: int) -> Sequence[Indicator]:
    """Indicators whose pause has ended by now, oldest first, locked for us."""
    return take(session, _PAUSES_OVER, now=now, limit=limit)


def take_people(session: Session, *, now: datetime, limit: int) -> Sequence[Person]:
    """People whose reminder time has come, locked for us."""
    return take(session, _PEOPLE_DUE, now=now, limit=limit)


@dataclass(frozen=True)
class Terms:
    """By which rule an indicator falls due, who is asked, whether it is running, and who stands in."""

    cadence: dict[str, Any]
    owner_id: int
    is_running: bool
    backup_id: int | None
    is_fetched: bool = False
    """Whether there is a system that is asked first."""


def terms_of(session: Session, indicator_ids: Collection[int]) -> dict[int, Terms]:
    """What holds now for each of these indicators. One query."""
    rows = session.execute(_TERMS, {"indicator_ids": list(indicator_ids)})
    return {
        number: Terms(cadence, owner_id, is_running, backup_id, source_id is not None)
        for number, cadence, owner_id, is_running, backup_id, source_id in rows
    }


@dataclass(frozen=True)
class Move:
    """An indicator on its way from the instant at which it was seen to be due to its next one."""

    indicator: Indicator
    seen: datetime
    next_at: datetime
    period_key: str


def move_on(session: Session, moves: Sequence[Move]) -> int:
    """Have the next period of each fall due then, if nobody has since it was seen; answers how many we moved. One
    statement.
    """
    moved = session.execute(
        _MOVE_ON,
        [
            {
                "number": move.indicator.id,
                "seen": move.seen,
                "next_due_at": move.next_at,
                "next_period_key": move.period_key,
            }
            for move in moves
        ],
    )
    for move in moves:
        session.expire(move.indicator)  # the statement goes past the rows that are loaded
    return int(moved.rowcount)  # type: ignore[attr-defined]  # a cursor result


def next_instant(session: Session) -> datetime | None:
    """When the schedule or the outbox next has something to do; each answer comes from an index."""
    return min((at for at in (next_to_plan(session), messages.next_instant(session)) if at is not None), default=None)


def next_to_plan(session: Session) -> datetime | None:
    """When the schedule next has something to do. One statement."""
    return min((at for at in session.execute(_FIRST_INSTANTS).one() if at is not None), default=None)


def outages_between(session: Session, after: datetime, before: datetime) -> Sequence[Outage]:
    """The stretches of downtime of ours that overlap with that time, the newest first."""
    return session.exec(_OUTAGES_BETWEEN, params={"after": after, "before": before}).all()


def untold_outages(session: Session, *, since: datetime, limit: int) -> Sequence[Outage]:
    """Stretches of downtime that ended after that instant and that nobody has been told of, held for us."""
    found: Sequence[Outage] = session.execute(_UNTOLD_OUTAGES, {"since": since, "most": limit}).scalars().all()
    return found


_TERMS = (
    select(Indicator.id, IndicatorDefinition.cadence, Ownership.owner_id, is_running())
    .add_columns(col(Ownership.backup_id), col(SourceRecord.id))
    .select_from(Indicator)
    .outerjoin(SourceRecord, and_(col(SourceRecord.indicator_id) == Indicator.id, *sources.IS_USED))
    .join(IndicatorDefinition, col(IndicatorDefinition.id) == newest_of(IndicatorDefinition))
    .join(Ownership, col(Ownership.id) == newest_of(Ownership))
    .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
    .where(among(col(Indicator.id), "indicator_ids"))
)
_INDICATORS: Table = Indicator.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_MOVE_ON = (
    _INDICATORS.update()
    .where(_INDICATORS.c.id == bindparam("number"), _INDICATORS.c.next_due_at == bindparam("seen"))
    .values(next_due_at=bindparam("next_due_at"), next_period_key=bindparam("next_period_key"))
)
_FIRST_INSTANTS = select(
    *(
        first.scalar_subquery()
        for first in (
            select(func.min(Indicator.next_due_at)),
            select(func.min(Indicator.resume_at)),
            select(func.min(HandoverRecord.takes_effect_at)),
            select(func.min(HandoverRecord.returns_at)),
            select(func.min(Person.next_reminder_at)),
            select(func.min(Person.next_note_at)),
            select(func.min(Person.next_preview_at)),
            select(func.min(Outcome.next_proposal_at)),
            select(func.min(DigestSubscription.next_due_at)),
            select(func.min(DueReading.grace_ends_at)).where(DueReading.state == DueState.DUE),
        )
    )
)
_INDICATORS_DUE = has_come(Indicator, col(Indicator.next_due_at))
_PAUSES_OVER = has_come(Indicator, col(Indicator.resume_at))
_PEOPLE_DUE = has_come(Person, col(Person.next_reminder_at), col(Person.id))
_OUTAGES_BETWEEN = (
    select(Outage)
    .where(col(Outage.ended_at) > bindparam("after"), col(Outage.began_at) < bindparam("before"))
    .order_by(col(Outage.ended_at).desc())
)
_UNTOLD_OUTAGES = skip_locked(
    select(Outage)
    .where(col(Outage.ended_at) > bindparam("since"), col(Outage.told_at).is_(None))
    .limit(bindparam("most"))
)
