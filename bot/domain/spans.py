"""Stretches of the calendar: whole weeks, months and parts of a year, and which of several is likelier meant."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bot.domain.cadences import Cadence
from bot.domain.dates import YEARS

Span = tuple[date, date]
"""The first and last day of a stretch of time."""

MONTHS_IN: Final = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}


def whole(unit: str, day: date, cadence: Cadence | None = None) -> Span:
    """The day, week, month, quarter, half or year that `day` is in: an ISO week and parts of the calendar year, unless
    the cadence has others.
    """
    if unit == "day":
        return day, day
    if unit == "week":
        first = day - timedelta(days=(day.weekday() - (cadence.week_start if cadence else 0)) % 7)
        return first, first + timedelta(days=6)
    months = MONTHS_IN[unit]
    over = (day.month - (cadence.first_month if cadence else 1)) % months
    first = months_later(day.replace(day=1), -over)
    last = months_later(first, months - 1)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def months_later(first: date, months: int) -> date:
    """The first of a month, so many months on."""
    months += first.month - 1
    return date(first.year + months // 12, months % 12 + 1, 1)


def months_between(first: date, second: date) -> int:
    """How many months the month of one day is before that of the other."""
    return (second.year - first.year) * 12 + second.month - first.month


def part_of(start: int, unit: str, number: int, first_month: int) -> Span:
    """The part with that number of the year that begins in the year `start`."""
    months = MONTHS_IN[unit]
    first = months_later(date(start, first_month, 1), months * (number - 1))
    return first, months_later(first, months) - timedelta(days=1)


def nearest(
    unit: str, first_day: Callable[[int], date], year: str | None, today: date, cadence: Cadence | None = None
) -> Span | None:
    """The week, month or part of a year that begins on that day in `year`, or in whichever year is nearest."""
    years = [whole_year(year)] if year else range(today.year - 2, today.year + 2)
    days = (_tried(first_day, year) for year in years if year in YEARS)
    return likelier([whole(unit, day, cadence) for day in days if day], today)


def whole_year(typed: str) -> int:
    """The year that was typed with two or four digits."""
    return int(typed) + (2000 if len(typed) == 2 else 0)


def _tried(first_day: Callable[[int], date], year: int) -> date | None:
    try:
        return first_day(year)
    except ValueError:
        return None


def likelier(spans: list[Span], today: date) -> Span | None:
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
