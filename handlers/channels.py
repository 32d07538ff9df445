"""What Slack tells about channels by itself (archived, renamed, left, gone), and asking about one just chosen."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.actions import directory
from bot.actions.news import hasten
from bot.actions.people import Actor
from bot.channel_profiles import NotTold
from bot.comparing import compare_channel
from bot.deps import Deps
from bot.workspaces import Installed
from handlers.sight import ChannelsInSight

CHANNEL_EVENTS = tuple(
    f"{kind}_{change}"
    for kind in ("channel", "group")  # Slack's words here for a public and for a private one
    for change in ("rename", "archive", "unarchive", "deleted", "left")
)


def learn_about(deps: Deps, installed: Installed, channel_id: str, *, chosen_by: Actor | None = None) -> None:
    """Ask Slack about this channel in the background. Until it has answered, the channel counts as private.

    A public channel that somebody has just chosen as an outcome's home, or to get digests, is joined, since they are to
    be posted and read back there. A private one cannot be: whoever chose it is asked to invite the bot. Where Slack
    does not answer now, the round that compares all channels asks again.
    """
    deps.background.start(_learn(deps, installed, channel_id, chosen_by), name="ask about a channel")


async def on_channel_changed(
    event: dict[str, Any], deps: Deps, installed: Installed, channels_in_sight: ChannelsInSight
) -> None:
    """Something about a channel has changed, or the bot was removed from it: ask what holds now."""
    channel = event["channel"]
    channels_in_sight.forget(installed.workspace_id)
    # A renamed one comes with its new name; what else has changed is asked for all the same.
    learn_about(deps, installed, channel["id"] if isinstance(channel, dict) else channel)


async def on_channel_id_changed(event: dict[str, Any], deps: Deps, installed: Installed) -> None:
    """A channel has another id from now on, as happens when it is shared with another workspace."""
    before, after = event["old_channel_id"], event["new_channel_id"]
    await deps.database.run(
        directory.rename_channel_id, workspace_id=installed.workspace_id, before=before, after=after
    )
    learn_about(deps, installed, after)


def register(app: AsyncApp) -> None:
    """Listen for what changes about channels."""
    for name in CHANNEL_EVENTS:
        app.event(name)(on_channel_changed)
    app.event("channel_id_changed")(on_channel_id_changed)


async def _learn(deps: Deps, installed: Installed, channel_id: str, chosen_by: Actor | None) -> None:
    client = installed.client.for_a_person()
    not_told = await compare_channel(deps, installed, channel_id, enters=chosen_by is not None, client=client)
    if not_told is None and chosen_by is not None:  # so it is in there now
        await deps.database.run(hasten, workspace_id=installed.workspace_id, channel_id=channel_id, now=deps.clock())
    if not_told is NotTold.OUT_OF_REACH and chosen_by is not None:
        await deps.database.run(directory.ask_for_invitation, channel_id=channel_id, by=chosen_by, now=deps.clock())
