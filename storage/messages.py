"""The outbox: adding a message once, finding those whose time has come, and changing one only while one holds it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.messages import IN_DOUBT, PINGS, UNDECIDED, MessageKind, MessageState, SkipReason, Template
from storage.among import among
from storage.claiming import skip_locked
from storage.due import OPEN
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
PAST_THE_ROWS = {"synchronize_session": False}
"""For an UPDATE after which nobody looks at rows that are loaded: else each of them is compared with its conditions."""
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


def change(
    session: Session, message_id: int, *, holding: str | None, among: Collection[MessageState], **values: Any
) -> bool:
    """Change a message that is in one of these states and still held with this token; answers whether it was. Who has
    its row loaded reads it anew.
    """
    conditions = [col(Message.id) == message_id, col(Message.state).in_(among)]
    if holding is not None:
        conditions.append(col(Message.token) == holding)
    changing = update(Message).where(*conditions).values(**values)
    result = session.execute(changing, execution_options=PAST_THE_ROWS)
    return bool(result.rowcount)  # type: ignore[attr-defined]  # a cursor result


def take_ready(
    session: Session, *, now: datetime, headroom: timedelta, leaving_out: Collection[int], limit: int
) -> Sequence[Message]:
    """The most urgent messages whose time has come, of workspaces that may be written to now, locked for us.

    `headroom` is how far a workspace's rate may be ahead of now; those of the workspaces `leaving_out` are another
    process's to send.
    """
    asked = {"now": now, "with_headroom": now + headroom, "leaving_out": list(leaving_out), "most": limit}
    found: Sequence[Message] = session.execute(_READY, asked).scalars().all()
    return found


def has_been_written_to(session: Session, person_id: int) -> bool:
    """Whether there ever was a message to this person, whatever became of it."""
    return session.exec(select(Message.id).where(Message.person_id == person_id).limit(1)).first() is not None


def has_key(session: Session, *, workspace_id: int, key: str) -> bool:
    """Whether there is a message with this key, whatever became of it."""
    found = select(Message.id).where(Message.workspace_id == workspace_id, Message.key == key)
    return session.exec(found.limit(1)).first() is not None


def with_keys(session: Session, *, workspace_id: int, keys: Collection[str]) -> list[Message]:
    """The messages with these keys, whatever became of them, the oldest first. One query."""
    found = select(Message).where(Message.workspace_id == workspace_id, col(Message.key).in_(keys))
    return list(session.exec(found.order_by(col(Message.id))))


def hasten_notices(session: Session, *, workspace_id: int, channel_id: str, now: datetime) -> list[int]:
    """Make the notices to this Slack channel ready that wait for it; answers their numbers."""
    channel = select(Channel.id).where(Channel.workspace_id == workspace_id, Channel.channel_id == channel_id)
    waiting = select(Message.id).where(
        IS_UNDECIDED,
        Message.state == MessageState.QUEUED,
        Message.kind == MessageKind.NOTICE,
        col(Message.channel_id).in_(channel),
        col(Message.attempts) == 0,
        col(Message.ready_at) > now,
    )
    numbers = list(session.exec(waiting))
    if numbers:
        hastened = update(Message).where(col(Message.id).in_(numbers), col(Message.state) == MessageState.QUEUED)
        session.execute(hastened.values(ready_at=now), execution_options=PAST_THE_ROWS)
    return numbers


def hasten_held(session: Session, person_id: int, *, until: datetime, at_most: timedelta, now: datetime) -> list[int]:
    """Make the notices to this person ready that wait until then, or as long as a notice waits `at_most`; answers their
    numbers.
    """
    waiting = select(Message).where(
        IS_UNDECIDED,
        Message.state == MessageState.QUEUED,
        Message.kind == MessageKind.NOTICE,
        Message.person_id == person_id,
        col(Message.ready_at) > now,
        col(Message.ready_at) <= until,
    )
    held = [each for each in session.exec(waiting) if each.ready_at in (until, each.planned_for + at_most)]
    for message in held:
        message.ready_at = now
        session.add(message)
    session.flush()
    return [message.id for message in held]


def take_unknown(session: Session, *, now: datetime, leaving_out: Collection[int], limit: int) -> Sequence[Message]:
    """Messages of unknown fate whose time to be looked for has come, locked for us."""
    asked = {"now": now, "leaving_out": list(leaving_out), "most": limit}
    found: Sequence[Message] = session.execute(_UNKNOWN, asked).scalars().all()
    return found


def take_abandoned(session: Session, *, now: datetime, limit: int) -> Sequence[Message]:
    """Messages whose holder has gone quiet: their lease has lapsed."""
    found: Sequence[Message] = session.execute(_ABANDONED, {"now": now, "most": limit}).scalars().all()
    return found


def take_changed(session: Session, *, now: datetime, leaving_out: Collection[int], limit: int) -> Sequence[Message]:
    """Messages already sent that no longer say what is true, locked for us."""
    asked = {"now": now, "leaving_out": list(leaving_out), "most": limit}
    found: Sequence[Message] = session.execute(_CHANGED, asked).scalars().all()
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
    return min((at for at in session.execute(_FIRST_INSTANTS).one() if at is not None), default=None)


def queued_until(session: Session, until: datetime) -> dict[int, datetime]:
    """What waits to be sent and is ready by then, and since when each is."""
    queued = select(Message.id, Message.ready_at).where(
        IS_UNDECIDED, Message.state == MessageState.QUEUED, col(Message.ready_at) <= until
    )
    return dict(session.exec(queued).all())


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
    rows = session.execute(_NEWEST_REMINDERS, {"person_ids": list(person_ids)}).scalars()
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


def replace_older(
    session: Session, newer: Sequence[Message], *, now: datetime, kinds: Collection[MessageKind] = PINGS
) -> None:
    """Older messages of those kinds to the same people that still ask for something give way to one of these: receipts
    stay receipts. One statement.
    """
    rows = [{"newer_id": message.id, "reader_id": message.person_id, "at": now} for message in newer]
    # A list of kinds cannot be used for several people at once.
    is_of_them = or_(*(_MESSAGES.c.kind == each for each in kinds))
    session.execute(_REPLACE_OLDER.where(is_of_them), rows)


def refresh(session: Session, message_ids: Sequence[int], *, at: datetime) -> None:
    """Have these messages edited, from that instant on. One statement."""
    session.execute(_REFRESH, [{"number": number, "at": at} for number in message_ids])


def refresh_newest_of(session: Session, person_ids: Collection[int], *, at: datetime) -> None:
    """Have the newest reminder of each of these people edited, and what is in its thread. One statement."""
    newest = aliased(Message)
    last = (
        select(func.max(newest.id))
        .where(
            newest.person_id == Message.person_id,
            newest.kind == MessageKind.REMINDER,
            newest.state == MessageState.SENT,
        )
        .scalar_subquery()
    )
    shown = update(Message).where(
        col(Message.person_id).in_(person_ids), col(Message.id) >= last, *is_standing_ping(Message)
    )
    session.execute(shown.values(refresh_at=at), execution_options=PAST_THE_ROWS)


def end_refresh(session: Session, message_id: int, *, lease: datetime, **values: Any) -> None:
    """Write down what became of an edit, unless another change has come meanwhile: that one stays to be shown."""
    held = {"number": message_id, "lease": lease}
    session.execute(_HELD_EDIT.values(**values), held, execution_options=PAST_THE_ROWS)


def withdraw(session: Session, message_id: int, *, at: datetime) -> None:
    """Write down that it is not in the conversation any more: there is nothing left to edit."""
    gone = update(Message).where(col(Message.id) == message_id).values(withdrawn_at=at, refresh_at=None)
    session.execute(gone, execution_options=PAST_THE_ROWS)


def forget_edits(session: Session) -> None:
    """Leave every message as it is. For a forecast, which sends and does not edit."""
    changed = update(Message).where(col(Message.refresh_at).is_not(None))
    session.execute(changed.values(refresh_at=None), execution_options=PAST_THE_ROWS)


def by_id(session: Session, message_ids: Collection[int]) -> dict[int, Message]:
    """These messages by their number."""
    return {row.id: row for row in session.exec(select(Message).where(col(Message.id).in_(message_ids)))}


def held_row(session: Session, message_id: int) -> Message:
    """The message as it is now, kept from others until this unit of work is done."""
    held = session.execute(_HELD_ROW, {"number": message_id}, execution_options={"populate_existing": True})
    row: Message = held.scalar_one()
    return row


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


def asked_since(session: Session, person_ids: Collection[int], *, since: datetime) -> set[int]:
    """Those of these people to whom a message goes, or went, since then that asks them for readings. One query."""
    given_up = (MessageState.CANCELLED, MessageState.EXPIRED, MessageState.DEAD)
    asked = select(Message.person_id).where(
        col(Message.person_id).in_(person_ids),
        col(Message.kind).in_(PINGS),
        col(Message.planned_for) > since,
        col(Message.state).not_in(given_up),
    )
    return {number for number in session.exec(asked.distinct()) if number is not None}


def in_doubt(session: Session, person_ids: Collection[int]) -> set[int]:
    """Those of these people for whom a message that asks them for readings may or may not have arrived."""
    # Of everybody, since they are few: asked for by person, all that was ever sent to each would be looked through.
    return {number for number in session.exec(_IN_DOUBT) if number is not None}.intersection(person_ids)


def queued_notices(session: Session, template: Template, *, among: Collection[int]) -> Sequence[Message]:
    """Notices with that template which are still to be sent to people of these workspaces."""
    queued = (Message.state == MessageState.QUEUED, Message.template == template, col(Message.workspace_id).in_(among))
    return session.exec(select(Message).where(*queued)).all()


def is_any_being_sent(session: Session) -> bool:
    """Whether some process has claimed a message and has not written down yet what became of it."""
    held = select(col(Message.id)).where(IS_UNDECIDED, Message.state == MessageState.SENDING).limit(1)
    return session.exec(held).first() is not None


# Built once: putting such a statement together takes longer than running it.


def is_standing_ping(message: Any) -> tuple[ColumnElement[bool], ...]:
    """A message that asks for readings, was sent and has not given way to a newer one, for a condition over it."""
    return (
        col(message.kind).in_(PINGS),
        col(message.state) == MessageState.SENT,
        col(message.replaced_by_id).is_(None),
    )


def _ready() -> Any:
    free_at = col(Workspace.theoretical_arrival_at)
    ready = (
        select(Message)
        .join(Workspace)
        .where(
            IS_UNDECIDED,
            Message.state == MessageState.QUEUED,
            col(Message.ready_at) <= bindparam("now"),
            or_(col(Workspace.paused_until).is_(None), col(Workspace.paused_until) <= bindparam("now")),
            or_(free_at.is_(None), free_at <= bindparam("with_headroom")),
            col(Message.workspace_id).not_in(bindparam("leaving_out", expanding=True)),
        )
        .order_by(col(Message.priority), col(Message.ready_at), col(Message.id))
        .limit(bindparam("most"))
    )
    return skip_locked(ready, of=Message)


def _unknown() -> Any:
    unknown = select(Message).where(
        IS_UNDECIDED,
        Message.state == MessageState.UNKNOWN,
        col(Message.ready_at) <= bindparam("now"),
        col(Message.workspace_id).not_in(bindparam("leaving_out", expanding=True)),
    )
    return skip_locked(unknown.order_by(col(Message.ready_at)).limit(bindparam("most")))


def _changed() -> Any:
    changed = select(Message).where(
        col(Message.refresh_at) <= bindparam("now"),
        Message.state == MessageState.SENT,
        col(Message.withdrawn_at).is_(None),
        col(Message.workspace_id).not_in(bindparam("leaving_out", expanding=True)),
    )
    return skip_locked(changed.order_by(col(Message.refresh_at)).limit(bindparam("most")))


def _newest_reminders() -> Any:
    newest = (
        select(Message.id)
        .where(Message.person_id == Person.id, Message.kind == MessageKind.REMINDER, Message.state == MessageState.SENT)
        .order_by(col(Message.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    # Through the person: so each is found at the end of an index, however many were sent before it.
    wanted = select(newest).select_from(Person).where(among(col(Person.id), "person_ids"))
    return select(Message).where(col(Message.id).in_(wanted))


def _abandoned() -> Any:
    held = (MessageState.SENDING, MessageState.PROBING)
    abandoned = select(Message).where(
        IS_UNDECIDED, col(Message.state).in_(held), col(Message.ready_at) <= bindparam("now")
    )
    return skip_locked(abandoned.limit(bindparam("most")))


def _replace_older() -> Any:
    newer: BindParameter[int] = bindparam("newer_id")
    # From what they owe, which is little, and not from all that was ever sent to them.
    asking = (
        select(MessageItem.message_id)
        .join(DueReading, col(DueReading.id) == MessageItem.due_reading_id)
        .where(DueReading.owner_id == bindparam("reader_id"), or_(*(col(DueReading.state) == each for each in OPEN)))
    )
    columns = _MESSAGES.c
    older = (columns.person_id == bindparam("reader_id"), columns.id < newer, columns.id.in_(asking))
    return (
        _MESSAGES.update()
        .where(*older, columns.state == MessageState.SENT, columns.replaced_by_id.is_(None))
        .values(replaced_by_id=newer, refresh_at=bindparam("at"))
    )


_MESSAGES: Table = Message.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_READY = _ready()
_UNKNOWN = _unknown()
_CHANGED = _changed()
_NEWEST_REMINDERS = _newest_reminders()
_IN_DOUBT = select(Message.person_id).where(
    IS_UNDECIDED, col(Message.state).in_(IN_DOUBT), col(Message.kind).in_(PINGS)
)
_HELD_EDIT = update(Message).where(
    col(Message.id) == bindparam("number"), col(Message.refresh_at) == bindparam("lease")
)
_ABANDONED = _abandoned()
_REPLACE_OLDER = _replace_older()
_REFRESH = _MESSAGES.update().where(_MESSAGES.c.id == bindparam("number")).values(refresh_at=bindparam("at"))
_HELD_ROW = select(Message).where(col(Message.id) == bindparam("number")).with_for_update()
_FIRST_INSTANTS = select(
    select(func.min(Message.ready_at)).where(IS_UNDECIDED).scalar_subquery(),
    select(func.min(Message.refresh_at))
    .where(col(Message.refresh_at).is_not(None), Message.state == MessageState.SENT)
    .scalar_subquery(),
)
