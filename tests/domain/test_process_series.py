"""What of an indicator's readings is looked at for signals, and how its limits are drawn."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.charting import AS_IT_IS, Charting, Rebase
from bot.domain.facts import Facts
from bot.domain.periods import period_from_key
from bot.domain.plausibility import Bounds
from bot.domain.process_limits import limits_of
from bot.domain.process_series import (
    Drawn,
    drawn_at,
    has_gap,
    natural_bounds,
    series_of,
    with_gaps,
)
from bot.domain.targets import Baseline, Direction, PathKind, Target
from bot.domain.transforms import Transform
from bot.domain.values import Measure, Value, ValueKind

from .weekly import WEEKLY, make_points, numbers

NUMBER, PERCENT, MONTHLY = Measure(ValueKind.NUMBER), Measure(ValueKind.PERCENT), Cadence(Every.MONTH)


def make_facts(readings: str) -> Facts:
    """From 100 on 4 January to 30 by 15 March 2026: 7 less each week, of which the first ends on the 11th."""
    return Facts(
        Direction.DECREASE,
        NUMBER,
        WEEKLY,
        baseline=Baseline(Value(Decimal(100)), date(2026, 1, 4)),
        target=Target(Decimal(30), date(2026, 3, 15), date(2026, 1, 4)),
        points=make_points(readings),
    )


def make_band(readings: str) -> Facts:
    band = Target(None, date(2026, 12, 31), date(2026, 1, 1), low=Decimal(5), high=Decimal(10))
    return Facts(Direction.MAINTAIN, NUMBER, WEEKLY, target=band, points=make_points(readings))


def xs(facts: Facts, charting: Charting = AS_IT_IS) -> list[list[Decimal | None]]:
    return [with_gaps(part) for part in series_of(facts, charting).parts]


def test_with_a_path_it_is_the_distance_from_what_was_expected() -> None:
    # Expected are 93, 86, 79 and 72.
    assert xs(make_facts("93 88 78.5 72")) == [numbers("0 2 -0.5 0")]


def test_the_path_that_holds_now_is_the_one_for_all_readings() -> None:
    facts = make_facts("93 88 78.5 72")
    assert facts.target is not None
    waiting = replace(facts.target, path=PathKind.DELAYED, points=((date(2026, 2, 1), Decimal(100)),))

    assert xs(replace(facts, target=waiting)) == [numbers("-7 -12 -21.5 -28")]


@pytest.mark.parametrize(
    "facts",
    [
        make_band("7 8 6"),
        replace(make_facts("7 8 6"), target=None),
        replace(make_facts("7 8 6"), baseline=None),
    ],
)
def test_without_a_path_it_is_the_values(facts: Facts) -> None:
    assert xs(facts) == [numbers("7 8 6")]


def test_of_a_counter_it_is_what_was_added_and_nothing_over_a_missing_period() -> None:
    facts = make_facts("10 14 19 - 30 33")

    assert xs(facts, Charting(counts_up=True)) == [numbers("4 5 - 3")]


@pytest.mark.parametrize("kind", [ValueKind.YES_NO, ValueKind.SCALE])
def test_labels_are_no_such_series(kind: ValueKind) -> None:
    facts = replace(make_band("0 1 1"), measure=Measure(kind, scale=("bad", "good")))

    assert series_of(facts).parts == ()


def test_a_missing_period_leaves_a_gap() -> None:
    assert xs(make_band("7 8 - 6 - - 9")) == [numbers("7 8 - 6 - 9")]
    assert xs(replace(make_band("7 8 - 6"), cadence=None)) == [numbers("7 8 6")]


@pytest.mark.parametrize(
    ("cadence", "before", "after", "gap"),
    [
        (Cadence(Every.WEEK), "2026-W02", "2026-W03", False),
        (Cadence(Every.WEEK), "2026-W02", "2026-W04", True),
        (Cadence(Every.MONTH), "2026-01", "2026-03", True),
        # Friday and Monday, where only working days are measured.
        (Cadence(Every.DAY, weekdays=frozenset(range(5))), "2026-01-09", "2026-01-12", False),
        (Cadence(Every.DAY, weekdays=frozenset(range(5))), "2026-01-09", "2026-01-13", True),
    ],
)
def test_a_period_is_missing_where_a_whole_one_lies_in_between(
    cadence: Cadence, before: str, after: str, gap: bool
) -> None:
    assert has_gap(period_from_key(cadence, before), period_from_key(cadence, after), cadence) is gap


def test_nothing_is_missing_where_weeks_became_months() -> None:
    week, month = period_from_key(WEEKLY, "2026-W14"), period_from_key(MONTHLY, "2026-04")

    # The week ends on 5 April, in the middle of the first month.
    assert not has_gap(week, month, MONTHLY)
    assert has_gap(week, period_from_key(MONTHLY, "2026-06"), MONTHLY)


def test_readings_by_another_method_are_no_part_of_it() -> None:
    # The third week ends on 25 January.
    assert xs(make_band("7 8 6 9"), Charting(since=date(2026, 1, 25))) == [numbers("6 9")]


def test_a_person_has_limits_worked_out_anew_from_a_day_on() -> None:
    # 21 January is in the third week: that is the first of the new base, and follows nothing there.
    rebase = Rebase(date(2026, 1, 21), "Two more nurses")

    assert xs(make_band("7 8 3 4"), Charting(rebases=(rebase,))) == [numbers("7 8"), numbers("3 4")]
    series = series_of(make_band("7 8 3 4"), Charting(rebases=(rebase,)))
    assert [point.follows for part in series.parts for point in part] == [False, True, False, True]


def test_on_another_scale_it_is_the_distance_there() -> None:
    # The square roots of 93 and 86, the expected values, are 9.643650760992955 and 9.273618495495704.
    assert xs(make_facts("81 100"), Charting(Transform.SQRT)) == [numbers("-0.643650760992955 0.726381504504296")]
    assert xs(make_band("4 9 2.25"), Charting(Transform.SQRT)) == [numbers("2 3 1.5")]


def test_a_value_without_a_place_on_the_scale_is_named_and_counts_as_missing() -> None:
    series = series_of(make_band("4 0 1"), Charting(Transform.LOG))

    assert [period.key for period in series.unfit] == ["2026-W03"]
    assert [with_gaps(part) for part in series.parts] == [numbers("1.386294361119891 - 0")]


# Drawing


LIMITS = limits_of(numbers("2 3 2 3 2 3 2 3"))  # 2.5 ± 2.66


def test_lines_are_drawn_beside_what_was_expected() -> None:
    assert drawn_at(LIMITS, None) == Drawn(Decimal("2.5"), Decimal("-0.16"), Decimal("5.16"))
    assert drawn_at(LIMITS, Decimal(80)) == Drawn(Decimal("82.5"), Decimal("79.84"), Decimal("85.16"))


def test_natural_bounds_cut_the_lines_and_nothing_else() -> None:
    at_least_nothing = Bounds(Decimal(0), Decimal(5))

    assert drawn_at(LIMITS, None, bounds=at_least_nothing) == Drawn(Decimal("2.5"), Decimal(0), Decimal(5))
    assert LIMITS.lower == Decimal("-0.16")


def test_lines_are_led_back_from_another_scale() -> None:
    # On a scale of square roots: 2.5² and 5.16²; the lower limit lies below the root of 0.
    assert drawn_at(LIMITS, None, transform=Transform.SQRT) == Drawn(Decimal("6.25"), Decimal(0), Decimal("26.6256"))
    # Around what was expected, 64: (8 + 2.5)², (8 − 0.16)², (8 + 5.16)².
    assert drawn_at(LIMITS, Decimal(64), transform=Transform.SQRT) == Drawn(
        Decimal("110.25"), Decimal("61.4656"), Decimal("173.1856")
    )


def test_without_limits_only_the_centre_is_drawn() -> None:
    assert drawn_at(limits_of(numbers("4x24")), None) == Drawn(Decimal(4), None, None)


@pytest.mark.parametrize(
    ("measure", "values", "bounds"),
    [
        (NUMBER, "3 4", Bounds(Decimal(0))),
        (NUMBER, "3 -4", Bounds()),
        (PERCENT, "97 99", Bounds(Decimal(0), Decimal(100))),
        (PERCENT, "97 120", Bounds(Decimal(0))),
        (Measure(ValueKind.RATIO), "0.5 1", Bounds(Decimal(0), Decimal(1))),
        (Measure(ValueKind.DURATION), "5 90", Bounds(Decimal(0))),
    ],
)
def test_nothing_is_the_least_and_all_of_it_the_most_as_long_as_no_value_says_otherwise(
    measure: Measure, values: str, bounds: Bounds
) -> None:
    assert natural_bounds(measure, [Decimal(each) for each in values.split()]) == bounds


def test_bounds_that_somebody_set_come_first() -> None:
    assert natural_bounds(PERCENT, [Decimal(97)], Bounds(Decimal(50), None)) == Bounds(Decimal(50), Decimal(100))
