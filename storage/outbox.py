"""The outbox table: enqueueing a message once, and changing its state only while one still holds it."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.inserting import insert_once
from storage.tables import Heartbeat, Message


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
    if not insert_once(session, Message(workspace_id=workspace_id, key=key, created_at=now, **values)):
        return None
    return session.exec(select(Message).where(Message.workspace_id == workspace_id, Message.key == key)).one()


def change(session: Session, message_id: int, *, holding: str | None, among: tuple[str, ...], **values: Any) -> bool:
    """Change a message that is in one of these states and still held with this token; answers whether it was."""
    conditions = [col(Message.id) == message_id, col(Message.state).in_(among)]
    if holding is not None:
        conditions.append(col(Message.token) == holding)
    result = session.execute(update(Message).where(*conditions).values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]  # a cursor result
