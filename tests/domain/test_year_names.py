"""Halves, years and fiscal years, and weeks that begin on a Sunday, as people type them."""

from datetime import date

import pytest

from bot.domain.cadences import Cadence
from bot.domain.periods import UnclearPeriod, parse_period, take_period
from tests.saying import refused, said

from .test_periods import (
    FISCAL_QUARTERS,
    FISCAL_YEARS,
    FROM_SUNDAY,
    HALF_YEARLY,
    MONTHLY,
    QUARTERLY,
    WEEKLY,
    YEARLY,
)

WEDNESDAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("typed", "cadence", "key"),
    [
        ("H1 2026", HALF_YEARLY, "2026-H1"),
        ("h1", HALF_YEARLY, "2026-H1"),
        ("H2", HALF_YEARLY, "2025-H2"),  # the one to come is further away than the one that is over
        ("H2 25", HALF_YEARLY, "2025-H2"),
        ("last half-year", HALF_YEARLY, "2025-H2"),
        ("this half year", HALF_YEARLY, "2026-H1"),
        ("first half of 2026", HALF_YEARLY, "2026-H1"),
        ("the first half", HALF_YEARLY, "2026-H1"),
        ("2nd half-year of 2025", HALF_YEARLY, "2025-H2"),
        ("2 half-years ago", HALF_YEARLY, "2025-H1"),
        ("2026-h1", HALF_YEARLY, "2026-H1"),
        ("March", HALF_YEARLY, "2026-H1"),
        ("2025", YEARLY, "2025-Y"),
        ("year 2025", YEARLY, "2025-Y"),
        ("last year", YEARLY, "2025-Y"),
        ("the second half of 2025", YEARLY, "2025-Y"),
        ("Q1", QUARTERLY, "2026-Q1"),
        ("Q1", FISCAL_QUARTERS, "2026-04-Q1"),
        ("Q4", FISCAL_QUARTERS, "2025-04-Q4"),
        ("FY27 Q1", FISCAL_QUARTERS, "2026-04-Q1"),
        ("FY2027-Q1", FISCAL_QUARTERS, "2026-04-Q1"),
        ("Q1 FY27", FISCAL_QUARTERS, "2026-04-Q1"),
        ("Q1 of FY 2026/27", FISCAL_QUARTERS, "2026-04-Q1"),
        ("Q1 2026/27", FISCAL_QUARTERS, "2026-04-Q1"),
        ("financial year 2025/26 quarter 3", FISCAL_QUARTERS, "2025-04-Q3"),
        ("last quarter", FISCAL_QUARTERS, "2025-04-Q4"),
        ("January – March 2026", FISCAL_QUARTERS, None),
        ("2025-04-Q4", FISCAL_QUARTERS, "2025-04-Q4"),
        ("March 2026", FISCAL_QUARTERS, "2025-04-Q4"),
        ("FY26", FISCAL_YEARS, "2025-07-Y"),
        ("FY 2025/26", FISCAL_YEARS, "2025-07-Y"),
        ("2025/26", FISCAL_YEARS, "2025-07-Y"),
        ("2025–2026", FISCAL_YEARS, "2025-07-Y"),
        ("last fiscal year", FISCAL_YEARS, "2024-07-Y"),
        ("last year", FISCAL_YEARS, "2024-07-Y"),
        ("2025/27", FISCAL_YEARS, None),
        ("FY26", YEARLY, None),
        ("FY26 Q1", QUARTERLY, None),
        ("2025", MONTHLY, None),
        ("H3", HALF_YEARLY, None),
        ("last week", FROM_SUNDAY, "2026-05-10+7"),
        ("this week", FROM_SUNDAY, "2026-05-17+7"),
        ("week of 9 May", FROM_SUNDAY, "2026-05-03+7"),
        ("w/c 3 May", FROM_SUNDAY, "2026-05-03+7"),
        ("week from Sunday 3 May", FROM_SUNDAY, "2026-05-03+7"),
        ("3-9 May", FROM_SUNDAY, "2026-05-03+7"),
    ],
)
def test_people_name_parts_of_years_as_they_are_used_to(typed: str, cadence: Cadence, key: str | None) -> None:
    if key is None:
        with refused("is not a period I know"):
            parse_period(typed, cadence, today=WEDNESDAY, locale="en-GB")
    else:
        assert parse_period(typed, cadence, today=WEDNESDAY, locale="en-GB").key == key


