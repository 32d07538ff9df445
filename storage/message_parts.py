"""What belongs to a message of the outbox: the due readings that it names, and where it goes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import and_, delete, insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.messages import UNDECIDED
from storage.among import among
from storage.due import OPEN
from storage.messages import is_standing_ping
from storage.tables import Channel, DueReading, Message, MessageItem, Person, Workspace


def add_items(session: Session, items: Sequence[Mapping[str, Any]]) -> None:
    """Have messages name due readings: rows of `MessageItem`, from their columns. One statement."""
    session.execute(insert(MessageItem), items)


@dataclass(frozen=True)
class Full:
    """A message as it is now: in which workspace, for whom, the due readings that it names, and whether an older one
    that was sent to the same person still asks for something.
    """

    message: Message
    workspace: Workspace
    person: Person | None
    named: tuple[DueReading, ...]
    is_asked_before: bool


def held_in_full(session: Session, message_ids: Collection[int]) -> list[Full]:
    """These messages with all that follows from their arrival, kept from others until this unit of work is done. One
    query.
    """
    asked = {"numbers": list(message_ids)}
    rows = session.execute(_IN_FULL, asked, execution_options={"populate_existing": True}).all()
    found = []
    for _, of_one in groupby(rows, key=lambda row: row[0].id):
        some = list(of_one)
        message, workspace, person, *_ = some[0]
        named = tuple(row[3] for row in some if row[3] is not None)
        found.append(Full(message, workspace, person, named, is_asked_before=any(row[4] for row in some)))
    return found


def named_by(session: Session, message_id: int) -> Sequence[DueReading]:
    """The due readings that this message names, in the order in which they fell due."""
    return named_by_each(session, [message_id])[message_id]


def named_by_each(session: Session, message_ids: Collection[int]) -> dict[int, list[DueReading]]:
    """The same for each of these messages. One query."""
    rows = session.exec(_NAMED, params={"numbers": list(message_ids)})
    found: dict[int, list[DueReading]] = {number: [] for number in message_ids}
    for number, row in rows:
        found[number].append(row)
    return found


def leave_out(session: Session, message_id: int, due_ids: Collection[int]) -> None:
    """Have the message name these due readings no longer."""
    left_out = (col(MessageItem.message_id) == message_id, col(MessageItem.due_reading_id).in_(due_ids))
    session.execute(delete(MessageItem).where(*left_out))


def on_their_way(session: Session, due_ids: Collection[int]) -> set[int]:
    """Those of these due readings that a message names of which nobody knows yet whether it will arrive."""
    return set(
        session.exec(
            select(MessageItem.due_reading_id)
            .join(Message, col(Message.id) == MessageItem.message_id)
            .where(col(MessageItem.due_reading_id).in_(due_ids), col(Message.state).in_(UNDECIDED))
        )
    )


@dataclass(frozen=True)
class Place:
    """Where a message belongs: the person it is for, the row that keeps the destination's rate (a new one, not added,
    for a direct message; None before there is one), and the message in whose thread it goes.
    """

    person: Person | None
    channel: Channel | None
    thread_ts: str | None


def places_of(session: Session, rows: Sequence[Message]) -> dict[int, Place]:
    """Where each of these messages belongs. One query."""
    new: dict[tuple[int, str], Channel] = {}
    places = {}
    for number, person, named, direct, thread_ts in session.execute(_PLACES, {"numbers": [row.id for row in rows]}):
        channel = named or direct
        if channel is None and person is not None and person.dm_channel_id is not None:
            at = (person.workspace_id, person.dm_channel_id)
            channel = new.setdefault(at, Channel(workspace_id=at[0], channel_id=at[1], is_private=True))
        places[number] = Place(person, channel, thread_ts)
    return places


# Built once: putting such a statement together takes longer than running it.


def _places() -> Any:
    direct, parent = aliased(Channel), aliased(Message)
    return (
        select(col(Message.id), Person, Channel, direct, parent.slack_ts)  # type: ignore[call-overload]  # up to four
        .select_from(Message)
        .outerjoin(Person, col(Person.id) == Message.person_id)
        .outerjoin(Channel, col(Channel.id) == Message.channel_id)
        .outerjoin(
            direct,
            and_(col(direct.workspace_id) == Message.workspace_id, col(direct.channel_id) == Person.dm_channel_id),
        )
        .outerjoin(parent, parent.id == Message.thread_of_id)
        .where(among(col(Message.id), "numbers"))
    )


def _in_full() -> Any:
    older, naming, wanted = aliased(Message), aliased(MessageItem), aliased(DueReading)
    is_asked_before = (
        select(older.id)
        .join(naming, col(naming.message_id) == older.id)
        .join(wanted, col(wanted.id) == naming.due_reading_id)
        .where(
            wanted.owner_id == Message.person_id,
            col(wanted.state).in_(OPEN),
            older.person_id == Message.person_id,
            col(older.id) < Message.id,
            *is_standing_ping(older),
        )
        .exists()
    )
    return (
        select(Message, Workspace, Person, DueReading, is_asked_before)  # type: ignore[call-overload]  # up to four
        .select_from(Message)
        .join(Workspace, col(Workspace.id) == Message.workspace_id)
        .outerjoin(Person, col(Person.id) == Message.person_id)
        .outerjoin(MessageItem, col(MessageItem.message_id) == Message.id)
        .outerjoin(DueReading, col(DueReading.id) == MessageItem.due_reading_id)
        .where(among(col(Message.id), "numbers"))
        .order_by(col(Message.id), col(DueReading.due_on), col(DueReading.id))
        .with_for_update(of=Message)
    )


_PLACES = _places()
_IN_FULL = _in_full()
_NAMED = (
    select(MessageItem.message_id, DueReading)
    .join(DueReading, col(DueReading.id) == MessageItem.due_reading_id)
    .where(among(col(MessageItem.message_id), "numbers"))
    .order_by(col(DueReading.due_on), col(DueReading.id))
)
