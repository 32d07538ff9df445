"""The latest values of many indicators at once, for small curves in lines of text."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.actions.facts import points_of
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.periods import Period, previous_period
from bot.domain.values import Value
from storage.readings import counting_in
from storage.tables import Reading

LATEST = 8
"""How many periods back the small curve beside a number goes."""


def latest_values(session: Session, shown: Sequence[IndicatorSnapshot]) -> dict[int, tuple[Value, ...]]:
    """The values of the latest periods of each, the oldest first; a period without one has none. One query, by the days
    on which those periods begin: the history before them is not looked at.
    """
    wanted = {(at.id, period.first) for at in shown for period in _latest_periods(at)}
    given: Mapping[int, list[Reading]] = counting_in(session, wanted) if wanted else {}
    return {at.id: _values(given.get(at.id, ()), at) for at in shown}


def _values(given: Sequence[Reading], at: IndicatorSnapshot) -> tuple[Value, ...]:
    points = points_of(given, at.described)
    return tuple(point.value for point in points)


def _latest_periods(at: IndicatorSnapshot) -> list[Period]:
    if at.standing.latest is None:
        return []
    periods = [at.standing.latest]
    while len(periods) < LATEST:
        periods.append(previous_period(at.cadence, periods[-1]))
    return periods
