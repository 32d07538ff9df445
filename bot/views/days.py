"""Days, instants and periods as people say them: "tomorrow at 09:00", "last week (11–17 May)".

Names of days and months and their order are CLDR's, in the language of the sentence. `bot.domain.dates` reads days in
every language, and `bot.domain.periods` periods; where English is not spoken they are given to be typed by their keys.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names

from bot.domain.cadences import LEAP_YEAR, Cadence, Every
from bot.domain.dates import Month
from bot.domain.periods import Period, cadence_of, number_in_its_year, period_containing, previous_period
from bot.domain.spans import whole
from bot.languages import language_for
from bot.results.names import Viewer
from bot.views.speech import listed, say, say_counted

_ABBREVIATED = re.compile("(?<!M)MMM(?!M)")

# Days ---------------------------------------------------------------------------------------------------------------


def day(on: date, viewer: Viewer) -> str:
    """ "30 June", with the year unless it is this one."""
    return _day(on, language_for(viewer.locale).locale, with_year=on.year != viewer.today.year)


def day_with_year(on: date, viewer: Viewer) -> str:
    """ "30 June 2026", in whatever year it is."""
    return _day(on, language_for(viewer.locale).locale, with_year=True)


def weekday_and_day(on: date, viewer: Viewer) -> str:
    """ "Wed 10 June"."""
    return _weekday_and_day(on, language_for(viewer.locale).locale, with_year=on.year != viewer.today.year)


def near_day(on: date, viewer: Viewer) -> str:
    """ "today", "tomorrow", "yesterday", otherwise "Wed 10 June"."""
    match (on - viewer.today).days:
        case 0:
            return say(viewer, "today")
        case 1:
            return say(viewer, "tomorrow")
        case -1:
            return say(viewer, "yesterday")
    return weekday_and_day(on, viewer)


def weekday(number: int, viewer: Viewer) -> str:
    """ "Monday" for 0."""
    return str(get_day_names("wide", "stand-alone", language_for(viewer.locale).locale)[number])


def month_name(number: int, viewer: Viewer) -> str:
    """ "January" for 1, by itself."""
    return str(get_month_names("wide", "stand-alone", language_for(viewer.locale).locale)[number])


def day_of_month(month: int, number: int, viewer: Viewer) -> str:
    """ "31 January", of any year."""
    return _day(date(LEAP_YEAR, month, number), language_for(viewer.locale).locale, with_year=False)


def weekdays(numbers: Collection[int], viewer: Viewer) -> str:
    """ "Mon–Fri", "Mon, Tue and Thu": these weekdays by their short names, Monday being 0."""
    names = get_day_names("abbreviated", "stand-alone", language_for(viewer.locale).locale)
    ordered = sorted(numbers)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return say(viewer, "{first}–{last}", first=names[ordered[0]], last=names[ordered[-1]])
    return listed(viewer, [names[number] for number in ordered])


def zone_name(zone: str, viewer: Viewer) -> str:
    """ "London" for Europe/London: the city by which the zone is known, raw text."""
    known = language_for(viewer.locale).locale.time_zones.get(zone, {}).get("city")
    return str(known or zone.rpartition("/")[2].replace("_", " "))


def days_between(first: date, last: date, viewer: Viewer) -> str:
    """ "11–17 May", with the year unless both days are of this one; "11 May" where it is only one day."""
    if first == last:
        return day(first, viewer)
    with_year = {first.year, last.year} != {viewer.today.year}
    return _interval(first, last, language_for(viewer.locale).locale, with_year=with_year)


# Instants -----------------------------------------------------------------------------------------------------------


def instant(at: datetime, viewer: Viewer) -> str:
    """ "Wed 10 June 09:00" in the viewer's zone, for what one person reads."""
    there = at.astimezone(ZoneInfo(viewer.zone))
    return say(viewer, "{day} {time}", day=weekday_and_day(there.date(), viewer), time=f"{there:%H:%M}")


def clock_time(at: datetime, viewer: Viewer) -> str:
    """ "09:00", where the viewer is."""
    return f"{at.astimezone(ZoneInfo(viewer.zone)):%H:%M}"


def near_instant(at: datetime, viewer: Viewer) -> str:
    """ "tomorrow at 09:00", "Wed 10 June at 09:00" in the viewer's zone."""
    there = at.astimezone(ZoneInfo(viewer.zone))
    return say(viewer, "{day} at {time}", day=near_day(there.date(), viewer), time=f"{there:%H:%M}")


