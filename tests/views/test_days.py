"""Days, instants and periods as people say them; and whatever is printed is read."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.cadences import LAST, Cadence, DueKind, DueRule, Every, Shift
from bot.domain.dates import Month, parse_date
from bot.domain.periods import Period, UnclearPeriod, parse_period, period_containing, period_from_key, take_period
from bot.languages import forget, learn
from bot.results.names import Viewer
from bot.views.days import (
    day,
    days_between,
    in_a_sentence,
    instant,
    last_day_before,
    lateness,
    month,
    near_day,
    near_instant,
    period,
    period_in_full,
    period_to_type,
    the_period,
    weekday,
    weekday_and_day,
)
from bot.views.defining import describe_cadence
from tests.domain.settings import LOCALES, quick
from tests.domain.test_periods import (
    DAILY,
    FISCAL_HALVES,
    FISCAL_QUARTERS,
    FISCAL_YEARS,
    FORTNIGHTLY,
    FROM_SUNDAY,
    HALF_YEARLY,
    MONTHLY,
    QUARTERLY,
    SATURDAY,
    WEEKLY,
    YEARLY,
    cadences,
    days,
    due_fridays,
)
from tests.saying import refused, viewer

DASH = "\N{THIN SPACE}–\N{THIN SPACE}"
LANGUAGES = ("de", "fr", "hi", "sv", "pt", "ar", "fa", "ja", "es")

locales = st.sampled_from(LOCALES)


def interval(length: int, anchor: date) -> Cadence:
    return Cadence(Every.INTERVAL, interval_days=length, anchor=anchor)


EVERY_DAY, EVERY_366_DAYS = interval(1, date(2026, 3, 2)), interval(366, date(2026, 3, 2))


def on_saturday(locale: str = "en-GB") -> Viewer:
    return viewer(locale, today=SATURDAY)


# Days


@pytest.mark.parametrize(
    ("locale", "this_year", "next_year"),
    [
        ("en-GB", "30 June", "30 June 2027"),
        ("en-US", "June 30", "June 30, 2027"),
        ("de-DE", "30 June", "30 June 2027"),
    ],
)
def test_a_day_is_printed_with_its_year_only_when_that_is_another(locale: str, this_year: str, next_year: str) -> None:
    assert day(date(2026, 6, 30), on_saturday(locale)) == this_year
    assert day(date(2027, 6, 30), on_saturday(locale)) == next_year


@pytest.mark.parametrize(
    ("on", "british", "american"),
    [
        (date(2026, 3, 28), "today", "today"),
        (date(2026, 3, 29), "tomorrow", "tomorrow"),
        (date(2026, 3, 27), "yesterday", "yesterday"),
        (date(2026, 6, 10), "Wed 10 June", "Wed, June 10"),
        (date(2025, 6, 10), "Tue, 10 June 2025", "Tue, June 10, 2025"),
    ],
)
def test_a_day_nearby_goes_by_its_distance(on: date, british: str, american: str) -> None:
    assert near_day(on, on_saturday()) == british
    assert near_day(on, on_saturday("en-US")) == american


def test_a_weekday_may_stand_before_any_day() -> None:
    assert weekday_and_day(SATURDAY, on_saturday()) == "Sat 28 March"
    assert weekday_and_day(SATURDAY, on_saturday("en-US")) == "Sat, March 28"


def test_a_weekday_is_named_in_full() -> None:
    assert [weekday(number, on_saturday()) for number in (0, 6)] == ["Monday", "Sunday"]


def test_a_month_has_its_year_only_when_that_is_known_and_another() -> None:
    months = (Month(5), Month(5, 2026), Month(5, 2025))
    assert [month(each, on_saturday()) for each in months] == ["May", "May", "May 2025"]


@pytest.mark.parametrize(
    ("first", "last", "british", "american"),
    [
        (date(2026, 5, 11), date(2026, 5, 17), "11–17 May", f"May 11{DASH}17"),
        (date(2026, 5, 27), date(2026, 6, 3), f"27 May{DASH}3 June", f"May 27{DASH}June 3"),
        (date(2025, 12, 8), date(2025, 12, 21), "8–21 December 2025", f"December 8{DASH}21, 2025"),
        (
            date(2025, 12, 29),
            date(2026, 1, 4),
            f"29 December 2025{DASH}4 January 2026",
            f"December 29, 2025{DASH}January 4, 2026",
        ),
        (date(2026, 5, 11), date(2026, 5, 11), "11 May", "May 11"),
    ],
)
def test_days_from_one_to_another_say_once_what_they_share(
    first: date, last: date, british: str, american: str
) -> None:
    assert days_between(first, last, on_saturday()) == british
    assert days_between(first, last, on_saturday("en-US")) == american


# Instants


def test_an_instant_is_said_in_the_readers_zone() -> None:
    at = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)

    assert instant(at, on_saturday()) == "Wed 10 June 09:00"
    assert instant(at, Viewer("en-US", "Asia/Kolkata", SATURDAY)) == "Wed, June 10 13:30"


def test_an_instant_nearby_goes_by_its_distance() -> None:
    assert near_instant(datetime(2026, 3, 29, 8, 0, tzinfo=UTC), on_saturday()) == "tomorrow at 09:00"
    assert near_instant(datetime(2026, 6, 10, 8, 0, tzinfo=UTC), on_saturday()) == "Wed 10 June at 09:00"


def test_the_end_of_a_day_belongs_to_it() -> None:
    midnight_in_london = datetime(2026, 6, 9, 23, 0, tzinfo=UTC)

    assert last_day_before(midnight_in_london, on_saturday()) == date(2026, 6, 9)
    assert last_day_before(midnight_in_london + timedelta(hours=1), on_saturday()) == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("late_by", "words"),
    [
        (timedelta(minutes=20), "an hour"),
        (timedelta(minutes=119), "an hour"),
        (timedelta(hours=3, minutes=59), "3 hours"),
        (timedelta(days=1, hours=23), "1 day"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_lateness_is_rounded_down(late_by: timedelta, words: str) -> None:
    assert lateness(late_by, on_saturday()) == words


# Periods


@pytest.mark.parametrize(
    ("key", "cadence", "name", "in_full", "to_type"),
    [
        ("2026-W12", WEEKLY, "last week", "last week (16–22 March)", "week of 16 March"),
        ("2026-W13", WEEKLY, "this week", "this week (23–29 March)", "week of 23 March"),
        ("2026-W14", WEEKLY, "next week", f"next week (30 March{DASH}5 April)", "week of 30 March"),
        ("2026-W15", WEEKLY, "week of 6 April", "week of 6 April", "week of 6 April"),
        ("2026-W01", WEEKLY, "week of 29 December 2025", "week of 29 December 2025", "week of 29 December 2025"),
        ("2026-03", MONTHLY, "March", "March", "March"),
        ("2025-03", MONTHLY, "March 2025", "March 2025", "March 2025"),
        ("2026-Q1", QUARTERLY, "Q1 2026", "Q1 2026", "Q1 2026"),
        ("2026-03-27", DAILY, "yesterday", "yesterday (27 March)", "27 March"),
        ("2026-03-28", DAILY, "today", "today (28 March)", "28 March"),
        ("2026-04-06", DAILY, "6 April", "6 April", "6 April"),
        ("2026-03-02+14", FORTNIGHTLY, "2–15 March", "2–15 March", "2–15 March"),
        ("2026-02-16+14", FORTNIGHTLY, *[f"16 February{DASH}1 March"] * 3),
        ("2025-12-22+14", FORTNIGHTLY, *[f"22 December 2025{DASH}4 January 2026"] * 3),
        ("2026-03-04+1", EVERY_DAY, "4 March", "4 March", "4 March"),
        ("2026-03-15+7", FROM_SUNDAY, "last week", "last week (15–21 March)", "week from Sun 15 March"),
        ("2026-03-08+7", FROM_SUNDAY, *["week from Sun 8 March"] * 3),
        ("2026-H1", HALF_YEARLY, *["first half of 2026"] * 3),
        ("2025-H2", HALF_YEARLY, *["second half of 2025"] * 3),
        ("2026-Y", YEARLY, "2026", "2026", "year 2026"),
        (
            "2026-04-Q2",
            FISCAL_QUARTERS,
            "FY 2026/27 Q2",
            f"FY 2026/27 Q2 (1 July{DASH}30 September)",
            "FY 2026/27 Q2",
        ),
        (
            "2025-04-H2",
            FISCAL_HALVES,
            "FY 2025/26 H2",
            f"FY 2025/26 H2 (1 October 2025{DASH}31 March 2026)",
            "FY 2025/26 H2",
        ),
        ("2025-07-Y", FISCAL_YEARS, "FY 2025/26", f"FY 2025/26 (1 July 2025{DASH}30 June 2026)", "FY 2025/26"),
    ],
)
def test_a_period_has_a_name(key: str, cadence: Cadence, name: str, in_full: str, to_type: str) -> None:
    named = period_from_key(cadence, key)

    assert period(named, cadence, on_saturday()) == name
    assert period_in_full(named, cadence, on_saturday()) == in_full
    assert period_to_type(named, cadence, on_saturday()) == to_type


@pytest.mark.parametrize(
    ("key", "cadence", "name"),
    [
        ("2026-W12", WEEKLY, f"last week (March 16{DASH}22)"),
        ("2026-W01", WEEKLY, "week of December 29, 2025"),
        ("2026-03-27", DAILY, "yesterday (March 27)"),
        ("2026-03-02+14", FORTNIGHTLY, f"March 2{DASH}15"),
        ("2025-12-08+14", FORTNIGHTLY, f"December 8{DASH}21, 2025"),
    ],
)
def test_a_period_has_its_days_in_the_order_of_the_country(key: str, cadence: Cadence, name: str) -> None:
    assert period_in_full(period_from_key(cadence, key), cadence, on_saturday("en-US")) == name


@pytest.mark.parametrize(
    ("key", "cadence", "name"),
    [
        ("2026-W11", WEEKLY, "the week of 9 March"),
        ("2026-W12", WEEKLY, "last week"),
        ("2026-03-08+7", FROM_SUNDAY, "the week from Sun 8 March"),
        ("2026-02", MONTHLY, "February"),
        ("2026-H1", HALF_YEARLY, "the first half of 2026"),
        ("2026-04-H1", FISCAL_HALVES, "FY 2026/27 H1"),
    ],
)
def test_a_week_that_goes_by_its_day_and_half_a_year_take_an_article(key: str, cadence: Cadence, name: str) -> None:
    assert the_period(period_from_key(cadence, key), cadence, on_saturday()) == name


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        (DAILY, "every day, due the next working day"),
        (Cadence(Every.DAY, DueRule(DueKind.LAST_WORKING_DAY)), "every day, due the same day"),
        (WEEKLY, "weekly, due every Monday"),
        (due_fridays(Every.WEEK), "weekly, due every Friday"),
        (Cadence(Every.WEEK, DueRule(DueKind.LAST_WORKING_DAY)), "weekly, due the last working day"),
        (MONTHLY, "monthly, due the first working day after"),
        (due_fridays(Every.MONTH), "monthly, due the first Friday after"),
        (QUARTERLY, "quarterly, due the first working day after"),
        (FORTNIGHTLY, "every 2 weeks, due the first working day after"),
        (EVERY_DAY, "every day, due the first working day after"),
        (FROM_SUNDAY, "weekly from Sunday on, due the first working day after"),
        (HALF_YEARLY, "half-yearly, due the first working day after"),
        (FISCAL_QUARTERS, "every fiscal quarter (the year begins in April), due the first working day after"),
        (
            Cadence(Every.MONTH, DueRule(DueKind.DAY_OF_MONTH, day=15)),
            "monthly, due on day 15 of the month after",
        ),
        (
            Cadence(Every.MONTH, DueRule(DueKind.NTH_WEEKDAY, weekday=1, nth=2)),
            "monthly, due the second Tuesday after",
        ),
        (
            Cadence(Every.YEAR, DueRule(DueKind.NTH_WEEKDAY, weekday=4, nth=LAST, shift=Shift.BEFORE)),
            "yearly, due the last Friday, or the working day before",
        ),
    ],
)
def test_a_cadence_says_how_often_and_when(cadence: Cadence, words: str) -> None:
    assert describe_cadence(cadence, on_saturday()) == words


# Read again


@quick
@given(on=days, today=days, locale=locales)
def test_a_printed_day_reads_as_the_same_day(on: date, today: date, locale: str) -> None:
    printed = day(on, viewer(locale, today=today))

    # What has no year is of this one, whichever way one looks.
    past, future = (parse_date(printed, today=today, locale=locale, prefer=way) for way in ("past", "future"))
    assert on == (past if on <= today else future)


@pytest.mark.parametrize(
    ("today", "cadence", "key", "name"),
    [
        (date(2026, 5, 20), WEEKLY, "2026-W20", "last week (11–17 May)"),
        (date(2026, 5, 20), WEEKLY, "2026-W21", "this week (18–24 May)"),
        (date(2026, 4, 17), DAILY, "2026-04-16", "yesterday (16 April)"),
        (date(2026, 5, 20), interval(14, date(2026, 5, 4)), "2026-05-04+14", "4–17 May"),
        (date(2026, 6, 5), interval(8, date(2026, 5, 27)), "2026-05-27+8", f"27 May{DASH}3 June"),
        (date(2026, 1, 5), WEEKLY, "2026-W01", f"last week (29 December 2025{DASH}4 January 2026)"),
        (date(2026, 1, 2), WEEKLY, "2026-W01", f"this week (29 December 2025{DASH}4 January 2026)"),
        (date(2025, 12, 30), WEEKLY, "2025-W52", "last week (22–28 December)"),
        (date(2026, 1, 1), WEEKLY, "2025-W52", "last week (22–28 December 2025)"),
        (date(2026, 1, 1), DAILY, "2025-12-31", "yesterday (31 December 2025)"),
        (date(2026, 1, 5), MONTHLY, "2025-12", "December 2025"),
        (date(2026, 1, 5), interval(10, date(2025, 12, 27)), "2025-12-27+10", f"27 December 2025{DASH}5 January 2026"),
    ],
)
def test_a_name_in_full_reads_as_its_period_on_the_day_it_was_printed(
    today: date, cadence: Cadence, key: str, name: str
) -> None:
    named = period_from_key(cadence, key)

    assert period_in_full(named, cadence, viewer(today=today)) == name
    assert parse_period(name, cadence, today=today, locale="en-GB") == named
    assert parse_period(name.replace(DASH, " - ").upper(), cadence, today=today, locale="en-GB") == named


Name = Callable[[Period, Cadence, Viewer], str]
EVERY_NAME: tuple[Name, ...] = (period, the_period, period_in_full, in_a_sentence, period_to_type)


@quick
@given(cadence=cadences, today=days, back=st.integers(0, 900), locale=locales)
@example(WEEKLY, date(2026, 1, 1), 0, "en-GB")
@example(WEEKLY, date(2026, 1, 1), 7, "en-US")
@example(FORTNIGHTLY, date(2026, 1, 5), 14, "en-GB")
@example(FORTNIGHTLY, date(2026, 3, 28), 100, "en-US")
@example(EVERY_366_DAYS, date(2026, 3, 5), 0, "en-GB")
@example(interval(300, date(2026, 3, 2)), date(2026, 3, 5), 0, "en-GB")
@example(EVERY_DAY, date(2024, 2, 29), 0, "en-CA")
@example(interval(30, date(2024, 2, 29)), date(2024, 4, 10), 30, "en-GB")
def test_every_name_of_a_period_reads_as_that_period(cadence: Cadence, today: date, back: int, locale: str) -> None:
    named = period_containing(cadence, today - timedelta(days=back))

    for name in EVERY_NAME:
        printed = name(named, cadence, viewer(locale, today=today))
        assert parse_period(printed, cadence, today=today, locale=locale) == named, printed


@quick
@given(cadence=cadences, today=days, back=st.integers(0, 900), locale=locales)
def test_every_name_of_a_period_is_told_from_a_note_after_it(
    cadence: Cadence, today: date, back: int, locale: str
) -> None:
    named = period_containing(cadence, today - timedelta(days=back))

    for name in EVERY_NAME:
        line = f"for {name(named, cadence, viewer(locale, today=today))} after the launch"
        if name(named, cadence, viewer(locale, today=today)).isdecimal():
            with pytest.raises(UnclearPeriod, match="the period, or does it belong to the note"):
                take_period(line, cadence, today=today, locale=locale)  # "for 2026 people" would be 2026 of them
        else:
            assert take_period(line, cadence, today=today, locale=locale) == (named, "after the launch"), line


@quick
@given(cadence=cadences, today=days, back=st.integers(0, 400), later=st.integers(1, 60), locale=locales)
def test_the_name_to_type_is_right_on_any_later_day_of_the_year(
    cadence: Cadence, today: date, back: int, later: int, locale: str
) -> None:
    named = period_containing(cadence, today - timedelta(days=back))
    typed_on = min(today + timedelta(days=later), date(today.year, 12, 31))

    printed = period_to_type(named, cadence, viewer(locale, today=today))

    assert parse_period(printed, cadence, today=typed_on, locale=locale) == named, printed


@pytest.mark.parametrize(
    ("named", "cadence"),
    [("last week (16–22 March)", WEEKLY), ("this week (23–29 March)", WEEKLY), ("yesterday (27 March)", DAILY)],
)
def test_a_name_in_full_of_another_day_is_not_taken_for_todays(named: str, cadence: Cadence) -> None:
    a_week_later = SATURDAY + timedelta(days=7)

    with refused(f'^"{re.escape(named)}" is not a period I know'):
        parse_period(named, cadence, today=a_week_later, locale="en-GB")


# In other languages


@pytest.fixture
def spoken() -> Iterator[None]:
    """Languages in which nothing has been translated yet: CLDR has their days."""
    for tag in LANGUAGES:
        learn(tag, NullTranslations())
    yield
    for tag in LANGUAGES:
        forget(tag)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("locale", "this_year", "next_year"),
    [
        ("de-DE", "30. Juni", "30. Juni 2027"),
        ("fr-FR", "30 juin", "30 juin 2027"),
        ("pt-BR", "30 de junho", "30 de junho de 2027"),
        ("es-LA", "30 de junio", "30 de junio de 2027"),
        ("ja-JP", "6月30日", "2027年6月30日"),
        ("en-GB", "30 June", "30 June 2027"),
    ],
)
def test_a_day_is_printed_in_a_language_that_is_spoken(locale: str, this_year: str, next_year: str) -> None:
    assert day(date(2026, 6, 30), on_saturday(locale)) == this_year
    assert day(date(2027, 6, 30), on_saturday(locale)) == next_year


@pytest.mark.usefixtures("spoken")
def test_a_period_is_typed_by_its_key_where_english_is_not_spoken() -> None:
    named = period_from_key(WEEKLY, "2026-W12")
    assert period_to_type(named, WEEKLY, on_saturday("de-DE")) == "2026-W12"


def test_days_and_periods_to_type_are_read_in_every_language(spoken: None) -> None:
    @quick
    @given(cadence=cadences, on=days, today=days, locale=locales)
    def whatever_is_printed_is_read(cadence: Cadence, on: date, today: date, locale: str) -> None:
        reader = viewer(locale, today=today)
        past, future = (
            parse_date(day(on, reader), today=today, locale=locale, prefer=way) for way in ("past", "future")
        )
        assert on == (past if on <= today else future)
        named = period_containing(cadence, min(on, today))
        assert parse_period(period_to_type(named, cadence, reader), cadence, today=today, locale=locale) == named

    whatever_is_printed_is_read()


# In every language of CLDR that many speak. Swahili's stretches of days leave out a month: "26 – 8 Juni".
MANY_LOCALES = (
    *("bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-DE", "el-GR", "es-ES", "es-LA", "et-EE", "eu-ES", "fi-FI", "fr-FR"),
    *("fr-CA", "gl-ES", "he-IL", "hi-IN", "hr-HR", "hu-HU", "id-ID", "is-IS", "it-IT", "ja-JP", "ko-KR", "lt-LT"),
    *("lv-LV", "mn-MN", "nb-NO", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS"),
    *("sv-SE", "ta-IN", "th-TH", "tr-TR", "uk-UA", "vi-VN", "zh-CN", "zh-TW", "ar-EG", "fa-IR", "en-GB", "en-US"),
    "en-CA",
)


@pytest.fixture
def spoken_by_many() -> Iterator[None]:
    """As many languages in which nothing has been translated yet."""
    tags = {locale.split("-")[0] for locale in MANY_LOCALES} - set(LANGUAGES) - {"en"}
    for tag in tags:
        learn(tag, NullTranslations())
    yield
    for tag in tags:
        forget(tag)


@pytest.mark.usefixtures("spoken", "spoken_by_many")
@pytest.mark.parametrize("locale", MANY_LOCALES)
def test_whatever_is_printed_in_any_language_is_read_in_it(locale: str) -> None:
    today = date(2027, 2, 10)
    reader = viewer(locale, today=today)
    of_years = (HALF_YEARLY, YEARLY, FISCAL_QUARTERS, FISCAL_HALVES, FISCAL_YEARS)
    for cadence in (DAILY, WEEKLY, FROM_SUNDAY, MONTHLY, QUARTERLY, *of_years, FORTNIGHTLY, EVERY_366_DAYS):
        for back in (0, 1, 7, 14, 40, 41, 100, 250, 400):
            named = period_containing(cadence, today - timedelta(days=back))
            for name in EVERY_NAME:
                printed = name(named, cadence, reader)
                assert parse_period(printed, cadence, today=today, locale=locale) == named, printed
                assert take_period(f"for {printed}", cadence, today=today, locale=locale) == (named, ""), printed
    for ahead in range(-200, 200, 9):
        on = today + timedelta(days=ahead)
        for label in (day, weekday_and_day, near_day):
            printed = label(on, reader)
            read = parse_date(printed, today=today, locale=locale, prefer="past" if on <= today else "future")
            assert read == on, printed
