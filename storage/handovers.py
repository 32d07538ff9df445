"""Offers to hand indicators over, and when they take effect or go back."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.handovers import HandoverAnswer
from storage.claiming import has_come, take
from storage.tables import HandoverRecord


def held(session: Session, number: int, *, workspace_id: int) -> HandoverRecord | None:
    """This offer as it is now; whoever else would answer it waits until this transaction is over."""
    wanted = select(HandoverRecord).where(HandoverRecord.id == number, HandoverRecord.workspace_id == workspace_id)
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).first()


def with_number(session: Session, number: int) -> HandoverRecord:
    """This offer."""
    return session.get_one(HandoverRecord, number)


def open_for(session: Session, indicator_id: int) -> HandoverRecord | None:
    """The offer of this indicator that is still to be answered; there is at most one."""
    wanted = select(HandoverRecord).where(
        HandoverRecord.indicator_id == indicator_id, HandoverRecord.answer == HandoverAnswer.OPEN
    )
    return session.exec(wanted.with_for_update()).first()


def take_unanswered(session: Session, *, now: datetime, limit: int) -> Sequence[HandoverRecord]:
    """Offers that nobody has answered in time, oldest first, locked for us."""
    return take(session, _UNANSWERED, now=now, limit=limit)


def take_returning(session: Session, *, now: datetime, limit: int) -> Sequence[HandoverRecord]:
    """What is to go back to its former owner by now, oldest first, locked for us."""
    return take(session, _RETURNING, now=now, limit=limit)


_UNANSWERED = has_come(HandoverRecord, col(HandoverRecord.takes_effect_at))
_RETURNING = has_come(HandoverRecord, col(HandoverRecord.returns_at))
