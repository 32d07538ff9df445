"""`outcome-bot demo` as a newcomer meets it: started as a process of its own, used through the page's addresses."""

import contextlib
import os
import shutil
import signal
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.app import CannotStart
from bot.demo.folder import opened
from bot.demo.serving import Wanted
from tests.demos import LONDON, Demo, Json, running_demo, started_demo

pytestmark = pytest.mark.timeout(600)  # three weeks are lived through before some of them, beside whatever else runs

Start = Callable[..., Demo]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `outcome-bot demo`, with these arguments and environment, and waits until it says that it is ready."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with contextlib.ExitStack() as stack:
        yield lambda *arguments, **environment: stack.enter_context(running_demo(temporary, *arguments, **environment))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo whose three weeks have been lived through."""
    folder = tmp_path_factory.mktemp("lived")
    (folder / "temporary").mkdir()
    with running_demo(folder / "temporary", "--port", "0", "--keep", str(folder / "kept")) as demo:
        assert demo.stops(signal.SIGTERM) == 0
    return folder / "kept"


@pytest.fixture
def kept(lived: Path, tmp_path: Path) -> Path:
    """A folder to go on from, of this test's own."""
    return shutil.copytree(lived, tmp_path / "kept")


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
    assert [text.split("\n")[0] for text in mine if text.startswith("*All in")] == [
        "*All in for Mon 30 March*",
        "*All in for Mon 6 April*",
        "*All in for Mon 13 April*",
    ]
    assert any(text.startswith("Taken back: 141 people for *People sleeping rough*,") for text in mine)
    assert mine[-1].split("\n")[:2] == [
        "*People sleeping rough* `rough`, last week (13–19 April)?",
        "Last: 112 people",
    ]

    assert digests_in(demo.messages("Alice", "shelter")) == [
        "24–30 March",
        "31 March\u2009–\u20096 April",
        "7–13 April",
    ]
    assert len(digests_in(demo.messages("Charlie", "shop"))) == 3
    assert any(message["text"].endswith(": *74.2 %* · 🟡 At risk") for message in demo.messages("Charlie"))
    assert [message["text"] for message in demo.messages("Bob", "general")] == [
        "From today we write down what should change, and look at it every week.",
        "Count done for this week. Have a good weekend.",
    ]

    assert demo.troubles() == []
    assert demo.stops(signal.SIGTERM) == 0
    assert list(demo.temporary.iterdir()) == []


def test_a_moved_clock_passes_through_everything_in_between(start: Start, kept: Path) -> None:
    demo = start("--port", "0", "--keep", str(kept))
    assert demo.types("Alice", "/reading rough 108") == {}

    moved = demo.moves_clock(4, 21)

    reminder, *digests = [(arrival["place"], arrival["text"].split("\n")[0]) for arrival in moved["arrivals"]]
    assert reminder == (
        "Charlie",
        "*Customer satisfaction* `csat`, last week (April 13\u2009–\u200919)?",
    )
    # Both are due at the same hour, and each is sent as soon as it is drawn.
    assert sorted(digests) == [
        ("#shelter", "Nothing new this week"),
        ("#shop", "Nothing new: 1 as bad as before"),
    ]
    asked_at = datetime.fromtimestamp(moved["arrivals"][0]["at"], ZoneInfo("America/New_York"))
    assert asked_at.strftime("%a %H:%M") == "Mon 09:00"
    digest = demo.messages("Alice", "shelter")[-1]["text"]
    assert "🟢 *People sleeping rough: 108 people*, planned 110 · on track" in digest
    receipt = [message for message in demo.messages("Alice") if message["text"].startswith("*All in")][-1]
    assert "✓ People sleeping rough, last week (13–19 April): *108 people* · 🟢 On track" in receipt["text"]

    assert demo.moves_clock(4, 20) == {"error": "The clock moves ahead only: what was sent cannot be unsent."}
    assert demo.troubles() == []


def test_people_may_go_on_while_weeks_go_by(start: Start, kept: Path) -> None:
    demo = start("--port", "0", "--keep", str(kept))
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


def test_a_taken_port_a_real_bots_settings_and_a_proxy_are_no_hindrance(start: Start, kept: Path) -> None:
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
    assert list(demo.temporary.iterdir()) == []


