"""Methods of Slack's that are not called for a while."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, or_, select, tuple_, update

from storage.inserting import insert_once
from storage.tables import MethodPause


def all_of(session: Session, *, workspace_id: int) -> list[MethodPause]:
    """Every pause that is on record for this workspace, over or not."""
    return list(session.exec(select(MethodPause).where(MethodPause.workspace_id == workspace_id)))


def keep(session: Session, pauses: Sequence[MethodPause]) -> None:
    """Write these down, in the place of what was known of the same method and subject."""
    for pause in pauses:
        if not insert_once(session, pause):
            known = update(MethodPause).where(
                col(MethodPause.workspace_id) == pause.workspace_id,
                col(MethodPause.method) == pause.method,
                col(MethodPause.subject) == pause.subject,
            )
            session.execute(known.values(until=pause.until, failures=pause.failures))


def forget(session: Session, *, workspace_id: int, keys: Collection[tuple[str, str]]) -> None:
    """What these (method, subject) waited for is over."""
    key = tuple_(col(MethodPause.method), col(MethodPause.subject))
    session.exec(delete(MethodPause).where(col(MethodPause.workspace_id) == workspace_id, key.in_(keys)))


def forget_past(session: Session, *, now: datetime) -> None:
    """Forget what was over a day ago, and what lies further ahead than any pause: a clock was wrong that day."""
    a_day = timedelta(days=1)
    session.exec(
        delete(MethodPause).where(or_(col(MethodPause.until) < now - a_day, col(MethodPause.until) > now + a_day))
    )
