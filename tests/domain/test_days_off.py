"""Public holidays, days off of a company, and how working days move off both."""

from datetime import date

import pytest

from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.calendar import WorkCalendar
from bot.domain.closed_days import as_record, from_record, read_closed_days
from bot.domain.day_spans import parse_span
from bot.domain.due import due_on
from bot.domain.periods import period_containing
from bot.domain.public_holidays import (
    ClosedDays,
    DaysOff,
    Observed,
    Source,
    calendar_of_zone,
    every_calendar,
    holidays_in,
    is_known,
    next_holiday,
    observed,
)
from bot.errors import UserError
from tests.saying import said

TODAY = date(2026, 11, 27)
WEEKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("calendar", "day", "is_off"),
    [
        ("GB-ENG", date(2026, 12, 25), True),
        ("GB-ENG", date(2026, 12, 28), True),  # Boxing Day is a Saturday, and Monday stands for it
        ("GB-ENG", date(2026, 1, 6), False),
        ("DE-BY", date(2026, 1, 6), True),
        ("DE-BY", date(2026, 12, 28), False),
        ("DE", date(2026, 1, 6), False),  # of some of its regions only
        ("JP", date(2026, 9, 22), True),  # a day between two holidays
        ("JP", date(2026, 12, 25), False),
        ("none", date(2026, 12, 25), False),
        ("XX", date(2026, 12, 25), False),
        ("", date(2026, 12, 25), False),
    ],
)
def test_a_country_or_region_has_its_own_holidays(calendar: str, day: date, is_off: bool) -> None:
    assert (day in DaysOff(calendar)) is is_off


@pytest.mark.parametrize(
    ("zone", "calendar"),
    [
        ("Europe/London", "GB-ENG"),
        ("Europe/Berlin", "DE"),
        ("Asia/Tokyo", "JP"),
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),
        ("US/Eastern", "US"),
        ("Australia/Sydney", "AU-NSW"),
        ("UTC", ""),
        ("Etc/GMT+5", ""),
        ("No/Where", ""),
    ],
)
def test_where_a_zone_is_says_whose_holidays_are_kept(zone: str, calendar: str) -> None:
    assert calendar_of_zone(zone) == calendar


@pytest.mark.parametrize(
    ("own", "of_workspace", "zone", "expected"),
    [
        ("DE-BY", "GB-ENG", "Asia/Tokyo", Observed("DE-BY", Source.OWN)),
        ("none", "GB-ENG", "Asia/Tokyo", Observed("", Source.OWN)),
        ("", "GB-ENG", "Asia/Tokyo", Observed("GB-ENG", Source.WORKSPACE)),
        ("", "none", "Asia/Tokyo", Observed("", Source.WORKSPACE)),
        ("", "", "Asia/Tokyo", Observed("JP", Source.ZONE)),
        ("", "", "UTC", Observed("", Source.ZONE)),
        ("XX", "", "Asia/Tokyo", Observed("JP", Source.ZONE)),
    ],
)
def test_ones_own_choice_goes_before_the_workspaces_and_that_before_the_zone(
    own: str, of_workspace: str, zone: str, expected: Observed
) -> None:
    assert observed(own, of_workspace, zone) == expected


def test_every_calendar_that_is_offered_has_a_name_and_can_be_asked() -> None:
    offered = every_calendar()
    assert len(offered) > 800
    assert (offered["GB-ENG"], offered["DE-BY"], offered["DE"]) == ("England", "Bayern", "")
    assert all(is_known(calendar) for calendar in offered)
    assert sum(1 for calendar in ("GB-SCT", "DE-Augsburg", "US-CA", "SA", "ES-CT") if holidays_in(calendar, 2026)) == 5


def test_the_next_holiday_is_named_over_the_turn_of_the_year() -> None:
    assert next_holiday("GB-ENG", date(2026, 12, 28)) == (date(2027, 1, 1), "New Year's Day")
    assert next_holiday("", TODAY) is None


def calendar_with(calendar: str, *closed: ClosedDays) -> WorkCalendar:
    return WorkCalendar(WEEKDAYS, DaysOff(calendar, closed))


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        ("GB-ENG", date(2026, 12, 29)),  # Monday 28 stands for Boxing Day
        ("DE-BY", date(2026, 12, 28)),
        ("JP", date(2026, 12, 28)),
    ],
)
def test_the_week_of_christmas_is_due_on_the_first_working_day_after_it(calendar: str, expected: date) -> None:
    week = period_containing(Cadence(Every.WEEK), date(2026, 12, 25))
    assert due_on(Cadence(Every.WEEK), week, calendar_with(calendar)) == expected


