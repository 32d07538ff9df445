"""How an indicator and an outcome stand: the state, the colour, and every number that the reason needs."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from bot.domain.cadences import mean_length
from bot.domain.colours import State, Step, last_colour
from bot.domain.due import is_stale
from bot.domain.exact import round_quotient, wide
from bot.domain.facts import Assessment, Facts, Level, Point, Rollup
from bot.domain.periods import next_period, period_containing, periods_between
from bot.domain.progress import expected_at, gap, outside, progress, reaches
from bot.domain.targets import Baseline, Direction, Target, path_starts_on
from bot.domain.values import ValueKind


def assess(facts: Facts, *, today: date, beyond_limit: Collection[str] = ()) -> Assessment:
    """How the indicator stands on `today`. `beyond_limit` holds the keys of periods whose value lies beyond a
    process limit on the bad side; those apply at once.
    """
    assessment = _measured(facts, today, frozenset(beyond_limit))
    return replace(assessment, state=_state(assessment, today))


def roll_up(indicators: Iterable[tuple[Level, Assessment]]) -> Rollup:
    """How the outcome with these indicators stands. Process and output indicators are counted but do not colour it."""
    listed = list(indicators)
    fresh = [each.state for level, each in listed if level is Level.OUTCOME and each.state in _WORST_FIRST]
    return Rollup(
        counts=Counter(each.state for _, each in listed),
        colour=min(fresh, key=_WORST_FIRST.index, default=None),
    )


_WORST_FIRST = (
    State.NOT_ACHIEVED,
    State.OFF_TRACK,
    State.AT_RISK,
    State.ON_TRACK,
    State.MET,
    State.ACHIEVED,
    State.TOO_EARLY,  # No colour of its own: it only speaks where no other indicator does.
)


def _state(a: Assessment, today: date) -> State:
    """The first state that applies, in the order of `State`."""
    facts, target = a.facts, a.facts.target
    if facts.closed:
        return State.CLOSED
    if facts.paused:
        return State.PAUSED
    if not facts.points:
        return State.NO_DATA
    if target is not None and _has_final_reading(facts, target, today):
        return _result(facts, target)
    if facts.cadence is not None and is_stale(facts.points[-1].period, facts.missed):
        return State.STALE
    if target is None or (facts.direction is not Direction.MAINTAIN and target.value is None):
        return State.NO_TARGET
    if facts.direction is not Direction.MAINTAIN and _baseline(facts) is None:
        return State.NO_BASELINE
    if _is_waited_out(facts, target, today):
        return _result(facts, target)
    return a.colour or State.TOO_EARLY


def _has_final_reading(facts: Facts, target: Target, today: date) -> bool:
    """Whether the due date is over and the reading that speaks for it is in. Such a result does not become stale."""
    return today > target.due_on <= facts.points[-1].period.last


def _is_waited_out(facts: Facts, target: Target, today: date) -> bool:
    """Whether the due date is over and its own reading can no longer be waited for.

    The reading for the period with the due date comes after it, as every reading does: until then "not achieved" could
    be untrue. It is waited for until one more whole period is over.
    """
    if today <= target.due_on:
        return False
    if facts.cadence is None:
        return True
    final = period_containing(facts.cadence, target.due_on)
    return today > next_period(facts.cadence, final).last


def _result(facts: Facts, target: Target) -> State:
    return State.ACHIEVED if _is_achieved(facts, target) else State.NOT_ACHIEVED


def _is_achieved(facts: Facts, target: Target) -> bool:
    """By the target's declared rule: the last value up to the due date, or the share of readings inside the band."""
    counted = facts.until_due
    if not counted:
        return False
    met = [reaches(facts.direction, target, point.value.amount) for point in counted]
    if facts.direction is Direction.MAINTAIN and target.share is not None:
        met = [inside for inside, point in zip(met, counted, strict=True) if point.period.last >= target.starts_on]
        return bool(met) and sum(met) >= target.share * len(met)
    return met[-1]


# Measuring


def _measured(facts: Facts, today: date, beyond_limit: frozenset[str]) -> Assessment:
    """Everything but the state."""
    seen = _seen(facts, today)
    if not facts.points or facts.target is None:
        return seen
    if facts.direction is Direction.MAINTAIN:
        return _in_band(seen, facts.target, today, beyond_limit)
    baseline = _baseline(facts)
    if baseline is None or facts.target.value is None:
        return seen
    return _on_path(seen, baseline, facts.target, beyond_limit)


def _baseline(facts: Facts) -> Baseline | None:
    """The baseline, unless a later correction made it the same as the target: then there is nothing to measure from."""
    if facts.baseline is None or (facts.target and facts.target.value == facts.baseline.value.amount):
        return None
    return facts.baseline


