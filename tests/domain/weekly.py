"""Weekly series for tests of signals and projections."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from bot.domain.cadences import Cadence, Every
from bot.domain.facts import Point
from bot.domain.periods import Period, next_period, period_containing
from bot.domain.process_series import Charted, Series
from bot.domain.values import Value

WEEKLY = Cadence(Every.WEEK)


@cache
def weeks(count: int) -> tuple[Period, ...]:
    """So many weeks in a row, from that of 5 January 2026 on (2026-W02)."""
    found = [period_containing(WEEKLY, date(2026, 1, 5))]
    while len(found) < count:
        found.append(next_period(WEEKLY, found[-1]))
    return tuple(found[:count])


def numbers(text: str) -> list[Decimal | None]:
    """ "1 2.5 - 4"; "-" is a missing period, and "9x3" three times 9."""
    found: list[Decimal | None] = []
    for word in text.split():
        amount, _, times = word.partition("x")
        found += [None if amount == "-" else Decimal(amount)] * int(times or 1)
    return found


def make_points(text: str) -> tuple[Point, ...]:
    """Weekly readings, each given on the last day of its week."""
    values = numbers(text)
    return tuple(
        Point(week, Value(value), week.last, datetime(2026, 1, 5, tzinfo=UTC))
        for week, value in zip(weeks(len(values)), values, strict=True)
        if value is not None
    )


def make_series(*parts: Sequence[Decimal | None]) -> Series:
    """A series of these values by themselves; each part has a base of its own."""
    count, made = 0, []
    for part in parts:
        made.append(_part(part, weeks(count + len(part))[count:]))
        count += len(part)
    return Series(tuple(made))


def _part(values: Sequence[Decimal | None], periods: Sequence[Period]) -> tuple[Charted, ...]:
    before = [None, *values]
    return tuple(
        Charted(week, week.last, value, None, value, before[place] is not None)
        for place, (week, value) in enumerate(zip(periods, values, strict=True))
        if value is not None
    )
