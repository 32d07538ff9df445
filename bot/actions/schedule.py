"""When an indicator's next reading falls due."""

from datetime import date, datetime, time

from bot.domain.calendar import WorkCalendar, end_of_day, instant_of
from bot.domain.due import due_on
from bot.domain.periods import Cadence, Period, next_period, period_containing, previous_period
from storage.tables import Indicator


def due_instant(cadence: Cadence, period: Period, *, calendar: WorkCalendar, zone: str) -> datetime:
    """The start (UTC) of the day on which this period's reading falls due, in the owner's zone."""
    day = due_on(cadence, period, calendar)
    # A zone may skip a whole day, and clocks may change at midnight: then the day begins when the one before it ends.
    return instant_of(day, time(0), zone) or end_of_day(day, zone)


def schedule_next(indicator: Indicator, cadence: Cadence, *, calendar: WorkCalendar, zone: str, today: date) -> None:
    """Have the first period fall due whose due day is not before `today`, the owner's local day."""
    period = period_containing(cadence, today)
    for _ in range(2):  # what ended a little ago may still be to come: last month's is due on the 1st or after it
        period = previous_period(cadence, period)
    while due_on(cadence, period, calendar) < today:
        period = next_period(cadence, period)
    indicator.next_period_key = period.key
    indicator.next_due_at = due_instant(cadence, period, calendar=calendar, zone=zone)
