"""What a target promises, and what a changed one promised before. Raw text."""

from datetime import date, timedelta
from decimal import Decimal

from bot.domain.numerals import rounded
from bot.domain.seasons import highest_and_lowest
from bot.domain.targets import OPEN_ENDED, PathKind, Target
from bot.domain.values import Measure, ValueKind
from bot.results.names import Viewer
from bot.views.amounts import bare, typed
from bot.views.days import day
from bot.views.speech import listed, say

MOVED_IS_SAID_FOR = timedelta(weeks=4)
_MOST_POINTS = 12


def describe_target(target: Target, measure: Measure, viewer: Viewer) -> str:
    """The target in words: "60 people by 31 December", "between 5 and 10 until 30 June", "at most 4 h"."""
    promised = goal(target, measure, viewer)
    if target.due_on == OPEN_ENDED:
        return promised
    due = day(target.due_on, viewer)
    if target.value is None:
        return say(viewer, "{limits} until {day}", limits=promised, day=due)
    return say(viewer, "{goal} by {day}", goal=promised, day=due)


def goal(target: Target, measure: Measure, viewer: Viewer) -> str:
    """What the target promises, without the day: "60 people", "between 5 and 10", "at most 4 h". Never rounded: beside
    a limit of 4.125 that was printed as 4.13, a value of 4.13 would seem to be inside.
    """
    if target.value is not None:
        return typed(target.value, measure, viewer)
    if target.low is not None and target.high is not None:
        # "between 5 and 10 people" names the unit once.
        low = (bare if measure.kind is ValueKind.NUMBER else typed)(target.low, measure, viewer)
        return say(viewer, "between {low} and {high}", low=low, high=typed(target.high, measure, viewer))
    if target.low is not None:
        return say(viewer, "at least {limit}", limit=typed(target.low, measure, viewer))
    assert target.high is not None, "a target has a value or a limit"
    return say(viewer, "at most {limit}", limit=typed(target.high, measure, viewer))


def in_short(target: Target, measure: Measure, viewer: Viewer) -> str:
    """The same beside a value that has the unit: "7", "5 to 15", "at least 5"."""
    if target.value is not None:
        return limit_in_short(target.value, measure, viewer)
    if target.low is not None and target.high is not None:
        low, high = (limit_in_short(limit, measure, viewer) for limit in (target.low, target.high))
        return say(viewer, "{low} to {high}", low=low, high=high)
    if target.low is not None:
        return say(viewer, "at least {limit}", limit=limit_in_short(target.low, measure, viewer))
    assert target.high is not None, "a target has a value or a limit"
    return say(viewer, "at most {limit}", limit=limit_in_short(target.high, measure, viewer))


def limit_in_short(amount: Decimal, measure: Measure, viewer: Viewer) -> str:
    """A limit beside a value that has the unit, as exact as it was typed."""
    is_bare = measure.kind in (ValueKind.NUMBER, ValueKind.PERCENT)
    return (bare if is_bare else typed)(amount, measure, viewer)


def path(of: Target, measure: Measure, viewer: Viewer) -> str:
    """How the target is to be reached: "in a straight line", "by milestones: 80 by 1 May and 70 by 1 June"."""
    match of.path:
        case PathKind.STRAIGHT:
            return say(viewer, "in a straight line")
        case PathKind.MILESTONES:
            return say(viewer, "by milestones: {points}", points=_points(of, measure, viewer))
        case PathKind.STEPS:
            return say(viewer, "in steps: {points}", points=_points(of, measure, viewer))
        case PathKind.DELAYED:
            return say(
                viewer, "nothing expected until {day}, then in a straight line", day=day(of.points[0][0], viewer)
            )
        case PathKind.SEASONAL:
            return _season(of, measure, viewer)


def _season(of: Target, measure: Measure, viewer: Viewer) -> str:
    """Its shape by its two ends: twelve points a year are a chart, and no sentence."""
    (high_on, high), (low_on, low) = highest_and_lowest(of)
    parts = {
        "high": _rounded(high, of, measure, viewer),
        "high_day": day(high_on, viewer),
        "low": _rounded(low, of, measure, viewer),
        "low_day": day(low_on, viewer),
    }
    if of.set_on is None:
        return say(
            viewer, "in the shape of the year before: up to {high} on {high_day}, down to {low} on {low_day}", **parts
        )
    return say(
        viewer,
        "in the shape of the year before, taken on {set_on}: up to {high} on {high_day}, down to {low} on {low_day}",
        set_on=day(of.set_on, viewer),
        **parts,
    )


def _rounded(amount: Decimal, of: Target, measure: Measure, viewer: Viewer) -> str:
    """With as many digits as the target has, and no fewer than one reads easily."""
    assert of.value is not None
    places = 2 if measure.kind is ValueKind.RATIO else 0
    exponent = of.value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return typed(rounded(amount, max(-exponent, places)), measure, viewer)


def _points(of: Target, measure: Measure, viewer: Viewer) -> str:
    return listed(
        viewer,
        [
            say(viewer, "{goal} by {day}", goal=typed(amount, measure, viewer), day=day(on, viewer))
            for on, amount in of.points[:_MOST_POINTS]
        ],
    )


def moved_note(target: Target, measure: Measure, viewer: Viewer) -> str | None:
    """For four weeks after a target moved, what it was and is: "Target changed on 12 May: 60 → 75 people by 30 June.
    “Two GPs have left”". None otherwise.
    """
    if target.previous is None or target.set_on is None or not _is_news(target.set_on, viewer.today):
        return None
    was, now = goal(target.previous, measure, viewer), describe_target(target, measure, viewer)
    if was == goal(target, measure, viewer):
        was = describe_target(target.previous, measure, viewer)
    parts = {"day": day(target.set_on, viewer), "change": _change(was, now, viewer)}
    if target.reason:
        return say(viewer, "Target changed on {day}: {change}. “{reason}”", reason=target.reason, **parts)
    return say(viewer, "Target changed on {day}: {change}.", **parts)


def _change(was: str, now: str, viewer: Viewer) -> str:
    if was == now:
        return say(viewer, "still {goal}, judged in another way", goal=now)  # by another path or share
    return say(viewer, "{was} → {now}", was=was, now=now)


def _is_news(set_on: date, today: date) -> bool:
    return today - set_on <= MOVED_IS_SAID_FOR
