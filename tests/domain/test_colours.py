"""Colours along a series of readings: warm-up, thresholds, and no flicker."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.colours import State, Step, Thresholds, next_colour

from .settings import quick

_OWN = {"g": State.ON_TRACK, "a": State.AT_RISK, "r": State.OFF_TRACK, "M": State.ON_TRACK}
_LETTER = {None: "-", State.MET: "M", State.ON_TRACK: "g", State.AT_RISK: "a", State.OFF_TRACK: "r"}


def step(letter: str) -> Step:
    """g, a, r: a reading that is green, amber or red by itself; M meets the target; "!" after one: beyond a limit."""
    return Step(
        as_of=date(2026, 3, 1),
        amount=Decimal(0),
        gap=Decimal(0),
        own=_OWN[letter[0]],
        met=letter[0] == "M",
        beyond_limit=letter.endswith("!"),
        is_warm=True,
    )


def colours(letters: str, *, cold: int = 0) -> str:
    """The colour after each of the readings; the first `cold` of them fall in the warm-up."""
    steps = [replace(step(each), is_warm=index >= cold) for index, each in enumerate(letters.split())]
    colour, letters_after = None, []
    for before, this in zip([None, *steps], steps, strict=False):
        colour = next_colour(colour, before, this)
        letters_after.append(_LETTER[colour])
    return " ".join(letters_after)


@pytest.mark.parametrize(
    ("gap", "colour"),
    [
        ("-30", State.ON_TRACK),
        ("8", State.ON_TRACK),
        ("8.000000000000001", State.AT_RISK),
        ("20", State.AT_RISK),
        ("20.1", State.OFF_TRACK),
    ],
)
def test_a_gap_has_a_colour(gap: str, colour: State) -> None:
    assert Thresholds().colour(Decimal(gap)) is colour


def test_thresholds_can_be_set() -> None:
    strict = Thresholds(on_track=Decimal(2), at_risk=Decimal(5))

    assert [strict.colour(Decimal(gap)) for gap in (2, 5, 6)] == [State.ON_TRACK, State.AT_RISK, State.OFF_TRACK]


@pytest.mark.parametrize(
    ("readings", "after_each"),
    [
        # One reading has no colour; the second has its own.
        ("g g g", "- g g"),
        ("g r g", "- r r"),
        # One odd reading moves nothing.
        ("g g r g r g", "- g g g g g"),
        ("r r g r g r", "- r r r r r"),
        # Two worse ones move it to the milder of them.
        ("g g a r", "- g g a"),
        ("g g r a", "- g g a"),
        ("g g r r", "- g g r"),
        ("g g a r r", "- g g a r"),
        # Two better ones move it to the more cautious of them.
        ("r r a g", "- r r a"),
        ("r r g g", "- r r g"),
        ("r r g a g g", "- r r a a g"),
        # Better and worse cancel out.
        ("a a g r", "- a a a"),
    ],
)
def test_the_colour_moves_only_when_two_readings_agree(readings: str, after_each: str) -> None:
    assert colours(readings) == after_each


@pytest.mark.parametrize(
    ("readings", "after_each"),
    [
        ("g g r! g", "- g r r"),
        ("g g a! r", "- g a a"),
        ("r r g! g", "- r r g"),
        ("M M a!", "M M a"),
    ],
)
def test_a_reading_beyond_a_limit_on_the_bad_side_applies_at_once(readings: str, after_each: str) -> None:
    assert colours(readings) == after_each


@pytest.mark.parametrize(
    ("readings", "after_each"),
    [
        ("r r M", "- r M"),
        ("M", "M"),
        # One reading short of it changes nothing; the second ends it, by the milder of the two.
        ("g g M g g", "- g M M g"),
        ("g g M r a", "- g M M a"),
        ("g g M r M r r", "- g M M M M r"),
    ],
)
def test_meeting_the_target_applies_at_once_and_ends_after_two_readings_short_of_it(
    readings: str, after_each: str
) -> None:
    assert colours(readings) == after_each


@pytest.mark.parametrize(
    ("readings", "cold", "after_each"),
    [
        ("r r r g", 3, "- - - g"),
        ("r r g r", 3, "- - - r"),
        ("g", 0, "-"),
        ("g M g g g", 4, "- M M - g"),
        ("M r! r", 2, "M - r"),
    ],
)
def test_in_warm_up_there_is_no_colour_unless_the_target_is_met(readings: str, cold: int, after_each: str) -> None:
    assert colours(readings, cold=cold) == after_each


@quick
@given(st.lists(st.sampled_from(["g", "a", "r", "M", "g!", "a!", "r!"]), min_size=2, max_size=12), st.integers(0, 6))
def test_two_alike_readings_always_have_the_last_word(letters: list[str], cold: int) -> None:
    last = letters[-1][0]

    after_each = colours(" ".join([*letters, last, last]), cold=cold).split()

    assert after_each[-1] == last or (cold > len(letters) + 1 and after_each[-1] in ("-", "M"))
