"""Progress, the path, and the gap: every figure here was worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.numerals import print_percent
from bot.domain.progress import expected_at, gap, outside, progress, reaches
from bot.domain.targets import Baseline, Direction, PathKind, Target, path_starts_on
from bot.domain.values import Value, ratio

from .settings import quick

NEW_YEAR, END_OF_JUNE = date(2026, 1, 1), date(2026, 6, 30)


def baseline(value: str = "100", on: date = NEW_YEAR) -> Baseline:
    return Baseline(Value(Decimal(value)), on)


def target(
    value: str = "60",
    *,
    starts_on: date = NEW_YEAR,
    path: PathKind = PathKind.STRAIGHT,
    points: tuple[tuple[date, Decimal], ...] = (),
) -> Target:
    return Target(Decimal(value), due_on=END_OF_JUNE, starts_on=starts_on, path=path, points=points)


def band(low: str | None, high: str | None) -> Target:
    return Target(
        None,
        END_OF_JUNE,
        NEW_YEAR,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
    )


@pytest.mark.parametrize(
    ("b", "t", "v", "p", "shown"),
    [
        ("100", "60", "80", "0.5", "50 %"),
        ("100", "60", "110", "-0.25", "−25 %"),
        ("100", "60", "50", "1.25", "125 %"),
        ("-20", "10", "-5", "0.5", "50 %"),
        ("0", "-30", "-12", "0.4", "40 %"),
        ("0.62", "0.8", "0.62", "0", "0 %"),
    ],
)
def test_progress_is_the_part_of_the_way_from_baseline_to_target(b: str, t: str, v: str, p: str, shown: str) -> None:
    found = progress(baseline(b), target(t), Decimal(v))

    assert found == Decimal(p)
    assert print_percent(found, "en-GB") == shown


def test_there_is_no_progress_to_measure_without_both_ends_or_between_equal_ones() -> None:
    assert progress(None, target(), Decimal(80)) is None
    assert progress(baseline(), None, Decimal(80)) is None
    assert progress(baseline(), band("5", "10"), Decimal(80)) is None
    assert progress(baseline("60"), target("60"), Decimal(80)) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 1), "100"),
        (NEW_YEAR, "100"),
        (date(2026, 3, 31), "80.222222222222222"),
        (date(2026, 4, 1), "80"),
        (END_OF_JUNE, "60"),
        (date(2026, 9, 1), "60"),
    ],
)
def test_a_straight_path_runs_from_baseline_to_target(day: date, expected: str) -> None:
    assert expected_at(baseline(), target(), day) == Decimal(expected)


MILESTONES = ((date(2026, 1, 31), Decimal(95)), (date(2026, 4, 1), Decimal(90)))


@pytest.mark.parametrize(
    ("day", "linear", "steps"),
    [
        (date(2026, 1, 13), "98", "100"),
        (date(2026, 1, 30), "95.166666666666667", "100"),
        (date(2026, 1, 31), "95", "95"),
        (date(2026, 3, 2), "92.5", "95"),
        (date(2026, 4, 1), "90", "90"),
        (date(2026, 5, 1), "80", "90"),
        (date(2026, 6, 29), "60.333333333333333", "90"),
        (END_OF_JUNE, "60", "60"),
    ],
)
def test_milestones_are_joined_by_lines_and_steps_hold(day: date, linear: str, steps: str) -> None:
    assert expected_at(baseline(), target(path=PathKind.MILESTONES, points=MILESTONES), day) == Decimal(linear)
    assert expected_at(baseline(), target(path=PathKind.STEPS, points=MILESTONES), day) == Decimal(steps)


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 4, 1), "100"), (date(2026, 5, 16), "80"), (END_OF_JUNE, "60")]
)
def test_a_delayed_path_expects_nothing_until_its_day(day: date, expected: str) -> None:
    delayed = target(path=PathKind.DELAYED, points=((date(2026, 4, 1), Decimal(0)),))

    assert expected_at(baseline(), delayed, day) == Decimal(expected)


def test_a_late_baseline_starts_the_path_at_its_own_day_and_drops_earlier_milestones() -> None:
    late = baseline("98", on=date(2026, 3, 2))
    milestones = target(path=PathKind.MILESTONES, points=MILESTONES)

    assert path_starts_on(late, milestones) == date(2026, 3, 2)
    assert expected_at(late, milestones, date(2026, 2, 1)) == 98
    assert expected_at(late, milestones, date(2026, 3, 17)) == 94
    assert expected_at(late, milestones, date(2026, 4, 1)) == 90


def test_an_early_baseline_waits_for_the_targets_start() -> None:
    early = baseline("100", on=date(2025, 11, 1))

    assert path_starts_on(early, target()) == NEW_YEAR
    assert expected_at(early, target(), date(2026, 4, 1)) == 80


def test_the_gap_is_in_points_of_the_whole_span() -> None:
    assert gap(baseline(), target(), Decimal(88), date(2026, 3, 31)) == Decimal("19.444444444")
    assert gap(baseline(), target(), Decimal(80), date(2026, 4, 1)) == 0
    assert gap(baseline(), target(), Decimal(76), date(2026, 4, 1)) == -10
    assert gap(baseline("0"), target("50"), Decimal(21), date(2026, 4, 1)) == 8


def test_a_gap_of_exactly_eight_points_is_exactly_eight() -> None:
    # A third of the way is no decimal, and a threshold must not hang on its last digit.
    a_third_of_the_way = date(2026, 3, 2)

    assert gap(baseline("0"), target("3"), Decimal("0.76"), a_third_of_the_way) == 8
    assert expected_at(baseline("0"), target("1"), a_third_of_the_way) == Decimal("0.333333333333333")


def test_a_gap_of_exactly_eight_points_is_exactly_eight_between_ratios_too() -> None:
    # From 1 of 3 to 2 of 3 in 75 days: on day 31 the path is at 106/225, and 4 of 9 is 8 points of a third below that.
    third, two_thirds, four_ninths = (ratio(Decimal(n), Decimal(of)) for n, of in ((1, 3), (2, 3), (4, 9)))
    promised = Target(two_thirds.amount, due_on=date(2026, 3, 17), starts_on=NEW_YEAR)

    assert gap(Baseline(third, NEW_YEAR), promised, four_ninths.amount, date(2026, 2, 1)) == 8


def test_the_gap_over_the_smallest_span_is_as_exact_as_any() -> None:
    # Day 59 of 180: 32.7777… points of the way.
    assert gap(baseline("0"), target("0.000000001"), Decimal(0), date(2026, 3, 1)) == Decimal("32.777777778")


def test_a_gap_needs_a_span() -> None:
    with pytest.raises(ValueError, match="no span"):
        gap(baseline("60"), target("60"), Decimal(60), NEW_YEAR)
    with pytest.raises(ValueError, match="no span"):
        gap(baseline(), band("5", None), Decimal(60), NEW_YEAR)
    with pytest.raises(ValueError, match="no path"):
        expected_at(baseline(), band("5", None), NEW_YEAR)


@pytest.mark.parametrize(
    ("low", "high", "v", "distance"),
    [
        ("5", "10", "7", "0"),
        ("5", "10", "5", "0"),
        ("5", "10", "10", "0"),
        ("5", "10", "4.5", "-0.5"),
        ("5", "10", "12", "2"),
        ("5", None, "400", "0"),
        (None, "10", "-400", "0"),
        (None, "10", "10.25", "0.25"),
    ],
)
def test_outside_a_band_is_measured_in_the_unit(low: str | None, high: str | None, v: str, distance: str) -> None:
    assert outside(band(low, high), Decimal(v)) == Decimal(distance)
    assert reaches(Direction.MAINTAIN, band(low, high), Decimal(v)) is (distance == "0")


def test_a_target_is_met_at_or_past_its_value() -> None:
    assert reaches(Direction.DECREASE, target("60"), Decimal(60))
    assert reaches(Direction.DECREASE, target("60"), Decimal(-5))
    assert not reaches(Direction.DECREASE, target("60"), Decimal("60.1"))
    assert reaches(Direction.INCREASE, target("60"), Decimal(61))
    assert not reaches(Direction.INCREASE, target("60"), Decimal(59))
    assert not reaches(Direction.INCREASE, band("5", None), Decimal(6))


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@quick
@given(b=amounts, t=amounts, days=st.integers(0, 180))
def test_the_path_stays_between_baseline_and_target_and_has_no_gap_to_itself(b: Decimal, t: Decimal, days: int) -> None:
    if abs(b - t) < 1:
        t = b + 1
    day = NEW_YEAR + timedelta(days=days)
    start, end = baseline(str(b)), target(str(t))

    expected = expected_at(start, end, day)

    assert min(b, t) <= expected <= max(b, t)
    assert abs(gap(start, end, expected, day)) < Decimal("0.000000001")
