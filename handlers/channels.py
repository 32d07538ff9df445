"""What Slack says about a channel: its name, whether it is private, and who is in it."""

import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from bot.actions import learning
from bot.actions.learning import ChannelProfile
from bot.deps import Deps
from bot.workspaces import Installed
from handlers.asked import NETWORK_TROUBLE

_FINAL = ("channel_not_found", "not_in_channel", "missing_scope", "account_inactive", "invalid_auth", "token_revoked")

log = logging.getLogger(__name__)


def learn_about(deps: Deps, installed: Installed, channel_id: str) -> None:
    """Ask Slack about this channel in the background. Until it has answered, the channel counts as private."""
    deps.background.start(_learn(deps, installed, channel_id), name="ask about a channel")


async def _learn(deps: Deps, installed: Installed, channel_id: str) -> None:
    patient = AsyncRetrying(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(4),
        wait=wait_random_exponential(multiplier=1, max=20),
        reraise=True,
    )
    try:
        profile: ChannelProfile = await patient(_profile_of, installed.client, channel_id)
    except NETWORK_TROUBLE as trouble:
        log.warning("Slack did not say what channel %s is, so it counts as private: %s", channel_id, trouble)
        return
    await deps.database.run(
        learning.learn_channel,
        workspace_id=installed.workspace_id,
        channel_id=channel_id,
        profile=profile,
        now=deps.clock(),
    )


async def _profile_of(client: AsyncWebClient, channel_id: str) -> ChannelProfile:
    channel = (await client.conversations_info(channel=channel_id))["channel"]
    if not channel.get("is_private"):
        return ChannelProfile(channel.get("name") or "", is_private=False)
    members: set[str] = set()
    async for page in await client.conversations_members(channel=channel_id, limit=200):
        members |= set(page["members"])
    return ChannelProfile(channel.get("name") or "", is_private=True, members=frozenset(members))


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, SlackApiError):
        # Without JSON (a gateway's error page) the library has text where it otherwise has what Slack says.
        said = error.response.data
        return not isinstance(said, dict) or said.get("error") not in _FINAL
    return isinstance(error, NETWORK_TROUBLE)
