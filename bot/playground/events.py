"""The events to which an app may subscribe, in the form in which Slack sends them."""

import asyncio
from typing import Any

from bot.playground.app_manifest import AppManifest
from bot.playground.deliveries import Courier, Delivery
from bot.playground.rendering import message_json, user_json
from bot.playground.state import APP_ID, Channel, Message, State, User, Workspace


class Events:
    """Sends the app the events that its manifest asks for, to each workspace where it is installed."""

    def __init__(self, manifest: AppManifest, state: State, courier: Courier) -> None:
        self._manifest = manifest
        self._state = state
        self._courier = courier
        self.count = 0
        """How many were sent: each has the next number as its id."""

    def send(self, name: str, workspace: Workspace, event: dict[str, Any]) -> "asyncio.Task[Delivery] | None":
        """Send an event if the manifest subscribes to `name`; None if it does not."""
        if name not in self._manifest.events or not workspace.installed:
            return None
        self.count += 1
        event_time = int(self._state.clock.seconds())
        payload = {
            "token": "deprecated",
            "team_id": workspace.id,
            "api_app_id": APP_ID,
            "event": {"event_ts": f"{self._state.clock.seconds():.6f}", **event},
            "type": "event_callback",
            "event_id": f"Ev{self.count:09d}",
            "event_time": event_time,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.id,
                    "user_id": workspace.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }
        return self._courier.send_event(workspace, payload)

    def message(self, message: Message, *, subtype: str | None = None) -> "asyncio.Task[Delivery] | None":
        """Tell of a new message, the bot's own ones too, where the bot is in the channel."""
        channel = message.channel
        workspace = channel.workspace
        if workspace.bot_user_id not in channel.members:
            return None
        event = message_json(self._state, message) | {
            "type": "message",
            "channel": channel.id,
            "channel_type": channel_type(channel),
        }
        if subtype:
            event["subtype"] = subtype
        sent = self.send(f"message.{_PLURAL[channel_type(channel)]}", workspace, event)
        if workspace.bot_user_id in message.mentions and channel.im_with is None and message.bot_id is None:
            sent = self.send("app_mention", workspace, {**event, "type": "app_mention"}) or sent
        return sent

    def message_changed(self, message: Message, before: dict[str, Any]) -> "asyncio.Task[Delivery] | None":
        """Tell that somebody changed what they had written; `before` is the message as it was."""
        channel = message.channel
        event = {
            "type": "message",
            "subtype": "message_changed",
            "channel": channel.id,
            "channel_type": channel_type(channel),
            "ts": self._state.next_ts(channel.workspace),
            "hidden": True,
            "message": message_json(self._state, message),
            "previous_message": before,
        }
        return self.send(f"message.{_PLURAL[channel_type(channel)]}", channel.workspace, event)

    def home_opened(self, user: User, channel: Channel, view: dict[str, Any] | None, tab: str) -> Any:
        """Tell that a person opened a tab of the app."""
        event: dict[str, Any] = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
        if view is not None:
            event["view"] = view
        return self.send("app_home_opened", channel.workspace, event)

    def membership(self, user_id: str, channel: Channel, *, joined: bool) -> None:
        """Tell that somebody joined or left a channel."""
        name = "member_joined_channel" if joined else "member_left_channel"
        event = {
            "type": name,
            "user": user_id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": channel.workspace.id,
        }
        if self._state.users[user_id].is_bot or channel.workspace.bot_user_id in channel.members:
            self.send(name, channel.workspace, event)

    def channel_changed(self, channel: Channel, what: str) -> None:
        """Tell that a channel was archived or renamed, or that the bot is no longer in it."""
        name = f"{'group' if channel.is_private else 'channel'}_{what}"
        told = {"id": channel.id, "name": channel.name} if what == "rename" else channel.id
        self.send(name, channel.workspace, {"type": name, "channel": told})

    def user_changed(self, user: User) -> None:
        """Tell that a person's profile, status or account has changed."""
        event = {"type": "user_change", "user": user_json(user, user.workspace, now=self._state.clock.now())}
        self.send("user_change", user.workspace, event)

    def do_not_disturb(self, user: User, *, since: int, until: int) -> None:
        """Tell when somebody next does not want to be disturbed; 0 and 0 for not at all."""
        status = {"dnd_enabled": until > since, "next_dnd_start_ts": since, "next_dnd_end_ts": until}
        event = {"type": "dnd_updated_user", "user": user.id, "dnd_status": status}
        self.send("dnd_updated_user", user.workspace, event)


def channel_type(channel: Channel) -> str:
    """Slack's word for the kind of a channel."""
    if channel.im_with is not None:
        return "im"
    return "group" if channel.is_private else "channel"


_PLURAL = {"im": "im", "group": "groups", "channel": "channels"}
