"""How several readings in one period become the period's value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    COUNTER = "counter"
    """The last one, of a counter that only goes up and may begin again from zero."""

    @property
    def counts_up(self) -> bool:
        """Whether readings are those of a counter, carried on where it began again."""
        return self is Combine.COUNTER

    @property
    def counts_last(self) -> bool:
        """Whether only the last reading of a period counts."""
        return self in (Combine.LAST, Combine.COUNTER)

    @property
    def adds_up(self) -> bool:
        """Whether a value in the middle of a period says how the period goes."""
        return self in (Combine.SUM, Combine.RATIO)


@dataclass(frozen=True)
class PeriodReading:
    """The latest accepted revision of one reading, given (or observed) at the instant `at`."""

    value: Value
    at: datetime


Place = tuple[date, int]
"""Where a reading stands in the order of time: the first day of its period, and its number."""


@dataclass(frozen=True)
class Reset:
    """That a counter began again from zero, with the reading at this place. `before` is what it stood at last, 0 where
    nothing had been read, and `read_at` when that was put on record; `made_at` is when the reading was.
    """

    place: Place
    before: Decimal
    made_at: datetime
    read_at: datetime | None = None


def combine(readings: Sequence[PeriodReading], rule: Combine) -> Value:
    """The value of a period with these readings, in any order.

    Ratios add up and average as Σnumerator / Σdenominator, never as a mean of percentages. ValueError without readings,
    and for RATIO where a reading has no parts.
    """
    values = [reading.value for reading in sorted(readings, key=lambda reading: reading.at)]
    match rule:
        case Combine.LAST | Combine.COUNTER:
            return values[-1] if values else _nothing()
        case Combine.MIN:
            return min(values, key=lambda value: value.amount)
        case Combine.MAX:
            return max(values, key=lambda value: value.amount)
        case Combine.RATIO:
            return _pooled(values) or _nothing()
        case Combine.SUM | Combine.MEAN:
            return _pooled(values) or _total(values, mean=rule is Combine.MEAN)


def carried_on(value: Value, at: Place, resets: Iterable[Reset]) -> Value:
    """A counter's reading at this place as it counts: on top of what the counter had come to each time that it began
    again, this reading included.

    A meter read 940, changed for a new one, and read 35 has counted 975.
    """
    with wide():
        carried = sum((reset.before for reset in resets if reset.place <= at), Decimal(0))
        return Value(value.amount + carried) if carried else value


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
