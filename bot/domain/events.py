"""What can come to pass, as values: told in the transaction in which it happened, through `bot.actions.telling`."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.colours import State
from bot.domain.messages import SkipReason


@dataclass(frozen=True)
class ReadingRecorded:
    """A reading was given; `due_id` is what it answers, where that had fallen due."""

    indicator_id: int
    reading_id: int
    due_id: int | None


@dataclass(frozen=True)
class ReadingTakenBack:
    """A reading no longer counts; `due_id` is what is open again because of it."""

    indicator_id: int
    reading_id: int
    due_id: int | None


@dataclass(frozen=True)
class WholeLookedAt:
    """Something about a part of this indicator is another thing, and what it comes to was looked at anew. It
    `is_outdated` where it may stand otherwise by that, though no reading of its own has changed.
    """

    indicator_id: int
    is_outdated: bool = False


@dataclass(frozen=True)
class ReadingMissed:
    """Nothing was given by the end of the grace."""

    indicator_id: int
    due_id: int


@dataclass(frozen=True)
class ReadingFellDue:
    """A period has fallen due, and its reading is asked for from now on."""

    indicator_id: int


@dataclass(frozen=True)
class DueReadingChanged:
    """A due reading was excused, or has longer until it counts as missed."""

    indicator_id: int
    due_id: int


@dataclass(frozen=True)
class StatusChanged:
    """An indicator stands otherwise than before."""

    indicator_id: int
    before: State
    after: State


@dataclass(frozen=True)
class TargetChanged:
    """An indicator has another target, or another baseline."""

    indicator_id: int


@dataclass(frozen=True)
class IndicatorChanged:
    """What an indicator measures, or how often, is another thing than before."""

    indicator_id: int


@dataclass(frozen=True)
class OutcomeChanged:
    """What an outcome says, where it lives or who answers for it is another thing than before."""

    outcome_id: int


@dataclass(frozen=True)
class OwnerChanged:
    """Somebody else is responsible for an indicator's readings; `before` is None for a new indicator."""

    indicator_id: int
    before: int | None
    after: int


@dataclass(frozen=True)
class OutcomeRegistered:
    """There is a new outcome; `accountable_id` answers for it, and `by_id` wrote it down."""

    outcome_id: int
    accountable_id: int
    by_id: int


@dataclass(frozen=True)
class PersonChanged:
    """How somebody is asked, or whether they can be, is another than before."""

    person_id: int
    workspace_id: int
    is_for_administrators: bool = False
    """Whether those who mend things have to know."""


@dataclass(frozen=True)
class SightChanged:
    """These people, by Slack's ids, see other channels of a workspace than before; without any it may be everybody."""

    workspace_id: int
    user_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RulesChanged:
    """A workspace has other rules than before."""

    workspace_id: int


@dataclass(frozen=True)
class HomesChanged:
    """There are Home tabs to publish."""


@dataclass(frozen=True)
class MessageAdded:
    """There is something new to send."""

    message_id: int


@dataclass(frozen=True)
class NotReminded:
    """Somebody's reminder time has come and nothing is sent, though the calendar calls for it."""

    person_id: int
    at: datetime
    reason: SkipReason


@dataclass(frozen=True)
class DigestSkipped:
    """A digest is not posted, and why."""

    run_id: int
    reason: SkipReason


@dataclass(frozen=True)
class MessageSkipped:
    """A message that was planned will not be sent, and why."""

    message_id: int
    reason: SkipReason


Event = (
    ReadingRecorded
    | ReadingTakenBack
    | WholeLookedAt
    | ReadingMissed
    | ReadingFellDue
    | DueReadingChanged
    | StatusChanged
    | TargetChanged
    | IndicatorChanged
    | OutcomeChanged
    | OwnerChanged
    | OutcomeRegistered
    | PersonChanged
    | SightChanged
    | RulesChanged
    | HomesChanged
    | MessageAdded
    | NotReminded
    | DigestSkipped
    | MessageSkipped
)
THAT_WAKE = (ReadingRecorded, ReadingTakenBack, ReadingMissed, DueReadingChanged, MessageAdded)
"""Events after which there is something to send or to edit."""
