"""Days as people type and read them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.dates import UnclearDay, parse_date
from bot.domain.locales import UNKNOWN
from bot.errors import UserError
from bot.views.days import day as printed
from tests.saying import refused, said, viewer

from .settings import LOCALES, quick

FRIDAY = date(2026, 3, 27)

locales = st.sampled_from(LOCALES)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("typed", "locale", "expected"),
    [
        ("2026-06-30", "en-GB", date(2026, 6, 30)),
        ("30 June", "en-GB", date(2026, 6, 30)),
        ("June 30", "en-US", date(2026, 6, 30)),
        ("30 Jun 2026", "en-GB", date(2026, 6, 30)),
        ("June 30, 2027", "en-US", date(2027, 6, 30)),
        ("30th of June", "en-GB", date(2026, 6, 30)),
        ("1 jan", "en-GB", date(2027, 1, 1)),
        ("27 March", "en-GB", date(2026, 3, 27)),
        ("26 March", "en-GB", date(2027, 3, 26)),
        ("29 feb", "en-GB", date(2028, 2, 29)),
        ("end of june", "en-GB", date(2026, 6, 30)),
        ("end of February 2028", "en-GB", date(2028, 2, 29)),
        ("Ende Juni", "de-DE", date(2026, 6, 30)),
        ("fin février 2028", "fr-FR", date(2028, 2, 29)),
        ("finales de junio", "es-ES", date(2026, 6, 30)),
        ("today", "en-GB", FRIDAY),
        ("Yesterday", "en-GB", date(2026, 3, 26)),
        ("tomorrow", "en-GB", date(2026, 3, 28)),
        ("monday", "en-GB", date(2026, 3, 30)),
        ("friday", "en-GB", date(2026, 4, 3)),
        ("last friday", "en-GB", date(2026, 3, 20)),
        ("last thursday", "en-GB", date(2026, 3, 26)),
        ("30/06/2026", "en-GB", date(2026, 6, 30)),
        ("06/30/2026", "en-US", date(2026, 6, 30)),
        ("06/07/2026", "en-GB", date(2026, 7, 6)),
        ("06/07/2026", "en-US", date(2026, 6, 7)),
        ("30/06/2026", "en-US", date(2026, 6, 30)),
        ("06/30/2026", "en-GB", date(2026, 6, 30)),
        ("31-12-26", "nl-NL", date(2026, 12, 31)),
        ("30.6.", "de-DE", date(2026, 6, 30)),
        ("2026/06/30", "ja-JP", date(2026, 6, 30)),
        ("30. Juni", "de-DE", date(2026, 6, 30)),
        ("30 June", "de-DE", date(2026, 6, 30)),
        ("Freitag", "de-DE", date(2026, 4, 3)),
        ("30 de junio de 2026", "es-ES", date(2026, 6, 30)),
        ("30 जून", "hi-IN", date(2026, 6, 30)),
        ("٣٠/٦/٢٠٢٦", "ar-EG", date(2026, 6, 30)),
        ("Tue 30 June", "en-GB", date(2026, 6, 30)),
        ("Tuesday, June 30th", "en-US", date(2026, 6, 30)),
        ("30 June (Tue)", "en-GB", date(2026, 6, 30)),
        ("Di 30.6.", "de-DE", date(2026, 6, 30)),
        ("mar. 30 juin", "fr-FR", date(2026, 6, 30)),
        ("mar 30 juin", "fr-FR", date(2026, 6, 30)),
        ("martes 30 de junio de 2026", "es-ES", date(2026, 6, 30)),
        ("1er juillet", "fr-FR", date(2026, 7, 1)),
        ("30-jun-2026", "en-GB", date(2026, 6, 30)),
        ("30 Jun '27", "en-GB", date(2027, 6, 30)),
        ("1 fevrier", "fr-FR", date(2027, 2, 1)),
        ("1. Maerz 2027", "de-DE", date(2027, 3, 1)),
        ("morgen", "de-DE", date(2026, 3, 28)),
        ("vor 3 Tagen", "de-DE", date(2026, 3, 24)),
        ("three days ago", "en-GB", date(2026, 3, 24)),
        ("i går", "sv-SE", date(2026, 3, 26)),
        ("vendredi dernier", "fr-FR", date(2026, 3, 20)),
        ("6/7", "sv-SE", date(2026, 7, 6)),
        ("6/7", "en-CA", date(2026, 7, 6)),
        ("06/07", "en-ZA", date(2026, 6, 7)),
    ],
)
def test_a_day_is_read_by_the_persons_locale(typed: str, locale: str, expected: date) -> None:
    assert parse_date(typed, today=FRIDAY, locale=locale) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("30 June", date(2025, 6, 30)),
        ("27 March", date(2026, 3, 27)),
        ("29 feb", date(2024, 2, 29)),
        ("30/6", date(2025, 6, 30)),
        ("friday", date(2026, 3, 27)),
        ("saturday", date(2026, 3, 21)),
        ("end of june", date(2025, 6, 30)),
        ("30 June 2027", date(2027, 6, 30)),
    ],
)
def test_looking_back_a_day_without_a_year_is_the_latest_one(typed: str, expected: date) -> None:
    assert parse_date(typed, today=FRIDAY, locale="en-GB", prefer="past") == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", '"soon" is not a day I can read. Type it like 30 June or 2026-06-30.'),
        ("", "A day is missing. Type it like 30 June or 2026-06-30."),
        ("30 February 2026", "February has no day 30."),
        ("31 June", "June has no day 31."),
        ("Mon 30 June 2026", "30 June is a Tuesday. Check the day, or leave the weekday out."),
        ("29 February 2027", "February 2027 has no day 29."),
        ("2026-13-01", "There is no month 13: they go from 1 to 12."),
        ("31/31/2026", "There is no month 31: they go from 1 to 12."),
        ("30 June 0026", "The year 26 is out of range. Type a year from 1900 to 2200."),
        (
            "x" * 3001,
            '"' + "x" * 39 + '…" is not a day I can read. Type it like 30 June or 2026-06-30.',
        ),
    ],
)
def test_what_is_no_day_is_answered_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(UserError) as problem:
        parse_date(typed, today=FRIDAY, locale="en-GB")

    assert said(problem.value) == sentence


def test_what_is_no_day_is_answered_with_one_as_the_person_writes_it() -> None:
    with refused(r'^"soon" is not a day I can read\. Type it like June 30 or 2026-06-30\.$', locale="en-US"):
        parse_date("soon", today=FRIDAY, locale="en-US")


@quick
@given(day=days, today=days, locale=locales)
def test_a_day_of_iso_8601_is_read_by_everybody(day: date, today: date, locale: str) -> None:
    assert parse_date(day.isoformat(), today=today, locale=locale) == day


@pytest.mark.parametrize(
    ("typed", "locale"),
    [
        ("6月30日", "ja-JP"),
        ("2026年6月30日", "ja-JP"),
        ("6월 30일", "ko-KR"),
        ("30 de juny del 2026", "ca-ES"),
        ("2026. június 30.", "hu-HU"),
        ("30 czerwca", "pl-PL"),
        ("30 июня 2026 г.", "ru-RU"),
    ],
)
def test_a_day_is_read_as_the_language_has_it(typed: str, locale: str) -> None:
    assert parse_date(typed, today=FRIDAY, locale=locale) == date(2026, 6, 30)


@quick
@given(day=days, today=days, locale=locales)
def test_without_a_year_the_next_or_the_latest_such_day_is_meant(day: date, today: date, locale: str) -> None:
    if day.month == 2 and day.day == 29:
        day = day.replace(day=28)
    typed = printed(day, viewer(locale, today=day))

    coming = parse_date(typed, today=today, locale=locale)
    gone = parse_date(typed, today=today, locale=locale, prefer="past")

    assert gone <= today <= coming
    assert (coming - today).days <= 366
    assert (today - gone).days <= 366
    assert (coming.month, coming.day) == (gone.month, gone.day) == (day.month, day.day)


near_dates = st.text(alphabet="0123456789 ./-,junemarchfidyostof٣", max_size=20)


@quick
@given(text=st.text() | near_dates, locale=locales, today=days, prefer=st.sampled_from(["future", "past"]))
@example("99999999 june", "en-GB", FRIDAY, "future")
@example("1 june 99999", "en-GB", FRIDAY, "past")
@example("00/00/0000", "en-GB", FRIDAY, "past")
@example("end of june 9999", "en-GB", FRIDAY, "past")
def test_reading_a_day_raises_nothing_but_user_errors(text: str, locale: str, today: date, prefer: str) -> None:
    with suppress(UserError):
        parse_date(text, today=today, locale=locale, prefer="past" if prefer == "past" else "future")


def test_a_year_far_behind_its_day_belongs_to_it() -> None:
    far = "1 May" + " " * 130 + "2027"
    assert parse_date(far, today=date(2026, 3, 27), locale="en-GB") == date(2027, 5, 1)


def test_while_a_language_is_not_known_a_day_that_depends_on_it_is_asked_about() -> None:
    with pytest.raises(UnclearDay) as problem:
        parse_date("6/7", today=date(2026, 3, 27), locale=UNKNOWN)
    assert said(problem.value) == (
        '"6/7" could be 6 July or 7 June: Slack has not told your language yet. Type the month as a word.'
    )
    for typed in ("30/6", "6/30", "30 June"):
        assert parse_date(typed, today=date(2026, 3, 27), locale=UNKNOWN) == date(2026, 6, 30)


@pytest.mark.parametrize("typed", ["0/1", "0/12", "1/0"])
def test_a_day_of_no_month_is_refused_in_a_language_not_known(typed: str) -> None:
    with refused():
        parse_date(typed, today=FRIDAY, locale="")
