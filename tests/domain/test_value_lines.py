"""A value at the beginning of a line, and what follows it."""

import re
from decimal import Decimal

import pytest

from bot.domain.value_lines import take_value
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.errors import Choice, UnclearValue, UserError
from bot.views.amounts import exact
from tests.saying import refused, said, viewer

NUMBER = Measure(ValueKind.NUMBER)
PEOPLE = Measure(ValueKind.NUMBER, "people")
PERCENT = Measure(ValueKind.PERCENT)
RATIO = Measure(ValueKind.RATIO)
POUNDS = Measure(ValueKind.MONEY, "£")
EUROS = Measure(ValueKind.MONEY, "EUR")
DOLLARS = Measure(ValueKind.MONEY, "$")
DURATION = Measure(ValueKind.DURATION)
DURATION_IN_HOURS = Measure(ValueKind.DURATION, "h")
YES_NO = Measure(ValueKind.YES_NO)
MOOD = Measure(ValueKind.SCALE, scale=("poor", "good", "very good"))


def label_of(choice: Choice, locale: str = "en-GB") -> str:
    return choice.label if isinstance(choice.label, str) else said(choice.label, locale)


@pytest.mark.parametrize(
    ("typed", "measure", "goes_on"),
    [
        ("5 k", NUMBER, "k"),
        ("5 m", NUMBER, "m"),
        ("12 km", PEOPLE, "km"),
        ("12 $", POUNDS, "$"),
        ("12 euros", POUNDS, "euros"),
        ("3 more than last week", PEOPLE, "more"),
        ("12 per week", PEOPLE, "per week"),
        ("12 /month", PEOPLE, "/month"),
        ("3 and a half", NUMBER, "and a half"),
        ("good or poor", MOOD, "or poor"),
        ("yes and no", YES_NO, "and no"),
        ("no idea", YES_NO, "idea"),
        ("90 Minuten", PEOPLE, "Minuten"),
        ("118 in più", PEOPLE, "in più"),
        ("12 TEUR", EUROS, "TEUR"),
        ("5 kids were ill", NUMBER, None),
        ("1.5 Stunden late", DURATION_IN_HOURS, None),
        ("yes, no complaints", YES_NO, None),
        ("no more complaints", YES_NO, None),
        ("84 no complaints", PERCENT, None),
        ("84 wait times were long", PERCENT, None),
        ("84 may be more", PERCENT, None),
        ("84 of them answered", PERCENT, None),
        ("2 m", Measure(ValueKind.NUMBER, "m"), None),
        ("45 min later than usual", DURATION, None),
    ],
)
def test_words_that_would_make_it_another_value_are_no_note(typed: str, measure: Measure, goes_on: str | None) -> None:
    if goes_on is None:
        take_value(typed, measure, locale="en-GB")
        return
    why = f'"{typed}": does "{goes_on}" belong to the value? If so, type it as one.'
    with refused(f"^{re.escape(why)}$", kind=UnclearValue):
        take_value(typed, measure, locale="en-GB")


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
    taken = take_value(line, measure, locale=locale)

    assert exact(taken.value, measure, viewer(locale)) == printed
    assert taken.rest == rest


@pytest.mark.parametrize(
    ("line", "measure", "locale", "choices"),
    [
        ("84 100 people came", NUMBER, "en-GB", {"84,100": "84100 people came", "84": "84; 100 people came"}),
        ("3h 20 people waited", DURATION, "en-GB", {"3 h 20 min": "3h20 people waited", "3 h": "3h; 20 people waited"}),
        ("12.000", PEOPLE, "en-GB", {"12,000 people": "12000", "12 people": "12"}),
        ("1.060 came", PEOPLE, "en-GB", {"1,060 people": "1060 came", "1.06 people": "1.06 came"}),
        ("1,140", NUMBER, "de-DE", {"1.140": "1140", "1,14": "1,14"}),
        ("1.125", NUMBER, "en-GB", {"1,125": "1125", "1.125": "1.1250"}),
        ("84 -> 86", PERCENT, "en-GB", {"84 %": "84; -> 86", "86 %": "86; 84 -> 86"}),
        ("80 - 85", PERCENT, "en-GB", {"80 %": "80; - 85", "85 %": "85; 80 - 85"}),
        ("84 to 86 now", PERCENT, "en-GB", {"84 %": "84; to 86 now", "86 %": "86; 84 to 86 now"}),
        ("84 bis 86", PERCENT, "de-DE", {"84 %": "84; bis 86", "86 %": "86; 84 bis 86"}),
        ("12 / 40", PERCENT, "en-GB", {"12 %": "12; / 40", "40 %": "40; 12 / 40", "30 %": "30; 12 / 40"}),
        (
            "40 out of 50",
            PERCENT,
            "en-GB",
            {"40 %": "40; out of 50", "50 %": "50; 40 out of 50", "80 %": "80; 40 out of 50"},
        ),
        ("- 84", PERCENT, "en-GB", {"84 %": "84", "−84 %": "-84"}),
        (
            "$12 300/month",
            DOLLARS,
            "en-GB",
            {"$12,300": "12300; /month", "$12": "12; 300/month", "$300": "300; $12 300/month"},
        ),
        ("1 234km", NUMBER, "en-GB", {"1,234": "1234; km", "1": "1; 234km", "234": "234; 1 234km"}),
        ("1, 234", NUMBER, "en-GB", {"1,234": "1234", "1": "1; 234", "234": "234; 1 234"}),
        ("84 2026 targets", NUMBER, "en-GB", {"84": "84; 2026 targets", "2,026": "2026; 84 2026 targets"}),
        ("1,5 billion", EUROS, "de-DE", {"1.500.000.000 €": "1500000000", "1.500.000.000.000 €": "1500000000000"}),
        ("84?", PERCENT, "en-GB", {"84 %, unsure": "84 unsure", "84 %": "84"}),
        ("12 km", PEOPLE, "en-GB", {"12 people, the rest is a note": "12; km"}),
    ],
)
def test_what_may_be_several_values_is_asked_about(
    line: str, measure: Measure, locale: str, choices: dict[str, str]
) -> None:
    with pytest.raises(UnclearValue) as asked:
        take_value(line, measure, locale=locale)

    assert said(asked.value, locale) in (
        f'"{line}": which one?',
        f'"{line}": does "km" belong to the value? If so, type it as one.',
    )
    assert {label_of(choice, locale): choice.line for choice in asked.value.choices} == choices


