"""How an indicator and an outcome stand: the state, the colour, and every number that the reason needs.

A reading changes what the ones before it came to, and never asks for them again: `stand` goes through all of them,
`advance` takes in one more, and both come to the same. What depends on the day alone is added by `assess_standing`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from functools import reduce
from operator import attrgetter

from bot.domain.cadences import mean_length
from bot.domain.colours import State, Step, next_colour
from bot.domain.due import is_stale
from bot.domain.exact import round_quotient, wide
from bot.domain.facts import Assessment, Facts, Level, Measured, Point, Rollup, Standing, Terms
from bot.domain.periods import Period, next_period, period_containing, periods_between
from bot.domain.process_limits import Side
from bot.domain.process_series import has_gap
from bot.domain.process_so_far import ProcessSoFar, Taken
from bot.domain.progress import expected_at, gap, outside, progress, reaches
from bot.domain.targets import OPEN_ENDED, Baseline, Direction, Target, path_starts_on
from bot.domain.transforms import is_within_reach, transformed
from bot.domain.values import ValueKind

RULES_VERSION = 4
"""Goes up with every change of what the same history comes to: what was worked out by another one is out of date."""


def assess(facts: Facts, *, today: date) -> Assessment:
    """How the indicator stands on `today`."""
    return assess_standing(stand(facts), facts.terms, today=today)


def assess_standing(standing: Standing, terms: Terms, *, today: date) -> Assessment:
    """How an indicator that stands like this, whatever the day, stands on `today`."""
    return Assessment(
        **dict(zip(_MEASURED, _measures_of(standing), strict=True)),
        terms=terms,
        state=state_on(standing, today=today, closed=terms.closed, paused=terms.paused),
        readings_expected=_readings_expected(standing, terms, today),
        days_since_reading=(today - standing.speaks_for).days if standing.speaks_for else None,
    )


def state_on(standing: Standing, *, today: date, closed: bool, paused: bool) -> State:
    """The state on `today`, by `standing` and by whether it is measured at present."""
    if closed:
        return State.CLOSED
    return State.PAUSED if paused else standing.state_on(today)


def stand(facts: Facts) -> Standing:
    """What the readings come to, whatever the day is."""
    course = _course_of(facts)
    return _standing(reduce(course.after, facts.points, Measured()), course, missed=facts.missed)


def to_go_on_from(measured: Measured) -> Measured:
    """As much of it as `advance` needs: less what is worked out from that each time."""
    return replace(
        measured_of(measured),
        colours_from=None,
        progress=None,
        expected=None,
        needed_per_period=None,
        achieved_per_period=None,
        is_stale=False,
    )


def measured_of(measured: Measured) -> Measured:
    """What the readings come to, without the states that follow from it."""
    return Measured(**dict(zip(_MEASURED, _measures_of(measured), strict=True)))


def advance(
    before: Measured,
    point: Point | None,
    terms: Terms,
    *,
    missed: Iterable[Period] = (),
) -> Standing:
    """What one more reading makes of it: that of a later period than any so far, or None where it says that there is no
    data. `missed` are the periods that are missed once it is given. ValueError for a reading of an earlier period, or
    of the latest.
    """
    if point is not None and before.latest is not None and point.period <= before.latest:
        raise ValueError(f"{point.period.key} does not come after {before.latest.key}")
    course = _course_of(terms)
    measured = measured_of(before)
    if point is not None:
        measured = course.after(measured, point)
    return _standing(measured, course, missed=missed)


def is_unjudged(first: date | None, last: date | None, *, adds_up: bool, today: date) -> bool:
    """Whether the latest value, of the period from `first` to `last`, gets no verdict on `today`: it is not over, and
    only where readings add up does a value before its end say how it goes.
    """
    return not adds_up and first is not None and last is not None and first < last >= today


def without_latest(standing: Standing, before: Measured | None, terms: Terms) -> Standing:
    """How it stood `before` its latest value, whose period is still running and gets no verdict. As it stands, where
    there was nothing before or that is not known.
    """
    return standing if before is None or before.latest is None else advance(before, None, terms)


def roll_up(indicators: Iterable[tuple[Level, Assessment]]) -> Rollup:
    """How the outcome with these indicators stands. Process and output indicators are counted but do not colour it."""
    return roll_up_states((level, each.state) for level, each in indicators)


def roll_up_states(indicators: Iterable[tuple[Level, State]]) -> Rollup:
    """The same from the indicators' levels and states."""
    listed = list(indicators)
    fresh = [state for level, state in listed if level is Level.OUTCOME and state in _WORST_FIRST]
    return Rollup(
        counts=Counter(state for _, state in listed),
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


_MEASURED = tuple(each.name for each in fields(Measured))
_measures_of = attrgetter(*_MEASURED)


# The readings, one after the other


@dataclass(frozen=True)
class _Course:
    """What readings are held against: nothing, a band, or a path from a baseline."""

    terms: Terms

    def after(self, before: Measured, point: Point) -> Measured:
        """What there is once this reading is taken in too."""
        process, _ = self._moved(before, point)
        return self._seen(before, point, process)

    def _expected(self, _: Point) -> Decimal | None:
        """What the path expects on the reading's day; None without one."""
        return None

    def _seen(self, before: Measured, point: Point, process: ProcessSoFar | None) -> Measured:
        target = self.terms.target
        decides = target is None or point.period.first <= target.due_on
        return replace(
            before,
            latest=point.period,
            value=point.value,
            previous=before.value,
            decided=point.value if decides else before.decided,
            speaks_for=point.as_of,
            as_of=point.as_of,
            readings_received=before.readings_received + 1,
            is_beyond=False,
            process=process,
        )

    def _moved(self, before: Measured, point: Point) -> tuple[ProcessSoFar | None, Side | None]:
        """The process with this reading in it, and the limit that the reading lies beyond; neither for what has no
        limits: yes/no and ordered scales. The series is that of `process_series`.
        """
        terms, charting = self.terms, self.terms.charting
        if terms.measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
            return None, None
        process = before.process or ProcessSoFar()
        if charting.since is not None and point.as_of < charting.since:
            return process, None
        last = process.left_at or before.latest
        value: Decimal | None = point.value.amount
        expected = self._expected(point)
        if charting.counts_up:
            value, expected = self._added(before, point), None
        if value is None or not all(
            is_within_reach(each, charting.transform) for each in (value, expected) if each is not None
        ):
            return replace(process, left_at=None if process.is_empty else last), None
        if last is not None and charting.base_of(last) != charting.base_of(point.period):
            process = process.anew()
        with wide():
            x = transformed(value, charting.transform)
            x -= transformed(expected, charting.transform) if expected is not None else 0
        follows = last is None or not has_gap(last, point.period, terms.cadence)
        return process.take(Taken(value, x, point.period, point.received_at, follows), rules=terms.rules)

    def _added(self, before: Measured, point: Point) -> Decimal | None:
        """How much a counter went up since the period before; None over a missing one, or where there was none."""
        since = self.terms.charting.since
        if before.value is None or before.latest is None or before.as_of is None:
            return None
        is_of_another_method = since is not None and before.as_of < since
        if is_of_another_method or has_gap(before.latest, point.period, self.terms.cadence):
            return None
        with wide():
            return point.value.amount - before.value.amount


@dataclass(frozen=True)
class _OnPath(_Course):
    baseline: Baseline
    target: Target
    starts_on: date
    colours_from: date

    def _expected(self, point: Point) -> Decimal | None:
        return expected_at(self.baseline, self.target, point.as_of)

    def after(self, before: Measured, point: Point) -> Measured:
        process, side = self._moved(before, point)
        seen = self._seen(before, point, process)
        if point.period.last < self.starts_on:  # Earlier readings stay visible, but outside progress.
            return seen
        last = self._latest_step(before)
        beyond = side is (Side.BELOW if self.terms.direction is Direction.INCREASE else Side.ABOVE)
        step = self._step(point.value.amount, max(point.as_of, self.starts_on), beyond=beyond)
        colour = next_colour(before.colour, last, step)
        is_alike = last is not None and (last.own is State.ON_TRACK) == (step.own is State.ON_TRACK)
        return replace(
            seen,
            as_of=step.as_of,
            gap=step.gap,
            colour=colour,
            since=before.since if colour is before.colour else step.as_of,
            readings_in_a_row=before.readings_in_a_row + 1 if is_alike else 1,
            readings_met=before.readings_met + step.met,
            readings_received=before.readings_received + 1 if last is not None else 1,
            is_beyond=beyond,
        )

    def _latest_step(self, measured: Measured) -> Step | None:
        """The latest reading on the path, from what is known of it; None before the first one."""
        if measured.value is None or measured.gap is None or measured.as_of is None:
            return None
        return self._as_step(measured.value.amount, measured.as_of, measured.gap, beyond=False)

    def _step(self, amount: Decimal, as_of: date, *, beyond: bool) -> Step:
        return self._as_step(amount, as_of, gap(self.baseline, self.target, amount, as_of), beyond=beyond)

    def _as_step(self, amount: Decimal, as_of: date, behind: Decimal, *, beyond: bool) -> Step:
        return Step(
            as_of=as_of,
            amount=amount,
            gap=behind,
            own=self.terms.thresholds.colour(behind),
            met=reaches(self.terms.direction, self.target, amount),
            beyond_limit=beyond,
            is_warm=as_of >= self.colours_from,
        )


@dataclass(frozen=True)
class _InBand(_Course):
    """Maintain: inside is on track, outside once at risk, twice running or beyond a process limit off track. Readings
    before or after the target's life are not counted.
    """

    target: Target

    def after(self, before: Measured, point: Point) -> Measured:
        process, side = self._moved(before, point)
        seen = replace(self._seen(before, point, process), readings_received=before.readings_received)
        if point.period.first > self.target.due_on or point.period.last < self.target.starts_on:
            return seen
        distance = outside(self.target, point.value.amount)
        is_inside = distance == 0
        beyond = side is not None and distance * side > 0
        is_alike = before.outside is not None and (before.outside == 0) == is_inside
        in_a_row = before.readings_in_a_row + 1 if is_alike else 1
        colour = State.ON_TRACK if is_inside else State.OFF_TRACK if in_a_row > 1 or beyond else State.AT_RISK
        return replace(
            seen,
            outside=distance,
            colour=colour,
            since=before.since if colour is before.colour else point.as_of,
            readings_in_a_row=in_a_row,
            readings_met=before.readings_met + is_inside,
            readings_received=before.readings_received + 1,
            is_beyond=beyond,
        )


def _course_of(terms: Terms) -> _Course:
    target, baseline = terms.target, _baseline(terms)
    if target is not None and terms.direction is Direction.MAINTAIN:
        return _InBand(terms, target)
    if target is None or target.value is None or baseline is None:
        return _Course(terms)
    starts_on = path_starts_on(baseline, target)
    return _OnPath(terms, baseline, target, starts_on, _colours_from(terms, starts_on, target))


def _baseline(terms: Terms) -> Baseline | None:
    """The baseline, unless a later correction made it the same as the target: then there is nothing to measure from."""
    if terms.baseline is None or (terms.target and terms.target.value == terms.baseline.value.amount):
        return None
    return terms.baseline


def _colours_from(terms: Terms, starts_on: date, target: Target) -> date:
    """The day on which enough of the path's time has passed for a colour."""
    warm_up = terms.thresholds.warm_up * (target.due_on - starts_on).days
    return starts_on + timedelta(days=int(warm_up.to_integral_value(ROUND_CEILING)))


# What they come to


def _standing(measured: Measured, course: _Course, *, missed: Iterable[Period]) -> Standing:
    terms = course.terms
    silent = terms.cadence is not None and is_stale(measured.latest, missed)
    measured = replace(measured, is_stale=silent)
    if isinstance(course, _OnPath) and measured.gap is not None:
        measured = _with_path(measured, course)
    state, holds_until, then = _outlook(measured, terms)
    return Standing(
        **{name: getattr(measured, name) for name in _MEASURED}, state=state, holds_until=holds_until, then=then
    )


def _with_path(measured: Measured, course: _OnPath) -> Measured:
    """With the numbers that a reading on the path has."""
    assert measured.value is not None
    assert measured.as_of is not None
    needed, achieved = _paces(course, measured.value.amount, measured.as_of)
    return replace(
        measured,
        colours_from=course.colours_from,
        progress=progress(course.baseline, course.target, measured.value.amount),
        expected=expected_at(course.baseline, course.target, measured.as_of),
        needed_per_period=needed,
        achieved_per_period=achieved,
    )


def _paces(course: _OnPath, amount: Decimal, as_of: date) -> tuple[Decimal | None, Decimal | None]:
    """Needed and achieved per period, positive towards the target. Yes/no and ordered scales have no pace."""
    terms, target = course.terms, course.target
    if target.value is None or terms.measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        return None, None
    b, t = course.baseline.value.amount, target.value
    towards = 1 if t > b else -1
    length = mean_length(terms.cadence) if terms.cadence else Decimal(7)
    days_gone = (as_of - course.starts_on).days
    days_left = (target.due_on - as_of).days
    with wide():
        needed = round_quotient(towards * (t - amount) * length / days_left) if days_left > 0 else None
        achieved = round_quotient(towards * (amount - b) * length / days_gone) if days_gone > 0 else None
    return needed, achieved


def _outlook(measured: Measured, terms: Terms) -> tuple[State, date | None, State | None]:
    """The first state that applies, in the order of `State`, and from when on it is another one: a result follows once
    the due date is over, and nothing else changes by itself.
    """
    target = terms.target
    if measured.latest is None:
        return State.NO_DATA, None, None
    if target is not None and target.due_on <= measured.latest.last:
        # The reading that speaks for the due date is in. Such a result does not become stale.
        return _before_result(measured, terms), target.due_on, _result(measured, terms.direction, target)
    state = _before_result(measured, terms)
    if target is None or state in (State.STALE, State.NO_TARGET, State.NO_BASELINE):
        return state, None, None
    return state, _waited_for_until(terms, target), _result(measured, terms.direction, target)


def _before_result(measured: Measured, terms: Terms) -> State:
    """The state as long as the due date is not over."""
    if measured.is_stale:
        return State.STALE
    if terms.target is None or (terms.direction is not Direction.MAINTAIN and terms.target.value is None):
        return State.NO_TARGET
    if terms.direction is not Direction.MAINTAIN and _baseline(terms) is None:
        return State.NO_BASELINE
    return measured.colour or State.TOO_EARLY


def _waited_for_until(terms: Terms, target: Target) -> date:
    """Until when the due date's own reading is waited for.

    The reading for the period with the due date comes after it, as every reading does: until then "not achieved" could
    be untrue. It is waited for until one more whole period is over.
    """
    if terms.cadence is None or target.due_on == OPEN_ENDED:
        return target.due_on
    final = period_containing(terms.cadence, target.due_on)
    return next_period(terms.cadence, final).last


def _result(measured: Measured, direction: Direction, target: Target) -> State:
    return State.ACHIEVED if _is_achieved(measured, direction, target) else State.NOT_ACHIEVED


def _is_achieved(measured: Measured, direction: Direction, target: Target) -> bool:
    """By the target's declared rule: the last value up to the due date, or the share of readings inside the band."""
    if measured.decided is None:
        return False
    if direction is Direction.MAINTAIN and target.share is not None:
        received = measured.readings_received
        return received > 0 and measured.readings_met >= target.share * received
    return reaches(direction, target, measured.decided.amount)


def _readings_expected(standing: Standing, terms: Terms, today: date) -> int | None:
    """How many periods of a band's life are over. None without a cadence, or before its first reading."""
    target = terms.target
    if terms.cadence is None or target is None or standing.outside is None:
        return None
    periods = periods_between(terms.cadence, target.starts_on, min(today, target.due_on))
    return sum(period.last < today for period in periods)
