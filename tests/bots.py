"""Real bot processes, each with an environment of its own, beside a playground in the test's process."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.playground import Playground
from tests.forking import Forked, Forker

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds after which a process that does not say what it should is a failure."""

_QUICK = {"HEARTBEAT_SECONDS": "0.25", "LOG_LEVEL": "DEBUG", "CHANNEL_SECONDS": "0", "PYTHONWARNINGS": "default"}
_PORT = re.compile(r"ready: serving on port (\d+)")
_AS_OF = re.compile(r"(planned|sent) as of (\S+)")


@dataclass
class Process:
    """One running `outcome-bot` command, and everything that it has said."""

    name: str
    child: asyncio.subprocess.Process | Forked
    lines: list[str] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _listening: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Take in what it says."""
        self._listening = asyncio.create_task(self._listen())

    async def says(self, text: str, *, after: int = 0) -> int:
        """Return once it has said `text` in a line from number `after` on; the number of the line that follows."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for number, line in enumerate(self.lines[after:], start=after):
                    if text in line:
                        return number + 1
                assert self.child.returncode is None, self.transcript()
                self._news.clear()
                await self._news.wait()

    async def reaches(self, what: str, instant: datetime, *, after: int = 0) -> int:
        """Return once it has begun and ended a round of planning or sending at or after `instant`."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for number, line in enumerate(self.lines[after:], start=after):
                    found = _AS_OF.search(line)
                    if found and found[1] == what and datetime.fromisoformat(found[2]) >= instant:
                        return number + 1
                assert self.child.returncode is None, self.transcript()
                self._news.clear()
                await self._news.wait()

    async def stops(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal; its exit status."""
        if self.child.returncode is None:
            self.child.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            status = await self.child.wait()
        if self._listening is not None:
            await self._listening
        return status

    def transcript(self) -> str:
        """What it has said last, for a failing test."""
        return f"{self.name} ({self.child.returncode}):\n" + "\n".join(self.lines[-60:])

    async def _listen(self) -> None:
        assert self.child.stderr is not None
        async for line in self.child.stderr:
            self.lines.append(line.decode().rstrip())
            self._news.set()
        await self.child.wait()
        self._news.set()


class Bots:
    """Every process of one deployment."""

    def __init__(self, playground: Playground, database_url: str, forker: Forker | None, **settings: str) -> None:
        self.playground = playground
        self.database_url = database_url
        self.forker = forker
        self.settings = settings
        self.running: list[Process] = []

    async def start(self, command: str, *, name: str = "", **more: str) -> Process:
        """Start `outcome-bot <command>` and return when it is ready."""
        child = await self._child(command, env=self.environment(**more))
        process = Process(name or command, child)
        process.listen()
        self.running.append(process)
        await process.says("ready:")
        return process

    async def run(self, *arguments: str, **more: str) -> tuple[int, str, str]:
        """Run a command that ends by itself: exit status, output, errors."""
        child = await self._child(*arguments, env=self.environment(**more), answers=True)
        try:
            async with asyncio.timeout(PATIENCE):
                out, errors = await child.communicate()
        except BaseException:
            child.kill()  # a command that hangs must not outlive its test
            await child.wait()
            raise
        return child.returncode or 0, out.decode(), errors.decode()

    async def web(self, name: str = "web", **more: str) -> Process:
        """Start a web process and have the playground deliver to it over signed HTTP."""
        process = await self.start("web", name=name, HOST="127.0.0.1", PORT="0", **more)
        await self.playground.deliver_to(f"http://127.0.0.1:{_port_of(process)}/slack/events")
        return process

    async def kill(self, process: Process) -> None:
        """SIGKILL it."""
        self.running.remove(process)
        await process.stops(signal.SIGKILL)

    async def stop(self, process: Process) -> int:
        """SIGTERM it; its exit status."""
        self.running.remove(process)
        return await process.stops()

    async def at(self, instant: datetime) -> None:
        """Set the clock, and return when every process with a heartbeat has planned and sent all that this calls for.

        What one process plans another may send: so first all have planned, and then all have nothing left to send.
        """
        self.playground.clock.set(instant)
        beating = [process for process in self.running if process.name != "web"]
        for _ in range(2):
            marks = [len(process.lines) for process in beating]
            planned = [
                await process.reaches("planned", instant, after=mark)
                for process, mark in zip(beating, marks, strict=True)
            ]
            for process, mark in zip(beating, planned, strict=True):
                await process.reaches("sent", instant, after=mark)

    async def _child(
        self, *arguments: str, env: dict[str, str], answers: bool = False
    ) -> asyncio.subprocess.Process | Forked:
        if self.forker is not None:
            return await self.forker.start(*arguments, env=env, answers=answers)
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=ROOT,
            env=env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE if answers else None,
            stderr=asyncio.subprocess.PIPE,
        )

    def environment(self, **more: str) -> dict[str, str]:
        """What a process is started with: nothing of the tests' own environment but where programs are."""
        inherited = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}
        slack = {
            "SLACK_BOT_TOKEN": self.playground.bot_token,
            "SLACK_APP_TOKEN": self.playground.app_token,
            "SLACK_SIGNING_SECRET": self.playground.signing_secret,
            "SLACK_API_URL": self.playground.api_url,
            "CLOCK_FILE": str(self.playground.clock_file),
            "DATABASE_URL": self.database_url,
            "DEFAULT_ZONE": "Europe/London",
            "HOLIDAY_CALENDAR": "none",  # no test depends on where Easter lies
        }
        return inherited | slack | _QUICK | self.settings | more


@asynccontextmanager
async def deployment(
    playground: Playground, database_url: str, forker: Forker | None = None, /, **settings: str
) -> AsyncIterator[Bots]:
    """Processes that are all ended with the block: forked ones, which start at once, or each a Python of its own."""
    bots = Bots(playground, database_url, forker, **settings)
    try:
        yield bots
    finally:
        for process in bots.running:
            await process.stops(signal.SIGKILL)


def _port_of(process: Process) -> int:
    """The port that it says it serves on."""
    (port,) = (found[1] for line in process.lines if (found := _PORT.search(line)))
    return int(port)
