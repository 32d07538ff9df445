"""The rules of a workspace, for everybody who has not set their own."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Rules:
    """Where its days begin, when people are asked and on which weekdays (Monday 0), after how many working days a
    reading is missed, and how far behind, in percent of the way, is still on track and still at risk.
    """

    zone: str
    working_days: frozenset[int]
    reminder_at: time
    grace_working_days: int
    on_track_gap: int
    at_risk_gap: int
