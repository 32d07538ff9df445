"""The path from baseline to target: progress, the expected value, and the gap. Targets themselves live in `targets`."""

from bisect import bisect_right
from datetime import date
from decimal import Decimal

from bot.domain.exact import round_points, round_quotient, wide
from bot.domain.targets import (
    Baseline,
    Direction,
    PathKind,
    Target,
    path_starts_on,
)


def progress(baseline: Baseline | None, target: Target | None, v: Decimal) -> Decimal | None:
    """(v − b) / (t − b), raw: below 0 is worse than the baseline, above 1 beyond the target. None where there is none
    to measure: no baseline, no target value, or both the same.
    """
    if baseline is None or target is None or target.value is None or target.value == baseline.value.amount:
        return None
    b = baseline.value.amount
    with wide():
        return round_quotient((v - b) / (target.value - b))


def expected_at(baseline: Baseline, target: Target, day: date) -> Decimal:
    """The value expected on `day`: the baseline before the path begins, the target from its due date on.

    ValueError for a band, which has no path.
    """
    return round_quotient(_on_the_path(baseline, target, day))


def gap(baseline: Baseline, target: Target, v: Decimal, day: date) -> Decimal:
    """How far `v` is behind the path on `day`, (E − v) / (t − b) × 100: points of the span, below 0 when ahead.

    ValueError for a band, and where target and baseline are the same.
    """
    b, t = baseline.value.amount, target.value
    if t is None or t == b:
        raise ValueError("there is no span to measure a gap in")
    # Only the gap itself is rounded: over a small span, an expected value rounded before would shift it.
    with wide():
        return round_points((_on_the_path(baseline, target, day) - v) * 100 / (t - b))


def path_of(baseline: Baseline, target: Target) -> list[tuple[date, Decimal]]:
    """The ascending points of the path, from the baseline on the day it begins to the target on its due date. A
    baseline that came late drops the milestones before its own day. ValueError for a band, which has no path.
    """
    if target.value is None:
        raise ValueError("a band has no path")
    start, b = path_starts_on(baseline, target), baseline.value.amount
    if target.path is PathKind.STRAIGHT:
        between: list[tuple[date, Decimal]] = []
    elif target.path is PathKind.DELAYED:
        between = [(day, b) for day, _ in target.points[:1]]
    else:
        between = sorted(target.points)
    inner = [point for point in between if start < point[0] < target.due_on]
    return [(start, b), *inner, (target.due_on, target.value)]


def outside(target: Target, v: Decimal) -> Decimal:
    """How far `v` lies outside a band, in its unit: below 0 under `low`, above 0 over `high`, 0 inside."""
    with wide():
        if target.low is not None and v < target.low:
            return v - target.low
        if target.high is not None and v > target.high:
            return v - target.high
    return Decimal(0)


def reaches(direction: Direction, target: Target, v: Decimal) -> bool:
    """Whether `v` meets the target: at or past the value, or inside the band."""
    if direction is Direction.MAINTAIN:
        return outside(target, v) == 0
    if target.value is None:
        return False
    return v >= target.value if direction is Direction.INCREASE else v <= target.value


def _on_the_path(baseline: Baseline, target: Target, day: date) -> Decimal:
    """The value expected on `day`, to as many digits as arithmetic carries."""
    path = path_of(baseline, target)
    index = bisect_right(path, day, key=lambda point: point[0])
    if index == 0:
        return path[0][1]
    if index == len(path):
        return path[-1][1]
    (from_day, from_value), (to_day, to_value) = path[index - 1], path[index]
    if target.path is PathKind.STEPS:
        return from_value
    with wide():
        return from_value + (to_value - from_value) * (day - from_day).days / (to_day - from_day).days
