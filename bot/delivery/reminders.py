"""Whether somebody is reminded today, of what, and why not: the decision as a value, and the message it leads to.

One message for each owner and day that names everything due; a second ping one working day after the first was really
sent, in its thread; then silence. There are never two open reminders: what is still open moves into the newer one. What
was asked for twice is not named again; the newer message says how much of it is open.

An indicator whose readings were missed three times in a row is not chased any more: a question is asked about it
instead, once a week at most.
"""

import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.absences import says_so_by_status
from bot.actions.people import Policy, calendar_of, policy_of
from bot.actions.undisturbed import undisturbed_until
from bot.delivery.grace import grace_from
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import Occurrence, end_of_day, first_day_of_week, instant_of, local_day
from bot.domain.messages import MessageKind, SkipReason
from storage import due, message_parts, messages, silences
from storage.message_parts import Full
from storage.silences import Asked, Silence
from storage.tables import DueReading, Message, Person

MOST_PINGS = 2

_QUIET = frozenset({SkipReason.NOTHING_DUE, SkipReason.ASKED_ENOUGH, SkipReason.STILL_SENDING})
"""Reasons that hold nothing back which the calendar calls for."""


@dataclass(frozen=True)
class Ask:
    """Send a message naming these due readings. A second ping goes into the thread of `thread_of_id`."""

    kind: Literal[MessageKind.REMINDER, MessageKind.SECOND_PING]
    occurrence: Occurrence
    due_ids: tuple[int, ...]
    thread_of_id: int | None = None


@dataclass(frozen=True)
class Silent:
    """Send nothing now, and why. `goes_on`: the next reminder time is looked at all the same."""

    reason: SkipReason
    goes_on: bool = True

    @property
    def is_news(self) -> bool:
        """Whether something is held back that the calendar calls for, and not just silence kept."""
        return self.reason not in _QUIET


Decision = Ask | Silent


@dataclass(frozen=True)
class Owed:
    """What is due from a person and how they were asked for it, when their reminder time has come."""

    seen: tuple[DueReading, ...] = ()
    hidden: tuple[DueReading, ...] = ()
    """Due from them though they do not see it any more: it is not asked for."""
    is_any_open: bool = False
    """Something is still due, perhaps of an indicator that is not running."""
    is_in_doubt: bool = False
    """A message that asks them may or may not have arrived."""
    newest: Message | None = None
    """The newest reminder that was sent, and what it names."""
    named: frozenset[int] = frozenset()
    silent: Mapping[int, Silence] = field(default_factory=dict)
    """Of their indicators, those of which nothing has come for some time."""
    asked: Mapping[int, Asked] = field(default_factory=dict)
    """When was last asked for what is silent."""


def owed_by(session: Session, person_ids: Collection[int]) -> dict[int, Owed]:
    """What each of these people owes. A fixed number of queries."""
    due_rows = due.due_from(session, person_ids)
    with_open, doubted = due.with_open(session, person_ids), messages.in_doubt(session, person_ids)
    again = {row.owner_id for row, _ in due_rows if row.times_asked == 1}
    newest = messages.newest_reminders(session, again) if again else {}
    named = message_parts.named_by_each(session, [message.id for message in newest.values()]) if newest else {}
    silent = silences.of_indicators(session, {row.indicator_id for row, _ in due_rows})
    asked = silences.last_asked(session, silent)
    seen, hidden = defaultdict[int, list[DueReading]](list), defaultdict[int, list[DueReading]](list)
    for row, is_seen in due_rows:
        (seen if is_seen else hidden)[row.owner_id].append(row)
    return {
        number: Owed(
            seen=tuple(seen[number]),
            hidden=tuple(hidden[number]),
            is_any_open=number in with_open,
            is_in_doubt=number in doubted,
            newest=newest.get(number),
            named=frozenset(row.id for row in named[newest[number].id]) if number in newest else frozenset(),
            silent=silent,
            asked=asked,
        )
        for number in person_ids
    }


