"""What is missing of what somebody answers for."""

from dataclasses import dataclass
from datetime import date

from bot.domain.periods import Period
from bot.results.due import DueItem
from bot.results.names import IndicatorName, OutcomeName, PersonName


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
class StillOpen:
    """An outcome that has ended some time ago, and that nobody has closed."""

    outcome_id: int
    outcome: OutcomeName
    ended_on: date


@dataclass(frozen=True)
class Missing:
    """What somebody is told once a week, the longest silence first; and what is `still_open` that ended long ago."""

    items: tuple[MissingItem, ...]
    still_open: tuple[StillOpen, ...] = ()


@dataclass(frozen=True)
class AskedFor:
    """Somebody asks the owner for this reading."""

    by: PersonName
    item: DueItem
