"""The digest of each situation, word for word, and within what anybody reads on a phone."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.delivery.recomputing import Recomputed, recompute
from tests.delivery.timeline import Timeline
from tests.golden.printed import MEMBERS, printed
from tests.golden.room import room
from tests.golden.situations import LARGE, SITUATIONS

_FOLDER = Path(__file__).parent / "digests"
_MOST_BLOCKS = 15
_TWO_SCREENS = 1_900
"""Characters: what two screens of a phone held of the longest, when they were looked at."""


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name not in LARGE])
def test_a_digest_says_what_it_said(name: str, migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, file)
    with room(file, private_to=MEMBERS.get(name, ())) as channel:
        post = SITUATIONS[name](channel)
        assert printed(post) == (_FOLDER / f"{name}.txt").read_text("utf-8")
        channel.life.until(channel.life.now + timedelta(days=15))
        _assert_history_says_the_same(channel.life)


def _assert_history_says_the_same(life: Timeline) -> None:
    """Each digest that ever went out can be put together again from what was recorded until then."""
    posted = [post for post in life.posts if post.kind == "digest"]
    assert len(posted) > 1
    for post in posted:
        on = date.fromisoformat(post.when[:10])
        again = recompute(life.database, channel=post.to, on=on, settings=life.settings)
        assert isinstance(again, Recomputed)
        assert (again.content["text"], again.content["blocks"]) == (post.text, post.blocks)
        assert again.otherwise == ()


def test_what_is_more_than_ordinary_is_told_once(migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, file)
    told = "*More than ordinary movement*"
    with room(file) as channel:
        assert told in printed(SITUATIONS["unusual_movement"](channel))  # 24 for W14, where up to 16 are ordinary
        channel.types("calls 25 for 2026-W14")  # corrected: still the same signal
        channel.weeks(calls="26")  # a neighbour outside of the same limit
        assert told not in printed(channel.digest())
        channel.weeks(calls="13")
        # 40 for the week that is still running gets no verdict yet, and has one in the report of the week after.
        channel.types("calls 40 for 2026-W17")
        assert told not in printed(channel.digest())
        channel.weeks(hurt="2")
        assert told in printed(channel.digest())


def test_what_a_late_reading_makes_of_a_later_one_is_told_once(migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, file)
    told = "eight readings in a row better than usual: more than ordinary movement (week of 16 February)"
    with room(file) as channel:
        channel.number("calls", "Calls answered", of="People who ring get an answer", unit="calls")
        for week in range(29, 53):
            channel.types(f"calls {13 + week % 2} for 2025-W{week}")
        for week in (1, 3, 4, 5, 6, 7, 8):
            channel.types(f"calls 14 for 2026-W{week:02}")
        channel.types("calls 13 for 2026-W09")
        channel.weeks(calls="13")
        assert "ordinary movement" not in printed(channel.digest())
        channel.types("calls 14 for 2026-W02")
        channel.undoes("calls")
        channel.weeks(calls="14")
        assert "ordinary movement" not in printed(channel.digest())
        channel.types("calls 14 for 2026-W02")
        channel.weeks(calls="13")
        assert told in " ".join(printed(channel.digest()).split())
        channel.types("calls 14 for 2025-W28")
        channel.weeks(calls="14")
        assert "ordinary movement" not in printed(channel.digest())
        _assert_history_says_the_same(channel.life)


def test_every_situation_has_its_digest() -> None:
    assert {file.stem for file in _FOLDER.glob("*.txt")} == set(SITUATIONS)


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_digest_fits_two_screens_of_a_phone(name: str) -> None:
    length, _, text = (_FOLDER / f"{name}.txt").read_text("utf-8").partition("\n\n")
    assert int(length.split()[0]) <= _MOST_BLOCKS
    assert len(text) <= _TWO_SCREENS
