"""What is measured, as far as "Today it is" and "It should become" tell."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.guessing import Guess, guess
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import UnclearValue, UserError
from tests.saying import refused, said

BRITISH, GERMAN, FRENCH, SPANISH, JAPANESE = "en-GB", "de-DE", "fr-FR", "es-ES", "ja-JP"


def told(found: Guess) -> str:
    """The guess in a line: "number in days, decrease, 14 → 7, or duration in h"."""
    where = f"{_amount(found.baseline)} → {_amount(found.goal)}"
    if found.low is not None or found.high is not None:
        where = f"{_amount(found.baseline)}, {found.low} to {found.high}"
    scales = [each for each in found.otherwise if each.scale]
    others = "".join(f", or {_measure(each)}" for each in found.otherwise if not each.scale)
    others += f", or {len(scales)} more" if scales else ""
    unsure = "" if found.is_sure or others else ", unsure"
    return f"{_measure(found.measure)}, {found.direction}, {where}{others}{unsure}"


def _measure(measure: Measure) -> str:
    labels = f" {'<'.join(measure.scale)}" if measure.scale else ""
    return f"{measure.kind}{f' in {measure.unit}' if measure.unit else ''}{labels}"


def _amount(value: Value | None) -> str:
    if value is None:
        return "?"
    if value.numerator is not None:
        return f"{value.numerator:f}/{value.denominator:f}"
    return f"{value.amount.normalize():f}"


@pytest.mark.parametrize(
    ("today", "goal", "locale", "expected"),
    [
        ("14 days", "7 days", BRITISH, "number in days, decrease, 14 → 7, or duration in h"),
        ("14 days", "7", BRITISH, "number in days, decrease, 14 → 7, or duration in h"),
        ("14", "7 days", BRITISH, "number in days, decrease, 14 → 7, or duration in h"),
        ("14", "7", BRITISH, "number, decrease, 14 → 7"),
        ("1 day", "14 days", BRITISH, "number in days, increase, 1 → 14, or duration in h"),
        ("14 days", "1 week", BRITISH, "number in days, decrease, 14 → 7, or duration in h"),
        ("2 weeks", "10 days", BRITISH, "number in days, decrease, 14 → 10, or duration in h"),
        ("14 days", "12 h", BRITISH, "duration, decrease, 20160 → 720"),
        ("14 d", "7 d", BRITISH, "number in d, decrease, 14 → 7, or duration in h"),
        ("3 months", "1 month", BRITISH, "number in months, decrease, 3 → 1"),
        ("½ day", "2 days", BRITISH, "number in days, increase, 0.5 → 2, or duration in h"),
        ("3h20", "2 h", BRITISH, "duration in h, decrease, 200 → 120"),
        ("45 min", "30", BRITISH, "duration in min, decrease, 45 → 30"),
        ("45 min", "30 min", BRITISH, "duration in min, decrease, 45 → 30"),
        ("1:30 h", "1 h", BRITISH, "duration in h, decrease, 90 → 60"),
        ("6:30", "5:15", BRITISH, "duration, decrease, 390 → 315, or ratio"),
        ("2 h", "30 min", BRITISH, "duration, decrease, 120 → 30"),
        ("1 hour 30 min", "45 min", BRITISH, "duration, decrease, 90 → 45"),
        ("90 s", "60 s", BRITISH, "duration in s, decrease, 1.5 → 1"),
        ("1½ h", "1 h", BRITISH, "duration in h, decrease, 90 → 60"),
        ("5m", "3m", BRITISH, "duration in min, decrease, 5 → 3, or number"),
        ("2 days 4 h", "1 day", BRITISH, "duration, decrease, 3120 → 1440"),
        ("62 %", "80 %", BRITISH, "percent, increase, 62 → 80"),
        ("62 %", "80", BRITISH, "percent, increase, 62 → 80"),
        ("62", "80 %", BRITISH, "percent, increase, 62 → 80"),
        ("62 percent", "80 percent", BRITISH, "percent, increase, 62 → 80"),
        ("62\N{NO-BREAK SPACE}%", "80\N{NARROW NO-BREAK SPACE}%", FRENCH, "percent, increase, 62 → 80"),
        ("62,5 %", "80 %", GERMAN, "percent, increase, 62.5 → 80"),
        ("31 of 50", "36/50", BRITISH, "ratio, increase, 31/50 → 36/50"),
        ("31 of 50", "80 %", BRITISH, "ratio, increase, 31/50 → 0.8"),
        ("62 % (31 of 50)", "40 of 50", BRITISH, "ratio, increase, 31/50 → 40/50"),
        ("3/5 stars", "4/5 stars", BRITISH, "ratio in stars, increase, 3/5 → 4/5"),
        ("31 von 50", "36 von 50", GERMAN, "ratio, increase, 31/50 → 36/50"),
        ("£4,200", "£5,000", BRITISH, "money in £, increase, 4200 → 5000"),
        ("4.200 €", "5.000 €", GERMAN, "money in €, increase, 4200 → 5000"),
        ("1.234,5 €", "2.000 €", GERMAN, "money in €, increase, 1234.5 → 2000"),
        ("$3.4k", "5k", "en-US", "money in $, increase, 3400 → 5000"),
        ("GBP 400", "£300", BRITISH, "money in GBP, decrease, 400 → 300"),
        ("400 eur", "300", GERMAN, "money in EUR, decrease, 400 → 300"),
        ("10 dollars", "20 dollars", "en-US", "money in USD, increase, 10 → 20"),
        ("200 pounds", "150 pounds", BRITISH, "money in GBP, decrease, 200 → 150, or number in pounds"),
        ("100 kr", "80 kr", "sv-SE", "money in kr, decrease, 100 → 80"),
        ("2 Mio. €", "3 Mio. €", GERMAN, "money in €, increase, 2000000 → 3000000"),
        ("1 200 €", "1 500 €", FRENCH, "money in €, increase, 1200 → 1500"),
        ("112 people", "80 people", BRITISH, "number in people, decrease, 112 → 80"),
        ("500 Menschen", "400", GERMAN, "number in Menschen, decrease, 500 → 400"),
        ("12 calls a day", "20 calls a day", BRITISH, "number in calls a day, increase, 12 → 20"),
        ("1 child", "3 children", BRITISH, "number in children, increase, 1 → 3"),
        ("1 Mann", "3 Männer", GERMAN, "number in Männer, increase, 1 → 3"),
        ("3.4k calls", "5k calls", BRITISH, "number in calls, increase, 3400 → 5000"),
        ("2 million people", "3 million people", BRITISH, "number in people, increase, 2000000 → 3000000"),
        ("5 t CO2", "3 t CO2", BRITISH, "number in t CO2, decrease, 5 → 3"),
        ("3 times a week", "4 times a week", BRITISH, "number in times a week, increase, 3 → 4"),
        ("12 fel", "3 fel", "sv-SE", "number in fel, decrease, 12 → 3"),
        ("-5", "5", BRITISH, "number, increase, -5 → 5"),
        ("+12", "+30", BRITISH, "number, increase, 12 → 30"),
        ("1,5", "0,5", GERMAN, "number, decrease, 1.5 → 0.5"),
        ("1,140", "1,200", BRITISH, "number, increase, 1140 → 1200"),
        ("14 Tage", "7 Tage", GERMAN, "number in Tage, decrease, 14 → 7, or duration in h"),
        ("14 Tage", "7 Tage", BRITISH, "number in Tage, decrease, 14 → 7"),
        ("14 days", "7 Tage", BRITISH, "number in days, decrease, 14 → 7"),
        ("90 Minuten", "30 Minuten", GERMAN, "duration in min, decrease, 90 → 30"),
        ("14 jours", "7", FRENCH, "number in jours, decrease, 14 → 7, or duration in h"),
        ("14 días", "7 días", SPANISH, "number in días, decrease, 14 → 7, or duration in h"),
        ("14日", "7日", JAPANESE, "number in 日, decrease, 14 → 7, or duration in h"),
        ("３日", "1日", JAPANESE, "number in 日, decrease, 3 → 1, or duration in h"),
        ("*14 days*", "~7 days", BRITISH, "number in days, decrease, 14 → 7, or duration in h"),
        ("14 days.", "7 days.", BRITISH, "number in days, decrease, 14 → 7, or duration in h"),
        ("no", "yes", BRITISH, "yes_no, increase, 0 → 1"),
        ("nein", "ja", GERMAN, "yes_no, increase, 0 → 1"),
        ("oui", "non", FRENCH, "yes_no, decrease, 1 → 0"),
        ("fair", "good", BRITISH, "scale poor<fair<good<very good, increase, 1 → 2, or 3 more"),
        ("low", "high", BRITISH, "scale low<medium<high, increase, 0 → 2, or 1 more"),
        ("red", "green", BRITISH, "scale red<amber<green, increase, 0 → 2, or 1 more"),
        ("Never", "often", BRITISH, "scale never<rarely<sometimes<often<always, increase, 0 → 3, or 1 more"),
        ("schlecht", "gut", GERMAN, "scale schlecht<mittel<gut<sehr gut, increase, 0 → 2, or 2 more"),
        ("faible", "élevé", FRENCH, "scale faible<moyen<élevé, increase, 0 → 2"),
        ("悪い", "良い", JAPANESE, "scale 悪い<普通<良い, increase, 0 → 2"),
        ("5 complaints", "at most 3", BRITISH, "number in complaints, decrease, 5 → 3"),
        ("5 complaints", "at most 3 complaints", BRITISH, "number in complaints, decrease, 5 → 3"),
        ("2", "at most 3", BRITISH, "number, maintain, 2, None to 3"),
        ("", "at most 3", BRITISH, "number, maintain, ?, None to 3"),
        ("5", "<=3", BRITISH, "number, decrease, 5 → 3"),
        ("5", "höchstens 3", GERMAN, "number, decrease, 5 → 3"),
        ("62 %", "at least 80 %", BRITISH, "percent, increase, 62 → 80"),
        ("85 %", "at least 80 %", BRITISH, "percent, maintain, 85, 80 to None"),
        ("8", "between 5 and 15", BRITISH, "number, maintain, 8, 5 to 15"),
        ("20 °C", "between 18 and 22 °C", BRITISH, "number in °C, maintain, 20, 18 to 22"),
        ("", "entre 5 et 15 jours", FRENCH, "number in jours, maintain, ?, 5 to 15, or duration in h"),
        ("fair", "at least good", BRITISH, "scale poor<fair<good<very good, increase, 1 → 2, or 3 more"),
        ("14 days", "", BRITISH, "number in days, increase, 14 → ?, or duration in h"),
        ("", "7 days", BRITISH, "number in days, increase, ? → 7, or duration in h"),
        ("", "0 complaints", BRITISH, "number in complaints, decrease, ? → 0, unsure"),
        ("", "good", BRITISH, "scale poor<fair<good<very good, increase, ? → 2, or 3 more"),
        ("", "", BRITISH, "number, increase, ? → ?, unsure"),
    ],
)
def test_kind_unit_and_direction_are_read_from_two_values(today: str, goal: str, locale: str, expected: str) -> None:
    assert told(guess(today, goal, locale=locale)) == expected


@pytest.mark.parametrize(
    ("today", "goal", "name", "expected"),
    [
        ("14", "7", "Days until the next routine appointment", "number in days, decrease, 14 → 7"),
        ("", "", "Days until the next routine appointment", "number in days, decrease, ? → ?, or duration in h"),
        ("14", "7", "Tage bis zum Termin", "number in Tage, decrease, 14 → 7"),
        ("112", "80", "People sleeping rough", "number in people, decrease, 112 → 80"),
        ("500", "400", "Menschen ohne Obdach", "number in Menschen, decrease, 500 → 400"),
        ("45", "30", "Minutes on hold", "duration in min, decrease, 45 → 30"),
        ("62", "80", "Share of calls answered", "percent, increase, 62 → 80, or number"),
        ("0.6", "0.8", "Share of calls answered", "number, increase, 0.6 → 0.8"),
        ("14", "7", "Waiting time (days)", "number in days, decrease, 14 → 7"),
        ("400", "300", "Turnover in €", "money in €, decrease, 400 → 300"),
        ("400", "300", "Overtime paid", "number, decrease, 400 → 300"),
        ("14", "7", "Sports club members", "number, decrease, 14 → 7"),
        ("3", "5", "Cases in Camden", "number in cases, increase, 3 → 5"),
        ("no", "yes", "Was the late clinic held?", "yes_no, increase, 0 → 1"),
        ("0", "1", "Was the late clinic held?", "number, increase, 0 → 1, or yes_no"),
        ("", "yes", "Was the late clinic held?", "yes_no, increase, ? → 1, unsure"),
        ("", "no", "Was a bed missing?", "yes_no, decrease, ? → 0, unsure"),
        ("", "5", "Complaints per week", "number in complaints, decrease, ? → 5, unsure"),
        ("", "5", "Complaints answered", "number in complaints, increase, ? → 5, unsure"),
        ("", "5", "Fewer errors", "number, decrease, ? → 5, unsure"),
        ("", "5", "Wartezeit am Telefon", "number, decrease, ? → 5, unsure"),
        ("", "5", "Appels perdus", "number, increase, ? → 5, unsure"),
        ("5", "", "Errores", "number, decrease, 5 → ?, unsure"),
        ("", "", "Meals served", "number in meals, increase, ? → ?, unsure"),
        ("", "", "", "number, increase, ? → ?, unsure"),
        ("14 hours", "7", "Days until the next appointment", "duration in h, decrease, 840 → 420"),
    ],
)
def test_a_name_tells_what_the_values_do_not(today: str, goal: str, name: str, expected: str) -> None:
    assert told(guess(today, goal, locale=BRITISH, name=name)) == expected


@pytest.mark.parametrize(
    ("today", "goal", "field", "sentence"),
    [
        (
            "rough",
            "smooth",
            "value",
            (
                'It is not known which labels there are beside "rough", "smooth". Write them all in order, '
                "from the lowest to the highest, for example: poor, fair, good."
            ),
        ),
        (
            "fair",
            "green",
            "value",
            (
                'It is not known which labels there are beside "fair", "green". Write them all in order, '
                "from the lowest to the highest, for example: poor, fair, good."
            ),
        ),
        ("62 %", "£3", "value", '"62 %" and "£3" are of different kinds or units. Type both in the same one.'),
        (
            "12 people",
            "3 cats",
            "value",
            ('"12 people" and "3 cats" are of different kinds or units. Type both in the same one.'),
        ),
        ("€5", "$6", "value", '"€5" and "$6" are of different kinds or units. Type both in the same one.'),
        (
            "14 days",
            "3 months",
            "value",
            ('"14 days" and "3 months" are of different kinds or units. Type both in the same one.'),
        ),
        ("fair", "3", "value", '"fair" and "3" are of different kinds or units. Type both in the same one.'),
        ("yes", "80 %", "value", '"yes" and "80 %" are of different kinds or units. Type both in the same one.'),
        ("31 of 50", "40", "value", 'This needs a ratio, for example 31/50. You wrote "40".'),
        ("6:30", "5", "value", 'This needs a duration, for example 3h20. You wrote "5".'),
        (
            "14 days",
            "14 days",
            "value",
            (
                "Baseline and target are both 14 days, so there is no progress to measure. To keep it "
                'there, choose "stay within limits".'
            ),
        ),
        (
            "14 days",
            "+3",
            "value",
            ('"+3" could be a difference. Type the value itself that it should become, without a sign.'),
        ),
        (
            "62 %",
            "-5 %",
            "value",
            ('"-5 %" could be a difference. Type the value itself that it should become, without a sign.'),
        ),
        ("14 days", "3 fewer", "value", '"3 fewer" is a difference. Type the value itself that it should become.'),
        (
            "5 days",
            "2 days less",
            "value",
            '"2 days less" is a difference. Type the value itself that it should become.',
        ),
        (
            "about 14 days",
            "7",
            "baseline",
            (
                '"about 14 days" is not a value of any kind. Type it like one of these: 14 days, 62 %, 31 '
                "of 50, £4,200, 3h20, yes, fair."
            ),
        ),
        (
            "5-10",
            "3",
            "baseline",
            (
                '"5-10" is not a value of any kind. Type it like one of these: 14 days, 62 %, 31 of 50, '
                "£4,200, 3h20, yes, fair."
            ),
        ),
        (
            "14 days (May)",
            "7",
            "baseline",
            (
                '"14 days (May)" is not a value of any kind. Type it like one of these: 14 days, 62 %, 31 '
                "of 50, £4,200, 3h20, yes, fair."
            ),
        ),
        (
            "7",
            "14 days by 30 June",
            "value",
            (
                '"14 days by 30 June" is not a value of any kind. Type it like one of these: 14 days, 62 %,'
                " 31 of 50, £4,200, 3h20, yes, fair."
            ),
        ),
        (
            "two days",
            "one day",
            "baseline",
            (
                '"two days" is not a value of any kind. Type it like one of these: 14 days, 62 %, 31 of 50,'
                " £4,200, 3h20, yes, fair."
            ),
        ),
        ("62 % of calls", "80 %", "baseline", 'This needs a number, for example 84 %. You wrote "62 % of calls".'),
        ("£4 per head", "£3", "baseline", 'This needs an amount, for example £3,400 or 3.4k. You wrote "£4 per head".'),
        (
            "",
            "<10",
            "value",
            ('"<10" leaves 10 itself out, and a target includes its value. Type at most, and the value.'),
        ),
        ("", "between 15 and 5", "value", "The limits run from 15 down to 5. Put the lower value first."),
        (
            "31 of 0",
            "5 of 10",
            "baseline",
            (
                'This needs a ratio, for example 31/50. You wrote "31 of 0". That has no value, because its'
                " second part is 0. If there is no data, say n/d and the reason."
            ),
        ),
        (
            "14 to 7 days",
            "7",
            "baseline",
            (
                '"14 to 7 days" is not a value of any kind. Type it like one of these: 14 days, 62 %, 31 of'
                " 50, £4,200, 3h20, yes, fair."
            ),
        ),
        (
            "9999999999999999999999999999999999999999999999999999999999999",
            "7",
            "baseline",
            (
                '"999999999999999999999999999999999999999…" is not a value of any kind. Type it like one of'
                " these: 14 days, 62 %, 31 of 50, £4,200, 3h20, yes, fair."
            ),
        ),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(today: str, goal: str, field: str, sentence: str) -> None:
    with pytest.raises(UserError) as problem:
        guess(today, goal, locale=BRITISH)

    assert (problem.value.field, said(problem.value)) == (field, sentence)


@pytest.mark.parametrize(
    ("measure", "today", "goal", "expected"),
    [
        (Measure(ValueKind.DURATION, "h"), "14 days", "7 days", "duration in h, decrease, 20160 → 10080"),
        (Measure(ValueKind.DURATION, "days"), "14 days", "7", "duration in days, decrease, 20160 → 10080"),
        (Measure(ValueKind.DURATION, "weeks"), "2 weeks", "7 d", "duration in weeks, decrease, 20160 → 10080"),
        (Measure(ValueKind.DURATION, "min"), "90 s", "1 min", "duration in min, decrease, 1.5 → 1"),
        (Measure(ValueKind.DURATION), "14 days", "7", "duration in days, decrease, 20160 → 10080"),
        (Measure(ValueKind.NUMBER), "14 days", "7", "number in days, decrease, 14 → 7"),
        (Measure(ValueKind.NUMBER, "days"), "14 days", "1 week", "number in days, decrease, 14 → 7"),
        (Measure(ValueKind.MONEY), "£4,200", "5k", "money in £, increase, 4200 → 5000"),
        (Measure(ValueKind.MONEY, "GBP"), "4,200", "£5,000.", "money in GBP, increase, 4200 → 5000"),
        (Measure(ValueKind.PERCENT), "62", "80", "percent, increase, 62 → 80"),
        (Measure(ValueKind.YES_NO), "0", "1", "yes_no, increase, 0 → 1"),
        (Measure(ValueKind.RATIO), "31/50", "80 %", "ratio, increase, 31/50 → 0.8"),
        (Measure(ValueKind.SCALE), "fair", "good", "scale poor<fair<good<very good, increase, 1 → 2, or 3 more"),
        (
            Measure(ValueKind.SCALE, scale=("rough", "plain", "smooth")),
            "rough",
            "smooth",
            "scale rough<plain<smooth, increase, 0 → 2",
        ),
        (Measure(ValueKind.SCALE), "", "", "scale, increase, ? → ?, unsure"),
    ],
)
def test_a_measure_that_was_chosen_reads_the_values(measure: Measure, today: str, goal: str, expected: str) -> None:
    assert told(guess(today, goal, locale=BRITISH, measure=measure)) == expected


@pytest.mark.parametrize(
    ("direction", "today", "goal", "expected"),
    [
        (Direction.MAINTAIN, "5", "at most 3", "number, maintain, 5, None to 3"),
        (Direction.MAINTAIN, "5", "", "number, maintain, 5 → ?"),
        (Direction.DECREASE, "", "at most 3", "number, decrease, ? → 3"),
        (Direction.INCREASE, "62 %", "at least 80 %", "percent, increase, 62 → 80"),
        (Direction.DECREASE, "14", "7", "number, decrease, 14 → 7"),
        (Direction.DECREASE, "", "7", "number, decrease, ? → 7"),
    ],
)
def test_a_direction_that_was_chosen_is_taken(direction: Direction, today: str, goal: str, expected: str) -> None:
    assert told(guess(today, goal, locale=BRITISH, direction=direction)) == expected


@pytest.mark.parametrize(
    ("direction", "today", "goal", "sentence"),
    [
        (
            Direction.INCREASE,
            "14 days",
            "7 days",
            (
                "From 14 days to 7 days is a decrease, but this indicator should go up. "
                "Change the target, or the indicator's direction."
            ),
        ),
        (
            Direction.INCREASE,
            "5",
            "at most 3",
            'It should go up, and "at most 3" is a limit on the other side. Type the value that it is to reach.',
        ),
        (
            Direction.MAINTAIN,
            "5",
            "3",
            "An indicator that should stay within limits needs a limit: at least, at most, or between two values.",
        ),
        (
            Direction.DECREASE,
            "20",
            "between 5 and 15",
            (
                "An indicator that should go down needs one value as its target. "
                "Limits are for one that should stay within them."
            ),
        ),
    ],
)
def test_a_direction_that_contradicts_the_values_is_refused(
    direction: Direction, today: str, goal: str, sentence: str
) -> None:
    with refused(f"^{re.escape(sentence)}$") as refusal:
        guess(today, goal, locale=BRITISH, direction=direction)
    assert refusal.error.field == "value"


@pytest.mark.parametrize(
    ("today", "goal", "locale", "field"),
    [
        ("1,140", "2.000,5", GERMAN, "baseline"),
        ("1.140 Tage", "7 Tage", BRITISH, "baseline"),
        ("", "1.234", "", "value"),
    ],
)
def test_a_number_that_may_be_two_is_asked_about(today: str, goal: str, locale: str, field: str) -> None:
    with pytest.raises(UnclearValue) as problem:
        guess(today, goal, locale=locale)
    assert problem.value.field == field


def test_a_number_is_no_question_where_its_language_is_settled() -> None:
    assert told(guess("1,140 €", "2,5 €", locale=GERMAN, settled=True)) == "money in €, increase, 1.14 → 2.5"


# Nothing that was typed is lost

NUMBERS = st.one_of(
    st.integers(0, 999).map(str),
    st.decimals(1, 99, places=1, allow_nan=False).map(str),
    st.sampled_from(["31 of 50", "36/50", "3h20", "1:30"]),
)
SPOKEN = (
    "days day week h min % £ € GBP people calls zebras of and to - + ( ) at most between no yes fair good fewer about "
    "May 3 k million per"
)
WORDS = st.sampled_from(SPOKEN.split())
TYPED = st.lists(st.one_of(NUMBERS, WORDS), max_size=5).map(" ".join)
UNDERSTOOD = "days day week h min % £ € gbp k million yes no at most between and of"
"""Words that the measure or an amount has in another form."""


def guessed(today: str, goal: str, *, locale: str, name: str = "") -> Guess | UserError:
    try:
        return guess(today, goal, locale=locale, name=name)
    except UserError as problem:
        return problem


def _lost(text: str, found: Guess) -> Iterator[str]:
    """The words of a text that are neither in the measure nor understood otherwise."""
    kept = f"{found.measure.unit} {' '.join(found.measure.scale)}".casefold().split()
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        if (
            word not in kept
            and word not in UNDERSTOOD.split()
            and word.rstrip("s") not in [each.rstrip("s") for each in kept]
        ):
            yield word


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))


@given(TYPED, TYPED, st.sampled_from([BRITISH, GERMAN]))
def test_everything_typed_is_in_the_guess_or_refused_with_a_sentence(today: str, goal: str, locale: str) -> None:
    found = guessed(today, goal, locale=locale)
    if isinstance(found, UserError):
        assert said(found)
        assert found.field in ("baseline", "value")
        return

    assert [*_lost(today, found), *_lost(goal, found)] == []
    assert (found.baseline is None) == (not today)
    assert (found.goal is None and found.low is None and found.high is None) == (not goal)
    if found.measure.kind in (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY) and found.baseline is not None:
        assert int(_digits(today)) == int(_digits(f"{found.baseline.amount:f}")) or re.search("k|million|week", today)


@given(
    st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.sampled_from([BRITISH, GERMAN, JAPANESE, ""])
)
def test_no_text_breaks_it(today: str, goal: str, name: str, locale: str) -> None:
    found = guessed(today, goal, locale=locale, name=name)
    if isinstance(found, UserError):
        assert said(found)
        assert found.field in ("baseline", "value")
