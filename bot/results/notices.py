"""What people are told unasked: about the bot itself, and about what others did that concerns them."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import Assessment, Rollup
from bot.domain.messages import Failure
from bot.domain.periods import Period
from bot.results.absences import Meanwhile
from bot.results.charts import Chart
from bot.results.closing import ClosedOutcome, ClosingProposed
from bot.results.digest_settings import DigestSchedule
from bot.results.due import DueItem
from bot.results.handovers import Answered, Offered, TookEffect
from bot.results.interruptions import Interrupted
from bot.results.missing import AskedFor, Missing
from bot.results.names import IndicatorName, OutcomeName, PersonName
from bot.results.previews import DigestPreview
from bot.results.reports import WeeklyReport


@dataclass(frozen=True)
class Undeliverable:
    """A message that can never arrive: its key, and what went wrong."""

    key: str
    failure: Failure


@dataclass(frozen=True)
class NotInChannel:
    """The private channel of a new outcome, which the bot is not in."""

    channel_id: str


@dataclass(frozen=True)
class WasAway:
    """A long downtime (instants in UTC), and what came late or not at all because of it."""

    began_at: datetime
    ended_at: datetime
    late_reminders: int = 0
    late_digests: int = 0
    dropped_digests: int = 0


@dataclass(frozen=True)
class NobodyToAsk:
    """Somebody who cannot be asked any more, and what they own: `indicators` those that the reader may see,
    `others` how many more there are.
    """

    owner: PersonName
    indicators: tuple[IndicatorName, ...]
    others: int = 0


@dataclass(frozen=True)
class OwnerOutOfSight:
    """An owner who does not see their indicator any more, since they are not in the channel where it lives."""

    owner: PersonName
    indicator: IndicatorName
    channel_id: str


@dataclass(frozen=True)
class ChannelOutOfReach:
    """A channel about which Slack tells the bot nothing any more, so that nobody sees what lives there."""

    channel_id: str


@dataclass(frozen=True)
class NotHearing:
    """A time in which the bot does not hear Slack (instants in UTC), and why; `until` where it is over."""

    since: datetime
    why: Failure
    until: datetime | None = None


@dataclass(frozen=True)
class ClockWasAhead:
    """The machine's clock told times up to `until`, which had not come."""

    until: datetime


@dataclass(frozen=True)
class Welcome:
    """What the bot is for."""


@dataclass(frozen=True)
class NewOutcome:
    """An outcome that lives in a channel from now on, and when the channel's digest comes."""

    outcome: OutcomeName
    by: PersonName
    schedule: DigestSchedule | None = None


@dataclass(frozen=True)
class AnswersFor:
    """An outcome that somebody answers for because another person says so."""

    outcome: OutcomeName
    by: PersonName
    channel_id: str


@dataclass(frozen=True)
class NewOwner:
    """An indicator whose readings somebody is asked for because another person says so, for what it is measured, and
    what is due first.
    """

    indicator: IndicatorName
    outcome: OutcomeName
    by: PersonName
    next_due: DueItem | None = None


@dataclass(frozen=True)
class OutcomeClosed:
    """An outcome that was closed, for the channel where it lives."""

    ended: ClosedOutcome


@dataclass(frozen=True)
class IndicatorInterrupted:
    """What somebody else has done with an indicator of its reader's."""

    done: Interrupted


@dataclass(frozen=True)
class WelcomeBack:
    """What was done while its reader was away."""

    done: Meanwhile


@dataclass(frozen=True)
class NumberBelow:
    """One number below a digest, and the period of its value."""

    indicator: IndicatorName
    assessment: Assessment
    period: Period | None = None


@dataclass(frozen=True)
class OutcomeBelow:
    """One outcome with all of its numbers, what needs attention most first, and the charts of the first ones."""

    outcome: OutcomeName
    rollup: Rollup
    lines: tuple[NumberBelow, ...]
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class DigestOff:
    """Somebody switched the digests of a channel off."""

    by: PersonName


@dataclass(frozen=True)
class AskedAbout:
    """Somebody asks the owner what is behind a figure. `number` is the question's own."""

    by: PersonName
    indicator: IndicatorName
    assessment: Assessment
    number: int
    below_a_digest: bool


@dataclass(frozen=True)
class QuestionAnswered:
    """What the owner of an indicator answered, and who had asked."""

    asked_by: PersonName
    answered_by: PersonName
    indicator: str
    text: str


Notice = (
    Undeliverable
    | NotInChannel
    | WasAway
    | NobodyToAsk
    | OwnerOutOfSight
    | ChannelOutOfReach
    | NotHearing
    | ClockWasAhead
    | Welcome
    | NewOutcome
    | AnswersFor
    | NewOwner
    | OutcomeClosed
    | ClosingProposed
    | IndicatorInterrupted
    | Offered
    | Answered
    | TookEffect
    | Missing
    | WeeklyReport
    | DigestPreview
    | AskedFor
    | AskedAbout
    | QuestionAnswered
    | OutcomeBelow
    | DigestOff
    | WelcomeBack
)
