"""Which series of an indicator is looked at for signals, and how its limits are drawn beside the values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

from bot.domain.cadences import Cadence
from bot.domain.charting import AS_IT_IS, Charting
from bot.domain.exact import wide
from bot.domain.facts import Facts, Point, Terms
from bot.domain.periods import Period, first_period_from, next_period
from bot.domain.plausibility import UNBOUNDED, Bounds
from bot.domain.process_limits import Limits
from bot.domain.progress import expected_at
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.transforms import Transform, is_within_reach, led_back, transformed
from bot.domain.values import Measure, ValueKind


@dataclass(frozen=True)
class Charted:
    """One point: a period's value, or how much a counter went up in it; what the path expected on its day (None without
    a path); and `x`, what is held against the limits. `follows` where the period before it has a point too, of the same
    base.
    """

    period: Period
    as_of: date
    value: Decimal
    expected: Decimal | None
    x: Decimal
    follows: bool


@dataclass(frozen=True)
class Series:
    """The points in time order, one part for each base of limits, the one that holds now last. `unfit` are the periods
    with a value that has no place on the transformed scale: they count as missing.
    """

    parts: tuple[tuple[Charted, ...], ...]
    unfit: tuple[Period, ...] = ()


def series_of(facts: Facts, charting: Charting = AS_IT_IS) -> Series:
    """What is looked at: how far values are from the path, v − E, where there is one; a counter's increments; else the
    values. Yes/no and ordered scales have no such series.

    On a transformed scale the distance is that of the transformed numbers, f(v) − f(E).
    """
    if facts.measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        return Series(())
    points = [point for point in facts.points if charting.since is None or point.as_of >= charting.since]
    if charting.counts_up:
        found = list(_increments(points, facts.cadence))
    else:
        found = [(point, point.value.amount, _expected(facts, point)) for point in points]
    fitting = [each for each in found if _is_fit(each, charting.transform)]
    unfit = tuple(each[0].period for each in found if not _is_fit(each, charting.transform))
    parts = groupby(fitting, key=lambda each: charting.base_of(each[0].period))
    return Series(tuple(_part(list(part), facts.cadence, charting.transform) for _, part in parts), unfit)


def with_gaps(points: Sequence[Charted]) -> list[Decimal | None]:
    """What is held against the limits, with None wherever a period is missing in between."""
    series: list[Decimal | None] = []
    for point in points:
        if series and not point.follows:
            series.append(None)
        series.append(point.x)
    return series


def has_gap(before: Period, after: Period, cadence: Cadence | None) -> bool:
    """Whether a whole period lies between the two. Without a cadence no period is ever missing."""
    if cadence is None:
        return False
    following = first_period_from(cadence, before.last + timedelta(days=1))
    if following.first <= before.last:
        following = next_period(cadence, following)
    return following.last < after.first


# Drawing


@dataclass(frozen=True)
class Drawn:
    """The lines beside a value, in its unit; `low` and `high` are None where there are no limits."""

    centre: Decimal
    low: Decimal | None
    high: Decimal | None


def drawn_at(
    limits: Limits,
    expected: Decimal | None,
    *,
    transform: Transform | None = None,
    bounds: Bounds = UNBOUNDED,
) -> Drawn:
    """The centre and the limits on a day for which `expected` was expected (None without a path), led back from the
    transformed scale. What can be at least and at most cuts the lines, and nothing that is worked out from them.
    """
    start = transformed(expected, transform) if expected is not None else Decimal(0)

    def line(x: Decimal) -> Decimal:
        return _within(led_back(start + x, transform), bounds)

    with wide():
        return Drawn(line(limits.centre), *(None if x is None else line(x) for x in (limits.lower, limits.upper)))


def natural_bounds(measure: Measure, values: Sequence[Decimal], bounds: Bounds = UNBOUNDED) -> Bounds:
    """What a value can be at least and at most: as somebody has set it, else 0, and 100 % of a share, as far as no
    value has been beyond that.
    """
    whole = {ValueKind.PERCENT: Decimal(100), ValueKind.RATIO: Decimal(1)}.get(measure.kind)
    least = Decimal(0) if all(value >= 0 for value in values) else None
    most = whole if whole is not None and all(value <= whole for value in values) else None
    return Bounds(
        bounds.lowest if bounds.lowest is not None else least,
        bounds.highest if bounds.highest is not None else most,
    )


def _within(value: Decimal, bounds: Bounds) -> Decimal:
    broken = bounds.broken_by(value)
    return value if broken is None else broken


# What the points are


_Found = tuple[Point, Decimal, Decimal | None]
"""A reading, its value or increment, and what was expected."""


def promised(terms: Terms) -> tuple[Baseline, Target] | None:
    """The baseline and the target between which there is a path; None without one."""
    baseline, target = terms.baseline, terms.target
    if terms.direction is Direction.MAINTAIN or baseline is None or target is None or target.value is None:
        return None
    return None if target.value == baseline.value.amount else (baseline, target)


def _expected(facts: Facts, point: Point) -> Decimal | None:
    path = promised(facts)
    return expected_at(*path, point.as_of) if path is not None else None


def _increments(points: Sequence[Point], cadence: Cadence | None) -> Iterator[_Found]:
    """How much a counter went up in each period. Over a missing one it is not known of which period that is."""
    for before, point in pairwise(points):
        if not has_gap(before.period, point.period, cadence):
            with wide():
                yield point, point.value.amount - before.value.amount, None


def _is_fit(found: _Found, transform: Transform | None) -> bool:
    _, value, expected = found
    return is_within_reach(value, transform) and (expected is None or is_within_reach(expected, transform))


def _part(found: Sequence[_Found], cadence: Cadence | None, transform: Transform | None) -> tuple[Charted, ...]:
    charted: list[Charted] = []
    for point, value, expected in found:
        with wide():
            x = transformed(value, transform) - (transformed(expected, transform) if expected is not None else 0)
        follows = bool(charted) and not has_gap(charted[-1].period, point.period, cadence)
        charted.append(Charted(point.period, point.as_of, value, expected, x, follows))
    return tuple(charted)
