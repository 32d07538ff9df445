"""Adding a message to the outbox, and telling that there is something to send."""

from sqlmodel import Session

from bot.domain import events
from storage import messages
from storage.announcing import announce
from storage.tables import Message


def enqueue(session: Session, message: Message) -> Message | None:
    """The message as it is now on record; None where one with its key is there already, whatever became of it."""
    added = messages.enqueue(session, message)
    if added is not None:
        announce(session, events.MessageAdded(added.id))  # past `tell`, whose listeners may themselves add messages
    return added
