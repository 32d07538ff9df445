"""What Slack says about a channel: its name, whether it is private, and who is in it."""

import logging

from slack_sdk.errors import SlackApiError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from bot.actions import directory
from bot.actions.directory import ChannelProfile
from bot.actions.people import Actor
from bot.deps import Deps
from bot.pauses import SlackPaused
from bot.slack_client import SlackClient, pages
from bot.workspaces import Installed, error_name
from handlers.slack_calls import NETWORK_TROUBLE

_NOT_A_MEMBER = ("channel_not_found", "not_in_channel")
_FINAL = (*_NOT_A_MEMBER, "missing_scope", "account_inactive", "invalid_auth", "token_revoked")

_PATIENCE = 600.0
"""Seconds that Slack may ask us to wait meanwhile."""

log = logging.getLogger(__name__)


def learn_about(deps: Deps, installed: Installed, channel_id: str, *, chosen_by: Actor | None = None) -> None:
    """Ask Slack about this channel in the background. Until it has answered, the channel counts as private.

    A public channel that somebody has just chosen as an outcome's home, or to get digests, is joined, since they are to
    be posted and read back there. A private one cannot be: whoever chose it is asked to invite the bot.
    """
    deps.background.start(_learn(deps, installed, channel_id, chosen_by), name="ask about a channel")


async def _learn(deps: Deps, installed: Installed, channel_id: str, chosen_by: Actor | None) -> None:
    patient = AsyncRetrying(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(4),
        wait=wait_random_exponential(multiplier=1, max=20),
        reraise=True,
    )
    try:
        profile: ChannelProfile = await patient(
            _profile_of, installed.client.for_a_person(patience=_PATIENCE), channel_id, enters=chosen_by is not None
        )
    except NETWORK_TROUBLE as trouble:
        log.warning("Slack did not say what channel %s is, so it counts as private: %s", channel_id, trouble)
        if chosen_by is not None and isinstance(trouble, SlackApiError) and error_name(trouble) in _NOT_A_MEMBER:
            await deps.database.run(directory.ask_for_invitation, channel_id=channel_id, by=chosen_by, now=deps.clock())
        return
    await deps.database.run(
        directory.learn_channel,
        workspace_id=installed.workspace_id,
        channel_id=channel_id,
        profile=profile,
        now=deps.clock(),
    )


async def _profile_of(client: SlackClient, channel_id: str, *, enters: bool) -> ChannelProfile:
    channel = (await client.conversations_info(channel=channel_id))["channel"]
    if not channel.get("is_private"):
        if enters and not channel.get("is_member"):
            await _enter(client, channel_id)
        return ChannelProfile(channel.get("name") or "", is_private=False)
    members: set[str] = set()
    async for page in pages(client.conversations_members, channel=channel_id, limit=200):
        members |= set(page["members"])
    return ChannelProfile(channel.get("name") or "", is_private=True, members=frozenset(members))


async def _enter(client: SlackClient, channel_id: str) -> None:
    """Join a public channel. What it is remains known where that fails; a digest that cannot be posted is told of."""
    try:
        await client.conversations_join(channel=channel_id)
    except NETWORK_TROUBLE as trouble:
        log.warning("cannot join channel %s: %s", channel_id, trouble)


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, SlackApiError):
        return error_name(error) not in _FINAL
    return isinstance(error, NETWORK_TROUBLE) and not isinstance(error, SlackPaused)
