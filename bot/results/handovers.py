"""Handing an indicator over: what is offered, answered, and then true."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.handovers import HandoverAnswer
from bot.domain.values import Value
from bot.results.names import IndicatorName, PersonName


@dataclass(frozen=True)
class Handover:
    """Somebody is asked to keep an indicator, for good or until a day. Without an answer it takes effect at
    `takes_effect_at`. `last` is its latest value.
    """

    number: int
    indicator: IndicatorName
    from_: PersonName
    to: PersonName
    offered_by: PersonName
    answer: HandoverAnswer
    until_on: date | None = None
    reason: str = ""
    takes_effect_at: datetime | None = None
    last: Value | None = None


@dataclass(frozen=True)
class Offered:
    """What the person reads who is asked."""

    handover: Handover


@dataclass(frozen=True)
class Answered:
    """What those read who asked, or were the owner."""

    handover: Handover


@dataclass(frozen=True)
class TookEffect:
    """What a new owner reads who has not said yes themselves; or both, where it went back on the day agreed."""

    handover: Handover
    went_back: bool = False
    is_for_the_former: bool = False
