"""The outbox table: enqueueing a message once, and changing its state only while one still holds it."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.tables import Heartbeat, Message


def insert_once(session: Session, table: Any, **values: Any) -> bool:
    """Insert a row unless one with the same unique key is there; answers whether it is new."""
    statement = _insert_unless_there(session.get_bind().dialect.name, table)
    return bool(session.execute(statement, values).rowcount)  # type: ignore[attr-defined]  # a cursor result


def enqueue(session: Session, *, workspace_id: int, key: str, now: datetime, **values: Any) -> Message | None:
    """Add the message with this key to the outbox; None where it was there already, whatever became of it.

    What was planned for before the database was restored from a copy may have been sent by the one that was
    lost: it starts as unknown, and Slack's own history decides.
    """
    values.setdefault("ready_at", values["planned_for"])
    heartbeat = session.get(Heartbeat, 1)
    restored_at = heartbeat.restored_at if heartbeat else None
    if restored_at is not None and values["planned_for"] <= restored_at:
        values |= {"state": "unknown", "tried_at": values["planned_for"]}
    new = insert_once(
        session,
        Message.__table__,  # type: ignore[attr-defined]  # SQLModel does not declare it
        workspace_id=workspace_id,
        key=key,
        created_at=now,
        **{"state": "queued", "attempts": 0, "ambiguous": 0, "absent_reads": 0, "refresh_attempts": 0} | values,
    )
    if not new:
        return None
    return session.exec(select(Message).where(Message.workspace_id == workspace_id, Message.key == key)).one()


def change(session: Session, message_id: int, *, holding: str | None, among: tuple[str, ...], **values: Any) -> bool:
    """Change a message that is in one of these states and still held with this token; answers whether it was."""
    conditions = [col(Message.id) == message_id, col(Message.state).in_(among)]
    if holding is not None:
        conditions.append(col(Message.token) == holding)
    result = session.execute(update(Message).where(*conditions).values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]  # a cursor result


@cache
def _insert_unless_there(dialect_name: str, table: Any) -> Any:
    dialect: Any = postgresql if dialect_name == "postgresql" else sqlite
    # SQLAlchemy forgets an INSERT's row count (-1 on PostgreSQL, there or not) unless it is told to keep it.
    return dialect.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
