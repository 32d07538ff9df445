"""Where an indicator's readings lead, and which of them are more than ordinary movement. Nothing here writes."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session

from bot.actions.facts import facts_of
from bot.actions.people import Policy
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.facts import Facts
from bot.domain.plausibility import Bounds
from bot.domain.process_limits import Limits as ProcessLimits
from bot.domain.projection import project
from bot.domain.signal_charts import SignalChart, signal_chart
from bot.domain.status import is_unjudged
from bot.results.charts import Chart, Limits
from bot.results.trends import Trend
from storage import due
from storage.readings import counting_readings

_AT_REST = (State.CLOSED, State.PAUSED)


def trend_of(session: Session, at: IndicatorSnapshot, *, policy: Policy) -> Trend | None:
    """From everything that was ever given for the indicator; None for one that is closed, paused, or has no reading.

    Two queries. This is asked for one indicator at a time, by whoever looks at it: a few hundred readings are read.
    """
    facts = _judged(session, at, policy=policy)
    return Trend(project(facts), _movement(facts, at), counts_up=facts.counts_up) if facts is not None else None


def _judged(session: Session, at: IndicatorSnapshot, *, policy: Policy) -> Facts | None:
    """All that is known of the indicator, less what gets no verdict yet; None where there is nothing to say of it."""
    if at.assessment.state in _AT_REST:
        return None
    described = at.described
    readings = counting_readings(session, [described])[at.id]
    facts = facts_of(described, readings, due.missed_periods(session, [at.id])[at.id], policy=policy)
    adds_up = Combine(described.definition.combine).adds_up
    judged = tuple(
        point
        for point in facts.points
        if not is_unjudged(point.period.first, point.period.last, adds_up=adds_up, today=at.today)
    )
    return replace(facts, points=judged) if judged else None


def _movement(facts: Facts, at: IndicatorSnapshot) -> SignalChart:
    bounds = Bounds(at.described.definition.lowest, at.described.definition.highest)
    return signal_chart(facts, facts.charting, rules=facts.rules, bounds=bounds)


def marked(session: Session, chart: Chart, at: IndicatorSnapshot, *, policy: Policy) -> Chart:
    """The chart of an indicator as `with_signals` has it, where nothing else is said of its trend: where the readings
    lead takes as long to work out as all the rest. Two queries.
    """
    facts = _judged(session, at, policy=policy)
    return chart if facts is None else with_signals(chart, _movement(facts, at), counts_up=facts.counts_up)


def with_signals(chart: Chart, movement: SignalChart, *, counts_up: bool) -> Chart:
    """The chart with the values marked that are more than ordinary movement; and with its limits, where these are the
    same for all of it. Beside a planned path they go with the plan, and those of a counter are of what is added in a
    period: both stand in words alone.
    """
    shown = {point.period.key for point in chart.points}
    found = {each.judged.point.period.key for each in movement.points if each.judged.signals}
    limits = None if counts_up else _limits(movement, shown)
    return replace(chart, signals=frozenset(found & shown), limits=limits)


def _limits(movement: SignalChart, shown: Collection[str]) -> Limits | None:
    if not movement.points or not isinstance(movement.limits, ProcessLimits):
        return None
    latest = movement.points[-1]
    if latest.lines is None or latest.judged.point.expected is not None:
        return None
    drawn = [each.lines for each in movement.points if each.judged.point.period.key in shown]
    if any(lines != latest.lines for lines in drawn):
        return None  # worked out anew within what is shown: one line would be wrong for a part of it
    return Limits(latest.lines.centre, latest.lines.low, latest.lines.high)
