"""An indicator as a chart: what there is to draw, before anybody has said how."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.periods import Period
from bot.domain.targets import Target
from bot.results.names import IndicatorName


@dataclass(frozen=True)
class ChartPoint:
    """A period's value. `on` is the day it stands for, within its period; `planned` what the path holds for that day,
    and None where there is no path.
    """

    period: Period
    amount: Decimal
    on: date
    planned: Decimal | None = None


@dataclass(frozen=True)
class Decided:
    """A decision about the indicator or its outcome, as it was typed, and the day of it where the reader is."""

    on: date
    text: str


@dataclass(frozen=True)
class Limits:
    """What is ordinary movement: its centre, and how far down and up it goes. A limit that nothing can lie beyond is
    None.
    """

    centre: Decimal
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True)
class Chart:
    """The latest values of an indicator in the order of their periods, and what they are held against.

    `path` are the days and values of the planned line, joined by straight lines, or with `in_steps` each held until the
    next. `signals` are the keys of the periods whose value is more than ordinary movement. The latest period `is_open`
    while it is still running, and `has_earlier` says that there are periods before these.
    """

    indicator: IndicatorName
    points: tuple[ChartPoint, ...]
    target: Target | None = None
    path: tuple[tuple[date, Decimal], ...] = ()
    in_steps: bool = False
    decisions: tuple[Decided, ...] = ()
    limits: Limits | None = None
    signals: frozenset[str] = frozenset()
    is_open: bool = False
    has_earlier: bool = False
