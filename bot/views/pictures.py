"""A chart as a picture: what stands where on the paper, and every word on it. `bot.drawing` draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.exact import wide
from bot.domain.numerals import digits, print_in_short
from bot.domain.periods import Period
from bot.domain.values import Value
from bot.results.charts import Chart
from bot.results.names import Viewer
from bot.results.pictures import Line, Picture, Place, Stroke
from bot.views.blocks import clip, one_line
from bot.views.chart_scales import Scale, computed, is_far, scale_of
from bot.views.charts import FEWEST, decision
from bot.views.days import month_in_short, period_in_short
from bot.views.goals import limit_in_short
from bot.views.speech import capital, say
from bot.views.wording import raw_value

_MOST_IN_AN_END = 40
_MOST_IN_A_TICK = 14
_INTERVALS = 4
"""Between the amounts that are written at the left."""
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_DAYS = 4
"""Days that are written below: more would run into each other on a phone."""
_A_MILLION, _BEYOND_WORDS = 1_000_000, 10**15
_LONG = 330
"""Days from which months are written instead."""


@dataclass(frozen=True)
class _Line:
    """A line in the unit of the values."""

    stroke: Stroke
    label: str
    places: tuple[tuple[date, Decimal], ...]
    in_steps: bool = False


@dataclass(frozen=True)
class _Amounts:
    """What is written at the left, and from where to where the paper goes."""

    ticks: tuple[tuple[float, str], ...]
    lowest: float
    highest: float


def picture(chart: Chart, viewer: Viewer) -> Picture | None:
    """The chart as a picture; None for fewer than two values."""
    if len(chart.points) < FEWEST:
        return None
    scale, lines = scale_of(chart, viewer), [*_planned(chart, viewer), *_flat(chart, viewer)]
    readings = [(point.on, point.amount) for point in chart.points]
    paper = _amounts([scale.at(amount) for amount in _drawn(readings, lines)], scale, viewer)
    return Picture(
        title=one_line(chart.indicator.name),
        unit=scale.unit,
        readings=_on_paper(readings, scale),
        last_label=_last_label(chart, viewer),
        day_ticks=_day_ticks(chart, viewer),
        amount_ticks=paper.ticks,
        lowest=paper.lowest,
        highest=paper.highest,
        lines=tuple(Line(each.stroke, each.label, _on_paper(each.places, scale), each.in_steps) for each in lines),
        band=_band(chart, scale, paper),
        signals=_on_paper([(each.on, each.amount) for each in chart.points if each.period.key in chart.signals], scale),
        signal_label=say(viewer, "more than ordinary movement") if chart.signals else "",
        marks=tuple(float(each.on.toordinal()) for each in chart.decisions),
        notes=tuple(decision(each, viewer) for each in chart.decisions),
        is_open=chart.is_open,
    )


def _drawn(readings: Sequence[tuple[date, Decimal]], lines: Iterable[_Line]) -> list[Decimal]:
    """The amounts that have to be on the paper: all but a target that is far off."""
    moving = [amount for _, amount in readings]
    moving += [amount for each in lines if each.stroke is Stroke.PLANNED for _, amount in each.places]
    targets = [each.places[0][1] for each in lines if each.stroke is Stroke.TARGET]
    usual = [each.places[0][1] for each in lines if each.stroke in (Stroke.CENTRE, Stroke.LIMIT)]
    return moving + usual + [amount for amount in targets if not is_far(amount, moving)]


def _on_paper(places: Iterable[tuple[date, Decimal]], scale: Scale) -> tuple[Place, ...]:
    return tuple((float(on.toordinal()), float(scale.at(amount))) for on, amount in places)


def _last_label(chart: Chart, viewer: Viewer) -> str:
    last = clip(raw_value(Value(chart.points[-1].amount), chart.indicator, viewer), _MOST_IN_AN_END)
    return say(viewer, "{value} so far", value=last) if chart.is_open else last


# Lines ----------------------------------------------------------------------------------------------------------------


def _planned(chart: Chart, viewer: Viewer) -> Iterable[_Line]:
    """The path as far as there are readings: from its first day, or from the first reading where that is later."""
    first, last = chart.points[0], chart.points[-1]
    if not chart.path or last.planned is None or first.planned is None or chart.path[0][0] >= last.on:
        return
    inner = [(on, amount) for on, amount in chart.path if first.on < on < last.on]
    begins = [(first.on, first.planned)] if chart.path[0][0] <= first.on else []
    by_now = clip(computed(last.planned, chart, viewer), _MOST_IN_AN_END)
    label = say(viewer, "Planned {value}", value=by_now)
    yield _Line(Stroke.PLANNED, label, (*begins, *inner, (last.on, last.planned)), chart.in_steps)


def _flat(chart: Chart, viewer: Viewer) -> Iterable[_Line]:
    """What stays the same for all readings: a target, the edges of a band, and what is ordinary movement."""
    whole = chart.points[0].on, chart.points[-1].on
    for stroke, label, amount in (*_promised(chart, viewer), *_usual(chart, viewer)):
        yield _Line(stroke, label, tuple((on, amount) for on in whole))


def _promised(chart: Chart, viewer: Viewer) -> Iterable[tuple[Stroke, str, Decimal]]:
    target, measure = chart.target, chart.indicator.measure

    def said_of(amount: Decimal) -> str:
        return one_line(limit_in_short(amount, measure, viewer), _MOST_IN_AN_END)

    if target is None:
        return
    if target.value is not None:
        yield Stroke.TARGET, say(viewer, "Target {value}", value=said_of(target.value)), target.value
    if target.low is not None:
        yield Stroke.TARGET, capital(say(viewer, "at least {limit}", limit=said_of(target.low))), target.low
    if target.high is not None:
        yield Stroke.TARGET, capital(say(viewer, "at most {limit}", limit=said_of(target.high))), target.high


def _usual(chart: Chart, viewer: Viewer) -> Iterable[tuple[Stroke, str, Decimal]]:
    limits = chart.limits
    if limits is None:
        return
    yield (
        Stroke.CENTRE,
        say(viewer, "Usual {value}", value=computed(limits.centre, chart, viewer)),
        limits.centre,
    )
    for edge in (limits.lower, limits.upper):
        if edge is not None:
            yield Stroke.LIMIT, say(viewer, "Limit {value}", value=computed(edge, chart, viewer)), edge


def _band(chart: Chart, scale: Scale, paper: _Amounts) -> tuple[float, float] | None:
    """What the values are to stay in; a side that is open goes to the edge of the paper."""
    target = chart.target
    if target is None or target.value is not None:
        return None
    low = paper.lowest if target.low is None else float(scale.at(target.low))
    return low, paper.highest if target.high is None else float(scale.at(target.high))


# What is written along the edges --------------------------------------------------------------------------------------


def _amounts(amounts: Sequence[Decimal], scale: Scale, viewer: Viewer) -> _Amounts:
    """Round amounts around all of these, a few at most; or the labels of a scale."""
    if scale.labels:
        ticks = tuple((float(rank), clip(label, _MOST_IN_A_TICK)) for rank, label in scale.labels)
        return _Amounts(ticks, ticks[0][0] - 0.3, ticks[-1][0] + 0.3)
    with wide():
        low, high = min(amounts), max(amounts)
        if low == high:
            low, high = low - _half_of(low), high + _half_of(high)
        step = _step((high - low) / _INTERVALS)
        if all(amount == amount.to_integral_value() for amount in amounts):
            step = max(step, Decimal(1))  # there are no halves of people
        first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
        written = [step * number for number in range(int(first), int(last) + 1)]
        edge = step / 5
        ticks = tuple((float(each), _short(each, viewer)) for each in written)
        return _Amounts(ticks, float(written[0] - edge), float(written[-1] + edge))


def _half_of(amount: Decimal) -> Decimal:
    """Above and below a line that is flat."""
    return abs(amount) / 2 or Decimal(1)


def _step(least: Decimal) -> Decimal:
    """The least of 1, 2, 2.5, 5, 10 and their likes that is as much."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in _STEPS if step * power >= least)


def _short(amount: Decimal, viewer: Viewer) -> str:
    """ "1,250", "12M", and "1e+29" for what nobody has a word for."""
    if abs(amount) < _A_MILLION:
        return digits(amount, viewer.locale)
    return print_in_short(amount, viewer.locale) if abs(amount) < _BEYOND_WORDS else f"{float(amount):.3g}"


def _day_ticks(chart: Chart, viewer: Viewer) -> tuple[tuple[float, str], ...]:
    """The last period, and others before it at the same distance."""
    points, cadence = chart.points, chart.indicator.cadence
    is_long = (points[-1].period.first - points[0].period.first).days > _LONG
    every = -(-(len(points) - 1) // (_MOST_DAYS - 1))

    def named(of: Period) -> str:
        return month_in_short(of.first, viewer) if is_long else period_in_short(of, cadence, viewer, with_year=False)

    return tuple((float(each.on.toordinal()), named(each.period)) for each in reversed(points[::-1][::every]))
