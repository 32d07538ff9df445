"""Which days a name of a period stands for, in English or a person's own language: "last week", "KW 22", "1–5 June".

What reads periods of a cadence out of it is `bot.domain.periods`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.dates import YEARS, UnclearDay, WrongWeekday, is_a_weekday_alone, parse_date
from bot.domain.printed_days import PrintedDay, read_month, read_stretch
from bot.domain.time_words import MONTHS, UNITS, WEEKDAYS, in_english, without_particles, words_of
from bot.errors import UserError

Span = tuple[date, date]
"""The first and last day of a stretch of time."""

_UNIT = "|".join(UNITS)
_MONTH = "|".join(MONTHS)
_WEEKDAY = "|".join(WEEKDAYS)
_YEAR = "[0-9]{4}"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_STEPS = {"last": -1, "this": 0, "next": 1}

_RELATIVE = re.compile(rf"(this|last|next) ({_UNIT}|period)|({_UNIT}|period) (this|last|next)")
_AGO = re.compile(rf"(ago )?([0-9]{{1,3}}) ({_UNIT})( ago)?")
_WEEK_OF = re.compile(r"week(?: (of|from|commencing|ending|to))?")
_A_DAY_OR_MORE = re.compile(r".*[^\W\d].*|[0-9]+[-./][0-9].*")
_MOST_WORDS_BEFORE_A_DAY = 5
_WEEK = re.compile(
    rf"(?:({_YEAR})[- ]*)?(?:week|w) ?(?:number ?|# ?)?([0-9]{{1,2}})(?:[ ,/-]+(?:of )?({_YEAR}))?"
    rf"|([0-9]{{1,2}})\. week(?:,? (?:of )?({_YEAR}))?"
)
_QUARTER = re.compile(
    rf"(?:({_YEAR})[- /]*)?quarter ([1-4])(?:[ ,/-]+(?:of )?({_YEAR}|[0-9]{{2}}))?"
    rf"|({'|'.join(_ORDINALS)}|[1-4])(?:st|nd|rd|th|er|e|o|a|º|\.)? quarter(?:,? (?:of )?({_YEAR}))?"
    rf"|([1-4]) ?q(?: ?({_YEAR}|[0-9]{{2}}))?"
)
_MONTH_IN_DIGITS = re.compile(rf"({_YEAR})[-/.]([0-9]{{1,2}})|([0-9]{{1,2}})[-/.]({_YEAR})")
_MONTH_OF_LAST_YEAR = re.compile(rf"({_MONTH}),? (?:of )?(?:(this|last) year|year (this|last))")
_MONTH_NAME = re.compile(rf"(?:month (?:of )?)?({_MONTH})(?: month)?(?:,? (?:of )?({_YEAR}))?|({_YEAR}) ({_MONTH})")
_DAYS_FROM = re.compile(r"([0-9]{1,3}) day from (.+)")
_INTERVAL_KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\+([0-9]{1,3})")
_DASH = re.compile(r"\s*[-–—~]\s*")
_FROM_TO = re.compile(r"(?:from )?(.+) to (.+)|from (.+) and (.+)")
_DAY_AND_YEAR = re.compile(r"([0-9]{1,2})(,? [0-9]{4})?")
_DAY_OF_ITS_WEEKDAY = re.compile(rf"(?:(?:{_WEEKDAY}),? )?([0-9]{{1,2}})\.?")
_IN_FULL = re.compile(r"(.+?) \((.+)\)")
_SATURDAY = 5


def span_of(text: str, *, today: date, locale: str, period: Callable[[int], Span]) -> Span | None:
    """The days that the text names, whatever is read in them; None where it names none. `period` answers the period
    that is so many after the current one, for "last period".

    Without a year they are the latest that have begun, or the next where those are much nearer. Raises UnclearDay for
    what could be several, or has another weekday.
    """
    words = without_particles(words_of(text))
    if not words:
        return None
    found = _IN_FULL.fullmatch(words)
    if found and not is_a_weekday_alone(found[2], locale):
        name, days = (span_of(part, today=today, locale=locale, period=period) for part in found.groups())
        if name and days:
            return name if name == days else None
    english = in_english(words, locale)
    return (
        _relative_span(english, today, period)
        or _range_span(words, english, today, locale)
        or _week_span(words, english, today, locale)
        or _month_span(words, english, today, locale)
        or _quarter_span(english, today)
        or _days_span(words, english, today, locale)
        or _day_span(words, today, locale)
    )


def whole(unit: str, day: date) -> Span:
    """The day, ISO week, month, quarter or year that `day` is in."""
    match unit:
        case "day":
            return day, day
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            first_month, months = day.month, 1
        case "quarter":
            first_month, months = day.month - (day.month - 1) % 3, 3
        case _:
            first_month, months = 1, 12
    last_month = first_month + months - 1
    return date(day.year, first_month, 1), date(day.year, last_month, monthrange(day.year, last_month)[1])


def _steps_from(unit: str, today: date, steps: int) -> Span:
    """The same that is so many later than the one with `today`."""
    span = whole(unit, today)
    if unit in ("day", "week"):
        by = timedelta(days=steps * (7 if unit == "week" else 1))
        return span[0] + by, span[1] + by
    months = steps * {"month": 1, "quarter": 3}.get(unit, 12) + span[0].year * 12 + span[0].month - 1
    return whole(unit, date(months // 12, months % 12 + 1, 1))


def _relative_span(english: str, today: date, period: Callable[[int], Span]) -> Span | None:
    if found := _RELATIVE.fullmatch(english):
        unit, which = found[2] or found[3], found[1] or found[4]
        return period(_STEPS[which]) if unit == "period" else _steps_from(unit, today, _STEPS[which])
    found = _AGO.fullmatch(english)
    if found is None or not (found[1] or found[4]):
        return None
    return _steps_from(found[3], today, -int(found[2]))


def _week_span(words: str, english: str, today: date, locale: str) -> Span | None:
    if found := _WEEK.fullmatch(english):
        year, number = found[1] or found[3] or found[5], int(found[2] or found[4])
        return _nearest("week", lambda year: date.fromisocalendar(year, number, 1), year, today)
    if not english.startswith("week "):
        return None
    # The day is read as it was typed: CLDR's own way to write it may be no words.
    given = words.split()
    for length in range(min(_MOST_WORDS_BEFORE_A_DAY, len(given) - 1), 0, -1):
        found = _WEEK_OF.fullmatch(in_english(" ".join(given[:length]), locale))
        if found and (span := _week_of(" ".join(given[length:]), found[1], today, locale)):
            return span
    return None


def _week_of(words: str, how: str | None, today: date, locale: str) -> Span | None:
    """The week with the day or days that the words say; `how` is "commencing", "ending", or less than that."""
    if not _A_DAY_OR_MORE.fullmatch(words):
        return None
    span = _range_span(words, in_english(words, locale), today, locale) or _day_span(words, today, locale)
    if span is None or whole("week", span[0]) != whole("week", span[1]):
        return None
    if how == "commencing" and span[0].weekday() >= _SATURDAY:
        raise _unclear_week(span[0])
    return whole("week", span[0])


def _unclear_week(first: date) -> UnclearDay:
    """Where weeks begin on Sundays, it is the one that begins for others a day later."""
    one = whole("week", first)[0]
    other = one + timedelta(days=7)
    return UnclearDay(
        "Weeks begin on Mondays here. Is it the week of {one}, or the week of {other}?",
        days=(one, other),
        one=one,
        other=other,
    )


def _quarter_span(english: str, today: date) -> Span | None:
    found = _QUARTER.fullmatch(english)
    if found is None:
        return None
    named = found[2] or found[4] or found[6]
    quarter = _ORDINALS.get(named) or int(named)
    year = found[1] or found[3] or found[5] or found[7]
    return _nearest("quarter", lambda year: date(year, 3 * quarter - 2, 1), year, today)


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
    return _nearest("month", lambda year: date(year, month, 1), year, today)


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
    return _likelier(list(spans.items()), today) if spans else None


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
    return _likelier(list(spans.items()), today) if spans else None


def _day_of(day: int | None, month: int | None, year: int) -> date | None:
    try:
        return date(year, month or 0, day or 0) if year in YEARS else None
    except ValueError:
        return None


def _day_span(words: str, today: date, locale: str) -> Span | None:
    """One day. A weekday is the latest one; anything else without a year is whichever is nearest."""
    days = _days(words, today, locale)
    return _likelier([(day, day) for day in days], today) if days else None


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


def _nearest(unit: str, first_day: Callable[[int], date], year: str | None, today: date) -> Span | None:
    """The week, month or quarter that begins on that day in `year`, or in whichever year is nearest."""
    years = [_whole_year(year)] if year else range(today.year - 2, today.year + 2)
    days = (_tried(first_day, year) for year in years if year in YEARS)
    return _likelier([whole(unit, day) for day in days if day], today)


def _whole_year(typed: str) -> int:
    return int(typed) + (2000 if len(typed) == 2 else 0)


def _tried(first_day: Callable[[int], date], year: int) -> date | None:
    try:
        return first_day(year)
    except ValueError:
        return None


def _likelier(spans: list[Span], today: date) -> Span | None:
    """The latest span that has begun, if that was this year: so labels are printed. One of an earlier year gives way to
    one still to come that is four times as near.

    "April" on 28 March means the coming one (and is refused, as too early); "December" on 3 January the one just over.
    """
    begun = [span for span in spans if span[0] <= today]
    coming = [span for span in spans if span[0] > today]
    if not begun or not coming:
        return max(begun) if begun else min(coming, default=None)
    latest, next_one = max(begun), min(coming)
    ago, ahead = (today - latest[1]).days, (next_one[0] - today).days
    return next_one if latest[0].year != today.year and 4 * ahead < ago else latest
