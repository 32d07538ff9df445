"""Due days, reminders and the end of grace where clocks change: literal calendars, instants in UTC."""

from datetime import UTC, date, datetime, time

import pytest

from bot.actions.scheduling import due_instant
from bot.domain.cadences import LAST, Cadence, DueKind, DueRule, Every, Shift
from bot.domain.calendar import LocalRule, WorkCalendar, next_occurrence
from bot.domain.due import due_on, grace_ends_at
from bot.domain.periods import next_period, period_from_key

WORKING_WEEK = WorkCalendar(frozenset(range(5)))
ALL_WEEK = WorkCalendar(frozenset(range(7)))
DAILY = Cadence(Every.DAY, DueRule(DueKind.LAST_WORKING_DAY))
WEEKLY = Cadence(Every.WEEK)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar_of(cadence: Cadence, first: str, zone: str, count: int, at: time, days: WorkCalendar) -> list[str]:
    """Of so many periods: the due day, when it begins, its reminder, and the end of a grace of two working days."""
    period = period_from_key(cadence, first)
    lines = []
    for _ in range(count):
        day = due_on(cadence, period, days)
        begins = due_instant(cadence, period, calendar=days, zone=zone)
        reminder = next_occurrence(LocalRule(at, zone, days.working_days), begins).at
        missed = grace_ends_at(day, 2, days, zone)
        lines.append(f"{day}: {begins:%d %H:%M}, {reminder:%d %H:%M}, {missed:%d %H:%M}")
        period = next_period(cadence, period)
    return lines


