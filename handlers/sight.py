"""What may be shown to somebody: what Slack has said about channels, made sure of before it decides anything."""

import asyncio
from datetime import datetime, timedelta

from bot.channel_profiles import NotTold
from bot.comparing import compare_channel
from bot.deps import Deps
from bot.workspaces import Installed
from storage import channels
from storage.access import EVER

ASKED_FOR = 1.0
"""Seconds that Slack has to say about channels what is too old: somebody waits."""
MOST_AT_ONCE = 20
_AGAIN_AFTER = timedelta(seconds=30)
"""A channel about which Slack does not say anything is not asked about by every request."""

Asked = dict[tuple[int, str], "asyncio.Task[NotTold | None]"]


class ChannelsInSight:
    """Sees to it that old news about channels is asked about anew before somebody is shown something."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._told_since: dict[int, datetime] = {}
        """Since when Slack has told of all of a workspace's channels, when that was last looked up."""
        self._asking: Asked = {}

    async def bring_up_to_date(self, installed: Installed, *, now: datetime) -> bool:
        """Whether what is known of the workspace's channels is fresh, or is by now. What is not is nobody's to see."""
        since = self._deps.freshness.trusts_channels_since(now)
        if since <= self._told_since.get(installed.workspace_id, EVER) <= now:
            return True
        await self._ask(installed, since=since, now=now)
        oldest = await self._deps.database.read(channels.oldest_told_at, workspace_id=installed.workspace_id)
        self._told_since[installed.workspace_id] = oldest or now
        return oldest is None or oldest >= since

    def forget(self, workspace_id: int) -> None:
        """Look anew next time: a channel was added, or something about one has changed."""
        self._told_since.pop(workspace_id, None)

    async def _ask(self, installed: Installed, *, since: datetime, now: datetime) -> None:
        wanted = await self._deps.database.submit(
            channels.take_to_compare,
            workspace_id=installed.workspace_id,
            told_before=since,
            asked_before=now - _AGAIN_AFTER,
            now=now,
            limit=MOST_AT_ONCE,
        )
        for each in wanted:
            self._start(installed, each.channel_id)
        under_way = [task for (workspace_id, _), task in self._asking.items() if workspace_id == installed.workspace_id]
        if under_way:
            await asyncio.wait(under_way, timeout=ASKED_FOR)

    def _start(self, installed: Installed, channel_id: str) -> None:
        key = (installed.workspace_id, channel_id)
        client = installed.client.for_a_person(patience=0)
        comparing = compare_channel(self._deps, installed, channel_id, client=client)
        self._asking[key] = self._deps.background.start(comparing, name="ask about a channel")
        self._asking[key].add_done_callback(lambda _: self._asking.pop(key, None))
