"""The weekly reports that people get of all outcomes that they answer for."""

from sqlmodel import Session, col, select

from bot.domain.messages import MessageKind, MessageState, Template
from storage.tables import Message


def last_sent(session: Session, person_id: int, *, before: int | None = None) -> Message | None:
    """This person's newest report that was sent; `before` leaves out that message and later ones. One query."""
    found = (
        select(Message)
        .where(
            Message.person_id == person_id,
            Message.kind == MessageKind.NOTICE,
            Message.template == Template.WEEKLY_REPORT,
            Message.state == MessageState.SENT,
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    if before is not None:
        found = found.where(col(Message.id) < before)
    return session.exec(found).first()
