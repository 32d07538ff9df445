"""The rules of wording, held against every screen of a channel with twelve outcomes and thirty-nine indicators.

`python -m tests.board` prints the same screens, to be read.
"""

import re
from collections.abc import Iterator

import pytest

from tests.board import BOARD, Board, board, printed, screens

pytestmark = pytest.mark.timeout(600)  # nine weeks are lived through before the first test

_KEYS = {line.key for lines in BOARD.values() for line in lines}
_MARKS = re.compile("[🟢🟡🔴⚪]")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """The channel, on its Tuesday."""
    with board(tmp_path_factory.mktemp("board")) as of:
        yield of


@pytest.fixture(scope="module")
def shown(lived: Board) -> dict[str, str]:
    """Every screen by its name: what people ask for, and what was sent to them."""
    asked = {title: printed(screen) for title, screen in screens(lived)}
    sent = {f"{post.when} {post.kind} to {post.to}": post.text for post in lived.life.posts}
    return asked | sent


def lines_of(shown: dict[str, str]) -> list[str]:
    return [line for text in shown.values() for line in text.splitlines()]


def test_there_is_a_screen_of_every_kind(shown: dict[str, str]) -> None:
    kinds = (
        "/digest",
        "/outcome list",
        "/outcome show",
        "/indicator show",
        "/target show",
        "/reading due",
        "/reading,",
    )
    for kind in kinds:
        assert any(title.startswith(kind) for title in shown), kind
    for kind in ("reminder", "second_ping", "digest"):
        assert any(f" {kind} to " in title for title in shown), kind
    assert sum(title.startswith("/indicator show") for title in shown) == 39


def test_the_unit_is_the_readers_and_never_points_on_a_path(shown: dict[str, str]) -> None:
    for line in lines_of(shown):
        assert not re.search(r"\bpoints?\b|\bpath\b", line), line


def test_better_and_worse_are_words_and_a_pace_rises_or_falls(shown: dict[str, str]) -> None:
    for line in lines_of(shown):
        assert not re.search(r"has made|has gone|wrong way|the right way", line), line
    assert any("Needs to fall by" in line and "so far it has risen by" in line for line in lines_of(shown))


def test_an_indicator_has_one_status_on_a_screen(shown: dict[str, str]) -> None:
    for title, text in shown.items():
        if title.startswith(("/indicator show", "/target show")) and "has no target yet" not in text:
            assert len(_MARKS.findall(text)) == 1, text
        if title.startswith("/outcome show"):
            indicators = BOARD[re.match(r"\*(.+?)\*", text)[1]]  # type: ignore[index]  # it begins with the statement
            assert len(_MARKS.findall(text)) == 1 + len(indicators), text
        if " digest to " in title:
            _, _, *lines = text.splitlines()  # the headline, and the outcomes counted
            assert all(len(_MARKS.findall(line)) <= 1 + (", was " in line) for line in lines), text


def test_no_headline_waits_until_something(shown: dict[str, str]) -> None:
    for line in lines_of(shown):
        if _MARKS.search(line) and "because of" not in line:
            assert "until" not in without_names(line).split(":")[0], line


def without_names(line: str) -> str:
    for name in (each.name for lines in BOARD.values() for each in lines):
        line = line.replace(name, "")
    return line


def test_the_unit_is_said_once_and_left_out_for_one(shown: dict[str, str]) -> None:
    units = {line.unit for lines in BOARD.values() for line in lines if len(line.unit) > 3 and "," not in line.unit}
    for line in lines_of(shown):
        assert "(was " not in line
        for unit in units:
            assert not re.search(rf"(?<![\d.,])1 {unit}\b", line), line
            assert not re.search(rf"\d {unit}[^;:·]*planned by now \([^)]*{unit}", line), line


def test_what_is_planned_has_no_more_digits_than_the_reading(shown: dict[str, str]) -> None:
    found = 0
    for line in lines_of(shown):
        seen = re.search(r"(?P<reading>\d[\d,]*(?:\.\d+)?)(?: %| \w+)?, [^;]*; (?P<planned>\d[\d,]*(?:\.\d+)?) ", line)
        if seen is None or "£" in line or " of " in line:
            continue
        found += 1
        assert places(seen["planned"]) <= max(places(seen["reading"]), 0 if "behind" not in line else 1), line
    assert found > 20


def places(number: str) -> int:
    return len(number.partition(".")[2])


def test_last_week_is_called_last_week(shown: dict[str, str]) -> None:
    for title, text in shown.items():
        if title.startswith("/"):
            assert "week of 18 May" not in text, f"{title}\n{text}"
            assert "week of 25 May" not in text, f"{title}\n{text}"
    assert any("last week (18–24 May)" in line for line in lines_of(shown))


def test_no_command_names_what_the_reader_does_not_have(shown: dict[str, str]) -> None:
    commands = [command for line in lines_of(shown) for command in re.findall(r"`/reading ([\w-]+)", line)]
    assert commands
    assert set(commands) <= _KEYS


def test_nothing_that_is_past_is_announced(shown: dict[str, str]) -> None:
    for title, text in shown.items():
        for day in re.findall(
            r"(?:next: [^·]*due|I ask once more,|First verdict with the reading for) (.+?)[.·\n]", text
        ):
            assert not title.startswith("/") or not re.search(r"\b(?:March|April)\b", day), f"{title}: {day}"


def test_a_digest_names_nobody_beside_what_is_missing(shown: dict[str, str]) -> None:
    for title, text in shown.items():
        if " digest to " not in title:
            continue
        for waiting in re.findall(r"^\*Waiting for .*|^Still to come.*", text, re.MULTILINE):
            assert not re.search("Tess|Ugo|Owen", waiting), waiting
