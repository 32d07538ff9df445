"""An outcome that is being closed, or was."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.closing import Figure, OutcomeResult
from bot.domain.resources import Resource
from bot.results.names import OutcomeName, PersonName


@dataclass(frozen=True)
class ClosingDraft:
    """What is known before an outcome is closed: its figures, and the result that they speak for. `channel_name` is
    that of its home, empty while Slack has not told it.
    """

    outcome_id: int
    outcome: OutcomeName
    channel_name: str
    figures: tuple[Figure, ...]
    proposed: OutcomeResult | None


@dataclass(frozen=True)
class Proposal:
    """An outcome that ended on that day and is open: what would be said of it if it were closed."""

    draft: ClosingDraft
    ended_on: date


@dataclass(frozen=True)
class ClosingProposed:
    """What somebody is asked to close."""

    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class ClosedOutcome:
    """How an outcome was closed, with the figures as they stood, and what it had taken. `thanks` go to the people who
    gave them.
    """

    outcome: OutcomeName
    result: OutcomeResult
    sentence: str
    lesson: str
    at: datetime
    by: PersonName
    figures: tuple[Figure, ...] = ()
    weeks: int = 0
    readings: int = 0
    decisions: int = 0
    thanks: tuple[PersonName, ...] = ()
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True)
class JustClosed:
    """What came of closing it: whether its channel is told, and the next outcome where one was begun, with how many
    indicators.
    """

    outcome: OutcomeName
    result: OutcomeResult
    is_told: bool
    begun: OutcomeName | None = None
    indicators_begun: int = 0


@dataclass(frozen=True)
class TakenUpAgain:
    """An outcome that is open again, and how many of its indicators are asked for from now on."""

    outcome: OutcomeName
    indicators: int


@dataclass(frozen=True)
class ClosedLine:
    """A closed outcome in a list; without a `result` where none was kept."""

    outcome: OutcomeName
    accountable: PersonName
    at: datetime
    result: OutcomeResult | None
