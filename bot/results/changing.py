"""What can be changed about an outcome or an indicator, as it is now."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.domain.charting import Rebase, RuleSet
from bot.domain.combining import Combine
from bot.domain.facts import Level
from bot.domain.parts import IndicatorPart, OutcomePart
from bot.domain.targets import Direction
from bot.domain.transforms import Transform
from bot.results.names import IndicatorName, OutcomeName, PersonName


@dataclass(frozen=True)
class OutcomeFace:
    """An outcome as it is written down now, by the row with the number `definition_id`. A parent that the person does
    not see is only known to be there.
    """

    outcome_id: int
    definition_id: int
    name: OutcomeName
    why: str
    channel_id: str
    accountable: PersonName
    starts_on: date | None = None
    ends_on: date | None = None
    parent: OutcomeName | None = None
    has_hidden_parent: bool = False


@dataclass(frozen=True)
class IndicatorFace:
    """An indicator as it is written down now, by the rows with the numbers `definition_id` and `ownership_id`. `rebase`
    is the newest: from that period on its limits are worked out anew.
    """

    indicator_id: int
    definition_id: int
    ownership_id: int
    name: IndicatorName
    description: str
    direction: Direction
    level: Level
    combine: Combine
    owner: PersonName
    backup: PersonName | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    source: str = ""
    method: str = ""
    limitations: str = ""
    transform: Transform | None = None
    rules: RuleSet = RuleSet.TWO
    rebase: Rebase | None = None


@dataclass(frozen=True)
class Meanwhile:
    """Somebody has changed the same thing since the form was opened."""

    by: PersonName
    at: datetime


@dataclass(frozen=True)
class Unseeing:
    """Somebody who would not see an outcome any more, and what of it they keep: `answers` for it, or `indicators`."""

    who: PersonName
    answers: bool
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """What moving an outcome into another channel changes about who sees it. `members` is how many the new channel has,
    where it is private; None while Slack has not told. `uncounted` are the indicators that could not be worked out any
    more: a part of theirs would live in a private channel that is not their own.
    """

    channel_id: str
    was_private: bool
    is_private: bool
    members: int | None = None
    unseeing: tuple[Unseeing, ...] = ()
    uncounted: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangedOutcome:
    """A part of an outcome that was changed: how it was and is."""

    part: OutcomePart
    before: OutcomeFace
    after: OutcomeFace


@dataclass(frozen=True)
class ChangedIndicator:
    """A part of an indicator that was changed: how it was and is, and whether it begins afresh because of that."""

    part: IndicatorPart
    before: IndicatorFace
    after: IndicatorFace
    begins_afresh: bool = False
