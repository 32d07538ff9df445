"""An indicator in full."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.combining import Combine
from bot.domain.due import DueState, Rates
from bot.domain.facts import Assessment, Level
from bot.domain.periods import Period
from bot.domain.reference_sheet import SheetScore
from bot.domain.values import Measure, Value
from bot.results.charts import Chart
from bot.results.due import DueItem
from bot.results.interruptions import Interrupted
from bot.results.names import AuthorName, IndicatorName, OutcomeName, PersonName
from bot.results.notes import NO_NOTES, Notes
from bot.results.sources import SourceLine
from bot.results.targets import TargetSheet
from bot.results.trends import Trend
from bot.results.wholes import CameFrom, MadeOf


@dataclass(frozen=True)
class ShownReading:
    """One reading in a list, newest first; without a `value` there was no data, and `note` says why. A
    `measure` is there where it was given in another one than the indicator has now. It `is_reset` where the counter had
    begun again before, and `carried` is what its value counts since.
    """

    reading_id: int
    period: Period
    value: Value | None
    by: AuthorName
    submitted_at: datetime
    state: DueState | None = None
    note: str = ""
    is_reset: bool = False
    carried: Value | None = None
    evidence: tuple[str, ...] = ()
    measure: Measure | None = None
    came_from: CameFrom | None = None
    """From what it was worked out; nobody gave it then."""


@dataclass(frozen=True)
class OwnRecord:
    """What became of the readings that somebody was asked for themselves, the first of which fell due on `since`."""

    rates: Rates
    since: date


@dataclass(frozen=True)
class IndicatorSheet:
    """One indicator in full. Direction, baseline and target are those of `assessment.terms`. `may_edit` and `may_start`
    say whether the reader may change it, and give it a starting value; `offered` is one that may be taken for now.
    """

    indicator: IndicatorName
    outcome: OutcomeName
    level: Level
    combine: Combine
    assessment: Assessment
    owner: PersonName
    backup: PersonName | None = None
    description: str = ""
    readings: tuple[ShownReading, ...] = ()
    next_due: DueItem | None = None
    lowest: Value | None = None
    highest: Value | None = None
    notes: Notes = NO_NOTES
    paused: Interrupted | None = None
    may_edit: bool = False
    """Whether its reader may pause it, retire it or give it to somebody else."""
    indicator_id: int = 0
    may_start: bool = False
    offered: Value | None = None
    score: SheetScore | None = None
    own_record: OwnRecord | None = None
    """The reader's own, and nobody else's."""
    chart: Chart | None = None
    trend: Trend | None = None
    made_of: MadeOf | None = None
    """What it is worked out from; nobody gives it then."""
    part_of: tuple[IndicatorName, ...] = ()
    """What is made of it."""
    source: SourceLine | None = None
    """From where its figure is fetched; people give it otherwise."""


@dataclass(frozen=True)
class RegisteredIndicator:
    """An indicator that is on record since just now, and the level of which its outcome has none to go with it."""

    sheet: TargetSheet
    outcome: OutcomeName
    owner: PersonName
    next_due: DueItem | None = None
    lacks: Level | None = None
