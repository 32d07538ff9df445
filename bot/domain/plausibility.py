"""Whether a value looks like a slip: ten times too much, the wrong sign, far from what there was. What looks like one
is asked about once and never refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from bot.domain.exact import fits, wide
from bot.domain.values import Measure, Value, ValueKind, ratio

MOST_COMPARED = 24
"""So many of the latest values are looked at."""

_FACTOR = 5
"""A value that is this many times the usual one, or a part of it as small, looks like a slip of the point."""
_FACTOR_OF_FEW = 8
_FEW = 3
_ENOUGH_FOR_LIMITS = 5
_LIMITS = Decimal("2.660")
_OUTLIER = Decimal("3.267")
"""Wheeler, *Understanding Variation*: limits are so many mean moving ranges wide (3/d2 with d2 = 1.128 for pairs), and
ranges above so many times their mean are left out of it once.
"""
_MARGIN = Decimal("1.5")
"""Limits of so few values are themselves uncertain. *Simulated*: with this margin fewer than 8 % of ordinary values
are asked about, see the test.
"""
_MATERIAL = 10
"""Where all has moved by tiny steps, a step that is less than so small a part of the value is still no slip."""
_SMALL_COUNT = 5
_PLACES = (10, 100, 1000)


@dataclass(frozen=True)
class Doubt:
    """Why a value looks like a slip: it lies outside of what there was, from `low` to `high`, the latest being `last`
    (None where there was nothing, and the kind of value alone gives the doubt). Or outside of what can be, by `bound`.
    `mended` are the values that may have been meant. It `falls` where it is less than `last`, of a counter that only
    goes up.
    """

    last: Decimal | None
    low: Decimal | None
    high: Decimal | None
    mended: tuple[Value, ...] = ()
    bound: Decimal | None = None
    falls: bool = False


@dataclass(frozen=True)
class Bounds:
    """What a value can be at least and at most, as somebody has set it."""

    lowest: Decimal | None = None
    highest: Decimal | None = None

    def broken_by(self, amount: Decimal) -> Decimal | None:
        """The bound that the amount lies outside of."""
        if self.lowest is not None and amount < self.lowest:
            return self.lowest
        return self.highest if self.highest is not None and amount > self.highest else None


UNBOUNDED = Bounds()


def doubt_about(
    value: Value,
    measure: Measure,
    history: Sequence[Decimal],
    bounds: Bounds = UNBOUNDED,
    *,
    counts_up: bool = False,
) -> Doubt | None:
    """Whether to ask about a value; `history` has the amounts before it, oldest first: of a counter that `counts_up`
    those since it began last. Labels are never doubted.
    """
    if measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        return None
    bound = bounds.broken_by(value.amount)
    falls = counts_up and bool(history) and value.amount < history[-1]
    if bound is None and not falls and not _looks_like_a_slip(value.amount, measure, history):
        return None
    likely = [each for each in _mended(value, measure, history) if bounds.broken_by(each.amount) is None]
    if counts_up and history:
        likely = [each for each in likely if each.amount >= history[-1]]
    mended = tuple(each for each in likely if each.amount != value.amount)[:2]
    if bound is not None:
        return Doubt(None, None, None, mended, bound)
    if not history:
        return Doubt(None, None, None, mended)
    return Doubt(history[-1], min(history), max(history), mended, falls=falls)


def _looks_like_a_slip(amount: Decimal, measure: Measure, history: Sequence[Decimal]) -> bool:
    rules: tuple[Callable[[Decimal, Measure, Sequence[Decimal]], bool], ...] = (
        _beyond_its_kind,
        _of_another_sign,
        _of_another_size,
        _out_of_the_ordinary,
    )
    return any(rule(amount, measure, history) for rule in rules)


def _beyond_its_kind(amount: Decimal, measure: Measure, history: Sequence[Decimal]) -> bool:
    """More than all, or less than nothing, where nothing was so far."""
    match measure.kind:
        case ValueKind.PERCENT:
            return bool(history) and amount > 100 >= max(history)
        case ValueKind.RATIO:
            return amount > 1 and (not history or max(history) <= 1)
        case ValueKind.DURATION:
            return amount < 0 and (not history or min(history) >= 0)
        case _:
            return False


def _of_another_sign(amount: Decimal, _: Measure, history: Sequence[Decimal]) -> bool:
    return bool(history) and ((amount < 0 <= min(history)) or (amount > 0 > max(history)))


def _of_another_size(amount: Decimal, _: Measure, history: Sequence[Decimal]) -> bool:
    if not history:
        return False
    usual = median(history[-3:])
    if not usual or not amount or (amount < 0) != (usual < 0) or _is_small(amount, usual, history):
        return False
    factor = _FACTOR if len(history) >= _FEW else _FACTOR_OF_FEW
    return abs(amount) >= factor * abs(usual) or factor * abs(amount) <= abs(usual)


def _out_of_the_ordinary(amount: Decimal, _: Measure, history: Sequence[Decimal]) -> bool:
    """Outside the natural limits around what came last: so a trend is ordinary movement too. What lies between values
    that there were is nothing out of the ordinary: a season comes back.
    """
    if len(history) < _ENOUGH_FOR_LIMITS or min(history) <= amount <= max(history):
        return False
    with wide():
        usual = median(history[-3:])
        width = _LIMITS * _MARGIN * _mean_moving_range(history)
        away = abs(amount - usual)
        if not width or away <= width or away * _MATERIAL < abs(usual):
            return False
        return not _is_small(amount, usual, history)


def _mean_moving_range(history: Sequence[Decimal]) -> Decimal:
    """The mean distance from one value to the next, without those that are outliers; all, where only zeros are left."""
    ranges = [abs(after - before) for before, after in pairwise(history)]
    mean = sum(ranges, Decimal(0)) / len(ranges)
    screened = [each for each in ranges if each < _OUTLIER * mean]
    return sum(screened, Decimal(0)) / len(screened) if any(screened) else mean


def _is_small(amount: Decimal, usual: Decimal, history: Sequence[Decimal]) -> bool:
    """Whether whole numbers differ by a few: from 1 incident to 5 is nothing to ask about."""
    is_counted = all(each == each.to_integral_value() for each in (amount, *history))
    return is_counted and abs(amount - usual) < _SMALL_COUNT


def _mended(value: Value, measure: Measure, history: Sequence[Decimal]) -> list[Value]:
    """What may have been meant and is no slip itself, the most usual first."""
    if not history:
        return [ratio(value.denominator, value.numerator)] if value.numerator and value.denominator else []
    usual = median(history[-3:])
    likely = [each for each in _slips_of(value) if not _looks_like_a_slip(each.amount, measure, history)]
    return sorted(likely, key=lambda each: abs(each.amount - usual))


def _slips_of(value: Value) -> list[Value]:
    if value.numerator is not None and value.denominator is not None:
        swapped = [ratio(value.denominator, value.numerator)] if value.numerator > 0 else []
        return [*swapped, *(ratio(each, value.denominator) for each in _shifted(value.numerator))]
    return [Value(-value.amount), *(replace(value, amount=each) for each in _shifted(value.amount))]


def _shifted(number: Decimal) -> list[Decimal]:
    with wide():
        shifted = [number / place for place in _PLACES] + [number * place for place in _PLACES]
        return [each.normalize() for each in shifted if fits(each)]
