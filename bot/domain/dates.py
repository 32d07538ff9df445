"""Days as people type and read them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from bot.domain.locales import is_known, locale_for
from bot.domain.printed_days import read_day
from bot.domain.time_words import MONTHS, WEEKDAYS, in_english, words_of
from bot.domain.typed_text import shown
from bot.errors import UserError


class UnclearDay(UserError):
    """What was typed could be any of these days, as a day in digits of somebody whose language is not known."""

    def __init__(self, pattern: str, /, *, days: tuple[date, ...], **values: Any) -> None:
        super().__init__(pattern, **values)
        self.days = days


class WrongWeekday(UnclearDay):
    """A day with the name of a weekday that it is not."""


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

YEARS = range(1900, 2201)

_MONTH = "|".join(MONTHS)
_WEEKDAY = "|".join(WEEKDAYS)
_ORDINAL = "(?:st|nd|rd|th|er|e|o|a|º|ª|\\.)?"

_DAYS_AGO = re.compile(r"(?:ago )?(\d{1,4}) days?(?: ago)?")
_OF_A_WEEK = re.compile(
    rf"(?:(?P<which>this|last) )?(?P<day>{_WEEKDAY})(?: (?P<after>this|last))?"
    rf"|(?P<day_of>{_WEEKDAY}),? (?:of )?(?:(?P<week>this|last|next) week|week (?P<week_after>this|last|next))"
    rf"|(?:(?P<first_week>this|last|next) week|week (?P<first_after>this|last|next)),? (?P<last_day>{_WEEKDAY})"
)
_AFTER_ITS_WEEKDAY = re.compile(rf"({_WEEKDAY}),? (.*\d.*)")
_BEFORE_ITS_WEEKDAY = re.compile(rf"(.*\d.*?),? ({_WEEKDAY})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\.?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})\.?")
_DAY_MONTH = re.compile(rf"(\d{{1,2}}){_ORDINAL},? (?:of )?({_MONTH}),?(?: (?:of )?(\d{{4}}))?")
_MONTH_DAY = re.compile(rf"({_MONTH}) (\d{{1,2}}){_ORDINAL}(?:,? (\d{{4}}))?")
_END_OF_MONTH = re.compile(
    r"(?:(?:the )?end of|ende|(?:la )?fin(?: de)?|(?:a )?fin(?:ales|al|es) de|fine(?: di)?|(?:o )?fim de"
    r"|(?:het )?einde?(?: van)?|slutet av|slutningen af|slutten av|końca|koniec) (.+)"
)
_MONTH_OF_A_YEAR = re.compile(rf"({_MONTH})(?: (\d{{4}}))?")


def parse_date(text: str, *, today: date, locale: str, prefer: Prefer = "future") -> date:
    """The day that a person typed: "2026-06-30", "30 June", "June 30 2026", "Tue 30 June", "end of june", "tomorrow",
    "friday", "30/06/2026".

    Names are read in English and in the person's language, digits in any script; and whatever `bot.views.days` prints
    in it. An all-numeric day follows the locale's order, unless only the other order is a day at all. Without a year it
    is the next such day from `today` on, or with `prefer="past"` the latest up to `today`; a weekday is the next one
    after today, or the latest up to today. Raises UserError, and WrongWeekday for a day that has another weekday.
    """
    words = words_of(text)
    if not words:
        raise _not_a_date(text, today)
    english = in_english(words, locale)
    day = (
        _relative(english, today)
        or _weekday(english, today, prefer)
        or _written(english, today, locale, prefer)
        or _with_weekday(english, today, locale, prefer)
        or _month_end(words, today, locale, prefer)
        or _printed(words, today, locale, prefer)
    )
    if day is None:
        raise _not_a_date(text, today)
    return day


def is_a_weekday_alone(words: str, locale: str) -> bool:
    """Whether the words name a weekday and nothing else."""
    return in_english(words, locale).rstrip(".,") in WEEKDAYS


def _relative(english: str, today: date) -> date | None:
    if found := _DAYS_AGO.fullmatch(english):
        return today - timedelta(days=int(found[1])) if "ago" in english else None
    days = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(english)
    return None if days is None else today + timedelta(days=days)


def _weekday(english: str, today: date, prefer: Prefer) -> date | None:
    found = _OF_A_WEEK.fullmatch(english.rstrip("."))
    if found is None:
        return None
    weekday = WEEKDAYS.index(found["day"] or found["day_of"] or found["last_day"])
    week = found["week"] or found["week_after"] or found["first_week"] or found["first_after"]
    which = found["which"] or found["after"]
    if week or which == "this":
        weeks = {"last": -1, "next": 1}.get(week, 0)
        return today + timedelta(days=weekday - today.weekday() + 7 * weeks)
    if which == "last":
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _written(english: str, today: date, locale: str, prefer: Prefer, weekday: int | None = None) -> date | None:
    """A day in digits, or with its month by name."""
    return _numeric(english, today, locale, prefer, weekday) or _named(english, today, prefer, weekday)


def _with_weekday(english: str, today: date, locale: str, prefer: Prefer) -> date | None:
    """ "Mon 30 March", "30 March (Mon)"."""
    if found := _AFTER_ITS_WEEKDAY.fullmatch(english):
        name, on = found[1], found[2]
    elif found := _BEFORE_ITS_WEEKDAY.fullmatch(english):
        name, on = found[2], found[1]
    else:
        return None
    return _written(on, today, locale, prefer, WEEKDAYS.index(name))


def _numeric(words: str, today: date, locale: str, prefer: Prefer, weekday: int | None) -> date | None:
    if found := _ISO.fullmatch(words) or _YEAR_FIRST.fullmatch(words):
        return _on(int(found[3]), int(found[2]), int(found[1]), weekday)
    found = _NUMERIC.fullmatch(words)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if not is_known(locale) and first != second and min(first, second) >= 1 and max(first, second) <= 12:
        raise _unclear_day(words, first, second, today.year)
    day, month = (second, first) if _month_comes_first(locale) else (first, second)
    if month > 12 >= day:
        day, month = month, day
    year = int(found[3]) if found[3] else None
    if year is not None and year < 100:
        year += 2000
    return _on_or_nearest(day, month, year, today, prefer, weekday)


def _unclear_day(words: str, first: int, second: int, year: int) -> UnclearDay:
    one, other = date(year, second, first), date(year, first, second)
    return UnclearDay(
        '"{typed}" could be {one} or {other}: Slack has not told your language yet. Type the month as a word.',
        days=(one, other),
        typed=words,
        one=one,
        other=other,
    )


def _named(english: str, today: date, prefer: Prefer, weekday: int | None) -> date | None:
    if found := _DAY_MONTH.fullmatch(english):
        day, month, year = found[1], found[2], found[3]
    elif found := _MONTH_DAY.fullmatch(english):
        day, month, year = found[2], found[1], found[3]
    else:
        return None
    return _on_or_nearest(int(day), _number(month), int(year) if year else None, today, prefer, weekday)


def _number(month: str) -> int:
    return MONTHS.index(month) + 1


def _month_end(words: str, today: date, locale: str, prefer: Prefer) -> date | None:
    end = _END_OF_MONTH.fullmatch(words)
    found = _MONTH_OF_A_YEAR.fullmatch(in_english(end[1], locale)) if end else None
    if found is None:
        return None
    if found[2]:
        return _dated(None, _number(found[1]), int(found[2]))
    return _nearest(None, _number(found[1]), today, prefer)


def _printed(words: str, today: date, locale: str, prefer: Prefer) -> date | None:
    said = read_day(words, locale)
    if said is None or said.day is None or said.month is None:
        return None
    return _on_or_nearest(said.day, said.month, said.year, today, prefer, said.weekday)


def _on_or_nearest(day: int, month: int, year: int | None, today: date, prefer: Prefer, weekday: int | None) -> date:
    if year is not None:
        return _on(day, month, year, weekday)
    return _of_weekday(_nearest(day, month, today, prefer), weekday)


def _on(day: int, month: int, year: int, weekday: int | None) -> date:
    return _of_weekday(_dated(day, month, year), weekday)


def _of_weekday(on: date, weekday: int | None) -> date:
    """The day, which has this weekday, if one is given. Raises WrongWeekday."""
    if weekday in (None, on.weekday()):
        return on
    raise WrongWeekday(
        "{day} is a {weekday}. Check the day, or leave the weekday out.",
        days=(on,),
        day=on,
        weekday=Weekday(on.weekday()),
    )


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
    # The short form with a year tells nothing where the year comes first: Swedes write 2026-06-30, and 30/6.
    pattern = str(locale_for(locale).datetime_skeletons["Md"].pattern)
    return pattern.find("M") < pattern.find("d")


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
