"""The pace of calls that nobody waits for: comparing what we know with what Slack says must leave room for people."""

import asyncio
import time
from collections.abc import Callable

_PER_MINUTE = {
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.list": 20,
    "conversations.members": 100,
    "conversations.replies": 50,
    "users.conversations": 20,
    "users.info": 100,
    "users.list": 20,
    "views.publish": 100,
}
"""What Slack allows of each method in one workspace (its tiers 2, 3 and 4)."""
_SHARE = 0.5
_BURST = 8
_A_MOMENT = 1e-6
"""Seconds: what adding up fractions may be off by."""


class Pace:
    """Turns for one method in one workspace: at most half of what Slack allows, and a few at once after a rest.

    `steady` counts seconds, whatever the clocks on the wall do.
    """

    def __init__(self, method: str, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._every = 60.0 / (_PER_MINUTE.get(method, 20) * _SHARE)
        self._steady = steady
        self._next_at = steady() - self._every * _BURST

    def next_in(self) -> float:
        """The seconds until the next turn; 0 for now."""
        return max(0.0, self._next_at - self._steady())

    def take(self) -> bool:
        """Take a turn if there is one now; answers whether there was."""
        if self.next_in() > _A_MOMENT:
            return False
        self._advance()
        return True

    async def turn(self) -> None:
        """Return when it is the caller's turn; they come in the order in which they asked."""
        wait = self.next_in()
        self._advance()
        await asyncio.sleep(wait)

    def _advance(self) -> None:
        earliest = self._steady() - self._every * (_BURST - 1)
        self._next_at = max(self._next_at, earliest) + self._every
