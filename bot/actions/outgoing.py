"""Adding a message to the outbox, and telling that there is something to send."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import events
from storage import messages
from storage.tables import Message


def enqueue(session: Session, message: Message, *, now: datetime) -> Message | None:
    """The message as it is now on record; None where one with its key is there already, whatever became of it."""
    added = messages.enqueue(session, message)
    if added is not None:
        events.tell(session, events.MessageAdded(added.id), now=now)
    return added
