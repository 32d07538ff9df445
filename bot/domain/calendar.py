"""Working days, and when a local rule ("weekdays at 09:00 in Europe/London") next falls due."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True)
class WorkCalendar:
    """The days on which a person works: weekdays (Monday is 0), less holidays. At least one weekday, or ValueError."""

    working_days: frozenset[int]
    holidays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        raise NotImplementedError

    def first_working_day_on_or_after(self, day: date) -> date:
        raise NotImplementedError

    def last_working_day_on_or_before(self, day: date) -> date:
        raise NotImplementedError

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after `day`; `day` itself for 0."""
        raise NotImplementedError


@dataclass(frozen=True)
class LocalRule:
    """A recurring local time: at `at` on the given weekdays (Monday is 0) in `zone`; `monthly` keeps the first of
    each weekday in a month. A rule that selects no weekday is a ValueError.
    """

    at: time
    zone: str
    weekdays: frozenset[int]
    monthly: bool = False

    def selects(self, day: date) -> bool:
        """Whether the rule wants an occurrence on this local date."""
        raise NotImplementedError


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
    raise NotImplementedError


def next_occurrence(rule: LocalRule, after: datetime) -> Occurrence:
    """The first occurrence of `rule` later than the instant `after`."""
    raise NotImplementedError


def local_day(now: datetime, zone: str) -> date:
    """The date that it is in `zone` at the instant `now`."""
    raise NotImplementedError


def end_of_day(day: date, zone: str) -> datetime:
    """The instant (UTC) at which `day` is over in `zone` and the next local day begins. It belongs to the next day."""
    raise NotImplementedError
