"""Messages, people and channels as the Web API writes them."""

import copy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.elements import as_sent
from bot.playground.state import APP_ID, ENTERPRISE_ID, Channel, Message, State, User, Workspace


def message_json(state: State, message: Message, *, all_metadata: bool = True) -> dict[str, Any]:
    """A message; without `all_metadata` only the name of its metadata's event."""
    found: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "team": message.channel.workspace.id,
        "text": message.text,
    }
    if message.blocks:
        found["blocks"] = as_sent(message.blocks)
    if message.attachments:
        found["attachments"] = copy.deepcopy(message.attachments)
    if message.files:
        found["files"] = copy.deepcopy(message.files)
    if message.bot_id:
        found |= {"bot_id": message.bot_id, "app_id": APP_ID}
    if message.thread_ts:
        found["thread_ts"] = message.thread_ts
    if message.in_thread:
        found["parent_user_id"] = _author(state, message.channel, message.thread_ts)
    if message.edited:
        found["edited"] = dict(message.edited)
    if message.metadata:
        whole = copy.deepcopy(message.metadata)
        found["metadata"] = whole if all_metadata else {"event_type": whole.get("event_type", "")}
    if message.viewer is None and not message.in_thread:
        found |= _thread(state, message)
    return found


def user_json(
    user: User, workspace: Workspace, *, now: datetime, include_locale: bool = False, email: bool = True
) -> dict[str, Any]:
    """A person as an app in `workspace` sees them at an instant."""
    offset = now.astimezone(ZoneInfo(user.zone)).utcoffset()
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        # People sign with their name, not with the handle that they had to choose.
        "display_name": user.real_name,
        "display_name_normalized": user.real_name,
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "team": user.team_id,
    }
    if email and user.email and not user.is_bot:
        profile["email"] = user.email
    found: dict[str, Any] = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if user.teams:
        found["enterprise_user"] = {"id": user.id, "enterprise_id": ENTERPRISE_ID, "teams": list(user.teams)}
    if user.deleted:
        return found
    found |= {
        "tz": user.zone,
        "tz_label": user.zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": user.is_single_channel,
    }
    foreign = user.workspace is not workspace
    if foreign:
        found["is_stranger"] = True
    elif include_locale and user.locale:
        found["locale"] = user.locale
    return found


def channel_json(channel: Channel) -> dict[str, Any]:
    """A channel as the bot of its workspace sees it."""
    found: dict[str, Any] = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "context_team_id": channel.workspace.id,
    }
    if channel.im_with is not None:
        return found | {"is_im": True, "user": channel.im_with, "is_open": True, "is_user_deleted": False}
    return found | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_member": channel.workspace.bot_user_id in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _author(state: State, channel: Channel, ts: str | None) -> str:
    parent = state.find_message(channel, ts or "")
    return parent.user if parent else ""


def _thread(state: State, message: Message) -> dict[str, Any]:
    replies = [
        other for other in state.in_channel(message.channel) if other.in_thread and other.thread_ts == message.ts
    ]
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": sorted({reply.user for reply in replies}),
        "latest_reply": replies[-1].ts,
    }