def test_what_is_kept_goes_on_where_it_was_left(start: Start, kept: Path) -> None:
    first = start("--port", "0", "--keep", str(kept))
    assert first.types("Alice", "/reading rough 108") == {}
    first.moves_clock(4, 21)
    assert first.types("Dora", "/outcome new Serve 500 meals", "shelter") == {}
    left_at = first.screen("Alice")["clock"]["seconds"]
    left = {name: first.screen(name) for name in ("Alice", "Bob", "Charlie", "Dora")}
    shop = first.messages("Charlie", "shop")
    assert first.stops(signal.SIGTERM) == 0

    second = start("--port", "0", "--keep", str(kept))

    assert second.said[0] == f"Going on in {kept}…"
    for name, screen in left.items():
        again = second.screen(name)
        for part in ("messages", "stack", "channels", "people", "playground"):
            assert again[part] == screen[part], (name, part)
    assert second.messages("Charlie", "shop") == shop
    # Time stood still in between: nobody was away, so nothing is late.
    assert 0 <= second.screen("Alice")["clock"]["seconds"] - left_at < 60

    # A button of a message from before, a plain message, a command: all of it still works, and nothing comes twice.
    assert second.types("Charlie", "csat 76") == {}
    second.moves_clock(4, 28)
    assert digests_in(second.messages("Charlie", "shop"))[-2:] == [
        "April 14\u2009–\u200920",
        "April 21\u2009–\u200927",
    ]
    mine = [message["text"].split("\n")[0] for message in second.messages("Alice")]
    assert [text for text in mine if text.endswith("?")] == [
        "*People sleeping rough* `rough`, last week (20–26 April)?"
    ]
    assert any("*76 %*" in message["text"] for message in second.messages("Charlie"))
    assert not any("later than planned" in message["text"] for message in second.messages("Charlie"))
    assert second.troubles() == []


def test_what_is_kept_survives_being_killed(start: Start, kept: Path) -> None:
    first = start("--port", "0", "--keep", str(kept))
    left = first.messages("Alice")
    first.process.kill()
    first.process.wait()

    second = start("--port", "0", "--keep", str(kept))

    assert second.messages("Alice") == left
    assert second.types("Alice", "/reading rough 108") == {}
    assert second.messages("Alice")[-1]["text"] != left[-1]["text"]
    assert second.troubles() == []


def test_a_folder_is_one_demos_own(start: Start, tmp_path: Path, kept: Path) -> None:
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "notes.txt").write_text("mine")
    with pytest.raises(AssertionError, match="is not empty, and no demo was kept in it"):
        start("--port", "0", "--keep", str(strange))
    assert [each.name for each in strange.iterdir()] == ["notes.txt"]

    running = start("--port", "0", "--keep", str(kept))
    with pytest.raises(AssertionError, match="Another demo is running in"):
        start("--port", "0", "--keep", str(kept))
    assert running.types("Alice", "/reading rough 108") == {}
    assert running.stops(signal.SIGTERM) == 0

    (kept / "playground.json").write_text("{}")
    with pytest.raises(AssertionError, match=r"playground\.json cannot be read .* Name a folder that is not there yet"):
        start("--port", "0", "--keep", str(kept))


def test_an_address_that_is_none_is_refused_before_anything_is_made() -> None:
    with pytest.raises(CannotStart, match="--also-at: 'localhost:9000' is no address such as http://localhost:9000"):
        Wanted(port=0, also_at=("localhost:9000",))


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """What is made is open to everybody, unless it is asked for otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_what_is_kept_is_its_owners_alone(tmp_path: Path, open_to_all: None) -> None:
    (tmp_path / "old").mkdir(0o755)
    for name in ("new", "old"):
        with opened(tmp_path / name) as folder:
            assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
            assert [oct(stat.S_IMODE(each.stat().st_mode)) for each in folder.path.iterdir()] == ["0o600"]


def test_a_folder_with_a_slip_in_its_path_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, sentence in {
        "slip/kept": f"There is no folder {tmp_path}/slip. Make it first, or name another one.",
        "file/kept": f"Nothing can be kept in {tmp_path}/file/kept: Not a directory. Name another folder.",
        "x" * 300: f"Nothing can be kept in {tmp_path}/{'x' * 300}: File name too long. Name another folder.",
    }.items():
        with pytest.raises(CannotStart) as raised, opened(tmp_path / path):
            pass
        assert str(raised.value) == sentence
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_demo_stopped_before_its_story_is_told_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with started_demo(tmp_path, "--port", "0", "--keep", str(kept)) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Living through")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert [each.name for each in kept.iterdir()] == ["demo.lock"]

    with running_demo(tmp_path, "--port", "0", "--keep", str(kept)) as demo:
        assert demo.said[0].startswith("Living through")


def digests_in(messages: list[Json]) -> list[str]:
    """Of which days each digest among these is."""
    return [
        message["text"].split("\n")[1].split(" · ")[0]
        for message in messages
        if message["text"].split("\n")[-1].startswith(("Compared with the report", "Next: "))
    ]
