"""Days as people type and read them."""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names

from bot.domain.locales import is_known, locale_for
from bot.domain.numerals import plain
from bot.domain.typed_text import shown, spaced
from bot.errors import UserError


class UnclearDay(UserError):
    """A day in digits that another language reads as another one, of somebody whose language is not known."""


@dataclass(frozen=True)
class Month:
    """A month of a year, as words take it."""

    number: int
    year: int | None = None


@dataclass(frozen=True)
class Weekday:
    """A weekday from 0, Monday, as words take it."""

    number: int


Prefer = Literal["future", "past"]

LONGEST = 60
"""Characters that the name of a day or period has at most."""
YEARS = range(1900, 2201)
_WIDTHS: tuple[Literal["abbreviated", "wide"], ...] = ("abbreviated", "wide")
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
_RELATIVE = {"today": 0, "yesterday": -1, "tomorrow": 1}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\.?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})\.?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.|º)? (?:of |de )?([^\d,]+?),?(?: (?:de )?(\d{4}))?")
_MONTH_DAY = re.compile(r"([^\d,]+?) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_END_OF_MONTH = re.compile(r"(?:the )?end of ([^\d]+?)(?: (\d{4}))?")


def parse_date(text: str, *, today: date, locale: str, prefer: Prefer = "future") -> date:
    """The day that a person typed: "2026-06-30", "30 June", "June 30 2026", "end of june", "tomorrow",
    "friday", "30/06/2026".

    Month and weekday names are read in English and in the person's language, digits in any script; and whatever
    `bot.views.days` prints in it. An all-numeric day follows the locale's order, unless only the other order is a day
    at all. Without a year it is the next such day from `today` on, or with `prefer="past"` the latest up to `today`; a
    weekday is the next one after today, or the latest up to today. Raises UserError.
    """
    words = words_of(text)
    if not words:
        raise _not_a_date(text, today)
    day = (
        _relative(words, today)
        or _weekday(words, today, locale, prefer)
        or _numeric(words, today, locale, prefer)
        or _named(words, today, locale, prefer)
        or _month_end(words, today, locale, prefer)
        or _printed(words, today, locale, prefer)
    )
    if day is None:
        raise _not_a_date(text, today)
    return day


def words_of(text: str) -> str:
    """The text in the form in which days and periods are looked up; empty where it is too long to name one."""
    # Folded and never cut: cut, "1 May" with a year far behind it would be this year's 1 May.
    folded = spaced(text)
    words = " ".join(plain(folded).lower().replace("'", " ").split()) if len(folded) <= 2 * LONGEST else ""
    return words if len(words) <= LONGEST else ""


@lru_cache(maxsize=128)
def month_names(locale: str) -> dict[str, int]:
    """Every name and abbreviation of a month, in English and in the language of `locale`, to its number."""
    return _numbers(get_month_names(*form) for form in _forms(locale))


@lru_cache(maxsize=128)
def weekday_names(locale: str) -> dict[str, int]:
    """Every name and abbreviation of a weekday, in English and in the language of `locale`; Monday is 0."""
    return _numbers(get_day_names(*form) for form in _forms(locale))


_Form = tuple[Literal["abbreviated", "wide"], Literal["format", "stand-alone"], Locale]


def _forms(locale: str) -> Iterator[_Form]:
    for tag in (locale, "en-US", "en-GB"):  # English comes last and wins: "mar" is March to everybody.
        for width in _WIDTHS:
            for context in _CONTEXTS:
                yield width, context, locale_for(tag)


def _numbers(tables: Iterable[Mapping[int, str]]) -> dict[str, int]:
    return {name.lower().rstrip("."): number for table in tables for number, name in table.items()}


def _relative(words: str, today: date) -> date | None:
    days = _RELATIVE.get(words)
    return None if days is None else today + timedelta(days=days)


def _weekday(words: str, today: date, locale: str, prefer: Prefer) -> date | None:
    last = words.startswith("last ")
    weekday = weekday_names(locale).get(words.removeprefix("last ").rstrip("."))
    if weekday is None:
        return None
    if last:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _numeric(words: str, today: date, locale: str, prefer: Prefer) -> date | None:
    if found := _ISO.fullmatch(words) or _YEAR_FIRST.fullmatch(words):
        return _dated(int(found[3]), int(found[2]), int(found[1]))
    found = _NUMERIC.fullmatch(words)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if not is_known(locale) and first != second and max(first, second) <= 12:
        raise _unclear_day(words, first, second, today.year)
    day, month = (second, first) if _month_comes_first(locale) else (first, second)
    if month > 12 >= day:
        day, month = month, day
    year = int(found[3]) if found[3] else None
    if year is not None and year < 100:
        year += 2000
    return _dated(day, month, year) if year is not None else _nearest(day, month, today, prefer)


def _unclear_day(words: str, first: int, second: int, year: int) -> UnclearDay:
    return UnclearDay(
        '"{typed}" could be {one} or {other}: Slack has not told your language yet. Type the month as a word.',
        typed=words,
        one=date(year, second, first),
        other=date(year, first, second),
    )


def _named(words: str, today: date, locale: str, prefer: Prefer) -> date | None:
    months = month_names(locale)
    if (found := _DAY_MONTH.fullmatch(words)) and (month := months.get(found[2].rstrip("."))):
        day, year = int(found[1]), found[3]
    elif (found := _MONTH_DAY.fullmatch(words)) and (month := months.get(found[1].rstrip("."))):
        day, year = int(found[2]), found[3]
    else:
        return None
    return _dated(day, month, int(year)) if year else _nearest(day, month, today, prefer)


def _month_end(words: str, today: date, locale: str, prefer: Prefer) -> date | None:
    found = _END_OF_MONTH.fullmatch(words)
    month = month_names(locale).get(found[1].rstrip(".")) if found else None
    if found is None or month is None:
        return None
    if found[2]:
        return _dated(None, month, int(found[2]))
    return _nearest(None, month, today, prefer)


def _printed(words: str, today: date, locale: str, prefer: Prefer) -> date | None:
    for printed, month in _printed_days(locale):
        if found := printed.fullmatch(words):
            day, year = int(found["day"]), found.groupdict().get("year")
            return _dated(day, month, int(year)) if year else _nearest(day, month, today, prefer)
    return None


@lru_cache(maxsize=128)
def _printed_days(locale: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """How CLDR has the days of each month in this language, with the year and without: "3月28日", "28 de març"."""
    where, printed = locale_for(locale), []
    for month in range(1, 13):
        on = date(2031, month, 28)
        for text in (format_date(on, "long", locale=where), format_skeleton("MMMMd", on, locale=where)):
            with_year = re.escape(words_of(text)).replace("2031", r"(?P<year>\d{4})", 1)
            printed.append((re.compile(with_year.replace("28", r"(?P<day>\d{1,2})", 1)), month))
    return tuple(printed)


def _nearest(day: int | None, month: int, today: date, prefer: Prefer) -> date:
    """The next such day from today on, or the latest up to today. Eight years hold a 29 February in any case."""
    step = 1 if prefer == "future" else -1
    for year in range(today.year, today.year + 9 * step, step):
        candidate = _day_of(day, month, year)
        if candidate and (candidate >= today if prefer == "future" else candidate <= today):
            return candidate
    return _dated(day, month, today.year)


def _dated(day: int | None, month: int, year: int) -> date:
    """The day, or UserError where the calendar has none."""
    if year not in YEARS:
        raise UserError(
            "The year {year} is out of range. Type a year from {first} to {last}.",
            year=str(year),
            first=str(YEARS[0]),
            last=str(YEARS[-1]),
        )
    if found := _day_of(day, month, year):
        return found
    if not 1 <= month <= 12:
        raise UserError("There is no month {month}: they go from 1 to 12.", month=month)
    raise UserError("{month} has no day {day}.", month=Month(month, year), day=day)


def _day_of(day: int | None, month: int, year: int) -> date | None:
    """That day of a month; its last one for None."""
    if not 1 <= month <= 12 or year not in YEARS:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, last)
    return date(year, month, day) if 1 <= day <= last else None


@lru_cache(maxsize=128)
def _month_comes_first(locale: str) -> bool:
    pattern = locale_for(locale).date_formats["short"].pattern
    return bool(pattern.find("M") < pattern.find("d"))


def _not_a_date(text: str, today: date) -> UserError:
    typed, example = shown(text), date(today.year, 6, 30)
    if not typed:
        return UserError("A day is missing. Type it like {example} or {iso}.", example=example, iso=example.isoformat())
    return UserError(
        '"{typed}" is not a day I can read. Type it like {example} or {iso}.',
        typed=typed,
        example=example,
        iso=example.isoformat(),
    )