def decide(
    person: Person,
    owed: Owed,
    occurrence: Occurrence,
    *,
    policy: Policy,
    now: datetime,
    settings: DeliverySettings,
    is_away: bool = False,
) -> Decision:
    """What this person should get for this occurrence of their reminder time, from what is true now."""
    wanted = [row for row in owed.seen if row.due_on <= occurrence.on]
    if not wanted and not owed.hidden:
        return Silent(SkipReason.NOTHING_DUE, goes_on=owed.is_any_open)
    if person.is_deactivated:
        return Silent(SkipReason.NOBODY_TO_ASK, goes_on=False)
    if not wanted:
        return Silent(SkipReason.OUT_OF_SIGHT)
    if is_away:
        return Silent(SkipReason.AWAY)
    put_off = [row for row in wanted if row.put_off_until is not None and row.put_off_until > occurrence.on]
    if len(put_off) == len(wanted):
        return Silent(SkipReason.PUT_OFF)
    wanted = [row for row in wanted if row not in put_off and row.times_asked < MOST_PINGS]
    asked_about = {row.indicator_id for row in wanted if _is_asked_about(row, owed, person, occurrence.on)}
    fresh = [row for row in wanted if row.times_asked == 0 and row.indicator_id not in asked_about]
    chased = [row for row in wanted if row.indicator_id not in owed.silent]
    again = [row for row in chased if _is_second_turn(row, person, occurrence.on, policy=policy)]
    if not fresh and not again:
        return Silent(SkipReason.ASKED_ENOUGH)
    if not calendar_of(person, policy).is_working_day(occurrence.on):
        return Silent(SkipReason.DAY_OFF)
    if now >= latest_for(occurrence, person, settings=settings):
        return Silent(SkipReason.OUTSIDE_HOURS)
    if person.last_reminder_sent_at is not None and now - person.last_reminder_sent_at < settings.between_reminders:
        return Silent(SkipReason.RECENT_MESSAGE)
    if owed.is_in_doubt:
        return Silent(SkipReason.STILL_SENDING)
    until = undisturbed_until(person, now)
    if until is not None and until >= latest_for(occurrence, person, settings=settings):
        return Silent(SkipReason.DO_NOT_DISTURB)
    open_message = _open_reminder(owed, naming=again)
    if fresh or open_message is None:
        asked = [row.id for row in wanted if row in chased or row in fresh]
        return Ask(MessageKind.REMINDER, occurrence, tuple(asked))
    if is_of_day(open_message, person, occurrence.on):
        return Silent(SkipReason.MOVED_ZONE)
    return Ask(MessageKind.SECOND_PING, occurrence, tuple(row.id for row in again), thread_of_id=open_message.id)


def waits_until(
    person: Person, owed: Owed, decision: Decision, occurrence: Occurrence, *, now: datetime, settings: DeliverySettings
) -> datetime | None:
    """Until when somebody who is to be asked does not want to be disturbed, or has a status that ends within their
    hours today, or some of it is being fetched; the occurrence is looked at again then.
    """
    if isinstance(decision, Ask):
        latest = latest_for(occurrence, person, settings=settings)
        fetching = [row.fetching_until for row in owed.seen if row.id in decision.due_ids and row.fetching_until]
        waits = [undisturbed_until(person, now), *(each for each in fetching if now < each < latest)]
        return max((each for each in waits if each is not None), default=None)
    until = person.status_until if decision.reason is SkipReason.AWAY and says_so_by_status(person, now) else None
    return until if until is not None and until < latest_for(occurrence, person, settings=settings) else None


def held_back(owed: Owed, occurrence: Occurrence, person: Person, *, policy: Policy) -> list[DueReading]:
    """What this person was to be asked for then, if it was a day on which they work."""
    if not calendar_of(person, policy).is_working_day(occurrence.on):
        return []
    return [row for row in owed.seen if row.due_on <= occurrence.on]


def enqueue(
    session: Session, asks: Sequence[tuple[Person, Ask]], *, among: int, now: datetime, settings: DeliverySettings
) -> None:
    """The message rows for these decisions; what is there already stays as it is. An unsent older one gives way. A
    fixed number of statements.

    `among` is how many people's time has come at once: their messages are spread.
    """
    numbers = outgoing.enqueue_all(
        session, [_message(person, ask, among=among, now=now, settings=settings) for person, ask in asks]
    )
    new = [(number, person, ask) for number, (person, ask) in zip(numbers, asks, strict=True) if number is not None]
    if not new:
        return
    messages.cancel_older_pings(session, {person.id: number for number, person, _ in new})
    message_parts.add_items(
        session,
        [
            {"message_id": number, "due_reading_id": due_id, "workspace_id": person.workspace_id}
            for number, person, ask in new
            for due_id in ask.due_ids
        ],
    )


