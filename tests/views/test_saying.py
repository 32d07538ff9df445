"""Words as sentences: a pattern, and whatever fills its places."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.dates import Month, Weekday
from bot.domain.periods import NamedPeriod, period_from_key
from bot.domain.targets import Direction
from bot.domain.values import Measure, Quantity, Value, ValueKind, ratio
from bot.results.names import Own
from bot.views.saying import how_often, should, worded
from bot.words import Example, Listing, Words, counted, sentences, words
from tests.saying import said, viewer

WEEKLY = Cadence(Every.WEEK)
PERCENT = Measure(ValueKind.PERCENT)
OWN = Own("csat", "first-time", PERCENT, Value(Decimal(84)))


@pytest.mark.parametrize(
    ("value", "british", "american"),
    [
        ("as it was typed", "as it was typed", "as it was typed"),
        ("{typed} {", "{typed} {", "{typed} {"),
        (words("an amount of {amount}", amount=1234), "an amount of 1,234", "an amount of 1,234"),
        (2001, "2,001", "2,001"),
        (Decimal("1234.5"), "1,234.5", "1,234.5"),
        (date(2026, 6, 30), "30 June", "June 30"),
        (date(2027, 6, 30), "30 June 2027", "June 30, 2027"),
        (Month(2, 2027), "February 2027", "February 2027"),
        (Month(2), "February", "February"),
        (Weekday(0), "Monday", "Monday"),
        (Quantity(Value(Decimal(84)), PERCENT), "84 %", "84 %"),
        (Quantity(Value(Decimal(3400)), Measure(ValueKind.MONEY, "USD")), "US$3,400", "$3,400"),
        (NamedPeriod(period_from_key(WEEKLY, "2026-W12"), WEEKLY), "last week", "last week"),
        (NamedPeriod(period_from_key(WEEKLY, "2026-W10"), WEEKLY), "the week of 2 March", "the week of March 2"),
        (WEEKLY, "weekly", "weekly"),
        (Direction.MAINTAIN, "stay within limits", "stay within limits"),
        (Listing(("Alice", "Bob", words("an admin")), "or"), "Alice, Bob or an admin", "Alice, Bob, or an admin"),
        (Listing((1000, 2000)), "1,000 and 2,000", "1,000 and 2,000"),
        (Example("/reading due"), "`/reading due`", "`/reading due`"),
    ],
)
def test_every_value_is_worded_for_its_reader(value: Any, british: str, american: str) -> None:
    sentence = words("You wrote {value}.", value=value)

    assert worded(sentence, viewer()) == f"You wrote {british}."
    assert worded(sentence, viewer("en-US")) == f"You wrote {american}."


def test_numbers_are_written_as_their_reader_writes_them() -> None:
    assert said(words("{number}", number=Decimal("1234.5")), "de-DE") == "1.234,5"


@pytest.mark.parametrize("value", [None, 1.5, [], Value(Decimal(1))])
def test_what_has_no_words_is_a_mistake_of_the_program(value: Any) -> None:
    with pytest.raises(TypeError, match="has no words"):
        said(words("{value}", value=value))


@pytest.mark.parametrize(("count", "sentence"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (1000, "1,000 notes")])
def test_a_count_chooses_its_words(count: int, sentence: str) -> None:
    assert said(counted("{count} note", "{count} notes", count)) == sentence


def test_what_people_typed_is_quoted_wherever_it_stands() -> None:
    typed = words("{name} or {names}", name="<a>", names=Listing(("<b>", words("the {other}", other="<c>"))))

    quoted = worded(sentences(typed, counted("{count} <d>", "{count} <d>", 2)), viewer(), quoting=str.upper)

    assert quoted == "<A> or <B> and the <C> 2 <d>"


def test_sentences_stand_one_after_the_other() -> None:
    both = sentences(words('There is no "{typed}".', typed="{x}"), words("Try {one}.", one="csat"))

    assert said(both) == 'There is no "{x}". Try csat.'


@pytest.mark.parametrize(
    ("cadence", "often"),
    [
        (Cadence(Every.DAY), "every day"),
        (Cadence(Every.DAY, weekdays=frozenset(range(5))), "every working day"),
        (WEEKLY, "weekly"),
        (Cadence(Every.MONTH), "monthly"),
        (Cadence(Every.QUARTER), "quarterly"),
        (Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 2)), "every 2 weeks"),
        (Cadence(Every.INTERVAL, interval_days=10, anchor=date(2026, 3, 2)), "every 10 days"),
        (Cadence(Every.INTERVAL, interval_days=7, anchor=date(2026, 3, 4)), "weekly"),
        (Cadence(Every.DAY, weekdays=frozenset({6, 0, 1, 2, 3})), "every working day"),
        (Cadence(Every.DAY, weekdays=frozenset({0, 2, 4})), "on Mon, Wed and Fri"),
        (Cadence(Every.HALF_YEAR), "half-yearly"),
        (Cadence(Every.YEAR), "yearly"),
        (Cadence(Every.QUARTER, first_month=4), "every fiscal quarter"),
        (Cadence(Every.HALF_YEAR, first_month=4), "every fiscal half-year"),
        (Cadence(Every.YEAR, first_month=4), "every fiscal year"),
        (Cadence(Every.INTERVAL, interval_days=1, anchor=date(2026, 3, 2)), "every day"),
    ],
)
def test_a_cadence_says_how_often(cadence: Cadence, often: str) -> None:
    assert how_often(cadence, viewer()) == often


def test_a_direction_says_what_an_indicator_should_do() -> None:
    ways = [should(direction, viewer()) for direction in Direction]
    assert ways == ["go up", "go down", "stay within limits"]


# Examples


@pytest.mark.parametrize(
    ("command", "own", "typed"),
    [
        ("/reading <indicator> <value>", OWN, "`/reading csat 84`"),
        ("/reading <indicator> <value>", None, "`/reading <indicator> <value>`"),
        ("/outcome show <outcome>", OWN, "`/outcome show first-time`"),
        ("/target set <indicator> <value> by <date>", OWN, "`/target set csat 84 by 30 June`"),
        ("/reading <indicator> <value>", Own("csat", "first-time"), "`/reading csat <value>`"),
    ],
)
def test_an_example_has_what_is_the_readers_own(command: str, own: Own | None, typed: str) -> None:
    assert said(words("{command}", command=Example(command)), own=own) == typed


def test_what_is_known_of_an_example_goes_before_the_readers_own() -> None:
    thirty_one_of_fifty = Quantity(ratio(Decimal(31), Decimal(50)), Measure(ValueKind.RATIO))
    fills = {"indicator": "housed", "value": thirty_one_of_fifty, "why": words("no counter")}
    example = Example("/reading <indicator> <value> <why>", fills)

    assert said(words("{command}", command=example), own=OWN) == "`/reading housed 31/50 no counter`"


def test_what_was_typed_is_never_taken_for_a_pattern() -> None:
    hostile = Words("{typed}", {"typed": "{0.__class__} {typed} }{"})

    assert said(hostile) == "{0.__class__} {typed} }{"
