"""Where a request came from, and what Slack gave along with it to answer by. Pure: a payload in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

Body = Mapping[str, Any]


class Surface(Enum):
    """Where in Slack somebody asked for something."""

    COMMAND = auto()
    """A slash command."""
    MESSAGE = auto()
    """A button or menu in a message, wherever the message stands."""
    MODAL = auto()
    """A form, submitted or with something pressed in it."""
    HOME = auto()
    """A button or menu in the Home tab."""
    DIRECT_MESSAGE = auto()
    """A message written to the bot."""
    MENTION = auto()
    """A message in a channel that mentions the bot."""
    SHORTCUT = auto()
    """An entry of the shortcuts menu, or of the menu beside a message."""


@dataclass(frozen=True)
class Origin:
    """Who asked for something, on which surface, and by which ways an answer reaches them.

    `team_id` is the person's own workspace where the payload tells it. What a surface does not have is empty: only a
    command, a message's button and a message's shortcut come with a `response_url`, and a direct message has no
    `trigger_id`. `view` is the form or Home tab it came from.
    """

    surface: Surface
    user_id: str
    team_id: str | None = None
    trigger_id: str = ""
    response_url: str = ""
    channel_id: str = ""
    thread_ts: str | None = None
    view: Mapping[str, Any] | None = None


def origin_of(body: Body) -> Origin | None:
    """Where this payload came from; None where no person asked for anything, as with most events."""
    match surface_of(body):
        case None:
            return None
        case Surface.COMMAND as surface:
            user_id, team_id, channel_id, thread_ts = body["user_id"], None, body.get("channel_id"), None
        case Surface.DIRECT_MESSAGE | Surface.MENTION as surface:
            event = edited(body["event"]) or body["event"]
            user_id, team_id = event["user"], event.get("user_team") or event.get("team")
            channel_id, thread_ts = body["event"]["channel"], event.get("thread_ts")
        case surface:
            user_id, team_id = body["user"]["id"], body["user"].get("team_id")
            channel_id, thread_ts = (body.get("channel") or {}).get("id"), None
    return Origin(
        surface=surface,
        user_id=user_id,
        team_id=team_id,
        trigger_id=body.get("trigger_id") or "",
        response_url=body.get("response_url") or "",
        channel_id=channel_id or "",
        thread_ts=thread_ts,
        view=body.get("view"),
    )


def surface_of(body: Body) -> Surface | None:
    """The surface on which a person sent this payload; None for anything that no person sent."""
    match body:
        case {"command": str()}:
            return Surface.COMMAND
        case {"type": "shortcut" | "message_action"}:
            return Surface.SHORTCUT
        case {"type": "block_actions" | "block_suggestion", "view": {"type": "home"}}:
            return Surface.HOME
        case {"type": "block_actions" | "block_suggestion" | "view_submission" | "view_closed", "view": {"type": _}}:
            return Surface.MODAL
        case {"type": "block_actions" | "block_suggestion"}:
            return Surface.MESSAGE
        case {"event": {"type": "message", "channel_type": "im", "channel": str(), "ts": str()} as event} if (
            is_a_persons(event) or edited(event)
        ):
            return Surface.DIRECT_MESSAGE
        case {"event": {"type": "app_mention", "channel": str(), "ts": str()} as event} if is_a_persons(event):
            return Surface.MENTION
        case _:
            return None


_WRITTEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The subtypes of what people write: with a file, to a thread and the conversation, and after /me."""


def is_a_persons(message: Body) -> bool:
    """Whether somebody wrote this, as opposed to an app, or Slack telling of an edit."""
    return bool(message.get("user")) and message.get("subtype") in _WRITTEN and "bot_id" not in message


def edited(event: Body) -> Body | None:
    """The message as it is now, where this tells that somebody changed what they had written; None for anything else,
    such as the preview that Slack puts below a link.
    """
    match event:
        case {"subtype": "message_changed", "message": {"user": str(), "text": str(text)} as message} if is_a_persons(
            message
        ) and text != _text_before(event):
            now: Body = message
            return now
    return None


def _text_before(event: Body) -> object:
    before = event.get("previous_message")
    return before.get("text") if isinstance(before, Mapping) else None


MOST_VIEWS = 3
"""Slack stacks no more forms than this."""


def may_stack(view: Body) -> bool:
    """Whether another form may be put on top of this one."""
    return depth_of(view) < MOST_VIEWS


def depth_of(view: Body) -> int:
    """How many forms there are up to this one."""
    if not view.get("previous_view_id"):
        return 1
    return 2 if view["previous_view_id"] == view.get("root_view_id") else 3
