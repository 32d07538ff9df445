"""Which days a name of a period stands for, in English or a person's own language: "last week", "KW 22", "1–5 June".

What reads periods of a cadence out of it is `bot.domain.periods`.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.cadences import Cadence
from bot.domain.dates import YEARS, UnclearDay, Weekday, WrongWeekday, is_a_weekday_alone, parse_date
from bot.domain.printed_days import PrintedDay, read_month, read_stretch
from bot.domain.spans import MONTHS_IN, Span, likelier, months_later, nearest, whole
from bot.domain.time_words import MONTHS, UNITS, WEEKDAYS, in_english, without_particles, words_of
from bot.domain.year_names import part_span, span_of_key, year_span
from bot.errors import UserError

_UNIT = "|".join(UNITS)
_MONTH = "|".join(MONTHS)
_WEEKDAY = "|".join(WEEKDAYS)
_YEAR = "[0-9]{4}"
_STEPS = {"last": -1, "this": 0, "next": 1}

_RELATIVE = re.compile(rf"(this|last|next) ({_UNIT}|period)|({_UNIT}|period) (this|last|next)")
_FISCAL_RELATIVE = re.compile(r"(this|last|next) fiscal|fiscal (this|last|next)")
_AGO = re.compile(rf"(ago )?([0-9]{{1,3}}) ({_UNIT})s?( ago)?")
_WEEK_OF = re.compile(r"week(?: (of|from|commencing|ending|to))?")
_A_DAY_OR_MORE = re.compile(r".*[^\W\d].*|[0-9]+[-./][0-9].*")
_MOST_WORDS_BEFORE_A_DAY = 5
_WEEK = re.compile(
    rf"(?:({_YEAR})[- ]*)?(?:week|w) ?(?:number ?|# ?)?([0-9]{{1,2}})(?:[ ,/-]+(?:of )?({_YEAR}))?"
    rf"|([0-9]{{1,2}})\. week(?:,? (?:of )?({_YEAR}))?"
)
_MONTH_IN_DIGITS = re.compile(rf"({_YEAR})[-/.]([0-9]{{1,2}})|([0-9]{{1,2}})[-/.]({_YEAR})")
_MONTH_OF_LAST_YEAR = re.compile(rf"({_MONTH}),? (?:of )?(?:(this|last) year|year (this|last))")
_MONTH_NAME = re.compile(rf"(?:month (?:of )?)?({_MONTH})(?: month)?(?:,? (?:of )?({_YEAR}))?|({_YEAR}) ({_MONTH})")
_DAYS_FROM = re.compile(r"([0-9]{1,3}) days? from (.+)")
_INTERVAL_KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\+([0-9]{1,3})")
_DASH = re.compile(r"\s*[-–—~]\s*")
_FROM_TO = re.compile(r"(?:from )?(.+) to (.+)|from (.+) and (.+)")
_DAY_AND_YEAR = re.compile(r"([0-9]{1,2})(,? [0-9]{4})?")
_DAY_OF_ITS_WEEKDAY = re.compile(rf"(?:(?:{_WEEKDAY}),? )?([0-9]{{1,2}})\.?")
_IN_FULL = re.compile(r"(.+?) \((.+)\)")
_LATE_IN_A_WEEK = 5
"""So many days after a week began, Saturday where that is on a Monday, the next one may be meant to begin."""


def span_of(text: str, cadence: Cadence, *, today: date, locale: str, period: Callable[[int], Span]) -> Span | None:
    """The days that the text names; None where it names none. Of the `cadence` are the day on which weeks begin and the
    month in which years do, and where it is yearly a number alone is a year. `period` answers the period that is so
    many after the current one, for "last period".

    Without a year they are the latest that have begun, or the next where those are much nearer. Raises UnclearDay for
    what could be several, or has another weekday.
    """
    words = without_particles(words_of(text))
    if not words:
        return None
    found = _IN_FULL.fullmatch(words)
    if found and not is_a_weekday_alone(found[2], locale):
        name, days = (span_of(part, cadence, today=today, locale=locale, period=period) for part in found.groups())
        if name and days:
            return name if name == days else None
    english = in_english(words, locale)
    return (
        span_of_key(words, cadence)
        or _relative_span(english, today, cadence, period)
        or _range_span(words, english, today, locale)
        or _week_span(words, english, today, locale, cadence)
        or _month_span(words, english, today, locale)
        or part_span(english, today, cadence)
        or year_span(english, cadence)
        or _days_span(words, english, today, locale)
        or _day_span(words, today, locale)
    )


def _steps_from(unit: str, today: date, steps: int, cadence: Cadence) -> Span:
    """The same that is so many later than the one with `today`."""
    span = whole(unit, today, cadence)
    if unit in ("day", "week"):
        by = timedelta(days=steps * (7 if unit == "week" else 1))
        return span[0] + by, span[1] + by
    return whole(unit, months_later(span[0], steps * MONTHS_IN[unit]), cadence)


def _relative_span(english: str, today: date, cadence: Cadence, period: Callable[[int], Span]) -> Span | None:
    if found := _RELATIVE.fullmatch(english):
        unit, which = found[2] or found[3], found[1] or found[4]
        return period(_STEPS[which]) if unit == "period" else _steps_from(unit, today, _STEPS[which], cadence)
    if found := _FISCAL_RELATIVE.fullmatch(english):
        which = found[1] or found[2]
        return _steps_from("year", today, _STEPS[which], cadence) if cadence.is_fiscal else None
    found = _AGO.fullmatch(english)
    if found is None or not (found[1] or found[4]):
        return None
    return _steps_from(found[3], today, -int(found[2]), cadence)


def _week_span(words: str, english: str, today: date, locale: str, cadence: Cadence) -> Span | None:
    if found := _WEEK.fullmatch(english):
        year, number = found[1] or found[3] or found[5], int(found[2] or found[4])
        return nearest("week", lambda year: date.fromisocalendar(year, number, 1), year, today)
    if not english.startswith("week "):
        return None
    # The day is read as it was typed: CLDR's own way to write it may be no words.
    given = words.split()
    for length in range(min(_MOST_WORDS_BEFORE_A_DAY, len(given) - 1), 0, -1):
        found = _WEEK_OF.fullmatch(in_english(" ".join(given[:length]), locale))
        if found and (span := _week_of(" ".join(given[length:]), found[1], today, locale, cadence)):
            return span
    return None


def _week_of(words: str, how: str | None, today: date, locale: str, cadence: Cadence) -> Span | None:
    """The week with the day or days that the words say; `how` is "commencing", "ending", or less than that."""
    if not _A_DAY_OR_MORE.fullmatch(words):
        return None
    span = _range_span(words, in_english(words, locale), today, locale) or _day_span(words, today, locale)
    if span is None or whole("week", span[0], cadence) != whole("week", span[1], cadence):
        return None
    week = whole("week", span[0], cadence)
    if how == "commencing" and (span[0] - week[0]).days >= _LATE_IN_A_WEEK:
        raise _unclear_week(week[0], cadence)
    return week


def _unclear_week(one: date, cadence: Cadence) -> UnclearDay:
    """Where weeks begin on Sundays, it is the one that begins for others a day later."""
    other = one + timedelta(days=7)
    return UnclearDay(
        "Weeks begin on a {weekday} here. Is it the week of {one}, or the week of {other}?",
        days=(one, other),
        weekday=Weekday(cadence.week_start),
        one=one,
        other=other,
    )


def _month_span(words: str, english: str, today: date, locale: str) -> Span | None:
    if found := _MONTH_IN_DIGITS.fullmatch(words):
        month, year = int(found[2] or found[3]), found[1] or found[4]
    elif found := _MONTH_OF_LAST_YEAR.fullmatch(english):
        month, year = MONTHS.index(found[1]) + 1, str(today.year + _STEPS[found[2] or found[3]])
    elif found := _MONTH_NAME.fullmatch(english.rstrip(".")):
        month, year = MONTHS.index(found[1] or found[4]) + 1, found[2] or found[3]
    elif (said := read_month(words, locale)) and said.month and said.year:
        month, year = said.month, str(said.year)
    else:
        return None
    return nearest("month", lambda year: date(year, month, 1), year, today)


def _days_span(words: str, english: str, today: date, locale: str) -> Span | None:
    if found := _INTERVAL_KEY.fullmatch(words):
        start, length = found[1], int(found[2])
    elif found := _DAYS_FROM.fullmatch(english):
        start, length = found[2], int(found[1])
    else:
        return None
    first = _day_span(start, today, locale)
    return (first[0], first[0] + timedelta(days=max(length, 1) - 1)) if first else None


def _range_span(words: str, english: str, today: date, locale: str) -> Span | None:
    """From one day to another: "4–17 May", "May 4 – 17, 2026", "from 27 May to 3 June 2026". What both have in common
    may be said once.
    """
    if printed := read_stretch(words, locale):
        return _stretch_span(*printed, today)
    ends = _DASH.split(words)
    if len(ends) != 2 or not re.search(r"[^\W\d]|[./]", words):
        found = _FROM_TO.fullmatch(english)
        ends = [end for end in found.groups() if end] if found else []
    if len(ends) != 2:
        return None
    first, last = (end.strip() for end in ends)
    if of_the_same_month := _DAY_AND_YEAR.fullmatch(last):
        day, year = of_the_same_month.groups(default="")
        last = re.sub(r"[0-9]+", day, first, count=1) + year
    spans: dict[date, date] = {}
    for end in sorted(_days(last, today, locale)):
        if begins := _first_until(end, in_english(first, locale), first, locale):
            spans.setdefault(begins, end)  # the shorter one of two that begin on the same 29 February
    return likelier(list(spans.items()), today) if spans else None


def _first_until(last: date, english: str, words: str, locale: str) -> date | None:
    """The day that the words name, up to `last`: a number is a day of the same month."""
    if found := _DAY_OF_ITS_WEEKDAY.fullmatch(english):
        day = int(found[1])
        return last.replace(day=day) if 1 <= day <= last.day else None
    return min((day for day in _days(words, last, locale) if day <= last), default=None)


def _stretch_span(first: PrintedDay, last: PrintedDay, today: date) -> Span | None:
    """From one printed day to another: what only one of them says holds for both, and without a year it is the
    likelier one.
    """
    year = last.year or first.year
    years = [year] if year else range(today.year - 8, today.year + 9)
    crosses_a_year = first.month is not None and last.month is not None
    spans: dict[date, date] = {}
    for of_last in years:
        end = _day_of(last.day or first.day, last.month or first.month, of_last)
        begins = [
            day
            for of_first in ([first.year] if first.year else [of_last - crosses_a_year, of_last])
            if (day := _day_of(first.day, first.month or last.month, of_first)) and end and day <= end
        ]
        if begins and end:
            spans.setdefault(max(begins), end)  # the shorter one of two that begin on the same 29 February
    return likelier(list(spans.items()), today) if spans else None


def _day_of(day: int | None, month: int | None, year: int) -> date | None:
    try:
        return date(year, month or 0, day or 0) if year in YEARS else None
    except ValueError:
        return None


def _day_span(words: str, today: date, locale: str) -> Span | None:
    """One day. A weekday is the latest one; anything else without a year is whichever is nearest."""
    days = _days(words, today, locale)
    return likelier([(day, day) for day in days], today) if days else None


def _days(words: str, today: date, locale: str) -> list[date]:
    """The latest such day up to today, and the next from today on, which are one where the words say the year. A
    weekday is always the latest. Raises WrongWeekday where neither has the weekday that is said.
    """
    days: list[date] = []
    wrong: WrongWeekday | None = None
    for prefer in ("past",) if is_a_weekday_alone(words, locale) else ("past", "future"):
        try:
            days.append(parse_date(words, today=today, locale=locale, prefer="past" if prefer == "past" else "future"))
        except WrongWeekday as of_one:
            wrong = wrong or of_one
        except UnclearDay:
            raise  # taken for a note, the value would go to another period
        except UserError:
            return []
    if not days and wrong:
        raise wrong
    return days
