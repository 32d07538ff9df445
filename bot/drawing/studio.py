"""Having pictures drawn, by a process of its own: nobody would be answered while one is drawn, and what it takes to
draw is large and slow to load.

The process is started when the first picture is wanted, and stopped when none was for a while. It is given nothing of
this process's environment that it does not need, and so no token.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence

from bot.drawing.wire import to_json
from bot.results.pictures import Picture

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds that a picture may take, those before it and the start of the process included: at its very first start the
library looks through the machine's fonts.
"""
IDLE_FOR = 300.0
"""Seconds after which the process is stopped for want of pictures."""
_LENGTH = 4
_MOST = 10_000_000
"""Bytes; a picture has some 90,000."""
_COMMAND = (sys.executable, "-m", "bot.drawing")
_NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "MPLCONFIGDIR", "XDG_CACHE_HOME", "SYSTEMROOT", "WINDIR")

Process = asyncio.subprocess.Process


class Studio:
    """One process that draws, one picture after another. `close()` it."""

    def __init__(
        self, *, command: Sequence[str] = _COMMAND, patience: float = PATIENCE, idle_for: float = IDLE_FOR
    ) -> None:
        self._command, self._patience, self._idle_for = command, patience, idle_for
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._leaving: asyncio.TimerHandle | None = None

    async def draw(self, picture: Picture) -> bytes | None:
        """The picture as a PNG; None where it could not be drawn in time, which is logged."""
        try:
            async with asyncio.timeout(self._patience), self._turn:
                return await self._drawn(picture)
        except TimeoutError:
            log.warning("a picture was not drawn within %.0f seconds", self._patience)
            return None

    async def close(self) -> None:
        """Stop the process, and whatever it is drawing."""
        await self._stop()

    async def _drawn(self, picture: Picture) -> bytes | None:
        try:
            png = await _asked(await self._running(), to_json(picture))
        except (OSError, asyncio.IncompleteReadError) as problem:
            log.warning("a picture was not drawn: %r", problem)
            await self._stop()
            return None
        except asyncio.CancelledError:
            # What it is drawing would be taken for the next picture.
            await self._stop()
            raise
        self._leaving = asyncio.get_running_loop().call_later(self._idle_for, self._leave)
        return png or None

    async def _running(self) -> Process:
        if self._leaving is not None:
            self._leaving.cancel()
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=_environment(),
            )
        return self._process

    def _leave(self) -> None:
        """Let the process end: with its input."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None

    async def _stop(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()


async def _asked(process: Process, picture: bytes) -> bytes:
    """What the process answers; empty where it cannot draw this one."""
    assert process.stdin is not None, "it was started with pipes"
    assert process.stdout is not None, "it was started with pipes"
    process.stdin.write(len(picture).to_bytes(_LENGTH, "big") + picture)
    await process.stdin.drain()
    length = int.from_bytes(await process.stdout.readexactly(_LENGTH), "big")
    if length > _MOST:
        raise OSError(f"it answered with {length} bytes")
    return await process.stdout.readexactly(length)


def _environment() -> dict[str, str]:
    """What the process needs, and where our modules are."""
    needed = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return needed | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
