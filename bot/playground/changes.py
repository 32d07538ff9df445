"""Telling those who wait that something in the playground has changed."""

import asyncio
import itertools
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Wakes waiters at each change of state, so that no test has to sleep."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def tell(self) -> None:
        """Say that something has changed."""
        for event in self._waiting:
            event.set()

    async def next(self, *, timeout: float | None = None) -> None:
        """Return at the next change; TimeoutError after `timeout` real seconds."""
        asked = itertools.count()
        await self.wait_for(lambda: next(asked) > 0, timeout=timeout)

    async def wait_for(self, predicate: Callable[[], T], *, timeout: float | None = 10.0) -> T:
        """The first true value of `predicate`, asked at each change; TimeoutError after `timeout` real seconds."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(timeout):
                while not (value := predicate()):
                    await event.wait()
                    event.clear()
            return value
        finally:
            self._waiting.discard(event)
