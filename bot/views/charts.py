"""An indicator as a chart: Slack's own where that can say it, a picture where it cannot, and always a sentence too.

Slack's chart has a point for each name on its axis and a line through all of them. It cannot leave a place empty, mark
a day or a value, write the labels of a scale beside it, or show more than twenty periods.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bot.domain.periods import cadence_of, next_period
from bot.domain.targets import Target
from bot.domain.values import Value
from bot.results.charts import Chart, ChartPoint, Decided
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import (
    Drawn,
    Message,
    button,
    clip,
    context,
    escape,
    message,
    one_line,
    said,
    section,
    unmarked,
)
from bot.views.chart_scales import LABELLED, Scale, computed, is_far, scale_of
from bot.views.days import day, period, period_in_short
from bot.views.goals import describe_target, in_short
from bot.views.ids import Action
from bot.views.speech import listed, say, say_counted
from bot.views.wording import raw_value

FEWEST = 2
"""One value is no line."""
MOST_NATIVE = 20
"""Points of a line in a chart of Slack's."""
_MOST_IN_A_TITLE = 48
"""Slack takes 50; two are for what keeps right-to-left names from turning the rest around."""
_LEAST_OF_A_NAME = 12
"""Less of a name says nothing, and then the value is left out."""
_MOST_IN_A_NAME = 20
_MOST_IN_A_BUTTON = 30
_MOST_IN_AN_AXIS = 50
_MOST_HEARD = 1_500
_MOST_IN_A_NOTE = 80
_ABOUT_A_YEAR = 330
"""Days from which one could not be told from the same day a year later."""

# In words ------------------------------------------------------------------------------------------------------------


def heard(chart: Chart, viewer: Viewer) -> str:
    """What the chart shows, for whoever does not see it, as mrkdwn: "Chart of 4 readings: first 12 (week of 20 April),
    last 13.2 (last week), lowest 12 (…), highest 13.2 (…); planned by then 11.3; target 7 by 30 June."
    """
    return escape(unmarked(alternative(chart, viewer)))


def alternative(chart: Chart, viewer: Viewer) -> str:
    """The same as raw text, beside a picture."""
    return clip(_spoken(chart, viewer), _MOST_HEARD)


def _spoken(chart: Chart, viewer: Viewer) -> str:
    first, last = chart.points[0], chart.points[-1]
    lowest, highest = (pick(chart.points, key=lambda point: point.amount) for pick in (min, max))
    parts = [
        say_counted(
            viewer,
            "Chart of {count} reading: first {first}, last {last}, lowest {lowest}, highest {highest}",
            "Chart of {count} readings: first {first}, last {last}, lowest {lowest}, highest {highest}",
            len(chart.points),
            first=_told(first, chart, viewer),
            last=_told(last, chart, viewer, is_open=chart.is_open),
            lowest=_told(lowest, chart, viewer),
            highest=_told(highest, chart, viewer),
        ),
        *_held_against(chart, viewer),
        *_marked(chart, viewer),
    ]
    return "; ".join(parts) + "."


def _told(point: ChartPoint, chart: Chart, viewer: Viewer, *, is_open: bool = False) -> str:
    name = period(point.period, chart.indicator.cadence, viewer)
    when = say(viewer, "{period} so far", period=name) if is_open else name
    return say(viewer, "{value} ({period})", value=_exact(point.amount, chart, viewer), period=when)


def _held_against(chart: Chart, viewer: Viewer) -> Iterable[str]:
    by_then = chart.points[-1].planned
    if by_then is not None:
        yield say(viewer, "planned by then {planned}", planned=computed(by_then, chart, viewer))
    if chart.target is not None:
        yield say(viewer, "target {target}", target=describe_target(chart.target, chart.indicator.measure, viewer))
    if chart.limits is not None:
        centre = computed(chart.limits.centre, chart, viewer)
        yield say(viewer, "usually about {value}", value=centre)


