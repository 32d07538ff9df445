"""What Slack brings to the bot: deliveries, their ack and the time it took, late ones and retries."""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.playground.changes import Changes
from bot.playground.clock import PlaygroundClock
from bot.playground.log import Entry, Log
from bot.playground.state import Workspace, monotonic

EVENT = "events_api"
COMMAND = "slash_commands"
INTERACTION = "interactive"


@dataclass
class Ack:
    """What the bot answered: a status (200 for a socket's ack) and the decoded body."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class NotDelivered(Exception):
    """The bot could not be reached or hung up; the argument is Slack's retry reason."""


@dataclass
class Delivery:
    """One attempt to bring one payload to the bot.

    `ack_seconds` stays None until the bot answers, which may be after Slack has given up on it (`error` is then
    "operation_timeout"). `of` is the first attempt when this one is a repetition.
    """

    number: int
    kind: str
    payload: dict[str, Any]
    workspace: Workspace
    started: datetime
    retry_num: int = 0
    retry_reason: str | None = None
    of: "Delivery | None" = None
    ack_seconds: float | None = None
    status: int | None = None
    body: Any = None
    error: str | None = None
    connection: int | None = None
    ended_pace: float = 0.0
    """When it was known how it went, by the clock's pace: the repetitions count from there."""

    @property
    def ok(self) -> bool:
        """Whether the bot acknowledged in time."""
        return self.error is None and self.status == 200

    @property
    def late(self) -> bool:
        """Whether the ack came after Slack's deadline, or never."""
        return self.error == "operation_timeout"


class Transport(Protocol):
    """A way to the bot: one of its sockets or its request address."""

    async def attempt(self, delivery: Delivery) -> Ack:
        """Bring the payload and return the ack, however long it takes; NotDelivered when that is impossible."""


class Courier:
    """Brings payloads to the bot over the transport in use, measures the acks and repeats what was not acknowledged.

    Events come again at once, after one and after five minutes of the playground's clock (`retry_delays`). Commands
    and actions come again only over sockets, once, at once.
    """

    def __init__(
        self,
        clock: PlaygroundClock,
        changes: Changes,
        log: Log,
        *,
        deadline: float,
        retry_delays: tuple[float, ...],
    ) -> None:
        self.deliveries: list[Delivery] = []
        self.transport: Transport | None = None
        self.repeats_interactions = True
        self._clock, self._changes, self._log = clock, changes, log
        self.deadline = deadline
        self._retry_delays = retry_delays
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def busy(self) -> bool:
        """Whether something is still on its way, repetitions that wait for their minute among them."""
        return bool(self._tasks)

    async def deliver(self, kind: str, workspace: Workspace, payload: dict[str, Any]) -> Delivery:
        """Bring a payload; the attempt that was acknowledged within the deadline, else the last one made."""
        first = self._new(kind, workspace, payload)
        current = [first]
        series = self._spawn(self._series(first, current))
        series.add_done_callback(lambda _: self._changes.tell())
        with contextlib.suppress(TimeoutError):
            # A repetition may answer in the place of a first attempt that broke early; nobody waits longer for it.
            await self._changes.wait_for(
                lambda: series.done() or current[0].ok or current[0].late or (kind == EVENT and current[0].error),
                timeout=self.deadline + 0.5,
            )
        return current[0]

    def send_event(self, workspace: Workspace, payload: dict[str, Any]) -> "asyncio.Task[Delivery]":
        """Bring an event in the background; the task ends with the first attempt, whatever repetitions follow."""
        return self._spawn(self.deliver(EVENT, workspace, payload))

    async def redeliver(self, delivery: Delivery, *, reason: str = "http_timeout") -> Delivery:
        """Bring the very same payload once more, as Slack does when it missed the ack."""
        again = self._again(delivery, reason)
        await self._attempt(again)
        return again

    async def stop(self) -> None:
        """Give up everything under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _series(self, delivery: Delivery, current: list[Delivery]) -> Delivery:
        await self._attempt(delivery)
        if delivery.kind == EVENT:
            delays = self._retry_delays
        else:
            # Only what left over a connection and was not acknowledged comes again; with none, Slack gives up at once.
            delays = (0.0,) if self.repeats_interactions and delivery.connection and not delivery.ok else ()
        for delay in delays:
            if delivery.ok or delivery.retry_reason == "no_retry":
                break
            await self._clock.wait_until(delivery.ended_pace + delay)
            delivery = self._again(delivery, _reason(delivery))
            if not current[0].late and delivery.kind != EVENT:
                current[0] = delivery
            await self._attempt(delivery)
        return delivery

    async def _attempt(self, delivery: Delivery) -> None:
        entry = self._log.begin(delivery.started, "delivery", delivery.kind, delivery.payload)
        started = monotonic()
        if self.transport is None:
            self._failed(delivery, entry, "connection_failed")
            return
        attempt = self._spawn(self.transport.attempt(delivery))
        attempt.add_done_callback(lambda task: self._answered(delivery, entry, task, monotonic() - started))
        done, _ = await asyncio.wait({attempt}, timeout=self.deadline)
        if not done:
            # The attempt goes on unseen, so that a late ack is measured too.
            self._failed(delivery, entry, "operation_timeout")
        else:
            # The callback above runs before whoever waits for the task, but not necessarily before this line.
            await asyncio.sleep(0)

    def _answered(self, delivery: Delivery, entry: Entry, task: "asyncio.Task[Ack]", seconds: float) -> None:
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._failed(delivery, entry, str(error) if isinstance(error, NotDelivered) else "unknown_error")
            return
        ack = task.result()
        delivery.ack_seconds = entry.seconds = seconds
        delivery.ended_pace = delivery.ended_pace or self._clock.pace()
        delivery.status, delivery.body = ack.status, ack.body
        entry.answer = ack.body
        if ack.status != 200 and delivery.error is None:
            delivery.error = "http_error"
            if ack.headers.get("x-slack-no-retry") == "1":
                delivery.retry_reason = "no_retry"
        entry.error = delivery.error
        self._log.tell(entry)

    def _failed(self, delivery: Delivery, entry: Entry, error: str) -> None:
        if delivery.error is None:
            delivery.error = entry.error = error
            delivery.ended_pace = self._clock.pace()
            self._log.tell(entry)

    def _new(self, kind: str, workspace: Workspace, payload: dict[str, Any]) -> Delivery:
        delivery = Delivery(len(self.deliveries) + 1, kind, payload, workspace, self._clock.now())
        self.deliveries.append(delivery)
        return delivery

    def _again(self, delivery: Delivery, reason: str) -> Delivery:
        again = self._new(delivery.kind, delivery.workspace, delivery.payload)
        again.of = delivery.of or delivery
        again.retry_num = delivery.retry_num + 1
        again.retry_reason = reason
        again.connection = delivery.connection
        return again

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _reason(delivery: Delivery) -> str:
    return "http_timeout" if delivery.error == "operation_timeout" else delivery.error or "unknown_error"
