"""Questions about the messages of the outbox."""

from sqlmodel import Session, col, select

from storage.tables import Message


def is_any_being_sent(session: Session) -> bool:
    """Whether some process has claimed a message and has not written down yet what became of it."""
    return session.exec(select(col(Message.id)).where(Message.state == "sending").limit(1)).first() is not None
