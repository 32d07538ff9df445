"""Local rules in every zone, and working days."""
# ruff: noqa: DTZ001 - what a wall clock shows has no zone.

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.calendar import (
    LocalRule,
    Occurrence,
    WorkCalendar,
    end_of_day,
    instant_of,
    local_day,
    next_occurrence,
)

from .settings import quick, slow

# "Factory" and "localtime" are no places: the one is a placeholder, the other whatever this machine is set to.
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
AWKWARD_ZONES = [
    "Africa/Cairo",  # changes at midnight
    "America/Nuuk",  # springs forward over midnight
    "America/Santiago",  # changes at midnight
    "America/St_Johns",  # changed at one minute past midnight until 2011
    "Antarctica/Troll",  # changes by two hours
    "Asia/Beirut",  # changes at midnight
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # changes by half an hour
    "Europe/London",
    "America/New_York",
    "Pacific/Apia",  # has no 30 December 2011
    "Pacific/Kiritimati",  # has no 31 December 1994
    "Pacific/Kwajalein",  # has no 21 August 1993
]
EVERY_DAY = frozenset(range(7))
MONDAYS = frozenset({0})

zones = st.sampled_from(AWKWARD_ZONES) | st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59)) | st.sampled_from(
    [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(23, 30), time(23, 59)]
)
weekday_sets = st.frozensets(st.integers(0, 6), min_size=1)
rules = st.builds(LocalRule, at=times, zone=zones, weekdays=weekday_sets, monthly=st.booleans())
instants = st.datetimes(datetime(1990, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


def wall_clock(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def length_of_gap_before(instant: datetime, zone: str) -> timedelta:
    """By how much the clock of `zone` was put forward in the day and a bit before `instant`, by its offsets alone."""
    offsets = [
        (instant - timedelta(minutes=15 * quarter)).astimezone(ZoneInfo(zone)).utcoffset() for quarter in range(110)
    ]
    steps = [later - earlier for later, earlier in pairwise(offsets) if later is not None and earlier is not None]
    return max(steps, default=timedelta(0))


def exists(day: date, zone: str) -> bool:
    """Whether any quarter of an hour around `day` falls on it in `zone`."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=16)
    return any((start + timedelta(minutes=15 * n)).astimezone(ZoneInfo(zone)).date() == day for n in range(4 * 56))


@slow
@given(rule=rules, after=instants)
@example(LocalRule(time(0), "Asia/Beirut", EVERY_DAY), datetime(2022, 3, 26, 12, tzinfo=UTC))
@example(LocalRule(time(23, 30), "America/Nuuk", EVERY_DAY), datetime(2024, 3, 30, 12, tzinfo=UTC))
@example(LocalRule(time(9), "Pacific/Apia", EVERY_DAY), datetime(2011, 12, 29, 23, tzinfo=UTC))
def test_the_next_due_instant_is_later_and_at_the_wanted_local_time_or_later_by_the_gap(
    rule: LocalRule, after: datetime
) -> None:
    occurrence = next_occurrence(rule, after)

    assert occurrence.at > after
    assert rule.selects(occurrence.on)
    wanted = datetime.combine(occurrence.on, rule.at)
    shown = wall_clock(occurrence.at, rule.zone)
    if shown != wanted:
        assert shown - wanted == length_of_gap_before(occurrence.at, rule.zone) > timedelta(0)


@slow
@given(rule=rules, after=instants)
def test_nothing_is_passed_over_on_the_way_to_the_next_due_instant(rule: LocalRule, after: datetime) -> None:
    occurrence = next_occurrence(rule, after)

    day = local_day(after, rule.zone) - timedelta(days=2)
    while day < occurrence.on:
        if rule.selects(day) and exists(day, rule.zone):
            instant = instant_of(day, rule.at, rule.zone)
            assert instant is not None
            assert instant <= after
        day += timedelta(days=1)


@slow
@given(
    at=times,
    zone=zones,
    weekdays=weekday_sets,
    monthly=st.booleans(),
    start=st.dates(date(1990, 1, 1), date(2031, 1, 1)),
)
@example(time(0), "America/Santiago", EVERY_DAY, False, date(2022, 1, 1))
@example(time(0), "Africa/Cairo", EVERY_DAY, False, date(2023, 1, 1))
@example(time(0), "Asia/Beirut", EVERY_DAY, False, date(2022, 1, 1))
@example(time(2, 15), "Australia/Lord_Howe", EVERY_DAY, False, date(2024, 1, 1))
@example(time(23, 30), "America/Nuuk", EVERY_DAY, False, date(2022, 1, 1))
@example(time(0), "America/St_Johns", EVERY_DAY, False, date(2006, 1, 1))
@example(time(9), "Pacific/Apia", EVERY_DAY, False, date(2009, 1, 1))
@example(time(0), "America/New_York", MONDAYS, False, date(2024, 1, 1))
def test_walking_forward_for_five_years_visits_every_wanted_date_once(
    at: time, zone: str, weekdays: frozenset[int], monthly: bool, start: date
) -> None:
    rule = LocalRule(at, zone, weekdays, monthly)
    days = [start + timedelta(days=n) for n in range(5 * 365)]
    wanted = [day for day in days if rule.selects(day)]

    # One whole day is left out at most, and only where the zone left it out.
    visited = walk(rule, days[0], days[-1])

    left_out = sorted(set(wanted) - set(visited))
    assert visited == [day for day in wanted if day not in left_out]
    assert not any(exists(day, zone) for day in left_out)


def walk(rule: LocalRule, first: date, last: date) -> list[date]:
    occurrence = next_occurrence(rule, end_of_day(first - timedelta(days=4), rule.zone))
    visited = []
    while occurrence.on <= last:
        if occurrence.on >= first:
            visited.append(occurrence.on)
        occurrence = next_occurrence(rule, occurrence.at)
    return visited


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_has_one_nine_o_clock_on_each_day_of_2026(zone: str) -> None:
    rule = LocalRule(time(9), zone, EVERY_DAY)

    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(0, 365, 5)]

    assert [local_day(next_occurrence(rule, end_of_day(day, zone)).at, zone) for day in days] == [
        day + timedelta(days=1) for day in days
    ]


def test_mondays_at_midnight_in_new_york_do_not_lose_the_week_of_the_clock_change() -> None:
    rule = LocalRule(time(0), "America/New_York", MONDAYS)

    occurrence = next_occurrence(rule, datetime(2026, 3, 2, 5, tzinfo=UTC))

    assert occurrence == Occurrence(on=date(2026, 3, 9), at=datetime(2026, 3, 9, 4, tzinfo=UTC))


def test_a_time_in_the_spring_gap_moves_forward_by_the_gap() -> None:
    # London's clocks go from 01:00 to 02:00 on 29 March 2026.
    assert instant_of(date(2026, 3, 29), time(1, 30), "Europe/London") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert wall_clock(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "Europe/London") == datetime(2026, 3, 29, 2, 30)


def test_half_past_two_becomes_half_past_three_in_berlin() -> None:
    instant = instant_of(date(2026, 3, 29), time(2, 30), "Europe/Berlin")

    assert instant is not None
    assert wall_clock(instant, "Europe/Berlin") == datetime(2026, 3, 29, 3, 30)


def test_lord_howe_moves_by_half_an_hour() -> None:
    instant = instant_of(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe")

    assert instant is not None
    assert wall_clock(instant, "Australia/Lord_Howe") == datetime(2026, 10, 4, 2, 45)


def test_a_repeated_time_is_the_first_of_the_two() -> None:
    # 01:30 comes twice in New York on 1 November 2026: at 05:30 and at 06:30 UTC.
    assert instant_of(date(2026, 11, 1), time(1, 30), "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_gap_over_midnight_keeps_the_nominal_date() -> None:
    # Nuuk's clocks go from 23:00 to 24:00 on Saturday 30 March 2024.
    rule = LocalRule(time(23, 30), "America/Nuuk", frozenset({5}))

    occurrence = next_occurrence(rule, datetime(2024, 3, 30, 12, tzinfo=UTC))

    assert occurrence == Occurrence(on=date(2024, 3, 30), at=datetime(2024, 3, 31, 1, 30, tzinfo=UTC))
    assert next_occurrence(rule, datetime(2024, 3, 31, 1, 29, tzinfo=UTC)) == occurrence


def test_samoa_passes_over_the_day_it_never_had() -> None:
    rule = LocalRule(time(9), "Pacific/Apia", EVERY_DAY)

    after_the_29th = next_occurrence(rule, datetime(2011, 12, 29, 19, tzinfo=UTC))

    assert instant_of(date(2011, 12, 30), time(9), "Pacific/Apia") is None
    assert after_the_29th == Occurrence(on=date(2011, 12, 31), at=datetime(2011, 12, 30, 19, tzinfo=UTC))


def test_a_monthly_rule_takes_the_first_such_weekday() -> None:
    rule = LocalRule(time(9), "UTC", MONDAYS, monthly=True)

    assert next_occurrence(rule, datetime(2026, 4, 6, 9, tzinfo=UTC)).on == date(2026, 5, 4)


def test_a_day_ends_where_the_next_begins() -> None:
    assert end_of_day(date(2026, 3, 28), "Europe/London") == datetime(2026, 3, 29, 0, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 29), "Europe/London") == datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert end_of_day(date(2022, 3, 26), "Asia/Beirut") == datetime(2022, 3, 26, 22, tzinfo=UTC)
    assert end_of_day(date(2011, 12, 29), "Pacific/Apia") == datetime(2011, 12, 30, 10, tzinfo=UTC)


@quick
@given(day=st.dates(date(1990, 1, 1), date(2035, 1, 1)), zone=zones)
def test_the_end_of_a_day_belongs_to_a_later_day(day: date, zone: str) -> None:
    assert local_day(end_of_day(day, zone), zone) > day


def test_the_local_day_is_the_persons_own() -> None:
    late_in_london = datetime(2026, 3, 27, 20, tzinfo=UTC)

    assert local_day(late_in_london, "Europe/London") == date(2026, 3, 27)
    assert local_day(late_in_london, "Asia/Kolkata") == date(2026, 3, 28)


WORKING_WEEK = WorkCalendar(frozenset(range(5)), holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))


def test_working_days_pass_over_weekends_and_holidays() -> None:
    assert WORKING_WEEK.first_working_day_on_or_after(date(2026, 4, 3)) == date(2026, 4, 7)
    assert WORKING_WEEK.last_working_day_on_or_before(date(2026, 4, 6)) == date(2026, 4, 2)
    assert WORKING_WEEK.add_working_days(date(2026, 4, 2), 2) == date(2026, 4, 8)
    assert WORKING_WEEK.add_working_days(date(2026, 4, 4), 1) == date(2026, 4, 7)
    assert WORKING_WEEK.add_working_days(date(2026, 4, 4), 0) == date(2026, 4, 4)


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({7})])
def test_a_calendar_without_a_proper_working_day_is_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        WorkCalendar(weekdays)
    with pytest.raises(ValueError, match="at least one weekday"):
        LocalRule(time(9), "UTC", weekdays)
