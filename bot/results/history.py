"""What was ever recorded for an indicator."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.charting import RuleSet
from bot.domain.interruptions import Interruption
from bot.domain.periods import Period
from bot.domain.readings import Confidence
from bot.domain.targets import Baseline, Target
from bot.domain.transforms import Transform
from bot.domain.values import Measure, Value
from bot.results.names import AuthorName, IndicatorName, PersonName
from bot.results.wholes import CameFrom


@dataclass(frozen=True)
class Other:
    """The reading that another one replaced, or was replaced by."""

    value: Value | None
    by: AuthorName
    at: datetime


@dataclass(frozen=True)
class TakenBack:
    """That a reading was taken back; without a `reason` it was undone."""

    by: PersonName
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class ReadingEntry:
    """A reading, or with no `value` that there was none, and why (`note`). `instead_of` is what it replaced and
    `replaced_by` what took its place, each with who gave it and when; `taken_back` says by whom, when and why. A
    `measure` is there where it was given in another one than the indicator has now. It `is_reset` where the counter had
    begun again before.
    """

    at: datetime
    by: AuthorName
    period: Period
    value: Value | None
    note: str = ""
    confidence: Confidence | None = None
    evidence: tuple[str, ...] = ()
    is_late: bool = False
    is_reset: bool = False
    instead_of: Other | None = None
    replaced_by: Other | None = None
    taken_back: TakenBack | None = None
    measure: Measure | None = None
    came_from: CameFrom | None = None
    """From what it was worked out; nobody gave it then."""


@dataclass(frozen=True)
class TargetEntry:
    """A target that was set, and which one it replaced."""

    at: datetime
    by: PersonName
    target: Target
    reason: str
    before: Target | None = None
    measure: Measure | None = None


@dataclass(frozen=True)
class BaselineEntry:
    """A baseline that was given, and which one it replaced."""

    at: datetime
    by: PersonName
    baseline: Baseline
    reason: str
    before: Baseline | None = None
    measure: Measure | None = None


@dataclass(frozen=True)
class MissedEntry:
    """A period that was missed and is still not given; `asked` is who was asked for it."""

    at: datetime
    asked: PersonName
    period: Period


@dataclass(frozen=True)
class InterruptionEntry:
    """That the indicator was paused, perhaps until a day, or retired, or is asked for again."""

    at: datetime
    by: PersonName
    what: Interruption
    until_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class RebaseEntry:
    """That limits are worked out anew from that day on, or, without one, from all readings again; and from which day on
    they were before, where that was not all.
    """

    at: datetime
    by: PersonName
    on: date | None
    reason: str = ""
    before: date | None = None


@dataclass(frozen=True)
class MovementEntry:
    """That movement is looked at on another scale, or by other rules, than before."""

    at: datetime
    by: PersonName
    transform: Transform | None
    rules: RuleSet
    transform_before: Transform | None
    rules_before: RuleSet
    reason: str = ""


Entry = ReadingEntry | TargetEntry | BaselineEntry | MissedEntry | InterruptionEntry | RebaseEntry | MovementEntry


@dataclass(frozen=True)
class History:
    """A page of it, the newest first. `newer` and `older` are where the pages beside it begin, as `bot.actions.history`
    takes them; empty where there is none.
    """

    indicator: IndicatorName
    entries: tuple[Entry, ...]
    newer: str = ""
    older: str = ""
