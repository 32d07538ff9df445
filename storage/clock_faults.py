"""What a clock that was ahead has left in the records: rows that tell of a time yet to come. Only a fault is looked for
here, so these go through whole tables; `beat_ahead_of` costs one row.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, true, update
from sqlmodel import Session, col, select

from bot.domain.due import DueState
from bot.domain.messages import PINGS, UNDECIDED, MessageState, SkipReason
from storage.heartbeat import last_beat_at
from storage.tables import (
    AddedLine,
    Channel,
    DigestRun,
    DigestSubscription,
    DueReading,
    Heartbeat,
    HeldBackRecord,
    Message,
    MessageItem,
    Outage,
    Outcome,
    OutcomeDefinition,
    Person,
    Workspace,
)

_WITHOUT_READING = (DueState.DUE, DueState.MISSED, DueState.EXCUSED)


def beat_ahead_of(session: Session, instant: datetime) -> datetime | None:
    """When a process of ours was last alive, if that is later than `instant`."""
    beat_at = last_beat_at(session)
    return beat_at if beat_at is not None and beat_at > instant else None


def workspace_ids(session: Session) -> Sequence[int]:
    """Every workspace."""
    return session.exec(select(Workspace.id).order_by(col(Workspace.id))).all()


def due_after(session: Session, day: date) -> Sequence[tuple[DueReading, Person]]:
    """What fell due on a later day than that and has no reading, in the order in which it did; with its owners."""
    early = (
        select(DueReading, Person)
        .join(Person, col(Person.id) == DueReading.owner_id)
        .where(col(DueReading.due_on) > day, col(DueReading.state).in_(_WITHOUT_READING))
    )
    return session.exec(early.order_by(col(DueReading.due_on), col(DueReading.id))).all()


def forget_due(session: Session, due_ids: Collection[int]) -> None:
    """These never fell due, and no message names them."""
    for table in (MessageItem, HeldBackRecord):
        session.execute(delete(table).where(col(table.due_reading_id).in_(due_ids)))
    session.execute(delete(DueReading).where(col(DueReading.id).in_(due_ids)))


def dealt_with_after(
    session: Session, now: datetime, *, longest_grace: timedelta
) -> Sequence[tuple[DueReading, Person]]:
    """What was asked for or closed at an instant yet to come, or is given more grace than any rule gives."""
    too_late = or_(col(DueReading.first_asked_at) > now, col(DueReading.grace_ends_at) > now + longest_grace)
    open_ = and_(col(DueReading.state) == DueState.DUE, too_late)
    closed = and_(col(DueReading.state).in_((DueState.MISSED, DueState.EXCUSED)), col(DueReading.settled_at) > now)
    return session.exec(
        select(DueReading, Person).join(Person, col(Person.id) == DueReading.owner_id).where(or_(open_, closed))
    ).all()


def reminded_after(session: Session, instant: datetime) -> Sequence[Person]:
    """People whose reminder is looked at only later than that."""
    return session.exec(select(Person).where(col(Person.next_reminder_at) > instant)).all()


def told_after(session: Session, instant: datetime) -> Sequence[Person]:
    """People at whose weekly message, or at digests to be shown to them, it is looked only later than that."""
    later = or_(col(Person.next_note_at) > instant, col(Person.next_preview_at) > instant)
    return session.exec(select(Person).where(later)).all()


def look_at_ends(session: Session, now: datetime) -> None:
    """Every open outcome's end is looked at anew; for one that is yet to come nothing was proposed."""
    _move(session, Outcome, "proposed_for", after=now.date() - timedelta(days=1), to=None)
    newest = select(func.max(OutcomeDefinition.id)).group_by(col(OutcomeDefinition.outcome_id))
    ending = select(OutcomeDefinition.outcome_id).where(
        col(OutcomeDefinition.id).in_(newest), col(OutcomeDefinition.ends_on).is_not(None)
    )
    anew = update(Outcome).where(col(Outcome.id).in_(ending), col(Outcome.closed_at).is_(None))
    session.execute(anew.values(next_proposal_at=now))


def subscriptions(session: Session) -> Sequence[DigestSubscription]:
    """Every channel that gets a digest."""
    return session.exec(select(DigestSubscription).where(col(DigestSubscription.next_due_at).is_not(None))).all()


def forget_runs_after(session: Session, subscription_id: int, day: date) -> None:
    """No digest was due after that day."""
    early = select(DigestRun.id).where(DigestRun.subscription_id == subscription_id, col(DigestRun.nominal_on) > day)
    numbers = session.exec(early).all()
    session.execute(update(Message).where(col(Message.digest_run_id).in_(numbers)).values(digest_run_id=None))
    session.execute(delete(AddedLine).where(col(AddedLine.digest_run_id).in_(numbers)))  # they have been posted
    session.execute(delete(DigestRun).where(col(DigestRun.id).in_(numbers)))


def free_keys_planned_after(session: Session, instant: datetime) -> None:
    """What was planned for later than that is not sent, and its key is there for when its time really comes."""
    early = col(Message.planned_for) > instant
    dropped = {"state": MessageState.CANCELLED, "skip_reason": SkipReason.TOO_LATE}
    session.execute(update(Message).where(early, col(Message.state) == MessageState.QUEUED).values(dropped))
    for message in session.exec(select(Message).where(early, col(Message.state).not_in(UNDECIDED))):
        message.key = f"{message.key}#{message.id}"
        session.add(message)


def no_later_than(session: Session, now: datetime, *, longest_pause: timedelta) -> None:
    """What happened is not yet to come, and nothing waits longer than the longest pause there is."""
    undecided = col(Message.state).in_(UNDECIDED)
    # Slack's history is searched from the first try on; when that was, nobody knows any more.
    _move(session, Message, "tried_at", after=now, to=now - timedelta(days=1), also=undecided)
    _move(session, Message, "ready_at", after=now + longest_pause, to=now, also=undecided)
    _move(session, Message, "refresh_at", after=now + longest_pause, to=now)
    for table, column in ((Person, "last_reminder_sent_at"), (Person, "profile_read_at"), (Channel, "members_read_at")):
        _move(session, table, column, after=now, to=now)
    # Or what is silent would not be asked about until then.
    _move(session, Message, "sent_at", after=now, to=now, also=col(Message.kind).in_(PINGS))
    _move(session, Person, "status_since", after=now, to=now)
    session.execute(delete(HeldBackRecord).where(col(HeldBackRecord.last_at) > now))  # nobody was asked then
    _move(session, Workspace, "theoretical_arrival_at", after=now + longest_pause, to=None)
    _move(session, Workspace, "paused_until", after=now + longest_pause, to=None)
    _move(session, Channel, "next_free_at", after=now + longest_pause, to=None)
    _move(session, Outage, "ended_at", after=now, to=now)
    _move(session, Outage, "began_at", after=now, to=now)
    _move(session, Heartbeat, "beat_at", after=now, to=now)
    _move(session, Heartbeat, "restored_at", after=now, to=now)


def _move(
    session: Session,
    table: Any,
    column: str,
    *,
    after: datetime | date,
    to: datetime | None,
    also: ColumnElement[bool] | None = None,
) -> None:
    found = update(table).where(getattr(table, column) > after, true() if also is None else also)
    session.execute(found.values({column: to}))
