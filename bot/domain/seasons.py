"""A planned line with the shape of the year before: what comes back every year is neither behind nor ahead.

Between two points of the line lies what last year's values did there, less the straight line between what they were at
its two ends: so it meets the baseline and the target, and a year without a shape gives the straight line.
"""

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from bot.domain.cadences import Cadence, mean_length
from bot.domain.dates import Month
from bot.domain.exact import wide
from bot.domain.facts import Point
from bot.domain.numerals import rounded
from bot.domain.plausibility import UNBOUNDED, Bounds
from bot.domain.process_series import natural_bounds
from bot.domain.progress import expected_at
from bot.domain.spans import months_later
from bot.domain.targets import Baseline, PathKind, Target, path_starts_on
from bot.domain.values import Measure, ValueKind
from bot.errors import UserError
from bot.words import Listing

_MONTHS = 12
MOST_MISSING = 2
"""So many months of the twelve may be without a reading; the line goes straight over them."""
_A_MONTH, _A_QUARTER = 31, 92
"""The longest month and quarter, in days."""
_A_YEAR = Decimal("365.2425")
_MORE_PLACES = 2
_MOST_PLACES = 9


@dataclass(frozen=True)
class _Part:
    """What was read in one month: the mean of its values, on the mean of the days on which their periods ended."""

    day: date
    value: Decimal


def seasonal_points(
    baseline: Baseline,
    target: Target,
    readings: Sequence[Point],
    *,
    measure: Measure,
    cadence: Cadence,
    today: date,
    bounds: Bounds = UNBOUNDED,
) -> tuple[tuple[date, Decimal], ...]:
    """The points of the line between the start and the due date, by the readings of the twelve whole months before the
    start: E = straight line + R − the straight line from R(start) to R(due date).

    R is the value of the same day a year before, months being joined by straight lines; each further year adds what
    had changed from the last month's value to that of the same month a year later, where that is known. What cannot be
    is cut. Raises UserError for what has no shape, and says what is missing.
    """
    if measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        raise UserError("Labels have no shape of the year. Choose another kind of line.")
    if mean_length(cadence) > _A_QUARTER:
        raise UserError("It is read too seldom to have a shape of the year: that takes at least a value a quarter.")
    assert target.value is not None
    start, due = path_starts_on(baseline, target), target.due_on
    parts = _by_month(point for point in readings if point.period.last < today)
    year = _year_before(start, parts, cadence)
    repeated = _repeated(year, _change(year[-1], parts), until=due)
    straight = Target(target.value, due, target.starts_on)
    ends = _at(repeated, start), _at(repeated, due)
    possible = natural_bounds(measure, [*(part.value for part in year), baseline.value.amount, target.value], bounds)
    places = _places([*(point.value.amount for point in readings), baseline.value.amount, target.value])
    points = []
    for part in repeated:
        if start < part.day < due:
            with wide():
                share = Decimal((part.day - start).days) / (due - start).days
                season = part.value - ends[0] - (ends[1] - ends[0]) * share
                value = expected_at(baseline, straight, part.day) + season
                kept = rounded(_within(value, possible), places).normalize()
            points.append((part.day, kept))
    if not points:
        raise UserError("It is due before the first month is over, so it has no shape yet. Take a straight line.")
    return tuple(points)


def highest_and_lowest(target: Target) -> tuple[tuple[date, Decimal], tuple[date, Decimal]]:
    """The points of a seasonal line at which most and least is planned, of equal ones the first."""
    assert target.path is PathKind.SEASONAL
    return max(target.points, key=lambda point: point[1]), min(target.points, key=lambda point: point[1])


# The year before


def _by_month(points: Iterable[Point]) -> dict[date, _Part]:
    """The parts by the first day of the month in which their periods ended."""
    found: dict[date, list[Point]] = defaultdict(list)
    for point in points:
        found[point.period.last.replace(day=1)].append(point)
    return {month: _part(those) for month, those in sorted(found.items())}


def _part(points: Sequence[Point]) -> _Part:
    days = sum(point.period.last.toordinal() for point in points) // len(points)
    with wide():
        mean = sum((point.value.amount for point in points), Decimal(0)) / len(points)
    return _Part(date.fromordinal(days), mean)


def _year_before(start: date, parts: dict[date, _Part], cadence: Cadence) -> list[_Part]:
    """Those of the last twelve months that were over by the start. Raises UserError where too many are missing."""
    last = start.replace(day=1)
    if start.day < monthrange(start.year, start.month)[1]:
        last = months_later(last, -1)
    months = [months_later(last, 1 - _MONTHS + each) for each in range(_MONTHS)]
    found = [parts[month] for month in months if month in parts]
    length = mean_length(cadence)
    if length > _A_MONTH:
        needed = int(_A_YEAR // length)
        if len(found) < needed:
            raise UserError(
                "The shape of the year takes all readings from {first} to {last}. There are {found} of {needed}.",
                first=Month(months[0].month, months[0].year),
                last=Month(last.month, last.year),
                found=len(found),
                needed=needed,
            )
    elif len(found) < _MONTHS - MOST_MISSING:
        raise UserError(
            "The shape of the year takes readings of the twelve months from {first} to {last}, of which {most} may be "
            "missing. There is none for {missing}.",
            first=Month(months[0].month, months[0].year),
            last=Month(last.month, last.year),
            most=MOST_MISSING,
            missing=Listing(tuple(Month(each.month, each.year) for each in months if each not in parts)),
        )
    return found


def _change(latest: _Part, parts: dict[date, _Part]) -> Decimal:
    """What had changed in a year, from the same month to that of the last value; nothing where that is not known."""
    before = parts.get(months_later(latest.day.replace(day=1), -_MONTHS))
    with wide():
        return latest.value - before.value if before is not None else Decimal(0)


def _repeated(year: Sequence[_Part], change: Decimal, *, until: date) -> list[_Part]:
    """The year and as many more like it as it takes to come to that day, or past it."""
    found = list(year)
    for years in count(1):
        if found[-1].day >= until:
            return found
        with wide():
            found += [_Part(_years_later(part.day, years), part.value + years * change) for part in year]
    raise AssertionError("there is always another year")


def _years_later(day: date, years: int) -> date:
    """The same day so many years later; the last one of its month stays that."""
    following = day + timedelta(days=1)
    if following.day == 1:
        return months_later(following, _MONTHS * years) - timedelta(days=1)
    return day.replace(year=day.year + years)


def _at(parts: Sequence[_Part], day: date) -> Decimal:
    """The value on that day, on the straight lines between the parts."""
    place = bisect_right(parts, day, key=lambda part: part.day)
    before, after = parts[max(place - 1, 0)], parts[min(place, len(parts) - 1)]
    if before.day == after.day:
        return before.value
    with wide():
        share = Decimal((day - before.day).days) / (after.day - before.day).days
        return before.value + (after.value - before.value) * share


# What is kept


def _within(value: Decimal, bounds: Bounds) -> Decimal:
    broken = bounds.broken_by(value)
    return value if broken is None else broken


def _places(amounts: Sequence[Decimal]) -> int:
    """Two digits more than the values have, as far as they are kept."""
    exponents = [amount.normalize().as_tuple().exponent for amount in amounts]
    finest = max((-each for each in exponents if isinstance(each, int)), default=0)
    return min(max(finest, 0) + _MORE_PLACES, _MOST_PLACES)
