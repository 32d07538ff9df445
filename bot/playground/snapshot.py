"""What the page shows of the playground to one person, as JSON. Nothing that they could not see in Slack is in it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.playground.elements import state_values
from bot.playground.log import Entry
from bot.playground.observation import visible_messages
from bot.playground.page_settings import Step
from bot.playground.rendering import message_json
from bot.playground.screens import View
from bot.playground.state import SLACKBOT, Channel, Message, State, User
from bot.playground.world import World

Json = dict[str, Any]
RECENT = 30
"""Of how many messages of each channel the times are told, for the page to count the unread ones."""


def snapshot(world: World, user: User, channel: Channel | None, *, steps: Sequence[Step] = ()) -> Json:
    """The whole screen of a person who looks at one channel (their conversation with the app without one)."""
    shown = channel or world.state.direct(user.workspace, user.id)
    home = world.screens.home(user, user.workspace)
    visible = visible_messages(world, user)
    return {
        "clock": clock(world),
        "playground": world.state.name,
        "you": user.id,
        "workspace": {"id": user.workspace.id, "name": user.workspace.name, "bot": user.workspace.bot_user_id},
        "app": {
            "name": world.manifest.name,
            "home": world.manifest.home_tab,
            "messages": world.manifest.messages_tab,
            "readOnly": world.manifest.messages_tab_read_only,
            "commands": [asdict(command) for command in world.manifest.commands.values()],
        },
        "people": {person.id: _person(person) for person in world.state.users.values()} | {SLACKBOT: _SLACKBOT},
        "groups": {group_id: handle for group_id, (handle, _) in world.state.groups.items()},
        "channels": [_channel(each, user, visible) for each in world.state.channels.values() if _knows(user, each)],
        "channel": shown.id,
        "messages": [_message(world.state, each) for each in visible if each.channel is shown],
        "home": _view(home) if home else None,
        "stack": [_view(view) for view in world.screens.stack(user)],
        "steps": [asdict(step) for step in steps],
        "log": {"length": len(world.log), "refused": sum(bool(entry.error) for entry in world.log)},
    }


def clock(world: World) -> Json:
    """The playground's clock."""
    return {"seconds": world.clock.seconds(), "stopped": world.clock.stopped}


def arrivals(world: World, since: datetime) -> list[Json]:
    """What the bot sent to anybody after an instant, oldest first."""
    fresh = [each for each in world.state.messages if each.bot_id and float(each.ts) > since.timestamp()]
    open_to_others = [each for each in fresh if not each.deleted and each.viewer is None]
    return [arrival for each in open_to_others if (arrival := _arrival(world.state, each))["readers"]]


def entry_line(entry: Entry) -> Json:
    """One exchange in a line."""
    return {
        "number": entry.number,
        "at": entry.at.timestamp(),
        "kind": entry.kind,
        "name": _entry_name(entry),
        "seconds": entry.seconds,
        "error": entry.error,
        "pointer": entry.pointer,
        "answered": entry.answer is not None,
    }


def entry_whole(entry: Entry) -> Json:
    """One exchange with everything that passed."""
    return entry_line(entry) | {"arguments": entry.arguments, "answer": entry.answer}


_SLACKBOT = {"id": SLACKBOT, "name": "slackbot", "realName": "Slackbot", "zone": "UTC", "isBot": True, "workspace": ""}


def _person(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "realName": user.real_name,
        "zone": user.zone,
        "locale": user.locale,
        "isBot": user.is_bot,
        "isAdmin": user.is_admin,
        "deleted": user.deleted,
        "status": user.status_emoji,
        "statusText": user.status_text,
        "workspace": user.workspace.name,
    }


def _knows(user: User, channel: Channel) -> bool:
    if channel.im_with is not None:
        return channel.im_with == user.id
    return user.id in channel.members or (not channel.is_private and channel.workspace is user.workspace)


def _channel(channel: Channel, user: User, visible: list[Message]) -> Json:
    others = [each.ts for each in visible if each.channel is channel and each.user != user.id]
    return {
        "id": channel.id,
        "name": channel.name,
        "private": channel.is_private,
        "archived": channel.is_archived,
        "shared": channel.is_ext_shared,
        "app": channel.im_with is not None,
        "member": user.id in channel.members,
        "members": len(channel.members),
        "recent": others[-RECENT:],
    }


def _message(state: State, message: Message) -> Json:
    return message_json(state, message) | {"ephemeral": message.viewer is not None}


def _view(view: View) -> Json:
    return view.payload() | {
        "values": state_values(view.blocks, view.values),
        "errors": view.errors,
        "trouble": view.trouble,
    }


def _arrival(state: State, message: Message) -> Json:
    channel = message.channel
    recipient = state.users.get(channel.im_with) if channel.im_with else None
    return {
        "at": float(message.ts),
        "channel": channel.id,
        "place": recipient.real_name if recipient else f"#{channel.name}",
        "direct": recipient is not None,
        "readers": [user.id for user in state.users.values() if user.id in channel.members and not user.is_bot],
        "text": message.text,
        "thread": message.in_thread,
    }


def _entry_name(entry: Entry) -> str:
    """What tells it apart: the command or event inside a delivery."""
    if entry.kind != "delivery" or not isinstance(entry.arguments, dict):
        return entry.name
    event = entry.arguments.get("event")
    inner = (
        event.get("type") if isinstance(event, dict) else entry.arguments.get("command") or entry.arguments.get("type")
    )
    return str(inner or entry.name)
