"""Baselines and targets: what they are, what is wrong with one that was asked for, and how one reads in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from bot.domain.dates import print_date
from bot.domain.numerals import digits
from bot.domain.values import Measure, Value, ValueKind, print_typed
from bot.errors import UserError

MOVED_IS_SAID_FOR = timedelta(weeks=4)

OPEN_ENDED = date.max
"""The due date of a band that is to be kept up for good."""

PLAIN_NUMBER = Measure(ValueKind.NUMBER)


class Direction(StrEnum):
    """Which way an indicator should go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


SHOULD = {
    Direction.INCREASE: "go up",
    Direction.DECREASE: "go down",
    Direction.MAINTAIN: "stay within limits",
}
"""What an indicator of each direction should do, in the words of the form."""


class PathKind(StrEnum):
    """How the expected value gets from the baseline to the target.

    STRAIGHT has no points of its own. MILESTONES are joined by straight lines, STEPS hold until the next point.
    DELAYED has one point whose date ends the wait: the baseline until that day, straight from there.
    """

    STRAIGHT = "straight"
    MILESTONES = "milestones"
    STEPS = "steps"
    DELAYED = "delayed"


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
    locale: str = "en-GB",
    today: date | None = None,
) -> None:
    """Raises UserError for a target that cannot be measured or contradicts what was said: equal to the
    baseline, against the direction, due before it starts (or before `today`), a band upside down, milestones
    out of order.
    """
    _check_days(baseline, target, locale, today)
    if direction is Direction.MAINTAIN:
        _check_band(target, measure, locale)
    else:
        _check_value(direction, baseline, target, measure, locale)
        _check_points(baseline, target, locale)


def describe_target(target: Target, measure: Measure, *, locale: str, today: date) -> str:
    """The target in words: "60 people by 31 December", "between 5 and 10 by 30 June", "at most 4 h by 30 June"."""
    promised = goal(target, measure, locale=locale)
    if target.due_on == OPEN_ENDED:
        return promised
    return f"{promised} by {print_date(target.due_on, locale, today=today)}"


def goal(target: Target, measure: Measure, *, locale: str) -> str:
    """What the target promises, without the day: "60 people", "between 5 and 10", "at most 4 h". Never rounded:
    beside a limit of 4.125 that was printed as 4.13, a value of 4.13 would seem to be inside.
    """

    def printed(amount: Decimal) -> str:
        return print_typed(amount, measure, locale=locale)

    if target.value is not None:
        return printed(target.value)
    if target.low is not None and target.high is not None:
        is_plain = measure.kind is ValueKind.NUMBER  # "between 5 and 10 people" names the unit once.
        low = digits(target.low, locale) if is_plain else printed(target.low)
        return f"between {low} and {printed(target.high)}"
    if target.low is not None:
        return f"at least {printed(target.low)}"
    return f"at most {printed(target.high)}" if target.high is not None else "no value"


def moved_note(target: Target, measure: Measure, *, locale: str, today: date) -> str | None:
    """ "was 60 until 12 May (reason)" for four weeks after a target moved; None otherwise."""
    if target.previous is None or target.set_on is None or today - target.set_on > MOVED_IS_SAID_FOR:
        return None
    was = goal(target.previous, measure, locale=locale)
    if was == goal(target, measure, locale=locale):
        was = describe_target(target.previous, measure, locale=locale, today=today)
    reason = f" ({target.reason})" if target.reason else ""
    return f"was {was} until {print_date(target.set_on, locale, today=today)}{reason}"


def _check_days(baseline: Baseline | None, target: Target, locale: str, today: date | None) -> None:
    due = print_date(target.due_on, locale)
    if today is not None and target.due_on < today:
        raise UserError(f"{due} is in the past. Choose a day by which it can still be reached.", field="due_on")
    if baseline is not None and target.due_on <= baseline.on:
        measured = print_date(baseline.on, locale)
        raise UserError(
            f"The target is due on {due}, and the baseline was measured on {measured}. Choose a later due date.",
            field="due_on",
        )
    if target.due_on <= target.starts_on:
        starts = print_date(target.starts_on, locale)
        raise UserError(f"The target is due on {due} but starts on {starts}. Choose a later due date.", field="due_on")


def _check_value(
    direction: Direction, baseline: Baseline | None, target: Target, measure: Measure, locale: str
) -> None:
    if target.value is None:
        raise UserError(
            f"An indicator that should {SHOULD[direction]} needs one value as its target. "
            "Limits are for one that should stay within them."
        )
    if baseline is None:
        return
    b, t = baseline.value.amount, target.value
    if b == t:
        raise UserError(
            f"Baseline and target are both {print_typed(t, measure, locale=locale)}, so there is no progress to "
            f'measure. To keep it there, choose "{SHOULD[Direction.MAINTAIN]}".',
            field="value",
        )
    if (t > b) != (direction is Direction.INCREASE):
        from_b, to_t = (print_typed(amount, measure, locale=locale) for amount in (b, t))
        moves = "an increase" if t > b else "a decrease"
        raise UserError(
            f"From {from_b} to {to_t} is {moves}, but this indicator should {SHOULD[direction]}. "
            "Change the target, or the indicator's direction.",
            field="value",
        )


def _check_band(target: Target, measure: Measure, locale: str) -> None:
    if target.low is None and target.high is None:
        raise UserError(
            "An indicator that should stay within limits needs a limit: at least, at most, or between two values."
        )
    if target.low is not None and target.high is not None and target.low > target.high:
        low, high = (print_typed(amount, measure, locale=locale) for amount in (target.low, target.high))
        raise UserError(f"The limits run from {low} down to {high}. Put the lower value first.", field="low")
    if target.share is not None and not 0 < target.share <= 1:
        raise UserError("The share of readings within the limits is above 0 % and at most 100 %.", field="share")


def _check_points(baseline: Baseline | None, target: Target, locale: str) -> None:
    days = [day for day, _ in target.points]
    if target.path is PathKind.STRAIGHT:
        return
    if not days or (target.path is PathKind.DELAYED and len(days) != 1):
        count = "one day" if target.path is PathKind.DELAYED else "at least one milestone"
        raise UserError(f"This path needs {count} between its start and the due date.", field="points")
    for earlier, later in pairwise(days):
        if later <= earlier:
            out_of_order = print_date(later, locale)
            raise UserError(
                f"The milestone of {out_of_order} comes too late in the list. Sort them by day.", field="points"
            )
    start = path_starts_on(baseline, target) if baseline else target.starts_on
    for day in days:
        if not start < day < target.due_on:
            first, last = print_date(start, locale), print_date(target.due_on, locale)
            raise UserError(
                f"The milestone of {print_date(day, locale)} is not between {first} and {last}.", field="points"
            )
