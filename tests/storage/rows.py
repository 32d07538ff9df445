"""Rows of obligations and deliveries, each with what its test does not care about filled in."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.actions.people import Actor
from bot.domain.due import DueState
from bot.domain.messages import MessageKind, MessageState
from storage.tables import DueReading, Message, MessageItem
from tests.make import FRIDAY

MONDAY = date(2026, 3, 23)


def make_due(
    session: Session,
    indicator_id: int,
    week: int,
    *,
    owner: Actor,
    state: str = "due",
    grace_ends_at: datetime = FRIDAY,
    settled_at: datetime | None = None,
) -> DueReading:
    """Owed for the week of that number in 2026; it fell due on the Monday after it."""
    first = MONDAY + timedelta(weeks=week - 13)
    row = DueReading(
        workspace_id=owner.workspace_id,
        indicator_id=indicator_id,
        period_key=f"2026-W{week}",
        period_first_on=first,
        period_last_on=first + timedelta(days=6),
        owner_id=owner.person_id,
        due_on=first + timedelta(days=7),
        state=DueState(state),
        grace_ends_at=grace_ends_at,
        settled_at=settled_at,
    )
    session.add(row)
    session.flush()
    return row


def make_message(
    session: Session,
    to: Actor,
    key: str,
    *,
    kind: MessageKind = MessageKind.REMINDER,
    state: MessageState = MessageState.QUEUED,
    naming: tuple[DueReading, ...] = (),
    **values: Any,
) -> Message:
    """A message of this kind to that person, planned and ready since Friday, that names these due readings."""
    given: dict[str, Any] = {"person_id": to.person_id, "priority": kind.priority} | values
    times = {"planned_for": FRIDAY, "ready_at": FRIDAY, "created_at": FRIDAY}
    message = Message(workspace_id=to.workspace_id, key=key, kind=kind, state=state, **(times | given))
    session.add(message)
    session.flush()
    for row in naming:
        session.add(MessageItem(message_id=message.id, due_reading_id=row.id, workspace_id=to.workspace_id))
    session.flush()
    return message
