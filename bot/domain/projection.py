"""Where an indicator is heading: what its readings come to on the due date, and when they meet the target. It is said
in words and never sets a colour.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from statistics import median, quantiles

from bot.domain.due import is_stale
from bot.domain.exact import round_quotient, wide
from bot.domain.facts import Facts, Point
from bot.domain.process_series import promised
from bot.domain.progress import expected_at
from bot.domain.targets import Baseline, PathKind, Target, path_starts_on
from bot.domain.values import ValueKind

FEWEST = 3
"""With fewer readings there is no projection."""
ENOUGH_FOR_A_TREND = 5
"""With so many the trend is taken, and there is a range."""
MOST_READINGS = 520
"""Ten years of weeks. Every pair of readings has a slope, 135,000 of so many; of more, only the latest are taken."""

_SHARE_OF_THE_WAY = Decimal("0.15")
"""Before a bent path expects so much of its span, what has been reached of it says nothing."""


class Basis(StrEnum):
    """What a projection goes by: the average pace so far ("if the average pace holds"), the trend of the readings, or
    how much of what a bent path expected by now has been reached.
    """

    PACE = "pace"
    TREND = "trend"
    PATH = "path"


@dataclass(frozen=True)
class Projection:
    """The value on the due date with the range from `low` to `high` (None where there is none), and the day on which
    the target is met, never before the latest reading's; None where that is not on this trend.
    """

    basis: Basis
    value: Decimal
    due_on: date
    meets_on: date | None
    low: Decimal | None = None
    high: Decimal | None = None


def project(facts: Facts) -> Projection | None:
    """Where the readings on the path lead. None with fewer than three of them, for limits to keep, yes/no and ordered
    scales, while readings are missed, and once the due date is over.

    3 or 4 readings go on at the average pace since the path began; from 5 on it is the trend (`trend_of`) of the
    readings with the baseline. Where the path is not straight, what it still expects is scaled by what has been reached
    of it: b + (t − b) × (v − b) / (E − b), once E is 15 % of the span away from b.
    """
    path = promised(facts)
    if path is None or facts.measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        return None
    baseline, target = path
    starts_on = path_starts_on(baseline, target)
    points = [point for point in facts.points if point.period.last >= starts_on]
    if len(points) < FEWEST or (facts.cadence is not None and is_stale(points[-1].period, facts.missed)):
        return None
    days = [_Dot((max(point.as_of, starts_on) - starts_on).days, point.value.amount) for point in points]
    whole = (target.due_on - starts_on).days
    if not 0 < days[-1].day < whole:
        return None
    if target.path is not PathKind.STRAIGHT:
        return _along_the_path(baseline, target, points[-1])
    start = _Dot(0, baseline.value.amount)
    if len(points) < ENOUGH_FOR_A_TREND:
        return _at_the_pace(start, days[-1], target, starts_on)
    return _on_the_trend([start, *days[-MOST_READINGS:]], target, starts_on)


# The trend


@dataclass(frozen=True)
class _Dot:
    day: int
    value: Decimal


@dataclass(frozen=True)
class Trend:
    """A line, value = intercept + slope × day, and the 25th and 75th percentile of the slopes that it is the median of.
    All carry as many digits as arithmetic does.
    """

    slope: Decimal
    intercept: Decimal
    lower_slope: Decimal
    upper_slope: Decimal

    def at(self, day: int) -> Decimal:
        """The line's value on that day."""
        with wide():
            return self.intercept + self.slope * day


def trend_of(dots: Sequence[tuple[int, Decimal]]) -> Trend:
    """The Theil–Sen line through these days and values: the median of the slopes between every two of different days,
    and the median of what is left of the values without it. Percentiles are interpolated linearly. ValueError where no
    three slopes can be had.

    Source: Theil (1950), Sen (1968); the intercept as in Conover, *Practical Nonparametric Statistics*, with every
    point's own y − m x.
    """
    with wide():
        slopes = sorted(
            (later - value) / (later_day - day)
            for place, (day, value) in enumerate(dots)
            for later_day, later in dots[place + 1 :]
            if later_day != day
        )
        if len(slopes) < 3:
            raise ValueError("there is no trend of so few days")
        lower, slope, upper = quantiles(slopes, n=4, method="inclusive")
        intercept = median(value - slope * day for day, value in dots)
        return Trend(slope, intercept, lower, upper)


def _on_the_trend(dots: Sequence[_Dot], target: Target, starts_on: date) -> Projection:
    trend = trend_of([(dot.day, dot.value) for dot in dots])
    last, whole = dots[-1].day, (target.due_on - starts_on).days
    with wide():
        ends = sorted(trend.at(last) + slope * (whole - last) for slope in (trend.lower_slope, trend.upper_slope))
    return Projection(
        Basis.TREND,
        round_quotient(trend.at(whole)),
        target.due_on,
        _meets_on(trend.intercept, trend.slope, dots, target, starts_on),
        *map(round_quotient, ends),
    )


def _at_the_pace(start: _Dot, last: _Dot, target: Target, starts_on: date) -> Projection:
    whole = (target.due_on - starts_on).days
    with wide():
        pace = (last.value - start.value) / last.day
        value = round_quotient(start.value + (last.value - start.value) * whole / last.day)
    return Projection(Basis.PACE, value, target.due_on, _meets_on(start.value, pace, [start, last], target, starts_on))


def _meets_on(intercept: Decimal, slope: Decimal, dots: Sequence[_Dot], target: Target, starts_on: date) -> date | None:
    """The day in the course of which a line gets to the target; None where it leads away from it, or never gets there
    in the years of the calendar.
    """
    assert target.value is not None
    towards = target.value - dots[0].value
    if slope * towards <= 0:
        return None
    with wide():
        # Rounded first: a line that meets it on day 300 sharp must not come out as 299.999…99.
        day = round_quotient((target.value - intercept) / slope).to_integral_value(ROUND_FLOOR)
    if day > (date.max - starts_on).days:
        return None
    return starts_on + timedelta(days=max(int(day), dots[-1].day))


# A bent path


def _along_the_path(baseline: Baseline, target: Target, point: Point) -> Projection | None:
    b, t, v = baseline.value.amount, target.value, point.value.amount
    assert t is not None
    today = expected_at(baseline, target, point.as_of)
    with wide():
        # Where a season is above the start, what has been reached of that says nothing about the way down.
        if (today - b) / (t - b) < _SHARE_OF_THE_WAY:
            return None

        def at(expected: Decimal) -> Decimal:
            return round_quotient(b + (expected - b) * (v - b) / (today - b))

        return Projection(Basis.PATH, at(t), target.due_on, _reaches_on(at, baseline, target, point.as_of))


def _reaches_on(at: Callable[[Decimal], Decimal], baseline: Baseline, target: Target, today: date) -> date | None:
    """The day in the course of which the scaled path gets to the target, `today` at the earliest; where it has the
    shape of a year, gets there for good: a summer below it is no end.
    """
    assert target.value is not None
    is_rising = target.value > baseline.value.amount
    found: date | None = None
    for each in range((target.due_on - today).days + 1):
        day = today + timedelta(days=each)
        value = at(expected_at(baseline, target, day))
        if value != target.value and (value > target.value) is not is_rising:
            found = None
        elif found is None:
            # A step is taken on its day; a line that is past the target has met it in the course of the day before.
            is_exact = value == target.value or target.path is PathKind.STEPS
            found = day if is_exact or day == today else day - timedelta(days=1)
            if target.path is not PathKind.SEASONAL:
                break
    return found
