"""Periods, the slices of the calendar that readings speak for: arithmetic, keys, and names as people type them.
`bot.views.days` prints their names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.cadences import Cadence, Every
from bot.domain.dates import YEARS, UnclearDay, parse_date
from bot.domain.time_words import month_names, weekday_names, words_of
from bot.domain.typed_text import beginnings, shown
from bot.errors import UserError


@dataclass(frozen=True, order=True)
class Period:
    """A slice of the calendar, both ends included, ordered by its first day.

    Keys read "2026-04-06", "2026-W14", "2026-03", "2026-Q1", and "2026-03-02+14" for fourteen days from 2 March.
    """

    key: str = field(compare=False)
    first: date
    last: date


@dataclass(frozen=True)
class NamedPeriod:
    """A period of this cadence, as words take it."""

    period: Period
    cadence: Cadence


_ONE_DAY = timedelta(days=1)
_MOST_WORDS = 10
"""No name of a period has more words than this."""


# Arithmetic


def period_containing(cadence: Cadence, day: date) -> Period:
    """The period that `day` belongs to."""
    match cadence.every:
        case Every.DAY:
            return Period(day.isoformat(), day, day)
        case Every.WEEK:
            year, week, weekday = day.isocalendar()
            monday = day - timedelta(days=weekday - 1)
            return Period(f"{year:04}-W{week:02}", monday, monday + timedelta(days=6))
        case Every.MONTH:
            first = day.replace(day=1)
            return Period(f"{first:%Y-%m}", first, _months_later(first, 1) - _ONE_DAY)
        case Every.QUARTER:
            first = date(day.year, day.month - (day.month - 1) % 3, 1)
            return Period(f"{day.year:04}-Q{(first.month + 2) // 3}", first, _months_later(first, 3) - _ONE_DAY)
        case Every.INTERVAL:
            length, anchor = _interval(cadence)
            first = day - timedelta(days=(day - anchor).days % length)
            return Period(f"{first}+{length}", first, first + timedelta(days=length - 1))


def period_from_key(cadence: Cadence, key: str) -> Period:
    """The period with that key. Raises UserError for a key that this cadence does not have."""
    first = _first_day_of_key(key)
    period = period_containing(cadence, first) if first else None
    if period is None or period.key != key:
        raise UserError('"{typed}" is not a period of something read {how_often}.', typed=shown(key), how_often=cadence)
    return period


def next_period(cadence: Cadence, period: Period) -> Period:
    """The period that begins when `period` ends."""
    return period_containing(cadence, period.last + _ONE_DAY)


def previous_period(cadence: Cadence, period: Period) -> Period:
    """The period that ends when `period` begins."""
    return period_containing(cadence, period.first - _ONE_DAY)


def periods_between(cadence: Cadence, first_day: date, last_day: date) -> Iterator[Period]:
    """Every period with a day from `first_day` to `last_day`, in order."""
    day = first_day
    while day <= last_day:
        period = period_containing(cadence, day)
        yield period
        day = period.last + _ONE_DAY


def _months_later(first: date, months: int) -> date:
    months += first.month - 1
    return date(first.year + months // 12, months % 12 + 1, 1)


def _interval(cadence: Cadence) -> tuple[int, date]:
    assert cadence.interval_days is not None
    assert cadence.anchor is not None
    return cadence.interval_days, cadence.anchor


_KEY = re.compile(r"([0-9]{4})-(?:W([0-9]{2})|Q([1-4])|([0-9]{2})(?:-([0-9]{2})(?:\+[0-9]{1,3})?)?)")


def _first_day_of_key(key: str) -> date | None:
    found = _KEY.fullmatch(key)
    if found is None or int(found[1]) not in YEARS:
        return None
    year, week, quarter, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if week is not None:
            return date.fromisocalendar(year, week, 1)
        return date(year, 3 * quarter - 2 if quarter else month or 0, day or 1)
    except ValueError:
        return None


# Names


def parse_period(text: str, cadence: Cadence, *, today: date, locale: str) -> Period:
    """The period that a person named after "for": "march", "last week", "2026-W14", "w14", "yesterday", "6 April",
    "q1", "this month".

    Without a year it is the latest that has begun, or the next where that is much nearer. Raises UserError where the
    text names no period, where it covers several of this cadence, and for a period that has not begun (the sentence
    names the day it opens).
    """
    span = _span(text, cadence, today, locale)
    if span is None:
        raise _unknown(text, cadence, today)
    return _only_period(text, span, cadence, today)


def split_period_and_rest(text: str, cadence: Cadence, *, today: date, locale: str) -> tuple[Period, str] | None:
    """The longest beginning of `text` that names a period, and what follows it; None where no beginning does ("for the
    first time").

    Raises UserError as `parse_period` does, for a period that cannot be meant, and for what is written as one but is in
    no calendar ("2025-W53", "31 February"): taken for a note, the value would go to another period.
    """
    for beginning, end in beginnings(text, most_words=_MOST_WORDS):
        named = beginning.rstrip(",;:.")
        if span := _span(named, cadence, today, locale):
            return _only_period(named, span, cadence, today), text[end:].strip()
    if written := _written_like_one(text, locale):
        raise _unknown(written, cadence, today)
    return None


def require_begun(period: Period, cadence: Cadence, *, today: date) -> None:
    """Raises UserError, with the day on which it opens, for a period that begins after `today`."""
    if period.first > today:
        raise UserError(
            "It is too early for {period}: it opens on {day}.", period=NamedPeriod(period, cadence), day=period.first
        )


_Span = tuple[date, date]

_RELATIVE = re.compile(r"(this|current|last|previous|next) (day|week|month|quarter|period)")
_WEEK = re.compile(r"(?:([0-9]{4})-? ?)?(?:w|week )([0-9]{1,2})(?: ([0-9]{4}))?")
_QUARTER = re.compile(r"(?:([0-9]{4})-? ?)?q([1-4])(?: ([0-9]{4}))?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTH_NAME = re.compile(r"([^0-9]+?)(?: ([0-9]{4}))?")
_WEEK_OF = re.compile(r"(?:the )?week of (.+)")
_DAYS_FROM = re.compile(r"([0-9]{1,3}) days from (.+)")
_RANGE = re.compile(r"\s*[-–—~]\s*")
_DAY_AND_YEAR = re.compile(r"([0-9]{1,2})(,? [0-9]{4})?")
_IN_FULL = re.compile(r"([^()]+) \(([^()]+)\)")
_INTERVAL_KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\+([0-9]{1,3})")


_LIKE_A_PERIOD = re.compile(
    r"(?:[0-9]{4}-? ?)?(?:w|week |q)[0-9]+"
    r"|[0-9]{4}(?:-[0-9]+){1,2}|[0-9]{1,2}[/.][0-9]{4}|[0-9](?:st|nd|rd|th) quarter"
    r"|[0-9]{1,2}(?:st|nd|rd|th|\.)? (?P<month>[^0-9 ,;:]+)"
)


def _written_like_one(text: str, locale: str) -> str | None:
    """The words at the beginning that have the form of a period, whether there is such a one or not."""
    # The longest that can name a period: a note that is one long word may follow at once.
    readable = (beginning for beginning, _ in beginnings(text, most_words=_MOST_WORDS) if words_of(beginning))
    beginning = next(readable, "")
    words = words_of(beginning)
    found = _LIKE_A_PERIOD.match(words)
    if found is None or words[found.end() : found.end() + 1] not in ("", " ", ",", ";", ":", "."):
        return None
    month = found["month"]
    if month is not None and month.rstrip(".") not in month_names(locale):
        return None
    return " ".join(beginning.split()[: len(found[0].split())]).rstrip(",;:.")


def _unknown(text: str, cadence: Cadence, today: date) -> UserError:
    latest = previous_period(cadence, period_containing(cadence, today))
    return UserError(
        '"{typed}" is not a period I know. Type for example {period} or {key}.',
        typed=shown(text),
        period=NamedPeriod(latest, cadence),
        key=latest.key,
    )


def _only_period(text: str, span: _Span, cadence: Cadence, today: date) -> Period:
    """The one period that the span lies in."""
    period, last = (period_containing(cadence, day) for day in span)
    require_begun(period, cadence, today=today)
    if period != last:
        named = period_containing(cadence, min(span[1], today))
        raise UserError(
            '"{typed}" is several periods: this is read {how_often}. Name one, for example {period}.',
            typed=shown(text),
            how_often=cadence,
            period=NamedPeriod(named, cadence),
        )
    return period


def _span(text: str, cadence: Cadence, today: date, locale: str) -> _Span | None:
    """The first and last day of what the words name, whatever the cadence is."""
    words = words_of(text)
    if not words:
        return None
    if found := _IN_FULL.fullmatch(words):
        name, days = _span(found[1], cadence, today, locale), _span(found[2], cadence, today, locale)
        return name if name == days else None
    return (
        _relative_span(words, cadence, today)
        or _range_span(words, today, locale)
        or _week_span(words, today, locale)
        or _month_span(words, today, locale)
        or _quarter_span(words, today)
        or _days_span(words, today, locale)
        or _day_span(words, today, locale)
    )


def _relative_span(words: str, cadence: Cadence, today: date) -> _Span | None:
    found = _RELATIVE.fullmatch(words)
    if found is None:
        return None
    unit = cadence if found[2] == "period" else Cadence(Every(found[2]))
    period = period_containing(unit, today)
    if found[1] in ("last", "previous"):
        period = previous_period(unit, period)
    elif found[1] == "next":
        period = next_period(unit, period)
    return period.first, period.last


def _week_span(words: str, today: date, locale: str) -> _Span | None:
    if found := _WEEK_OF.fullmatch(words):
        day = _day_span(found[1], today, locale)
        return _whole(Every.WEEK, day[0]) if day else None
    found = _WEEK.fullmatch(words)
    if found is None:
        return None
    return _nearest(Every.WEEK, f"W{int(found[2]):02}", found[1] or found[3], today)


def _quarter_span(words: str, today: date) -> _Span | None:
    found = _QUARTER.fullmatch(words)
    return _nearest(Every.QUARTER, f"Q{found[2]}", found[1] or found[3], today) if found else None


def _month_span(words: str, today: date, locale: str) -> _Span | None:
    if found := _MONTH.fullmatch(words):
        return _nearest(Every.MONTH, found[2], found[1], today)
    found = _MONTH_NAME.fullmatch(words)
    month = month_names(locale).get(found[1].rstrip(".")) if found else None
    return _nearest(Every.MONTH, f"{month:02}", found[2], today) if found and month else None


def _days_span(words: str, today: date, locale: str) -> _Span | None:
    if found := _INTERVAL_KEY.fullmatch(words):
        start, length = found[1], int(found[2])
    elif found := _DAYS_FROM.fullmatch(words):
        start, length = found[2], int(found[1])
    else:
        return None
    first = _day_span(start, today, locale)
    return (first[0], first[0] + timedelta(days=max(length, 1) - 1)) if first else None


def _range_span(words: str, today: date, locale: str) -> _Span | None:
    """From one day to another: "4–17 May", "May 4 – 17, 2026", "27 May – 3 June 2026". What both have in common may be
    said once.
    """
    ends = [end.strip() for end in _RANGE.split(words)]
    if len(ends) != 2 or not any(character.isalpha() for character in words):
        return None
    first, last = ends
    if of_the_same_month := _DAY_AND_YEAR.fullmatch(last):
        day, year = of_the_same_month.groups(default="")
        last = re.sub(r"[0-9]+", day, first, count=1) + year
    spans: dict[date, date] = {}
    for end in sorted(_days(last, today, locale)):
        if begins := _first_until(end, first, locale):
            spans.setdefault(begins, end)  # the shorter one of two that begin on the same 29 February
    return _likelier(list(spans.items()), today) if spans else None


def _first_until(last: date, words: str, locale: str) -> date | None:
    """The day that the words name, up to `last`: a number is a day of the same month."""
    if words.rstrip(".").isdecimal():
        day = int(words.rstrip("."))
        return last.replace(day=day) if 1 <= day <= last.day else None
    return min((day for day in _days(words, last, locale) if day <= last), default=None)


def _day_span(words: str, today: date, locale: str) -> _Span | None:
    """One day. A weekday is the latest one; anything else without a year is whichever is nearest."""
    days = _days(words, today, locale)
    return _likelier([(day, day) for day in days], today) if days else None


def _days(words: str, today: date, locale: str) -> list[date]:
    """The latest such day up to today, and the next from today on, which are one where the words say the year. A
    weekday is always the latest.
    """
    try:
        past = parse_date(words, today=today, locale=locale, prefer="past")
        future = parse_date(words, today=today, locale=locale, prefer="future")
    except UnclearDay:
        raise  # taken for a note, the value would go to another period
    except UserError:
        return []
    return [past] if words.rstrip(".") in weekday_names(locale) else [past, future]


def _nearest(every: Every, name: str, year: str | None, today: date) -> _Span | None:
    """The week, month or quarter that is called `name` in `year`, or in whichever year is nearest."""
    years = [int(year)] if year else range(today.year - 2, today.year + 2)
    first_days = (_first_day_of_key(f"{year:04}-{name}") for year in years)
    return _likelier([_whole(every, day) for day in first_days if day], today)


def _likelier(spans: list[_Span], today: date) -> _Span | None:
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


def _whole(every: Every, day: date) -> _Span:
    period = period_containing(Cadence(every), day)
    return period.first, period.last
