"""When a reading is due, whether it came in time, and the rates that follow."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.domain.cadences import LAST, Cadence, DueKind, Every, Shift
from bot.domain.calendar import ONE_DAY, WorkCalendar, end_of_day, local_day
from bot.domain.exact import round_quotient, wide
from bot.domain.periods import Period
from bot.domain.spans import months_later

_LATE_IN_A_WEEK = 3
"""From this day of a week on, counted from nought, it is time for its reading: from Thursday on where it begins on a
Monday.
"""

_LATE_IN_A_YEAR = 9
"""From this month of a year on, counted from nought, its reading is due within it: from October on where it begins in
January.
"""

MISSED_IN_A_ROW = 3
"""So many readings missed with nothing in between are a sign of something else than forgetfulness."""


class DueState(StrEnum):
    """What has become of one due reading."""

    UPCOMING = "upcoming"
    DUE = "due"
    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    EXCUSED = "excused"
    NO_DATA = "no_data"


def due_on(cadence: Cadence, period: Period, calendar: WorkCalendar) -> date:
    """The day on which the reading for `period` is due. It follows from the calendar alone, so due days never drift."""
    day_after = period.last + ONE_DAY
    rule = cadence.due
    match rule.kind:
        case DueKind.WORKING_DAY_AFTER:
            return calendar.first_working_day_on_or_after(day_after)
        case DueKind.LAST_WORKING_DAY if rule.month is not None:
            first, days = _month_named(cadence, period, rule.month)
            last = calendar.last_working_day_on_or_before(first.replace(day=days))
            return last if last >= first else calendar.first_working_day_on_or_after(first)
        case DueKind.DAY_OF_MONTH if rule.month is not None:
            first, days = _month_named(cadence, period, rule.month)
            wanted = first.replace(day=min(rule.day or 1, days))
        case DueKind.LAST_WORKING_DAY:
            last = calendar.last_working_day_on_or_before(period.last)
            return last if last >= period.first else calendar.first_working_day_on_or_after(day_after)
        case DueKind.WEEKDAY | DueKind.NTH_WEEKDAY:
            wanted = _weekday_wanted(cadence, period)
        case DueKind.DAY_OF_MONTH:
            days = monthrange(day_after.year, day_after.month)[1]
            wanted = day_after.replace(day=min(rule.day or 1, days))
    if rule.shift is Shift.BEFORE:
        before = calendar.last_working_day_on_or_before(wanted)
        if before >= period.first:  # not before anybody can give it
            return before
    return calendar.first_working_day_on_or_after(wanted)


def _month_named(cadence: Cadence, period: Period, month: int) -> tuple[date, int]:
    """The first day of the month in which the reading of this year is due, and how many days it has: the first such
    month after the year, or one of its own last three.
    """
    place = (month - cadence.first_month) % 12
    first = months_later(period.first, place if place >= _LATE_IN_A_YEAR else place + 12)
    return first, monthrange(first.year, first.month)[1]


def _weekday_wanted(cadence: Cadence, period: Period) -> date:
    """The day that the rule names, whether anybody works on it or not."""
    rule, day_after = cadence.due, period.last + ONE_DAY
    assert rule.weekday is not None, "the rule is one of weekdays"
    if rule.nth == LAST:
        return period.last - timedelta(days=(period.last.weekday() - rule.weekday) % 7)
    is_late = (rule.weekday - cadence.week_start) % 7 >= _LATE_IN_A_WEEK
    earliest = period.first if cadence.every is Every.WEEK and is_late else day_after
    return earliest + timedelta(days=(rule.weekday - earliest.weekday()) % 7 + 7 * ((rule.nth or 1) - 1))


def grace_ends_at(first_asked_on: date, grace_working_days: int, calendar: WorkCalendar, zone: str) -> datetime:
    """The instant (UTC) from which an unanswered reading is missed: the end of the local day that many working days
    after the first ask, or after the due day where nobody has been asked yet.
    """
    return end_of_day(calendar.add_working_days(first_asked_on, grace_working_days), zone)


def classify(
    *,
    due_on: date,
    zone: str,
    now: datetime,
    grace_ends_at: datetime | None,
    received_at: datetime | None = None,
    no_data: bool = False,
    excused: bool = False,
) -> DueState:
    """The state of one due reading at the instant `now`, in the owner's zone.

    A reading that was received is on time until the due day ends and late ever after, whatever was declared before it.
    `no_data` and `excused` are what people declared. Without an answer it is upcoming before the due day, then due,
    and missed from `grace_ends_at` on; None there means that nobody has been asked yet, so nothing can be missed.
    """
    if received_at is not None:
        return DueState.ON_TIME if received_at < end_of_day(due_on, zone) else DueState.LATE
    if no_data:
        return DueState.NO_DATA
    if excused:
        return DueState.EXCUSED
    if grace_ends_at is not None and now >= grace_ends_at:
        return DueState.MISSED
    return DueState.DUE if local_day(now, zone) >= due_on else DueState.UPCOMING


@dataclass(frozen=True)
class Rates:
    """How many readings were expected and what became of them; the parts add up to `expected`, or ValueError."""

    expected: int
    on_time: int
    late: int
    missed: int
    excused: int
    no_data: int
    open: int

    def __post_init__(self) -> None:
        parts = (self.on_time, self.late, self.missed, self.excused, self.no_data, self.open)
        if min(parts) < 0 or sum(parts) != self.expected:
            raise ValueError(f"{parts} do not add up to {self.expected} expected readings")

    @property
    def completeness(self) -> Decimal | None:
        """Received (a "no data" declaration included) as a share of expected less excused; None when none was due."""
        return self._share(self.on_time + self.late + self.no_data)

    @property
    def timeliness(self) -> Decimal | None:
        """On time as a share of expected less excused; None when none was due."""
        return self._share(self.on_time)

    def _share(self, count: int) -> Decimal | None:
        asked = self.expected - self.excused
        if not asked:
            return None
        with wide():
            return round_quotient(Decimal(count) / asked)


def rates(states: Iterable[DueState]) -> Rates:
    """The rates of these due readings. One that is still upcoming is not expected yet."""
    counts = Counter(state for state in states if state is not DueState.UPCOMING)
    return Rates(
        expected=counts.total(),
        on_time=counts[DueState.ON_TIME],
        late=counts[DueState.LATE],
        missed=counts[DueState.MISSED],
        excused=counts[DueState.EXCUSED],
        no_data=counts[DueState.NO_DATA],
        open=counts[DueState.DUE],
    )


def is_stale(latest: Period | None, missed: Iterable[Period]) -> bool:
    """Whether a period later than the latest reading's has been missed."""
    return latest is not None and any(period > latest for period in missed)
