"""For whom a screen is written, and the names that several screens share.

Screens take domain values and print them for one reader's locale and zone; nothing arrives here already printed.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain.due import DueState
from bot.domain.periods import Cadence, Period
from bot.domain.values import Measure, Value


@dataclass(frozen=True)
class Reader:
    """The locale ("en-GB") and zone to print for, and the date it is there. A channel has its zone and its locale."""

    locale: str
    zone: str
    today: date


@dataclass(frozen=True)
class Who:
    """A person. Screens that only one person sees mention them by id; what others see has the name as plain text."""

    user_id: str
    name: str


@dataclass(frozen=True)
class OutcomeName:
    """An outcome as screens refer to it."""

    key: str
    statement: str


@dataclass(frozen=True)
class IndicatorName:
    """An indicator as screens refer to it, and what it takes to print its values and periods."""

    key: str
    name: str
    measure: Measure
    cadence: Cadence


@dataclass(frozen=True)
class DueItem:
    """One due reading; `last` is the newest value of an earlier period."""

    due_id: int
    indicator: IndicatorName
    period: Period
    due_on: date
    state: DueState
    last: Value | None = None
