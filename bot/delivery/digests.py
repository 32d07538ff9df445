"""When a channel's digest goes out, once for each channel and date, and for which dates it speaks."""

from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from bot import crashpoints
from bot.actions.digests import A_WEEK, Span, rule_of
from bot.delivery.planning import newest_occurrence
from bot.delivery.reminders import PRIORITIES
from bot.delivery.savepoints import PUT_OFF_FOR, each_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import Occurrence, next_occurrence
from storage import digests, outbox
from storage.claiming import skip_locked
from storage.inserting import insert_once
from storage.tables import Channel, DigestRun, DigestSubscription, Message

LATE = "over a day late: the next one covers it"
_EMPTY = "no outcomes here"


def plan_digests(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Give every channel whose digest time has come its run and its message."""
    rows = session.exec(
        skip_locked(
            select(DigestSubscription)
            .where(col(DigestSubscription.next_due_at) <= now)
            .order_by(col(DigestSubscription.next_due_at))
            .limit(settings.planning_batch)
        )
    ).all()

    def put_off(subscription: DigestSubscription) -> None:
        subscription.next_due_at = now + PUT_OFF_FOR

    each_in_savepoint(session, rows, lambda row: _plan(session, row, now=now, settings=settings), put_off=put_off)
    crashpoints.reached("planning: digests")
    return len(rows)


def _plan(session: Session, subscription: DigestSubscription, *, now: datetime, settings: DeliverySettings) -> None:
    rule = rule_of(subscription)
    occurrence = newest_occurrence(rule, now=now)
    late = now - occurrence.at >= settings.digest_late_by_at_most
    has_outcomes = bool(digests.open_outcomes(session, subscription.channel_id))
    why_not = LATE if late else None if has_outcomes else _EMPTY
    run = _run(session, subscription, occurrence, skipped_because=why_not)
    if run is not None and why_not is None:
        _enqueue(session, subscription, run, occurrence, now=now, settings=settings)
    if why_not == _EMPTY:
        subscription.covered_until_on = occurrence.on - timedelta(days=1)  # there was nothing to say about these days
    subscription.next_due_at = next_occurrence(rule, now).at
    session.add(subscription)


def _run(
    session: Session, subscription: DigestSubscription, occurrence: Occurrence, *, skipped_because: str | None
) -> DigestRun | None:
    """The run for this date; None where there is one already."""
    last = occurrence.on - timedelta(days=1)
    covered = subscription.covered_until_on
    run = DigestRun(
        workspace_id=subscription.workspace_id,
        subscription_id=subscription.id,
        nominal_on=occurrence.on,
        covers_from_on=min(covered + timedelta(days=1), last)
        if covered
        else _never_covered(session, subscription, occurrence),
        covers_to_on=last,
        skipped_because=skipped_because,
    )
    if not insert_once(session, run):
        return None
    return session.exec(
        select(DigestRun).where(DigestRun.subscription_id == subscription.id, DigestRun.nominal_on == occurrence.on)
    ).one()


def _never_covered(session: Session, subscription: DigestSubscription, occurrence: Occurrence) -> date:
    """Where the first digest of a channel begins: a week back, or where the earlier ones began that never
    arrived.
    """
    first = session.exec(
        select(func.min(DigestRun.covers_from_on)).where(
            DigestRun.subscription_id == subscription.id,
            or_(col(DigestRun.skipped_because).is_(None), col(DigestRun.skipped_because) == LATE),
        )
    ).one()
    return first or occurrence.on - A_WEEK


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
    outbox.enqueue(
        session,
        workspace_id=subscription.workspace_id,
        key=f"digest:{channel.channel_id}:{occurrence.on.isoformat()}",
        now=now,
        kind="digest",
        priority=PRIORITIES["digest"],
        channel_id=channel.id,
        digest_run_id=run.id,
        planned_for=occurrence.at,
        ready_at=now,
        expires_at=occurrence.at + settings.digest_late_by_at_most,
    )


def posted(session: Session, message: Message) -> None:
    """The digest is in its channel: the next one begins where it ends, and covers one that never arrived."""
    run = session.get(DigestRun, message.digest_run_id) if message.digest_run_id is not None else None
    if run is None:
        return
    subscription = session.get_one(DigestSubscription, run.subscription_id)
    subscription.covered_until_on = max(run.covers_to_on, subscription.covered_until_on or run.covers_to_on)
    session.add(subscription)


def span_of(
    run: DigestRun, message: Message, *, now: datetime, settings: DeliverySettings, rhythm: Literal["weekly", "monthly"]
) -> Span:
    """The dates a run speaks for, how many digests it stands for, and how late it is."""
    late_by = now - message.planned_for
    usual = A_WEEK if rhythm == "weekly" else timedelta(days=31)
    days = run.covers_to_on - run.covers_from_on + timedelta(days=1)
    return Span(
        run.covers_from_on,
        run.covers_to_on,
        periods_covered=max(1, round(days / usual)),
        late_by=late_by if late_by > settings.late_from else None,
    )
