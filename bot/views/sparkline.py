"""A few values as a small curve in a line of text."""

from collections.abc import Sequence
from decimal import Decimal

_STEPS = "▁▂▃▄▅▆▇█"
_FLAT = "▄"


def sparkline(amounts: Sequence[Decimal]) -> str:
    """A bar for each amount, from the lowest of them to the highest; in the middle where all are the same."""
    if not amounts:
        return ""
    lowest, highest = min(amounts), max(amounts)
    if lowest == highest:
        return _FLAT * len(amounts)
    last = len(_STEPS) - 1
    return "".join(_STEPS[round((amount - lowest) / (highest - lowest) * last)] for amount in amounts)
