"""How a status is worked out, for whoever asks: the only screen that speaks of percent of the way."""

from decimal import Decimal
from typing import Any

from bot.domain.colours import State
from bot.domain.facts import Assessment
from bot.domain.numerals import print_percent, readable
from bot.domain.targets import Direction, path_starts_on
from bot.domain.values import ValueKind
from bot.results.names import IndicatorName, Viewer
from bot.results.targets import TargetSheet
from bot.views.amounts import beside, distance, exact
from bot.views.blocks import Message, actions, button, message, one_line, said, section
from bot.views.days import day
from bot.views.goals import describe_target, path
from bot.views.ids import Action
from bot.views.paths import change_path_button
from bot.views.speech import say
from bot.views.standing import amid, told
from bot.views.wording import key

_WORKED_OUT = (State.ON_TRACK, State.AT_RISK, State.OFF_TRACK, State.TOO_EARLY, State.MET)


def can_be_worked_out(assessment: Assessment) -> bool:
    """Whether there is a number behind the status."""
    return assessment.state in _WORKED_OUT and (assessment.gap is not None or assessment.outside is not None)


def working_button(indicator: IndicatorName, viewer: Viewer) -> dict[str, Any]:
    """The button that asks."""
    name = one_line(indicator.name)
    acts_on = say(viewer, "How is this worked out? {indicator}", indicator=name)
    return button(say(viewer, "How is this worked out?"), Action.EXPLAIN, indicator.key, acts_on=acts_on)


def worked_out(sheet: TargetSheet, viewer: Viewer) -> Message:
    """Every step from the reading to the colour."""
    a = sheet.assessment
    title = f"*{said(sheet.indicator.name)}* {key(sheet.indicator.key)}"
    if not can_be_worked_out(a):
        return message(section(f"{title}\n{told(a, viewer).mark} {said(told(a, viewer).headline)}"))
    steps = _of_a_band(a, viewer) if a.terms.direction is Direction.MAINTAIN else _of_a_path(a, viewer)
    has_a_way = sheet.may_edit and a.terms.target is not None and a.terms.target.value is not None
    another = [actions(change_path_button(sheet.indicator, viewer))] if has_a_way else []
    return message(section("\n".join([title, *(said(step, 600) for step in steps)])), *another)


def _of_a_path(a: Assessment, viewer: Viewer) -> list[str]:
    baseline, target, gap = a.terms.baseline, a.terms.target, a.gap
    assert baseline is not None
    assert target is not None
    assert target.value is not None
    assert gap is not None
    assert a.value is not None
    assert a.as_of is not None
    assert a.expected is not None
    expected = _readable(a.expected, a)
    measure, thresholds = a.terms.measure, a.terms.thresholds
    the_way = say(
        viewer,
        "Planned: from {start} on {day} to {target}, {path}. That is {amount} on {reading_day}.",
        start=exact(baseline.value, measure, viewer),
        day=day(path_starts_on(baseline, target), viewer),
        target=describe_target(target, measure, viewer),
        path=path(target, measure, viewer),
        amount=beside(expected, measure, viewer),
        reading_day=day(a.as_of, viewer),
    )
    limits = say(
        viewer,
        "Up to {on_track} behind is 🟢 {green}, up to {at_risk} 🟡 {yellow}, more is 🔴 {red}. "
        "It takes two readings in a row to change the colour.",
        **_colours(viewer),
        on_track=print_percent(thresholds.on_track / 100, viewer.locale),
        at_risk=print_percent(thresholds.at_risk / 100, viewer.locale),
    )
    return [the_way, _distance(a, a.value.amount - expected, target.value - baseline.value.amount, gap, viewer), limits]


def _colours(viewer: Viewer) -> dict[str, str]:
    """The words for the colours in the middle of a sentence, by their places in it."""
    states = {"green": State.ON_TRACK, "yellow": State.AT_RISK, "red": State.OFF_TRACK}
    return {place: amid(state, viewer) for place, state in states.items()}


def _distance(a: Assessment, away: Decimal, span: Decimal, gap: Decimal, viewer: Viewer) -> str:
    assert a.value is not None
    measure = a.terms.measure
    parts = {
        "value": exact(a.value, measure, viewer),
        "percent": print_percent(abs(gap) / 100, viewer.locale),
        "way": distance(span, measure, viewer) or exact(a.value, measure, viewer),
    }
    if not gap:
        return say(viewer, "The reading is {value}, exactly as planned.", value=parts["value"])
    size = distance(away, measure, viewer)
    if not size:  # labels have a place on the way, but no distance
        if gap > 0:
            return say(viewer, "The reading is {value}: {percent} of the way behind.", **_without_way(parts))
        return say(viewer, "The reading is {value}: {percent} of the way ahead.", **_without_way(parts))
    if gap > 0:
        return say(viewer, "The reading is {value}: {size} of the {way}, {percent}, behind.", size=size, **parts)
    return say(viewer, "The reading is {value}: {size} of the {way}, {percent}, ahead.", size=size, **parts)


def _readable(expected: Decimal, a: Assessment) -> Decimal:
    """With the digits that the percentage can be checked by."""
    if a.terms.measure.kind is ValueKind.RATIO:
        return readable(expected * 100) / 100
    return readable(expected)


def _without_way(parts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in parts.items() if name != "way"}


def _of_a_band(a: Assessment, viewer: Viewer) -> list[str]:
    assert a.terms.target is not None
    assert a.value is not None
    goal = describe_target(a.terms.target, a.terms.measure, viewer)
    return [
        say(
            viewer, "Wanted: {goal}. The reading is {value}.", goal=goal, value=exact(a.value, a.terms.measure, viewer)
        ),
        say(
            viewer,
            "Inside is 🟢 {green}, outside once 🟡 {yellow}, outside twice in a row 🔴 {red}.",
            **_colours(viewer),
        ),
        say(
            viewer,
            "Inside so far: {inside} of {received} readings.",
            inside=a.readings_met,
            received=a.readings_received,
        ),
    ]
