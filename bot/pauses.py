"""When which method of Slack's may be called again, workspace by workspace: what Slack asked for with a 429, and what
we leave alone ourselves after failures.

In memory for who calls, and in the records, so that a restart and the other processes of a workspace know it too.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Concatenate, ParamSpec

from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot import retry_after
from bot.clock import Clock, system_clock
from bot.pace import Pace
from storage import method_pauses
from storage.db import Database
from storage.tables import MethodPause

log = logging.getLogger(__name__)

LOOK_EVERY = 60.0
"""Seconds after which the records are asked what other processes have learned."""
_LOOK_FOR = 0.5
"""Seconds that a call waits for that answer: it can do without."""
LONGEST_BACKOFF = 900.0
_SUSPICIOUS = 3
"""So many people or channels in a row that Slack cannot tell about, and it is the method that does not work."""

_WHOLE_METHOD = ""
"""The subject of a pause that Slack asked for: it holds for the method, whatever is asked about."""
_OUR_BACKOFF = "*"
"""The subject of a pause of our own for the whole method."""
_PER_CHANNEL = frozenset({"chat.postMessage"})
"""Limited channel by channel. What the outbox holds back for it is in the records anyway."""

Key = tuple[str, str]
P = ParamSpec("P")


class SlackPaused(SlackClientError):
    """Slack was not asked: this method is paused in this workspace until then, which is `after` seconds from now."""

    def __init__(self, method: str, *, until: datetime, after: float) -> None:
        super().__init__(f"{method} is not called before {until:%Y-%m-%d %H:%M:%S} UTC")
        self.method, self.until, self.after = method, until, after


@dataclass(frozen=True)
class _Pause:
    """A pause by both clocks: the one on the wall, which other processes share, and the steady one of this process,
    so that a wall clock that is put back prolongs nothing. `failures` is 0 where Slack asked for it.
    """

    until: datetime
    steady_until: float
    failures: int = 0


class Pauses:
    """The pauses of every workspace that this process speaks with. Without a `database` they end with the process."""

    def __init__(
        self,
        database: Database | None = None,
        *,
        clock: Clock = system_clock,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._steady = database, clock, steady
        self._workspaces: dict[int, WorkspacePauses] = {}

    def of(self, workspace_id: int) -> "WorkspacePauses":
        """Those of one workspace, for its client."""
        if workspace_id not in self._workspaces:
            self._workspaces[workspace_id] = WorkspacePauses(
                self._database, workspace_id, clock=self._clock, steady=self._steady
            )
        return self._workspaces[workspace_id]


class WorkspacePauses:
    """The pauses of one workspace. A subject is the person or channel that a call is about, "" for none."""

    def __init__(
        self,
        database: Database | None = None,
        workspace_id: int = 0,
        *,
        clock: Clock = system_clock,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._workspace_id = database, workspace_id
        self._clock, self._steady = clock, steady
        self._kept: dict[Key, _Pause] = {}
        self._failing: dict[str, set[str]] = {}
        self._paces: dict[str, Pace] = {}
        self._looked_at: float | None = None
        self._looking = asyncio.Lock()

    def left(self, method: str, subject: str = "", *, own_too: bool = True) -> float:
        """The seconds until this may be asked again; 0 for now. With `own_too` false only what Slack asked for
        counts: a person who waits is reason enough to try again.
        """
        slacks = (method, subject if method in _PER_CHANNEL else _WHOLE_METHOD)
        ours = [(method, _OUR_BACKOFF), (method, subject)] if own_too else []
        return max(self._left_of(key) for key in (slacks, *ours))

    def refusal(self, method: str, *, after: float) -> SlackPaused:
        """What to raise instead of asking."""
        return SlackPaused(method, until=self._clock() + timedelta(seconds=after), after=after)

    def pace(self, method: str) -> Pace:
        """The pace at which background work may call this method here: one for all of the process."""
        return self._paces.setdefault(method, Pace(method, steady=self._steady))

    async def limited(self, method: str, subject: str, *, pause_for: float) -> None:
        """Slack asked for this pause. It holds for the method, of whatever it is asked."""
        key = (method, subject if method in _PER_CHANNEL else _WHOLE_METHOD)
        log.warning("Slack asks workspace %s not to call %s for %.0f s", self._workspace_id, method, pause_for)
        await self._keep({key: self._pause(max(pause_for, self._left_of(key)))})

    async def failed(self, method: str, subject: str) -> None:
        """Slack could not say, and did not say when it can: asked again after a pause that grows."""
        failing = self._failing.setdefault(method, set())
        failing.add(subject)
        keys = [(method, subject or _OUR_BACKOFF)]
        if len(failing) >= _SUSPICIOUS and subject:
            keys.append((method, _OUR_BACKOFF))
        await self._keep({key: self._one_failure_more(key) for key in keys})

    async def worked(self, method: str, subject: str) -> None:
        """Slack has answered: what failed before does not count any more."""
        self._failing.pop(method, None)
        over = [key for key in ((method, subject), (method, _OUR_BACKOFF)) if self._kept.get(key, _NEVER).failures]
        for key in over:
            del self._kept[key]
        if over:
            await self._write(method_pauses.forget, workspace_id=self._workspace_id, keys=over)

    async def look(self) -> None:
        """Take up what the records say, once a minute."""
        if self._database is None or not self._is_time_to_look():
            return
        async with self._looking:
            if not self._is_time_to_look():
                return  # whoever had to wait takes what the one before them has found
            self._looked_at = self._steady()
            try:
                async with asyncio.timeout(_LOOK_FOR):
                    rows = await self._database.read(method_pauses.all_of, workspace_id=self._workspace_id)
            except (SQLAlchemyError, TimeoutError) as trouble:
                log.warning("cannot read which methods are paused: %s", trouble)
                return
            self._take_up(rows)

    def _is_time_to_look(self) -> bool:
        return self._looked_at is None or self._steady() - self._looked_at >= LOOK_EVERY

    def _take_up(self, rows: list[MethodPause]) -> None:
        now = self._clock()
        for row in rows:
            key, seconds = (row.method, row.subject), (row.until - now).total_seconds()
            # Nobody is asked to wait longer than a day: whoever wrote that had a clock far ahead.
            is_news = key not in self._kept or self._kept[key].until < row.until
            if is_news and seconds <= retry_after.LONGEST:
                self._kept[key] = _Pause(row.until, self._steady() + seconds, row.failures)

    def _left_of(self, key: Key) -> float:
        pause = self._kept.get(key)
        if pause is None:
            return 0.0
        by_the_wall = (pause.until - self._clock()).total_seconds()
        return max(0.0, min(by_the_wall, pause.steady_until - self._steady()))

    def _pause(self, seconds: float, *, failures: int = 0) -> _Pause:
        return _Pause(self._clock() + timedelta(seconds=seconds), self._steady() + seconds, failures)

    def _one_failure_more(self, key: Key) -> _Pause:
        failures = self._kept.get(key, _NEVER).failures + 1
        seconds = min(5.0 * 2.0 ** min(failures - 1, 10), LONGEST_BACKOFF)
        return self._pause(seconds * random.uniform(0.8, 1.2), failures=failures)  # noqa: S311  # no secret

    async def _keep(self, pauses: dict[Key, _Pause]) -> None:
        self._forget_long_past()
        self._kept.update(pauses)
        rows = [
            MethodPause(
                workspace_id=self._workspace_id,
                method=method,
                subject=subject,
                until=pause.until,
                failures=pause.failures,
            )
            for (method, subject), pause in pauses.items()
            if method not in _PER_CHANNEL
        ]
        if rows:
            await self._write(method_pauses.keep, rows)

    def _forget_long_past(self) -> None:
        before = self._steady() - retry_after.LONGEST
        for key in [key for key, pause in self._kept.items() if pause.steady_until < before]:
            del self._kept[key]

    async def _write(self, action: Callable[Concatenate[Session, P], None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Into the records, if it can be: a pause that only this process knows is better than no answer."""
        if self._database is None:
            return
        try:
            await self._database.run(action, *args, **kwargs)
        except SQLAlchemyError as trouble:
            log.warning("cannot keep which methods are paused: %s", trouble)


_NEVER = _Pause(datetime.min.replace(tzinfo=UTC), 0.0)