def _marked(chart: Chart, viewer: Viewer) -> Iterable[str]:
    if signals := [each.period for each in chart.points if each.period.key in chart.signals]:
        names = listed(viewer, [period(each, chart.indicator.cadence, viewer) for each in signals])
        yield say(viewer, "more than ordinary movement: {periods}", periods=names)
    if chart.decisions:
        made = [decision(each, viewer) for each in chart.decisions]
        if len(made) > 1:  # by these numbers the picture marks them
            made = [
                say(viewer, "{number}) {decision}", number=place, decision=each) for place, each in enumerate(made, 1)
            ]
        yield say(viewer, "decided: {decisions}", decisions="; ".join(made))


def decision(made: Decided, viewer: Viewer) -> str:
    """ "2 June: Second phone line on Mondays", raw."""
    return say(viewer, "{day}: {text}", day=day(made.on, viewer), text=one_line(made.text, _MOST_IN_A_NOTE))


def _exact(amount: Decimal, chart: Chart, viewer: Viewer) -> str:
    return raw_value(Value(amount), chart.indicator, viewer)


# A picture in a message of its own -----------------------------------------------------------------------------------


def draw_button(indicator: IndicatorName, viewer: Viewer, *, is_named: bool = False) -> dict[str, object]:
    """The button that has it drawn and sent, with what Slack's own chart cannot say; `is_named` where there may be
    charts of several.
    """
    acts_on = say(viewer, "Full chart of {indicator}", indicator=one_line(indicator.name))
    label = say(viewer, "Full chart")
    if is_named:
        label = say(viewer, "Full chart of {indicator}", indicator=one_line(indicator.name, _MOST_IN_A_BUTTON))
    return button(label, Action.DRAW_CHART, indicator.key, acts_on=acts_on)


def chart_is_coming(chart: Chart, viewer: Viewer) -> Message:
    """What is said at once."""
    name = said(chart.indicator.name)
    return message(
        section(say(viewer, "The chart of *{indicator}* comes as a message from me in a moment.", indicator=name))
    )


def sentence_of(chart: Chart, viewer: Viewer) -> str:
    """What goes with a picture of it, as mrkdwn, its name included: by that it is found again."""
    return say(viewer, "*{indicator}*: {words}", indicator=said(chart.indicator.name), words=heard(chart, viewer))


def chart_in_words(chart: Chart, viewer: Viewer) -> Message:
    """The same where there is no picture, and that there is none."""
    lost = say(viewer, "The picture could not be made. Press *Full chart* to try again.")
    return message(section(sentence_of(chart, viewer)), context(lost))


# Slack's own ----------------------------------------------------------------------------------------------------------


def wants_a_picture(chart: Chart) -> bool:
    """Whether there is something to draw of which a chart of Slack's own does not say everything."""
    return len(chart.points) >= FEWEST and not _says_it_all(chart)


def _says_it_all(chart: Chart) -> bool:
    """Slack's chart cannot mark a decision or a signal, leave a gap where a period has no value, write labels along a
    scale, or go back further than twenty periods.
    """
    cadence = chart.indicator.cadence
    periods = [point.period for point in chart.points]
    has_gap = any(next_period(cadence_of(one, cadence), one) != other for one, other in pairwise(periods))
    is_marked = bool(chart.decisions or chart.signals)
    is_short = len(periods) <= MOST_NATIVE and not chart.has_earlier
    return is_short and not (has_gap or is_marked or chart.indicator.measure.kind in LABELLED)


def native_chart(chart: Chart, viewer: Viewer) -> Drawn | None:
    """A chart of Slack's own of the latest twenty periods, and the same in words. None for fewer than two values, and
    where the labels of a scale do not fit beside it: numbers alone would say nothing.
    """
    latest = replace(chart, points=chart.points[-MOST_NATIVE:])
    scale = scale_of(latest, viewer)
    unit = scale.unit or ", ".join(f"{rank} = {label}" for rank, label in scale.labels)
    if len(latest.points) < FEWEST or len(unit) > _MOST_IN_AN_AXIS:
        return None
    names = _names(latest, viewer)
    lines = [(say(viewer, "Readings"), [point.amount for point in latest.points]), *_beside(latest, viewer)]
    series = [{"name": name, "data": _data(names, amounts, scale)} for name, amounts in _with_names_of_their_own(lines)]
    axes: dict[str, Any] = {"categories": names} | ({"y_label": unit} if unit else {})
    block = {
        "type": "data_visualization",
        "title": _title(latest, viewer),
        "chart": {"type": "line", "series": series, "axis_config": axes},
    }
    return Drawn(block, heard(latest, viewer))


