"""Planned lines with the shape of the year before: every figure of the worked example was had by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadences import Cadence, Every
from bot.domain.facts import Point
from bot.domain.periods import Period, period_containing
from bot.domain.plausibility import UNBOUNDED, Bounds
from bot.domain.progress import expected_at
from bot.domain.seasons import seasonal_points
from bot.domain.targets import Baseline, PathKind, Target
from bot.domain.values import Measure, Value, ValueKind
from tests.saying import refused

from .settings import quick

MONTHLY, WEEKLY, QUARTERLY = Cadence(Every.MONTH), Cadence(Every.WEEK), Cadence(Every.QUARTER)
CALLS = Measure(ValueKind.NUMBER, "calls")
BASELINE = Baseline(Value(Decimal(120)), date(2025, 12, 31))
TODAY = date(2026, 3, 27)
FRIDAY = datetime(2026, 3, 27, 10, tzinfo=UTC)
TARGET = Target(Decimal(47), date(2026, 12, 31), date(2025, 12, 31))
"""73 fewer in 365 days: 0.2 a day."""
WINTER_PEAK = [120, 110, 100, 90, 80, 70, 70, 80, 90, 100, 110, 120]
"""Calls in the months of 2025."""


def read(values: list[int | None], *, since: date = date(2025, 1, 1), cadence: Cadence = MONTHLY) -> list[Point]:
    found, day = [], since
    for value in values:
        period = period_containing(cadence, day)
        if value is not None:
            found.append(Point(period, Value(Decimal(value)), period.last, FRIDAY))
        day = period.last + timedelta(days=1)
    return found


def points(
    readings: list[Point], target: Target = TARGET, *, cadence: Cadence = MONTHLY, bounds: Bounds = UNBOUNDED
) -> dict[str, Decimal]:
    found = seasonal_points(BASELINE, target, readings, measure=CALLS, cadence=cadence, today=TODAY, bounds=bounds)
    assert all(earlier < later for (earlier, _), (later, _) in pairwise(found))
    return {day.isoformat(): value for day, value in found}


def test_a_year_with_a_winter_peak() -> None:
    # Each month has what it had a year before, less the 120 of last December, on top of 120 − 0.2 a day.
    assert points(read([*WINTER_PEAK])) == {
        "2026-01-31": Decimal("113.8"),  # day 31: 120 − 6.2, and as many calls as in December
        "2026-02-28": Decimal("98.2"),  # day 59: 120 − 11.8 − 10
        "2026-03-31": Decimal("82"),
        "2026-04-30": Decimal("66"),
        "2026-05-31": Decimal("49.8"),
        "2026-06-30": Decimal("33.8"),  # day 181: 120 − 36.2 − 50
        "2026-07-31": Decimal("27.6"),
        "2026-08-31": Decimal("31.4"),
        "2026-09-30": Decimal("35.4"),
        "2026-10-31": Decimal("39.2"),
        "2026-11-30": Decimal("43.2"),
    }


def test_what_changed_in_a_year_is_no_season() -> None:
    # December 2025 had 12 fewer than December 2024, so each month of 2026 is to have 12 fewer than in 2025.
    readings = read([132, *WINTER_PEAK], since=date(2024, 12, 1))

    # R goes from 120 to 108, so 12 × 31 / 365 is given back on day 31, and the month itself has 12 fewer: 120 − 12.
    assert points(readings)["2026-01-31"] == Decimal("102.82")  # 113.8 − 12 + 12 × 31 / 365 = 102.819…


def test_of_weeks_the_mean_of_each_month_counts() -> None:
    weeks = [40 if week % 2 else 60 for week in range(64)]

    # Four or five weeks by turns: 50, or 48 and 52 where there are five. No week of its own is promised.
    assert len(points(read([*weeks], since=date(2024, 12, 30), cadence=WEEKLY), cadence=WEEKLY)) == 12


def test_a_season_goes_on_into_a_second_year() -> None:
    two_years = Target(Decimal(47), date(2027, 12, 31), date(2025, 12, 31))
    found = points(read([*WINTER_PEAK]), two_years)

    assert len(found) == 23
    assert found["2027-06-30"] == Decimal("15.4")  # 120 − 73 × 546 / 730 − 50


def test_what_cannot_be_is_not_planned() -> None:
    quiet_july = [*WINTER_PEAK[:6], 10, *WINTER_PEAK[7:]]

    assert points(read([*quiet_july]))["2026-07-31"] == 0  # 120 − 42.4 − 110, and there was never less than nothing
    assert min(points(read([*WINTER_PEAK]), bounds=Bounds(Decimal(30))).values()) == 30


def test_up_to_two_months_may_be_missing() -> None:
    gaps: list[int | None] = [*WINTER_PEAK]
    gaps[2] = gaps[6] = None
    found = points(read(gaps))

    assert len(found) == 9
    assert found["2026-06-30"] == Decimal("33.8")


@pytest.mark.parametrize(
    ("readings", "cadence", "why"),
    [
        ([], MONTHLY, "from January 2025 to December 2025, of which 2 may be missing. There is none for January 2025,"),
        (
            read([None, None, None, *WINTER_PEAK[3:]]),
            MONTHLY,
            "There is none for January 2025, February 2025 and March 2025.",
        ),
        (
            read([1, 2, 3], since=date(2025, 4, 1), cadence=QUARTERLY),
            QUARTERLY,
            "takes all readings from January 2025 to December 2025. There are 3 of 4.",
        ),
        ([], Cadence(Every.YEAR), "It is read too seldom to have a shape of the year"),
    ],
)
def test_too_little_is_refused_with_what_is_missing(readings: list[Point], cadence: Cadence, why: str) -> None:
    with refused(why):
        points(readings, cadence=cadence)


def test_quarters_have_a_shape_too() -> None:
    found = points(read([100, 80, 90, 120], cadence=QUARTERLY), cadence=QUARTERLY)

    assert list(found) == ["2026-03-31", "2026-06-30", "2026-09-30"]
    assert found["2026-06-30"] == Decimal("43.8")  # 120 − 36.2 − 40


def test_labels_and_what_is_due_at_once_have_no_shape() -> None:
    with refused("Labels have no shape of the year."):
        seasonal_points(BASELINE, TARGET, [], measure=Measure(ValueKind.YES_NO), cadence=MONTHLY, today=TODAY)
    with refused("It is due before the first month is over"):
        points(read([*WINTER_PEAK]), Target(Decimal(47), date(2026, 1, 20), date(2025, 12, 31)))


values = st.lists(st.integers(0, 200), min_size=13, max_size=13)
due_days = st.dates(date(2026, 2, 10), date(2029, 12, 31))


@quick
@given(year=values, due=due_days)
def test_it_begins_at_the_baseline_and_ends_at_the_target(year: list[int], due: date) -> None:
    target = Target(Decimal(47), due, date(2025, 12, 31))
    found = seasonal_points(
        BASELINE,
        target,
        read([*year], since=date(2024, 12, 1)),
        measure=CALLS,
        cadence=MONTHLY,
        today=TODAY,
        bounds=Bounds(Decimal(-(10**6)), Decimal(10**6)),
    )
    laid = Target(Decimal(47), due, date(2025, 12, 31), path=PathKind.SEASONAL, points=found)

    assert expected_at(BASELINE, laid, BASELINE.on) == 120
    assert expected_at(BASELINE, laid, due) == 47
    # A day before either end it is not far from there: no step leads to the ends.
    steepest = max(abs(later - earlier) for earlier, later in pairwise(year)) + abs(year[-1] - year[0]) + 73
    assert abs(expected_at(BASELINE, laid, due - timedelta(days=1)) - 47) <= steepest


@quick
@given(level=st.integers(50, 200), a_month=st.integers(-3, 3), due=due_days)
def test_a_year_without_a_shape_gives_the_straight_line(level: int, a_month: int, due: date) -> None:
    """Flat, or on a slope."""
    target = Target(Decimal(47), due, date(2025, 12, 31))
    flat = seasonal_points(
        BASELINE,
        target,
        [Point(Period(f"{day}", day, day), Value(Decimal(level)), day, FRIDAY) for day in _month_ends()],
        measure=CALLS,
        cadence=MONTHLY,
        today=TODAY,
    )
    sloped = seasonal_points(
        BASELINE,
        target,
        [
            Point(Period(f"{day}", day, day), Value(_on_a_slope(day, level, a_month)), day, FRIDAY)
            for day in _month_ends()
        ],
        measure=CALLS,
        cadence=MONTHLY,
        today=TODAY,
        bounds=Bounds(Decimal(-(10**6)), Decimal(10**6)),
    )

    for day, value in flat:
        assert abs(value - expected_at(BASELINE, target, day)) <= Decimal("0.005")
    for day, value in sloped:  # a leap year is a day longer than the one before it
        assert abs(value - expected_at(BASELINE, target, day)) < Decimal("0.5")


def _month_ends() -> list[date]:
    return [point.period.last for point in read([0] * 13, since=date(2024, 12, 1))]


def _on_a_slope(day: date, level: int, a_month: int) -> Decimal:
    return level + a_month * Decimal((day - date(2025, 12, 31)).days) / 30
