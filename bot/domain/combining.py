"""How several readings in one period become the period's value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.values import Value


class Combine(StrEnum):
    """The rule by which readings of one period combine."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    RATIO = "ratio"


@dataclass(frozen=True)
class PeriodReading:
    """The latest accepted revision of one reading. `reset` marks the first one after a cumulative counter began again
    from zero.
    """

    value: Value
    at: datetime
    reset: bool = False


def combine(readings: Sequence[PeriodReading], rule: Combine) -> Value:
    """The value of a period with these readings, in any order. Ratios add up as Σnumerator / Σdenominator, never as a
    mean of percentages. ValueError without readings.
    """
    raise NotImplementedError


def carry_over_resets(readings: Sequence[PeriodReading]) -> tuple[PeriodReading, ...]:
    """A cumulative counter's readings in time order, each one after a reset carrying on from the last value before
    it.
    """
    raise NotImplementedError
