"""The one seam where "it happened" is told, in the transaction in which it happened.

An action says what came to pass; what follows from it elsewhere hangs here, and no action knows of it. A listener runs
in the same transaction, so either both are kept or neither. What goes beyond the records (the heartbeat, for one) hears
of it from `Database` once it is committed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions import home_changes, standings, wholes
from bot.domain.events import DueReadingChanged, Event, PersonChanged, ReadingMissed, ReadingRecorded, ReadingTakenBack
from storage import hot_path, messages
from storage.announcing import announce

Listener = Callable[[Session, Sequence[Event], datetime], Sequence[Event]]
"""Does what follows from events, and answers what came to pass by that."""


def tell(session: Session, event: Event, *, now: datetime) -> None:
    """Say that this has happened."""
    tell_all(session, [event], now=now)


def tell_all(session: Session, events: Sequence[Event], *, now: datetime) -> Sequence[Event]:
    """Say that all of this has happened: what follows costs about as much as after one. Answers all that came to pass.

    What is made of other indicators is worked out first: everybody else hears of that as of what somebody gave.
    """
    events = [*events, *wholes.follow(session, events, now=now)]
    told = list(events)
    for listener in _LISTENERS:
        told += listener(session, events, now)
    for event in told:
        announce(session, event)
    return told


def _show_in_reminders(session: Session, events: Sequence[Event], now: datetime) -> Sequence[Event]:
    """Every reminder that names one of the due readings is edited, and so is the newest one of somebody about whom
    something is another than before: when they are asked again may be another time.
    """
    about_due = ReadingRecorded | ReadingTakenBack | ReadingMissed | DueReadingChanged
    due_ids = [event.due_id for event in events if isinstance(event, about_due) and event.due_id is not None]
    hot_path.refresh_reminders(session, due_ids, at=now)
    people = {event.person_id for event in events if isinstance(event, PersonChanged)}
    if people:
        messages.refresh_newest_of(session, people, at=now)
    return ()


def _keep_standings(session: Session, events: Sequence[Event], now: datetime) -> Sequence[Event]:
    """How the indicators stand is worked out anew."""
    return standings.follow(session, events, now=now)


def _show_in_homes(session: Session, events: Sequence[Event], now: datetime) -> Sequence[Event]:
    """Every Home tab on which something of it stands is published again."""
    return home_changes.follow(session, events, now=now)


_LISTENERS: tuple[Listener, ...] = (_show_in_reminders, _keep_standings, _show_in_homes)
