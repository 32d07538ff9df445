"""`outcome-bot demo` as a process of its own, for tests that use it as a newcomer does."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

ROOT = Path(__file__).parent.parent
LONDON = ZoneInfo("Europe/London")
PATIENCE = 60.0

Json = dict[str, Any]


@dataclass
class Demo:
    """A running demo, and its page."""

    process: subprocess.Popen[str]
    url: str
    said: list[str]
    temporary: Path

    def get(self, path: str, **query: str) -> Any:
        return self._ask("GET", path, params=query)

    def do(self, path: str, body: Json) -> Any:
        return self._ask("POST", f"do/{path}", json=body)

    def person(self, name: str) -> str:
        return next(str(each["id"]) for each in self.get("data/people") if each["realName"] == name)

    def channel(self, name: str, of: str) -> str:
        return next(str(each["id"]) for each in self.screen(of)["channels"] if each["name"] == name)

    def screen(self, of: str, channel: str = "") -> Json:
        """What the person sees who looks at the channel, or at the conversation with the app."""
        looking_at = {"channel": self.channel(channel, of)} if channel else {}
        screen: Json = self.get(f"data/see/{self.person(of)}", **looking_at)
        return screen

    def messages(self, of: str, channel: str = "") -> list[Json]:
        messages: list[Json] = self.screen(of, channel)["messages"]
        return messages

    def types(self, name: str, text: str, channel: str = "@bot") -> Json:
        where = channel if channel == "@bot" else self.channel(channel, name)
        answer: Json = self.do(f"{self.person(name)}/write", {"channel": where, "text": text})
        return answer

    def moves_clock(self, month: int, day: int) -> Json:
        """To nine in the morning of that day in London."""
        answer: Json = self.do("clock", {"to": datetime(2026, month, day, 9, tzinfo=LONDON).timestamp()})
        return answer

    def troubles(self) -> list[Json]:
        """What Slack would have refused, and what was not acknowledged in time."""
        return [entry for entry in self.get("data/log") if entry["error"]]

    def stops(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        response = httpx.request(method, f"{self.url}page/{path}", timeout=PATIENCE, trust_env=False, **more)
        return response.raise_for_status().json()


@contextlib.contextmanager
def running_demo(temporary: Path, *arguments: str, **environment: str) -> Iterator[Demo]:
    """Start it with these arguments and environment, and go on once it says that it is ready."""
    with started_demo(temporary, *arguments, **environment) as process:
        yield Demo(process, *_ready(process), temporary)


@contextlib.contextmanager
def started_demo(temporary: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start it, and go on at once."""
    inherited = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-open", *arguments],
        cwd=ROOT,
        env=inherited | {"TMPDIR": str(temporary)} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _ready(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    """The address that it names, and everything that it said until then."""
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line.rstrip())
        if line.startswith("Ready: "):
            return line.split()[2], said
    raise AssertionError("\n".join(said))
