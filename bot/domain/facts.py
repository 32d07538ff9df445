"""What is known about an indicator, and what follows from it: the values that `status` works on and answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.cadences import Cadence
from bot.domain.colours import State, Thresholds
from bot.domain.periods import Period
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value


class Level(StrEnum):
    """What an indicator watches: the work, what comes out of it, or the change that was wanted."""

    PROCESS = "process"
    OUTPUT = "output"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Point:
    """A period's value, the day it speaks for (`as_of_day`) and when it was received."""

    period: Period
    value: Value
    as_of: date
    received_at: datetime


@dataclass(frozen=True)
class Facts:
    """Everything that decides one indicator's state. `points` are in time order, `missed` are periods whose
    grace has passed unanswered. Without a cadence it is never stale.
    """

    direction: Direction
    measure: Measure
    cadence: Cadence | None
    baseline: Baseline | None = None
    target: Target | None = None
    points: tuple[Point, ...] = ()
    missed: tuple[Period, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    closed: bool = False
    paused: bool = False

    @property
    def until_due(self) -> tuple[Point, ...]:
        """The points that decide the result: those of periods that had begun by the due date."""
        if self.target is None:
            return self.points
        due_on = self.target.due_on
        return tuple(point for point in self.points if point.period.first <= due_on)


@dataclass(frozen=True)
class Assessment:
    """How an indicator stands, and every number the reason needs. What could not be computed is None.

    `colour` is the last colour (or MET), also where the state hides it (stale, paused). `colours_from` is the day
    from which on readings have one. Paces are per period, positive towards the target. `readings_in_a_row` counts the
    latest readings on the same side of "on track".
    """

    facts: Facts
    state: State
    colour: State | None = None
    value: Value | None = None
    previous: Value | None = None
    as_of: date | None = None
    colours_from: date | None = None
    progress: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    outside: Decimal | None = None
    needed_per_period: Decimal | None = None
    achieved_per_period: Decimal | None = None
    readings_in_a_row: int = 0
    readings_met: int = 0
    readings_received: int = 0
    readings_expected: int | None = None
    days_since_reading: int | None = None


@dataclass(frozen=True)
class Rollup:
    """How an outcome stands: indicators per state, and `colour`, that of its worst fresh indicator of level
    outcome (None without one).
    """

    counts: Mapping[State, int]
    colour: State | None


def as_of_day(
    period: Period, *, given_on: date, observed_on: date | None = None, starts_on: date | None = None
) -> date:
    """The day a reading speaks for: the day observed where one was given, else the earlier of the period's last
    day and the owner's local day on which it was given; never before the target's start.
    """
    day = observed_on or min(period.last, given_on)
    return day if starts_on is None else max(day, starts_on)
