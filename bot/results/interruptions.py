"""Indicators that rest, or go on."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.interruptions import Interruption
from bot.results.names import IndicatorName, PersonName


@dataclass(frozen=True)
class Interrupted:
    """What somebody did with an indicator. `asked_on` is the day on which its next reading falls due, where that is
    known: after the pause, or from now on. `part_of` is what is made of it, as far as whoever did it sees that.
    """

    indicator: IndicatorName
    what: Interruption
    by: PersonName
    at: datetime
    until_on: date | None = None
    asked_on: date | None = None
    reason: str = ""
    part_of: tuple[IndicatorName, ...] = ()
