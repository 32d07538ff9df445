"""Submissions already answered, and their answers. Every submission passes here: past the ORM, and each statement built
once.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam
from sqlmodel import Session, col, delete, select

from storage.inserting import insert_row_once
from storage.tables import SeenInteraction


def note(session: Session, *, workspace_id: int, key: str, at: datetime) -> bool:
    """Write down that a submission with this key is being answered; answers whether it is the first.

    Of two that arrive together the second waits here until the first has committed.
    """
    row = {"workspace_id": workspace_id, "key": key, "seen_at": at, "answer": {}}
    return insert_row_once(session, _SEEN, row)


def keep_answer(session: Session, answer: dict[str, Any], *, workspace_id: int, key: str) -> None:
    """Write down what a noted submission was answered."""
    session.execute(_KEEP, {"of": workspace_id, "seen_key": key, "answer": answer})


def answer_to(session: Session, *, workspace_id: int, key: str) -> dict[str, Any]:
    """What the submission with this key was answered."""
    return session.execute(_ANSWER, {"of": workspace_id, "seen_key": key}).scalar_one()  # type: ignore[no-any-return]


def has_seen(session: Session, *, workspace_id: int, key: str) -> bool:
    """Whether a submission with this key has been answered."""
    return session.execute(_ANSWER, {"of": workspace_id, "seen_key": key}).first() is not None


def forget_before(session: Session, instant: datetime) -> None:
    """Forget answers to submissions that nobody can repeat any more."""
    session.exec(delete(SeenInteraction).where(col(SeenInteraction.seen_at) < instant))


_SEEN: Table = SeenInteraction.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_IS_IT = (_SEEN.c.workspace_id == bindparam("of")) & (_SEEN.c.key == bindparam("seen_key"))
_KEEP = _SEEN.update().where(_IS_IT).values(answer=bindparam("answer"))
_ANSWER = select(_SEEN.c.answer).where(_IS_IT)
