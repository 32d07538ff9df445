"""The calendar as a person would count it on their fingers: none of the bot's own is used here."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def starts(day: date, zone: str) -> datetime:
    """When that day begins there."""
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def working_day_from(day: date, works_on: Callable[[date], bool]) -> date:
    """That day, or the first working day after it."""
    while not works_on(day):
        day += ONE_DAY
    return day


def working_days_after(day: date, count: int, works_on: Callable[[date], bool]) -> date:
    for _ in range(count):
        day = working_day_from(day + ONE_DAY, works_on)
    return day


def periods(every: str, began: date, until: date) -> Iterator[tuple[str, date, date]]:
    """Each period from the one with `began` in it on, by its key, with its first and its last day."""
    first = {"day": began, "week": began - timedelta(days=began.weekday()), "month": began.replace(day=1)}[every]
    while first <= until:
        match every:
            case "day":
                last, key = first, first.isoformat()
            case "week":
                last, key = first + timedelta(days=6), f"{first:%G-W%V}"
            case _:
                last = (first + timedelta(days=31)).replace(day=1) - ONE_DAY
                key = f"{first:%Y-%m}"
        if every != "day" or first.weekday() < 5:
            yield key, first, last
        first = last + ONE_DAY
