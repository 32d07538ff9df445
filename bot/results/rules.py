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
    Weeks and fiscal years of new rhythms begin on `week_starts_on` (Monday 0) and in the month `fiscal_year_starts_in`.
    The words for the colours and the days off are people's alone: the environment has none.
    """

    zone: str
    working_days: frozenset[int]
    reminder_at: time
    grace_working_days: int
    on_track_gap: int
    at_risk_gap: int
    week_starts_on: int = 0
    fiscal_year_starts_in: int = 1
    colour_words: ColourWords = USUAL_WORDS
    holiday_calendar: str = ""
    days_off: tuple[ClosedDays, ...] = ()
    away_words: str = ""
    """Of a Slack status: see `bot.domain.statuses`."""
