"""Slack's rate limits: per method and workspace, and per channel for posting."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_TIERS = {1: 1, 2: 20, 3: 50, 4: 100}

_METHOD_TIER = {
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "chat.delete": 3,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "conversations.history": 3,
    "conversations.replies": 3,
    "conversations.info": 3,
    "conversations.open": 3,
    "conversations.join": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "users.info": 4,
    "users.list": 2,
    "users.lookupByEmail": 3,
    "users.getPresence": 3,
    "users.profile.get": 4,
    "users.conversations": 2,
    "usergroups.list": 2,
    "usergroups.users.list": 2,
    "dnd.info": 3,
    "team.info": 3,
    "bots.info": 3,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
    "files.info": 4,
    "oauth.v2.access": 4,
}
_SPECIAL = {"auth.test": 600, "chat.getPermalink": 600, "chat.postMessage": 300}


@dataclass
class Rates:
    """The limits in force; `scale` multiplies how much is allowed, and `enabled` False allows everything.

    A minute's allowance of a method may be used at once. Posting to one channel allows a burst, then one a second.
    The app's own connections (`apps.connections.open`) are not limited: tests restart bots more often than people do.
    """

    enabled: bool = True
    scale: float = 1.0
    channel_seconds: float = 1.0
    channel_burst: int = 10
    _calls: dict[tuple[str, str], deque[float]] = field(default_factory=dict)
    _channels: dict[str, float] = field(default_factory=dict)

    @classmethod
    def off(cls) -> "Rates":
        """No limits."""
        return cls(enabled=False)

    def wait(self, method: str, workspace_id: str, channel_id: str | None, pace: Callable[[], float]) -> int | None:
        """The whole seconds after which the call may come again, or None when it may pass (and is counted)."""
        allowed = _SPECIAL.get(method) or _TIERS.get(_METHOD_TIER.get(method, 0))
        if not self.enabled or allowed is None:
            return None
        now = pace()
        if method == "chat.postMessage" and channel_id:
            wait = self._channel_wait(channel_id, now)
            if wait:
                return wait
        calls = self._calls.setdefault((method, workspace_id), deque())
        while calls and now - calls[0] >= 60:
            calls.popleft()
        if len(calls) >= max(1, int(allowed * self.scale)):
            return max(1, math.ceil(60 - (now - calls[0])))
        calls.append(now)
        if method == "chat.postMessage" and channel_id:
            self._channels[channel_id] = max(now, self._channels.get(channel_id, now)) + self._interval
        return None

    @property
    def _interval(self) -> float:
        return self.channel_seconds / self.scale

    def _channel_wait(self, channel_id: str, now: float) -> int | None:
        early = self._channels.get(channel_id, now) - now - self._interval * (self.channel_burst - 1)
        return max(1, math.ceil(early)) if early > 1e-9 else None
