"""What a whole comes to, what can be made of what, and what is above what."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.domain.wholes import (
    Made,
    Making,
    NoValue,
    PartReading,
    Unfit,
    Whole,
    are_of_the_same_periods,
    decode,
    decode_made,
    encode,
    encode_made,
    levels,
    loop_through,
    make,
    unfit,
)

from .settings import quick

PEOPLE = Measure(ValueKind.NUMBER, "people")
SHARE = Measure(ValueKind.RATIO)
WEEKLY = Cadence(Every.WEEK)


def came(*amounts: str | None) -> dict[int, PartReading]:
    values = [None if each is None else Value(Decimal(each)) for each in amounts]
    return {number: PartReading(number, value) for number, value in enumerate(values, 1)}


@pytest.mark.parametrize(
    ("making", "amounts", "expected"),
    [
        (Making.SUM, ("12", "8", "5"), "25"),
        (Making.SUM, ("0.1", "0.2", "-0.3"), "0.0"),
        (Making.MEAN, ("84", "80", "85"), "83"),
        (Making.MEAN, ("1", "1", "2"), "1.333333333333333"),
    ],
)
def test_a_whole_comes_of_all_its_parts(making: Making, amounts: tuple[str, ...], expected: str) -> None:
    made = make(Whole(making, (1, 2, 3)), came(*amounts), measure=PEOPLE)

    assert made is not None
    assert made.value == Value(Decimal(expected))


def test_a_ratio_is_all_of_the_one_over_all_of_the_other() -> None:
    given = {1: PartReading(1, ratio(Decimal(1), Decimal(2))), 2: PartReading(2, ratio(Decimal(30), Decimal(100)))}

    made = make(Whole(Making.RATIO, (1, 2)), given, measure=SHARE)

    assert made is not None
    assert made.value == Value(Decimal("0.303921568627451"), Decimal(31), Decimal(102))


def test_before_all_are_in_it_is_nothing_and_without_data_it_has_none() -> None:
    whole = Whole(Making.SUM, (1, 2, 3))

    assert make(whole, came("12", "8"), measure=PEOPLE) is None
    assert make(whole, came("12", None), measure=PEOPLE) is None
    made = make(whole, came("12", None, "5"), measure=PEOPLE)
    assert made is not None
    assert (made.value, made.why) == (None, NoValue.NO_DATA)


def test_a_formula_says_why_it_has_no_value() -> None:
    def of(formula: str, *amounts: str, measure: Measure = PEOPLE) -> Made:
        made = make(Whole(Making.FORMULA, (1, 2), formula), came(*amounts), measure=measure)
        assert made is not None
        return made

    assert of("{1} / {2}", "300", "40").value == Value(Decimal("7.5"))
    assert of("{1} / {2}", "12", "0").why is NoValue.DIVIDES_BY_ZERO
    assert of("{1} * {2} * 1000", "999999999999", "999999999999").why is NoValue.TOO_LARGE
    assert of("{1} / {2}", "31", "50", measure=SHARE).value == Value(Decimal("0.62"), Decimal(31), Decimal(50))
    assert of("{1} / ({2} - 50)", "31", "50", measure=SHARE).why is NoValue.DIVIDES_BY_ZERO


def test_a_formula_is_shown_with_the_keys_of_the_day() -> None:
    whole = Whole(Making.FORMULA, (12, 3), "{12} /  {3}")

    assert whole.formula_with({12: "calls", 3: "customers"}) == "{calls} /  {customers}"


@quick
@given(st.lists(st.decimals("-1000000", "1000000", places=4), min_size=2, max_size=20))
def test_a_mean_times_its_parts_is_their_sum_and_what_is_kept_says_the_same(amounts: list[Decimal]) -> None:
    parts = tuple(range(1, len(amounts) + 1))
    given = {number: PartReading(number, Value(amount)) for number, amount in zip(parts, amounts, strict=True)}
    total, mean = (make(Whole(each, parts), given, measure=PEOPLE) for each in (Making.SUM, Making.MEAN))

    assert total is not None
    assert mean is not None
    assert total.value is not None
    assert mean.value is not None
    assert total.value.amount == sum(amounts)
    assert abs(mean.value.amount * len(amounts) - total.value.amount) < Decimal("1e-13")
    assert decode_made(encode_made(total), total.value) == total
    assert decode(encode(Whole(Making.SUM, parts))) == Whole(Making.SUM, parts)


def fits(making: Making, whole: Measure, part: Measure, *, part_of: Cadence = WEEKLY) -> Unfit | None:
    return unfit(making, whole, part, of=WEEKLY, part_of=part_of)


def test_only_what_belongs_together_is_put_together() -> None:
    percent, hours, minutes = Measure(ValueKind.PERCENT), Measure(ValueKind.DURATION, "h"), Measure(ValueKind.DURATION)
    euro, pound = Measure(ValueKind.MONEY, "EUR"), Measure(ValueKind.MONEY, "GBP")

    assert fits(Making.SUM, PEOPLE, Measure(ValueKind.NUMBER, "People ")) is None
    assert fits(Making.SUM, PEOPLE, Measure(ValueKind.NUMBER, "beds")) is Unfit.OTHER_UNIT
    assert fits(Making.SUM, euro, pound) is Unfit.OTHER_UNIT
    assert fits(Making.SUM, hours, minutes) is None
    assert fits(Making.SUM, percent, percent) is Unfit.DOES_NOT_ADD_UP
    assert fits(Making.MEAN, percent, percent) is None
    assert fits(Making.MEAN, PEOPLE, Measure(ValueKind.YES_NO)) is Unfit.LABELS
    assert fits(Making.RATIO, SHARE, SHARE) is None
    assert fits(Making.RATIO, PEOPLE, PEOPLE) is Unfit.NO_RATIO
    assert fits(Making.SUM, SHARE, SHARE) is Unfit.IS_RATIO
    assert fits(Making.FORMULA, percent, PEOPLE) is None


def test_parts_are_read_for_the_same_periods_whenever_they_are_due() -> None:
    friday = Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, weekday=4))
    fortnight = Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 2))
    same_fortnight = Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 16))
    other_fortnight = Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 9))

    assert fits(Making.SUM, PEOPLE, PEOPLE, part_of=friday) is None
    assert fits(Making.SUM, PEOPLE, PEOPLE, part_of=Cadence(Every.MONTH)) is Unfit.OTHER_PERIODS
    assert fits(Making.SUM, PEOPLE, PEOPLE, part_of=Cadence(Every.WEEK, week_start=6)) is Unfit.OTHER_PERIODS
    assert are_of_the_same_periods(fortnight, same_fortnight)
    assert not are_of_the_same_periods(fortnight, other_fortnight)


def test_a_loop_of_any_length_is_found_with_its_way() -> None:
    assert loop_through(1, {1: {2, 3}, 2: {4}, 3: {4}}) == ()
    assert loop_through(1, {1: {2}, 2: {3}, 3: {1}}) == (1, 2, 3, 1)
    assert loop_through(1, {1: (1,)}) == (1, 1)
    long = {number: {number + 1} for number in range(1, 500)} | {500: {1}}
    assert loop_through(1, long) == (*range(1, 501), 1)


@quick
@given(st.dictionaries(st.integers(1, 30), st.sets(st.integers(1, 30), max_size=4), max_size=30))
def test_every_whole_is_one_level_above_the_highest_of_its_parts(edges: dict[int, set[int]]) -> None:
    below = {whole: {part for part in parts if part < whole} for whole, parts in edges.items()}

    found = levels(below, below)

    for whole, parts in below.items():
        assert loop_through(whole, below) == ()
        assert found[whole] == max((found[part] + 1 for part in parts), default=0)
