"""What Slack says about a channel: its name, what kind it is, and who is in a private one."""

import logging
from enum import Enum, auto
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.actions.directory import ChannelProfile
from bot.domain.typed_text import legible
from bot.pauses import SlackPaused
from bot.slack_client import SlackClient, pages
from bot.workspaces import TOKEN_REFUSED, error_name

log = logging.getLogger(__name__)

_A_PAGE = 200


class NotTold(Enum):
    """Why Slack has not said what a channel is."""

    OUT_OF_REACH = auto()
    """It is private and the bot is not in it, or it is gone: nothing is to be known about it any more."""
    LOCKED_OUT = auto()
    """Slack refuses the bot's token: it takes no message either."""
    FOR_NOW = auto()
    """Slack cannot be asked at the moment."""


_WHY = {
    **dict.fromkeys(("channel_not_found", "not_in_channel"), NotTold.OUT_OF_REACH),
    **dict.fromkeys(TOKEN_REFUSED, NotTold.LOCKED_OUT),
}


async def fetch_channel(client: SlackClient, channel_id: str, *, enters: bool = False) -> ChannelProfile | NotTold:
    """What Slack says about this channel now. With `enters` the bot joins it where it is a public one."""
    try:
        channel: dict[str, Any] = (await client.conversations_info(channel=channel_id))["channel"]
        if not channel.get("is_private"):
            if enters and not channel.get("is_member"):
                await _enter(client, channel_id)
            return _profile(channel)
        members: set[str] = set()
        async for page in pages(client.conversations_members, channel=channel_id, limit=_A_PAGE):
            members |= set(page["members"])
    except SlackApiError as error:
        log.info("about channel %s Slack says %s", channel_id, error_name(error))
        return _WHY.get(error_name(error), NotTold.FOR_NOW)
    except SlackPaused:
        return NotTold.FOR_NOW
    except Exception as error:  # noqa: BLE001  # the network, or an answer that is none: asked again later
        log.warning("cannot ask about channel %s: %s: %s", channel_id, type(error).__name__, error)
        return NotTold.FOR_NOW
    return _profile(channel, members=frozenset(members))


def _profile(channel: dict[str, Any], *, members: frozenset[str] | None = None) -> ChannelProfile:
    return ChannelProfile(
        legible(channel.get("name") or ""),
        is_private=members is not None,
        is_archived=bool(channel.get("is_archived")),
        members=members or frozenset(),
    )


async def _enter(client: SlackClient, channel_id: str) -> None:
    """Join a public channel. What it is remains known where that fails; a digest that cannot be posted is told of."""
    try:
        await client.conversations_join(channel=channel_id)
    except SlackApiError as error:
        log.warning("cannot join channel %s: %s", channel_id, error_name(error))
