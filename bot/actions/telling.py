"""The one seam where "it happened" is told, in the transaction in which it happened.

An action says what came to pass; what follows from it elsewhere hangs here, and no action knows of it. A listener runs
in the same transaction, so either both are kept or neither. What goes beyond the records (the heartbeat, for one) hears
of it from `Database` once it is committed.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.domain.events import DueReadingChanged, Event, ReadingMissed, ReadingRecorded, ReadingTakenBack
from storage import hot_path
from storage.announcing import announce

Listener = Callable[[Session, Event, datetime], None]


def tell(session: Session, event: Event, *, now: datetime) -> None:
    """Say that this has happened."""
    for listener in _LISTENERS:
        listener(session, event, now)
    announce(session, event)


def _show_in_reminders(session: Session, event: Event, now: datetime) -> None:
    """Every reminder that names the due reading is edited."""
    match event:
        case ReadingRecorded() | ReadingTakenBack() | ReadingMissed() | DueReadingChanged() if event.due_id is not None:
            hot_path.refresh_reminders(session, event.due_id, at=now)


_LISTENERS: tuple[Listener, ...] = (_show_in_reminders,)
