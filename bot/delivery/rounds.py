"""One round of each heartbeat job. Each is one function that the heartbeat, a test or the operator calls."""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot import crashpoints
from bot.delivery import comparing, fetching, home, outages, outbox, sending
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.delivery.standings import Checks
from bot.delivery.steps import PLANNING
from bot.deps import Deps
from storage import interactions, method_pauses, sources

log = logging.getLogger(__name__)

_TRIED_KEPT_FOR = timedelta(days=1)
"""How long a system that somebody tried and does not use is kept, with its secret."""


async def plan(deps: Deps, settings: DeliverySettings, beats: Beats) -> None:
    """Write down everything that the rules call for by now, if the clock can be believed. Downtime is noticed first: it
    changes what is missed. All of a round is as of the instant at which we were alive: what a machine that sleeps in
    the middle of it has slept through is for the next one, which knows of the gap.
    """
    if not await beats.trust.is_given(deps, settings):
        beats.go_on()
        return
    run, now = deps.database.run, deps.clock()
    await run(outages.beat, real_gap=beats.real_gap(settings), now=now, settings=settings)
    for step in PLANNING:
        while await run(step, now=now, settings=settings) >= settings.planning_batch:
            pass
        crashpoints.reached("planning: planned")
    log.debug("planned as of %s", now.isoformat())


async def fetch(deps: Deps, *, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """Ask the systems whose time has come, until there is none left or `goes_on` says no; whether any was asked."""
    is_any = False
    while goes_on() and await fetching.fetch_due(deps):
        is_any = True
    return is_any


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


async def publish_homes(deps: Deps, settings: DeliverySettings, *, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Publish the Home tabs that show something which has changed, until there is none left or `goes_on` says no."""
    while goes_on() and await home.publish_changed(deps, settings):
        pass


async def recover(deps: Deps, settings: DeliverySettings) -> None:
    """Doubt what was left behind, and look for what is doubted."""
    await deps.database.run(outbox.recover, now=deps.clock(), settings=settings)
    while await sending.probe_unknown(deps, settings):
        pass


async def compare(deps: Deps) -> None:
    """Ask Slack about a few of the people and channels of which it has told longest ago, or never."""
    await comparing.ask(deps)


async def tidy(deps: Deps, settings: DeliverySettings, checks: Checks) -> None:
    """Forget answers to submissions that nobody can repeat any more, pauses that are long over, and systems that were
    only tried; look whether what is kept is still true.
    """
    now = deps.clock()
    await deps.database.run(interactions.forget_before, now - settings.seen_kept_for)
    await deps.database.run(method_pauses.forget_past, now=now)
    await deps.database.run(sources.forget_tried_before, now - _TRIED_KEPT_FOR)
    await checks.go_on(deps)


async def everything(deps: Deps, settings: DeliverySettings, beats: Beats) -> None:
    """All rounds once, in order: what a moved clock calls for."""
    await compare(deps)
    await plan(deps, settings, beats)
    if await fetch(deps):
        await plan(deps, settings, beats)
    await recover(deps, settings)
    await send(deps, settings)
    await publish_homes(deps, settings)
