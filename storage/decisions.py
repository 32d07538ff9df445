"""Decisions whose day to look again has come, what was answered, and which digests have asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from bot.domain.decisions import Verdict
from bot.domain.digests import NoteKind
from bot.domain.messages import MessageState
from storage.among import among
from storage.notes import still_stands
from storage.tables import DecisionAsked, DigestRun, Message, Note, Person, SecondLook


@dataclass(frozen=True)
class Open:
    """A decision that is to be looked at again since `since_on`, who made it, and how many digests have asked."""

    note: Note
    author: Person
    since_on: date
    times_asked: int


@dataclass(frozen=True)
class Looked:
    """What was answered about a decision, and by whom."""

    look: SecondLook
    by: Person


def add(session: Session, look: SecondLook) -> None:
    """Put an answer on record; it takes the place of what was answered before."""
    session.add(look)
    session.flush()


def decision(session: Session, note_id: int, *, workspace_id: int) -> tuple[Note, Person] | None:
    """The decision with this number, and who made it; None where another note has taken its place."""
    wanted = (
        select(Note, Person)
        .join(Person, col(Person.id) == Note.made_by_id)
        .where(Note.id == note_id, Note.workspace_id == workspace_id, Note.kind == NoteKind.DECISION, still_stands())
    )
    found = session.exec(wanted).first()
    return None if found is None else (found[0], found[1])


def to_look_at(session: Session, outcome_ids: Collection[int], *, on: date, before: int | None = None) -> list[Open]:
    """The decisions about these outcomes whose day to look again has come and that have no answer, the day that came
    first before the others. Only digests that were posted have asked; with `before` that run and later ones are left
    out. One query.
    """
    since = func.coalesce(col(SecondLook.look_again_on), col(Note.look_again_on))
    asked = (
        select(func.count())
        .select_from(DecisionAsked)
        .join(DigestRun, col(DigestRun.id) == DecisionAsked.digest_run_id)
        .join(Message, col(Message.digest_run_id) == DigestRun.id)
        .where(DecisionAsked.note_id == Note.id, col(DigestRun.nominal_on) >= since)
        .where(Message.state == MessageState.SENT)
    )
    if before is not None:
        asked = asked.where(col(DigestRun.id) < before)
    has_come = or_(
        and_(col(SecondLook.id).is_(None), col(Note.look_again_on) <= on),
        and_(col(SecondLook.verdict) == Verdict.TOO_EARLY, col(SecondLook.look_again_on) <= on),
    )
    wanted: Any = (
        select(Note, Person, since, asked.scalar_subquery())
        .join(Person, col(Person.id) == Note.made_by_id)
        .outerjoin(SecondLook, and_(col(SecondLook.note_id) == Note.id, _is_newest()))
        .where(col(Note.outcome_id).in_(outcome_ids), Note.kind == NoteKind.DECISION)
        .where(col(Note.look_again_on).is_not(None), has_come, still_stands())
        .order_by(since, col(Note.id))
    )
    return [Open(*row) for row in session.exec(wanted)]


def answered_since(session: Session, outcome_ids: Collection[int], *, since: datetime) -> list[tuple[Note, Looked]]:
    """What was answered about decisions of these outcomes since then and holds, the oldest first. One query."""
    rows = session.exec(_ANSWERED, params={"outcome_ids": list(outcome_ids), "since": since})
    return [(note, Looked(look, person)) for note, look, person in rows]


def looked_at(session: Session, note_ids: Collection[int]) -> dict[int, Looked]:
    """What was answered last about each of these notes, where anything was. One query."""
    wanted = (
        select(SecondLook, Person)
        .join(Person, col(Person.id) == SecondLook.made_by_id)
        .where(col(SecondLook.note_id).in_(note_ids), _is_newest())
    )
    return {look.note_id: Looked(look, person) for look, person in session.exec(wanted)}


def keep_asked(session: Session, run: DigestRun, note_ids: Sequence[int]) -> None:
    """That this digest asks about these decisions, and about no others."""
    session.execute(delete(DecisionAsked).where(col(DecisionAsked.digest_run_id) == run.id))
    session.add_all(
        DecisionAsked(note_id=number, digest_run_id=run.id, workspace_id=run.workspace_id) for number in note_ids
    )
    session.flush()


@cache  # put together once: to adapt an alias takes longer than to ask
def _is_newest() -> ColumnElement[bool]:
    later = aliased(SecondLook)
    return ~select(later.id).where(later.note_id == SecondLook.note_id, later.id > SecondLook.id).exists()


_ANSWERED = (
    select(Note, SecondLook, Person)
    .join(SecondLook, col(SecondLook.note_id) == Note.id)
    .join(Person, col(Person.id) == SecondLook.made_by_id)
    .where(
        among(col(Note.outcome_id), "outcome_ids"),
        col(SecondLook.made_at) >= bindparam("since"),
        _is_newest(),
        still_stands(),
    )
    .order_by(col(SecondLook.id))
)
"""Built once: putting such a statement together takes longer than running it."""
