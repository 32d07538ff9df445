"""The only module that asks what time it is. Everything else takes `now`."""

import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]
"""Answers the present instant, aware and in UTC."""

_SHIFT = struct.Struct("<?d")


def system_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


def shifted_clock(path: Path) -> Clock:
    """The time that `path` says: one flag byte and one little-endian double.

    Flag 0: the machine's time plus that many seconds. Flag 1: stopped at that many seconds since 1970. A
    missing or short file means the machine's own time. The playground writes this file, for bot processes of
    their own too; it is read at each call (nine bytes from the page cache), so that a moved clock is seen at
    once by every process.
    """

    def now() -> datetime:
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            raw = b""
        if len(raw) < _SHIFT.size:
            return system_clock()
        stopped, seconds = _SHIFT.unpack(raw[: _SHIFT.size])
        if stopped:
            return datetime.fromtimestamp(seconds, UTC)
        return system_clock() + timedelta(seconds=seconds)

    return now
