"""Talking to Slack about messages: send what is claimed, look for what is doubted, edit what has changed.

Each goes the same way: claim in one short transaction, read and render in one that only reads, say that it is still
wanted, and only then wait for Slack, with no transaction open.
"""

import asyncio
import logging
import time
from dataclasses import replace
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot import crashpoints
from bot.delivery import carriers, comparing, outbox, read_back, refreshing, rendering, results
from bot.delivery.carriers import Answered
from bot.delivery.outbox import Confirmed, Held
from bot.delivery.refreshing import Edit
from bot.delivery.rendering import Drawn, Withdrawn
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.domain.messages import Carrier, Failure, FailureCode
from bot.views.blocks import Message as Rendered
from bot.workspaces import Installed

log = logging.getLogger(__name__)

SIGHT_UNCERTAIN = Failure(FailureCode.SIGHT_UNCERTAIN)

_MOST_RENDERINGS = 3
"""A message that changes as often as that while it is put together is sent as it is, and edited right after."""


async def send_due(deps: Deps, settings: DeliverySettings) -> int:
    """Send a batch of what is ready; answers how many were claimed. What became of each is written down, whatever
    happens.
    """
    claimed_at = time.monotonic()
    leaving_out = deps.workspaces.out_of_reach()
    claimed = await deps.database.run(outbox.claim, now=deps.clock(), settings=settings, leaving_out=leaving_out)
    for each in claimed:
        log.debug("claimed %s", each.key)
    crashpoints.reached("claiming: claimed")
    await asyncio.gather(*(_deliver(deps, each, settings, claimed_at=claimed_at) for each in claimed))
    return len(claimed)


async def probe_unknown(deps: Deps, settings: DeliverySettings) -> int:
    """Look into Slack's history for a batch of messages of unknown fate; answers how many."""
    leaving_out = deps.workspaces.out_of_reach()
    doubted = await deps.database.run(
        read_back.claim_unknown, now=deps.clock(), settings=settings, leaving_out=leaving_out
    )
    crashpoints.reached("probing: claimed")
    for each in doubted:
        await _probe(deps, each, settings)
        crashpoints.reached("probing: recorded")
    return len(doubted)


async def refresh_changed(deps: Deps, settings: DeliverySettings) -> int:
    """Edit a batch of sent reminders whose content has changed; answers how many."""
    leaving_out = deps.workspaces.out_of_reach()
    edits = await deps.database.run(refreshing.claim, now=deps.clock(), settings=settings, leaving_out=leaving_out)
    crashpoints.reached("editing: claimed")
    for edit in edits:
        await _edit(deps, edit, settings)
    return len(edits)


async def _deliver(deps: Deps, held: Held, settings: DeliverySettings, *, claimed_at: float) -> None:
    installed = await deps.workspaces.find(held.workspace_id)
    result: results.Result = results.NotOurs()
    if installed is not None:
        if not await comparing.is_sight_certain(deps, installed, held.message_id):
            await _record(deps, held, results.TryLater(SIGHT_UNCERTAIN), settings)
            return
        drawn = await _confirmed(deps, held, settings)
        if drawn is None:
            return
        send_by = claimed_at + settings.send_budget_for
        result = await _send(deps, installed.client, held, drawn, settings, send_by=send_by)
        result = await _unless_replaced(deps, installed, result)
    crashpoints.reached("sending: answered")
    await _record(deps, held, result, settings)
    crashpoints.reached("recording result: committed")


async def _record(deps: Deps, held: Held, result: results.Result, settings: DeliverySettings) -> None:
    await deps.database.run(outbox.record_result, held, result, now=deps.clock(), settings=settings)


async def _confirmed(deps: Deps, held: Held, settings: DeliverySettings) -> Drawn | None:
    """The message as it is to be sent; None where it is not to be, and that is written down."""
    for left in reversed(range(_MOST_RENDERINGS)):
        drawn = await deps.database.read_at_leisure(
            rendering.render_new, held.message_id, now=deps.clock(), settings=settings
        )
        crashpoints.reached("rendering: rendered")
        answer = await deps.database.run(
            outbox.confirm, held, drawn, now=deps.clock(), settings=settings, anew=left > 0
        )
        if answer is Confirmed.SEND and isinstance(drawn, Drawn):
            crashpoints.reached("confirming: confirmed")
            return drawn
        if answer is Confirmed.OVER:
            return None
    return None


