"""Cadences: how often a reading is due and by which rule, and as stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot.domain.calendar import check_weekdays
from bot.errors import UserError


class Every(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    INTERVAL = "interval"


MONTHS_IN: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
"""How many months the periods have that are whole months."""
PARTS_OF_A_YEAR: Final = frozenset((Every.QUARTER, Every.HALF_YEAR, Every.YEAR))
"""What follows from the month in which the year begins."""


class DueKind(StrEnum):
    """By which rule a period's reading falls due."""

    WORKING_DAY_AFTER = "working_day_after"
    WEEKDAY = "weekday"
    LAST_WORKING_DAY = "last_working_day"
    NTH_WEEKDAY = "nth_weekday"
    DAY_OF_MONTH = "day_of_month"


class Shift(StrEnum):
    """Where a due day goes that is a day off: to the next working day, or to the one before."""

    AFTER = "after"
    BEFORE = "before"


LEAP_YEAR: Final = 2028
"""A year that has every day that any year has."""
LAST: Final = -1
"""The last such weekday, as the first is 1."""


@dataclass(frozen=True)
class DueRule:
    """On which day a period's reading is due; `bot.domain.due.due_on` works it out.

    WORKING_DAY_AFTER: the first working day after the period ends (the default). LAST_WORKING_DAY: the last one
    inside it. WEEKDAY: for weeks, the last four days mean that day inside the week and the first three that day after
    it (Thursday to Sunday, and Monday to Wednesday); for longer periods, the first such weekday after the period ends.
    NTH_WEEKDAY: the `nth` such weekday (2 to 4) after the period ends, or the LAST one inside it. DAY_OF_MONTH: that
    day (1 to 31, at most its last) of the month after the period. Both are for whole months alone.

    With a `month` (1 to 12), for years alone, the day or the LAST_WORKING_DAY is that of the named month: after the
    year, or within it where it is one of its last three.

    `shift` says where a weekday or a day of the month goes on which nobody works.
    """

    kind: DueKind = DueKind.WORKING_DAY_AFTER
    weekday: int | None = None
    nth: int | None = None
    day: int | None = None
    month: int | None = None
    shift: Shift = Shift.AFTER

    def __post_init__(self) -> None:
        if (self.kind in (DueKind.WEEKDAY, DueKind.NTH_WEEKDAY)) != (self.weekday in range(7)):
            raise ValueError(
                "a weekday from 0 (Monday) to 6 (Sunday) goes with the rules of weekdays, and with no other"
            )
        if (self.kind is DueKind.NTH_WEEKDAY) != (self.nth in (2, 3, 4, LAST)):
            raise ValueError("which of its weekdays, 2 to 4 or the last, goes with the NTH_WEEKDAY rule")
        if (self.kind is DueKind.DAY_OF_MONTH) != (self.day in range(1, 32)):
            raise ValueError("a day from 1 to 31 goes with the DAY_OF_MONTH rule, and with no other")
        has_month = self.kind in (DueKind.DAY_OF_MONTH, DueKind.LAST_WORKING_DAY)
        if self.month is not None and (self.month not in range(1, 13) or not has_month):
            raise ValueError("a month from 1 to 12 goes with a day of the month or its last working day")


