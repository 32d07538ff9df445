"""How several readings in one period become the period's value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn

from bot.domain.exact import round_quotient, wide
from bot.domain.values import Value, ratio


class Combine(StrEnum):
    """The rule by which readings of one period combine."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    RATIO = "ratio"

    @property
    def adds_up(self) -> bool:
        """Whether a value in the middle of a period says how the period goes."""
        return self in (Combine.SUM, Combine.RATIO)


@dataclass(frozen=True)
class PeriodReading:
    """The latest accepted revision of one reading, given (or observed) at the instant `at`.

    `reset` marks the first one after a cumulative counter began again from zero.
    """

    value: Value
    at: datetime
    reset: bool = False


def combine(readings: Sequence[PeriodReading], rule: Combine) -> Value:
    """The value of a period with these readings, in any order.

    Ratios add up and average as Σnumerator / Σdenominator, never as a mean of percentages. ValueError without readings,
    and for RATIO where a reading has no parts.
    """
    values = [reading.value for reading in sorted(readings, key=lambda reading: reading.at)]
    match rule:
        case Combine.LAST:
            return values[-1] if values else _nothing()
        case Combine.MIN:
            return min(values, key=lambda value: value.amount)
        case Combine.MAX:
            return max(values, key=lambda value: value.amount)
        case Combine.RATIO:
            return _pooled(values) or _nothing()
        case Combine.SUM | Combine.MEAN:
            return _pooled(values) or _total(values, mean=rule is Combine.MEAN)


def carry_over_resets(readings: Sequence[PeriodReading]) -> tuple[PeriodReading, ...]:
    """A cumulative counter's readings in time order, each one after a reset carrying on from the last value before it.

    A meter read 940, changed for a new one, and read 35 has counted 975.
    """
    carried = raw = Decimal(0)
    result = []
    with wide():
        for reading in sorted(readings, key=lambda reading: reading.at):
            if reading.reset:
                carried += raw
            raw = reading.value.amount
            result.append(replace(reading, value=Value(raw + carried), reset=False))
    return tuple(result)


def _pooled(values: Sequence[Value]) -> Value | None:
    """Σnumerator / Σdenominator where every value has its parts."""
    numerators = [value.numerator for value in values if value.numerator is not None]
    denominators = [value.denominator for value in values if value.denominator is not None]
    if not values or not len(values) == len(numerators) == len(denominators):
        return None
    with wide():
        return ratio(sum(numerators, Decimal(0)), sum(denominators, Decimal(0)))


def _total(values: Sequence[Value], *, mean: bool) -> Value:
    if not values:
        _nothing()
    with wide():
        total = sum((value.amount for value in values), Decimal(0))
        return Value(round_quotient(total / len(values)) if mean else total)


def _nothing() -> NoReturn:
    raise ValueError("there is nothing to combine by this rule")
