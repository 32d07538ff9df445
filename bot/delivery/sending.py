"""Talking to Slack about messages: post what is claimed, look for what is doubted, edit what has changed.

No transaction is open while we wait for Slack.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import crashpoints
from bot.delivery import outbox, read_back, refreshing, results
from bot.delivery.outbox import Claimed, Held
from bot.delivery.read_back import Doubted
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from storage import destinations

log = logging.getLogger(__name__)

EVENT_TYPE = "outcome_bot_message"
_BEFORE_THE_TRY = 3600
"""Seconds: Slack's clock and ours may differ; a key is unique, so looking at too much does no harm."""


async def send_due(deps: Deps, settings: DeliverySettings) -> int:
    """Send a batch of what is ready; answers how many were claimed. Every claim is settled, whatever happens."""
    claimed_at = time.monotonic()
    claimed = await deps.database.run(outbox.claim, now=deps.clock(), settings=settings)
    for each in claimed:
        log.debug("claimed %s", each.key)
    crashpoints.reached("claiming: claimed")
    await asyncio.gather(*(_send_and_record(deps, each, settings, claimed_at=claimed_at) for each in claimed))
    return len(claimed)


async def probe_doubted(deps: Deps, settings: DeliverySettings) -> int:
    """Look into Slack's history for a batch of messages of unknown fate; answers how many."""
    doubted = await deps.database.run(read_back.claim_doubted, now=deps.clock(), settings=settings)
    crashpoints.reached("probing: claimed")
    for each in doubted:
        await _probe(deps, each, settings)
        crashpoints.reached("probing: recorded")
    return len(doubted)


async def refresh_changed(deps: Deps, settings: DeliverySettings) -> int:
    """Edit a batch of sent reminders whose content has changed; answers how many."""
    edits = await deps.database.run(refreshing.claim, now=deps.clock(), settings=settings)
    crashpoints.reached("editing: claimed")
    for edit in edits:
        client = deps.workspaces.client(edit.workspace_id)
        if client is None:
            continue
        call = client.chat_update
        arguments = {"channel": edit.channel, "ts": edit.ts, "text": edit.text, "blocks": edit.blocks}
        result = await _call(lambda call=call, arguments=arguments: call(**arguments), settings)  # type: ignore[misc]
        crashpoints.reached("editing: answered")
        await deps.database.run(refreshing.record_result, edit, result, now=deps.clock())
    return len(edits)


async def _send_and_record(deps: Deps, claimed: Claimed, settings: DeliverySettings, *, claimed_at: float) -> None:
    result = await _send(deps, claimed, settings, claimed_at=claimed_at)
    crashpoints.reached("sending: answered")
    await deps.database.run(outbox.record_result, claimed, result, now=deps.clock(), settings=settings)
    crashpoints.reached("recording result: committed")


async def _send(deps: Deps, claimed: Claimed, settings: DeliverySettings, *, claimed_at: float) -> results.Result:
    client = deps.workspaces.client(claimed.workspace_id)
    if client is None:
        return results.TryLater("this process does not know the workspace")
    if claimed.channel is None:
        opened = await _open_dm(deps, client, claimed, settings)
        if not isinstance(opened, str):
            return opened
        claimed = replace(claimed, channel=opened)
    # The last look at the lease: a send that could outlast it is not started, and leaves the message as it is.
    crashpoints.reached("sending: about to")
    if time.monotonic() - claimed_at > settings.send_budget_for:
        return results.TryLater("its turn came too late")
    return await _call(lambda: _post(client, claimed), settings)


async def _post(client: AsyncWebClient, claimed: Claimed) -> Any:
    return await client.chat_postMessage(
        channel=claimed.channel or "",
        thread_ts=claimed.thread_ts,
        text=claimed.text,
        blocks=claimed.blocks,
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": claimed.key}},
        unfurl_links=False,
        unfurl_media=False,
    )


async def _open_dm(
    deps: Deps, client: AsyncWebClient, wanted: Held, settings: DeliverySettings
) -> str | results.Result:
    """The D… channel of the person, kept for ever: looking for a message later needs it. Opening twice does no
    harm.
    """
    try:
        async with asyncio.timeout(settings.send_timeout_for):
            answer = await client.conversations_open(users=wanted.user_id)
            channel = str(answer["channel"]["id"])
    except Exception as error:  # noqa: BLE001  # whatever it was, nothing was posted
        result = results.classify(error)
        return results.TryLater(result.why) if isinstance(result, results.Unclear) else result
    crashpoints.reached("opening: answered")
    await deps.database.run(destinations.keep_dm, person_id=wanted.person_id, channel_id=channel)
    return channel


async def _call(call: Callable[[], Awaitable[Any]], settings: DeliverySettings) -> results.Result:
    """What became of one call that posts or edits. Ten seconds from the first byte to the last."""
    try:
        async with asyncio.timeout(settings.send_timeout_for):
            answer = await call()
    except Exception as error:  # noqa: BLE001  # every failure is an answer here
        return results.classify(error)
    return results.of_answer(answer)


async def _probe(deps: Deps, doubted: Doubted, settings: DeliverySettings) -> None:
    client = deps.workspaces.client(doubted.workspace_id)
    if client is None:
        why = "this process does not know the workspace"
        await deps.database.run(read_back.unreadable, doubted, why, now=deps.clock(), settings=settings)
        return
    if doubted.channel is None:
        # A database restored from before the first message does not know the DM; Slack does.
        opened = await _open_dm(deps, client, doubted, settings)
        if not isinstance(opened, str):
            why = getattr(opened, "why", "")
            await deps.database.run(read_back.unreadable, doubted, why, now=deps.clock(), settings=settings)
            return
        doubted = replace(doubted, channel=opened)
    try:
        async with asyncio.timeout(settings.send_timeout_for):
            ts = await _find(client, doubted)
    except Exception as error:  # noqa: BLE001  # every failure means that we could not look
        why = getattr(results.classify(error), "why", "")
        log.warning("cannot read back %s: %s", doubted.key, why)
        await deps.database.run(read_back.unreadable, doubted, why, now=deps.clock(), settings=settings)
        return
    crashpoints.reached("probing: read")
    if ts is None:
        await deps.database.run(read_back.absent, doubted, now=deps.clock(), settings=settings)
    else:
        await deps.database.run(read_back.found, doubted, channel=doubted.channel or "", ts=ts, now=deps.clock())


async def _find(client: AsyncWebClient, doubted: Doubted) -> str | None:
    """The ts of the message that carries our key, on whichever page it is."""
    oldest = f"{doubted.tried_at.timestamp() - _BEFORE_THE_TRY:.6f}"
    cursor: str | None = None
    while True:
        page = {"include_all_metadata": True, "oldest": oldest, "limit": 200, "cursor": cursor}
        if doubted.thread_ts is None:
            answer = await client.conversations_history(channel=doubted.channel or "", **page)  # type: ignore[arg-type]
        else:
            answer = await client.conversations_replies(
                channel=doubted.channel or "",
                ts=doubted.thread_ts,
                **page,  # type: ignore[arg-type]
            )
        for message in answer["messages"]:
            metadata = message.get("metadata") or {}
            if metadata.get("event_payload", {}).get("key") == doubted.key:
                return str(message["ts"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