def test_fridays_reading_of_christmas_day_waits_for_whoever_has_the_day_off() -> None:
    fridays = Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 4))
    week = period_containing(fridays, date(2026, 12, 25))
    assert due_on(fridays, week, calendar_with("GB-ENG")) == date(2026, 12, 29)
    assert due_on(fridays, week, calendar_with("DE-BY")) == date(2026, 12, 28)
    assert due_on(fridays, week, calendar_with("JP")) == date(2026, 12, 25)


def test_days_off_of_the_company_count_beside_public_holidays() -> None:
    closed = ClosedDays(date(2026, 12, 28), date(2026, 12, 31), "closed")
    december = period_containing(Cadence(Every.MONTH), date(2026, 12, 1))
    last_day = Cadence(Every.MONTH, DueRule(DueKind.LAST_WORKING_DAY))
    assert due_on(last_day, december, calendar_with("DE-BY", closed)) == date(2026, 12, 24)
    assert due_on(Cadence(Every.MONTH), december, calendar_with("DE-BY", closed)) == date(2027, 1, 4)


def test_holidays_without_end_leave_the_weekdays() -> None:
    for_ever = calendar_with("", ClosedDays(date(2026, 1, 1), date(2199, 12, 31)))
    assert for_ever.first_working_day_on_or_after(date(2026, 12, 26)) == date(2026, 12, 28)
    assert for_ever.last_working_day_on_or_before(date(2026, 12, 27)) == date(2026, 12, 25)
    assert for_ever.add_working_days(date(2026, 12, 24), 2) == date(2026, 12, 28)


# What people type.


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("24 December", date(2026, 12, 24), date(2026, 12, 24)),
        ("24 December 2027", date(2027, 12, 24), date(2027, 12, 24)),
        ("2026-12-24", date(2026, 12, 24), date(2026, 12, 24)),
        ("24–31 December", date(2026, 12, 24), date(2026, 12, 31)),
        ("24-31 December 2026", date(2026, 12, 24), date(2026, 12, 31)),
        ("from 1 to 8 June", date(2027, 6, 1), date(2027, 6, 8)),
        ("24 December to 2 January", date(2026, 12, 24), date(2027, 1, 2)),
        ("24 December 2026 – 2 January 2027", date(2026, 12, 24), date(2027, 1, 2)),
        ("2026-12-24 to 2027-01-02", date(2026, 12, 24), date(2027, 1, 2)),
        ("Thu 24 December until Sat 2 January", date(2026, 12, 24), date(2027, 1, 2)),
        ("tomorrow to Wednesday", date(2026, 11, 28), date(2026, 12, 2)),
    ],
)
def test_a_stretch_of_days_is_read_as_it_is_said(typed: str, first: date, last: date) -> None:
    assert parse_span(typed, today=TODAY, locale="en-GB") == (first, last)


@pytest.mark.parametrize(
    "typed", ["", "soon", "24 to", "from to", "30 February to 3 March", "31 December 2026 to 1 May 2026"]
)
def test_what_is_no_stretch_of_days_gets_a_sentence(typed: str) -> None:
    with pytest.raises(UserError):
        parse_span(typed, today=TODAY, locale="en-GB")


def test_days_off_are_read_a_line_each_and_come_back_in_their_order() -> None:
    typed = "\n24 December: Christmas Eve\n\n28–31 December 2026 : company holidays\n1 December\n1 December"
    closed = read_closed_days(typed, today=TODAY, locale="en-GB")
    assert closed == (
        ClosedDays(date(2026, 12, 1), date(2026, 12, 1)),
        ClosedDays(date(2026, 12, 24), date(2026, 12, 24), "Christmas Eve"),
        ClosedDays(date(2026, 12, 28), date(2026, 12, 31), "company holidays"),
    )
    assert from_record(as_record(closed)) == closed
    assert from_record("") == ()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1 December: " + "x" * 61, "up to 60 characters"),
        ("1 December to 15 January", "is more than 31 days"),
        ("\n".join("1 December" for _ in range(61)), "these are 61"),
        ("24 Decembr", "is not a day I can read"),
    ],
)
def test_a_line_that_cannot_be_says_what_is_wrong(typed: str, problem: str) -> None:
    with pytest.raises(UserError) as refused:
        read_closed_days(typed, today=TODAY, locale="en-GB")
    assert problem in said(refused.value)
