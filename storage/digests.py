"""What a channel's digest is made of."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import (
    DigestRun,
    DueReading,
    Indicator,
    Message,
    Note,
    Outcome,
    OutcomeDefinition,
)


def open_outcomes(session: Session, channel_id: int) -> list[int]:
    """The outcomes that live in this channel now and are not closed, oldest first."""
    newest = select(func.max(OutcomeDefinition.id)).group_by(col(OutcomeDefinition.outcome_id))
    return list(
        session.exec(
            select(Outcome.id)
            .join(OutcomeDefinition, col(OutcomeDefinition.outcome_id) == Outcome.id)
            .where(
                OutcomeDefinition.channel_id == channel_id,
                col(OutcomeDefinition.id).in_(newest),
                col(Outcome.closed_at).is_(None),
            )
            .order_by(col(Outcome.id))
        )
    )


def indicators_of(session: Session, outcome_ids: Sequence[int]) -> list[int]:
    """The indicators of these outcomes that are still measured, oldest first."""
    return list(
        session.exec(
            select(Indicator.id)
            .where(col(Indicator.outcome_id).in_(outcome_ids), col(Indicator.retired_at).is_(None))
            .order_by(col(Indicator.id))
        )
    )


def fell_due(session: Session, indicator_ids: Sequence[int], *, first: date, last: date) -> Sequence[DueReading]:
    """What fell due for these indicators from `first` to `last`, the owners' local days."""
    return session.exec(
        select(DueReading)
        .where(
            col(DueReading.indicator_id).in_(indicator_ids),
            col(DueReading.due_on) >= first,
            col(DueReading.due_on) <= last,
        )
        .order_by(col(DueReading.due_on), col(DueReading.id))
    ).all()


def missed_since(session: Session, indicator_ids: Sequence[int], *, since: datetime) -> Sequence[DueReading]:
    """What came to count as missed since then and has not been given: its week is often over before its grace is."""
    return session.exec(
        select(DueReading)
        .where(
            col(DueReading.indicator_id).in_(indicator_ids),
            DueReading.state == "missed",
            col(DueReading.settled_at) >= since,
        )
        .order_by(col(DueReading.due_on), col(DueReading.id))
    ).all()


def notes_since(session: Session, outcome_ids: Sequence[int], *, since: datetime) -> Sequence[Note]:
    """What was noted about these outcomes since then, oldest first."""
    return session.exec(
        select(Note).where(col(Note.outcome_id).in_(outcome_ids), col(Note.made_at) >= since).order_by(col(Note.id))
    ).all()


def last_posted(session: Session, channel_id: int, *, before: int | None = None) -> tuple[DigestRun, Message] | None:
    """The channel's newest digest that was posted, with its message; `before` leaves that run and later ones
    out.
    """
    found = (
        select(DigestRun, Message)
        .join(Message, col(Message.digest_run_id) == DigestRun.id)
        .where(Message.channel_id == channel_id, Message.kind == "digest", Message.state == "sent")
        .order_by(col(DigestRun.id).desc())
        .limit(1)
    )
    if before is not None:
        found = found.where(col(DigestRun.id) < before)
    return session.exec(found).first()
