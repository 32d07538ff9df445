"""Where an indicator's figure is fetched from, and what came of trying to."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.periods import Period
from bot.domain.sources import NotFetched, SourceKind
from bot.domain.values import Value
from bot.results.names import IndicatorName, PersonName


@dataclass(frozen=True)
class SourceTyped:
    """What stands in the form. The secret never does: `has_secret` says that one is kept, for the place and the header
    that stand there.
    """

    address: str = ""
    kind: SourceKind = SourceKind.JSON
    place: str = ""
    header: str = ""
    has_secret: bool = False


@dataclass(frozen=True)
class SourceSheet:
    """What the form is about: the indicator, and the source that it has, or that was tried."""

    indicator: IndicatorName
    indicator_id: int
    typed: SourceTyped
    source_id: int | None = None
    is_used: bool = False


@dataclass(frozen=True)
class TriedSource:
    """What a system answered for an indicator: a value for the period whose reading is due, or comes next; else the
    `problem`.
    """

    sheet: SourceSheet
    value: Value | None = None
    period: Period | None = None
    problem: NotFetched | None = None


@dataclass(frozen=True)
class UsedSource:
    """A system that is asked from now on, or not any more. What `is_due` is fetched right away."""

    indicator: IndicatorName
    host: str
    is_ended: bool = False
    is_due: bool = False


@dataclass(frozen=True)
class SourceLine:
    """From where an indicator's figure comes, since when and by whose doing, and what went wrong the last time."""

    host: str
    since: datetime
    by: PersonName
    tried_at: datetime | None = None
    problem: NotFetched | None = None
