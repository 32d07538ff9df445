"""Whether this machine's clock can be believed, before anything is planned by it."""

import contextlib
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.clock import system_clock
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from storage import clock_faults

log = logging.getLogger(__name__)

PERSISTS_FOR = timedelta(minutes=10)
"""For so long the clock has to tell times before the last sign of life, to be believed where Slack does not say."""
_ASK_EVERY = 60.0
_NOT_SAID = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, KeyError, ValueError)


class Trust:
    """One process's. It doubts when it starts, when the clock has jumped, and when the last sign of life is in the
    future; Slack's own time, which comes with each of its answers, decides.

    A clock that is not the machine's is the playground's, which moves it on purpose, and Slack's with it.
    """

    def __init__(self, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._began: datetime | None = None
        """What the clock told when the steady one stood at nought, as far as it was believed."""
        self._doubted_since: datetime | None = None
        self._is_said = False
        self._asked_at: float | None = None
        self._ahead: timedelta | None = None
        self.is_doubted = True
        """Whether the last answer was no, or there was none yet."""

    async def is_given(self, deps: Deps, settings: DeliverySettings) -> bool:
        """Whether to plan by what the clock says now. Why not is in the log, once."""
        now, is_machines = deps.clock(), deps.clock is system_clock
        came_before = (
            await deps.database.read_at_leisure(clock_faults.beat_ahead_of, now + settings.late_from) is not None
        )
        if not came_before and not (is_machines and self._has_jumped(now, settings)):
            return self._believe(now)
        ahead = await self._ahead_as_slack_says(deps) if is_machines else None
        if ahead is None:
            if not came_before or self._persists(now):
                return self._believe(now)
            return self._doubt("The clock tells a time before the last sign of life.")
        if abs(ahead) <= settings.late_from:
            return self._believe(now)
        by = timedelta(minutes=round(abs(ahead) / timedelta(minutes=1)))
        return self._doubt(f"This machine's clock is {by} {'ahead of' if ahead > timedelta(0) else 'behind'} Slack's.")

    def _believe(self, now: datetime) -> bool:
        self._began = now - timedelta(seconds=self._steady())
        self._doubted_since, self.is_doubted, self._is_said = None, False, False
        return True

    def _doubt(self, why: str) -> bool:
        self.is_doubted = True
        if not self._is_said:
            self._is_said = True
            log.error("%s Nothing is planned or sent until it is right.", why)
        return False

    def _has_jumped(self, now: datetime, settings: DeliverySettings) -> bool:
        if self._began is None:
            return True
        return abs(now - timedelta(seconds=self._steady()) - self._began) > settings.late_from

    def _persists(self, now: datetime) -> bool:
        if self._doubted_since is None or now < self._doubted_since:
            self._doubted_since = now
        return now - self._doubted_since >= PERSISTS_FOR

    async def _ahead_as_slack_says(self, deps: Deps) -> timedelta | None:
        """How far the machine's clock is ahead, asked for once in a minute; None where Slack does not say."""
        if self._asked_at is None or self._steady() - self._asked_at >= _ASK_EVERY:
            self._asked_at, self._ahead = self._steady(), await _ahead_of_slack(deps)
        return self._ahead


async def _ahead_of_slack(deps: Deps) -> timedelta | None:
    for workspace_id in deps.workspaces.own():
        client = deps.workspaces.client(workspace_id)
        with contextlib.suppress(*_NOT_SAID):
            if client is not None:
                answer = await client.api_test()
                return deps.clock() - parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    return None
