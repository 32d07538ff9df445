"""Rows that several processes may want at the same moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, select


def skip_locked(statement: Any, *, of: Any = None) -> Any:
    """Rows that another process is dealing with are passed over. SQLite has one writer and ignores it."""
    return statement.with_for_update(skip_locked=True, of=of)


def has_come(record: Any, at: Any, *further: Any, also: Sequence[ColumnElement[bool]] = ()) -> Any:
    """Rows for which `also` holds and whose instant has come, oldest first, locked: for `take`. Asked in each round, so
    build it once: putting such a statement together takes longer than running it.
    """
    come = select(record).where(*also, at <= bindparam("now")).order_by(at, *further)
    return skip_locked(come.limit(bindparam("most")))


def take(session: Session, come: Any, *, now: datetime, limit: int) -> Sequence[Any]:
    """Up to so many of the rows that `has_come` describes, by now."""
    return session.execute(come, {"now": now, "most": limit}).scalars().all()
