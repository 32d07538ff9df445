"""Working days, and when a local rule ("weekdays at 09:00 in Europe/London") next falls due."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)

_LONGEST_REST = 60
"""Days. Where holidays leave no working day for longer than that, something is wrong with them and weekdays decide."""


@dataclass(frozen=True)
class WorkCalendar:
    """The days on which a person works: weekdays (Monday is 0), less holidays. At least one weekday, or ValueError.

    Calendars are the keys of caches, so what holds the holidays has to be hashable too.
    """

    working_days: frozenset[int]
    holidays: Container[date] = frozenset()

    def __post_init__(self) -> None:
        check_weekdays(self.working_days)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.working_days and day not in self.holidays

    def is_holiday(self, day: date) -> bool:
        """Whether it would be a working day if it were no day off."""
        return day.weekday() in self.working_days and day in self.holidays

    def first_working_day_on_or_after(self, day: date) -> date:
        return self._nearest(day, ONE_DAY)

    def last_working_day_on_or_before(self, day: date) -> date:
        return self._nearest(day, -ONE_DAY)

    def _nearest(self, day: date, step: timedelta) -> date:
        for days in range(_LONGEST_REST):
            if self.is_working_day(day + days * step):
                return day + days * step
        while day.weekday() not in self.working_days:
            day += step
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after `day`; `day` itself for 0."""
        for _ in range(n):
            day = self.first_working_day_on_or_after(day + ONE_DAY)
        return day


@dataclass(frozen=True)
class LocalRule:
    """A recurring local time: at `at` on the given weekdays (Monday is 0) in `zone`.

    With `monthly`, only the first of each such weekday in a month. A rule that selects no weekday is a ValueError.
    """

    at: time
    zone: str
    weekdays: frozenset[int]
    monthly: bool = False

    def __post_init__(self) -> None:
        check_weekdays(self.weekdays)

    def selects(self, day: date) -> bool:
        """Whether the rule wants an occurrence on this local date."""
        return day.weekday() in self.weekdays and (not self.monthly or day.day <= 7)


@dataclass(frozen=True)
class Occurrence:
    """One time that a rule falls due: `on` is its nominal local date and its key, `at` the instant in UTC."""

    on: date
    at: datetime


def instant_of(day: date, at: time, zone: str) -> datetime | None:
    """The instant (UTC) at which it is `at` on `day` in `zone`.

    A time in a spring gap moves forward by the gap (02:30 becomes 03:30), a repeated one is the first. None where the
    zone has no such day at all (30 December 2011 in Samoa).
    """
    if _is_skipped(day, zone):
        return None
    return _to_utc(day, at, zone)


def next_occurrence(rule: LocalRule, after: datetime) -> Occurrence:
    """The first occurrence of `rule` later than the instant `after`."""
    # Two days back: a gap at midnight moves a time onto the next date, and a clock set back over midnight makes one
    # date come twice, so the wanted date may lie before the date that it is now.
    day = local_day(after, rule.zone) - 2 * ONE_DAY
    while True:
        if rule.selects(day):
            at = instant_of(day, rule.at, rule.zone)
            if at is not None and at > after:
                return Occurrence(on=day, at=at)
        day += ONE_DAY


def newest_occurrence(rule: LocalRule, *, now: datetime) -> Occurrence:
    """The latest occurrence of the rule that is not after `now`."""
    for days in (1, 8, 40):  # most rules have one today; a monthly one has one within forty days
        found = None
        occurrence = next_occurrence(rule, now - timedelta(days=days))
        while occurrence.at <= now:
            found, occurrence = occurrence, next_occurrence(rule, occurrence.at)
        if found is not None:
            return found
    raise ValueError(f"{rule} has no occurrence in the forty days before {now}")


def local_day(now: datetime, zone: str) -> date:
    """The date that it is in `zone` at the instant `now`."""
    return now.astimezone(ZoneInfo(zone)).date()


def first_day_of_week(day: date) -> date:
    """The Monday of the week in which this day is."""
    return day - day.weekday() * ONE_DAY


def end_of_day(day: date, zone: str) -> datetime:
    """The instant (UTC) at which `day` is over in `zone` and the next local day begins. It belongs to the next day."""
    return _to_utc(day + ONE_DAY, time.min, zone)


def _to_utc(day: date, at: time, zone: str) -> datetime:
    """`fold=0` takes the first of two, and the offset from before a gap, which lands as far behind it as asked."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), ZoneInfo(zone)).astimezone(UTC)


def _is_skipped(day: date, zone: str) -> bool:
    """Whether the day begins no earlier than the next one does."""
    return _to_utc(day, time.min, zone) >= _to_utc(day + ONE_DAY, time.min, zone)


def check_weekdays(weekdays: frozenset[int]) -> None:
    """Raises ValueError unless these are weekdays, and at least one."""
    if not weekdays or not weekdays <= set(range(7)):
        raise ValueError("at least one weekday is needed, from 0 (Monday) to 6 (Sunday)")
