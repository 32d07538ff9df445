"""What an indicator is made of, and what it comes to."""

from dataclasses import dataclass

from bot.domain.colours import State
from bot.domain.periods import Period
from bot.domain.values import Value
from bot.domain.wholes import Made, Making, PartsIn
from bot.results.names import IndicatorName, PersonName


@dataclass(frozen=True)
class MadeOf:
    """How an indicator is made of others, as its reader may see it. `parts` are those in their sight, `hidden` how many
    are not; `formula` has keys in its braces, and is empty where one of these is hidden.
    """

    making: Making
    parts: tuple["PartLine", ...]
    hidden: int = 0
    formula: str = ""


@dataclass(frozen=True)
class PartLine:
    """A part: its latest value, and of which period that is; without a `value` there is none yet."""

    indicator: IndicatorName
    owner: PersonName
    state: State
    value: Value | None = None
    period: Period | None = None


@dataclass(frozen=True)
class PartValue:
    """What a part came to in the period of a reading; without a `value` it had no data."""

    indicator: IndicatorName
    value: Value | None


@dataclass(frozen=True)
class CameFrom:
    """From what a reading was worked out: the parts that its reader may see, and how many they may not."""

    made: Made
    parts: tuple[PartValue, ...]
    hidden: int = 0


@dataclass(frozen=True)
class WholeEffect:
    """What something that happened to a part's reading did to what it is a part of: its `value` in that period, or what
    is not in yet.
    """

    indicator: IndicatorName
    period: Period
    value: Value | None = None
    parts_in: PartsIn | None = None


@dataclass(frozen=True)
class DefinedWhole:
    """An indicator that is made of others from now on, or (`made_of` None) of its own readings again."""

    indicator: IndicatorName
    made_of: MadeOf | None
    worked_out: int = 0
    """For how many periods it has a value by that."""
    value: Value | None = None
    period: Period | None = None
    parts_in: PartsIn | None = None
    begins_afresh: bool = False