async def _send(
    deps: Deps, client: AsyncWebClient, held: Held, drawn: Drawn, settings: DeliverySettings, *, send_by: float
) -> results.Result:
    if held.channel is None and held.kind.carrier in (Carrier.POST, Carrier.FILE):
        opened = await carriers.open_dm(deps, client, held, settings)
        if not isinstance(opened, str):
            return opened
        held = replace(held, channel=opened)
    # The last look at the lease: a send that could outlast it is not started, and leaves the message as it is.
    crashpoints.reached("sending: about to")
    if time.monotonic() > send_by:
        return results.TryLater(Failure(FailureCode.TURN_TOO_LATE))
    return await carriers.carry(deps, client, held, drawn.content, send_by=send_by, settings=settings)


async def _unless_replaced(deps: Deps, installed: Installed, result: results.Result) -> results.Result:
    """A refused token may have been replaced by another process: then the message waits for that one, and nobody else
    has to.
    """
    if not isinstance(result, results.LockedOut):
        return result
    newer = await deps.workspaces.find(installed.workspace_id, anew=True)
    return result if newer is None or newer.client.token == installed.client.token else results.NotOurs()


async def _probe(deps: Deps, doubted: Held, settings: DeliverySettings) -> None:
    installed = await deps.workspaces.find(doubted.workspace_id)
    if installed is None:
        await deps.database.run(read_back.not_ours, doubted, now=deps.clock())
        return
    client = installed.client
    if doubted.channel is None:
        # A database restored from before the first message does not know the DM; Slack does.
        opened = await carriers.open_dm(deps, client, doubted, settings)
        if not isinstance(opened, str):
            await _cannot_read(deps, doubted, opened, settings)
            return
        doubted = replace(doubted, channel=opened)
    looked = await carriers.find(client, doubted, settings)
    if not isinstance(looked, Answered):
        await _cannot_read(deps, doubted, looked, settings)
        return
    crashpoints.reached("probing: read")
    if looked.value is None:
        await deps.database.run(read_back.absent, doubted, now=deps.clock(), settings=settings)
    else:
        at = {"channel": doubted.channel or "", "ts": looked.value}
        await deps.database.run(read_back.found, doubted, **at, now=deps.clock())


async def _cannot_read(deps: Deps, doubted: Held, result: results.Result, settings: DeliverySettings) -> None:
    if isinstance(result, results.TryLater) and result.after is not None:
        until = deps.clock() + timedelta(seconds=result.after)
        await deps.database.run(read_back.paused, doubted, until=until)
        return
    why = getattr(result, "why", Failure(FailureCode.UNEXPECTED))
    log.warning("cannot read back %s: %s", doubted.key, why)
    await deps.database.run(read_back.unreadable, doubted, why, now=deps.clock(), settings=settings)


async def _edit(deps: Deps, edit: Edit, settings: DeliverySettings) -> None:
    installed = await deps.workspaces.find(edit.workspace_id)
    result: results.Result = results.NotOurs()
    if installed is not None:
        client = installed.client
        if not await comparing.is_sight_certain(deps, installed, edit.message_id):
            await deps.database.run(refreshing.record_result, edit, results.TryLater(SIGHT_UNCERTAIN), now=deps.clock())
            return
        drawn = await deps.database.read_at_leisure(refreshing.render, edit, now=deps.clock(), settings=settings)
        if drawn is None:
            await deps.database.run(refreshing.put_off, edit, now=deps.clock())
            return
        result = await _unless_replaced(deps, installed, await _show(client, edit, drawn, settings))
    crashpoints.reached("editing: answered")
    await deps.database.run(refreshing.record_result, edit, result, now=deps.clock())


async def _show(
    client: AsyncWebClient, edit: Edit, drawn: Rendered | Withdrawn, settings: DeliverySettings
) -> results.Result:
    """What became of showing the message as it should look now, or of taking it away."""
    if isinstance(drawn, Withdrawn):
        result = await carriers.take_away(client, edit.channel, edit.ts, settings)
        if not isinstance(result, results.Impossible):
            return result
        log.info("message %s cannot be taken away: %s", edit.key, result.why)
        drawn = drawn.instead
    arguments = {"channel": edit.channel, "ts": edit.ts, "text": drawn["text"], "blocks": drawn["blocks"]}
    return await carriers.attempt(lambda: client.chat_update(**arguments), settings)
