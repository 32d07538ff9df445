"""Whether somebody is reminded today, of what, and why not: the decision as a value, and the message row it
leads to.

One message for each owner and day that names everything due; a second ping one working day after the first was
really sent, in its thread; then silence. There are never two open reminders: what is still open moves into the
newer one.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.actions.people import Policy, policy_of
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import Occurrence, end_of_day, instant_of, local_day
from bot.domain.due import DueState, grace_ends_at
from storage import due, outbox
from storage.tables import DueReading, Indicator, Message, MessageItem, Person, Workspace

REMINDER: Final = "reminder"
SECOND_PING: Final = "second_ping"
PRIORITIES = {REMINDER: 2, SECOND_PING: 3, "digest": 4, "operator": 1}

MOST_PINGS = 2
_UNSENT = ("queued", "sending", "unknown", "probing")
_UNDECIDED = ("sending", "unknown", "probing")


@dataclass(frozen=True)
class Ask:
    """Send a message naming these due readings. A second ping goes into the thread of `thread_of_id`."""

    kind: Literal["reminder", "second_ping"]
    occurrence: Occurrence
    due_ids: tuple[int, ...]
    thread_of_id: int | None = None
    goes_on: bool = True


@dataclass(frozen=True)
class Silent:
    """Send nothing now, and why. `goes_on`: the next reminder time is looked at all the same. `is_news`:
    something is held back that the calendar calls for, and not just silence kept.
    """

    why: str
    goes_on: bool
    is_news: bool = True


@dataclass(frozen=True)
class Undecided:
    """An earlier reminder is not known to be sent or not: look again in a while."""

    why: str = "an earlier message is still being sent"
    goes_on: bool = True


Decision = Ask | Silent | Undecided


def decide(
    session: Session,
    person: Person,
    occurrence: Occurrence,
    *,
    policy: Policy,
    now: datetime,
    settings: DeliverySettings,
) -> Decision:
    """What this person should get for this occurrence of their reminder time, from what is true now."""
    wanted = askable(session, person, on=occurrence.on)
    if not wanted:
        return Silent("nothing is due", goes_on=_has_open(session, person), is_news=False)
    if person.is_deactivated:
        return Silent("the account is deactivated", goes_on=False)
    fresh = [row for row in wanted if row.times_asked == 0]
    again = [row for row in wanted if _is_second_turn(row, person, occurrence.on, policy=policy)]
    if not fresh and not again:
        return Silent("asked twice already, or asked less than a working day ago", goes_on=True, is_news=False)
    if now >= latest_for(occurrence, person, settings=settings):
        return Silent("it is outside the owner's hours; the next message covers it", goes_on=True)
    if person.last_reminder_sent_at is not None and now - person.last_reminder_sent_at < settings.between_reminders:
        return Silent("another message went out within twelve hours", goes_on=True)
    if _newest(session, person, _UNDECIDED) is not None:
        return Undecided()
    open_message = _open_reminder(session, person, naming=again)
    if fresh or open_message is None:
        return Ask(REMINDER, occurrence, tuple(row.id for row in wanted))
    if open_message.key == _key(REMINDER, person, occurrence.on):
        return Silent("this date's message went out before they moved to another zone", goes_on=True)
    return Ask(SECOND_PING, occurrence, tuple(row.id for row in again), thread_of_id=open_message.id)


def enqueue(
    session: Session, person: Person, ask: Ask, *, among: int, now: datetime, settings: DeliverySettings
) -> Message | None:
    """The message row for this decision; None where it was there already. An unsent older one gives way to it."""
    message = outbox.enqueue(
        session,
        workspace_id=person.workspace_id,
        key=_key(ask.kind, person, ask.occurrence.on),
        now=now,
        kind=ask.kind,
        priority=PRIORITIES[ask.kind],
        person_id=person.id,
        thread_of_id=ask.thread_of_id,
        planned_for=ask.occurrence.at,
        ready_at=now + _spread(person, among),
        expires_at=latest_for(ask.occurrence, person, settings=settings),
    )
    if message is None:
        return None
    session.execute(
        update(Message)
        .where(
            col(Message.person_id) == person.id,
            col(Message.kind).in_((REMINDER, SECOND_PING)),
            col(Message.state) == "queued",
            col(Message.id) != message.id,
        )
        .values(state="cancelled", error="a newer message names the same")
    )
    for due_id in ask.due_ids:
        session.add(MessageItem(message_id=message.id, due_reading_id=due_id, workspace_id=person.workspace_id))
    session.flush()
    return message


def askable(session: Session, person: Person, *, on: date) -> list[DueReading]:
    """What is still due from this person on that local day, less what is paused."""
    rows = session.exec(
        select(DueReading)
        .join(Indicator)
        .where(
            DueReading.owner_id == person.id,
            DueReading.state == DueState.DUE,
            col(DueReading.due_on) <= on,
            col(Indicator.paused_at).is_(None),
            col(Indicator.retired_at).is_(None),
        )
        .order_by(col(DueReading.due_on), col(DueReading.id))
    )
    return list(rows)


def _open_reminder(session: Session, person: Person, *, naming: Sequence[DueReading]) -> Message | None:
    """The newest reminder that was sent, if it names any of these: the one whose thread the second ping goes
    into.
    """
    message = _newest(session, person, ("sent",), kinds=(REMINDER,))
    if message is None or message.replaced_by_id is not None:
        return None
    named = {row.id for row in _rows_of(session, message)}
    return message if any(row.id in named for row in naming) else None


def latest_for(occurrence: Occurrence, person: Person, *, settings: DeliverySettings) -> datetime:
    """Until when a late message for this occurrence may still go out: the end of the owner's hours that day.

    Somebody who is reminded in the evening has hours until midnight.
    """
    starts = occurrence.at
    ends = instant_of(occurrence.on, settings.owner_hours_end_at, person.zone)
    if ends is None or ends <= starts + timedelta(hours=1):
        return end_of_day(occurrence.on, person.zone)
    return ends


def asked(session: Session, message: Message, *, policy: Policy, now: datetime) -> None:
    """The message was really sent at `now`: count the ping, start the grace, and close the older messages."""
    person = session.get_one(Person, message.person_id)
    for row in _rows_of(session, message):
        _count_ping(row, person, policy=policy, now=now)
        session.add(row)
    person.last_reminder_sent_at = now
    session.add(person)
    if message.kind == REMINDER:
        _replace_older(session, message, now=now)
    elif message.thread_of_id is not None:
        session.execute(update(Message).where(col(Message.id) == message.thread_of_id).values(refresh_at=now))


def count_as_asked(session: Session, message: Message, *, now: datetime) -> None:
    """The message will never arrive: the grace of what it names starts all the same, so that the accountable
    person hears of it instead of nobody.
    """
    if message.person_id is None:
        return
    person = session.get_one(Person, message.person_id)
    policy = policy_of(session.get_one(Workspace, message.workspace_id))
    for row in _rows_of(session, message):
        _count_ping(row, person, policy=policy, now=now)
        session.add(row)


def _rows_of(session: Session, message: Message) -> Sequence[DueReading]:
    named = select(MessageItem.due_reading_id).where(MessageItem.message_id == message.id)
    return session.exec(select(DueReading).where(col(DueReading.id).in_(named))).all()


def _count_ping(row: DueReading, person: Person, *, policy: Policy, now: datetime) -> None:
    if row.first_asked_at is None:
        row.first_asked_at = now
        row.grace_ends_at = missed_from(now, person, policy=policy)
    row.times_asked = min(row.times_asked + 1, MOST_PINGS)
    row.last_asked_at = now


def missed_from(asked_at: datetime, person: Person, *, policy: Policy) -> datetime:
    """When a reading first asked for at this instant counts as missed."""
    return grace_ends_at(local_day(asked_at, person.zone), policy.grace_working_days, policy.calendar, person.zone)


def _replace_older(session: Session, message: Message, *, now: datetime) -> None:
    """Older reminders whose open items the new one names as well point to it from now on; receipts stay
    receipts.
    """
    moved = select(MessageItem.due_reading_id).where(MessageItem.message_id == message.id)
    sharing = select(MessageItem.message_id).where(col(MessageItem.due_reading_id).in_(moved))
    session.execute(
        update(Message)
        .where(
            col(Message.person_id) == message.person_id,
            col(Message.kind) == REMINDER,
            col(Message.state) == "sent",
            col(Message.id) < message.id,
            col(Message.id).in_(sharing),
            col(Message.replaced_by_id).is_(None),
        )
        .values(replaced_by_id=message.id, refresh_at=now)
    )


def _key(kind: str, person: Person, on: date) -> str:
    return f"{kind.replace('_', '-')}:{person.user_id}:{on.isoformat()}"


def _is_second_turn(row: DueReading, person: Person, on: date, *, policy: Policy) -> bool:
    """One working day after the first ping was really sent."""
    if row.times_asked != 1 or row.first_asked_at is None:
        return False
    return on >= policy.calendar.add_working_days(local_day(row.first_asked_at, person.zone), 1)


def _has_open(session: Session, person: Person) -> bool:
    return bool(due.of_owner(session, person.id, states=(DueState.DUE,)))


def _newest(
    session: Session, person: Person, states: tuple[str, ...], *, kinds: tuple[str, ...] = (REMINDER, SECOND_PING)
) -> Message | None:
    return session.exec(
        select(Message)
        .where(Message.person_id == person.id, col(Message.kind).in_(kinds), col(Message.state).in_(states))
        .order_by(col(Message.id).desc())
        .limit(1)
    ).first()


def _spread(person: Person, among: int) -> timedelta:
    """A wait that is always the same for this person: many reminders at one time fill the first minutes evenly."""
    window = min(600, among // 4)
    return timedelta(seconds=zlib.crc32(person.user_id.encode()) % window if window else 0)
