"""Values, amounts and differences as they are printed; and whatever is printed is read."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.value_lines import take_value
from bot.domain.values import Measure, Value, ValueKind, parse_goal, parse_value, ratio
from bot.views.amounts import as_typed, beside, distance, exact, typed
from tests.domain.settings import quick
from tests.domain.test_values import (
    DURATION,
    EUROS,
    MOOD,
    NUMBER,
    PEOPLE,
    PERCENT,
    POUNDS,
    RATIO,
    YES_NO,
    locales,
    measures,
)
from tests.saying import viewer

KWH = Measure(ValueKind.NUMBER, "kWh")


@pytest.mark.parametrize(
    ("amount", "measure", "locale", "printed"),
    [
        ("84", PERCENT, "en-GB", "84 %"),
        ("84.50", PERCENT, "en-GB", "84.5 %"),
        ("84.5", PERCENT, "de-DE", "84,5 %"),
        ("118", PEOPLE, "en-GB", "118 people"),
        ("1", PEOPLE, "en-GB", "1"),
        ("-1", PEOPLE, "en-GB", "−1"),
        ("1.5", PEOPLE, "en-GB", "1.5 people"),
        ("1", KWH, "en-GB", "1 kWh"),
        ("1234567.5", NUMBER, "en-GB", "1,234,567.5"),
        ("1234567.5", NUMBER, "hi-IN", "12,34,567.5"),
        ("-3", NUMBER, "en-GB", "−3"),
        ("3400", POUNDS, "en-GB", "£3,400"),
        ("3400.5", POUNDS, "en-GB", "£3,400.50"),
        ("-3400", POUNDS, "en-GB", "−£3,400"),
        ("3400", EUROS, "de-DE", "3.400 €"),
        ("3400", Measure(ValueKind.MONEY, "$"), "en-GB", "$3,400"),
        ("3400", Measure(ValueKind.MONEY, "CHF"), "en-GB", "CHF 3,400"),
        ("200", DURATION, "en-GB", "3 h 20 min"),
        ("180", DURATION, "en-GB", "3 h"),
        ("45", DURATION, "en-GB", "45 min"),
        ("4.125", DURATION, "en-GB", "4.125 min"),
        ("0", DURATION, "en-GB", "0 min"),
        ("-200", DURATION, "en-GB", "−3 h 20 min"),
        ("0.8", RATIO, "en-GB", "80 %"),
        ("1", YES_NO, "en-GB", "yes"),
        ("2", MOOD, "en-GB", "very good"),
    ],
)
def test_a_value_is_printed_in_its_unit(amount: str, measure: Measure, locale: str, printed: str) -> None:
    assert exact(Value(Decimal(amount)), measure, viewer(locale)) == printed


def test_a_ratio_is_printed_with_both_parts() -> None:
    assert exact(ratio(Decimal(31), Decimal(50)), RATIO, viewer()) == "62 % (31 of 50)"


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        ("2", "3", "66.7 % (2 of 3)"),
        ("9997", "10000", "99.97 % (9,997 of 10,000)"),
        ("1", "30000", "0.003 % (1 of 30,000)"),
        ("0", "30000", "0 % (0 of 30,000)"),
    ],
)
def test_a_ratio_is_all_or_nothing_only_where_it_is(numerator: str, denominator: str, printed: str) -> None:
    assert exact(ratio(Decimal(numerator), Decimal(denominator)), RATIO, viewer()) == printed


@pytest.mark.parametrize(
    ("amount", "measure", "printed"),
    [
        ("99.95", PERCENT, "99.95 %"),
        ("1234.5", PEOPLE, "1,234.5 people"),
        ("0.9995", RATIO, "99.95 %"),
        ("0.666666666666667", RATIO, "66.7 %"),
        ("90.5", DURATION, "1 h 30.5 min"),
        ("12.5", POUNDS, "£12.50"),
        ("1", MOOD, "good"),
    ],
)
def test_what_somebody_aims_at_keeps_every_digit(amount: str, measure: Measure, printed: str) -> None:
    assert typed(Decimal(amount), measure, viewer()) == printed


@pytest.mark.parametrize(
    ("amount", "measure", "printed"),
    [
        ("80.22", PEOPLE, "80.22"),
        ("84.5", PERCENT, "84.5"),
        ("0.8", RATIO, "80 %"),
        ("0.666666666666667", RATIO, "66.7 %"),
        ("3400", POUNDS, "£3,400"),
        ("12.34", POUNDS, "£12.34"),
        ("200", DURATION, "3 h 20 min"),
        ("6.4333", DURATION, "6 min 26 s"),
        ("0.5", DURATION, "30 s"),
        ("-6.5", DURATION, "−6 min 30 s"),
        ("59.999", DURATION, "1 h"),
        ("200.4", DURATION, "3 h 20 min"),
        ("0", DURATION, "0 min"),
        ("1", YES_NO, "yes"),
        ("0.5", YES_NO, "no or yes"),
        ("1", MOOD, "good"),
        ("1.4", MOOD, "good or very good"),
    ],
)
def test_an_amount_beside_another_leaves_out_the_unit_that_can_be_left_out(
    amount: str, measure: Measure, printed: str
) -> None:
    assert beside(Decimal(amount), measure, viewer()) == printed


def test_an_amount_is_printed_as_its_reader_writes_numbers() -> None:
    assert beside(Decimal("1234.5"), PEOPLE, viewer("de-DE")) == "1.234,5"
    assert beside(Decimal(3400), EUROS, viewer("de-DE")) == "3.400 €"
    assert distance(Decimal("1234.5"), PEOPLE, viewer("de-DE")) == "1.234,5"


@pytest.mark.parametrize(
    ("size", "measure", "printed"),
    [
        ("2.1", PERCENT, "2.1"),
        ("-1", PERCENT, "1"),
        ("0.021", RATIO, "2.1"),
        ("-2.15", PEOPLE, "2.15"),
        ("-40", POUNDS, "£40"),
        ("2.15", POUNDS, "£2.15"),
        ("123", POUNDS, "£123"),
        ("80", DURATION, "1 h 20 min"),
        ("0.0833", DURATION, "5 s"),
        ("1", MOOD, ""),
        ("-1", YES_NO, ""),
        ("0", NUMBER, "0"),
    ],
)
def test_a_distance_has_no_sign_and_labels_have_none(size: str, measure: Measure, printed: str) -> None:
    assert distance(Decimal(size), measure, viewer()) == printed


@pytest.mark.parametrize(
    ("value", "measure", "printed"),
    [
        (Value(Decimal(12)), PEOPLE, "12"),
        (Value(Decimal(84)), PERCENT, "84"),
        (ratio(Decimal(36), Decimal(50)), RATIO, "36/50"),
        (ratio(Decimal(1360), Decimal(1500)), RATIO, "1,360/1,500"),
        (Value(Decimal(3900)), POUNDS, "£3,900"),
        (Value(Decimal(200)), DURATION, "3 h 20 min"),
        (Value(Decimal(1)), YES_NO, "yes"),
        (Value(Decimal(2)), MOOD, "very good"),
    ],
)
def test_an_example_of_a_value_takes_few_keystrokes_and_is_read(value: Value, measure: Measure, printed: str) -> None:
    assert as_typed(value, measure, viewer()) == printed
    assert parse_value(printed, measure, locale="en-GB") == value


# Read again

reasonable = st.decimals(min_value=-(10**15), max_value=10**15, places=4)


@st.composite
def measured(draw: st.DrawFn) -> tuple[Measure, Value]:
    measure = draw(measures)
    match measure.kind:
        case ValueKind.RATIO:
            parts = st.integers(0, 10**9)
            return measure, ratio(Decimal(draw(parts)), Decimal(draw(parts) + 1))
        case ValueKind.YES_NO:
            return measure, Value(Decimal(draw(st.integers(0, 1))))
        case ValueKind.SCALE:
            return measure, Value(Decimal(draw(st.integers(0, 2))))
        case _:
            return measure, Value(draw(reasonable))


@quick
@given(pair=measured(), locale=locales)
@example((PEOPLE, Value(Decimal(1))), "en-GB")
@example((Measure(ValueKind.NUMBER, "k"), Value(Decimal(1))), "en-GB")
def test_what_was_printed_reads_as_the_same_value(pair: tuple[Measure, Value], locale: str) -> None:
    measure, value = pair

    assert parse_value(exact(value, measure, viewer(locale)), measure, locale=locale, like=value) == value


@quick
@given(pair=measured(), locale=locales)
def test_a_printed_value_is_split_from_its_note(pair: tuple[Measure, Value], locale: str) -> None:
    measure, value = pair
    line = f"{exact(value, measure, viewer(locale))} after the launch"

    taken = take_value(line, measure, locale=locale, like=value)
    assert (taken.value, taken.rest) == (value, "after the launch")


@quick
@given(pair=measured(), locale=locales)
def test_what_was_aimed_at_reads_as_the_same_goal(pair: tuple[Measure, Value], locale: str) -> None:
    measure, value = pair
    amount = value.amount.quantize(Decimal("0.0001")) if measure.kind is ValueKind.RATIO else value.amount

    goal = parse_goal(typed(amount, measure, viewer(locale)), measure, locale=locale, like=Value(amount))
    assert goal.amount == amount


@quick
@given(pair=measured(), locale=locales)
def test_an_example_reads_as_the_value_that_it_was_made_of(pair: tuple[Measure, Value], locale: str) -> None:
    measure, value = pair
    if measure.kind is ValueKind.DURATION:
        value = Value(value.amount.to_integral_value())

    assert parse_value(as_typed(value, measure, viewer(locale)), measure, locale=locale) == value