@dataclass(frozen=True)
class Cadence:
    """How often a reading is due, and when. An interval has its length in days and an anchor, the first day of one of
    its periods.

    A daily reading may have the `weekdays` that are measured (Monday is 0): the other days are no periods. They stay
    what they were when they were agreed, whatever days people work on later: a past day must not come or go. So do the
    weekday on which weeks begin (`week_start`, Monday is 0) and the first month of the year, of which quarters and
    halves are parts (`first_month`; 1 for a calendar year, otherwise it is a fiscal one).
    """

    every: Every
    due: DueRule = DueRule()
    interval_days: int | None = None
    anchor: date | None = None
    weekdays: frozenset[int] | None = None
    week_start: int = 0
    first_month: int = 1

    def __post_init__(self) -> None:
        if self.every is Every.INTERVAL and (self.anchor is None or self.interval_days is None):
            raise ValueError("an interval needs its length and an anchor")
        if self.interval_days is not None and not 1 <= self.interval_days <= 366:
            raise UserError("An interval is from 1 to 366 days long.")
        if self.every is Every.DAY and self.due.kind in (DueKind.WEEKDAY, DueKind.NTH_WEEKDAY, DueKind.DAY_OF_MONTH):
            raise UserError("A daily reading is due on the next working day, so leave the weekday out.")
        if self.every not in MONTHS_IN and self.due.kind in (DueKind.NTH_WEEKDAY, DueKind.DAY_OF_MONTH):
            raise UserError(
                "Only what is read monthly or less often can wait for a day of the month. Choose a weekday."
            )
        if self.due.month is not None and self.every is not Every.YEAR:
            raise UserError("Only what is read once a year can wait for a day of a certain month. Leave the month out.")
        if self.week_start not in range(7) or (self.week_start and self.every is not Every.WEEK):
            raise ValueError("weeks begin on a weekday from 0 (Monday) to 6 (Sunday), and nothing else does")
        if self.first_month not in range(1, 13) or (self.first_month != 1 and self.every not in PARTS_OF_A_YEAR):
            raise ValueError("years and their parts have a first month from 1 to 12, and nothing else has")
        if self.weekdays is not None:
            if self.every is not Every.DAY:
                raise ValueError("only a daily reading has days that are not measured")
            check_weekdays(self.weekdays)

    @property
    def is_fiscal(self) -> bool:
        """Whether its year is another one than the calendar's."""
        return self.first_month != 1

    @property
    def weeks(self) -> int | None:
        """Of how many weeks a period of fixed days is, where they are whole weeks."""
        days = self.interval_days
        return days // 7 if days is not None and days % 7 == 0 else None

    @property
    def is_on_working_days(self) -> bool:
        """Whether its days are those on which people usually work: five or six in a row, wherever the week begins."""
        days = self.weekdays
        if days is None or len(days) not in (5, 6):
            return False
        return any({(first + place) % 7 for place in range(len(days))} == days for first in range(7))

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
        case Every.HALF_YEAR:
            return Decimal("182.62125")
        case Every.YEAR:
            return Decimal("365.2425")
        case Every.INTERVAL:
            return Decimal(cadence.interval_days or 0)


def encode(cadence: Cadence) -> dict[str, str | int]:
    """The cadence as a small JSON object, for `decode`."""
    stored: dict[str, str | int] = {"every": cadence.every.value, "due": cadence.due.kind.value}
    if cadence.due.weekday is not None:
        stored["weekday"] = cadence.due.weekday
    if cadence.due.nth is not None:
        stored["nth"] = cadence.due.nth
    if cadence.due.day is not None:
        stored["day"] = cadence.due.day
    if cadence.due.month is not None:
        stored["month"] = cadence.due.month
    if cadence.due.shift is not Shift.AFTER:
        stored["shift"] = cadence.due.shift.value
    if cadence.interval_days is not None:
        stored["interval_days"] = cadence.interval_days
    if cadence.anchor is not None:
        stored["anchor"] = cadence.anchor.isoformat()
    if cadence.weekdays is not None:
        stored["weekdays"] = "".join(map(str, sorted(cadence.weekdays)))
    if cadence.week_start:
        stored["week_start"] = cadence.week_start
    if cadence.is_fiscal:
        stored["first_month"] = cadence.first_month
    return stored


def decode(stored: Mapping[str, str | int]) -> Cadence:
    """The cadence that `encode` wrote."""
    return _decoded(frozenset(stored.items()))


@lru_cache(maxsize=256)
def _decoded(items: frozenset[tuple[str, str | int]]) -> Cadence:
    # A workspace has few cadences, and everything it does asks for them: making one takes twenty times as long.
    stored = dict(items)
    anchor, weekdays = stored.get("anchor"), stored.get("weekdays")
    rule = DueRule(
        DueKind(str(stored["due"])),
        weekday=_number(stored, "weekday"),
        nth=_number(stored, "nth"),
        day=_number(stored, "day"),
        month=_number(stored, "month"),
        shift=Shift(str(stored.get("shift", Shift.AFTER))),
    )
    return Cadence(
        every=Every(str(stored["every"])),
        due=rule,
        interval_days=_number(stored, "interval_days"),
        anchor=None if anchor is None else date.fromisoformat(str(anchor)),
        weekdays=None if weekdays is None else frozenset(map(int, str(weekdays))),
        week_start=_number(stored, "week_start") or 0,
        first_month=_number(stored, "first_month") or 1,
    )


def _number(stored: Mapping[str, str | int], name: str) -> int | None:
    value = stored.get(name)
    return None if value is None else int(value)