def _message(person: Person, ask: Ask, *, among: int, now: datetime, settings: DeliverySettings) -> Message:
    return Message(
        workspace_id=person.workspace_id,
        key=_key(ask.kind, person, ask.occurrence.on),
        kind=ask.kind,
        priority=ask.kind.priority,
        person_id=person.id,
        thread_of_id=ask.thread_of_id,
        planned_for=ask.occurrence.at,
        ready_at=now + _spread(person, among),
        expires_at=latest_for(ask.occurrence, person, settings=settings),
        created_at=now,
    )


def latest_for(occurrence: Occurrence, person: Person, *, settings: DeliverySettings) -> datetime:
    """Until when a late message for this occurrence may still go out: the end of the owner's hours that day.

    Somebody who is reminded in the evening has hours until midnight.
    """
    starts = occurrence.at
    ends = instant_of(occurrence.on, settings.owner_hours_end_at, person.zone)
    if ends is None or ends <= starts + timedelta(hours=1):
        return end_of_day(occurrence.on, person.zone)
    return ends


def were_sent(session: Session, sent: Sequence[Full], *, now: datetime) -> None:
    """These messages were really sent at `now`: count the pings, have the grace begin anew with the first one, and
    point older reminders here. A fixed number of statements.
    """
    for each in sent:
        assert each.person is not None, "somebody is asked"
        _count_pings(session, each, each.person, now=now)
        each.person.last_reminder_sent_at = now
        session.add(each.person)
    session.flush()
    newer = [each.message for each in sent if each.message.kind is MessageKind.REMINDER and each.is_asked_before]
    if newer:
        messages.replace_older(session, newer, now=now)
    last = [each.message for each in sent if each.message.kind is MessageKind.SECOND_PING and each.is_asked_before]
    if last:
        messages.replace_older(session, last, now=now, kinds=(MessageKind.SECOND_PING,))
    again = [each.message.thread_of_id for each in sent if each.message.kind is MessageKind.SECOND_PING]
    if threads := [number for number in again if number is not None]:
        messages.refresh(session, threads, at=now)


def count_as_asked(session: Session, message: Full, *, now: datetime) -> None:
    """The message will never arrive: what it names counts as asked for all the same, so that it is not asked for again
    without end, and is missed in its time.
    """
    if message.person is not None:
        _count_pings(session, message, message.person, now=now)


def _count_pings(session: Session, message: Full, person: Person, *, now: datetime) -> None:
    policy = policy_of(message.workspace)
    for row in message.named:
        if row.first_asked_at is None:
            row.first_asked_at = now
            row.grace_ends_at = grace_from(local_day(now, person.zone), person, policy=policy)
        row.times_asked = min(row.times_asked + 1, MOST_PINGS)
        row.last_asked_at = now
        session.add(row)


def _open_reminder(owed: Owed, *, naming: Sequence[DueReading]) -> Message | None:
    """The newest reminder that was sent, if it names any of these: the one whose thread the second ping goes into."""
    message = owed.newest
    if message is None or message.replaced_by_id is not None:
        return None
    return message if any(row.id in owed.named for row in naming) else None


def _key(kind: MessageKind, person: Person, on: date) -> str:
    return f"{kind.replace('_', '-')}:{person.user_id}:{on.isoformat()}"


def is_of_day(message: Message, person: Person, on: date) -> bool:
    """Whether this is the reminder of that day: in another zone the day may come once more, and gets no second one."""
    return message.key == _key(MessageKind.REMINDER, person, on)


def _is_asked_about(row: DueReading, owed: Owed, person: Person, on: date) -> bool:
    """Whether this silent indicator has been asked for in this week already, and so is left alone today."""
    asked = owed.asked.get(row.indicator_id) if row.indicator_id in owed.silent else None
    asked_at = asked.at(person.id) if asked is not None else None
    return asked_at is not None and local_day(asked_at, person.zone) >= first_day_of_week(on)


def _is_second_turn(row: DueReading, person: Person, on: date, *, policy: Policy) -> bool:
    """One working day after the first ping was really sent."""
    if row.times_asked != 1 or row.first_asked_at is None:
        return False
    return on >= calendar_of(person, policy).add_working_days(local_day(row.first_asked_at, person.zone), 1)


def _spread(person: Person, among: int) -> timedelta:
    """A wait that is always the same for this person: many reminders at one time fill the first minutes evenly."""
    window = min(600, among // 4)
    return timedelta(seconds=zlib.crc32(person.user_id.encode()) % window if window else 0)
