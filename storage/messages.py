"""The outbox: adding a message once, finding those whose time has come, and changing one only while one holds it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, update
from sqlmodel import Session, col, select

from bot.domain.messages import IN_DOUBT, PINGS, UNDECIDED, MessageKind, MessageState, SkipReason, Template
from storage.claiming import skip_locked
from storage.inserting import insert_each_once
from storage.tables import Channel, DueReading, Heartbeat, Message, MessageItem, Person, Workspace

ONE_ATTEMPT_LESS = col(Message.attempts) - 1
"""For `change`: this attempt does not count."""
ONE_DOUBT_MORE = col(Message.ambiguous) + 1
"""For `change`: one more attempt of which nobody knows what became of it."""

IS_UNDECIDED = col(Message.state).in_(bindparam("undecided", UNDECIDED, expanding=True, literal_execute=True))
"""For a query over what there is left to do something with: the condition of the index that holds no other messages,
word for word, since neither kind of database would see that one state is among these.
"""
_NUMBER_AND_KEY = ("id", "workspace_id", "key")


def enqueue(session: Session, message: Message) -> Message | None:
    """Add this message to the outbox, and answer it as it is on record: see `enqueue_all`."""
    (number,) = enqueue_all(session, [message])
    return None if number is None else session.get_one(Message, number)


def enqueue_all(session: Session, added: Sequence[Message]) -> list[int | None]:
    """Add these messages to the outbox; answers the number of each, None where one with its key is there already,
    whatever became of it. The records themselves stay outside of the session. Two statements.

    What was planned for before the database was restored from a copy may have been sent by the one that was lost: it
    starts as unknown, and Slack's own history decides.
    """
    if not added:
        return []
    heartbeat = session.get(Heartbeat, 1)
    restored_at = heartbeat.restored_at if heartbeat else None
    for message in added:
        if restored_at is not None and message.planned_for <= restored_at:
            message.state, message.tried_at = MessageState.UNKNOWN, message.planned_for
    numbers = {(of, key): number for number, of, key in insert_each_once(session, added, *_NUMBER_AND_KEY)}
    return [numbers.pop((message.workspace_id, message.key), None) for message in added]


def add_items(session: Session, items: Sequence[MessageItem]) -> None:
    """Have messages name these due readings. One statement."""
    session.execute(insert(MessageItem), [item.model_dump() for item in items])


def change(
    session: Session, message_id: int, *, holding: str | None, among: Collection[MessageState], **values: Any
) -> bool:
    """Change a message that is in one of these states and still held with this token; answers whether it was."""
    conditions = [col(Message.id) == message_id, col(Message.state).in_(among)]
    if holding is not None:
        conditions.append(col(Message.token) == holding)
    result = session.execute(update(Message).where(*conditions).values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]  # a cursor result


def take_ready(
    session: Session, *, now: datetime, headroom: timedelta, leaving_out: Collection[int], limit: int
) -> Sequence[Message]:
    """The most urgent messages whose time has come, of workspaces that may be written to now, locked for us.

    `headroom` is how far a workspace's rate may be ahead of now; those of the workspaces `leaving_out` are another
    process's to send.
    """
    free_at = col(Workspace.theoretical_arrival_at)
    ready = (
        select(Message)
        .join(Workspace)
        .where(
            IS_UNDECIDED,
            Message.state == MessageState.QUEUED,
            col(Message.ready_at) <= now,
            or_(col(Workspace.paused_until).is_(None), col(Workspace.paused_until) <= now),
            or_(free_at.is_(None), free_at <= now + headroom),
            col(Message.workspace_id).not_in(leaving_out),
        )
        .order_by(col(Message.priority), col(Message.ready_at), col(Message.id))
        .limit(limit)
    )
    found: Sequence[Message] = session.exec(skip_locked(ready, of=Message)).all()
    return found


def take_unknown(session: Session, *, now: datetime, leaving_out: Collection[int], limit: int) -> Sequence[Message]:
    """Messages of unknown fate whose time to be looked for has come, locked for us."""
    found: Sequence[Message] = session.exec(
        skip_locked(
            select(Message)
            .where(
                IS_UNDECIDED,
                Message.state == MessageState.UNKNOWN,
                col(Message.ready_at) <= now,
                col(Message.workspace_id).not_in(leaving_out),
            )
            .order_by(col(Message.ready_at))
            .limit(limit)
        )
    ).all()
    return found


def take_abandoned(session: Session, *, now: datetime, limit: int) -> Sequence[Message]:
    """Messages whose holder has gone quiet: their lease has lapsed."""
    held = (MessageState.SENDING, MessageState.PROBING)
    abandoned = select(Message).where(IS_UNDECIDED, col(Message.state).in_(held), col(Message.ready_at) <= now)
    found: Sequence[Message] = session.exec(skip_locked(abandoned.limit(limit))).all()
    return found


def take_changed(session: Session, *, now: datetime, leaving_out: Collection[int], limit: int) -> Sequence[Message]:
    """Messages already sent that no longer say what is true, locked for us."""
    found: Sequence[Message] = session.exec(
        skip_locked(
            select(Message)
            .where(
                col(Message.refresh_at) <= now,
                Message.state == MessageState.SENT,
                col(Message.workspace_id).not_in(leaving_out),
            )
            .order_by(col(Message.refresh_at))
            .limit(limit)
        )
    ).all()
    return found


def is_waiting(session: Session, *, until: datetime, leaving_out: Collection[int] = ()) -> bool:
    """Whether something will be ready by then, or is but for Slack's limits, in other workspaces than those."""
    waiting = (
        select(Message.id)
        .join(Workspace)
        .where(
            IS_UNDECIDED,
            Message.state == MessageState.QUEUED,
            col(Message.ready_at) <= until,
            col(Message.workspace_id).not_in(leaving_out),
            or_(col(Workspace.paused_until).is_(None), col(Workspace.paused_until) <= until),
        )
        .limit(1)
    )
    return session.exec(waiting).first() is not None


