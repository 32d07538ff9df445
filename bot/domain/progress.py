"""Baselines, targets and the path between them: progress, the expected value, and the gap."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.values import Measure, Value, ValueKind

PLAIN_NUMBER = Measure(ValueKind.NUMBER)


class Direction(StrEnum):
    """Which way an indicator should go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


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
    """The value before the work began and the day it was measured; `provisional` where it is only a median of first
    readings.
    """

    value: Value
    on: date
    provisional: bool = False


@dataclass(frozen=True)
class Target:
    """What was promised by `due_on`: one `value`, or for *maintain* a band from `low` to `high` (either may be open).

    `share` is a band's declared rule at the end: at least that share of readings inside (0.9 is 90 %); None means the
    last value decides. `previous` is the target that this one replaced on `set_on` for `reason`.
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


def progress(baseline: Baseline | None, target: Target | None, v: Decimal) -> Decimal | None:
    """(v − b) / (t − b), raw: below 0 is worse than the baseline, above 1 beyond the target. None where there is none
    to measure.
    """
    raise NotImplementedError


def path_starts_on(baseline: Baseline, target: Target) -> date:
    """The day the path begins: the target's start, or the baseline's own day where that is later."""
    raise NotImplementedError


def expected_at(baseline: Baseline, target: Target, day: date) -> Decimal:
    """The value expected on `day`: the baseline before the path begins, the target from its due date on."""
    raise NotImplementedError


def gap(baseline: Baseline, target: Target, v: Decimal, day: date) -> Decimal:
    """How far `v` is behind the path on `day`, (E − v) / (t − b) × 100: points of the span, below 0 when ahead."""
    raise NotImplementedError


def outside(target: Target, v: Decimal) -> Decimal:
    """How far `v` lies outside a band, in its unit: below 0 under `low`, above 0 over `high`, 0 inside."""
    raise NotImplementedError


def reaches(direction: Direction, target: Target, v: Decimal) -> bool:
    """Whether `v` meets the target: at or past the value, or inside the band."""
    raise NotImplementedError


def check_target(
    direction: Direction,
    baseline: Baseline | None,
    target: Target,
    *,
    measure: Measure = PLAIN_NUMBER,
    locale: str = "en-GB",
    today: date | None = None,
) -> None:
    """Raises UserError for a target that cannot be measured or contradicts what was said: equal to the baseline,
    against the direction, due before it starts (or before `today`), a band upside down, milestones out of order.
    """
    raise NotImplementedError


def describe_target(target: Target, measure: Measure, *, locale: str, today: date) -> str:
    """The target in words: "60 people by 31 December", "between 5 and 10 by 30 June", "at most 4 h"."""
    raise NotImplementedError


def moved_note(target: Target, measure: Measure, *, locale: str, today: date) -> str | None:
    """ "was 60 until 12 May (reason)" for four weeks after a target moved; None otherwise."""
    raise NotImplementedError
