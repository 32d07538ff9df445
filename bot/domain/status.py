"""How an indicator and an outcome stand: state, colour, and the reason in a sentence with numbers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.periods import Cadence, Period
from bot.domain.progress import Baseline, Direction, Target
from bot.domain.values import Measure, Value


class State(StrEnum):
    """How an indicator stands; the first one that applies, in this order.

    ACHIEVED and NOT_ACHIEVED come after the due date. The last three are the colours.
    """

    CLOSED = "closed"
    PAUSED = "paused"
    NO_DATA = "no_data"
    STALE = "stale"
    NO_TARGET = "no_target"
    NO_BASELINE = "no_baseline"
    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"
    MET = "met"
    TOO_EARLY = "too_early"
    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"


class Level(StrEnum):
    """What an indicator watches: the work, what comes out of it, or the change that was wanted."""

    PROCESS = "process"
    OUTPUT = "output"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Thresholds:
    """The largest gaps, in points, of on track and at risk; `warm_up` is the share of the path's time without a
    colour.
    """

    on_track: Decimal = Decimal(8)
    at_risk: Decimal = Decimal(20)
    warm_up: Decimal = Decimal("0.15")


@dataclass(frozen=True)
class Point:
    """A period's value, the day it speaks for (`as_of_day`) and when it was received."""

    period: Period
    value: Value
    as_of: date
    received_at: datetime


@dataclass(frozen=True)
class Facts:
    """Everything that decides one indicator's state. `points` are in time order, `missed` are periods whose grace has
    passed unanswered. Without a cadence it is never stale.
    """

    direction: Direction
    measure: Measure
    cadence: Cadence | None
    baseline: Baseline | None = None
    target: Target | None = None
    points: tuple[Point, ...] = ()
    missed: tuple[Period, ...] = ()
    thresholds: Thresholds = Thresholds()
    closed: bool = False
    paused: bool = False


@dataclass(frozen=True)
class Assessment:
    """How an indicator stands, and every number the reason needs. What could not be computed is None.

    `colour` is the last colour (or MET), also where the state hides it (stale, paused). Paces are per period,
    positive towards the target. `readings_in_a_row` counts the latest readings on the same side of "on track".
    """

    facts: Facts
    state: State
    colour: State | None = None
    value: Value | None = None
    previous: Value | None = None
    as_of: date | None = None
    progress: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    outside: Decimal | None = None
    needed_per_period: Decimal | None = None
    achieved_per_period: Decimal | None = None
    readings_in_a_row: int = 0
    readings_met: int = 0
    readings_received: int = 0
    days_since_reading: int | None = None


@dataclass(frozen=True)
class Rollup:
    """How an outcome stands: indicators per state, and `colour`, that of its worst fresh indicator of level outcome
    (None without one).
    """

    counts: Mapping[State, int]
    colour: State | None


def as_of_day(
    period: Period, *, given_on: date, observed_on: date | None = None, starts_on: date | None = None
) -> date:
    """The day a reading speaks for: the day observed where one was given, else the earlier of the period's last day
    and the owner's local day on which it was given; never before the target's start.
    """
    raise NotImplementedError


def assess(facts: Facts, *, today: date, beyond_limit: Collection[str] = ()) -> Assessment:
    """How the indicator stands on `today`. `beyond_limit` holds the keys of periods whose value lies beyond a process
    limit on the bad side; those apply at once.
    """
    raise NotImplementedError


def headline(assessment: Assessment) -> str:
    """The state in one or two words: "On track", "At risk", "No data"."""
    raise NotImplementedError


def reason(assessment: Assessment, *, locale: str) -> str:
    """Why, in a sentence with numbers: "19.4 points under the path; needs 2.15 a week, has made 0.94 a week." """
    raise NotImplementedError


def roll_up(indicators: Iterable[tuple[Level, Assessment]]) -> Rollup:
    """How the outcome with these indicators stands. Process and output indicators are counted but do not colour it."""
    raise NotImplementedError
