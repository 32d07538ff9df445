"""What was changed about outcomes and indicators since the last digest: how it was before, and is now."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.cadences import Cadence
from bot.domain.parts import Part
from bot.domain.resources import Unit
from bot.domain.targets import Baseline, Direction, Target
from bot.results.names import IndicatorName, PersonName


@dataclass(frozen=True)
class Who:
    """Who has changed it last, and why, where that was said."""

    by: PersonName
    reason: str = ""


@dataclass(frozen=True)
class TargetMoved:
    """Another target, or another way to it; or what was promised from the start, written down better."""

    indicator: IndicatorName
    direction: Direction
    before: Target
    after: Target
    who: Who
    corrected: bool = False


@dataclass(frozen=True)
class StartMoved:
    """Another baseline."""

    indicator: IndicatorName
    before: Baseline
    after: Baseline
    who: Who


@dataclass(frozen=True)
class Renamed:
    """Another statement, or another name."""

    before: str
    after: str
    who: Who


@dataclass(frozen=True)
class AnswersNow:
    """Somebody else answers for the outcome, or is asked for the indicator, that is called so."""

    about: str
    before: PersonName
    after: PersonName
    who: Who


@dataclass(frozen=True)
class AskedOtherwise:
    """Read more or less often, or due on another day."""

    indicator: IndicatorName
    before: Cadence
    after: Cadence
    who: Who


@dataclass(frozen=True)
class BeginsAfresh:
    """Other things are counted from that day on."""

    indicator: IndicatorName
    on: date
    who: Who


@dataclass(frozen=True)
class EndMoved:
    """Another end of the outcome that says so."""

    about: str
    before: date | None
    after: date | None
    who: Who


@dataclass(frozen=True)
class PartChanged:
    """Anything else about what is called so."""

    about: str
    part: Part
    who: Who


@dataclass(frozen=True)
class PlanChanged:
    """Another amount of something that an outcome is to take; None where none is planned."""

    about: str
    unit: Unit
    before: Decimal | None
    after: Decimal | None
    who: Who


@dataclass(frozen=True)
class WorkedOutOtherwise:
    """It is made of other parts or by another rule, for all that was ever given; or it is asked for again."""

    about: str
    is_made: bool
    who: Who


Change = (
    TargetMoved
    | StartMoved
    | Renamed
    | AnswersNow
    | AskedOtherwise
    | BeginsAfresh
    | EndMoved
    | PartChanged
    | PlanChanged
    | WorkedOutOtherwise
)
