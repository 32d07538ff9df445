"""Notes about outcomes: remarks, decisions, evidence. What another note has taken the place of is left out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.digests import NoteKind
from storage.indicators import newest_of
from storage.tables import Indicator, IndicatorDefinition, Note, Person


@dataclass(frozen=True)
class Noted:
    """A note, its author, and the name of the indicator that it is about, where it is about one."""

    note: Note
    author: Person
    indicator: str | None


def add(session: Session, note: Note) -> Note:
    """Put a note on record; it has its number."""
    session.add(note)
    session.flush()
    return note


def locked(session: Session, note_id: int, *, workspace_id: int) -> Note | None:
    """The note with this number, kept from others until this unit of work is done."""
    wanted = select(Note).where(Note.id == note_id, Note.workspace_id == workspace_id)
    return session.exec(wanted.with_for_update()).first()


def in_place_of(session: Session, note_id: int) -> Note | None:
    """The note that has taken the place of this one."""
    return session.exec(select(Note).where(Note.supersedes_id == note_id)).first()


def latest_of_outcome(session: Session, outcome_id: int, *, limit: int) -> tuple[list[Noted], int]:
    """What was last noted about an outcome, the newest first, and how much there is in all. One query."""
    return _latest(session, col(Note.outcome_id) == outcome_id, limit)


def latest_of_indicator(session: Session, indicator_id: int, *, limit: int) -> tuple[list[Noted], int]:
    """The same about one indicator."""
    return _latest(session, col(Note.indicator_id) == indicator_id, limit)


def decisions_about(session: Session, indicator_id: int, *, outcome_id: int, since: datetime, limit: int) -> list[Note]:
    """The latest decisions about an indicator, or about its outcome as a whole, that were made since then; the oldest
    first. One query.
    """
    about = or_(col(Note.indicator_id) == indicator_id, col(Note.indicator_id).is_(None))
    wanted = (
        select(Note)
        .where(Note.outcome_id == outcome_id, about, Note.kind == NoteKind.DECISION, still_stands())
        .where(Note.made_at >= since)
        .order_by(col(Note.id).desc())
        .limit(limit)
    )
    return list(reversed(session.exec(wanted).all()))


def indicators_of_any(session: Session, outcome_ids: Collection[int]) -> set[int]:
    """The indicators of these outcomes. One query."""
    return set(session.exec(select(Indicator.id).where(col(Indicator.outcome_id).in_(outcome_ids))))


@cache  # put together once: to adapt an alias takes longer than to ask
def still_stands() -> ColumnElement[bool]:
    """For a query over `Note`: no other note has taken its place."""
    later = aliased(Note)
    return ~select(later.id).where(later.supersedes_id == Note.id).exists()


def _latest(session: Session, condition: ColumnElement[bool], limit: int) -> tuple[list[Noted], int]:
    rows = session.exec(_NOTED.where(condition).limit(limit)).all()
    return [Noted(note, author, name) for note, author, name, _ in rows], rows[0][3] if rows else 0


def _noted() -> Any:
    return (
        select(Note, Person, IndicatorDefinition.name, func.count().over())
        .select_from(Note)
        .join(Person, col(Person.id) == Note.made_by_id)
        .outerjoin(Indicator, col(Indicator.id) == Note.indicator_id)
        .outerjoin(IndicatorDefinition, col(IndicatorDefinition.id) == newest_of(IndicatorDefinition))
        .where(Note.kind != NoteKind.OVERRIDE, still_stands())
        .order_by(col(Note.id).desc())
    )


_NOTED = _noted()
"""Built once: putting such a statement together takes longer than running it."""
