"""Being told to stop: once, and with so much time left from then on."""

import asyncio
import time
from collections.abc import Callable

STOP_WITHIN = 10.0
"""Seconds that whatever is under way may take in all; platforms kill a process some time after."""


class Stopping:
    """What a process waits for. Being told again changes nothing."""

    def __init__(self, *, within: float = STOP_WITHIN, steady: Callable[[], float] = time.monotonic) -> None:
        self._told = asyncio.Event()
        self._within, self._steady = within, steady
        self._until: float | None = None

    def tell(self) -> None:
        """Stop: the time runs from the first of these."""
        if self._until is None:
            self._until = self._steady() + self._within
            self._told.set()

    @property
    def is_told(self) -> bool:
        """Whether it is time to stop."""
        return self._told.is_set()

    async def told(self) -> None:
        """Return when it is time to stop."""
        await self._told.wait()

    def left(self) -> float:
        """Seconds until everything should be done; all of them where nobody has told us yet."""
        return self._within if self._until is None else max(self._until - self._steady(), 0.0)
