"""In what an indicator's values were measured when they were recorded."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions.facts import measure_of
from bot.domain.values import Measure
from storage import indicators
from storage.indicators import Described
from storage.tables import IndicatorDefinition


class Measures:
    """How values are written that were recorded at one time or another: those of before an indicator began afresh are
    not in the unit that it has now. A correction holds for all that was recorded since the indicator began afresh.
    """

    def __init__(self, definitions: Sequence[IndicatorDefinition]) -> None:
        """From all that an indicator ever had, the oldest first."""
        newest = {definition.begins_at: definition for definition in definitions}
        self._first = measure_of(newest.pop(None, definitions[0]))
        self._began_at = sorted(filter(None, newest))
        self._since = [measure_of(newest[began_at]) for began_at in self._began_at]

    def at(self, recorded_at: datetime) -> Measure:
        """The measure of what was recorded at that instant."""
        place = bisect_right(self._began_at, recorded_at)
        return self._since[place - 1] if place else self._first


def measures_of(session: Session, described: Described) -> Measures:
    """Those of this indicator. A query where it ever began afresh."""
    if described.definition.begins_at is None:
        return Measures([described.definition])
    return Measures(indicators.definitions_of(session, described.indicator.id))