def last_day_before(at: datetime, viewer: Viewer) -> date:
    """The viewer's day that ends at this instant, or in which it lies: the end of a day is the first instant of the
    next one.
    """
    return (at - timedelta(microseconds=1)).astimezone(ZoneInfo(viewer.zone)).date()


def lateness(late_by: timedelta, viewer: Viewer) -> str:
    """ "an hour", "3 hours", "2 days": rounded down, since it explains rather than measures."""
    if late_by.days:
        return say_counted(viewer, "{count} day", "{count} days", late_by.days)
    hours = max(int(late_by.total_seconds() // 3600), 1)
    return say_counted(viewer, "an hour", "{count} hours", hours)


# Periods ------------------------------------------------------------------------------------------------------------


def period(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """The period's name: "yesterday", "last week", "week of 4 May", "April", "Q1 2026", "first half of 2026", "2026",
    "FY 2026/27 Q2", "4–17 May". The `cadence` is the present one; the period may be of the time before it held.
    """
    cadence = cadence_of(of, cadence)
    match cadence.every:
        case Every.DAY:
            return _near_name(of, viewer) or _named_for_good(of, cadence, viewer)
        case Every.WEEK:
            return _near_week(of, cadence, viewer) or _named_for_good(of, cadence, viewer)
        case Every.MONTH:
            return month(Month(of.first.month, of.first.year), viewer)
        case Every.QUARTER | Every.HALF_YEAR | Every.YEAR:
            return fiscal_name(of, cadence, viewer) if cadence.is_fiscal else _part_of_the_year(of, cadence, viewer)
        case Every.INTERVAL:
            return days_between(of.first, of.last, viewer)


def _part_of_the_year(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    year = str(of.first.year)
    if cadence.every is Every.QUARTER:
        return say(viewer, "Q{quarter} {year}", quarter=str((of.first.month + 2) // 3), year=year)
    if cadence.every is Every.HALF_YEAR:
        if of.first.month == 1:
            return say(viewer, "first half of {year}", year=year)
        return say(viewer, "second half of {year}", year=year)
    return year


def fiscal_name(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """ "FY 2026/27 Q2": the fiscal year goes by both years of the calendar, as one of them might be either."""
    begins, ends = whole("year", of.first, cadence)
    year = f"{begins.year}/{ends.year % 100:02}"
    if cadence.every is Every.YEAR:
        return say(viewer, "FY {year}", year=year)
    number = str(number_in_its_year(of, begins))
    if cadence.every is Every.QUARTER:
        return say(viewer, "FY {year} Q{quarter}", year=year, quarter=number)
    return say(viewer, "FY {year} H{half}", year=year, half=number)


def period_in_short(of: Period, cadence: Cadence, viewer: Viewer, *, with_year: bool) -> str:
    """The period on an axis: "2 Mar" for the day or the week or weeks that begin on it, "Mar", "Q1 2026", "2026". With
    the year, "2 Mar 2026" and "Mar 2026".
    """
    cadence, locale = cadence_of(of, cadence), language_for(viewer.locale).locale
    match cadence.every:
        case Every.DAY | Every.WEEK | Every.INTERVAL:
            return format_skeleton("yMMMd" if with_year else "MMMd", of.first, locale=locale)
        case Every.MONTH:
            return month_in_short(of.first, viewer) if with_year else format_date(of.first, "LLL", locale=locale)
        case Every.QUARTER | Every.HALF_YEAR | Every.YEAR:
            return period(of, cadence, viewer)


def month_in_short(of: date, viewer: Viewer) -> str:
    """ "Mar 2026": the month of this day, on an axis."""
    return format_skeleton("yMMM", of, locale=language_for(viewer.locale).locale)


def period_to_type(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """The name to be typed, which is right on any day: "week of 4 May", never "last week"."""
    if language_for(viewer.locale).locale.language != "en":
        return of.key  # commands are English as yet
    return _named_for_good(of, cadence, viewer)


def _named_for_good(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    cadence = cadence_of(of, cadence)
    match cadence.every:
        case Every.DAY:
            return day(of.first, viewer)
        case Every.WEEK if cadence.week_start:
            return say(viewer, "week from {day}", day=weekday_and_day(of.first, viewer))
        case Every.WEEK:
            return say(viewer, "week of {day}", day=day(of.first, viewer))
        case Every.YEAR if not cadence.is_fiscal:
            return say(viewer, "year {year}", year=period(of, cadence, viewer))  # a number alone may be anything
        case _:
            return period(of, cadence, viewer)


def period_in_full(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """The same with its days where the name says only how long ago it was, or by whose year it goes: "last week (11–17
    May)", "FY 2026/27 Q2 (1 July – 30 September)".
    """
    cadence = cadence_of(of, cadence)
    if cadence.every is Every.WEEK and (near := _near_week(of, cadence, viewer)):
        return say(viewer, "{near_name} ({days})", near_name=near, days=days_between(of.first, of.last, viewer))
    if cadence.every is Every.DAY and (near := _near_name(of, viewer)):
        return say(viewer, "{near_name} ({days})", near_name=near, days=day(of.first, viewer))
    if cadence.is_fiscal:
        days = days_between(of.first, of.last, viewer)
        return say(viewer, "{period} ({days})", period=fiscal_name(of, cadence, viewer), days=days)
    return period(of, cadence, viewer)


def in_a_sentence(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """The same after "for": "last week (11–17 May)", but "the week of 4 May"."""
    name = period_in_full(of, cadence, viewer)
    return say(viewer, "the {period}", period=name) if _takes_an_article(of, cadence, viewer) else name


def the_period(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """The name in a sentence: "last week", "the week of 30 March", "March", "the first half of 2026"."""
    name = period(of, cadence, viewer)
    return say(viewer, "the {period}", period=name) if _takes_an_article(of, cadence, viewer) else name


def _takes_an_article(of: Period, cadence: Cadence, viewer: Viewer) -> bool:
    """Whether it is a week that is named by its day, or half of a calendar year."""
    cadence = cadence_of(of, cadence)
    if cadence.every is Every.HALF_YEAR:
        return not cadence.is_fiscal
    return cadence.every is Every.WEEK and _near_week(of, cadence, viewer) is None


def _near_name(of: Period, viewer: Viewer) -> str | None:
    return near_day(of.first, viewer) if abs((of.first - viewer.today).days) <= 1 else None


def _near_week(of: Period, cadence: Cadence, viewer: Viewer) -> str | None:
    current = period_containing(cadence, viewer.today)
    if of == current:
        return say(viewer, "this week")
    if of == previous_period(cadence, current):
        return say(viewer, "last week")
    return say(viewer, "next week") if of.first == current.last + timedelta(days=1) else None


def month(of: Month, viewer: Viewer) -> str:
    """ "May", with the year unless it is this one, or not known."""
    year = of.year or viewer.today.year
    first = date(year, of.number, 1)
    return _month(first, language_for(viewer.locale).locale, with_year=year != viewer.today.year)


# CLDR ---------------------------------------------------------------------------------------------------------------
# A screen has the same few days many times, and each takes a tenth of a millisecond to print.


@lru_cache(maxsize=1024)
def _day(on: date, locale: Locale, *, with_year: bool) -> str:
    return format_date(on, "long", locale=locale) if with_year else format_skeleton("MMMMd", on, locale=locale)


@lru_cache(maxsize=1024)
def _weekday_and_day(on: date, locale: Locale, *, with_year: bool) -> str:
    pattern = str(locale.datetime_skeletons["yMMMEd" if with_year else "MMMEd"].pattern)
    return format_date(on, _wide(pattern), locale=locale)


@lru_cache(maxsize=1024)
def _interval(first: date, last: date, locale: Locale, *, with_year: bool) -> str:
    differ = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    # Babel has the patterns, but formats only those with abbreviated months.
    patterns = locale.interval_formats["yMMMd" if with_year else "MMMd"][differ]
    return "".join(
        format_date(on, _wide(pattern), locale=locale) for on, pattern in zip((first, last), patterns, strict=True)
    )


def _wide(pattern: str) -> str:
    """The pattern with the month's whole name in the place of its abbreviation."""
    return _ABBREVIATED.sub("MMMM", pattern)


@lru_cache(maxsize=256)
def _month(first: date, locale: Locale, *, with_year: bool) -> str:
    return format_skeleton("yMMMM", first, locale=locale) if with_year else format_date(first, "LLLL", locale=locale)