@pytest.mark.parametrize(
    ("cadence", "first", "zone", "at", "days", "expected"),
    [
        pytest.param(
            DAILY, "2026-03-27", "Europe/London", time(1, 30), ALL_WEEK,
            [
                "2026-03-27: 27 00:00, 27 01:30, 29 23:00",  # the grace ends in summer time
                "2026-03-28: 28 00:00, 28 01:30, 30 23:00",
                "2026-03-29: 29 00:00, 29 01:30, 31 23:00",  # 01:30 is no time of that day: 02:30 by the clock
                "2026-03-30: 29 23:00, 30 00:30, 01 23:00",
            ],
            id="the spring gap in London",
        ),
        pytest.param(
            DAILY, "2026-10-30", "America/New_York", time(1, 30), ALL_WEEK,
            [
                "2026-10-30: 30 04:00, 30 05:30, 02 05:00",
                "2026-10-31: 31 04:00, 31 05:30, 03 05:00",
                "2026-11-01: 01 04:00, 01 05:30, 04 05:00",  # 01:30 comes twice: the first of them
                "2026-11-02: 02 05:00, 02 06:30, 05 05:00",
            ],
            id="the repeated hour in New York",
        ),
        pytest.param(
            DAILY, "2026-10-03", "Australia/Lord_Howe", time(2, 15), ALL_WEEK,
            [
                "2026-10-03: 02 13:30, 02 15:45, 05 13:00",
                "2026-10-04: 03 13:30, 03 15:45, 06 13:00",  # 02:15 is no time: 02:45, half an hour later
                "2026-10-05: 04 13:00, 04 15:15, 07 13:00",
            ],
            id="Lord Howe's half hour forward",
        ),
        pytest.param(
            DAILY, "2026-04-04", "Australia/Lord_Howe", time(1, 45), ALL_WEEK,
            [
                "2026-04-04: 03 13:00, 03 14:45, 06 13:30",
                "2026-04-05: 04 13:00, 04 14:45, 07 13:30",  # 01:45 comes twice: the first of them
                "2026-04-06: 05 13:30, 05 15:15, 08 13:30",
            ],
            id="Lord Howe's half hour back",
        ),
        pytest.param(
            DAILY, "2011-12-28", "Pacific/Apia", time(9), ALL_WEEK,
            [
                "2011-12-28: 28 10:00, 28 19:00, 30 10:00",
                "2011-12-29: 29 10:00, 29 19:00, 31 10:00",
                "2011-12-30: 30 10:00, 30 19:00, 01 10:00",  # there was no such day: due on the 31st
                "2011-12-31: 30 10:00, 30 19:00, 02 10:00",
                "2012-01-01: 31 10:00, 31 19:00, 03 10:00",
            ],
            id="Samoa, without 30 December 2011",
        ),
        pytest.param(
            DAILY, "1993-08-20", "Pacific/Kwajalein", time(9), ALL_WEEK,
            [
                "1993-08-20: 20 12:00, 20 21:00, 22 12:00",
                "1993-08-21: 21 12:00, 21 21:00, 23 12:00",
                "1993-08-22: 21 12:00, 21 21:00, 24 12:00",
            ],
            id="Kwajalein, without 21 August 1993",
        ),
        pytest.param(
            DAILY, "2022-03-26", "Asia/Beirut", time(9), ALL_WEEK,
            [
                "2022-03-26: 25 22:00, 26 07:00, 28 21:00",
                "2022-03-27: 26 22:00, 27 06:00, 29 21:00",  # it began at 01:00
                "2022-03-28: 27 21:00, 28 06:00, 30 21:00",
            ],
            id="a day in Beirut that begins at one",
        ),
        pytest.param(
            WEEKLY, "2026-W12", "Europe/London", time(9), WORKING_WEEK,
            [
                "2026-03-23: 23 00:00, 23 09:00, 26 00:00",
                "2026-03-30: 29 23:00, 30 08:00, 01 23:00",
                "2026-04-06: 05 23:00, 06 08:00, 08 23:00",
            ],
            id="weeks around the change",
        ),
        pytest.param(
            Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 4)), "2026-W52", "Asia/Kolkata", time(9), WORKING_WEEK,
            [
                "2026-12-25: 24 18:30, 25 03:30, 29 18:30",
                "2027-01-01: 31 18:30, 01 03:30, 05 18:30",  # of week 53
                "2027-01-08: 07 18:30, 08 03:30, 12 18:30",  # of week 1
            ],
            id="week 53",
        ),
        pytest.param(
            Cadence(Every.WEEK, week_start=6), "2026-12-20+7", "America/New_York", time(9), WORKING_WEEK,
            [
                "2026-12-28: 28 05:00, 28 14:00, 31 05:00",
                "2027-01-04: 04 05:00, 04 14:00, 07 05:00",
                "2027-01-11: 11 05:00, 11 14:00, 14 05:00",
            ],
            id="weeks from Sunday over a year's end",
        ),
        pytest.param(
            Cadence(Every.MONTH, DueRule(DueKind.DAY_OF_MONTH, day=31)), "2028-01", "Europe/London", time(9), ALL_WEEK,
            [
                "2028-02-29: 29 00:00, 29 09:00, 03 00:00",
                "2028-03-31: 30 23:00, 31 08:00, 02 23:00",
                "2028-04-30: 29 23:00, 30 08:00, 02 23:00",
            ],
            id="month ends of a leap year",
        ),
        pytest.param(
            Cadence(Every.YEAR, DueRule(DueKind.DAY_OF_MONTH, day=29, shift=Shift.BEFORE), first_month=2),
            "2026-02-Y", "Europe/London", time(9), WORKING_WEEK,
            [
                "2027-02-26: 26 00:00, 26 09:00, 03 00:00",  # 28 February is a Sunday
                "2028-02-29: 29 00:00, 29 09:00, 03 00:00",
                "2029-02-28: 28 00:00, 28 09:00, 03 00:00",
            ],
            id="29 February of every year",
        ),
        pytest.param(
            Cadence(Every.QUARTER, first_month=4), "2025-04-Q4", "Europe/London", time(9), WORKING_WEEK,
            [
                "2026-04-01: 31 23:00, 01 08:00, 03 23:00",
                "2026-07-01: 30 23:00, 01 08:00, 03 23:00",
                "2026-10-01: 30 23:00, 01 08:00, 05 23:00",
                "2027-01-01: 01 00:00, 01 09:00, 06 00:00",
            ],
            id="fiscal quarters",
        ),
        pytest.param(
            Cadence(Every.MONTH, DueRule(DueKind.NTH_WEEKDAY, weekday=6, nth=LAST)),
            "2026-02", "Europe/London", time(9), WORKING_WEEK,
            [
                "2026-02-23: 23 00:00, 23 09:00, 26 00:00",
                "2026-03-30: 29 23:00, 30 08:00, 01 23:00",  # Sunday 29 March, when the clocks change
                "2026-04-27: 26 23:00, 27 08:00, 29 23:00",
            ],
            id="the last Sunday, on which nobody works",
        ),
    ],
)  # fmt: skip
def test_a_calendar_of_due_days_reminders_and_grace(
    cadence: Cadence, first: str, zone: str, at: time, days: WorkCalendar, expected: list[str]
) -> None:
    assert calendar_of(cadence, first, zone, len(expected), at, days) == expected


def test_somebody_who_moves_in_mid_week_is_asked_by_their_new_clock() -> None:
    """From London to Auckland on Wednesday 1 April: the due day stays, and begins where they are now."""
    friday = Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 4))
    week = period_from_key(friday, "2026-W14")
    begins = {
        zone: due_instant(friday, week, calendar=WORKING_WEEK, zone=zone)
        for zone in ("Europe/London", "Pacific/Auckland", "America/New_York")
    }
    assert due_on(friday, week, WORKING_WEEK) == date(2026, 4, 3)
    assert begins == {
        "Europe/London": utc("2026-04-02 23:00"),
        "Pacific/Auckland": utc("2026-04-02 11:00"),
        "America/New_York": utc("2026-04-03 04:00"),
    }
    rule = LocalRule(time(9), "Pacific/Auckland", WORKING_WEEK.working_days)
    on_wednesday = utc("2026-04-01 12:00")  # it is Thursday there by now
    assert next_occurrence(rule, on_wednesday).at == utc("2026-04-01 20:00")
    assert next_occurrence(rule, utc("2026-04-01 20:00")).at == utc("2026-04-02 20:00")
    # Over the weekend the clocks there go back: an hour later by UTC.
    assert next_occurrence(rule, utc("2026-04-03 00:00")).at == utc("2026-04-05 21:00")
    assert grace_ends_at(date(2026, 4, 3), 2, WORKING_WEEK, "Pacific/Auckland") == utc("2026-04-07 12:00")
