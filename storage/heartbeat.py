"""The one row that says when a process of ours was last alive."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.inserting import insert_once
from storage.tables import Heartbeat


def last_beat_at(session: Session) -> datetime | None:
    """When a process was last alive; None before the first."""
    return session.exec(_BEAT_AT).first()


def locked_heartbeat(session: Session, *, now: datetime) -> Heartbeat:
    """The heartbeat, made if this is the first; other processes wait for it until this unit of work is done.

    Processes start and beat at the same moment: reading it first and adding it where it is missing would let two of
    them add it, and two of them notice the same outage.
    """
    insert_once(session, Heartbeat(id=1, beat_at=now))
    return session.exec(_LOCKED).one()


# Built once: putting such a statement together takes longer than running it.
_BEAT_AT = select(Heartbeat.beat_at)
_LOCKED = select(Heartbeat).where(col(Heartbeat.id) == 1).with_for_update().execution_options(populate_existing=True)
