"""Periods, the slices of the calendar that readings speak for, and the cadence in which they follow each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Every(StrEnum):
    """How long a period is. Weeks are ISO weeks, from Monday to Sunday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    INTERVAL = "interval"


class DueKind(StrEnum):
    """By which rule a period's reading falls due."""

    WORKING_DAY_AFTER = "working_day_after"
    WEEKDAY = "weekday"
    LAST_WORKING_DAY = "last_working_day"


@dataclass(frozen=True)
class DueRule:
    """On which day a period's reading is due; `bot.domain.due.due_on` works it out.

    WORKING_DAY_AFTER: the first working day after the period ends (the default). LAST_WORKING_DAY: the last one
    inside it. WEEKDAY: for weeks, Thursday to Sunday mean that day inside the week and Monday to Wednesday that day
    after it; for longer periods, the first such weekday after the period ends; moved to the next working day where
    nobody works then.
    """

    kind: DueKind = DueKind.WORKING_DAY_AFTER
    weekday: int | None = None


@dataclass(frozen=True)
class Cadence:
    """How often a reading is due, and when. An interval has its length in days and an anchor, the first day of one of
    its periods.
    """

    every: Every
    due: DueRule = DueRule()
    interval_days: int | None = None
    anchor: date | None = None


@dataclass(frozen=True, order=True)
class Period:
    """A slice of the calendar, both ends included, ordered by its first day.

    Keys read "2026-04-06", "2026-W14", "2026-03", "2026-Q1", and "2026-03-02+14" for fourteen days from 2 March.
    """

    key: str = field(compare=False)
    first: date
    last: date


def period_containing(cadence: Cadence, day: date) -> Period:
    """The period that `day` belongs to."""
    raise NotImplementedError


def period_from_key(cadence: Cadence, key: str) -> Period:
    """The period with that key. Raises UserError for a key that this cadence does not have."""
    raise NotImplementedError


def next_period(cadence: Cadence, period: Period) -> Period:
    """The period that begins when `period` ends."""
    raise NotImplementedError


def previous_period(cadence: Cadence, period: Period) -> Period:
    """The period that ends when `period` begins."""
    raise NotImplementedError


def periods_between(cadence: Cadence, first_day: date, last_day: date) -> Iterator[Period]:
    """Every period with a day from `first_day` to `last_day`, in order."""
    raise NotImplementedError


def mean_length(cadence: Cadence) -> Decimal:
    """The mean length of a period in days: 7 for weeks, 30.436875 for months."""
    raise NotImplementedError


def parse_period(text: str, cadence: Cadence, *, today: date, locale: str) -> Period:
    """The period that a person named after "for": "march", "last week", "2026-W14", "w14", "yesterday", "6 April",
    "q1", "this month".

    Without a year it is the nearest. Raises UserError where the text names no period, where it covers several of this
    cadence, and for a period that has not begun (the sentence names the day it opens).
    """
    raise NotImplementedError


def split_period_and_rest(text: str, cadence: Cadence, *, today: date, locale: str) -> tuple[Period, str] | None:
    """The longest beginning of `text` that names a period, and what follows it; None where no beginning does ("for
    the first time").

    Raises UserError as `parse_period` does, for a period that cannot be meant.
    """
    raise NotImplementedError


def period_label(period: Period, cadence: Cadence, *, locale: str, today: date) -> str:
    """The period in words: "week of 30 March", "March", "Q1 2026", "6 April", "14 days from 2 March". `parse_period`
    reads them all.
    """
    raise NotImplementedError


def describe_cadence(cadence: Cadence) -> str:
    """The cadence in words: "weekly, due Mondays"."""
    raise NotImplementedError


def encode(cadence: Cadence) -> dict[str, str | int]:
    """The cadence as a small JSON object, for `decode`."""
    raise NotImplementedError


def decode(stored: Mapping[str, str | int]) -> Cadence:
    """The cadence that `encode` wrote."""
    raise NotImplementedError
