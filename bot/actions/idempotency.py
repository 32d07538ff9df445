"""Once: a submission that arrives again gets the answer of the first time and changes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam
from sqlmodel import Session, select

from storage.inserting import insert_once
from storage.tables import SeenInteraction


def once(
    session: Session, *, workspace_id: int, key: str, now: datetime, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `work` answers, or what it answered when this key was first seen.

    `work` runs in the caller's transaction: what it raises undoes the key too, so that the person can try again.
    """
    # Inserted before the work: of two that arrive together the second waits here until the first has committed.
    if not insert_once(session, SeenInteraction(workspace_id=workspace_id, key=key, seen_at=now)):
        return session.execute(_ANSWER, {"of": workspace_id, "seen_key": key}).scalar_one()  # type: ignore[no-any-return]
    answer = work()
    session.execute(_KEEP, {"of": workspace_id, "seen_key": key, "answer": answer})
    return answer


def has_seen(session: Session, *, workspace_id: int, key: str) -> bool:
    """Whether a submission with this key has been answered."""
    seen = select(SeenInteraction.id).where(SeenInteraction.workspace_id == workspace_id, SeenInteraction.key == key)
    return session.exec(seen).first() is not None


# Past the ORM and built once: every submission passes here.
_SEEN: Table = SeenInteraction.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_IS_IT = (_SEEN.c.workspace_id == bindparam("of")) & (_SEEN.c.key == bindparam("seen_key"))
_KEEP = _SEEN.update().where(_IS_IT).values(answer=bindparam("answer"))
_ANSWER = select(_SEEN.c.answer).where(_IS_IT)
