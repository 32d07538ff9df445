"""What is kept of people and channels, compared with what Slack says now, and brought up to date.

A person's request may do it for one of them before it is answered (`handlers`), and the heartbeat goes round all of
them at a gentle pace (`bot.delivery.comparing`).
"""

from bot.actions import directory
from bot.channel_profiles import NotTold, fetch_channel
from bot.deps import Deps
from bot.profiles import Told, fetch_person
from bot.slack_client import SlackClient
from bot.workspaces import Installed
from storage import channels, people

_MOST_TRIES = 3
"""How often Slack is asked where it tells of a change while it answers."""


async def compare_person(
    deps: Deps, installed: Installed, user_id: str, *, client: SlackClient | None = None
) -> Told | None:
    """Ask Slack about this account and keep what it says. Nobody is written down whom the bot has nothing to do with,
    and who was before can no longer be served or asked. None where Slack cannot say at the moment. A `client` for
    somebody who waits asks also where Slack has just failed us.
    """
    workspace_id, database = installed.workspace_id, deps.database
    for _ in range(_MOST_TRIES):
        changes = await database.read_at_leisure(people.changes_of, workspace_id=workspace_id, user_id=user_id)
        told = await fetch_person(client or installed.client, user_id, team_id=installed.team_id)
        if told is None:
            return None
        is_newest = await database.run(
            directory.learn_person,
            workspace_id=workspace_id,
            user_id=user_id,
            profile=told.profile,
            channel_ids=told.channel_ids,
            asked_at_change=changes,
            now=deps.clock(),
        )
        if is_newest:
            return told
    return None


async def compare_channel(
    deps: Deps, installed: Installed, channel_id: str, *, enters: bool = False, client: SlackClient | None = None
) -> NotTold | None:
    """Ask Slack about this channel and keep what it says; answers why it did not say anything, where it did not. What
    is out of reach for good is seen by nobody from then on.
    """
    workspace_id, database = installed.workspace_id, deps.database
    for _ in range(_MOST_TRIES):
        changes = await database.read_at_leisure(channels.changes_of, workspace_id=workspace_id, channel_id=channel_id)
        told = await fetch_channel(client or installed.client, channel_id, enters=enters)
        if told is NotTold.OUT_OF_REACH:
            await database.run(
                directory.lose_channel, workspace_id=workspace_id, channel_id=channel_id, now=deps.clock()
            )
        if isinstance(told, NotTold):
            return told
        is_newest = await database.run(
            directory.learn_channel,
            workspace_id=workspace_id,
            channel_id=channel_id,
            profile=told,
            asked_at_change=changes,
            now=deps.clock(),
        )
        if is_newest:
            return None
    return NotTold.FOR_NOW
