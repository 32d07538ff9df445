"""Whether Slack is heard, and if not, since when and why: for /readyz, the log and the administrators."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.messages import Failure, FailureCode

log = logging.getLogger(__name__)

BORNE_FOR = 10.0
"""Seconds of silence that are nobody's business: a connection that was cut stands again after two."""
TOLD_AFTER = 110.0
"""Seconds after these that administrators are told, if it passes by itself: Slack has its bad minutes."""

DISABLED = "link_disabled"
"""Slack's word for Socket Mode that was turned off in the app's settings."""


@dataclass(frozen=True)
class Deafness:
    """Slack has not been heard since that instant."""

    since: datetime
    why: Failure

    def __str__(self) -> str:
        """For the log and for /readyz."""
        return f"Slack has not been heard since {self.since:%Y-%m-%d %H:%M:%S} UTC: {_in_words(self.why)}"


Tell = Callable[[Deafness], None]


def _ignore(_deafness: Deafness) -> None:
    """Nobody is there to be told."""


class Hearing:
    """One process's ear. Use it on the event loop.

    `tell` is called once for each time in which Slack is not heard, at once where Slack refuses us and else when it has
    lasted; and if it was, `tell_end` when that is over. `make_up_for` is called at the end of each.
    """

    def __init__(
        self, clock: Clock, *, tell: Tell = _ignore, tell_end: Tell = _ignore, make_up_for: Tell = _ignore
    ) -> None:
        self._clock, self._tell, self._tell_end, self._make_up_for = clock, tell, tell_end, make_up_for
        self._since: datetime | None = None
        self._why: Failure | None = None
        self._deafness: Deafness | None = None
        self._is_told = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def deafness(self) -> Deafness | None:
        """What keeps Slack from being heard; None while it is, and for the first seconds in which it is not."""
        return self._deafness

    def lost(self, why: Failure) -> None:
        """Slack is not heard. It may be in a moment, unless it was Slack that refused."""
        self._why = why
        if self._since is None:
            self._since = self._clock()
            self._in(BORNE_FOR, self._say)
        if why.code is FailureCode.REFUSED or self._deafness is not None:
            self._say()

    def found(self) -> None:
        """Slack is heard."""
        self.close()
        before, self._deafness = self._deafness, None
        self._since = self._why = None
        if before is not None:
            log.warning("Slack is heard again; it was not since %s UTC", f"{before.since:%Y-%m-%d %H:%M:%S}")
            self._make_up_for(before)
            if self._is_told:
                self._tell_end(before)
        self._is_told = False

    def close(self) -> None:
        """Say nothing more by itself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _in(self, seconds: float, say: Callable[[], None]) -> None:
        self.close()
        self._timer = asyncio.get_running_loop().call_later(seconds, say)

    def _say(self) -> None:
        """In the log once for each reason, however often it is tried again."""
        assert self._since is not None
        assert self._why is not None
        before, self._deafness = self._deafness, Deafness(self._since, self._why)
        if before != self._deafness:
            log.error("%s", self._deafness)
        if self._why.code is FailureCode.REFUSED:
            self._tell_once()
        elif before is None:
            self._in(TOLD_AFTER, self._tell_once)

    def _tell_once(self) -> None:
        self.close()
        if not self._is_told and self._deafness is not None:
            self._is_told = True
            self._tell(self._deafness)


def _in_words(why: Failure) -> str:
    match why.code:
        case FailureCode.REFUSED if why.detail == DISABLED:
            return f"Socket Mode is turned off in the app's settings ({DISABLED}). Turn it on again."
        case FailureCode.REFUSED:
            return (
                f"Slack refuses SLACK_APP_TOKEN ({why.detail}). Make an app-level token with connections:write and "
                "restart with it."
            )
        case FailureCode.NOT_CONNECTED:
            return f"Slack cannot be reached ({why.detail}). It is tried again and again."
        case _:
            return f"the connection does not stand ({why.detail}). It is tried again and again."
