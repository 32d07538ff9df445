"""What a Home tab shows of what is somebody's, as of now."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time

from bot.domain.due import DueState
from bot.domain.facts import Assessment, Rollup
from bot.domain.public_holidays import Observed
from bot.domain.values import Value
from bot.results.absences import Away
from bot.results.due import DueItem
from bot.results.names import IndicatorName, OutcomeName, PersonName


@dataclass(frozen=True)
class OwnNumber:
    """One of somebody's numbers: how it stands, and its latest values, the oldest first."""

    indicator: IndicatorName
    assessment: Assessment
    latest: tuple[Value, ...]
    is_stand_in: bool = False
    """Whether somebody else owns it, and they stand in."""


@dataclass(frozen=True)
class Page:
    """Some of somebody's numbers, the worst first: `size` of them at most from place `first` on, of so many."""

    numbers: tuple[OwnNumber, ...]
    first: int
    of: int
    size: int


@dataclass(frozen=True)
class NextDue:
    """What falls due next from somebody: the day, and how many readings."""

    on: date
    readings: int


@dataclass(frozen=True)
class Concern:
    """An outcome that needs whoever answers for it: the number that is why, or how many of its numbers are silent, or
    the day on which it ended.
    """

    outcome: OutcomeName
    rollup: Rollup
    why: tuple[IndicatorName, Assessment] | None = None
    silent: int = 0
    ended_on: date | None = None


@dataclass(frozen=True)
class Answered:
    """What somebody answers for: how many outcomes of each colour, and those that need them, the most urgent first."""

    outcomes: int
    rollups: tuple[Rollup, ...]
    concerns: tuple[Concern, ...]
    more_concerns: int = 0
    without_numbers: OutcomeName | None = None
    """One of them that has no number yet."""


@dataclass(frozen=True)
class OwnSettings:
    """When somebody is asked, by their own clock and on which weekdays (Monday 0), and whose public holidays they have;
    the next of those is on `next_holiday`.
    """

    reminder_at: time
    working_days: frozenset[int]
    zone: str
    holidays: Observed
    next_holiday: tuple[date, str] | None = None
    away: Away | None = None
    is_away_by_status: bool = False
    """Whether their Slack status says so."""
    wants_report: bool = False
    """Whether they get a report of all that they answer for, every week."""
    wants_preview: bool = False
    """Whether they see a digest of what they answer for before its channel does."""


@dataclass(frozen=True)
class SettingsDraft:
    """What the form of somebody's settings starts with: what holds for them, and for everybody who has set nothing."""

    own: OwnSettings
    of_workspace: OwnSettings


@dataclass(frozen=True)
class OwnMonth:
    """How often somebody was written to this month, and what became of what they were asked."""

    pings: int
    asked: "Counter[DueState]"


@dataclass(frozen=True)
class Begun:
    """How far somebody is with their first outcome."""

    has_outcome: bool
    has_number: bool
    has_reading: bool
    outcome: OutcomeName | None = None
    """Theirs that has no number yet."""

    @property
    def is_all(self) -> bool:
        return self.has_outcome and self.has_number and self.has_reading


@dataclass(frozen=True)
class Left:
    """Somebody who cannot be asked any more and owns numbers: one of those that the reader sees, and how many."""

    owner: PersonName
    key: str | None
    numbers: int


@dataclass(frozen=True)
class WorkspaceGlance:
    """A workspace in numbers, and what there is to mend. `asked` is what fell due in the last four weeks."""

    outcomes: int
    channels: int
    indicators: int
    owners: int
    asked: "Counter[DueState]"
    left: tuple[Left, ...]
    unreported: tuple[str, ...]
    """Ids of channels without a report that the reader sees."""
    unreported_elsewhere: int


@dataclass(frozen=True)
class HomePage:
    """Everything that somebody's Home tab shows. Without `sees_all` there is more that they may see, and Slack does not
    say so at the moment.
    """

    due: tuple[DueItem, ...]
    next_due: NextDue | None
    page: Page
    answered: Answered | None
    settings: OwnSettings
    month: OwnMonth
    begun: Begun | None
    workspace: WorkspaceGlance | None
    sees_all: bool = True