def _title(chart: Chart, viewer: Viewer) -> str:
    """The name and the last value, which Slack writes at no point; and the target, where that is too far off to be
    drawn.
    """
    target, indicator = chart.target, chart.indicator
    ending = _exact(chart.points[-1].amount, chart, viewer)
    if target is not None and any(is_far(edge, _moving(chart)) for edge in _edges(target)):
        goal = one_line(in_short(target, indicator.measure, viewer))
        ending = say(viewer, "{value}, target {target}", value=ending, target=goal)
    room = _MOST_IN_A_TITLE - len(ending) - 2
    if room < _LEAST_OF_A_NAME:
        return one_line(indicator.name, _MOST_IN_A_TITLE)
    return say(viewer, "{name}: {ending}", name=one_line(indicator.name, room), ending=ending)


def _beside(chart: Chart, viewer: Viewer) -> Iterable[tuple[str, list[Decimal]]]:
    """What the readings are held against. A target, a limit or an edge of a band is a flat line: Slack has no other. A
    target that is far off is left out.
    """
    points = chart.points
    plan = [point.planned for point in points if point.planned is not None]
    if len(plan) == len(points):
        yield say(viewer, "Planned"), plan
    target, limits = chart.target, chart.limits
    edges = [
        (say(viewer, "Target"), target.value if target else None),
        (say(viewer, "At least"), target.low if target else None),
        (say(viewer, "At most"), target.high if target else None),
    ]
    usual = [
        (say(viewer, "Usual"), limits.centre if limits else None),
        (say(viewer, "Usual at least"), limits.lower if limits else None),
        (say(viewer, "Usual at most"), limits.upper if limits else None),
    ]
    moving = _moving(chart)
    for name, amount in [*((name, edge) for name, edge in edges if edge is None or not is_far(edge, moving)), *usual]:
        if amount is not None:
            yield name, [amount] * len(points)


def _moving(chart: Chart) -> list[Decimal]:
    """Every amount of the lines that move."""
    amounts = [point.amount for point in chart.points]
    return amounts + [point.planned for point in chart.points if point.planned is not None]


def _edges(target: Target) -> list[Decimal]:
    return [edge for edge in (target.value, target.low, target.high) if edge is not None]


def _with_names_of_their_own(lines: Iterable[tuple[str, list[Decimal]]]) -> Iterable[tuple[str, list[Decimal]]]:
    """Slack wants names of up to twenty characters, each another one; a translation may cut two to the same."""
    taken: set[str] = set()
    for name, amounts in lines:
        short = clip(name, _MOST_IN_A_NAME)
        if short in taken:
            short = f"{clip(name, _MOST_IN_A_NAME - 3)} {len(taken) + 1}"
        taken.add(short)
        yield short, amounts


def _data(names: Sequence[str], amounts: Iterable[Decimal], scale: Scale) -> list[dict[str, Any]]:
    values = (_number(scale.at(amount)) for amount in amounts)
    return [{"label": name, "value": value} for name, value in zip(names, values, strict=True)]


def _number(amount: Decimal) -> int | float:
    """As JSON has it. Six places are more than a chart can show."""
    whole = amount.to_integral_value()
    return int(whole) if whole == amount else round(float(amount), 6)


def _names(chart: Chart, viewer: Viewer) -> list[str]:
    """What stands under each point; the key of its period where two would be called the same or one does not fit."""
    cadence, periods = chart.indicator.cadence, [point.period for point in chart.points]
    with_year = (periods[-1].first - periods[0].first).days > _ABOUT_A_YEAR
    named = [period_in_short(each, cadence, viewer, with_year=with_year) for each in periods]
    if len(set(named)) < len(named) or max(map(len, named)) > _MOST_IN_A_NAME:
        return [each.key for each in periods]
    return named
