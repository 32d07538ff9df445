"""Where readings lead, held against published results and against figures worked out by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadences import Cadence, Every
from bot.domain.facts import Facts, Point
from bot.domain.periods import period_containing
from bot.domain.projection import MOST_READINGS, Basis, project, trend_of
from bot.domain.status import stand
from bot.domain.targets import Baseline, Direction, PathKind, Target
from bot.domain.values import Measure, Value, ValueKind

from .settings import quick

NEW_YEAR, END_OF_JUNE = date(2026, 1, 1), date(2026, 6, 30)
DAILY = Cadence(Every.DAY)


def make_facts(*readings: tuple[int, str]) -> Facts:
    """From 100 on 1 January to 60 by 30 June 2026, day 180; readings by their days after 1 January."""
    days = [(NEW_YEAR + timedelta(days=day), amount) for day, amount in readings]
    return Facts(
        Direction.DECREASE,
        Measure(ValueKind.NUMBER),
        DAILY,
        Baseline(Value(Decimal(100)), NEW_YEAR),
        Target(Decimal(60), END_OF_JUNE, NEW_YEAR),
        points=tuple(
            Point(period_containing(DAILY, day), Value(Decimal(amount)), day, datetime(2026, 7, 1, tzinfo=UTC))
            for day, amount in days
        ),
    )


def day_of(day: date | None) -> int | None:
    return None if day is None else (day - NEW_YEAR).days


THREE = ((31, "97"), (59, "93"), (89, "88"))
FIVE = (*THREE, (120, "86"), (150, "80"))


def test_three_readings_go_on_at_the_average_pace() -> None:
    projection = project(make_facts(*THREE))

    # 12 less in 89 days are 24.27 less in 180; 40 less take 296.7 days.
    assert projection is not None
    assert (projection.basis, projection.value) == (Basis.PACE, Decimal("75.730337078651685"))
    assert (projection.due_on, day_of(projection.meets_on)) == (END_OF_JUNE, 296)
    assert (projection.low, projection.high) == (None, None)


def test_five_readings_have_a_trend_with_a_range() -> None:
    projection = project(make_facts(*FIVE))

    # The slope is −2 / 15 a day, and the line starts at 100.433; it is at 60 after 303.25 days.
    assert projection is not None
    assert (projection.basis, projection.value) == (Basis.TREND, Decimal("76.433333333333333"))
    assert (projection.low, projection.high) == (Decimal("76.147619047619048"), Decimal("76.903672316384181"))
    assert day_of(projection.meets_on) == 303


@pytest.mark.parametrize("readings", [(), THREE[:1], THREE[:2]])
def test_fewer_than_three_readings_lead_nowhere(readings: tuple[tuple[int, str], ...]) -> None:
    assert project(make_facts(*readings)) is None


def test_four_readings_are_still_too_few_for_a_trend() -> None:
    projection = project(make_facts(*FIVE[:4]))

    # 14 less in 120 days are 21 less in 180.
    assert projection is not None
    assert (projection.basis, projection.value) == (Basis.PACE, Decimal(79))


def test_readings_before_the_path_begins_are_not_counted() -> None:
    early = replace(make_facts(*FIVE), baseline=Baseline(Value(Decimal(97)), NEW_YEAR + timedelta(days=31)))
    late = replace(early, baseline=Baseline(Value(Decimal(88)), NEW_YEAR + timedelta(days=90)))

    projection = project(early)

    # The first reading is the baseline too: two points of the same day have no slope between them.
    assert projection is not None
    assert projection.basis is Basis.TREND
    assert project(late) is None


@pytest.mark.parametrize(
    ("readings", "meets_on"),
    [
        # Away from the target, and along it.
        (((31, "101"), (59, "102"), (89, "103")), None),
        (((31, "100"), (59, "100"), (89, "100")), None),
        (((31, "101"), (59, "102"), (89, "103"), (100, "104"), (110, "105")), None),
        # 0.000001 a day would take 40 million days: longer than the calendar goes.
        (((30, "99.99997"), (60, "99.99994"), (90, "99.99991")), None),
        # On the very day: 40 less at 0.4 a day.
        (((10, "96"), (20, "92"), (50, "80")), 100),
        (((10, "96"), (20, "92"), (30, "88"), (40, "84"), (50, "80")), 100),
        # The line is past it already: today, and no day that is over.
        (((10, "80"), (20, "60"), (50, "60"), (60, "50"), (70, "58")), 70),
    ],
)
def test_the_target_is_met_on_a_day_or_not_on_this_trend(
    readings: tuple[tuple[int, str], ...], meets_on: int | None
) -> None:
    projection = project(make_facts(*readings))

    assert projection is not None
    assert day_of(projection.meets_on) == meets_on


def test_a_range_has_its_lower_end_first_whatever_the_direction() -> None:
    falling = make_facts(*FIVE)
    rising = replace(
        falling,
        direction=Direction.INCREASE,
        baseline=Baseline(Value(Decimal(-100)), NEW_YEAR),
        target=Target(Decimal(-60), END_OF_JUNE, NEW_YEAR),
        points=tuple(replace(each, value=Value(-each.value.amount)) for each in falling.points),
    )

    projection = project(rising)

    assert projection is not None
    assert (projection.low, projection.value, projection.high) == (
        Decimal("-76.903672316384181"),
        Decimal("-76.433333333333333"),
        Decimal("-76.147619047619048"),
    )
    assert day_of(projection.meets_on) == 303


def test_limits_labels_silence_and_what_is_over_lead_nowhere() -> None:
    facts = make_facts(*FIVE)
    band = Target(None, END_OF_JUNE, NEW_YEAR, low=Decimal(5), high=Decimal(10))

    assert project(replace(facts, direction=Direction.MAINTAIN, target=band)) is None
    assert project(replace(facts, measure=Measure(ValueKind.YES_NO))) is None
    assert project(replace(facts, measure=Measure(ValueKind.SCALE, scale=("bad", "good")))) is None
    assert project(replace(facts, baseline=None)) is None
    assert project(replace(facts, target=None)) is None
    assert project(replace(facts, missed=(period_containing(DAILY, date(2026, 6, 10)),))) is None
    assert project(make_facts(*FIVE, (180, "70"))) is None
    assert project(replace(facts, missed=(period_containing(DAILY, date(2026, 1, 10)),))) is not None


def test_a_projection_sets_no_colour() -> None:
    # It heads for 76 instead of 60, and on each day it is what its last two readings say.
    facts = make_facts(*FIVE)

    assert stand(facts).colour is stand(replace(facts, points=facts.points[-2:])).colour


# Bent paths


def bent(kind: PathKind, *points: tuple[int, str], readings: tuple[tuple[int, str], ...]) -> Facts:
    facts = make_facts(*readings)
    assert facts.target is not None
    on_days = tuple((NEW_YEAR + timedelta(days=day), Decimal(amount)) for day, amount in points)
    return replace(facts, target=replace(facts.target, path=kind, points=on_days))


@pytest.mark.parametrize(
    ("facts", "value", "meets_on"),
    [
        # Nothing until day 90; on day 135 half of it, 80, and it is at 84: four fifths of what was expected.
        (bent(PathKind.DELAYED, (90, "100"), readings=((30, "100"), (60, "99"), (135, "84"))), "68", None),
        # At 75 it is a quarter further than expected: at 60 where 68 is, on day 162.
        (bent(PathKind.DELAYED, (90, "100"), readings=((30, "100"), (60, "99"), (135, "75"))), "50", 162),
        # 90 by day 60, then 30 less in 120 days; 82.5 are expected on day 90, and 80 are there, 8 / 7 of the way.
        # It is at 60 where 65 is expected, on day 160.
        (
            bent(PathKind.MILESTONES, (60, "90"), readings=((30, "95"), (60, "90"), (90, "80"))),
            "54.285714285714286",
            160,
        ),
        # A step to 70 on day 100; with half more than that it is at 60 from that day on. Day 120 is later.
        (bent(PathKind.STEPS, (40, "90"), (150, "70"), readings=((10, "99"), (60, "86"), (120, "85"))), "40", 150),
    ],
)
def test_a_bent_path_is_scaled_by_what_has_been_reached_of_it(facts: Facts, value: str, meets_on: int | None) -> None:
    projection = project(facts)

    assert projection is not None
    assert (projection.basis, projection.value) == (Basis.PATH, Decimal(value))
    assert day_of(projection.meets_on) == meets_on
    assert (projection.low, projection.high) == (None, None)


@pytest.mark.parametrize(("last", "is_known"), [(120, False), (121, True)])
def test_before_a_bent_path_expects_a_good_part_nothing_is_projected(last: int, is_known: bool) -> None:
    # On day 120 10 / 70 of it are expected, 14.3 %; on day 121 15.7 %.
    facts = bent(PathKind.DELAYED, (110, "100"), readings=((30, "100"), (60, "99"), (last, "95")))

    assert (project(facts) is not None) is is_known


def test_a_season_above_the_start_says_nothing_and_one_below_the_target_is_no_end() -> None:
    shape = ((30, "120"), (60, "80"), (90, "50"), (120, "75"))
    winter = bent(PathKind.SEASONAL, *shape, readings=((10, "105"), (20, "110"), (30, "118")))
    spring = bent(PathKind.SEASONAL, *shape, readings=((30, "118"), (60, "80"), (75, "65")))

    assert project(winter) is None
    found = project(spring)
    assert found is not None
    assert (found.value, found.meets_on) == (Decimal(60), date(2026, 6, 30))


# The trend by itself


def test_a_trend_is_the_one_that_was_published() -> None:
    # Sen (1968); the intercept as SciPy's tests have it for its method "joint".
    trend = trend_of(list(zip([1, 2, 3, 4, 10, 12, 18], map(Decimal, [9, 15, 19, 20, 45, 55, 78]), strict=True)))

    assert (trend.slope, trend.intercept) == (Decimal(4), Decimal(6))


def test_percentiles_are_interpolated_linearly() -> None:
    # SciPy's tests have 0, 1, 1 with the slope 0.5 and the intercept 0: the slopes are 0, 0.5 and 1.
    trend = trend_of([(0, Decimal(0)), (1, Decimal(1)), (2, Decimal(1))])

    assert (trend.slope, trend.intercept) == (Decimal("0.5"), Decimal(0))
    assert (trend.lower_slope, trend.upper_slope) == (Decimal("0.25"), Decimal("0.75"))


def test_two_points_of_one_day_have_no_slope() -> None:
    dots = [(0, Decimal(5)), (0, Decimal(1)), (1, Decimal(2)), (2, Decimal(3))]

    # −3, 1, −1, 1 and 1 are left.
    assert trend_of(dots).slope == 1
    with pytest.raises(ValueError, match="no trend"):
        trend_of(dots[:3])


def test_of_very_many_readings_the_latest_are_taken() -> None:
    start = date(2024, 1, 1)
    days = [start + timedelta(days=day) for day in range(1, MOST_READINGS + 101)]
    points = [
        Point(
            period_containing(DAILY, day),
            # For the first hundred days it goes nowhere.
            Value(Decimal(100) - max(0, place - 100) * Decimal("0.02")),
            day,
            datetime(2026, 7, 1, tzinfo=UTC),
        )
        for place, day in enumerate(days, start=1)
    ]
    facts = replace(
        make_facts(),
        baseline=Baseline(Value(Decimal(100)), start),
        target=Target(Decimal(60), date(2026, 12, 31), start),
        points=tuple(points),
    )

    projection = project(facts)

    # 40 less from 100 on take 2,000 days after the first hundred.
    assert projection is not None
    assert projection.meets_on == start + timedelta(days=2100)


@quick
@given(
    st.lists(st.decimals(0, 1000, places=2), min_size=4, max_size=12),
    st.decimals(-5, 5, places=2),
    st.decimals(-100, 100, places=1),
)
def test_adding_a_line_adds_it_to_the_trend(series: list[Decimal], slope: Decimal, start: Decimal) -> None:
    plain = trend_of(list(enumerate(series)))
    sloped = trend_of([(day, value + start + slope * day) for day, value in enumerate(series)])

    for one, other, added in (
        (plain.slope, sloped.slope, slope),
        (plain.lower_slope, sloped.lower_slope, slope),
        (plain.upper_slope, sloped.upper_slope, slope),
        (plain.intercept, sloped.intercept, start),
    ):
        assert abs(one + added - other) < Decimal("1e-20")
