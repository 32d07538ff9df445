"""Whether messages of the outbox still have something to say, and about what, from current facts. Nothing here writes.

`rendering` draws what is outlined; a forecast needs no more than the outline.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.actions.absences import Absences, absences_of, says_so_by_status
from bot.delivery import notices
from bot.domain.calendar import ONE_DAY, local_day
from bot.domain.messages import PINGS, MessageKind, MessageState, SkipReason, Template
from bot.results.notices import Notice
from storage import digests, due, message_parts, messages, people
from storage.channels import subscription_of
from storage.tables import DueReading, Message, Person

log = logging.getLogger(__name__)

T = TypeVar("T")

_WHY_NO_NOTICE: dict[Template | None, SkipReason] = {
    Template.MISSING: SkipReason.ANSWERED,
    Template.ASKED_FOR: SkipReason.ANSWERED,
    Template.WEEKLY_REPORT: SkipReason.NO_OUTCOMES,
    Template.DIGEST_PREVIEW: SkipReason.NO_SUBSCRIPTION,
    Template.CLOSING_PROPOSED: SkipReason.ANSWERED,
}
_STANDING = (MessageState.QUEUED, MessageState.SENDING, MessageState.SENT)


@dataclass(frozen=True)
class Outline:
    """There is something to say: a ping of the due readings that are still `named` and not of those that it
    `leaves_out`, since they have been answered; a notice what it is about.
    """

    named: tuple[DueReading, ...] = ()
    leaves_out: frozenset[int] = frozenset()
    notice: Notice | None = None


@dataclass(frozen=True)
class Skip:
    """There is nothing left to say, and why."""

    reason: SkipReason


@dataclass(frozen=True)
class CannotRender:
    """It cannot be put together; the log says why."""


Outlined = Outline | Skip | CannotRender


@dataclass(frozen=True)
class _Facts:
    """What the messages at hand are outlined from."""

    people: dict[int, Person]
    named: dict[int, list[DueReading]]
    """What each ping names."""
    still_due: frozenset[int]
    """What is asked of these people, and seen by them."""
    away: Absences


def outline_all(session: Session, rows: Sequence[Message]) -> dict[int, Outlined]:
    """What each of these messages is about now. For reminders and second pings a fixed number of queries."""
    facts = _facts(session, rows)
    return {row.id: guarded(row, partial(_outline, session, row, facts)) or CannotRender() for row in rows}


def guarded(message: Message, work: Callable[[], T]) -> T | None:
    """Whatever is wrong with one message, the others have a right to their turn: it is logged for the operator."""
    try:
        return work()
    except DBAPIError:
        raise
    except Exception:  # see above
        log.exception("message %s cannot be put together", message.key)
        return None


def _facts(session: Session, rows: Sequence[Message]) -> _Facts:
    pings = [row for row in rows if row.kind in PINGS]
    named = message_parts.named_by_each(session, [row.id for row in pings]) if pings else {}
    asked = due.due_from(session, _people_of(pings)) if pings else []
    found = people.people_by_id(session, _people_of(rows))
    return _Facts(
        people=found,
        named=named,
        still_due=frozenset(row.id for row, is_seen in asked if is_seen),
        away=_absences(session, pings, found),
    )


def _absences(session: Session, pings: Sequence[Message], found: Mapping[int, Person]) -> Absences:
    """When the readers of these pings are away. One query, where there is any."""
    if not pings:
        return Absences()
    earliest = min(row.planned_for for row in pings) - ONE_DAY
    return absences_of(session, [found[number] for number in _people_of(pings)], since=earliest)


def _people_of(rows: Sequence[Message]) -> Collection[int]:
    return {row.person_id for row in rows if row.person_id is not None}


def _outline(session: Session, message: Message, facts: _Facts) -> Outline | Skip:
    match message.kind:
        case MessageKind.FILE | MessageKind.CALL:
            return Outline()
        case MessageKind.DIGEST:
            return _digest(session, message)
        case MessageKind.NOTICE if message.channel_id is not None:
            return _notice(session, message)
        case _ if message.person_id is None or facts.people[message.person_id].is_deactivated:
            return Skip(SkipReason.NOBODY_TO_ASK)
        case MessageKind.NOTICE:
            return _notice(session, message)
        case MessageKind.REMINDER | MessageKind.SECOND_PING:
            return _ping(message, facts)
        case MessageKind.HOME:
            return _home(session, message)
        case MessageKind.ANSWER:
            return Outline()


def _notice(session: Session, message: Message) -> Outline | Skip:
    notice = notices.compose(session, message)
    if notice is not None:
        return Outline(notice=notice)
    return Skip(_WHY_NO_NOTICE.get(message.template, SkipReason.OUT_OF_SIGHT))


def _ping(message: Message, facts: _Facts) -> Outline | Skip:
    """What has been answered, or put off to another day, since it was planned is no longer named."""
    assert message.person_id is not None
    reader = facts.people[message.person_id]
    day = local_day(message.planned_for, reader.zone)
    # Whoever has said since it was planned that they are away is not asked.
    if facts.away.on(reader.id, day) is not None or says_so_by_status(reader, message.ready_at):
        return Skip(SkipReason.AWAY)
    rows = facts.named[message.id]
    theirs = [row for row in rows if row.owner_id == reader.id and row.id in facts.still_due]
    named = tuple(row for row in theirs if row.put_off_until is None or row.put_off_until <= day)
    if not named:
        return Skip(SkipReason.PUT_OFF if theirs else SkipReason.ANSWERED)
    return Outline(named, leaves_out=frozenset(row.id for row in rows).difference(row.id for row in named))


def _digest(session: Session, message: Message) -> Outline | Skip:
    assert message.channel_id is not None
    if subscription_of(session, message.channel_id) is None:
        return Skip(SkipReason.NO_SUBSCRIPTION)
    if not digests.open_outcomes(session, message.channel_id):
        return Skip(SkipReason.NO_OUTCOMES)
    return Outline()


def _home(session: Session, message: Message) -> Outline | Skip:
    """A Home view, unless a newer one has been published or soon is: this one would take its place."""
    assert message.person_id is not None
    newest = messages.newest_ping(session, message.person_id, among=_STANDING, kinds=(MessageKind.HOME,))
    if newest is not None and newest.id > message.id:
        return Skip(SkipReason.NEWER_MESSAGE)
    return Outline()
