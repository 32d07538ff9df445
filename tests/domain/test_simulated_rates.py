"""How often signals are false and colours change, in made-up series, beside what was specified. More of them, with less
left to chance: `python -m tests.domain.simulating`.
"""

import sys

import pytest

from .simulating import Figure, colour_figures, signal_figures


def printed(figures: list[Figure], capsys: pytest.CaptureFixture[str]) -> list[float]:
    with capsys.disabled():
        sys.stdout.write("\n  ".join(["", *map(str, figures)]) + "\n")
    return [each.found for each in figures]


def test_few_stable_series_draw_a_false_signal_and_most_shifts_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """In 400 series a share of 12 % is known to within 5 points and one of 26 to 49 % to within 7.5: three sigmas."""
    half, signals, year, half_on_12, year_on_12, soon, median = printed(list(signal_figures(400, seed=1)), capsys)

    assert half == pytest.approx(0.12, abs=0.05)
    assert signals == pytest.approx(0.15, abs=0.08)
    assert year == pytest.approx(0.37, abs=0.075)
    assert half_on_12 == pytest.approx(0.26, abs=0.075)
    assert year_on_12 == pytest.approx(0.49, abs=0.075)
    assert half < half_on_12
    assert year < year_on_12
    assert soon >= 0.95
    assert 3 <= median <= 5


def test_colours_of_what_keeps_its_pace_seldom_change_and_what_falls_behind_is_seen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    changes, falsely, at_80, at_60 = printed(list(colour_figures(200, seed=1)), capsys)

    assert changes == pytest.approx(0.22, abs=0.12)
    assert falsely == pytest.approx(0.028, abs=0.015)
    assert 5 <= at_80 <= 7
    assert 3 <= at_60 <= 4
