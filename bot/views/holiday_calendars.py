"""Public holidays in words: whose they are, and the menu from which somebody chooses a country or a region."""

from bot.domain.closed_days import LONGEST_NAME
from bot.domain.public_holidays import NO_CALENDAR, ClosedDays, Observed, Source, every_calendar
from bot.domain.typed_text import alike
from bot.languages import language_for
from bot.results.home import OwnSettings
from bot.results.names import Viewer
from bot.views.blocks import one_line, said
from bot.views.days import day_with_year, near_day
from bot.views.speech import say

USUAL = "usual"
"""The option of whoever leaves the choice to where they are: an option is never empty."""


def holiday_line(settings: OwnSettings, viewer: Viewer) -> str:
    """ "Public holidays: England (United Kingdom), from your time zone. Next: Mon 25 May (Spring Bank Holiday)."."""
    line = _whose(settings.holidays, viewer)
    if settings.next_holiday is None:
        return line
    on, name = settings.next_holiday
    return say(viewer, "{line} Next: {day} ({name}).", line=line, day=near_day(on, viewer), name=said(name, 60))


def _whose(observed: Observed, viewer: Viewer) -> str:
    if not observed.calendar:
        if observed.source is Source.ZONE:
            return say(viewer, "Public holidays: none, since I know of none in your time zone.")
        return say(viewer, "Public holidays: none.")
    place = said(place_name(observed.calendar, viewer))
    match observed.source:
        case Source.ZONE:
            return say(viewer, "Public holidays: {place}, from your time zone.", place=place)
        case Source.WORKSPACE:
            return say(viewer, "Public holidays: {place}, as in this workspace.", place=place)
        case Source.OWN:
            return say(viewer, "Public holidays: {place}.", place=place)


def place_name(calendar: str, viewer: Viewer) -> str:
    """ "Germany", "Bayern (Germany)": the country in the reader's language and the region in its own, raw text."""
    country, dash, region = calendar.partition("-")
    of_country = str(language_for(viewer.locale).locale.territories.get(country, country))
    if not dash:
        return of_country
    return say(viewer, "{region} ({country})", region=every_calendar().get(calendar) or region, country=of_country)


def choice_label(observed: Observed, viewer: Viewer) -> tuple[str, str]:
    """The option that stands for what somebody has now: its value and its label."""
    if observed.source is not Source.OWN:
        return USUAL, usual_label(observed, viewer)
    if not observed.calendar:
        return NO_CALENDAR, say(viewer, "No public holidays")
    return observed.calendar, one_line(place_name(observed.calendar, viewer))


def usual_label(usual: Observed, viewer: Viewer) -> str:
    """What whoever chooses nothing has."""
    place = one_line(place_name(usual.calendar, viewer), 40) if usual.calendar else say(viewer, "none")
    if usual.source is Source.WORKSPACE:
        return say(viewer, "As in this workspace: {place}", place=place)
    return say(viewer, "By my time zone: {place}", place=place)


def workspace_choice(calendar: str, viewer: Viewer) -> tuple[str, str]:
    """The option that stands for what a workspace has."""
    if not calendar:
        return USUAL, say(viewer, "By the time zone of each person")
    if calendar == NO_CALENDAR:
        return NO_CALENDAR, say(viewer, "No public holidays")
    return calendar, one_line(place_name(calendar, viewer))


def calendars_offered(typed: str, first: tuple[str, str], viewer: Viewer) -> list[tuple[str, str]]:
    """What the menu offers for what is typed, value and label; `first` is what leaves the choice open."""
    wanted = alike(typed)
    no_holidays = (NO_CALENDAR, say(viewer, "No public holidays"))
    if not wanted:
        countries = [(each, place_name(each, viewer)) for each, region in every_calendar().items() if not region]
        return [first, no_holidays, *_sorted([each for each in countries if "-" not in each[0]])]
    places = [(each, place_name(each, viewer)) for each in every_calendar()]
    found = [each for each in places if wanted in alike(each[1]) or wanted == alike(each[0])]
    starting = [each for each in found if alike(each[1]).startswith(wanted)]
    rest = [each for each in found if each not in starting]
    open_ones = [each for each in (first, no_holidays) if wanted in alike(each[1])]
    return [*open_ones, *_sorted(starting), *_sorted(rest)]


def _sorted(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(places, key=lambda each: alike(each[1]))


def closed_days_typed(closed: tuple[ClosedDays, ...], viewer: Viewer) -> str:
    """Days off as one types them, a line for each: what the field of the form starts with."""
    return "\n".join(_closed_line(each, viewer) for each in closed)


def _closed_line(closed: ClosedDays, viewer: Viewer) -> str:
    days = day_with_year(closed.first, viewer)
    if closed.last != closed.first:
        days = f"{days} – {day_with_year(closed.last, viewer)}"
    return f"{days}: {closed.name}" if closed.name else days


def closed_days_said(closed: tuple[ClosedDays, ...], viewer: Viewer) -> list[str]:
    """The same for a sentence, each with its weekday."""
    lines = []
    for each in closed:
        days = near_day(each.first, viewer)
        if each.last != each.first:
            days = say(viewer, "{first} to {last}", first=days, last=near_day(each.last, viewer))
        named = say(viewer, "{days} ({name})", days=days, name=said(each.name, LONGEST_NAME)) if each.name else days
        lines.append(named)
    return lines
