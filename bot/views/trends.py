"""Where an indicator's readings lead, as a range, and whether the latest is more than ordinary movement. Raw text."""

from decimal import Decimal

from bot.domain.charting import Rule
from bot.domain.colours import State
from bot.domain.facts import Assessment
from bot.domain.numerals import rounded
from bot.domain.process_limits import Side, Unchanged
from bot.domain.projection import Basis, Projection
from bot.domain.reasons import precision
from bot.domain.signals import Assurance, Meaning, Signal
from bot.domain.values import ValueKind
from bot.results.names import Viewer
from bot.results.trends import Trend
from bot.views.days import day
from bot.views.goals import in_short
from bot.views.signals import looked_at, rule_set
from bot.views.speech import say, say_counted
from bot.views.standing import computed

_SETTLED = (State.MET, State.ACHIEVED, State.NOT_ACHIEVED)
_FEWEST_ALIKE = 5
"""So many equal readings in a row are worth a word."""


def where_it_leads(trend: Trend, a: Assessment, viewer: Viewer) -> str:
    """ "On this trend: 12 to 16 on 30 June; the target of 7 is not reached." Empty where nothing can be said."""
    found, target = trend.projection, a.terms.target
    if found is None or target is None or a.state in _SETTLED:
        return ""
    goal = in_short(target, a.terms.measure, viewer)
    if found.meets_on is not None and found.meets_on <= found.due_on:
        reached = {"goal": goal, "day": day(found.meets_on, viewer)}
        if found.basis is Basis.PACE:
            return say(viewer, "If the average pace holds, the target of {goal} is reached by {day}.", **reached)
        return say(viewer, "On this trend the target of {goal} is reached by {day}.", **reached)
    parts = {"value": _range(found, a, viewer), "due": day(found.due_on, viewer), "goal": goal}
    if found.basis is Basis.PACE:
        return say(viewer, "If the average pace holds: {value} on {due}, where {goal} is promised.", **parts)
    if found.meets_on is None:
        return say(viewer, "On this trend: {value} on {due}; it does not lead to the {goal} promised.", **parts)
    return say(
        viewer,
        "On this trend: {value} on {due}, and the {goal} promised by {day}.",
        day=day(found.meets_on, viewer),
        **parts,
    )


def movement(trend: Trend, a: Assessment, viewer: Viewer) -> list[str]:
    """What the latest reading says, by the limits of its ordinary movement: a sentence each. Nothing as long as there
    are too few readings.
    """
    chart = trend.movement
    if isinstance(chart.limits, Unchanged):
        count = chart.limits.points
        if count < _FEWEST_ALIKE:
            return []
        if trend.counts_up:
            return [
                say_counted(
                    viewer,
                    "As much was added in {count} period.",
                    "As much was added in each of {count} periods.",
                    count,
                )
            ]
        return [say_counted(viewer, "The same for {count} reading.", "The same for {count} readings.", count)]
    if chart.limits is None or not chart.points or (lines := chart.points[-1].lines) is None:
        return []
    parts = []
    if lines.low is not None and lines.high is not None:
        low, high = _amount(lines.low, a, viewer), _amount(lines.high, a, viewer)
        if trend.counts_up:
            parts.append(say(viewer, "What is ordinarily added is between {low} and {high} now.", low=low, high=high))
        else:
            parts.append(say(viewer, "Its ordinary movement is between {low} and {high} now.", low=low, high=high))
    parts += [_signal(each, viewer) for each in chart.signals] or [say(viewer, "This reading is ordinary movement.")]
    if chart.rebase_from is not None:
        parts.append(say(viewer, "It seems to have settled at another level."))
    match chart.assurance:
        case Assurance.RELIABLE:
            parts.append(say(viewer, "As it goes now, it stays inside the limits that you set."))
        case Assurance.NOT_WITHOUT_CHANGE:
            parts.append(say(viewer, "As it goes now, it does not come inside the limits that you set."))
        case Assurance.HIT_AND_MISS:
            parts.append(say(viewer, "As it goes now, it is inside the limits that you set now and then."))
        case None:
            pass
    return parts


def how_looked_at(trend: Trend, a: Assessment, viewer: Viewer) -> str:
    """ "Two rules: outside, eight in a row · by square roots, as waiting times · anew from 4 May: “two new nurses”".
    Empty as long as there is nothing to look at.
    """
    chart, charting = trend.movement, a.terms.charting
    if chart.limits is None and not charting.rebases and not chart.unfit:
        return ""
    parts = [rule_set(chart.rules, viewer), looked_at(charting.transform, viewer)]
    if charting.rebases:
        newest = charting.rebases[-1]
        parts.append(say(viewer, "anew from {day}: “{reason}”", day=day(newest.on, viewer), reason=newest.reason))
    if chart.unfit:
        parts.append(
            say_counted(
                viewer,
                "{count} reading has no place on that scale and is left out",
                "{count} readings have no place on that scale and are left out",
                len(chart.unfit),
            )
        )
    return " · ".join(filter(None, parts))


def _range(found: Projection, a: Assessment, viewer: Viewer) -> str:
    """ "12 to 16", or one value where both ends read the same."""
    if found.low is None or found.high is None:
        return _amount(found.value, a, viewer)
    low, high = _amount(found.low, a, viewer), _amount(found.high, a, viewer)
    return low if low == high else say(viewer, "{low} to {high}", low=low, high=high)


def _amount(of: Decimal, a: Assessment, viewer: Viewer) -> str:
    """With no more digits than the latest reading has."""
    scale = 100 if a.terms.measure.kind is ValueKind.RATIO else 1
    return computed(rounded(of * scale, precision(a)) / scale, a.terms.measure, viewer)


def _signal(signal: Signal, viewer: Viewer) -> str:
    """What the reading completes, and whether it is for the better. No cause is guessed."""
    if signal.rule is Rule.OUTSIDE:
        what = say(viewer, "This reading lies outside of that")
    elif signal.rule is Rule.RUN and signal.side is Side.ABOVE:
        what = say(viewer, "Eight readings in a row lie above the middle")
    elif signal.rule is Rule.RUN:
        what = say(viewer, "Eight readings in a row lie below the middle")
    else:
        what = say(viewer, "Two of the latest three lie far out on one side")
    match signal.meaning:
        case Meaning.IMPROVEMENT:
            return say(viewer, "{what}: something has changed, for the better.", what=what)
        case Meaning.CONCERN:
            return say(viewer, "{what}: something has changed, for the worse.", what=what)
        case Meaning.NEUTRAL:
            return say(viewer, "{what}: something has changed.", what=what)
