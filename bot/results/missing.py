"""What is missing of what somebody answers for."""

from dataclasses import dataclass
from datetime import date

from bot.domain.periods import Period
from bot.results.due import DueItem
from bot.results.names import IndicatorName, PersonName


@dataclass(frozen=True)
class MissingItem:
    """An indicator whose readings were missed lately: how many, the newest of their periods, and since which day
    nothing has come, where that is long. `is_gone` says that its owner cannot be asked any more.
    """

    indicator: IndicatorName
    owner: PersonName
    missed: int
    newest: Period
    silent_since: date | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Missing:
    """What somebody is told once a week, the longest silence first."""

    items: tuple[MissingItem, ...]


@dataclass(frozen=True)
class AskedFor:
    """Somebody asks the owner for this reading."""

    by: PersonName
    item: DueItem