@pytest.mark.parametrize(
    ("locale", "typed", "cadence", "key"),
    [
        ("de-DE", "1. Halbjahr 2026", HALF_YEARLY, "2026-H1"),
        ("de-DE", "letztes Halbjahr", HALF_YEARLY, "2025-H2"),
        ("de-DE", "Geschäftsjahr 2025/26", FISCAL_YEARS, "2025-07-Y"),
        ("fr-FR", "premier semestre 2026", HALF_YEARLY, "2026-H1"),
        ("es-ES", "el primer semestre de 2026", HALF_YEARLY, "2026-H1"),
        ("nl-NL", "vorig halfjaar", HALF_YEARLY, "2025-H2"),
        ("ja-JP", "去年", YEARLY, "2025-Y"),
    ],
)
def test_and_in_their_own_language(locale: str, typed: str, cadence: Cadence, key: str) -> None:
    assert parse_period(typed, cadence, today=WEDNESDAY, locale=locale).key == key


@pytest.mark.parametrize(
    ("typed", "cadence", "sentence", "lines"),
    [
        (
            "for Q4 2025 slow",
            FISCAL_QUARTERS,
            "The year is a fiscal one here, which begins in April. Which of these is it?",
            ["for 2025-04-Q4 slow", "for 2025-04-Q3 slow", "for 2024-04-Q4 slow", ": for Q4 2025 slow"],
        ),
        (
            "for 2025-Q4 slow",
            FISCAL_QUARTERS,
            "The year is a fiscal one here, which begins in April. Which of these is it?",
            ["for 2025-04-Q4 slow", "for 2025-04-Q3 slow", "for 2024-04-Q4 slow", ": for 2025-Q4 slow"],
        ),
        (
            "for 2025",
            FISCAL_YEARS,
            "The year is a fiscal one here, which begins in July. Which of these is it?",
            ["for 2025-07-Y", "for 2024-07-Y", ": for 2025"],
        ),
        (
            "for 2026 people",
            YEARLY,
            'Is "2026" the period, or does it belong to the note?',
            ["for 2026-Y people", ": for 2026 people"],
        ),
        (
            "for w/c Sat 9 May",
            FROM_SUNDAY,
            "Weeks begin on a Sunday here. Is it the week of 3 May, or the week of 10 May?",
            ["for 2026-05-03+7", "for 2026-05-10+7", ": for w/c Sat 9 May"],
        ),
        (
            "for w19",  # an ISO week
            FROM_SUNDAY,
            '"w19" is several periods: this is read weekly. Name one, for example last week.',
            ["for 2026-05-10+7", "for 2026-05-03+7", ": for w19"],
        ),
        (
            "for FY27 Q1 slow",
            WEEKLY,
            '"FY27 Q1" is not a period I know. Type for example last week or 2026-W20.',
            [": for FY27 Q1 slow"],
        ),
        (
            "for the first half of May",
            WEEKLY,
            'Which period is "the first half of May"?',
            [
                "for 2026-W21: for the first half of May",
                "for 2026-W20: for the first half of May",
                ": for the first half of May",
            ],
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(
    typed: str, cadence: Cadence, sentence: str, lines: list[str]
) -> None:
    with pytest.raises(UnclearPeriod) as asked:
        take_period(typed, cadence, today=WEDNESDAY, locale="en-GB")

    assert said(asked.value, today=WEDNESDAY) == sentence
    assert [choice.line for choice in asked.value.choices] == lines


def test_a_quarter_that_has_not_begun_is_said_back_with_its_year() -> None:
    """Q2 of the calendar has begun, but here it is the fiscal one."""
    with refused("It is too early for FY 2026/27 Q2: it opens on 1 July"):
        parse_period("Q2", FISCAL_QUARTERS, today=WEDNESDAY, locale="en-GB")


@pytest.mark.parametrize("text", ["half the people", "for half of them", "first half was slow", "2026", "for h3 ward"])
@pytest.mark.parametrize("cadence", [WEEKLY, HALF_YEARLY, FISCAL_QUARTERS])
def test_halves_of_other_things_are_notes(text: str, cadence: Cadence) -> None:
    assert take_period(text, cadence, today=WEDNESDAY, locale="en-GB") == (None, text)


def test_what_is_printed_of_a_half_is_a_period_without_a_preposition_too() -> None:
    period, rest = take_period("first half of 2026, slow", HALF_YEARLY, today=WEDNESDAY, locale="en-GB")
    assert period is not None
    assert (period.key, rest) == ("2026-H1", "slow")
