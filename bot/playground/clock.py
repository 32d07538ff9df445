"""The playground's clock: it may be moved and stopped, and a small file tells other processes what it says."""

import contextlib
import os
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.playground.changes import Changes

_FILE = struct.Struct("<?d")


class PlaygroundClock:
    """The instant at which the workspace lives.

    It flows with the machine's time plus a shift, or stands still. Each change is written to `file`, so that processes
    of their own live at the same instant. The file holds a flag and a number of seconds:

    - True: the clock stands at that many seconds since 1970,
    - False: it shows the machine's time plus that many.
    """

    def __init__(self, file: Path, changes: Changes) -> None:
        self.file = file
        self._changes = changes
        self._shift = 0.0
        self._stopped_at: float | None = None
        self._jumped = 0.0
        self._is_held = False
        self._write()

    @property
    def stopped(self) -> bool:
        """Whether the hands stand still."""
        return self._stopped_at is not None

    @property
    def is_to_flow(self) -> bool:
        """Whether the hands flow, or will once they are no longer `held`."""
        return self._is_held or not self.stopped

    def now(self) -> datetime:
        """The present instant of the playground, aware and in UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def seconds(self) -> float:
        """The present instant in seconds since 1970."""
        return time.time() + self._shift if self._stopped_at is None else self._stopped_at

    def pace(self) -> float:
        """Seconds for rate windows and delays: real ones, plus every jump of the clock.

        While the clock flows this is its own time. While it is stopped these seconds go on with real time, because a
        limit that never ends would hold the bot for ever; a jump ahead lets them pass in either case.
        """
        return time.monotonic() + self._jumped

    def set(self, instant: datetime) -> None:
        """Move the hands to an aware instant; they flow or stand as before."""
        if instant.tzinfo is None:
            raise ValueError("the clock is set with an aware instant")
        ahead = instant.timestamp() - self.seconds()
        self._jumped += max(ahead, 0.0)
        if self._stopped_at is None:
            self._shift += ahead
        else:
            self._stopped_at = instant.timestamp()
        self._write()

    def advance(self, by: timedelta) -> None:
        """Move the hands ahead."""
        self.set(self.now() + by)

    def stop(self) -> None:
        """Let the hands stand where they are."""
        self._stopped_at = self.seconds()
        self._write()

    def go(self) -> None:
        """Let the hands flow on from where they stand."""
        self._shift = self.seconds() - time.time()
        self._stopped_at = None
        self._write()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let the hands stand inside the block; afterwards they flow on if they flowed before."""
        self._is_held = not self.stopped
        self.stop()
        try:
            yield
        finally:
            if self._is_held:
                self._is_held = False
                self.go()

    async def wait_until(self, pace: float) -> None:
        """Return once `pace` has come that far, at once when a jump takes it there."""
        while (left := pace - self.pace()) > 0:
            with contextlib.suppress(TimeoutError):
                await self._changes.wait_for(lambda: self.pace() >= pace, timeout=left)

    def _write(self) -> None:
        stopped = self._stopped_at is not None
        raw = _FILE.pack(stopped, self._shift if self._stopped_at is None else self._stopped_at)
        # Renamed into place: a reader must never see half of it.
        temporary = self.file.with_name(self.file.name + ".new")
        temporary.write_bytes(raw)
        os.replace(temporary, self.file)
        self._changes.tell()
