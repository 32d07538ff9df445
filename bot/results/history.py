"""What was ever recorded for an indicator."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.periods import Period
from bot.domain.readings import Confidence
from bot.domain.targets import Baseline, Target
from bot.domain.values import Value
from bot.results.names import AuthorName, IndicatorName, PersonName


@dataclass(frozen=True)
class ReadingEntry:
    """A reading, or with no `value` that there was none, and why (`note`). `instead_of` is what it replaced and
    `replaced_by` what took its place, each with who gave it; `taken_back` says by whom and when.
    """

    at: datetime
    by: AuthorName
    period: Period
    value: Value | None
    note: str = ""
    confidence: Confidence | None = None
    evidence: tuple[str, ...] = ()
    is_late: bool = False
    instead_of: tuple[Value | None, AuthorName] | None = None
    replaced_by: tuple[Value | None, AuthorName] | None = None
    taken_back: tuple[PersonName, datetime] | None = None


@dataclass(frozen=True)
class TargetEntry:
    """A target that was set."""

    at: datetime
    by: PersonName
    target: Target
    reason: str


@dataclass(frozen=True)
class BaselineEntry:
    """A baseline that was given."""

    at: datetime
    by: PersonName
    baseline: Baseline
    reason: str


Entry = ReadingEntry | TargetEntry | BaselineEntry


@dataclass(frozen=True)
class History:
    """A page of it, the newest first. `older` is where the next page begins, as `bot.actions.history` takes it; empty
    on the last one.
    """

    indicator: IndicatorName
    entries: tuple[Entry, ...]
    older: str = ""
