"""Indicators that are made of others: the sum, the mean or the ratio of their parts, or a formula over them.

What a whole comes to in a period follows from what its parts came to in that same period, and from nothing else. It
has no value before all of them are in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, TypeGuard

from bot.domain.cadences import Cadence
from bot.domain.exact import WHOLE_DIGITS, round_quotient, wide
from bot.domain.formulas import DividesByZeroError, Formula, Operation, Operator, evaluate, parse_formula, renamed
from bot.domain.periods import Period
from bot.domain.values import Measure, Value, ValueKind
from bot.domain.values import ratio as ratio_of

MOST_PARTS: Final = 20
"""As many as one formula names."""
MOST_LEVELS: Final = 5
"""Wholes that are parts of wholes, one above the other."""
_LABELLED: Final = (ValueKind.YES_NO, ValueKind.SCALE)


class Making(StrEnum):
    """How a whole comes of its parts."""

    SUM = "sum"
    MEAN = "mean"
    RATIO = "ratio"
    FORMULA = "formula"


@dataclass(frozen=True)
class Whole:
    """How an indicator is made of others, which are named by number. A `formula` has these numbers in its braces."""

    making: Making
    part_ids: tuple[int, ...]
    formula: str = ""

    @cached_property
    def parsed(self) -> Formula:
        """The formula as what it computes."""
        return parse_formula(self.formula)

    def formula_with(self, keys: Mapping[int, str]) -> str:
        """The formula as people read it: with keys in its braces."""
        return renamed(self.formula, lambda number: keys.get(int(number), "?"))


def renumbered(whole: Whole, numbers: Mapping[int, int]) -> Whole:
    """The same of other indicators, where there is another number for one."""
    part_ids = tuple(numbers.get(number, number) for number in whole.part_ids)
    formula = renamed(whole.formula, lambda number: str(numbers.get(int(number), int(number))))
    return Whole(whole.making, part_ids, formula)


def encode(whole: Whole | None) -> dict[str, Any] | None:
    """As a definition keeps it."""
    if whole is None:
        return None
    kept: dict[str, Any] = {"making": whole.making.value, "parts": list(whole.part_ids)}
    return kept | {"formula": whole.formula} if whole.formula else kept


def decode(kept: Mapping[str, Any] | None) -> Whole | None:
    """The whole that a definition keeps; None for an ordinary indicator."""
    if kept is None:
        return None
    return Whole(Making(kept["making"]), tuple(kept["parts"]), kept.get("formula", ""))


# What it comes to -----------------------------------------------------------------------------------------------------


class NoValue(StrEnum):
    """Why a whole has no value in a period although all of its parts are in."""

    NO_DATA = "no_data"
    """A part has none."""
    DIVIDES_BY_ZERO = "divides_by_zero"
    TOO_LARGE = "too_large"
    """It has more digits than are kept."""


@dataclass(frozen=True)
class PartReading:
    """What a part came to in a period; without a `value` it said that there is no data."""

    part_id: int
    value: Value | None


@dataclass(frozen=True)
class Made:
    """What a whole came to in a period: a `value`, or `why` it has none; and from what, in the order of its parts."""

    parts: tuple[PartReading, ...]
    value: Value | None = None
    why: NoValue | None = None


def make(whole: Whole, given: Mapping[int, PartReading], *, measure: Measure) -> Made | None:
    """What the whole, of this measure, comes to with what its parts came to in a period; None before all are in."""
    parts = tuple(given[number] for number in whole.part_ids if number in given)
    if len(parts) < len(whole.part_ids):
        return None
    values = [part.value for part in parts if part.value is not None]
    if len(values) < len(parts):
        return Made(parts, why=NoValue.NO_DATA)
    try:
        value = _value(whole, values, measure)
    except DividesByZeroError:
        return Made(parts, why=NoValue.DIVIDES_BY_ZERO)
    too_large = any(
        abs(part) >= 10**WHOLE_DIGITS for part in (value.amount, value.numerator or 0, value.denominator or 0)
    )
    return Made(parts, why=NoValue.TOO_LARGE) if too_large else Made(parts, value)


def _value(whole: Whole, values: Sequence[Value], measure: Measure) -> Value:
    match whole.making:
        case Making.SUM:
            with wide():
                return Value(sum((value.amount for value in values), Decimal(0)))
        case Making.MEAN:
            with wide():
                return Value(round_quotient(sum((value.amount for value in values), Decimal(0)) / len(values)))
        case Making.RATIO:
            with wide():
                return _ratio(
                    sum((value.numerator or Decimal(0) for value in values), Decimal(0)),
                    sum((value.denominator or Decimal(0) for value in values), Decimal(0)),
                )
        case Making.FORMULA:
            amounts = {str(number): value.amount for number, value in zip(whole.part_ids, values, strict=True)}
            formula = whole.parsed
            if measure.kind is ValueKind.RATIO and is_a_quotient(formula):
                numerator, denominator = (evaluate(each, amounts) for each in formula.of)
                return _ratio(_kept(numerator), _kept(denominator))
            return Value(_kept(evaluate(formula, amounts)))


def is_a_quotient(formula: Formula) -> TypeGuard[Operation]:
    """Whether it divides one thing by another, as a share is given."""
    return isinstance(formula, Operation) and formula.operator is Operator.OVER


def _ratio(numerator: Decimal, denominator: Decimal) -> Value:
    if not denominator:
        raise DividesByZeroError
    return ratio_of(numerator, denominator)


def _kept(amount: Decimal) -> Decimal:
    """Rounded as quotients are, where it is no number that could have been typed."""
    return round_quotient(amount) if abs(amount) < 10**WHOLE_DIGITS else amount


def encode_made(made: Made) -> dict[str, Any]:
    """From what a whole came, as its reading keeps it."""
    kept: dict[str, Any] = {"parts": [_encode_part(part) for part in made.parts]}
    return kept | {"why": made.why.value} if made.why is not None else kept


def decode_made(kept: Mapping[str, Any], value: Value | None) -> Made:
    """The same from a reading with this value."""
    parts = tuple(_decode_part(*part) for part in kept["parts"])
    return Made(parts, value, NoValue(kept["why"]) if "why" in kept else None)


def _decode_part(number: int, amount: str | None = None, *ratio: str | None) -> PartReading:
    if amount is None:
        return PartReading(number, None)
    return PartReading(number, Value(Decimal(amount), *(None if each is None else Decimal(each) for each in ratio)))


def _encode_part(part: PartReading) -> list[Any]:
    if part.value is None:
        return [part.part_id]
    amounts = (part.value.amount, part.value.numerator, part.value.denominator)
    return [part.part_id, *(None if each is None else f"{each:f}" for each in amounts)]


# What can be made of what ---------------------------------------------------------------------------------------------


class Unfit(StrEnum):
    """Why an indicator cannot be a part of a whole."""

    OTHER_PERIODS = "other_periods"
    """They are read for other periods: months and weeks, say."""
    OTHER_UNIT = "other_unit"
    LABELS = "labels"
    """Yes and no, and the labels of a scale, are no numbers."""
    DOES_NOT_ADD_UP = "does_not_add_up"
    """A sum of percentages is none of anything."""
    NO_RATIO = "no_ratio"
    """A ratio is made of ratios alone."""
    IS_RATIO = "is_ratio"
    """Of ratios nothing else is made but a ratio, or a formula."""
    NO_QUOTIENT = "no_quotient"
    """What is measured as "31 of 50" comes of a formula only where that divides."""


def unfit(
    making: Making, whole: Measure, part: Measure, *, of: Cadence, part_of: Cadence, is_quotient: bool = True
) -> Unfit | None:
    """Why what is measured like `part`, in the periods of `part_of`, cannot be made into what is measured like `whole`
    in those of `of`; None where it can.
    """
    if not are_of_the_same_periods(of, part_of):
        return Unfit.OTHER_PERIODS
    if whole.kind in _LABELLED or part.kind in _LABELLED:
        return Unfit.LABELS
    if making is Making.FORMULA:
        return Unfit.NO_QUOTIENT if whole.kind is ValueKind.RATIO and not is_quotient else None
    if making is Making.RATIO:
        return None if whole.kind is part.kind is ValueKind.RATIO else Unfit.NO_RATIO
    if ValueKind.RATIO in (whole.kind, part.kind):
        return Unfit.IS_RATIO
    if making is Making.SUM and part.kind is ValueKind.PERCENT:
        return Unfit.DOES_NOT_ADD_UP
    return None if _unit(whole) == _unit(part) else Unfit.OTHER_UNIT


def are_of_the_same_periods(one: Cadence, other: Cadence) -> bool:
    """Whether a period of the one is always a period of the other too, whatever the days on which they are due."""
    return _periods(one) == _periods(other)


def _periods(cadence: Cadence) -> tuple[Any, ...]:
    anchor = cadence.anchor.toordinal() % cadence.interval_days if cadence.anchor and cadence.interval_days else None
    return (cadence.every, cadence.interval_days, anchor, cadence.weekdays, cadence.week_start, cadence.first_month)


def _unit(measure: Measure) -> tuple[ValueKind, str]:
    """Durations are kept in minutes whatever they are printed in, and percentages are of a hundred."""
    has_unit = measure.kind not in (ValueKind.DURATION, ValueKind.PERCENT)
    return measure.kind, measure.unit.strip().casefold() if has_unit else ""


# What is above what ---------------------------------------------------------------------------------------------------


def loop_through(start: int, parts_of: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """The way from this indicator through its parts, and theirs, back to it: its number first and last. Empty where
    there is none.
    """
    waiting: list[tuple[int, ...]] = [(start,)]
    seen: set[int] = set()
    while waiting:
        way = waiting.pop()
        for part in parts_of.get(way[-1], ()):
            if part == start:
                return (*way, start)
            if part not in seen:
                seen.add(part)
                waiting.append((*way, part))
    return ()


def levels(of: Iterable[int], parts_of: Mapping[int, Collection[int]]) -> dict[int, int]:
    """On which level each of these wholes, and of their parts, is: 0 for an ordinary indicator, and else one above the
    highest of its parts. Of what has no loop.
    """
    known: dict[int, int] = {}
    waiting = list(of)
    while waiting:
        number = waiting[-1]
        unknown = [part for part in parts_of.get(number, ()) if part not in known]
        if number not in known and unknown:
            waiting += unknown
            continue
        waiting.pop()
        known.setdefault(number, 1 + max((known[part] for part in parts_of.get(number, ())), default=-1))
    return known


# What is still to come ------------------------------------------------------------------------------------------------


class Waiting(StrEnum):
    """Why a part has not come in."""

    NOT_GIVEN = "not_given"
    NO_DATA = "no_data"
    PAUSED = "paused"
    RETIRED = "retired"
    CLOSED = "closed"
    """Its outcome is."""
    OUT_OF_SIGHT = "out_of_sight"
    """It lives in a private channel by now, and the whole does not."""
    MEASURED_OTHERWISE = "measured_otherwise"
    """It is read for other periods by now, or in another unit."""


@dataclass(frozen=True)
class Awaited:
    """A part that has not come in: its key, and the name of its owner. Both are empty where it is out of sight."""

    key: str
    owner: str
    why: Waiting


@dataclass(frozen=True)
class PartsIn:
    """How many parts of a whole are in for a period, and which of them are not; or `why` there is no value with all.
    Without a `period` only what keeps a part from counting at all is told. The whole is read in the periods of this
    `cadence`.
    """

    period: Period | None
    cadence: Cadence
    count: int
    awaited: tuple[Awaited, ...] = ()
    why: NoValue | None = None

    @property
    def received(self) -> int:
        return self.count - sum(each.why is not Waiting.NO_DATA for each in self.awaited)
