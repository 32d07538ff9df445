"""How the history of an indicator reads."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.readings import Confidence
from bot.domain.values import Measure, Value, ValueKind
from bot.results.history import BaselineEntry, Entry, History, MissedEntry, Other, ReadingEntry, TakenBack, TargetEntry
from bot.results.names import PersonName, Viewer
from bot.views.history import indicator_history
from tests.views.make import (
    ALICE,
    BOB,
    CSAT,
    CSAT_BASELINE,
    CSAT_TARGET,
    HEBREW,
    LONDON,
    LONG,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    heard,
    lines_of,
    make_hostile,
)

NOON = datetime(2026, 4, 6, 11, tzinfo=UTC)
LATER = datetime(2026, 4, 6, 11, 5, tzinfo=UTC)
GIVEN = ReadingEntry(NOON, ALICE, WEEK_OF_23_MARCH, Value(Decimal(84)))


def line(entry: Entry, viewer: Viewer = LONDON) -> str:
    """What it says of one thing, without CLDR's no-break spaces."""
    screen = indicator_history(History(CSAT, (entry,)), viewer)
    assert_sound(screen)
    return lines_of(screen).split("\n")[1].replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            replace(GIVEN, replaced_by=Other(Value(Decimal(86)), BOB, LATER)),
            "• Mon 6 April 12:00: *84 %* for week of 23 March · Alice · replaced by 86 % from Bob, Mon 6 April 12:05",
        ),
        (
            replace(GIVEN, value=None, note="the survey was down", is_late=True, confidence=Confidence.UNSURE),
            "• Mon 6 April 12:00: *no data* for week of 23 March · Alice · late · not sure · “the survey was down”",
        ),
        (
            replace(GIVEN, taken_back=TakenBack(BOB, LATER)),
            "• Mon 6 April 12:00: *84 %* for week of 23 March · Alice · taken back by Bob, Mon 6 April 12:05",
        ),
        (
            replace(GIVEN, taken_back=TakenBack(BOB, LATER, "replaced *by* hand")),
            (
                "• Mon 6 April 12:00: *84 %* for week of 23 March · Alice · taken back by Bob, Mon 6 April 12:05"
                " · “replaced ∗by∗ hand”"
            ),
        ),
        (MissedEntry(NOON, ALICE, WEEK_OF_23_MARCH), "• Mon 6 April 12:00: *missed*: week of 23 March · asked: Alice"),
        (
            TargetEntry(NOON, BOB, replace(CSAT_TARGET, value=Decimal(90)), "we hired", CSAT_TARGET),
            "• Mon 6 April 12:00: target *90 % by 30 June* · instead of 85 % by 30 June · Bob · “we hired”",
        ),
        (
            BaselineEntry(NOON, BOB, replace(CSAT_BASELINE, value=Value(Decimal(70))), "", CSAT_BASELINE),
            "• Mon 6 April 12:00: baseline *70 % on 2 March* · instead of 72 % on 2 March · Bob",
        ),
    ],
)
def test_each_thing_has_a_line_with_what_became_of_it(entry: Entry, said: str) -> None:
    assert line(entry) == said


@pytest.mark.parametrize(
    ("locale", "zone", "said"),
    [
        ("de-DE", "Europe/Berlin", "• Mon 6 April 13:00: *84,5 %* for week of 23 March · Alice"),
        ("ja-JP", "Asia/Tokyo", "• Mon 6 April 20:00: *84.5 %* for week of 23 March · Alice"),
    ],
)
def test_hours_and_numbers_are_the_viewers(locale: str, zone: str, said: str) -> None:
    assert line(replace(GIVEN, value=Value(Decimal("84.5"))), Viewer(locale, zone, date(2026, 4, 7))) == said


def test_a_share_is_shown_with_its_parts() -> None:
    share = replace(CSAT, measure=Measure(ValueKind.RATIO))
    given = replace(GIVEN, value=Value(Decimal("0.66"), Decimal(33), Decimal(50)))
    assert "*66 % (33 of 50)* for week of 23 March" in lines_of(indicator_history(History(share, (given,)), LONDON))


def test_an_indicator_without_anything_says_so() -> None:
    assert lines_of(indicator_history(History(CSAT, ()), LONDON)) == (
        "*History of Customer satisfaction* `csat`\nNothing was recorded yet."
    )


def test_the_buttons_say_where_they_lead() -> None:
    assert heard(indicator_history(History(CSAT, (GIVEN,), newer="a 1 1", older="b 1 1"), LONDON)) == [
        "Newer: Customer satisfaction",
        "Older: Customer satisfaction",
    ]


@pytest.mark.parametrize("indicator", [CSAT, HEBREW, make_hostile(CSAT)])
def test_a_page_of_the_longest_lines_is_taken_whole(indicator: object) -> None:
    people = [PersonName("U1", LONG), PersonName("U2", LONG)]
    longest = ReadingEntry(
        NOON,
        people[0],
        WEEK_OF_30_MARCH,
        Value(Decimal(84)),
        note="<&>" * 1_000,
        confidence=Confidence.FAIRLY,
        evidence=tuple(f"https://files.example/{'x' * 180}?a=1&b={number}" for number in range(5)),
        is_late=True,
        instead_of=Other(Value(Decimal(1)), people[1], NOON),
        replaced_by=Other(Value(Decimal(2)), people[1], NOON),
    )

    screen = indicator_history(History(indicator, (longest,) * 20, newer="a", older="b"), LONDON)  # type: ignore[arg-type]

    assert_sound(screen)
    assert lines_of(screen).count("• Mon 6 April") == 20
    assert len(lines_of(screen)) < 13_200
