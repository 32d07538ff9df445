"""Amounts along a scale: in which unit they are drawn, and what that is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.exact import wide
from bot.domain.numerals import digits, readable
from bot.domain.unit_words import seconds_of
from bot.domain.values import Measure, ValueKind
from bot.results.charts import Chart
from bot.results.names import Viewer
from bot.views.blocks import one_line
from bot.views.speech import say
from bot.views.wording import planned

LABELLED = (ValueKind.YES_NO, ValueKind.SCALE)
_A_DAY = 86_400
_A_LONG_TIME = 120
"""Minutes from which durations are drawn in hours."""
_LEAST_PART = 5
_MOST_IN_A_UNIT = 40
_MOST_IN_A_LABEL = 20


@dataclass(frozen=True)
class Scale:
    """Amounts are drawn `times` / `parts` what they are, `plus` where people count from another number. `unit` is raw
    text and may be empty; `labels` are those of an ordered scale, or no and yes, with their numbers.
    """

    unit: str
    times: int = 1
    parts: int = 1
    plus: int = 0
    labels: tuple[tuple[int, str], ...] = ()

    def at(self, amount: Decimal) -> Decimal:
        """Where on the scale the amount is."""
        with wide():
            return amount * self.times / self.parts + self.plus


def scale_of(chart: Chart, viewer: Viewer) -> Scale:
    """The scale on which the values of this chart are drawn: percentages for shares, days, hours or minutes for
    durations, ranks from 1 for labels.
    """
    measure = chart.indicator.measure
    match measure.kind:
        case ValueKind.NUMBER | ValueKind.MONEY:
            return Scale(one_line(measure.unit, _MOST_IN_A_UNIT) if measure.unit.strip() else "")
        case ValueKind.PERCENT:
            return Scale("%")
        case ValueKind.RATIO:
            return Scale("%", times=100)
        case ValueKind.DURATION:
            return _of_durations(chart, measure, viewer)
        case ValueKind.YES_NO:
            return Scale("", labels=((0, say(viewer, "no")), (1, say(viewer, "yes"))))
        case ValueKind.SCALE:
            labels = (one_line(label, _MOST_IN_A_LABEL) for label in measure.scale)
            return Scale("", plus=1, labels=tuple(enumerate(labels, start=1)))


def computed(amount: Decimal, chart: Chart, viewer: Viewer) -> str:
    """What was computed for this chart, as raw text beside a value that has the unit: "82", "64 %", "11.3" of days."""
    scale = scale_of(chart, viewer)
    if chart.indicator.measure.kind is ValueKind.DURATION and scale.times > 1:
        return digits(readable(scale.at(amount)), viewer.locale)
    return planned(amount, chart.indicator, viewer)


def is_far(amount: Decimal, among: Iterable[Decimal]) -> bool:
    """Whether a line at this amount would squeeze the others into less than a fifth of the height: then how they move
    could not be seen any more, and it is said instead.
    """
    others = list(among)
    low, high = min(others), max(others)
    with wide():
        return low != high and (high - low) * _LEAST_PART < max(high, amount) - min(low, amount)


def _of_durations(chart: Chart, measure: Measure, viewer: Viewer) -> Scale:
    """Amounts are in minutes."""
    seconds = seconds_of(measure.unit, viewer.locale) if measure.unit.strip() else None
    if seconds is not None and seconds >= _A_DAY:
        return Scale(one_line(measure.unit, _MOST_IN_A_UNIT), times=60, parts=seconds)
    if any(abs(point.amount) >= _A_LONG_TIME for point in chart.points):
        return Scale(say(viewer, "hours"), parts=60)
    return Scale(say(viewer, "minutes"))
