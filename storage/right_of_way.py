"""Who waits for an answer goes before what nobody waits for.

The threads of a process take turns at its interpreter. A reading that is given while a digest is put together would get
every other turn, and wait for its next one each time that it comes back from the database. So what nobody waits for
stands aside before each of its statements, and now and then while it goes through many rows, for as long as somebody
waits, though not for ever.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, local
from time import monotonic
from typing import TypeVar

from storage.patience import Patience

T = TypeVar("T")

_ASIDE_FOR = 0.025
"""Seconds for which it stands aside at a time: a reading takes 15 ms."""
_ASIDE_IN_ALL = 10.0
"""Seconds after which it goes on whoever waits: where people come without a pause, its patience would end before it."""
_AT_A_TIME = 8
"""Rows; what is made of them takes a millisecond at the most."""

_here = local()


class RightOfWay:
    """Who waits at present, as those who stand aside for them see it."""

    def __init__(self, *, aside_for: float = _ASIDE_FOR) -> None:
        self._aside_for = aside_for
        self._lock, self._waiting = Lock(), 0
        self._is_free = Event()
        self._is_free.set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have others stand aside while this lasts."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def give(self) -> float:
        """Stand aside, on the calling thread, until nobody waits or long enough: for how many seconds it was."""
        if self._is_free.is_set():
            return 0.0
        began = monotonic()
        self._is_free.wait(self._aside_for)
        return monotonic() - began

    def _count(self, more: int) -> None:
        with self._lock:
            self._waiting += more
            if self._waiting:
                self._is_free.clear()
            else:
                self._is_free.set()


class Leisure(Patience):
    """The patience of what nobody waits for, which gives way before each of its statements."""

    def __init__(self, seconds: float, way: RightOfWay) -> None:
        super().__init__(seconds)
        self._way, self._aside = way, 0.0

    def require(self) -> None:
        """As `Patience.require`, after having stood aside."""
        self.give_way()
        super().require()

    def give_way(self) -> None:
        """Stand aside, unless that has been done for long enough in all."""
        if self._aside < _ASIDE_IN_ALL:
            self._aside += self._way.give()

    @contextmanager
    def on_this_thread(self) -> Iterator[None]:
        """Have `politely` give way while this lasts."""
        _here.leisure = self
        try:
            yield
        finally:
            _here.leisure = None


def politely(rows: Iterable[T]) -> Iterator[T]:
    """The same rows; on a thread that works at leisure, now and then after having stood aside for who waits."""
    leisure: Leisure | None = getattr(_here, "leisure", None)
    for number, row in enumerate(rows):
        if leisure is not None and not number % _AT_A_TIME:
            leisure.give_way()
        yield row
