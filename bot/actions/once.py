"""Once: a submission that arrives again gets the answer of the first time and changes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from storage.tables import SeenInteraction


def once(
    session: Session, *, workspace_id: int, key: str, now: datetime, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `work` answers, or what it answered when this key was first seen.

    `work` runs in the caller's transaction: what it raises undoes the key too, so that the person can try again.
    """
    seen = SeenInteraction(workspace_id=workspace_id, key=key, seen_at=now)
    try:
        # Inserted before the work: of two that arrive together the second waits here until the first has committed.
        with session.begin_nested():
            session.add(seen)
    except IntegrityError:
        first = select(SeenInteraction).where(SeenInteraction.workspace_id == workspace_id, SeenInteraction.key == key)
        return session.exec(first).one().answer
    seen.answer = work()
    session.add(seen)
    return seen.answer


def has_seen(session: Session, *, workspace_id: int, key: str) -> bool:
    """Whether a submission with this key has been answered."""
    seen = select(SeenInteraction.id).where(SeenInteraction.workspace_id == workspace_id, SeenInteraction.key == key)
    return session.exec(seen).first() is not None
