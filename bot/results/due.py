"""One due reading, as screens show it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.due import DueState
from bot.domain.periods import Period
from bot.domain.values import Value
from bot.results.names import IndicatorName, PersonName


@dataclass(frozen=True)
class DueItem:
    """One due reading; `last` is the newest value of an earlier period, and `planned` the amount on the path to the
    target on the day that a reading given now speaks for. Without a path there is none.
    """

    due_id: int
    indicator: IndicatorName
    period: Period
    due_on: date
    state: DueState
    last: Value | None = None
    planned: Decimal | None = None
    for_whom: PersonName | None = None
    """The owner, where somebody else is asked while they are away."""
