"""Several readings in one period."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.combining import Combine, PeriodReading, Reset, carried_on, combine
from bot.domain.values import Value, ratio

from .settings import quick

A_DAY, AN_INSTANT = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)


def read(amount: str, *, day: int = 1) -> PeriodReading:
    return PeriodReading(Value(Decimal(amount)), datetime(2026, 3, day, 9, tzinfo=UTC))


def counted(numerator: int, denominator: int, *, day: int = 1) -> PeriodReading:
    return PeriodReading(ratio(Decimal(numerator), Decimal(denominator)), datetime(2026, 3, day, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Combine.LAST, "3"),
        (Combine.COUNTER, "3"),
        (Combine.SUM, "12.5"),
        (Combine.MEAN, "4.166666666666667"),
        (Combine.MIN, "2"),
        (Combine.MAX, "7.5"),
    ],
)
def test_readings_of_a_period_combine_by_the_indicators_rule(rule: Combine, expected: str) -> None:
    readings = [read("7.5", day=2), read("3", day=9), read("2", day=5)]

    assert combine(readings, rule) == Value(Decimal(expected))


@pytest.mark.parametrize("rule", [Combine.SUM, Combine.MEAN, Combine.RATIO])
def test_ratios_add_up_part_by_part_and_are_never_averaged(rule: Combine) -> None:
    # 90 % of 10 and 10 % of 90 are 18 of 100, not 50 %.
    combined = combine([counted(9, 10), counted(9, 90, day=2)], rule)

    assert combined == Value(Decimal("0.18"), Decimal(18), Decimal(100))


def test_the_last_or_the_best_ratio_keeps_its_parts() -> None:
    readings = [counted(31, 50, day=2), counted(4, 5)]

    assert combine(readings, Combine.LAST) == ratio(Decimal(31), Decimal(50))
    assert combine(readings, Combine.MAX) == ratio(Decimal(4), Decimal(5))


def test_there_is_no_value_without_readings_nor_a_ratio_without_parts() -> None:
    for rule in Combine:
        with pytest.raises(ValueError):  # noqa: PT011 - each rule has its own words for it.
            combine([], rule)
    with pytest.raises(ValueError, match="nothing to combine"):
        combine([read("3"), counted(1, 2)], Combine.RATIO)


def carried(*shown: tuple[str, bool]) -> list[Decimal]:
    """What a counter has counted that showed this, week after week; True where it had begun again before."""
    resets, found = [], []
    for week, (_, begins) in enumerate(shown):
        if begins:
            before = Decimal(shown[week - 1][0]) if week else Decimal(0)
            resets.append(Reset((A_DAY, week), before, AN_INSTANT))
    for week, (amount, _) in enumerate(shown):
        found.append(carried_on(Value(Decimal(amount)), (A_DAY, week), resets).amount)
    return found


def test_a_counter_that_began_again_carries_on() -> None:
    assert carried(("900", False), ("940", False), ("35", True), ("60", False)) == [900, 940, 975, 1000]


def test_a_counter_that_began_again_twice_adds_all_its_lives() -> None:
    assert carried(("10", False), ("4", True), ("7", True)) == [10, 14, 21]


@quick
@given(lives=st.lists(st.lists(st.integers(0, 1000), min_size=1, max_size=6), min_size=1, max_size=5))
def test_what_a_counter_has_counted_is_what_was_added_to_it(lives: list[list[int]]) -> None:
    """A life is what was added from one reading to the next, from nothing on."""
    shown, total, wanted = [], 0, []
    for number, life in enumerate(lives):
        stands = 0
        for place, added in enumerate(life):
            stands, total = stands + added, total + added
            shown.append((str(stands), number > 0 and place == 0))
            wanted.append(total)

    assert carried(*shown) == wanted


amounts = st.decimals(min_value=-(10**17), max_value=10**17, places=9)


@quick
@given(amounts=st.lists(amounts, min_size=1, max_size=40))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    readings = [read(str(amount), day=1) for amount in amounts]

    assert combine(readings, Combine.SUM).amount * 10**9 == sum(int(amount.scaleb(9)) for amount in amounts)
