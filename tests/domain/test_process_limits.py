"""Limits, held against published results and against figures worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.process_limits import Limits, Side, limits_of, limits_so_far, moving_ranges

from .settings import quick
from .weekly import numbers

# Montgomery, *Introduction to Statistical Quality Control*: costs of processing 20 loans.
LOANS = "310 288 297 298 307 303 294 297 308 306 294 299 297 299 314 295 293 306 301 304"
# The same book: viscosity of 15 batches of primer paint.
VISCOSITY = "33.75 33.05 34.00 33.81 33.46 34.02 33.68 33.27 33.49 33.20 33.62 33.00 33.54 33.12 33.84"
# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of 10 batches.
FLOW = "49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"
# Anhøj, *SPC for Healthcare*, on screened moving ranges: 24 made-up values.
SCREENED = "18 16 8 9 10 11 26 14 15 14 18 19 18 11 28 20 16 17 12 13 24 16 15 11"


def rounded(number: Decimal | None, places: str) -> Decimal:
    assert number is not None
    return number.quantize(Decimal(places))


@pytest.mark.parametrize(
    ("series", "places", "centre", "mean_range", "lower", "upper"),
    [
        (LOANS, "0.01", "300.50", "7.79", "279.78", "321.22"),
        (VISCOSITY, "0.01", "33.52", "0.48", "32.24", "34.80"),
        # Published with 3 / 1.128 instead of 2.660: 45.8159 and 55.8041.
        (FLOW, "0.01", "50.81", "1.88", "45.82", "55.80"),
        (SCREENED, "0.01", "15.79", "4.45", "3.94", "27.64"),
    ],
)
def test_limits_are_those_that_were_published(
    series: str, places: str, centre: str, mean_range: str, lower: str, upper: str
) -> None:
    limits = limits_of(numbers(series))

    found = [rounded(each, places) for each in (limits.centre, limits.mean_range, limits.lower, limits.upper)]
    assert found == [Decimal(each) for each in (centre, mean_range, lower, upper)]


def test_every_figure_is_exact_to_the_fifteenth_place() -> None:
    assert limits_of(numbers(LOANS)) == Limits(
        points=20,
        centre=Decimal("300.5"),
        mean_range=Decimal("7.789473684210526"),
        lower=Decimal("279.78"),
        upper=Decimal("321.22"),
        upper_range=Decimal("25.456"),
    )
    assert limits_of(numbers(SCREENED)) == Limits(
        points=24,
        centre=Decimal("15.791666666666667"),
        mean_range=Decimal("4.454545454545455"),
        lower=Decimal("3.942575757575758"),
        upper=Decimal("27.640757575757576"),
        upper_range=Decimal("14.557454545454545"),
    )


def test_ranges_above_their_limit_are_left_out_once_and_the_centre_keeps_every_point() -> None:
    # The one of 17 is more than 3.267 × 115 / 23 = 16.335. Without it the mean is 98 / 22, and 15 is more than 3.267
    # times that, but stays.
    ranges = moving_ranges(numbers(SCREENED))
    assert (sum(ranges), len(ranges)) == (115, 23)
    assert sorted(ranges)[-2:] == [15, 17]

    assert limits_of(numbers(SCREENED)).mean_range == Decimal("4.454545454545455")


# 11 ranges of 0.8 and one of 0.933; with a last one of 3.267 the mean of the 13 is 1.
TWELVE_RANGES = "0 0.8 0 0.8 0 0.8 0 0.8 0 0.8 0 0.8 1.733"


@pytest.mark.parametrize(("last", "mean_range"), [("5.000", "0.811083333333333"), ("4.999", "0.999923076923077")])
def test_a_range_of_exactly_3267_thousandths_of_the_mean_is_left_out(last: str, mean_range: str) -> None:
    assert limits_of(numbers(f"{TWELVE_RANGES} {last}")).mean_range == Decimal(mean_range)


def test_where_only_zeros_would_be_left_no_range_is_left_out() -> None:
    # Once a 10 among 23 zeros: two ranges of 10 of 23.
    limits = limits_of(numbers("0x6 10 0x17"))

    assert limits.mean_range == Decimal("0.869565217391304")
    assert (limits.centre, limits.lower, limits.upper) == (
        Decimal("0.416666666666667"),
        Decimal("-1.896376811594203"),
        Decimal("2.729710144927536"),
    )


def test_a_missing_period_breaks_the_moving_range() -> None:
    assert moving_ranges(numbers("1 2 - 9 9.5")) == [1, Decimal("0.5")]
    assert limits_of(numbers("1 2 - 9 9.5")).mean_range == Decimal("0.75")


@pytest.mark.parametrize("series", ["7x24", "5 5 - 7 7", "1 - 2 - 3"])
def test_where_nothing_moved_there_is_a_centre_and_no_limits(series: str) -> None:
    limits = limits_of(numbers(series))

    assert (limits.mean_range, limits.lower, limits.upper, limits.upper_range) == (None, None, None, None)
    assert (limits.side_of(Decimal(99)), limits.beyond(Decimal(99))) == (Side.ABOVE, None)


def test_a_point_on_a_limit_is_within_and_one_on_the_centre_on_no_side() -> None:
    limits = limits_of(numbers(LOANS))

    assert [limits.beyond(Decimal(each)) for each in ("279.77", "279.78", "321.22", "321.220000001")] == [
        Side.BELOW,
        None,
        None,
        Side.ABOVE,
    ]
    assert [limits.side_of(Decimal(each)) for each in ("300.4", "300.5", "300.6")] == [Side.BELOW, None, Side.ABOVE]
    # Two thirds of the way from 300.5 to 321.22 is 314.31333…
    assert [limits.in_outer_third(Decimal(each)) for each in ("314.313", "314.314", "286.687", "286.686")] == [
        None,
        Side.ABOVE,
        None,
        Side.BELOW,
    ]


def test_a_mean_that_has_no_end_still_puts_equal_points_on_it() -> None:
    # The mean of 0, 1 and 2 over and over is 1, and their mean range 4 / 3 × … with no end.
    limits = limits_of(numbers("0 1 2 0 1 2 0 1 2 0 1 2 0 1 2"))

    assert limits.side_of(Decimal(1)) is None
    assert limits.mean_range == Decimal("1.285714285714286")


def test_nothing_is_said_of_fewer_than_twelve_points() -> None:
    assert limits_so_far(numbers("1 2 1 2 1 2 1 2 1 2 1")) is None
    assert limits_so_far(numbers("1 2 1 2 1 - 2 1 2 1 2 1")) is None
    assert limits_so_far(numbers("1 2 1 2 1 2 1 2 1 2 1 2")) is not None


def test_limits_come_from_all_points_until_there_are_24_and_then_stay() -> None:
    start = "1 2 3 2 1 2 3 2 1 2 3 2"
    assert limits_so_far(numbers(f"{start} 9")) == limits_of(numbers(f"{start} 9"))
    assert limits_so_far(numbers(f"{start} {start}")) == limits_of(numbers(f"{start} {start}"))
    assert limits_so_far(numbers(f"{start} {start} 99 99")) == limits_of(numbers(f"{start} {start}"))


def test_missing_periods_do_not_count_towards_the_24() -> None:
    start = "1 2 3 - 2 1 2 3 2 1 2 3 2"

    assert limits_so_far(numbers(f"{start} - {start} 99")) == limits_of(numbers(f"{start} - {start}"))


AMOUNTS = st.decimals(-(10**9), 10**9, places=3)


@quick
@given(st.lists(AMOUNTS, min_size=2, max_size=30), AMOUNTS, st.sampled_from([Decimal(-3), Decimal("0.5"), Decimal(7)]))
def test_another_unit_moves_the_limits_and_changes_nothing_else(
    series: list[Decimal], start: Decimal, factor: Decimal
) -> None:
    one, other = limits_of(series), limits_of([start + factor * each for each in series])

    assert abs(other.centre - (start + factor * one.centre)) < Decimal("1e-13")
    assert (one.mean_range is None) == (other.mean_range is None)
    if one.mean_range is not None and other.mean_range is not None:
        assert abs(other.mean_range - abs(factor) * one.mean_range) < Decimal("1e-13")
