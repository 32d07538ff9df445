"""Which reading completes which signal."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charting import Rule, RuleSet
from bot.domain.process_limits import FROZEN_ON, Limits, Side, Unchanged, limits_of
from bot.domain.process_series import Drawn
from bot.domain.signals import (
    Assurance,
    Judged,
    Meaning,
    assurance,
    judge,
    rebase_from,
)
from bot.domain.targets import Direction, Target

from .settings import quick
from .weekly import make_series, numbers, weeks

# A mean of 10 and a mean range of 2, so limits of 4.68 and 15.32; two thirds of the way to them are 6.453 and 13.547.
BASE = "9 11 " * 12


def judged(*parts: str, direction: Direction = Direction.INCREASE, rules: RuleSet = RuleSet.TWO) -> tuple[Judged, ...]:
    return judge(make_series(*map(numbers, parts)), direction, rules=rules)


def spoken(*parts: str, direction: Direction = Direction.INCREASE, rules: RuleSet = RuleSet.TWO) -> list[str]:
    """Each signal as "place of its reading: rule, side", places counted from 1."""
    return [
        f"{place}: {signal.rule}, {signal.side.name.lower()}"
        for place, each in enumerate(judged(*parts, direction=direction, rules=rules), start=1)
        for signal in each.signals
    ]


def test_the_base_is_what_its_comment_says() -> None:
    limits = limits_of(numbers(BASE))

    assert (limits.points, limits.centre) == (24, Decimal(10))
    assert (limits.lower, limits.upper) == (Decimal("4.68"), Decimal("15.32"))
    assert spoken(BASE) == []


@pytest.mark.parametrize(
    ("readings", "signals"),
    [
        ("15.32 4.68", []),
        ("15.33", ["25: outside, above"]),
        ("4.67", ["25: outside, below"]),
        # Once, until one is within.
        ("16 17 18", ["25: outside, above"]),
        ("16 11 17", ["25: outside, above", "27: outside, above"]),
        # The other limit is another signal.
        ("16 4 3 16", ["25: outside, above", "26: outside, below", "28: outside, above"]),
        # A missing period does not bring it back within.
        ("16 - 17", ["25: outside, above"]),
    ],
)
def test_neighbouring_readings_outside_the_same_limit_are_spoken_of_once(readings: str, signals: list[str]) -> None:
    assert spoken(f"{BASE} {readings}") == signals


@pytest.mark.parametrize(
    ("readings", "signals"),
    [
        # The last of the base is above too: the eighth is the 31st.
        ("11x6", []),
        ("11x7", ["31: run, above"]),
        ("11x20", ["31: run, above"]),
        ("9x8", ["32: run, below"]),
        # A point on the centre ends a run, and counts for neither side.
        ("9x7 10 9x7", []),
        ("9x7 10 9x8", ["40: run, below"]),
        # It is broken, and another one begins.
        ("9x9 11 9x8", ["32: run, below", "42: run, below"]),
        ("9x8 11x8", ["32: run, below", "40: run, above"]),
        # A missing period does not end it.
        ("9x4 - 9x4", ["32: run, below"]),
    ],
)
def test_a_run_is_spoken_of_on_its_eighth_point_and_not_again_until_it_is_broken(
    readings: str, signals: list[str]
) -> None:
    found = spoken(f"{BASE} {readings}")

    assert found == signals


def test_a_signal_says_where_it_began_and_on_which_reading_it_was_complete() -> None:
    last = judged(f"{BASE} 9x8")[-1]

    assert [(each.since, each.period) for each in last.signals] == [(weeks(32)[24], weeks(32)[31])]


def test_one_reading_may_complete_two_signals() -> None:
    assert spoken(f"{BASE} 9x7 4") == ["32: outside, below", "32: run, below"]


@pytest.mark.parametrize(
    ("readings", "signals"),
    [
        ("14 13.54 14", ["27: two_of_three, above"]),
        ("14 14 14 14", ["26: two_of_three, above"]),
        ("14 6 14", ["27: two_of_three, above"]),
        ("14 10 10 14", []),
        ("14 14 10 10 14 14", ["26: two_of_three, above", "30: two_of_three, above"]),
        # Two of the latest three go on being out there: it is still the same signal.
        ("14 14 10 14", ["26: two_of_three, above"]),
        ("6 14 6", ["27: two_of_three, below"]),
    ],
)
def test_two_of_three_far_out_are_a_signal_where_that_rule_is_wanted(readings: str, signals: list[str]) -> None:
    assert spoken(f"{BASE} {readings}", rules=RuleSet.THREE) == signals
    assert spoken(f"{BASE} {readings}") == []


@pytest.mark.parametrize(
    ("direction", "above", "below"),
    [
        (Direction.INCREASE, Meaning.IMPROVEMENT, Meaning.CONCERN),
        (Direction.DECREASE, Meaning.CONCERN, Meaning.IMPROVEMENT),
        (Direction.MAINTAIN, Meaning.NEUTRAL, Meaning.NEUTRAL),
    ],
)
def test_the_direction_says_what_a_signal_means(direction: Direction, above: Meaning, below: Meaning) -> None:
    found = [judged(f"{BASE} {reading}", direction=direction)[-1].signals[0].meaning for reading in ("16", "4")]

    assert found == [above, below]


# As of when


def test_nothing_is_said_of_the_first_eleven_and_the_twelfth_may_complete_what_they_began() -> None:
    # The mean of the twelve is 2.2: the last eight are above it, and then the last ten above 2.29.
    found = judged("1 3 1 1 2.5 2.6 2.5 2.6 2.5 2.6 2.5 2.6")
    assert [each.against is None for each in found] == [True] * 11 + [False]
    assert [(each.rule, each.since) for each in found[-1].signals] == [(Rule.RUN, weeks(12)[4])]
    assert spoken("1 1 2.5 2.6 2.5 2.6 2.5 2.6 2.5 2.6 2.5 2.6 2.5") == ["12: outside, above", "12: run, above"]


def test_until_24_limits_are_those_of_all_points_the_newest_included() -> None:
    start = "9 11 9 11 9 11 9 11 9 11 9 11"

    by_then, later = judged(f"{start} 14")[-1], judged(f"{start} 14 {start}")[12]

    assert by_then == later
    assert by_then.against == limits_of(numbers(f"{start} 14"))


def test_what_was_said_as_of_a_day_is_not_changed_by_what_came_after_it() -> None:
    whole = f"{BASE} 16 11 9x9 11x3 4 9 11"
    found = judged(whole)

    for count in range(1, len(found) + 1):
        as_of_then = judge(make_series(numbers(whole)[:count]), Direction.INCREASE)
        assert as_of_then == found[:count]


def test_after_24_limits_stay_as_they_are() -> None:
    found = judged(f"{BASE} 40 9 50 11")

    assert found[-1].against == limits_of(numbers(BASE))


def test_limits_that_a_person_had_worked_out_anew_begin_again() -> None:
    # From the 33rd on it runs at 7: eleven readings without limits, and then those of its own.
    found = judged(f"{BASE} 7x8", "6 8 6 8 6 8 6 8 6 8 6 8")

    assert [place for place, each in enumerate(found, start=1) if each.signals] == [32]
    assert [each.against is None for each in found[32:]] == [True] * 11 + [False]
    assert found[-1].against == limits_of(numbers("6 8 6 8 6 8 6 8 6 8 6 8"))


def test_new_limits_are_proposed_after_a_run_against_frozen_ones() -> None:
    assert rebase_from(judged(f"{BASE} 9x8")) == weeks(32)[24]
    assert rebase_from(judged(f"{BASE} 9x9")) is None
    assert rebase_from(judged(f"{BASE} 4")) is None
    # With fewer than 24 points limits follow by themselves.
    assert rebase_from(judged("1 3 1 1 2.5 2.6 2.5 2.6 2.5 2.6 2.5 2.6")) is None
    assert rebase_from(()) is None


def test_what_never_changes_has_no_limits() -> None:
    found = judged("7x30")

    assert found[10].against is None
    assert [each.against for each in found[11:]] == [Unchanged(count) for count in range(12, 31)]
    assert not any(each.signals for each in found)


def test_the_first_change_after_24_equal_values_is_held_against_their_centre_alone() -> None:
    found = judged("7x24 8 7 8x8")

    assert found[24].against == Limits(points=24, centre=Decimal(7))
    assert (found[24].beyond, found[24].signals) == (None, ())
    assert [each.rule for each in found[-1].signals] == [Rule.RUN]


# Status and assurance


def make_band(low: str, high: str) -> Target:
    """Limits to keep; "" where there is none."""
    limits = [Decimal(each) if each else None for each in (low, high)]
    return Target(None, date(2026, 12, 31), date(2026, 1, 1), low=limits[0], high=limits[1])


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ("", "16", Assurance.RELIABLE),
        ("", "15.32", Assurance.RELIABLE),
        ("", "15.31", Assurance.HIT_AND_MISS),
        ("", "4.68", Assurance.HIT_AND_MISS),
        ("", "4.67", Assurance.NOT_WITHOUT_CHANGE),
        ("4", "", Assurance.RELIABLE),
        ("16", "", Assurance.NOT_WITHOUT_CHANGE),
        ("4", "16", Assurance.RELIABLE),
        ("9", "11", Assurance.HIT_AND_MISS),
        ("16", "20", Assurance.NOT_WITHOUT_CHANGE),
        ("1", "4", Assurance.NOT_WITHOUT_CHANGE),
    ],
)
def test_limits_say_whether_a_target_is_kept_by_the_process_as_it_is(low: str, high: str, found: Assurance) -> None:
    assert assurance(make_band(low, high), Drawn(Decimal(10), Decimal("4.68"), Decimal("15.32"))) is found


def test_without_limits_nothing_is_assured() -> None:
    assert assurance(make_band("5", ""), Drawn(Decimal(7), None, None)) is None


@quick
@given(st.lists(st.sampled_from([1, 2, 3, 4, 5, 9]), min_size=FROZEN_ON, max_size=60), st.booleans())
def test_seen_upside_down_every_signal_is_on_the_other_side(series: list[int], three: bool) -> None:
    rules = RuleSet.THREE if three else RuleSet.TWO

    def signals(sign: int) -> list[list[tuple[Rule, int]]]:
        values = [Decimal(sign * each) for each in series]
        found = judge(make_series(values), Direction.INCREASE, rules=rules)
        return [[(each.rule, sign * each.side) for each in point.signals] for point in found]

    assert signals(1) == signals(-1)


@quick
@given(st.lists(st.integers(0, 9), min_size=12, max_size=60))
def test_no_signal_is_spoken_of_twice_in_a_row(series: list[int]) -> None:
    found = judge(make_series([Decimal(each) for each in series]), Direction.INCREASE)

    for before, after in pairwise(found):
        told = {(each.rule, each.side) for each in before.signals}
        assert not told & {(each.rule, each.side) for each in after.signals}
    assert all(each.signals == () or isinstance(each.against, Limits) for each in found)
    assert {each.beyond for each in found} <= {None, Side.ABOVE, Side.BELOW}