def test_every_choice_is_read_as_it_says() -> None:
    with pytest.raises(UnclearValue) as asked:
        take_value("84 -> 86 after the move", PERCENT, locale="en-GB")

    taken = [take_value(choice.line, PERCENT, locale="en-GB") for choice in asked.value.choices]
    assert [(str(each.value.amount), each.rest) for each in taken] == [
        ("84", "-> 86 after the move"),
        ("86", "84 -> 86 after the move"),
    ]


@pytest.mark.parametrize(("line", "rest"), [("84: 3 sites missing", "3 sites missing"), ("84; 3 sites", "3 sites")])
def test_behind_a_colon_or_a_semicolon_nothing_belongs_to_the_value(line: str, rest: str) -> None:
    assert take_value(line, PERCENT, locale="en-GB").rest == rest


def test_a_part_without_its_whole_is_asked_about_with_the_last_one() -> None:
    with pytest.raises(UnclearValue) as asked:
        take_value("36 after lunch", RATIO, locale="en-GB", like=ratio(Decimal(34), Decimal(50)))

    assert said(asked.value) == '"36 after lunch": of how many? Type both, for example 36/50.'
    assert [(label_of(each), each.line) for each in asked.value.choices] == [("72 % (36 of 50)", "36/50 after lunch")]


def test_a_fraction_of_three_digits_is_no_question_where_the_last_value_had_one() -> None:
    like = Value(Decimal("1.125"))

    assert take_value("1.250", NUMBER, locale="en-GB", like=like).value == Value(Decimal("1.25"))


def test_a_line_that_begins_with_no_value_is_refused_in_the_same_words() -> None:
    with pytest.raises(UserError) as problem:
        take_value("lots of people", PERCENT, locale="en-GB", name="csat")

    assert said(problem.value) == '"csat" needs a number, for example 84 %. You wrote "lots of people".'


@pytest.mark.parametrize(
    ("typed", "measure", "choices"),
    [
        ("90 Minuten", DURATION_IN_HOURS, ["1h30", "90h; Minuten"]),
        ("2 Wochen", Measure(ValueKind.NUMBER, "days"), ["14", "2; Wochen"]),
        ("2.5 Millionen", NUMBER, ["2500000", "2.5; Millionen"]),
        ("84 no 86", PERCENT, ["84; no 86", "86; 84 no 86"]),
        ("84 sorry, I mean 86", PERCENT, ["84; sorry, I mean 86", "86; 84 sorry, I mean 86"]),
        ("84, no, 86", PERCENT, ["84; no, 86", "86; 84 no, 86"]),
        ("84, 86", PERCENT, ["84; 86", "86; 84 86"]),
        ("84 ... 86", PERCENT, ["84; 86", "86; 84 86"]),
        ("84 ⟶ 86", PERCENT, ["84; ⟶ 86", "86; 84 ⟶ 86"]),
        ("84 minus 2", PERCENT, ["84; minus 2", "2; 84 minus 2"]),
        ("84 quatsch 86", PERCENT, ["84; quatsch 86", "86; 84 quatsch 86"]),
        ("3h no 4h 20 min", DURATION, ["3h; no 4h 20 min", "4h20; 3h no 4h 20 min"]),
        ("36/50 no 37/50", RATIO, ["36/50; no 37/50", "37/50; 36/50 no 37/50"]),
        ("yes no", YES_NO, ["yes; no", "no; yes no"]),
        ("no, sorry, yes", YES_NO, ["no; sorry, yes", "yes; no sorry, yes"]),
        ("👍 👎", YES_NO, None),
        ("good, no, poor", MOOD, ["good; no, poor", "poor; good no, poor"]),
        ("2 3", MOOD, ["good; 3", "very good; 2 3"]),
    ],
)
def test_another_value_behind_it_is_asked_about(typed: str, measure: Measure, choices: list[str] | None) -> None:
    with refused(f'^"{re.escape(typed)}": which one[?]$', kind=UnclearValue) as caught:
        take_value(typed, measure, locale="en-GB")
    assert isinstance(caught.error, UnclearValue)
    if choices:
        assert [choice.line for choice in caught.error.choices] == choices
