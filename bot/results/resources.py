"""What outcomes take beside how far they are, as screens show it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.colours import State
from bot.domain.resources import InputRule, Unit, Use
from bot.results.names import IndicatorName, OutcomeName, PersonName


@dataclass(frozen=True)
class OutcomeUse:
    """One outcome with what it takes, and its colour."""

    outcome: OutcomeName
    use: Use
    colour: State | None = None


@dataclass(frozen=True)
class ResourcePage:
    """A page of outcomes side by side, those first whose use is furthest ahead of their progress: the lines from place
    `first` on, of `count` in all.
    """

    lines: tuple[OutcomeUse, ...]
    first: int = 0
    count: int = 0


@dataclass(frozen=True)
class UsedEntry:
    """What was used on a day, and what for; `before` is the amount in whose place it stands, where it was corrected."""

    id: int
    unit: Unit
    amount: Decimal
    on: date
    note: str
    by: PersonName
    before: Decimal | None = None


@dataclass(frozen=True)
class PlannedEntry:
    """What was planned from a day on, None where that was nothing, and why."""

    unit: Unit
    amount: Decimal | None
    on: date
    by: PersonName
    reason: str = ""


@dataclass(frozen=True)
class ResourceSheet:
    """All about what one outcome takes. `entries` are the latest of `count`, `plans` what was planned before, and
    `inputs` the indicators that may say what is used.
    """

    outcome_id: int
    outcome: OutcomeName
    use: Use
    entries: tuple[UsedEntry, ...] = ()
    count: int = 0
    plans: tuple[PlannedEntry, ...] = ()
    inputs: tuple[IndicatorName, ...] = ()
    may_edit: bool = False
    closed: bool = False


@dataclass(frozen=True)
class ResourceChange:
    """What was just noted or planned: one of these is set, and the outcome as it stands now."""

    now: OutcomeUse
    used: UsedEntry | None = None
    planned: PlannedEntry | None = None
    replaced: UsedEntry | None = None
    taken_back: UsedEntry | None = None
    dropped: Unit | None = None
    source: IndicatorName | None = None
    rule: InputRule | None = None
    ended: IndicatorName | None = None
