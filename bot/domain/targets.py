"""Baselines and targets: what they are, and what is wrong with one that was asked for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from bot.domain.values import Measure, Quantity, Value, ValueKind
from bot.errors import UserError
from bot.words import words

OPEN_ENDED = date.max
"""The due date of a band that is to be kept up for good."""

PLAIN_NUMBER = Measure(ValueKind.NUMBER)


class Direction(StrEnum):
    """Which way an indicator should go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class PathKind(StrEnum):
    """How the expected value gets from the baseline to the target.

    STRAIGHT has no points of its own. MILESTONES are joined by straight lines, STEPS hold until the next point.
    DELAYED has one point whose date ends the wait: the baseline until that day, straight from there. SEASONAL has the
    points that `seasons` took from the year before, joined by straight lines.
    """

    STRAIGHT = "straight"
    MILESTONES = "milestones"
    STEPS = "steps"
    DELAYED = "delayed"
    SEASONAL = "seasonal"


@dataclass(frozen=True)
class Baseline:
    """The value before the work began and the day it was measured; `provisional` where it is only a median of
    first readings.
    """

    value: Value
    on: date
    provisional: bool = False


@dataclass(frozen=True)
class Target:
    """What was promised by `due_on` (or OPEN_ENDED): one `value`, or for *maintain* a band from `low` to `high`
    (either may be open).

    `share` is a band's declared rule at the end: at least that share of readings inside (0.9 is 90 %); None
    means the last value decides. `previous` is the target that this one replaced on `set_on` for `reason`.
    """

    value: Decimal | None
    due_on: date
    starts_on: date
    low: Decimal | None = None
    high: Decimal | None = None
    path: PathKind = PathKind.STRAIGHT
    points: tuple[tuple[date, Decimal], ...] = ()
    share: Decimal | None = None
    set_on: date | None = None
    reason: str = ""
    previous: "Target | None" = None


def path_starts_on(baseline: Baseline, target: Target) -> date:
    """The day the path begins: the target's start, or the baseline's own day where that is later."""
    return max(baseline.on, target.starts_on)


def check_target(
    direction: Direction,
    baseline: Baseline | None,
    target: Target,
    *,
    measure: Measure = PLAIN_NUMBER,
    today: date | None = None,
) -> None:
    """Raises UserError for a target that cannot be measured or contradicts what was said: equal to the
    baseline, against the direction, due before it starts (or before `today`), a band upside down, milestones
    out of order.
    """
    _check_days(baseline, target, today)
    if direction is Direction.MAINTAIN:
        _check_band(target, measure)
    else:
        _check_value(direction, baseline, target, measure)
        _check_points(baseline, target)


def _check_days(baseline: Baseline | None, target: Target, today: date | None) -> None:
    due = target.due_on
    if today is not None and due < today:
        raise UserError("{due} is in the past. Choose a day by which it can still be reached.", due=due, field="due_on")
    if baseline is not None and due <= baseline.on:
        raise UserError(
            "The target is due on {due}, and the baseline was measured on {measured}. Choose a later due date.",
            due=due,
            measured=baseline.on,
            field="due_on",
        )
    if due <= target.starts_on:
        raise UserError(
            "The target is due on {due} but starts on {starts}. Choose a later due date.",
            due=due,
            starts=target.starts_on,
            field="due_on",
        )


def _check_value(direction: Direction, baseline: Baseline | None, target: Target, measure: Measure) -> None:
    if target.value is None:
        raise UserError(
            "An indicator that should {should} needs one value as its target. "
            "Limits are for one that should stay within them.",
            should=direction,
        )
    if baseline is None:
        return
    b, t = baseline.value.amount, target.value
    start, goal = Quantity(Value(b), measure), Quantity(Value(t), measure)
    if b == t:
        raise UserError(
            "Baseline and target are both {value}, so there is no progress to measure. To keep it there, choose "
            '"{maintain}".',
            value=goal,
            maintain=Direction.MAINTAIN,
            field="value",
        )
    if (t > b) != (direction is Direction.INCREASE):
        pattern = _AN_INCREASE if t > b else _A_DECREASE
        raise UserError(pattern.filled(start=start, goal=goal, should=direction), field="value")


_AN_INCREASE = words(
    "From {start} to {goal} is an increase, but this indicator should {should}. "
    "Change the target, or the indicator's direction."
)
_A_DECREASE = words(
    "From {start} to {goal} is a decrease, but this indicator should {should}. "
    "Change the target, or the indicator's direction."
)


def _check_band(target: Target, measure: Measure) -> None:
    if target.low is None and target.high is None:
        raise UserError(
            "An indicator that should stay within limits needs a limit: at least, at most, or between two values."
        )
    if target.low is not None and target.high is not None and target.low > target.high:
        raise UserError(
            "The limits run from {low} down to {high}. Put the lower value first.",
            low=Quantity(Value(target.low), measure),
            high=Quantity(Value(target.high), measure),
            field="low",
        )
    if target.share is not None and not 0 < target.share <= 1:
        raise UserError("The share of readings within the limits is above 0 % and at most 100 %.", field="share")


def _check_points(baseline: Baseline | None, target: Target) -> None:
    days = [day for day, _ in target.points]
    if target.path is PathKind.STRAIGHT:
        return
    if target.path is PathKind.DELAYED and len(days) != 1:
        raise UserError("This path needs one day between its start and the due date.", field="points")
    if not days:
        raise UserError("This path needs at least one milestone between its start and the due date.", field="points")
    for earlier, later in pairwise(days):
        if later <= earlier:
            raise UserError(
                "The milestone of {day} comes too late in the list. Sort them by day.", day=later, field="points"
            )
    start = path_starts_on(baseline, target) if baseline else target.starts_on
    for day in days:
        if not start < day < target.due_on:
            raise UserError(
                "The milestone of {day} is not between {first} and {last}.",
                day=day,
                first=start,
                last=target.due_on,
                field="points",
            )
