"""What is known about an indicator, and what follows from it: the values that `status` works on and answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.cadences import Cadence
from bot.domain.charting import AS_IT_IS, Charting, RuleSet
from bot.domain.colours import State, Thresholds
from bot.domain.periods import Period
from bot.domain.process_so_far import ProcessSoFar
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value
from bot.domain.wholes import PartsIn


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
class Terms:
    """What an indicator is held to, whatever its readings are. Without a cadence it is never stale. `begins_on` is
    there where it began afresh on that day, since when other things are counted: what was before is no part of this.
    `charting` and `rules` say how its movement is looked at.
    """

    direction: Direction
    measure: Measure
    cadence: Cadence | None
    baseline: Baseline | None = None
    target: Target | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)
    closed: bool = False
    paused: bool = False
    begins_on: date | None = None
    charting: Charting = AS_IT_IS
    rules: RuleSet = RuleSet.TWO

    @property
    def counts_up(self) -> bool:
        """Whether its values are those of a counter that only goes up."""
        return self.charting.counts_up


@dataclass(frozen=True)
class Facts(Terms):
    """Everything that decides one indicator's state. `points` are in time order, `missed` are periods whose grace has
    passed unanswered.
    """

    points: tuple[Point, ...] = ()
    missed: tuple[Period, ...] = ()

    @property
    def terms(self) -> Terms:
        """The same without its readings."""
        return Terms(**{each.name: getattr(self, each.name) for each in fields(Terms)})


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What an indicator's readings come to, whatever the day is. What could not be computed is None.

    `latest` is the period of the latest value and `speaks_for` the day that one is of; `as_of` is the day on which it
    is compared with the path. `decided` is the latest value that counts for the result. `colour` is the last colour (or
    MET), also where the state hides it (stale, paused), and `since` the day of the reading it began with;
    `colours_from` is the day from which on readings have one. Paces are per period, positive towards the target.
    `readings_in_a_row` counts the latest readings on the same side of "on track". `process` is what says whether the
    next reading is beyond a process limit or completes another signal, and has the latest of these; `is_beyond` says
    that the latest reading is beyond a limit, on the bad side.
    """

    latest: Period | None = None
    value: Value | None = None
    previous: Value | None = None
    decided: Value | None = None
    speaks_for: date | None = None
    as_of: date | None = None
    colour: State | None = None
    since: date | None = None
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
    is_stale: bool = False
    is_beyond: bool = False
    process: ProcessSoFar | None = None


@dataclass(frozen=True, kw_only=True)
class Standing(Measured):
    """How an indicator stands on any day, less what depends on whether it is running: `state` up to and on the day
    `holds_until`, and `then` ever after. Without such a day the state holds for good.
    """

    state: State
    holds_until: date | None = None
    then: State | None = None

    def state_on(self, today: date) -> State:
        """The state on that day."""
        if self.then is None or self.holds_until is None or today <= self.holds_until:
            return self.state
        return self.then


@dataclass(frozen=True, kw_only=True)
class Assessment(Measured):
    """How an indicator stands on one day, and every number that the reason needs."""

    terms: Terms
    state: State
    readings_expected: int | None = None
    days_since_reading: int | None = None
    parts_in: PartsIn | None = None
    """What is not in yet of that of which it is made."""


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
