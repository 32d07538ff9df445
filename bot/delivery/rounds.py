"""One round of each heartbeat job. Each is one function that the heartbeat, a test or the operator calls."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, delete, select

from bot import crashpoints
from bot.delivery import digests, outages, outbox, planning, profiles, sending
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from storage.tables import DigestSubscription, DueReading, Indicator, Message, Person, SeenInteraction, Workspace

log = logging.getLogger(__name__)


async def plan(deps: Deps, settings: DeliverySettings, beats: Beats) -> None:
    """Write down everything that the rules call for by now. Downtime is noticed first: it changes what is
    missed.
    """
    run, began_at = deps.database.run, deps.clock()
    await run(outages.beat, real_gap=beats.real_gap(settings), now=deps.clock(), settings=settings)
    for step in (
        planning.plan_due_readings,
        planning.plan_reminders,
        digests.plan_digests,
        planning.mark_missed,
    ):
        while await run(step, now=deps.clock(), settings=settings) >= settings.planning_batch:
            pass
        crashpoints.reached("planning: planned")
    await run(outages.tell_administrators, now=deps.clock())
    log.debug("planned as of %s", began_at.isoformat())


async def send(deps: Deps, settings: DeliverySettings, *, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Send what is ready, then edit what has changed, until there is nothing more of either or `goes_on` says
    no: it is asked before each batch is claimed, and what is claimed is finished.
    """
    began_at = deps.clock()
    while goes_on() and await sending.send_due(deps, settings):
        pass
    while goes_on() and await sending.refresh_changed(deps, settings):
        pass
    log.debug("sent as of %s", began_at.isoformat())


async def recover(deps: Deps, settings: DeliverySettings) -> None:
    """Doubt what was left behind, and look for what is doubted."""
    await deps.database.run(outbox.recover, now=deps.clock(), settings=settings)
    while await sending.probe_doubted(deps, settings):
        pass


async def ask_profiles(deps: Deps, settings: DeliverySettings) -> None:
    """Ask Slack about people it has not yet told us about."""
    await profiles.ask(deps, settings)


async def tidy(deps: Deps, settings: DeliverySettings) -> None:
    """Forget answers to submissions that nobody can repeat any more."""
    await deps.database.run(_forget_seen, now=deps.clock(), settings=settings)


async def everything(deps: Deps, settings: DeliverySettings, beats: Beats) -> None:
    """All rounds once, in order: what a moved clock calls for."""
    await ask_profiles(deps, settings)
    await plan(deps, settings, beats)
    await recover(deps, settings)
    await send(deps, settings)


def next_instant(session: Session) -> datetime | None:
    """When the schedule or the outbox next has something to do; each answer comes from an index."""
    earliest = (
        select(func.min(Indicator.next_due_at)),
        select(func.min(Person.next_reminder_at)),
        select(func.min(DigestSubscription.next_due_at)),
        select(func.min(DueReading.grace_ends_at)).where(DueReading.state == "due"),
        select(func.min(Message.ready_at)).where(col(Message.state).in_(("queued", "sending", "unknown", "probing"))),
        select(func.min(Message.refresh_at)).where(Message.state == "sent"),
    )
    instants = [at for each in earliest if (at := session.exec(each).one()) is not None]
    return min(instants, default=None)


def is_waiting(session: Session, *, until: datetime) -> bool:
    """Whether something will be ready to be sent by then, or is, but for Slack's limits."""
    waiting = (
        select(Message.id)
        .join(Workspace)
        .where(
            Message.state == "queued",
            col(Message.ready_at) <= until,
            or_(col(Workspace.paused_until).is_(None), col(Workspace.paused_until) <= until),
        )
        .limit(1)
    )
    return session.exec(waiting).first() is not None


def _forget_seen(session: Session, *, now: datetime, settings: DeliverySettings) -> None:
    session.exec(delete(SeenInteraction).where(col(SeenInteraction.seen_at) < now - settings.seen_kept_for))
