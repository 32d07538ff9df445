"""What has become of an offer to hand an indicator over."""

from datetime import timedelta
from enum import StrEnum

ANSWERED_WITHIN = timedelta(hours=24)
"""Without an answer until then it takes effect: somebody who is going away must be able to rely on it."""


class HandoverAnswer(StrEnum):
    """Where an offer is. Only an open one can be answered."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """It was taken back, or something came to pass that it did not know of."""
    LAPSED = "lapsed"
    """Nobody answered, and it took effect."""
