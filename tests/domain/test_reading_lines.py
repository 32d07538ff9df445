"""What people type for a reading, in a line and in a field of the check-in form."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.cadences import Cadence, Every
from bot.domain.no_data import declared_no_data
from bot.domain.reading_lines import TypedReading, line_of, parse_reading_field, parse_reading_line
from bot.domain.readings import Confidence
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import Question, UserError
from tests.domain.settings import quick
from tests.saying import refused, said

MONDAY = date(2026, 3, 30)
PEOPLE = Measure(ValueKind.NUMBER, "people")
WEEKLY = Cadence(Every.WEEK)


def read(
    text: str,
    measure: Measure = PEOPLE,
    *,
    cadence: Cadence = WEEKLY,
    today: date = MONDAY,
    locale: str = "en-GB",
    like: Value | None = None,
) -> TypedReading:
    return parse_reading_line(
        text,
        key="rough",
        name="People sleeping rough",
        measure=measure,
        cadence=cadence,
        today=today,
        locale=locale,
        like=like,
    )


def read_field(
    text: str, note: str = "", measure: Measure = PEOPLE, *, locale: str = "en-GB", like: Value | None = None
) -> TypedReading:
    return parse_reading_field(text, note, name="People sleeping rough", measure=measure, locale=locale, like=like)


@pytest.mark.parametrize(
    ("line", "typed", "amount", "period", "confidence", "note"),
    [
        ("118", "118", 118, None, None, ""),
        ("  118  ", "118", 118, None, None, ""),
        ("118 after the cold week", "118", 118, None, None, "after the cold week"),
        ("118 - after the cold week", "118", 118, None, None, "after the cold week"),
        ("118, after the cold week", "118", 118, None, None, "after the cold week"),
        ("118\nfirst line\nsecond line", "118", 118, None, None, "first line\nsecond line"),
        ("118\n200 of them by hand", "118", 118, None, None, "200 of them by hand"),
        (
            "1,118" + " " * 200 + "people\n\ncounted  twice",
            "1,118 people",
            1118,
            None,
            None,
            "counted  twice",
        ),
        ("118 for 23 March" + " " * 200 + "2026 counted", "118", 118, "2026-W13", None, "counted"),
        ("1,118 people", "1,118 people", 1118, None, None, ""),
        ("118 people by hand", "118 people", 118, None, None, "by hand"),
        ("118 for last week", "118", 118, "2026-W13", None, ""),
        ("118 FOR last week", "118", 118, "2026-W13", None, ""),
        ("118 for 2026-W12 counted twice", "118", 118, "2026-W12", None, "counted twice"),
        ("118 for w12: counted twice", "118", 118, "2026-W12", None, "counted twice"),
        ("118 for this week", "118", 118, "2026-W14", None, ""),
        ("118 for the first time in years", "118", 118, None, None, "for the first time in years"),
        ("118 for", "118", 118, None, None, "for"),
        ("118 unsure: many tents", "118", 118, None, Confidence.UNSURE, "many tents"),
        ("118 unsure, many tents", "118", 118, None, Confidence.UNSURE, "many tents"),
        ("118 unsure\nmany tents", "118", 118, None, Confidence.UNSURE, "many tents"),
        ("118 unsicher", "118", 118, None, Confidence.UNSURE, ""),
        ("118 not sure: many tents", "118", 118, None, Confidence.UNSURE, "many tents"),
        ("118 fairly quiet week", "118", 118, None, None, "fairly quiet week"),
        ("118 unsure many tents", "118", 118, None, None, "unsure many tents"),
        ("118: for last week we had no counter", "118", 118, None, None, "for last week we had no counter"),
        ("118; for last week: no counter", "118", 118, "2026-W13", None, "no counter"),
        ("for last week 118 people", "118 people", 118, "2026-W13", None, ""),
        ("= 118", "118", 118, None, None, ""),
        (": 118", "118", 118, None, None, ""),
        ("is 118 now", "118", 118, None, None, "now"),
        ("*118* people", "118 people", 118, None, None, ""),
        ("`118` by hand", "118", 118, None, None, "by hand"),
        ("118 Fairly", "118", 118, None, Confidence.FAIRLY, ""),
        ("118 sure, for last week", "118", 118, "2026-W13", Confidence.SURE, ""),
        ("118 for last week sure", "118", 118, "2026-W13", Confidence.SURE, ""),
        ("118 for w12 unsure: many tents", "118", 118, "2026-W12", Confidence.UNSURE, "many tents"),
        ("118 surely not", "118", 118, None, None, "surely not"),
        ("118 sure for the first time", "118", 118, None, None, "sure for the first time"),
    ],
)
def test_every_part_of_a_line_finds_its_place(
    line: str, typed: str, amount: int, period: str | None, confidence: Confidence | None, note: str
) -> None:
    found = read(line)
    assert (found.typed, found.value, found.confidence, found.note) == (typed, Value(Decimal(amount)), confidence, note)
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize(
    ("line", "period", "why"),
    [
        ("n/d the counter was ill", None, "the counter was ill"),
        ("n/d: the counter was ill", None, "the counter was ill"),
        ("n/d – the counter was ill", None, "the counter was ill"),
        ("N/D, the counter was ill", None, "the counter was ill"),
        ("n.d. the counter was ill", None, "the counter was ill"),
        ("No data the counter was ill", None, "the counter was ill"),
        ("n/d for last week they were counted twice", "2026-W13", "they were counted twice"),
        ("n/d for want of a counter", None, "for want of a counter"),
        ("n/d first line\nsecond line", None, "first line\nsecond line"),
    ],
)
def test_no_data_is_declared_with_a_reason(line: str, period: str | None, why: str) -> None:
    found = read(line)
    assert (found.typed, found.value, found.note) == ("n/d", None, why)
    assert (found.period.key if found.period else None) == period


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("lots", '"People sleeping rough" needs a number, for example 84 people. You wrote "lots".'),
        ("", "What is the value? For example: `/reading rough 84`"),
        ("n/d", "Say why there is no data, for example: `/reading rough n/d the counter was broken`"),
        ("n/d:  ", "Say why there is no data, for example: `/reading rough n/d the counter was broken`"),
        ("n/d for last week", "Say why there is no data, for example: `/reading rough n/d the counter was broken`"),
        ("118 for 2026-W20", "It is too early for the week of 11 May: it opens on 11 May."),
        ("118 for next week", "It is too early for next week: it opens on 6 April."),
        ("118 unsure, for next week", "It is too early for next week: it opens on 6 April."),
        ("118 for 2026-W54", '"2026-W54" is not a period I know. Type for example last week or 2026-W13.'),
        ("n/d for next week", "It is too early for next week: it opens on 6 April."),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_in_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(UserError) as problem:
        read(line)
    assert said(problem.value, today=MONDAY) == sentence


@pytest.mark.parametrize(
    ("measure", "example"),
    [
        (Measure(ValueKind.NUMBER), "84"),
        (Measure(ValueKind.MONEY, "GBP"), "84"),
        (Measure(ValueKind.PERCENT), "84 %"),
        (Measure(ValueKind.RATIO), "31/50"),
        (Measure(ValueKind.DURATION), "3h20"),
        (Measure(ValueKind.YES_NO), "yes"),
        (Measure(ValueKind.SCALE, scale=("poor", "fair", "good")), "good"),
    ],
)
def test_the_example_is_a_value_of_that_kind(measure: Measure, example: str) -> None:
    with pytest.raises(UserError) as problem:
        read("", measure)
    assert said(problem.value, today=MONDAY) == f"What is the value? For example: `/reading rough {example}`"
    assert read(example, measure).typed == example


def test_a_value_of_the_indicators_own_is_the_example_where_there_is_one() -> None:
    like = Value(Decimal(1180))
    for text, sentence in (
        ("", "What is the value? For example: `/reading rough 1,180`"),
        ("lots", '"People sleeping rough" needs a number, for example 1,180 people. You wrote "lots".'),
    ):
        with pytest.raises(UserError) as problem:
            read(text, like=like)
        assert said(problem.value) == sentence
    with pytest.raises(UserError) as problem:
        read_field("lots", like=like)
    assert said(problem.value) == '"People sleeping rough" needs a number, for example 1,180 people. You wrote "lots".'


def test_the_value_is_read_by_the_locale_and_the_measure() -> None:
    assert read("1.234,5 nachgezählt", locale="de-DE").value == Value(Decimal("1234.5"))
    ratio = read("31/50 two moved away", Measure(ValueKind.RATIO))
    assert ratio.value is not None
    assert (ratio.typed, ratio.value.numerator, ratio.value.denominator) == ("31/50", Decimal(31), Decimal(50))


def test_a_period_is_counted_from_the_day_it_is_where_somebody_types() -> None:
    sunday = date(2026, 3, 29)
    daily, weekly = read("118 for yesterday", cadence=Cadence(Every.DAY)), read("118 for last week", today=sunday)
    assert daily.period is not None
    assert weekly.period is not None
    assert (daily.period.key, weekly.period.key) == ("2026-03-29", "2026-W12")


_WORDS = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=8), max_size=8
)


@quick
@given(words=_WORDS)
@example(words=["for", "ever"])
@example(words=["sure", "for", "last", "week"])
@example(words=["n/d"])
@example(words=["-", "-"])
def test_no_word_of_a_note_is_lost(words: list[str]) -> None:
    found = read(" ".join(["118", "people", "because", *words]))
    assert (found.typed, found.note.split()) == ("118 people", " ".join(["because", *words]).split())


@pytest.mark.parametrize(
    ("text", "note", "value", "kept"),
    [
        ("118", "by hand", Value(Decimal(118)), "by hand"),
        (" 118 people ", "", Value(Decimal(118)), ""),
        ("n/d the counter was ill", "", None, "the counter was ill"),
        ("n/d", "the counter was ill", None, "the counter was ill"),
        ("n/d the counter was ill", "Back next week", None, "the counter was ill\nBack next week"),
    ],
)
def test_a_field_holds_the_value_and_another_one_the_note(text: str, note: str, value: Value | None, kept: str) -> None:
    found = read_field(text, note)
    assert (found.value, found.note, found.period, found.confidence) == (value, kept, None, None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("lots", '"People sleeping rough" needs a number, for example 84 people. You wrote "lots".'),
        (
            "118 by hand",
            '"People sleeping rough" needs a number, for example 84 people. You wrote "118 by hand".',
        ),
        ("n/d", "Say why there is no data, for example: `n/d the counter was broken`"),
    ],
)
def test_a_field_that_cannot_be_meant_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as problem:
        read_field(text)
    assert said(problem.value, today=MONDAY) == sentence


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("n/d", True),
        (" n/d the counter was ill ", True),
        ("no data: the counter was ill", True),
        ("n/a", True),
        ("N.A. the counter was ill", True),
        ("k.A.", True),
        ("k. A., Zähler krank", True),
        ("keine Angabe", True),
        ("pas de données: compteur en panne", True),
        ("sin datos", True),
        ("データなし", True),
        ("–", True),
        ("- nobody counted", True),
        ("- 5", False),
        ("-5", False),
        ("na klar", True),
        ("none", False),
        ("no idea", False),
        ("N.D.", True),
        ("n/day", False),
        ("no database", False),
        ("118", False),
        ("", False),
    ],
)
def test_no_data_is_told_from_everything_else(text: str, declared: bool) -> None:
    found = declared_no_data(text, PEOPLE)
    assert (found is not None and found.is_sure) is declared


def test_a_period_that_depends_on_a_language_not_known_is_no_note() -> None:
    with refused('"6/3" could be 6 March or 3 June'):
        read("118 for 6/3 counted twice", cadence=Cadence(Every.DAY), locale="")


@pytest.mark.parametrize(
    ("line", "question", "choices"),
    [
        ("118 for last week 120", "which one?", ["118 for 2026-W13: 120", "120 for 2026-W13: 118 for last week 120"]),
        (
            "118 for last week, sorry, 120",
            "which one?",
            ["118 for 2026-W13: sorry, 120", "120 for 2026-W13: 118 for last week, sorry, 120"],
        ),
        ("118 unsure, 120", "which one?", ["118, unsure: 120", "120, unsure: 118 unsure, 120"]),
        (
            "118 for last week, 120 for this week",
            "which one?",
            ["118 for 2026-W13: 120 for this week", "120 for 2026-W14: 118 for last week, 120 for this week"],
        ),
        (
            "118 for last week, no, this week",
            "Which period is",
            ["118 for 2026-W13: no, this week", "118 for 2026-W14: 118 for last week, no, this week"],
        ),
        ("118 for w12, w13", "Which period is", ["118 for 2026-W12: w13", "118 for 2026-W13: 118 for w12, w13"]),
        (
            "+3 for last week no 4",
            "which one?",
            ["+3 for 2026-W13: no 4", "+4 for 2026-W13: +3 for last week no 4"],
        ),
    ],
)
def test_a_reading_that_is_taken_back_is_asked_about(line: str, question: str, choices: list[str]) -> None:
    with refused(re.escape(question), kind=Question) as caught:
        read(line)
    assert isinstance(caught.error, Question)
    assert [choice.line for choice in caught.error.choices] == choices


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("118 for last week: 120", "120"),
        ("118 for last week 3 sites missing", "3 sites missing"),
        ("118 for last week, 3 sites missing", "3 sites missing"),
        ("118 for last week no complaints", "no complaints"),
        ("118 for last week not this week", "not this week"),
        ("118 for last week 118", "118"),
        ("118 for last week, counted in w12", "counted in w12"),
        ("118 for last week :tada: at last", ":tada: at last"),
    ],
)
def test_a_note_behind_a_period_is_not_asked_about(line: str, note: str) -> None:
    found = read(line)

    assert (found.value, found.period and found.period.key, found.note) == (Value(Decimal(118)), "2026-W13", note)


@pytest.mark.parametrize("line", ["n/d 84", "- for last week 84", "n/d for last week: 84"])
def test_a_number_is_no_reason_why_there_is_no_data(line: str) -> None:
    with refused("^Say why there is no data"):
        read(line)


def test_the_mark_before_a_reason_is_none_of_it() -> None:
    assert read("n/d for last week: the counter was broken").note == "the counter was broken"


@pytest.mark.parametrize("line", ["per week", "for march lots", "this quarter of them"])
def test_a_time_alone_is_no_question_for_there_is_no_value(line: str) -> None:
    with refused('needs a number, for example 84 people. You wrote "'):
        read(line)


def test_a_period_may_follow_an_emoji() -> None:
    found = read(":+1: for last week", Measure(ValueKind.YES_NO))

    assert (found.value, found.period and found.period.key, found.note) == (Value(Decimal(1)), "2026-W13", "")
    assert read(":+1:: for last week", Measure(ValueKind.YES_NO)).note == "for last week"


def test_none_is_nothing_of_a_duration_too() -> None:
    with refused('"none": which one?', kind=Question) as caught:
        read("none", Measure(ValueKind.DURATION))
    assert isinstance(caught.error, Question)
    assert [choice.line for choice in caught.error.choices] == ["0min; none", "n/d ; none"]


METER = Measure(ValueKind.NUMBER, "kWh")


def read_meter(line: str, *, counts_up: bool = True) -> TypedReading:
    return parse_reading_line(
        line,
        key="meter",
        name="Meter",
        measure=METER,
        cadence=Cadence(Every.WEEK),
        today=date(2026, 3, 27),
        locale="en-GB",
        counts_up=counts_up,
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("35 reset", "35 reset"),
        ("35 kWh RESET.", "35 kWh reset"),
        ("35, zurückgesetzt", "35 reset"),
        ("35 reset for last week, sure: new meter", "35 reset for 2026-W12, sure: new meter"),
        ("35 reset sure", "35 reset, sure"),
        ("35 reset: new meter", "35 reset: new meter"),
        ("35 reset\nnew meter", "35 reset: new meter"),
        ("35 reset by the fitter", "35: reset by the fitter"),
        ("35 resets", "35: resets"),
        ("35: reset", "35: reset"),
    ],
)
def test_a_counter_that_began_again_is_said_by_a_word_that_stands_alone(line: str, said: str) -> None:
    found = read_meter(line)

    assert line_of(found) == said
    assert found.resets is said.replace(" kWh", "").startswith("35 reset")
    assert read_meter(said) == found


def test_of_what_is_no_counter_the_word_is_a_note() -> None:
    assert line_of(read_meter("35 reset", counts_up=False)) == "35: reset"


def test_in_a_field_the_word_stands_behind_the_value() -> None:
    found = parse_reading_field("35 kWh reset", "new", name="Meter", measure=METER, locale="en-GB", counts_up=True)

    assert (found.typed, found.resets, found.note) == ("35 kWh", True, "new")
