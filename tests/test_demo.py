"""`outcome-bot demo` as a newcomer meets it: started as a process of its own, used through the page's addresses."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

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


Start = Callable[..., Demo]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `outcome-bot demo`, with these arguments and environment, and waits until it says that it is ready."""
    started: list[subprocess.Popen[str]] = []
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    def start_(*arguments: str, **environment: str) -> Demo:
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
        started.append(process)
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line.rstrip())
            if line.startswith("Ready: "):
                return Demo(process, line.split()[2], said, temporary)
        raise AssertionError("\n".join(said))

    yield start_
    for process in started:
        process.kill()
        process.communicate()


def test_a_newcomer_finds_three_lived_in_weeks_and_a_reminder_waiting(start: Start) -> None:
    demo = start("--port", "0")

    assert demo.said[:-1] == ["Living through three weeks of a shelter and a shop…"]
    page = httpx.get(demo.url, trust_env=False)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")

    screen = demo.screen("Alice")
    assert datetime.fromtimestamp(screen["clock"]["seconds"], LONDON).strftime("%a %d %b %H:%M") == "Mon 20 Apr 09:05"
    assert screen["clock"]["stopped"] is False
    assert screen["stack"] == []
    assert [step["title"] for step in screen["steps"]] == [
        "Give a reading",
        "Open a form",
        "Move the clock to Tuesday",
        "Read the digest",
    ]

    mine = [message["text"] for message in screen["messages"]]
    assert [text.split("\n")[0] for text in mine if text.startswith("*All done")] == [
        "*All done for Mon 30 March*",
        "*All done for Mon 6 April*",
        "*All done for Mon 13 April*",
    ]
    assert any(text.startswith("Taken back: *People sleeping rough*, 141 people") for text in mine)
    assert mine[-1].startswith("*1 reading is due*")
    assert "`rough`, week of 13 April. Last: 112 people" in mine[-1]

    assert digests_in(demo.messages("Alice", "shelter")) == [
        "Outcomes, Tue 24 – Mon 30 March",
        "Outcomes, Tue 31 March – Mon 6 April",
        "Outcomes, Tue 7 – Mon 13 April",
    ]
    assert len(digests_in(demo.messages("Charlie", "shop"))) == 3
    assert any("*74.2 %*, late. 🟡 At risk" in message["text"] for message in demo.messages("Charlie"))
    assert [message["text"] for message in demo.messages("Bob", "general")] == [
        "From today we write down what should change, and look at it every week.",
        "Count done for this week. Have a good weekend.",
    ]

    assert demo.troubles() == []
    assert demo.stops(signal.SIGTERM) == 0
    assert list(demo.temporary.iterdir()) == []


def test_a_moved_clock_passes_through_everything_in_between(start: Start) -> None:
    demo = start("--port", "0")
    assert demo.types("Alice", "/reading rough 108") == {}

    moved = demo.moves_clock(4, 21)

    assert [(arrival["place"], arrival["text"].split("\n")[0]) for arrival in moved["arrivals"]] == [
        ("Charlie", "*1 reading is due*"),
        ("#shelter", "Outcomes, Tue 14 – Mon 20 April"),
        ("#shop", "Outcomes, Tue April 14 – Mon April 20"),
    ]
    asked_at = datetime.fromtimestamp(moved["arrivals"][0]["at"], ZoneInfo("America/New_York"))
    assert asked_at.strftime("%a %H:%M") == "Mon 09:00"
    digest = demo.messages("Alice", "shelter")[-1]["text"]
    assert "*People sleeping rough*: 108 people (was 112 people), week of 13 April. 🟢 On track" in digest
    receipt = [message for message in demo.messages("Alice") if message["text"].startswith("*All done")][-1]
    assert "✓ People sleeping rough, week of 13 April: *108 people*" in receipt["text"]

    assert demo.moves_clock(4, 20) == {"error": "The clock moves ahead only: what was sent cannot be unsent."}
    assert demo.troubles() == []


def test_people_may_go_on_while_weeks_go_by(start: Start) -> None:
    demo = start("--port", "0")
    walk = threading.Thread(target=demo.moves_clock, args=(5, 5))
    walk.start()
    count = 0
    while walk.is_alive():
        count += 1
        assert demo.types("Alice", f"/reading rough {100 - count % 10}") == {}
        assert demo.types("Dora", "/outcome new Serve 500 meals", "shelter") == {}
    walk.join()

    assert count > 0
    digests = digests_in(demo.messages("Alice", "shelter"))
    assert len(digests) == 3 + 3
    assert len(set(digests)) == len(digests)
    assert not any("later than planned" in message["text"] for message in demo.messages("Charlie"))
    assert demo.screen("Dora")["stack"] != []
    assert demo.troubles() == []


def test_a_taken_port_a_real_bots_settings_and_a_proxy_are_no_hindrance(start: Start, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = start(
            *("--port", str(port), "--keep", str(kept)),
            SLACK_BOT_TOKEN="nonsense",
            SLACK_CLIENT_ID="1.1",
            SLACK_CLIENT_SECRET="secret",
            DATABASE_URL="mysql://elsewhere",
            DEFAULT_ZONE="Nowhere",
            HTTP_PROXY="http://127.0.0.1:9",
            HTTPS_PROXY="http://127.0.0.1:9",
        )

    assert demo.said[1].startswith(f"Port {port} cannot be used")
    assert demo.url != f"http://127.0.0.1:{port}/"
    assert demo.types("Alice", "/reading rough 108") == {}
    assert demo.stops(signal.SIGINT) == 0
    assert (kept / "outcome-bot.sqlite3").exists()
    assert list(demo.temporary.iterdir()) == []


def test_a_folder_with_something_in_it_is_not_written_to(start: Start, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(AssertionError, match="is not empty"):
        start("--port", "0", "--keep", str(tmp_path))


def digests_in(messages: list[Json]) -> list[str]:
    """The first line of each digest among these."""
    return [message["text"].split("\n")[0] for message in messages if message["text"].startswith("Outcomes, ")]
