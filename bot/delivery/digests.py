"""When a channel's digest goes out, once for each channel and date, and for which dates it speaks."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import crashpoints
from bot.actions import outgoing
from bot.actions.digest_threads import tell_below
from bot.actions.digests import A_WEEK, Span, covers_from, rule_of
from bot.actions.telling import tell
from bot.delivery.savepoints import PUT_OFF_FOR, each_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.calendar import Occurrence, newest_occurrence, next_occurrence
from bot.domain.digests import Rhythm
from bot.domain.messages import MessageKind, SkipReason
from storage import added_lines, digests
from storage.inserting import insert_once
from storage.tables import Channel, DigestRun, DigestSubscription, Message


def plan_digests(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Give every channel whose digest time has come its run and its message."""
    rows = digests.take_due(session, now=now, limit=settings.planning_batch)

    def put_off(subscription: DigestSubscription) -> None:
        subscription.next_due_at = now + PUT_OFF_FOR

    each_in_savepoint(session, rows, lambda row: _plan(session, row, now=now, settings=settings), put_off=put_off)
    crashpoints.reached("planning: digests")
    return len(rows)


def _plan(session: Session, subscription: DigestSubscription, *, now: datetime, settings: DeliverySettings) -> None:
    rule = rule_of(subscription)
    occurrence = newest_occurrence(rule, now=now)
    reason = _why_not(session, subscription, occurrence, now=now, settings=settings)
    run = _run(session, subscription, occurrence, skip_reason=reason)
    if run is not None and reason is None:
        _enqueue(session, subscription, run, occurrence, now=now, settings=settings)
    elif run is not None and reason is not None:
        tell(session, events.DigestSkipped(run.id, reason), now=now)
    if reason is SkipReason.NO_OUTCOMES:
        subscription.covered_until_on = occurrence.on - timedelta(days=1)  # there was nothing to say about these days
    subscription.next_due_at = next_occurrence(rule, now).at
    session.add(subscription)


def _why_not(
    session: Session,
    subscription: DigestSubscription,
    occurrence: Occurrence,
    *,
    now: datetime,
    settings: DeliverySettings,
) -> SkipReason | None:
    if now - occurrence.at >= settings.digest_late_by_at_most:
        return SkipReason.COVERED_BY_NEXT
    if session.get_one(Channel, subscription.channel_id).is_archived:
        return SkipReason.ARCHIVED
    return None if digests.open_outcomes(session, subscription.channel_id) else SkipReason.NO_OUTCOMES


def _run(
    session: Session, subscription: DigestSubscription, occurrence: Occurrence, *, skip_reason: SkipReason | None
) -> DigestRun | None:
    """The run for this date; None where there is one already."""
    last = occurrence.on - timedelta(days=1)
    run = DigestRun(
        workspace_id=subscription.workspace_id,
        subscription_id=subscription.id,
        nominal_on=occurrence.on,
        covers_from_on=covers_from(session, subscription, occurrence),
        covers_to_on=last,
        skip_reason=skip_reason,
    )
    if not insert_once(session, run):
        return None
    return digests.run_of(session, subscription_id=subscription.id, on=occurrence.on)


def _enqueue(
    session: Session,
    subscription: DigestSubscription,
    run: DigestRun,
    occurrence: Occurrence,
    *,
    now: datetime,
    settings: DeliverySettings,
) -> None:
    channel = session.get_one(Channel, subscription.channel_id)
    outgoing.enqueue(
        session,
        Message(
            workspace_id=subscription.workspace_id,
            key=f"digest:{channel.channel_id}:{occurrence.on.isoformat()}",
            kind=MessageKind.DIGEST,
            priority=MessageKind.DIGEST.priority,
            channel_id=channel.id,
            digest_run_id=run.id,
            planned_for=occurrence.at,
            ready_at=now,
            expires_at=occurrence.at + settings.digest_late_by_at_most,
            created_at=now,
        ),
    )


def was_posted(session: Session, message: Message, *, now: datetime) -> None:
    """The digest is in its channel: its numbers follow in its thread, and the next one begins where it ends, and covers
    one that never arrived.
    """
    tell_below(session, message, now=now)
    run = session.get(DigestRun, message.digest_run_id) if message.digest_run_id is not None else None
    if run is None:
        return
    subscription = session.get_one(DigestSubscription, run.subscription_id)
    subscription.covered_until_on = max(run.covers_to_on, subscription.covered_until_on or run.covers_to_on)
    session.add(subscription)
    assert message.channel_id is not None, "a channel has it"
    added_lines.were_posted(session, message.channel_id, run.id)


def span_of(run: DigestRun, message: Message, *, now: datetime, settings: DeliverySettings, rhythm: Rhythm) -> Span:
    """The dates a run speaks for, how many digests it stands for, and how late it is."""
    late_by = now - message.planned_for
    usual = A_WEEK if rhythm is Rhythm.WEEKLY else timedelta(days=31)
    days = run.covers_to_on - run.covers_from_on + timedelta(days=1)
    return Span(
        run.covers_from_on,
        run.covers_to_on,
        periods_covered=max(1, round(days / usual)),
        late_by=late_by if late_by > settings.late_from else None,
    )