def next_instant(session: Session) -> datetime | None:
    """When the outbox next has something to do; each answer comes from an index."""
    ready = session.exec(select(func.min(Message.ready_at)).where(IS_UNDECIDED)).one()
    changed = session.exec(
        select(func.min(Message.refresh_at)).where(
            col(Message.refresh_at).is_not(None), Message.state == MessageState.SENT
        )
    ).one()
    return min((at for at in (ready, changed) if at is not None), default=None)


def newest_ping(
    session: Session, person_id: int, *, among: Collection[MessageState], kinds: Collection[MessageKind] = PINGS
) -> Message | None:
    """The newest message that asks this person for readings, of those kinds and in one of those states."""
    return session.exec(
        select(Message)
        .where(Message.person_id == person_id, col(Message.kind).in_(kinds), col(Message.state).in_(among))
        .order_by(col(Message.id).desc())
        .limit(1)
    ).first()


def newest_reminders(session: Session, person_ids: Collection[int]) -> dict[int, Message]:
    """The newest reminder that was sent to each of these people, by their number. One query."""
    newest = (
        select(Message.id)
        .where(Message.person_id == Person.id, Message.kind == MessageKind.REMINDER, Message.state == MessageState.SENT)
        .order_by(col(Message.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    # Through the person: so each is found at the end of an index, however many were sent before it.
    wanted = select(newest).select_from(Person).where(col(Person.id).in_(person_ids))
    rows = session.exec(select(Message).where(col(Message.id).in_(wanted)))
    return {row.person_id: row for row in rows if row.person_id is not None}


def cancel_older_pings(session: Session, newest: Mapping[int, int]) -> None:
    """Drop what is still queued for these people: the new message of each, by their number, names the same."""
    session.execute(
        update(Message)
        .where(
            col(Message.person_id).in_(newest),
            col(Message.kind).in_(PINGS),
            IS_UNDECIDED,
            col(Message.state) == MessageState.QUEUED,
            col(Message.id).not_in(newest.values()),
        )
        .values(state=MessageState.CANCELLED, skip_reason=SkipReason.NEWER_MESSAGE)
    )


def replace_older(session: Session, message: Message, *, now: datetime) -> None:
    """Older reminders whose open items this one names as well point to it from now on; receipts stay receipts."""
    moved = select(MessageItem.due_reading_id).where(MessageItem.message_id == message.id)
    sharing = select(MessageItem.message_id).where(col(MessageItem.due_reading_id).in_(moved))
    session.execute(
        update(Message)
        .where(
            col(Message.person_id) == message.person_id,
            col(Message.kind) == MessageKind.REMINDER,
            col(Message.state) == MessageState.SENT,
            col(Message.id) < message.id,
            col(Message.id).in_(sharing),
            col(Message.replaced_by_id).is_(None),
        )
        .values(replaced_by_id=message.id, refresh_at=now)
    )


def refresh(session: Session, message_id: int, *, at: datetime) -> None:
    """Have this message edited, from that instant on."""
    session.execute(update(Message).where(col(Message.id) == message_id).values(refresh_at=at))


def end_refresh(session: Session, message_id: int, *, lease: datetime, **values: Any) -> None:
    """Write down what became of an edit, unless another change has come meanwhile: that one stays to be shown."""
    held = (col(Message.id) == message_id, col(Message.refresh_at) == lease)
    session.execute(update(Message).where(*held).values(**values))


def forget_edits(session: Session) -> None:
    """Leave every message as it is. For a forecast, which sends and does not edit."""
    session.execute(update(Message).values(refresh_at=None))


def named_by(session: Session, message_id: int) -> Sequence[DueReading]:
    """The due readings that this message names, in the order in which they fell due."""
    return named_by_each(session, [message_id])[message_id]


def named_by_each(session: Session, message_ids: Collection[int]) -> dict[int, list[DueReading]]:
    """The same for each of these messages. One query."""
    rows = session.exec(
        select(MessageItem.message_id, DueReading)
        .join(DueReading, col(DueReading.id) == MessageItem.due_reading_id)
        .where(col(MessageItem.message_id).in_(message_ids))
        .order_by(col(DueReading.due_on), col(DueReading.id))
    )
    found: dict[int, list[DueReading]] = {number: [] for number in message_ids}
    for number, row in rows:
        found[number].append(row)
    return found


def keep_only(session: Session, message_id: int, due_ids: Collection[int]) -> None:
    """Have the message name these due readings and no others."""
    others = (col(MessageItem.message_id) == message_id, col(MessageItem.due_reading_id).not_in(due_ids))
    session.execute(delete(MessageItem).where(*others))


def on_their_way(session: Session, due_ids: Collection[int]) -> set[int]:
    """Those of these due readings that a message names of which nobody knows yet whether it will arrive."""
    return set(
        session.exec(
            select(MessageItem.due_reading_id)
            .join(Message, col(Message.id) == MessageItem.message_id)
            .where(col(MessageItem.due_reading_id).in_(due_ids), col(Message.state).in_(UNDECIDED))
        )
    )


def doubt_planned_before(session: Session, *, now: datetime) -> None:
    """What is queued and was planned for before `now` may have been sent: its fate is unknown from here on."""
    queued = select(Message).where(Message.state == MessageState.QUEUED, col(Message.planned_for) <= now)
    for message in session.exec(queued):
        message.state, message.tried_at, message.ready_at = MessageState.UNKNOWN, message.planned_for, now
        session.add(message)


def count_late(session: Session, *, workspace_id: int, kind: MessageKind, ended_at: datetime) -> int:
    """How many messages of that kind were planned for before that instant and made only after it."""
    return session.exec(
        select(func.count())
        .select_from(Message)
        .where(
            Message.workspace_id == workspace_id,
            Message.kind == kind,
            col(Message.planned_for) <= ended_at,
            col(Message.created_at) >= ended_at,
        )
    ).one()


def channel_of(session: Session, message: Message) -> Channel | None:
    """The row that keeps the destination's rate; a new one, not added, for a direct message. None before that."""
    if message.channel_id is not None:
        return session.get_one(Channel, message.channel_id)
    person = session.get(Person, message.person_id) if message.person_id is not None else None
    if person is None or person.dm_channel_id is None:
        return None
    of_person = (Channel.workspace_id == message.workspace_id, Channel.channel_id == person.dm_channel_id)
    found = session.exec(select(Channel).where(*of_person)).first()
    return found or Channel(workspace_id=message.workspace_id, channel_id=person.dm_channel_id, is_private=True)


def in_doubt(session: Session, person_ids: Collection[int]) -> set[int]:
    """Those of these people for whom a message that asks them for readings may or may not have arrived."""
    doubted = select(Message.person_id).where(
        IS_UNDECIDED,
        col(Message.state).in_(IN_DOUBT),
        col(Message.kind).in_(PINGS),
        col(Message.person_id).in_(person_ids),
    )
    return {number for number in session.exec(doubted) if number is not None}


def queued_notices(session: Session, template: Template, *, among: Collection[int]) -> Sequence[Message]:
    """Notices with that template which are still to be sent to people of these workspaces."""
    queued = (Message.state == MessageState.QUEUED, Message.template == template, col(Message.workspace_id).in_(among))
    return session.exec(select(Message).where(*queued)).all()


def is_any_being_sent(session: Session) -> bool:
    """Whether some process has claimed a message and has not written down yet what became of it."""
    held = select(col(Message.id)).where(IS_UNDECIDED, Message.state == MessageState.SENDING).limit(1)
    return session.exec(held).first() is not None
