"""The heartbeat: APScheduler rings, and each job does one round. Nothing is lost when a ring is.

The schedule itself is in the database; this is only an alarm clock. APScheduler's own stores and cron triggers are not
used: they drop what is a second late, double what two processes share, and lose days around clock changes.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import system_clock
from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.delivery.standings import Checks
from bot.deps import Deps
from bot.domain import events
from storage import messages, schedule
from storage.connections import CommitUnknown, is_lost

log = logging.getLogger(__name__)

Round = Callable[[], Awaitable[object]]
"""What a job does at each ring."""

_ALIVE_FOR = 60.0
"""Seconds since the last beat after which we call ourselves dead."""


_LIMITED_FOR = 1.0
"""Seconds after which a round that ran into Slack's limits is followed by another."""


class Job:
    """One job of the heartbeat: rounds that never overlap, never raise and never hang."""

    def __init__(self, name: str, round_: Round, *, timeout_for: float) -> None:
        self.name = name
        self._round = round_
        self._timeout_for = timeout_for
        self._running = False
        self._again = False
        self._has_no_database = False

    async def run(self) -> None:
        """Do a round; when one is under way, have another follow it instead."""
        if self._running:
            self._again = True
            return
        self._running = True
        try:
            while True:
                self._again = False
                await self._guarded()
                if not self._again:
                    return
        finally:
            self._running = False

    async def _guarded(self) -> None:
        try:
            async with asyncio.timeout(self._timeout_for):
                await self._round()
        except Exception as error:  # noqa: BLE001  # the next ring tries again; one job's trouble is not another's
            self._tell(error)
        else:
            self._has_no_database = False

    def _tell(self, error: Exception) -> None:
        """A database that is gone is said once: nobody needs to read every five seconds where we noticed."""
        if not isinstance(error, CommitUnknown) and not is_lost(error):
            log.error("the %s round failed", self.name, exc_info=error)
        elif not self._has_no_database:
            self._has_no_database = True
            log.error("the %s round has no database, and is tried again: %s", self.name, error)


class Heartbeat:
    """Rings every few seconds, at the next known instant, and when woken."""

    def __init__(
        self,
        deps: Deps,
        settings: DeliverySettings,
        *,
        also: Mapping[str, Callable[[], Awaitable[object]]] | None = None,
    ) -> None:
        """`also` are rounds of others, by name, that are done at every beat."""
        self.beats, checks = Beats(), Checks()
        self._deps, self._settings = deps, settings
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._next_ring: asyncio.TimerHandle | None = None
        self._stopping = False
        self._plan = self._job("plan", self._plan_round)
        self._fetch = self._job("fetch", self._if_trusted(self._fetch_round))
        self._send = self._job("send", self._if_trusted(self._send_round))
        self._homes = self._job("homes", self._if_trusted(self._homes_round))
        self._recover = self._job("recover", self._if_trusted(lambda: rounds.recover(deps, settings)))
        self._compare = self._job("compare", lambda: rounds.compare(deps))
        self._tidy = self._job("tidy", self._if_trusted(lambda: rounds.tidy(deps, settings, checks)))
        self._also = [self._job(name, round_) for name, round_ in (also or {}).items()]

    def start(self) -> None:
        """Begin ringing. Call it on the event loop."""
        for job in (self._plan, self._fetch, self._send, self._homes, self._recover, self._compare, *self._also):
            self._ring_every(job, seconds=self._settings.heartbeat_for)
        self._ring_every(self._tidy, seconds=3600)
        self._scheduler.start()

    def wake(self) -> None:
        """Something has been added or answered: send and edit now rather than at the next ring."""
        self._ring(self._send)

    def hear(self, happened: Sequence[object]) -> None:
        """Something was committed: what there is to send or to edit because of it goes out now."""
        if any(isinstance(event, events.THAT_WAKE) for event in happened):
            self.wake()
        if any(isinstance(event, events.HomesChanged) for event in happened):
            self._ring(self._homes)

    async def stop(self, *, within: float) -> None:
        """Claim nothing more, and finish what is in flight for up to `within` seconds."""
        self._stopping = True
        if self._next_ring is not None:
            self._next_ring.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._deps.background.finish(within=within)

    @property
    def is_alive(self) -> bool:
        """Whether the last planning round is less than a minute ago."""
        ago = self.beats.seconds_since()
        return ago is not None and ago < _ALIVE_FOR

    def _job(self, name: str, round_: Round) -> Job:
        return Job(name, round_, timeout_for=self._settings.job_timeout_for)

    def _if_trusted(self, round_: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[object]]:
        """By a wrong clock leases would lapse, messages expire and answers be forgotten."""

        async def guarded() -> None:
            if not self.beats.trust.is_doubted:
                await round_()

        return guarded

    async def _plan_round(self) -> None:
        await rounds.plan(self._deps, self._settings, self.beats)
        self._ring(self._send)
        await self._ring_at_next_instant()

    async def _fetch_round(self) -> None:
        # A job of its own: a system that is slow holds up nobody else's reminder.
        if await rounds.fetch(self._deps, goes_on=self._for_a_while()):
            self._ring(self._plan)

    async def _send_round(self) -> None:
        await rounds.send(self._deps, self._settings, goes_on=self._for_a_while())
        pause = min(self._settings.heartbeat_for, _LIMITED_FOR)
        soon = self._deps.clock() + timedelta(seconds=pause * 1.1)  # a channel's turn comes every 1.05 s
        if await self._deps.database.read_at_leisure(
            messages.is_waiting, until=soon, leaving_out=self._deps.workspaces.out_of_reach()
        ):
            # The limits leave room again long before the next beat, and a full morning needs all of it.
            asyncio.get_running_loop().call_later(pause, self._ring, self._send)

    async def _homes_round(self) -> None:
        await rounds.publish_homes(self._deps, self._settings, goes_on=self._for_a_while())

    def _for_a_while(self) -> Callable[[], bool]:
        """Whether a round goes on: it ends well before the job is given up, which would cut off what is on its way."""
        until = time.monotonic() + self._settings.job_timeout_for / 2
        return lambda: not self._stopping and time.monotonic() < until

    async def _ring_at_next_instant(self) -> None:
        """09:00 means 09:00 and not up to a heartbeat later."""
        if self._next_ring is not None:
            self._next_ring.cancel()
            self._next_ring = None
        at = await self._deps.database.read_at_leisure(schedule.next_instant)
        wait = (at - self._deps.clock()).total_seconds() if at is not None else self._settings.heartbeat_for
        if 0 < wait < self._settings.heartbeat_for:
            self._next_ring = asyncio.get_running_loop().call_later(wait, self._ring, self._plan)

    def _ring(self, job: Job) -> None:
        if not self._stopping:
            self._deps.background.start(job.run(), name=f"heartbeat: {job.name}")

    def _ring_every(self, job: Job, *, seconds: float) -> None:
        async def ring() -> None:
            # Only rings: at a stop APScheduler cancels what it runs itself, and a send under way must finish.
            self._ring(job)

        self._scheduler.add_job(
            ring,
            "interval",
            seconds=seconds,
            id=job.name,
            next_run_time=system_clock(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
