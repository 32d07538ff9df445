"""The payloads of people's actions, in the form in which Slack sends them."""

from collections.abc import Callable
from typing import Any

from bot.playground.elements import Element, elements
from bot.playground.events import channel_type
from bot.playground.rendering import message_json
from bot.playground.screens import View
from bot.playground.state import APP_ID, ENTERPRISE_ID, Channel, Message, State, User, Workspace

_NAMES = {"im": "directmessage", "group": "privategroup"}


def slash_command(
    user: User, channel: Channel, *, command: str, text: str, trigger_id: str, response_url: str
) -> dict[str, Any]:
    """A slash command: plain form fields, all of them text."""
    return {
        "token": "deprecated",
        "team_id": user.workspace.id,
        "team_domain": user.workspace.domain,
        "channel_id": channel.id,
        "channel_name": _NAMES.get(channel_type(channel), channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interaction(kind: str, user: User, workspace: Workspace) -> dict[str, Any]:
    """What every interaction carries."""
    return {
        "type": kind,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": APP_ID,
        "token": "deprecated",
        "enterprise": {"id": ENTERPRISE_ID, "name": "Organisation"} if user.teams else None,
        "is_enterprise_install": False,
    }


def in_message(state: State, message: Message) -> dict[str, Any]:
    """Where an action in a message happened. An ephemeral message is not sent along: only its reader has it."""
    channel = message.channel
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.viewer is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    name = _NAMES.get(channel_type(channel), channel.name)
    place: dict[str, Any] = {"container": container, "channel": {"id": channel.id, "name": name}}
    if message.viewer is None:
        place["message"] = message_json(state, message)
    return place


def of_message(state: State, message: Message) -> dict[str, Any]:
    """The message that a shortcut was chosen for, whole, and the conversation where it stands."""
    channel = message.channel
    name = _NAMES.get(channel_type(channel), channel.name)
    return {
        "channel": {"id": channel.id, "name": name},
        "message": message_json(state, message),
        "message_ts": message.ts,
    }


def in_view(view: View) -> dict[str, Any]:
    """Where an action in a form or Home tab happened."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view.payload()}


def action(item: Element, *, at: str, value: Any = None) -> dict[str, Any]:
    """One element's action; `value` is the option of an overflow menu or the new value of a select."""
    found: dict[str, Any] = {"action_id": item.action_id, "block_id": item.block_id, "type": item.kind, "action_ts": at}
    if item.kind == "overflow":
        return found | {"selected_option": value}
    if item.value_key is not None:
        return found | {item.value_key: value}
    found["text"] = item.element.get("text")
    for key in ("value", "style", "url"):
        if key in item.element:
            found[key] = item.element[key]
    return found


def response_urls(view: View, give: Callable[[str], str]) -> list[dict[str, Any]]:
    """An address for each select of the form that asks for one (`response_url_enabled`)."""
    found = []
    for item in elements(view.blocks):
        chosen = view.values.get((item.block_id, item.action_id))
        if item.element.get("response_url_enabled") and chosen:
            found.append(
                {
                    "block_id": item.block_id,
                    "action_id": item.action_id,
                    "channel_id": chosen,
                    "response_url": give(chosen),
                }
            )
    return found