def _seen(facts: Facts, today: date) -> Assessment:
    """What the readings alone say: value and movement."""
    if not facts.points:
        return Assessment(facts, State.NO_DATA)
    latest = facts.points[-1]
    return Assessment(
        facts,
        State.NO_DATA,
        value=latest.value,
        previous=facts.points[-2].value if len(facts.points) > 1 else None,
        as_of=latest.as_of,
        readings_received=len(facts.points),
        days_since_reading=(today - latest.as_of).days,
    )


def _on_path(seen: Assessment, baseline: Baseline, target: Target, beyond_limit: frozenset[str]) -> Assessment:
    start = path_starts_on(baseline, target)
    steps = [
        _step(point, seen.facts, baseline, target, beyond=point.period.key in beyond_limit)
        for point in seen.facts.points
        if point.period.last >= start  # Earlier readings stay visible, but outside progress.
    ]
    if not steps:
        return seen
    latest = steps[-1]
    needed, achieved = _paces(seen.facts, baseline, target, latest)
    return replace(
        seen,
        colour=last_colour(steps),
        as_of=latest.as_of,
        colours_from=_colours_from(seen.facts, baseline, target),
        progress=progress(baseline, target, latest.amount),
        expected=expected_at(baseline, target, latest.as_of),
        gap=latest.gap,
        needed_per_period=needed,
        achieved_per_period=achieved,
        readings_in_a_row=_in_a_row([step.own is State.ON_TRACK for step in steps]),
        readings_met=sum(step.met for step in steps),
        readings_received=len(steps),
    )


def _step(point: Point, facts: Facts, baseline: Baseline, target: Target, *, beyond: bool) -> Step:
    start = path_starts_on(baseline, target)
    as_of = max(point.as_of, start)
    behind = gap(baseline, target, point.value.amount, as_of)
    return Step(
        as_of=as_of,
        amount=point.value.amount,
        gap=behind,
        own=facts.thresholds.colour(behind),
        met=reaches(facts.direction, target, point.value.amount),
        beyond_limit=beyond,
        is_warm=as_of >= _colours_from(facts, baseline, target),
    )


def _colours_from(facts: Facts, baseline: Baseline, target: Target) -> date:
    """The day on which enough of the path's time has passed for a colour."""
    start = path_starts_on(baseline, target)
    warm_up = facts.thresholds.warm_up * (target.due_on - start).days
    return start + timedelta(days=int(warm_up.to_integral_value(ROUND_CEILING)))


def _paces(facts: Facts, baseline: Baseline, target: Target, latest: Step) -> tuple[Decimal | None, Decimal | None]:
    """Needed and achieved per period, positive towards the target. Yes/no and ordered scales have no pace."""
    if target.value is None or facts.measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        return None, None
    b, t = baseline.value.amount, target.value
    towards = 1 if t > b else -1
    length = mean_length(facts.cadence) if facts.cadence else Decimal(7)
    days_gone = (latest.as_of - path_starts_on(baseline, target)).days
    days_left = (target.due_on - latest.as_of).days
    with wide():
        needed = round_quotient(towards * (t - latest.amount) * length / days_left) if days_left > 0 else None
        achieved = round_quotient(towards * (latest.amount - b) * length / days_gone) if days_gone > 0 else None
    return needed, achieved


def _in_band(seen: Assessment, target: Target, today: date, beyond_limit: frozenset[str]) -> Assessment:
    """Maintain: inside is on track, outside once at risk, twice running or beyond a process limit off track. Readings
    before or after the target's life are not counted.
    """
    points = [point for point in seen.facts.until_due if point.period.last >= target.starts_on]
    if not points:
        return replace(seen, readings_received=0)
    inside = [reaches(Direction.MAINTAIN, target, point.value.amount) for point in points]
    in_a_row = _in_a_row(inside)
    if inside[-1]:
        colour = State.ON_TRACK
    elif in_a_row > 1 or points[-1].period.key in beyond_limit:
        colour = State.OFF_TRACK
    else:
        colour = State.AT_RISK
    return replace(
        seen,
        colour=colour,
        outside=outside(target, points[-1].value.amount),
        readings_in_a_row=in_a_row,
        readings_met=sum(inside),
        readings_received=len(points),
        readings_expected=_expected_readings(seen.facts, target, today),
    )


def _expected_readings(facts: Facts, target: Target, today: date) -> int | None:
    """How many periods of the target's life are over. None without a cadence."""
    if facts.cadence is None:
        return None
    periods = periods_between(facts.cadence, target.starts_on, min(today, target.due_on))
    return sum(period.last < today for period in periods)


def _in_a_row(flags: list[bool]) -> int:
    """How many at the end are alike."""
    return next((count for count, flag in enumerate(reversed(flags)) if flag != flags[-1]), len(flags))
