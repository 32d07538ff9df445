"""Messages written to the bot while it did not hear: found in Slack's history, and handled as if they had just come.

Slack brings an event again a few times within minutes, and then never. So the direct conversations are gone through at
every start, after every stretch without a connection, and once an hour, a few at a time. What was handled already is
known by the conversation and the time of the message, and passed over.
"""

import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.deps import Deps
from bot.slack_client import SlackClient, pages
from bot.workspaces import Installed
from handlers.slack_calls import NETWORK_TROUBLE
from handlers.surfaces import is_a_persons
from storage import workspaces

log = logging.getLogger(__name__)

_EVERY = timedelta(hours=1)
_AGAIN_AFTER = timedelta(minutes=5)
_OVERLAP = timedelta(hours=1)
_LONGEST = timedelta(days=7)
_SETTLED_AFTER = timedelta(seconds=60)
"""What is younger may just be on its way to us."""
_MOST_AT_ONCE = 2
"""In each round, of which there are twelve a minute: conversations.history allows fifty calls a minute."""
_A_PAGE = 200


@dataclass(frozen=True)
class _Conversation:
    """A direct conversation to be gone through, from an instant on."""

    workspace_id: int
    channel_id: str
    user_id: str
    since: datetime


class CatchingUp:
    """Goes through the direct conversations. `missed_since` is when the bot last heard before it was started."""

    def __init__(self, deps: Deps, app: AsyncApp, *, missed_since: datetime) -> None:
        self._deps, self._app = deps, app
        self._since = missed_since
        self._next_at = missed_since
        self._is_after_a_gap = True
        self._waiting: deque[_Conversation] = deque()

    async def round(self) -> int:
        """Go through the next few conversations; answers how many messages were found that nobody had heard of."""
        now = self._deps.clock()
        if (missed_since := self._deps.freshness.take_missed()) is not None:
            self._since, self._next_at, self._is_after_a_gap = min(self._since, missed_since), now, True
        if not self._waiting and not now < self._next_at <= now + _EVERY:
            await self._list(now)
        found = 0
        for _ in range(min(_MOST_AT_ONCE, len(self._waiting))):
            found += await self._go_through(self._waiting.popleft(), now=now)
        return found

    async def _list(self, now: datetime) -> None:
        """Have every direct conversation gone through; those of a workspace that does not answer, the next time."""
        since = max(self._since - _OVERLAP, now - _LONGEST)
        # After a gap once more soon: what had just been written was too young to be taken.
        self._next_at, self._since = now + (2 * _SETTLED_AFTER if self._is_after_a_gap else _EVERY), now
        self._is_after_a_gap = False
        for workspace_id in await self._deps.database.read_at_leisure(workspaces.every_id):
            installed = await self._deps.workspaces.find(workspace_id)
            if installed is None:
                continue
            try:
                async for user_id, channel_id in _conversations(installed.client):
                    self._waiting.append(_Conversation(workspace_id, channel_id, user_id, since))
            except NETWORK_TROUBLE as trouble:
                log.warning("cannot list the direct conversations of workspace %s: %s", workspace_id, trouble)
                self._next_at, self._since = now + _AGAIN_AFTER, since

    async def _go_through(self, conversation: _Conversation, *, now: datetime) -> int:
        installed = await self._deps.workspaces.find(conversation.workspace_id)
        if installed is None:
            return 0
        try:
            written = [message async for message in _written(installed.client, conversation, now=now)]
        except NETWORK_TROUBLE as trouble:
            log.warning("cannot read the conversation %s: %s", conversation.channel_id, trouble)
            self._next_at, self._since = now + _AGAIN_AFTER, min(self._since, conversation.since + _OVERLAP)
            return 0
        for message in sorted(written, key=lambda each: _instant(each)):
            await self._app.async_dispatch(_as_request(message, conversation, installed))
        return len(written)


async def _conversations(client: SlackClient) -> AsyncIterator[tuple[str, str]]:
    """The person and the id of each direct conversation."""
    async for page in pages(client.conversations_list, types="im", limit=_A_PAGE):
        for channel in page["channels"]:
            yield channel["user"], channel["id"]


async def _written(
    client: SlackClient, conversation: _Conversation, *, now: datetime
) -> AsyncIterator[Mapping[str, Any]]:
    """What the person wrote in that time, in threads too, whose beginnings may be older."""
    latest = f"{(now - _SETTLED_AFTER).timestamp():.6f}"
    since = f"{conversation.since.timestamp():.6f}"
    oldest = f"{(conversation.since - _LONGEST).timestamp():.6f}"
    channel = conversation.channel_id
    within = {"channel": channel, "oldest": oldest, "latest": latest}
    async for page in pages(client.conversations_history, **within, limit=_A_PAGE):
        for message in _of_person(page["messages"], conversation):
            yield message
        for parent in page["messages"]:
            if float(parent.get("latest_reply") or 0) < float(since):
                continue
            thread = await client.conversations_replies(
                channel=channel, ts=parent["ts"], oldest=since, latest=latest, limit=_A_PAGE
            )
            for message in _of_person(thread["messages"], conversation):
                if message["ts"] != parent["ts"]:
                    yield message


def _of_person(messages: list[dict[str, Any]], conversation: _Conversation) -> Iterator[Mapping[str, Any]]:
    for message in messages:
        is_theirs = message.get("user") == conversation.user_id and is_a_persons(message)
        if is_theirs and _instant(message) >= conversation.since:
            yield message


def _instant(message: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(float(message["ts"]), UTC)


def _as_request(message: Mapping[str, Any], conversation: _Conversation, installed: Installed) -> AsyncBoltRequest:
    """The event that Slack would have brought, without an id of its own."""
    event = {**message, "type": "message", "channel": conversation.channel_id, "channel_type": "im"}
    authorization = {"team_id": installed.team_id, "user_id": installed.bot_user_id, "is_bot": True}
    body = {
        "type": "event_callback",
        "team_id": installed.team_id,
        "event": event,
        "authorizations": [{**authorization, "enterprise_id": None, "is_enterprise_install": False}],
    }
    return AsyncBoltRequest(body=body, mode="socket_mode")
