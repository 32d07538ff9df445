"""Public holidays by country and region, which of them is somebody's, and days on which a company is closed.

What days they are is the `holidays` library's business. A calendar is a country ("DE") or a region of one ("DE-BY").
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

import holidays
from babel.core import get_global

NO_CALENDAR = "none"
"""What is stored for somebody who works on public holidays. Nothing stored means that it follows from their zone."""

_AHEAD = 400
"""Days that are looked through for the next holiday: more than a year of a calendar has one."""

# Where a zone says more than its country, or most of the country's people are in one region with holidays of its own.
_REGION_OF_ZONE = {
    "Europe/London": "GB-ENG",
    "Atlantic/Canary": "ES-CN",
    "Africa/Ceuta": "ES-CE",
    "Atlantic/Madeira": "PT-30",
    "Atlantic/Azores": "PT-20",
    "Australia/Adelaide": "AU-SA",
    "Australia/Brisbane": "AU-QLD",
    "Australia/Darwin": "AU-NT",
    "Australia/Hobart": "AU-TAS",
    "Australia/Melbourne": "AU-VIC",
    "Australia/Perth": "AU-WA",
    "Australia/Sydney": "AU-NSW",
    "America/Edmonton": "CA-AB",
    "America/Halifax": "CA-NS",
    "America/Moncton": "CA-NB",
    "America/Regina": "CA-SK",
    "America/St_Johns": "CA-NL",
    "America/Toronto": "CA-ON",
    "America/Vancouver": "CA-BC",
    "America/Winnipeg": "CA-MB",
    "Pacific/Honolulu": "US-HI",
}


class Source(StrEnum):
    """Why these public holidays are somebody's."""

    OWN = "own"
    WORKSPACE = "workspace"
    ZONE = "zone"


@dataclass(frozen=True)
class Observed:
    """Whose public holidays somebody has: the calendar, empty for none, and why."""

    calendar: str = ""
    source: Source = Source.ZONE


@dataclass(frozen=True)
class ClosedDays:
    """Days on which a company is closed, from the first to the last, and what people call them."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True)
class DaysOff:
    """Public holidays of a calendar and days on which the company is closed, of any year: `day in days_off`."""

    calendar: str = ""
    closed: tuple[ClosedDays, ...] = ()

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        if self.calendar and day in holidays_in(self.calendar, day.year):
            return True
        return any(each.first <= day <= each.last for each in self.closed)


def observed(own: str, of_workspace: str, zone: str) -> Observed:
    """Whose public holidays somebody has who is in this zone: those that they chose, else the workspace's, else those
    of where they are. What was chosen and is not known any more counts as not chosen.
    """
    for chosen, source in ((own, Source.OWN), (of_workspace, Source.WORKSPACE)):
        if chosen == NO_CALENDAR:
            return Observed("", source)
        if chosen and is_known(chosen):
            return Observed(chosen, source)
    return Observed(calendar_of_zone(zone), Source.ZONE)


def holidays_in(calendar: str, year: int) -> Mapping[date, str]:
    """The public holidays of a calendar in a year, and their names in English or, where there is none, as people there
    call them. None for what is not known.
    """
    return _holidays_in(calendar, year)


@lru_cache(maxsize=512)
def _holidays_in(calendar: str, year: int) -> Mapping[date, str]:
    country, _, region = calendar.partition("-")
    if not is_known(calendar):
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a region may be spelt otherwise some day: it is the same for as long
        found = holidays.country_holidays(country, subdiv=region or None, years=year, language="en_US")
    return {day: name for day, name in found.items() if day.year == year}


def next_holiday(calendar: str, after: date) -> tuple[date, str] | None:
    """The first public holiday of the calendar later than this day, and its name."""
    for year in (after.year, after.year + 1):
        upcoming = [(day, name) for day, name in holidays_in(calendar, year).items() if day > after]
        if upcoming:
            day, name = min(upcoming)
            return (day, name) if day <= after + timedelta(days=_AHEAD) else None
    return None


@lru_cache(maxsize=1024)
def is_known(calendar: str) -> bool:
    """Whether there are public holidays for this country or region."""
    country, dash, region = calendar.partition("-")
    regions = _regions().get(country)
    return regions is not None and (region in regions if dash else True)


@lru_cache(maxsize=1024)
def calendar_of_zone(zone: str) -> str:
    """The calendar of where a zone is; empty for one that is nowhere (UTC), or where no holidays are known."""
    zone = cast(Mapping[str, str], get_global("zone_aliases")).get(zone, zone)
    found = _REGION_OF_ZONE.get(zone) or cast(Mapping[str, str], get_global("zone_territories")).get(zone, "")
    return found if is_known(found) else ""


def every_calendar() -> Mapping[str, str]:
    """Every calendar there is, and the region's name as people there write it, empty for a whole country."""
    return _every_calendar()


@lru_cache(maxsize=1)
def _every_calendar() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for country, regions in sorted(_regions().items()):
        found[country] = ""
        if regions:
            names = _names_of_regions(country)
            found |= {f"{country}-{region}": names.get(region) or region for region in regions}
    return found


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, tuple[str, ...]]:
    known: dict[str, Any] = dict(holidays.list_supported_countries(include_aliases=False))
    return {country: tuple(regions) for country, regions in known.items()}


def _names_of_regions(country: str) -> dict[str, str]:
    of_country = holidays.country_holidays(country)
    return {region: names[0] for region, names in of_country.get_subdivision_aliases().items() if names}
