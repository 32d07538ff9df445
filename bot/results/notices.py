"""What people are told about the bot itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.messages import Failure
from bot.results.names import IndicatorName, PersonName


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


Notice = (
    Undeliverable
    | NotInChannel
    | WasAway
    | NobodyToAsk
    | OwnerOutOfSight
    | ChannelOutOfReach
    | NotHearing
    | ClockWasAhead
)
