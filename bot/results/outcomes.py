"""Outcomes as lists and sheets show them."""

from dataclasses import dataclass
from datetime import date

from bot.domain.facts import Assessment, Level, Rollup
from bot.domain.resources import Use
from bot.domain.values import Value
from bot.results.closing import ClosedOutcome
from bot.results.decisions import OpenDecision
from bot.results.names import IndicatorName, OutcomeName, PersonName
from bot.results.notes import NO_NOTES, Notes


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator of an outcome."""

    indicator: IndicatorName
    level: Level
    assessment: Assessment
    owner: PersonName
    latest: tuple[Value, ...] = ()
    """Its latest values, the oldest first, where a small curve of them is drawn."""


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome in a list, and the indicator because of which it does not stand well, if it does not."""

    outcome: OutcomeName
    rollup: Rollup
    accountable: PersonName
    because: IndicatorLine | None = None


@dataclass(frozen=True)
class OutcomePage:
    """A page of a list, the worst first: the lines from place `first` on, of `count` in all. `all_of` is who answers
    for every one of them, where that is one person.
    """

    lines: tuple[OutcomeLine, ...]
    first: int = 0
    count: int = 0
    all_of: PersonName | None = None


@dataclass(frozen=True)
class IndicatorPage:
    """The same of indicators; `of` is the outcome, where they are those of one."""

    lines: tuple[IndicatorLine, ...]
    first: int = 0
    count: int = 0
    of: OutcomeName | None = None


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
    notes: Notes = NO_NOTES
    open_decisions: tuple[OpenDecision, ...] = ()
    ended: ClosedOutcome | None = None
    use: Use | None = None
    may_edit: bool = False
    """Whether its reader may change it, close it, or take it up again."""
