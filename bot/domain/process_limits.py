"""How far a series moves by itself: its centre and its limits, those of an XmR chart. What lies outside of them is for
`signals`, and what of an indicator's readings is such a series for `process_series`.

Source: Wheeler, *Understanding Variation*. The factors are those for ranges of two values, d2 = 1.128 and d3 = 0.853:
2.660 = 3 / d2, and 3.268 = 1 + 3 × d3 / d2. Screening is that of the NHS "Making Data Count" charts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import pairwise

from bot.domain.exact import round_quotient, wide

ENOUGH = 12
"""With fewer points than this nothing is said."""
FROZEN_ON = 24
"""With so many the limits stay as they are."""
RUN = 8
"""So many points in a row on one side of the centre are a signal."""

_REACH = Decimal("2.660")
_UPPER_RANGE = Decimal("3.268")
_SCREENED = Decimal("3.267")


class Side(IntEnum):
    """Where a point lies."""

    BELOW = -1
    ABOVE = 1


@dataclass(frozen=True)
class Limits:
    """The centre and the limits that come from so many points, in their unit, rounded at the 15th place.

    `mean_range` is the mean moving range after screening, `upper_range` the limit of a single one. All but the centre
    are None where nothing moved from one point to the next: limits of no width would say that everything is a signal.
    """

    points: int
    centre: Decimal
    mean_range: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    upper_range: Decimal | None = None

    def side_of(self, x: Decimal) -> Side | None:
        """The side of the centre on which it lies; None on the centre."""
        return _side(x, self.centre, self.centre)

    def beyond(self, x: Decimal) -> Side | None:
        """The limit outside of which it lies; None within them and on one of them."""
        if self.lower is None or self.upper is None:
            return None
        return _side(x, self.lower, self.upper)

    def in_outer_third(self, x: Decimal) -> Side | None:
        """The side on which it lies beyond two thirds of the way from the centre to the limit."""
        if self.lower is None or self.upper is None:
            return None
        with wide():
            away = 3 * (x - self.centre)
            return _side(away, 2 * (self.lower - self.centre), 2 * (self.upper - self.centre))


@dataclass(frozen=True)
class Unchanged:
    """All of so many points are equal: there is nothing to tell from noise."""

    points: int


def moving_ranges(series: Iterable[Decimal | None]) -> list[Decimal]:
    """The distances from each point to the next. None stands for a missing period: nothing is measured across it."""
    with wide():
        return [abs(after - x) for x, after in pairwise(series) if x is not None and after is not None]


def limits_of(series: Sequence[Decimal | None]) -> Limits:
    """The limits from all of these points, None standing for a missing period. ValueError without a point.

    1. The mean moving range; ranges of 3.267 times that and more are left out, once, and it is taken again. Where only
    zeros would be left, all stay. 2. The centre is the mean of the points. 3. The limits lie 2.660 mean ranges on
    either side of it, and that of a single range at 3.268.
    """
    given = [x for x in series if x is not None]
    if not given:
        raise ValueError("there are no limits without a point")
    with wide():
        centre = sum(given, Decimal(0)) / len(given)
        mean = _mean_range(moving_ranges(series))
        if not mean:
            return Limits(len(given), round_quotient(centre))
        return Limits(
            points=len(given),
            centre=round_quotient(centre),
            mean_range=round_quotient(mean),
            lower=round_quotient(centre - _REACH * mean),
            upper=round_quotient(centre + _REACH * mean),
            upper_range=round_quotient(_UPPER_RANGE * mean),
        )


def limits_so_far(series: Sequence[Decimal | None], *, frozen_on: int = FROZEN_ON) -> Limits | None:
    """The limits as of the last of these points: from all of them, or from the first `frozen_on` where there are more.
    None with fewer than `ENOUGH`.
    """
    places = [place for place, x in enumerate(series) if x is not None]
    if len(places) < ENOUGH:
        return None
    return limits_of(series[: places[min(frozen_on, len(places)) - 1] + 1])


def _mean_range(ranges: Sequence[Decimal]) -> Decimal | None:
    if not ranges:
        return None
    total = sum(ranges, Decimal(0))
    # Multiplied instead of divided: a range of exactly 3.267 times a mean that has no end is one of those left out.
    screened = [each for each in ranges if each * len(ranges) < _SCREENED * total]
    return sum(screened, Decimal(0)) / len(screened) if any(screened) else total / len(ranges)


def _side(x: Decimal, low: Decimal, high: Decimal) -> Side | None:
    return Side.BELOW if x < low else Side.ABOVE if x > high else None
