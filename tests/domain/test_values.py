"""Values of every kind: typed, split from a note, printed, and read back."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.values import (
    Measure,
    Value,
    ValueKind,
    parse_goal,
    parse_value,
    print_amount,
    print_change,
    print_value,
    ratio,
    split_value_and_rest,
)
from bot.errors import UserError

from .settings import LOCALES, quick

NUMBER = Measure(ValueKind.NUMBER)
PEOPLE = Measure(ValueKind.NUMBER, "people")
PERCENT = Measure(ValueKind.PERCENT)
RATIO = Measure(ValueKind.RATIO)
POUNDS = Measure(ValueKind.MONEY, "£")
EUROS = Measure(ValueKind.MONEY, "EUR")
DURATION = Measure(ValueKind.DURATION)
YES_NO = Measure(ValueKind.YES_NO)
MOOD = Measure(ValueKind.SCALE, scale=("poor", "good", "very good"))


@pytest.mark.parametrize(
    ("typed", "measure", "expected"),
    [
        ("84", PERCENT, "84"),
        ("84.5", PERCENT, "84.5"),
        ("84%", PERCENT, "84"),
        ("84 %", PERCENT, "84"),
        ("84 percent", PERCENT, "84"),
        ("84\N{NO-BREAK SPACE}%", PERCENT, "84"),
        ("84\N{NARROW NO-BREAK SPACE}%", PERCENT, "84"),
        ("84\N{FULLWIDTH PERCENT SIGN}", PERCENT, "84"),
        ("3\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}20\N{NO-BREAK SPACE}min", DURATION, "200"),
        ("118 people", PEOPLE, "118"),
        ("118people", PEOPLE, "118"),
        ("118 People", PEOPLE, "118"),
        ("118", PEOPLE, "118"),
        ("2 m", Measure(ValueKind.NUMBER, "m"), "2"),
        ("3.4k", NUMBER, "3400"),
        ("$3.4k", Measure(ValueKind.MONEY, "USD"), "3400"),
        ("$3.4k", Measure(ValueKind.MONEY, "$"), "3400"),
        ("3.4k", Measure(ValueKind.MONEY, "$"), "3400"),
        ("CA$3", Measure(ValueKind.MONEY, "CAD"), "3"),
        ("£3,400", POUNDS, "3400"),
        ("3,400 GBP", POUNDS, "3400"),
        ("−£3", POUNDS, "-3"),
        ("£-3", POUNDS, "-3"),
        ("€5", EUROS, "5"),
        ("5 eur", EUROS, "5"),
        ("₹12,34,567", Measure(ValueKind.MONEY, "INR"), "1234567"),
        ("$5", Measure(ValueKind.MONEY), "5"),
        ("3h20", DURATION, "200"),
        ("3h20m", DURATION, "200"),
        ("3h 20", DURATION, "200"),
        ("3 h 20 min", DURATION, "200"),
        ("3:20", DURATION, "200"),
        ("3h", DURATION, "180"),
        ("3 hours", DURATION, "180"),
        ("1.5h", DURATION, "90"),
        ("45min", DURATION, "45"),
        ("45 m", DURATION, "45"),
        ("−3h20", DURATION, "-200"),
        ("2", Measure(ValueKind.DURATION, "h"), "120"),
        ("45", Measure(ValueKind.DURATION, "min"), "45"),
        ("yes", YES_NO, "1"),
        ("No", YES_NO, "0"),
        ("very  Good", MOOD, "2"),
        ("poor", MOOD, "0"),
    ],
)
def test_a_value_is_read_in_its_own_way(typed: str, measure: Measure, expected: str) -> None:
    assert parse_value(typed, measure, locale="en-GB") == Value(Decimal(expected))


@pytest.mark.parametrize(
    ("typed", "measure", "goes_on"),
    [
        ("5 thousand", EUROS, "thousand"),
        ("5 k", NUMBER, "k"),
        ("3.4 million people", PEOPLE, "million"),
        ("2 days", Measure(ValueKind.DURATION, "h"), "days"),
        ("40 out of 50", PERCENT, "out of 50"),
        ("40 of 50", PERCENT, "of 50"),
        ("5 kids were ill", NUMBER, None),
        ("84 of them answered", PERCENT, None),
        ("2 m", Measure(ValueKind.NUMBER, "m"), None),
        ("45 min later than usual", DURATION, None),
    ],
)
def test_words_that_would_make_it_another_value_are_no_note(typed: str, measure: Measure, goes_on: str | None) -> None:
    if goes_on is None:
        split_value_and_rest(typed, measure, locale="en-GB")
        return
    with pytest.raises(UserError, match=f'where "{goes_on}" could belong to the value, or begin a note'):
        split_value_and_rest(typed, measure, locale="en-GB")


@pytest.mark.parametrize("typed", ["80 %", "80%", "80\N{NO-BREAK SPACE}%", "4/5", "80 % (4 of 5)"])
def test_a_percentage_will_do_where_a_ratio_is_aimed_at(typed: str) -> None:
    assert parse_goal(typed, RATIO, locale="en-GB").amount == Decimal("0.8")


@pytest.mark.parametrize(("typed", "measure"), [("80", RATIO), ("80 %", DURATION), ("lots %", RATIO)])
def test_a_percentage_does_not_stand_for_anything_else(typed: str, measure: Measure) -> None:
    with pytest.raises(UserError):
        parse_goal(typed, measure, locale="en-GB")


@pytest.mark.parametrize(
    "typed", ["2/7", "2 of 7", "2:7", "2 / 7", "2 out of 7", "28.6 % (2 of 7)", "٢/٧", "2\xa0/\xa07"]
)
def test_a_ratio_keeps_both_parts(typed: str) -> None:
    value = parse_value(typed, RATIO, locale="en-GB")

    assert value.numerator == 2
    assert value.denominator == 7
    assert value.amount == Decimal("0.285714285714286")


@pytest.mark.parametrize(
    ("typed", "measure", "locale", "sentence"),
    [
        ("lots", PERCENT, "en-GB", '"csat" needs a number, for example 84 or 84.5 %. You wrote "lots".'),
        ("lots", PEOPLE, "de-DE", '"csat" needs a number, for example 84 or 84,5. You wrote "lots".'),
        ("", NUMBER, "en-GB", '"csat" needs a number, for example 84 or 84.5. You wrote nothing.'),
        ("84%", NUMBER, "en-GB", '"csat" needs a number, for example 84 or 84.5. You wrote "84%".'),
        ("62 %", RATIO, "en-GB", '"csat" needs a ratio, for example 31/50. You wrote "62 %".'),
        ("62", RATIO, "en-GB", '"csat" needs a ratio, for example 31/50. You wrote "62".'),
        ("1/2/3", RATIO, "en-GB", '"csat" needs a ratio, for example 31/50. You wrote "1/2/3".'),
        ("-2/7", RATIO, "en-GB", 'You wrote "-2/7", where the first part is below 0.'),
        (
            "2/0",
            RATIO,
            "en-GB",
            "which has no value, because the second part is 0. If there is no data, say n/d and the reason.",
        ),
        ("$3.4k", POUNDS, "en-GB", '"csat" needs an amount, for example £3,400 or 3.4k. You wrote "$3.4k".'),
        ("much", EUROS, "de-DE", '"csat" needs an amount, for example 3.400 € or 3,4k. You wrote "much".'),
        ("45", DURATION, "en-GB", '"csat" needs a duration, for example 3h20 or 45 min. You wrote "45".'),
        ("maybe", YES_NO, "en-GB", '"csat" needs yes or no. You wrote "maybe".'),
        ("bad", MOOD, "en-GB", '"csat" needs one of: poor, good, very good. You wrote "bad".'),
        (
            "1.234",
            NUMBER,
            "fr-FR",
            'You wrote "1.234", which could be 1234 or 1,234. Type the one that you mean.',
        ),
        (
            "9" * 19,
            NUMBER,
            "en-GB",
            "which has too many digits (18 before the point and 9 after it are the most).",
        ),
        (
            "word " * 700,
            NUMBER,
            "en-GB",
            'You wrote "word word word word word word word word…", which is too long.',
        ),
    ],
)
def test_a_mistake_is_answered_with_what_is_needed(typed: str, measure: Measure, locale: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_value(typed, measure, locale=locale, name="csat")

    assert refused.value.message.startswith('"csat" needs ')
    assert refused.value.message.endswith(sentence)


@pytest.mark.parametrize(
    ("line", "measure", "locale", "printed", "rest"),
    [
        ("84 after the new onboarding", PERCENT, "en-GB", "84 %", "after the new onboarding"),
        ("84 % note", PERCENT, "en-GB", "84 %", "note"),
        ("84", PERCENT, "en-GB", "84 %", ""),
        ("84, 30 answers", PERCENT, "en-GB", "84 %", "30 answers"),
        ("84. Nice", PERCENT, "en-GB", "84 %", "Nice"),
        ("84 - at last", PERCENT, "en-GB", "84 %", "at last"),
        ("3 h 20 min note", DURATION, "en-GB", "3 h 20 min", "note"),
        ("3h20 note", DURATION, "en-GB", "3 h 20 min", "note"),
        ("3 h note", DURATION, "en-GB", "3 h", "note"),
        ("2 / 7 note", RATIO, "en-GB", "28.6 % (2 of 7)", "note"),
        ("2 of 7 of them new", RATIO, "en-GB", "28.6 % (2 of 7)", "of them new"),
        ("62 % (31 of 50) note", RATIO, "en-GB", "62 % (31 of 50)", "note"),
        ("1 234,5 note", NUMBER, "fr-FR", "1\N{NARROW NO-BREAK SPACE}234,5", "note"),
        ("118 people, twelve of them new", PEOPLE, "en-GB", "118 people", "twelve of them new"),
        ("118 new people", PEOPLE, "en-GB", "118 people", "new people"),
        ("84 2026 targets", NUMBER, "en-GB", "84", "2026 targets"),
        ("£3.4k in gifts", POUNDS, "en-GB", "£3,400", "in gifts"),
        ("3.400 € gespendet", EUROS, "de-DE", "3.400 €", "gespendet"),
        ("yes it did", YES_NO, "en-GB", "yes", "it did"),
        ("very good indeed", MOOD, "en-GB", "very good", "indeed"),
        ("good indeed", MOOD, "en-GB", "good", "indeed"),
    ],
)
def test_the_longest_beginning_that_is_a_value_is_taken_and_the_rest_is_the_note(
    line: str, measure: Measure, locale: str, printed: str, rest: str
) -> None:
    value, note = split_value_and_rest(line, measure, locale=locale)

    assert print_value(value, measure, locale=locale) == printed
    assert note == rest


@pytest.mark.parametrize(
    ("line", "measure", "hint"),
    [
        ("84 100 people came", NUMBER, "which could be 84100, or 84 and a note. Type 84100 if that is meant."),
        ("3h 20 people waited", DURATION, "which could be 3h20, or 3 h and a note. Type it without a space."),
    ],
)
def test_digits_that_may_belong_to_the_note_are_asked_about(line: str, measure: Measure, hint: str) -> None:
    with pytest.raises(UserError) as refused:
        split_value_and_rest(line, measure, locale="en-GB")

    assert refused.value.message.endswith(f'You wrote "{line}", {hint}')


def test_a_line_that_begins_with_no_value_is_refused_in_the_same_words() -> None:
    with pytest.raises(UserError) as refused:
        split_value_and_rest("lots of people", PERCENT, locale="en-GB", name="csat")

    assert refused.value.message == ('"csat" needs a number, for example 84 or 84.5 %. You wrote "lots of people".')


@pytest.mark.parametrize(
    ("amount", "measure", "locale", "printed"),
    [
        ("84", PERCENT, "en-GB", "84 %"),
        ("84.50", PERCENT, "en-GB", "84.5 %"),
        ("84.5", PERCENT, "de-DE", "84,5 %"),
        ("118", PEOPLE, "en-GB", "118 people"),
        ("1", PEOPLE, "en-GB", "1 people"),
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
        ("0", DURATION, "en-GB", "0 min"),
        ("-200", DURATION, "en-GB", "−3 h 20 min"),
        ("0.8", RATIO, "en-GB", "80 %"),
        ("1", YES_NO, "en-GB", "yes"),
        ("2", MOOD, "en-GB", "very good"),
    ],
)
def test_a_value_is_printed_in_its_unit(amount: str, measure: Measure, locale: str, printed: str) -> None:
    assert print_value(Value(Decimal(amount)), measure, locale=locale) == printed


def test_a_ratio_is_printed_with_both_parts() -> None:
    assert print_value(ratio(Decimal(31), Decimal(50)), RATIO, locale="en-GB") == "62 % (31 of 50)"


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
    assert print_value(ratio(Decimal(numerator), Decimal(denominator)), RATIO, locale="en-GB") == printed


def test_a_ratio_of_nothing_is_no_value() -> None:
    with pytest.raises(UserError, match="3 of 0 is no value"):
        ratio(Decimal(3), Decimal(0))


@pytest.mark.parametrize(
    ("delta", "measure", "printed"),
    [
        ("2.1", PERCENT, "+2.1 percentage points"),
        ("-1", PERCENT, "−1 percentage point"),
        ("0.021", RATIO, "+2.1 percentage points"),
        ("-2.1538", PEOPLE, "−2.15 people"),
        ("-40", POUNDS, "−£40"),
        ("2.153", POUNDS, "+£2.15"),
        ("12.344", POUNDS, "+£12.34"),
        ("-99.996", POUNDS, "−£100"),
        ("123.45", POUNDS, "+£123"),
        ("80", DURATION, "+1 h 20 min"),
        ("1", MOOD, "+1 step"),
        ("0", NUMBER, "0"),
    ],
)
def test_a_change_is_printed_in_the_unit_and_in_percentage_points_for_percent(
    delta: str, measure: Measure, printed: str
) -> None:
    assert print_change(Decimal(delta), measure, locale="en-GB") == printed
    assert print_change(Decimal(delta), measure, locale="en-GB", signed=False) == printed.lstrip("+−")


@pytest.mark.parametrize(
    ("amount", "measure", "printed"),
    [
        ("80.2222", NUMBER, "80.2"),
        ("0.8", RATIO, "80 %"),
        ("118.4", PEOPLE, "118 people"),
        ("12.34", POUNDS, "£12.34"),
        ("1.4", MOOD, "good"),
    ],
)
def test_a_computed_amount_is_rounded(amount: str, measure: Measure, printed: str) -> None:
    assert print_amount(Decimal(amount), measure, locale="en-GB") == printed


measures = st.sampled_from(
    [
        NUMBER, PEOPLE, PERCENT, RATIO, POUNDS, EUROS, DURATION, YES_NO, MOOD,
        Measure(ValueKind.NUMBER, "m"), Measure(ValueKind.NUMBER, "k"), Measure(ValueKind.NUMBER, "% of plan"),
        Measure(ValueKind.NUMBER, "°C"), Measure(ValueKind.MONEY), Measure(ValueKind.MONEY, "CHF"),
        Measure(ValueKind.MONEY, "kr"), Measure(ValueKind.MONEY, "USD"), Measure(ValueKind.MONEY, "INR"),
        Measure(ValueKind.DURATION, "h"),
    ]
)  # fmt: skip
locales = st.sampled_from(LOCALES)
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
def test_what_was_printed_reads_as_the_same_value(pair: tuple[Measure, Value], locale: str) -> None:
    measure, value = pair

    assert parse_value(print_value(value, measure, locale=locale), measure, locale=locale) == value


@quick
@given(pair=measured(), locale=locales)
def test_a_printed_value_is_split_from_its_note(pair: tuple[Measure, Value], locale: str) -> None:
    measure, value = pair
    line = f"{print_value(value, measure, locale=locale)} after the launch"

    assert split_value_and_rest(line, measure, locale=locale) == (value, "after the launch")


near_values = st.text(alphabet="0123456789 .,:/-−%hmin£€kof()\N{NO-BREAK SPACE}", max_size=20)


@quick
@given(text=st.text() | near_values, measure=measures, locale=locales)
@example("\N{NO-BREAK SPACE}", NUMBER, "en-GB")
@example("<!channel> <@U123>", RATIO, "en-GB")
@example("٣" * 3001, DURATION, "ar-EG")
@example("h" * 3001, DURATION, "en-GB")
def test_reading_a_value_raises_nothing_but_user_errors(text: str, measure: Measure, locale: str) -> None:
    for read in (parse_value, split_value_and_rest):
        with suppress(UserError):
            read(text, measure, locale=locale)
