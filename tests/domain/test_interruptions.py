"""Until when, and why, in one line."""

from datetime import date

import pytest

from bot.domain.interruptions import UntilLine, parse_until_line
from tests.saying import refused

SEPTEMBER = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "locale", "until_on", "reason"),
    [
        ("", "en-GB", None, ""),
        ("until 1 September", "en-GB", SEPTEMBER, ""),
        ("until 1 September, half term", "en-GB", SEPTEMBER, "half term"),
        ("half term until 1 September", "en-GB", SEPTEMBER, "half term"),
        ("half term, till Tue 1 September 2026: nobody is there", "en-GB", SEPTEMBER, "half term, nobody is there"),
        ("1 September half term", "en-GB", SEPTEMBER, "half term"),
        ("2026-09-01", "en-GB", SEPTEMBER, ""),
        ("bis 1. September Ferien", "de-DE", SEPTEMBER, "Ferien"),
        ("jusqu’au 1 septembre vacances", "fr-FR", SEPTEMBER, "vacances"),
        ("until friday two people are ill", "en-GB", date(2026, 8, 7), "two people are ill"),
        ("the counter is broken", "en-GB", None, "the counter is broken"),
        ("le compteur est en panne", "fr-FR", None, "le compteur est en panne"),
        ("until", "en-GB", None, "until"),
        ("closed before we move house", "en-GB", None, "closed before we move house"),
    ],
)
def test_a_day_and_a_reason_are_told_apart(typed: str, locale: str, until_on: date | None, reason: str) -> None:
    assert parse_until_line(typed, today=date(2026, 8, 3), locale=locale) == UntilLine(until_on, reason)


@pytest.mark.parametrize("typed", ["until 31 June", "until Septembr", "until the new nurse comes", "bis 31. Juni"])
def test_a_day_that_cannot_be_read_is_asked_about(typed: str) -> None:
    with refused("|".join(("is not a day I can read", "has no day"))):
        parse_until_line(typed, today=date(2026, 8, 3), locale="de-DE" if "bis" in typed else "en-GB")
