"""Submissions already answered."""

from datetime import datetime

from sqlmodel import Session, col, delete

from storage.tables import SeenInteraction


def forget_before(session: Session, instant: datetime) -> None:
    """Forget answers to submissions that nobody can repeat any more."""
    session.exec(delete(SeenInteraction).where(col(SeenInteraction.seen_at) < instant))
