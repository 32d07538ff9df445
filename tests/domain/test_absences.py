"""From when until when somebody is away, as people type it."""

import re
from datetime import date

import pytest

from bot.domain.absences import Stretch, parse_absence
from bot.domain.dates import UnclearDay
from tests.saying import refused

FRIDAY = date(2026, 5, 29)


def read(typed: str, locale: str = "en-GB") -> Stretch | None:
    return parse_absence(typed, today=FRIDAY, locale=locale)


@pytest.mark.parametrize(
    ("typed", "locale", "first", "back"),
    [
        ("until 8 June", "en-GB", date(2026, 5, 29), date(2026, 6, 8)),
        ("until Monday", "en-GB", date(2026, 5, 29), date(2026, 6, 1)),
        ("until Mon 8 June", "en-GB", date(2026, 5, 29), date(2026, 6, 8)),
        ("on holiday until Monday.", "en-GB", date(2026, 5, 29), date(2026, 6, 1)),
        ("sick until tomorrow", "en-GB", date(2026, 5, 29), date(2026, 5, 30)),
        ("till 2026-06-08", "en-GB", date(2026, 5, 29), date(2026, 6, 8)),
        ("back on Monday", "en-GB", date(2026, 5, 29), date(2026, 6, 1)),
        ("from 1 to 8 June", "en-GB", date(2026, 6, 1), date(2026, 6, 9)),
        ("1–8 June", "en-GB", date(2026, 6, 1), date(2026, 6, 9)),
        ("from 1 June until 8 June", "en-GB", date(2026, 6, 1), date(2026, 6, 8)),
        ("from Monday to Wednesday", "en-GB", date(2026, 6, 1), date(2026, 6, 4)),
        ("from 28 December to 2 January", "en-GB", date(2026, 12, 28), date(2027, 1, 3)),
        ("tomorrow", "en-GB", date(2026, 5, 30), date(2026, 5, 31)),
        ("today", "en-GB", date(2026, 5, 29), date(2026, 5, 30)),
        ("on Monday", "en-GB", date(2026, 6, 1), date(2026, 6, 2)),
        ("next week", "en-GB", date(2026, 6, 1), date(2026, 6, 8)),
        ("this week", "en-GB", date(2026, 5, 29), date(2026, 6, 1)),
        ("for 3 days", "en-GB", date(2026, 5, 29), date(2026, 6, 1)),
        ("for two weeks", "en-GB", date(2026, 5, 29), date(2026, 6, 12)),
        ("im Urlaub bis Montag", "de-DE", date(2026, 5, 29), date(2026, 6, 1)),
        ("vom 1. bis 8. Juni", "de-DE", date(2026, 6, 1), date(2026, 6, 9)),
        ("krank bis zum 3.6.", "de-DE", date(2026, 5, 29), date(2026, 6, 3)),
        ("en vacances jusqu’au 8 juin", "fr-FR", date(2026, 5, 29), date(2026, 6, 8)),
        ("du 1er au 8 juin", "fr-FR", date(2026, 6, 1), date(2026, 6, 9)),
        ("de vacaciones hasta el lunes", "es-ES", date(2026, 5, 29), date(2026, 6, 1)),
    ],
)
def test_until_is_the_first_day_back_and_a_stretch_is_the_days_away(
    typed: str, locale: str, first: date, back: date
) -> None:
    assert read(typed, locale) == Stretch(first, back)


@pytest.mark.parametrize("typed", ["", "  ", "sick", "on holiday", "out of office"])
def test_without_a_day_there_is_something_to_ask(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("until 2026-05-28", "28 May is not ahead. Say the day on which you are back."),
        ("until today", "29 May is not ahead. Say the day on which you are back."),
        ("from 2026-05-20 to 2026-06-03", "20 May has passed. Leave the first day out, and it is from today on."),
        (
            "until 1 July 2027",
            "1 July 2027 is more than a year ahead. For so long, hand your numbers over to somebody.",
        ),
        (
            "from 8 June 2026 to 1 June 2026",
            '"8 June 2026 – 1 June 2026" ends before it begins: 8 June is after 1 June. Type the earlier day first.',
        ),
        (
            "from 8 June",
            'Until when are you away from 8 June on? Type both, for example "from 8 June until 15 June".',
        ),
        ("until the cows come home", '"cows come home" is not a day I can read'),
        ("until", '"until" is not a day I can read'),
        ("until 31 June", "June has no day 31."),
        ("until Tue 8 June", "8 June is a Monday. Check the day, or leave the weekday out."),
    ],
)
def test_what_cannot_be_gets_a_sentence(typed: str, problem: str) -> None:
    with refused(re.escape(problem), today=FRIDAY):
        read(typed)


def test_what_could_be_two_days_is_not_guessed() -> None:
    with pytest.raises(UnclearDay) as unclear:
        read("until 5/6", "")
    assert unclear.value.days == (date(2026, 6, 5), date(2026, 5, 6))
