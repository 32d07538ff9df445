"""Outcomes as lists and sheets show them."""

from dataclasses import dataclass
from datetime import date

from bot.domain.facts import Assessment, Level, Rollup
from bot.results.names import IndicatorName, OutcomeName, PersonName


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome in a list."""

    outcome: OutcomeName
    rollup: Rollup
    accountable: PersonName
    closed: bool = False


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator of an outcome."""

    indicator: IndicatorName
    level: Level
    assessment: Assessment
    owner: PersonName


@dataclass(frozen=True)
class OutcomeSheet:
    """One outcome in full."""

    outcome: OutcomeName
    why: str
    channel_id: str
    accountable: PersonName
    rollup: Rollup
    indicators: tuple[IndicatorLine, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    parent: OutcomeName | None = None
    closed: bool = False
