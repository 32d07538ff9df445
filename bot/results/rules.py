"""The rules of a workspace, for everybody who has not set their own."""

from dataclasses import dataclass
from datetime import time

from bot.results.names import USUAL_WORDS, ColourWords


@dataclass(frozen=True)
class Rules:
    """Where its days begin, when people are asked and on which weekdays (Monday 0), after how many working days a
    reading is missed, and how far behind, in percent of the way, is still on track and still at risk.
    The words for the colours are people's alone: the environment has none.
    """

    zone: str
    working_days: frozenset[int]
    reminder_at: time
    grace_working_days: int
    on_track_gap: int
    at_risk_gap: int
    colour_words: ColourWords = USUAL_WORDS
