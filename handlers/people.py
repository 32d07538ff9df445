"""What Slack tells about people by itself: profiles that change, and who comes into and leaves channels."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.actions import directory
from bot.deps import Deps
from bot.profiles import instant_of, profile_of
from bot.workspaces import Installed
from handlers.channels import learn_about
from handlers.identity import KnownPeople


async def on_profile_changed(
    event: dict[str, Any], deps: Deps, installed: Installed, known_people: KnownPeople, now: datetime
) -> None:
    """Take in a new zone, locale, name or standing of somebody we know."""
    user, workspace_id = event["user"], installed.workspace_id
    await deps.database.run(
        directory.learn_of_known,
        workspace_id=workspace_id,
        user_id=user["id"],
        profile=profile_of(user, team_id=installed.team_id),
        now=now,
    )
    known_people.forget(workspace_id, user["id"])


async def on_do_not_disturb(event: dict[str, Any], deps: Deps, installed: Installed, now: datetime) -> None:
    """Somebody does not want to be disturbed for a while, or does again."""
    told = event["dnd_status"]
    since, until = (instant_of(told.get(name)) for name in ("next_dnd_start_ts", "next_dnd_end_ts"))
    is_stretch = bool(told.get("dnd_enabled")) and since is not None and until is not None and since < until
    await deps.database.run(
        directory.learn_do_not_disturb,
        workspace_id=installed.workspace_id,
        user_id=event["user"],
        since=since if is_stretch else None,
        until=until if is_stretch else None,
        now=now,
    )


async def on_member_joined(event: dict[str, Any], deps: Deps, installed: Installed, now: datetime) -> None:
    """Somebody joined a channel; where it was the bot itself, it can now ask who else is there."""
    if event["user"] == installed.bot_user_id:
        learn_about(deps, installed, event["channel"])
        return
    await deps.database.run(
        directory.joined,
        workspace_id=installed.workspace_id,
        channel_id=event["channel"],
        user_id=event["user"],
        now=now,
    )


async def on_member_left(event: dict[str, Any], deps: Deps, installed: Installed, now: datetime) -> None:
    """Somebody left a channel; where it was the bot itself, Slack does not tell any more who is there."""
    if event["user"] == installed.bot_user_id:
        learn_about(deps, installed, event["channel"])
        return
    await deps.database.run(
        directory.left,
        workspace_id=installed.workspace_id,
        channel_id=event["channel"],
        user_id=event["user"],
        now=now,
    )


def register(app: AsyncApp) -> None:
    """Listen for what changes about people."""
    app.event("user_change")(on_profile_changed)
    app.event("dnd_updated_user")(on_do_not_disturb)
    app.event("member_joined_channel")(on_member_joined)
    app.event("member_left_channel")(on_member_left)
