"""Once: a submission that arrives again gets the answer of the first time and changes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage import interactions


def once(
    session: Session, *, workspace_id: int, key: str, now: datetime, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `work` answers, or what it answered when this key was first seen.

    `work` runs in the caller's transaction: what it raises undoes the key too, so that the person can try again.
    """
    # Noted before the work: of two that arrive together the second waits here until the first has committed.
    if not interactions.note(session, workspace_id=workspace_id, key=key, at=now):
        return interactions.answer_to(session, workspace_id=workspace_id, key=key)
    answer = work()
    interactions.keep_answer(session, answer, workspace_id=workspace_id, key=key)
    return answer
