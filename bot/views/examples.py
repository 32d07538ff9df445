"""Commands as they are typed, with what is the reader's own in their places: nobody learns from somebody else's key."""

import re
from collections.abc import Mapping
from datetime import date

from bot.results.names import Viewer
from bot.views.amounts import as_typed
from bot.views.days import day

_PLACE = re.compile(r"<([a-z-]+)>")


def example(command: str, viewer: Viewer, fills: Mapping[str, str] | None = None) -> str:
    """The command as code, raw. "/reading <indicator> <value>" is "/reading wait-gp 12" for somebody who has one, or by
    `fills`; where nothing fills a place, its name stays.
    """
    given = fills or {}
    filled = _PLACE.sub(lambda place: given.get(place[1]) or _own(place[1], viewer) or _named(place), command)
    return f"`{filled.replace('`', '')}`"


def _named(place: re.Match[str]) -> str:
    return "<value>" if place[1] == "goal" else place[0]


def is_filled(command: str, viewer: Viewer) -> bool:
    """Whether every place of the command has something of the reader's own."""
    return all(_own(name, viewer) for name in _PLACE.findall(command))


def _own(place: str, viewer: Viewer) -> str:
    own = viewer.own
    match place:
        case "indicator":
            return own.indicator_key if own else ""
        case "outcome":
            return own.outcome_key if own else ""
        case "value":
            return as_typed(own.value, own.measure, viewer) if own and own.value and own.measure else ""
        case "goal":
            return as_typed(own.goal, own.measure, viewer) if own and own.goal and own.measure else ""
        case "date":
            return day(_half_a_year_end(viewer.today), viewer)
    return ""


def _half_a_year_end(today: date) -> date:
    """The next 30 June or 31 December that is at least a month away."""
    ends = (date(today.year, 6, 30), date(today.year, 12, 31), date(today.year + 1, 6, 30))
    return next(end for end in ends if (end - today).days >= 30)
