"""Cadences: how often a reading is due and by which rule, and as stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from bot.domain.calendar import check_weekdays
from bot.errors import UserError


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

    def __post_init__(self) -> None:
        if (self.kind is DueKind.WEEKDAY) != (self.weekday in range(7)):
            raise ValueError("a weekday from 0 (Monday) to 6 (Sunday) goes with the WEEKDAY rule, and with no other")


@dataclass(frozen=True)
class Cadence:
    """How often a reading is due, and when. An interval has its length in days and an anchor, the first day of one of
    its periods.

    A daily reading may have the `weekdays` that are measured (Monday is 0): the other days are no periods. They stay
    what they were when they were agreed, whatever days people work on later: a past day must not come or go.
    """

    every: Every
    due: DueRule = DueRule()
    interval_days: int | None = None
    anchor: date | None = None
    weekdays: frozenset[int] | None = None

    def __post_init__(self) -> None:
        if self.every is Every.INTERVAL and (self.anchor is None or self.interval_days is None):
            raise ValueError("an interval needs its length and an anchor")
        if self.interval_days is not None and not 1 <= self.interval_days <= 366:
            raise UserError("An interval is from 1 to 366 days long.")
        if self.every is Every.DAY and self.due.kind is DueKind.WEEKDAY:
            raise UserError("A daily reading is due on the next working day, so leave the weekday out.")
        if self.weekdays is not None:
            if self.every is not Every.DAY:
                raise ValueError("only a daily reading has days that are not measured")
            check_weekdays(self.weekdays)

    def measures(self, day: date) -> bool:
        """Whether this day is part of a period."""
        return self.weekdays is None or day.weekday() in self.weekdays


def mean_length(cadence: Cadence) -> Decimal:
    """The mean length of a period in days: 7 for weeks, 30.436875 for months, 1.4 for five days a week."""
    match cadence.every:
        case Every.DAY:
            return Decimal(7) / len(cadence.weekdays) if cadence.weekdays else Decimal(1)
        case Every.WEEK:
            return Decimal(7)
        case Every.MONTH:
            return Decimal("30.436875")  # 146,097 days in the 4,800 months of a Gregorian cycle.
        case Every.QUARTER:
            return Decimal("91.310625")
        case Every.INTERVAL:
            return Decimal(cadence.interval_days or 0)


def encode(cadence: Cadence) -> dict[str, str | int]:
    """The cadence as a small JSON object, for `decode`."""
    stored: dict[str, str | int] = {"every": cadence.every.value, "due": cadence.due.kind.value}
    if cadence.due.weekday is not None:
        stored["weekday"] = cadence.due.weekday
    if cadence.interval_days is not None:
        stored["interval_days"] = cadence.interval_days
    if cadence.anchor is not None:
        stored["anchor"] = cadence.anchor.isoformat()
    if cadence.weekdays is not None:
        stored["weekdays"] = "".join(map(str, sorted(cadence.weekdays)))
    return stored


def decode(stored: Mapping[str, str | int]) -> Cadence:
    """The cadence that `encode` wrote."""
    return _decoded(frozenset(stored.items()))


@lru_cache(maxsize=256)
def _decoded(items: frozenset[tuple[str, str | int]]) -> Cadence:
    # A workspace has few cadences, and everything it does asks for them: making one takes twenty times as long.
    stored = dict(items)
    weekday, days, anchor = stored.get("weekday"), stored.get("interval_days"), stored.get("anchor")
    weekdays = stored.get("weekdays")
    return Cadence(
        every=Every(str(stored["every"])),
        due=DueRule(DueKind(str(stored["due"])), None if weekday is None else int(weekday)),
        interval_days=None if days is None else int(days),
        anchor=None if anchor is None else date.fromisoformat(str(anchor)),
        weekdays=None if weekdays is None else frozenset(map(int, str(weekdays))),
    )
