"""The rules of a workspace, for everybody who has not set their own."""

from dataclasses import dataclass
from datetime import time

from bot.domain.public_holidays import ClosedDays
from bot.results.names import USUAL_WORDS, ColourWords


@dataclass(frozen=True)
class Rules:
    """Where its days begin, when people are asked and on which weekdays (Monday 0), after how many working days a
    reading is missed, and how far behind, in percent of the way, is still on track and still at risk.
    Whose public holidays people have who chose none: a country or region, "none", or empty for where each of them is.
    The words for the colours and the days off are people's alone: the environment has none.
    """

    zone: str
    working_days: frozenset[int]
    reminder_at: time
    grace_working_days: int
    on_track_gap: int
    at_risk_gap: int
    colour_words: ColourWords = USUAL_WORDS
    holiday_calendar: str = ""
    days_off: tuple[ClosedDays, ...] = ()
