"""Values of every kind: typed, and split from a note."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.value_lines import take_value
from bot.domain.values import (
    Measure,
    Value,
    ValueKind,
    parse_goal,
    parse_value,
    ratio,
)
from bot.errors import UserError
from tests.saying import refused, said

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
        ("1 hour and 30 minutes", DURATION, "90"),
        ("1 hr, 30 min", DURATION, "90"),
        ("6:30", Measure(ValueKind.DURATION, "min"), "6.5"),
        ("6:30", Measure(ValueKind.DURATION, "h"), "390"),
        ("6:30 h", Measure(ValueKind.DURATION, "min"), "390"),
        ("6:30 min", Measure(ValueKind.DURATION, "h"), "6.5"),
        ("1:02:03", Measure(ValueKind.DURATION, "min"), "62.05"),
        ("6 min 30", DURATION, "6.5"),
        ("90 s", DURATION, "1.5"),
        ("20 sec", DURATION, "0.333333333"),
        ("2 days", DURATION, "2880"),
        ("1.5 days", Measure(ValueKind.DURATION, "h"), "2160"),
        ("2 weeks", DURATION, "20160"),
        ("14", Measure(ValueKind.DURATION, "days"), "20160"),
        ("14", Measure(ValueKind.DURATION, "Tage"), "20160"),
        ("3½ h", DURATION, "210"),
        ("2 weeks", Measure(ValueKind.NUMBER, "days"), "14"),
        ("36 hours", Measure(ValueKind.NUMBER, "days"), "1.5"),
        ("12", Measure(ValueKind.NUMBER, "days"), "12"),
        ("2 million pounds", POUNDS, "2000000"),
        ("5 thousand", EUROS, "5000"),
        ("3.4 million people", PEOPLE, "3400000"),
        ("3 hundred", NUMBER, "300"),
        ("*84*", PERCENT, "84"),
        ("`84` %", PERCENT, "84"),
        ("= 84", PERCENT, "84"),
        ("~84", PERCENT, "84"),
        ("84 per cent", PERCENT, "84"),
        ("YES!", YES_NO, "1"),
        ("✅", YES_NO, "1"),
        (":+1:", YES_NO, "1"),
        ("👍🏽", YES_NO, "1"),
        ("❌", YES_NO, "0"),
        ("nein", YES_NO, "0"),
        ("はい", YES_NO, "1"),
        ("3", MOOD, "2"),
        ("verygood", MOOD, "2"),
        ("Very-Good!", MOOD, "2"),
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
        ("lots", PERCENT, "en-GB", '"csat" needs a number, for example 84 %. You wrote "lots".'),
        ("lots", PEOPLE, "de-DE", '"csat" needs a number, for example 84 people. You wrote "lots".'),
        ("", NUMBER, "en-GB", '"csat" needs a number, for example 84. You wrote nothing.'),
        ("84%", NUMBER, "en-GB", '"csat" needs a number, for example 84. You wrote "84%".'),
        ("62 %", RATIO, "en-GB", '"csat" needs a ratio, for example 31/50. You wrote "62 %".'),
        ("62", RATIO, "en-GB", '"csat" needs a ratio, for example 31/50. You wrote "62".'),
        ("1/2/3", RATIO, "en-GB", '"csat" needs a ratio, for example 31/50. You wrote "1/2/3".'),
        (
            "-2/7",
            RATIO,
            "en-GB",
            '"csat" needs a ratio, for example 31/50. You wrote "-2/7". Its first part is below 0.',
        ),
        (
            "2/0",
            RATIO,
            "en-GB",
            (
                '"csat" needs a ratio, for example 31/50. You wrote "2/0". '
                "That has no value, because its second part is 0. If there is no data, say n/d and the reason."
            ),
        ),
        ("$3.4k", POUNDS, "en-GB", '"csat" needs an amount, for example £3,400 or 3.4k. You wrote "$3.4k".'),
        ("much", EUROS, "de-DE", '"csat" needs an amount, for example 3.400 € or 3,4k. You wrote "much".'),
        ("45", DURATION, "en-GB", '"csat" needs a duration, for example 3h20. You wrote "45".'),
        ("maybe", YES_NO, "en-GB", '"csat" needs yes or no. You wrote "maybe".'),
        ("bad", MOOD, "en-GB", '"csat" needs one of: poor, good, very good. You wrote "bad".'),
        (
            "1.234",
            NUMBER,
            "fr-FR",
            (
                '"csat" needs a number, for example 84. You wrote "1.234". '
                "That could be 1234 or 1,2340. Type the one that you mean."
            ),
        ),
        (
            "9" * 19,
            NUMBER,
            "en-GB",
            (
                '"csat" needs a number, for example 84. You wrote "9999999999999999999". '
                "That has too many digits: 18 before the point and 9 after it are the most."
            ),
        ),
        (
            "word " * 700,
            NUMBER,
            "en-GB",
            (
                '"csat" needs a number, for example 84. '
                'You wrote "word word word word word word word word…". That is too long.'
            ),
        ),
    ],
)
def test_a_mistake_is_answered_with_what_is_needed(typed: str, measure: Measure, locale: str, sentence: str) -> None:
    with pytest.raises(UserError) as problem:
        parse_value(typed, measure, locale=locale, name="csat")

    assert said(problem.value, locale) == sentence


@pytest.mark.parametrize(
    ("like", "measure", "locale", "needs"),
    [
        (Value(Decimal("12.5")), PERCENT, "de-DE", "a number, for example 12,5 %"),
        (Value(Decimal(1180)), PEOPLE, "en-GB", "a number, for example 1,180 people"),
        (ratio(Decimal(36), Decimal(50)), RATIO, "en-GB", "a ratio, for example 36/50"),
        (Value(Decimal("0.62")), RATIO, "en-GB", "a ratio, for example 31/50"),
        (Value(Decimal(3900)), POUNDS, "en-GB", "an amount, for example £3,900 or 3.4k"),
        (Value(Decimal(45)), DURATION, "en-GB", "a duration, for example 45 min"),
        (Value(Decimal(1)), YES_NO, "en-GB", "yes or no"),
        (Value(Decimal(1)), MOOD, "en-GB", "one of: poor, good, very good"),
    ],
)
def test_a_value_of_the_indicators_own_is_the_example(like: Value, measure: Measure, locale: str, needs: str) -> None:
    with pytest.raises(UserError) as problem:
        parse_value("?", measure, locale=locale, name="csat", like=like)
    assert said(problem.value, locale) == f'"csat" needs {needs}. You wrote "?".'


def test_without_a_name_it_is_this_that_needs_a_value() -> None:
    with refused(r'^This needs a number, for example 84 %\. You wrote "lots"\.$'):
        parse_value("lots", PERCENT, locale="en-GB")


def test_a_ratio_of_nothing_is_no_value() -> None:
    with refused("3 of 0 is no value. Say that there is no data instead: n/d and the reason."):
        ratio(Decimal(3), Decimal(0))


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

near_values = st.text(alphabet="0123456789 .,:/-−%hmin£€kof()\N{NO-BREAK SPACE}", max_size=20)


@quick
@given(text=st.text() | near_values, measure=measures, locale=locales)
@example("\N{NO-BREAK SPACE}", NUMBER, "en-GB")
@example("<!channel> <@U123>", RATIO, "en-GB")
@example("٣" * 3001, DURATION, "ar-EG")
@example("h" * 3001, DURATION, "en-GB")
def test_reading_a_value_raises_nothing_but_user_errors(text: str, measure: Measure, locale: str) -> None:
    with suppress(UserError):
        parse_value(text, measure, locale=locale)
    with suppress(UserError):
        take_value(text, measure, locale=locale)
