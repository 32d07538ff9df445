"""Adding a message to the outbox, and telling that there is something to send."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domain import events
from bot.domain.messages import MessageKind, Priority, Template
from storage import messages
from storage.announcing import announce
from storage.tables import Message


def enqueue(session: Session, message: Message) -> Message | None:
    """The message as it is now on record; None where one with its key is there already, whatever became of it."""
    added = messages.enqueue(session, message)
    if added is not None:
        announce(session, events.MessageAdded(added.id))  # past `tell`, whose listeners may themselves add messages
    return added


def enqueue_all(session: Session, added: Sequence[Message]) -> list[int | None]:
    """The same for several at once; answers the number of each."""
    numbers = messages.enqueue_all(session, added)
    for number in numbers:
        if number is not None:
            announce(session, events.MessageAdded(number))
    return numbers


def enqueue_notice(
    session: Session,
    template: Template,
    arguments: dict[str, Any],
    *,
    workspace_id: int,
    person_id: int | None = None,
    channel_id: int | None = None,
    thread_of_id: int | None = None,
    key: str,
    now: datetime,
    priority: Priority = MessageKind.NOTICE.priority,
) -> None:
    """Have a person told something, or a channel by the number of its row: once under this key. With `thread_of_id` in
    the thread of that message.
    """
    message = Message(
        workspace_id=workspace_id,
        key=key,
        kind=MessageKind.NOTICE,
        priority=priority,
        person_id=person_id,
        channel_id=channel_id,
        thread_of_id=thread_of_id,
        template=template,
        arguments=arguments,
        planned_for=now,
        ready_at=now,
        created_at=now,
    )
    enqueue(session, message)
