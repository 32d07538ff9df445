"""Due days, on time and late, missed, and the rates that follow."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.cadences import LAST, MONTHS_IN, Cadence, DueKind, DueRule, Every, Shift
from bot.domain.calendar import WorkCalendar
from bot.domain.due import DueState, Rates, classify, due_on, grace_ends_at, is_stale, rates
from bot.domain.periods import Period, next_period, period_containing, period_from_key

from .settings import quick

WORKING_WEEK = WorkCalendar(frozenset(range(5)))
EASTER = WorkCalendar(frozenset(range(5)), frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
SUNDAY_TO_THURSDAY = WorkCalendar(frozenset({6, 0, 1, 2, 3}))

LAST_WORKING_DAY = DueRule(DueKind.LAST_WORKING_DAY)


def on(weekday: int) -> DueRule:
    return DueRule(DueKind.WEEKDAY, weekday)


def on_day(day: int, shift: Shift = Shift.AFTER) -> DueRule:
    return DueRule(DueKind.DAY_OF_MONTH, day=day, shift=shift)


def nth(number: int, weekday: int, shift: Shift = Shift.AFTER) -> DueRule:
    return DueRule(DueKind.NTH_WEEKDAY, weekday=weekday, nth=number, shift=shift)


def of_month(month: int, day: int | None = None, shift: Shift = Shift.AFTER, *, first_month: int = 1) -> Cadence:
    """Yearly, due on that day of the month, or on its last working day."""
    kind = DueKind.LAST_WORKING_DAY if day is None else DueKind.DAY_OF_MONTH
    return Cadence(Every.YEAR, DueRule(kind, day=day, month=month, shift=shift), first_month=first_month)


FORTNIGHTLY = Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("cadence", "key", "calendar", "expected"),
    [
        (Cadence(Every.WEEK), "2026-W14", WORKING_WEEK, date(2026, 4, 6)),
        (Cadence(Every.WEEK), "2026-W14", EASTER, date(2026, 4, 7)),
        (Cadence(Every.WEEK), "2026-W13", SUNDAY_TO_THURSDAY, date(2026, 3, 30)),
        (Cadence(Every.MONTH), "2026-03", WORKING_WEEK, date(2026, 4, 1)),
        (Cadence(Every.MONTH), "2026-01", WORKING_WEEK, date(2026, 2, 2)),
        (Cadence(Every.MONTH), "2026-02", SUNDAY_TO_THURSDAY, date(2026, 3, 1)),
        (Cadence(Every.QUARTER), "2026-Q1", WORKING_WEEK, date(2026, 4, 1)),
        (Cadence(Every.DAY), "2026-04-03", WORKING_WEEK, date(2026, 4, 6)),
        (FORTNIGHTLY, "2026-03-02+14", WORKING_WEEK, date(2026, 3, 16)),
        # A day late in the week is inside it; one early in the week comes after it.
        (Cadence(Every.WEEK, on(4)), "2026-W13", WORKING_WEEK, date(2026, 3, 27)),
        (Cadence(Every.WEEK, on(3)), "2026-W13", WORKING_WEEK, date(2026, 3, 26)),
        (Cadence(Every.WEEK, on(4)), "2026-W14", EASTER, date(2026, 4, 7)),
        (Cadence(Every.WEEK, on(0)), "2026-W13", WORKING_WEEK, date(2026, 3, 30)),
        (Cadence(Every.WEEK, on(2)), "2026-W13", WORKING_WEEK, date(2026, 4, 1)),
        (Cadence(Every.MONTH, on(4)), "2026-02", WORKING_WEEK, date(2026, 3, 6)),
        (Cadence(Every.MONTH, on(4)), "2026-04", WORKING_WEEK, date(2026, 5, 1)),
        (Cadence(Every.MONTH, LAST_WORKING_DAY), "2026-05", WORKING_WEEK, date(2026, 5, 29)),
        (Cadence(Every.WEEK, LAST_WORKING_DAY), "2026-W14", EASTER, date(2026, 4, 2)),
        # A day of a named month comes after the year, or is within it from its tenth month on.
        (of_month(1, 31), "2026-Y", WORKING_WEEK, date(2027, 2, 1)),
        (of_month(1, 31, Shift.BEFORE), "2026-Y", WORKING_WEEK, date(2027, 1, 29)),
        (of_month(2, 29), "2026-Y", WORKING_WEEK, date(2027, 3, 1)),
        (of_month(2, 29), "2027-Y", WORKING_WEEK, date(2028, 2, 29)),
        (of_month(3), "2026-Y", WORKING_WEEK, date(2027, 3, 31)),
        (of_month(1), "2025-Y", WORKING_WEEK, date(2026, 1, 30)),
        (of_month(9, 15), "2026-Y", WORKING_WEEK, date(2027, 9, 15)),
        (of_month(10, 15), "2026-Y", WORKING_WEEK, date(2026, 10, 15)),
        (of_month(12, 31), "2026-Y", WORKING_WEEK, date(2026, 12, 31)),
        (of_month(12), "2027-Y", WORKING_WEEK, date(2027, 12, 31)),
        (of_month(6, 30, first_month=4), "2026-04-Y", WORKING_WEEK, date(2027, 6, 30)),
        (of_month(1, 15, first_month=4), "2026-04-Y", WORKING_WEEK, date(2027, 1, 15)),
        # A weekend has no working day of its own.
        (Cadence(Every.DAY, LAST_WORKING_DAY), "2026-03-28", WORKING_WEEK, date(2026, 3, 30)),
        (Cadence(Every.DAY, LAST_WORKING_DAY), "2026-03-27", WORKING_WEEK, date(2026, 3, 27)),
    ],
)
def test_a_reading_is_due_on_a_working_day(cadence: Cadence, key: str, calendar: WorkCalendar, expected: date) -> None:
    assert due_on(cadence, period_from_key(cadence, key), calendar) == expected


OF_MONTHS = (DueKind.NTH_WEEKDAY, DueKind.DAY_OF_MONTH)
shifts = st.sampled_from(Shift)
due_rules = (
    st.sampled_from([DueRule(), LAST_WORKING_DAY])
    | st.builds(DueRule, st.just(DueKind.WEEKDAY), st.integers(0, 6), shift=shifts)
    | st.builds(nth, st.sampled_from([2, 3, 4, LAST]), st.integers(0, 6), shifts)
    | st.builds(on_day, st.integers(1, 31), shifts)
)
calendars = st.builds(
    WorkCalendar,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
)


@quick
@given(
    every=st.sampled_from([Every.WEEK, *MONTHS_IN]),
    rule=due_rules,
    calendar=calendars,
    day=st.dates(date(2025, 12, 1), date(2027, 1, 31)),
)
def test_every_due_day_is_a_working_day_of_an_opened_period_and_no_later_than_the_next(
    every: Every, rule: DueRule, calendar: WorkCalendar, day: date
) -> None:
    assume(every is not Every.WEEK or rule.kind not in OF_MONTHS)
    cadence = Cadence(every, rule)
    period = period_containing(cadence, day)

    due = due_on(cadence, period, calendar)

    assert calendar.is_working_day(due)
    assert due >= period.first
    assert due <= due_on(cadence, next_period(cadence, period), calendar)


HOLIDAYS = (
    *(date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31)),
    *(date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)),
)
BRITISH = WorkCalendar(frozenset(range(5)), frozenset(HOLIDAYS))
FROM_SUNDAY = 6


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        # Of January to December 2026, in the month after: 15 February, 15 March and 15 August are at a weekend.
        (
            on_day(15),
            (
                "2026-02-16 2026-03-16 2026-04-15 2026-05-15 2026-06-15 2026-07-15 "
                "2026-08-17 2026-09-15 2026-10-15 2026-11-16 2026-12-15 2027-01-15"
            ),
        ),
        (
            on_day(15, Shift.BEFORE),
            (
                "2026-02-13 2026-03-13 2026-04-15 2026-05-15 2026-06-15 2026-07-15 "
                "2026-08-14 2026-09-15 2026-10-15 2026-11-13 2026-12-15 2027-01-15"
            ),
        ),
        (
            on_day(31),  # or the last day of the month
            (
                "2026-03-02 2026-03-31 2026-04-30 2026-06-01 2026-06-30 2026-07-31 "
                "2026-09-01 2026-09-30 2026-11-02 2026-11-30 2026-12-31 2027-02-01"
            ),
        ),
        (
            on_day(31, Shift.BEFORE),
            (
                "2026-02-27 2026-03-31 2026-04-30 2026-05-29 2026-06-30 2026-07-31 "
                "2026-08-28 2026-09-30 2026-10-30 2026-11-30 2026-12-31 2027-01-29"
            ),
        ),
        (
            nth(2, 1),  # the second Tuesday
            (
                "2026-02-10 2026-03-10 2026-04-14 2026-05-12 2026-06-09 2026-07-14 "
                "2026-08-11 2026-09-08 2026-10-13 2026-11-10 2026-12-08 2027-01-12"
            ),
        ),
        (
            nth(4, 0, Shift.BEFORE),  # the fourth Monday; that of May and that of December are holidays
            (
                "2026-02-23 2026-03-23 2026-04-27 2026-05-22 2026-06-22 2026-07-27 "
                "2026-08-24 2026-09-28 2026-10-26 2026-11-23 2026-12-24 2027-01-25"
            ),
        ),
        (
            nth(LAST, 4),  # the last Friday of the month itself; that of December is Christmas, before a weekend
            (
                "2026-01-30 2026-02-27 2026-03-27 2026-04-24 2026-05-29 2026-06-26 "
                "2026-07-31 2026-08-28 2026-09-25 2026-10-30 2026-11-27 2026-12-29"
            ),
        ),
        (
            nth(LAST, 4, Shift.BEFORE),
            (
                "2026-01-30 2026-02-27 2026-03-27 2026-04-24 2026-05-29 2026-06-26 "
                "2026-07-31 2026-08-28 2026-09-25 2026-10-30 2026-11-27 2026-12-24"
            ),
        ),
        (
            LAST_WORKING_DAY,  # 31 August is a holiday, the last days of May and October are at weekends
            (
                "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29 2026-06-30 "
                "2026-07-31 2026-08-28 2026-09-30 2026-10-30 2026-11-30 2026-12-31"
            ),
        ),
        (
            DueRule(),
            (
                "2026-02-02 2026-03-02 2026-04-01 2026-05-01 2026-06-01 2026-07-01 "
                "2026-08-03 2026-09-01 2026-10-01 2026-11-02 2026-12-01 2027-01-04"
            ),
        ),
        (
            on(0),  # the first Monday after: those of April and May are holidays
            (
                "2026-02-02 2026-03-02 2026-04-07 2026-05-05 2026-06-01 2026-07-06 "
                "2026-08-03 2026-09-07 2026-10-05 2026-11-02 2026-12-07 2027-01-04"
            ),
        ),
    ],
)
def test_a_year_of_monthly_due_days(rule: DueRule, days: str) -> None:
    cadence = Cadence(Every.MONTH, rule)
    months = [period_from_key(cadence, f"2026-{month:02}") for month in range(1, 13)]

    assert " ".join(f"{due_on(cadence, month, BRITISH)}" for month in months) == days


@pytest.mark.parametrize(
    ("cadence", "due_days"),
    [
        (
            Cadence(Every.QUARTER, on_day(20)),
            {"2026-Q1": "2026-04-20", "2026-Q2": "2026-07-20", "2026-Q4": "2027-01-20"},
        ),
        (Cadence(Every.HALF_YEAR), {"2026-H1": "2026-07-01", "2026-H2": "2027-01-04"}),
        (Cadence(Every.HALF_YEAR, nth(3, 2)), {"2026-H1": "2026-07-15", "2026-H2": "2027-01-20"}),
        (Cadence(Every.YEAR), {"2025-Y": "2026-01-01", "2026-Y": "2027-01-04"}),
        (Cadence(Every.YEAR, LAST_WORKING_DAY), {"2026-Y": "2026-12-31", "2027-Y": "2027-12-31"}),
        # Years from April on: to 31 March.
        (Cadence(Every.YEAR, first_month=4), {"2024-04-Y": "2025-04-01", "2025-04-Y": "2026-04-01"}),
        (Cadence(Every.YEAR, LAST_WORKING_DAY, first_month=4), {"2023-04-Y": "2024-03-29", "2025-04-Y": "2026-03-31"}),
        (Cadence(Every.QUARTER, first_month=4), {"2026-04-Q2": "2026-10-01", "2026-04-Q3": "2027-01-04"}),
        # Years from February on, due on 29 February, else on the month's last day: 28 February 2027 is a Sunday.
        (
            Cadence(Every.YEAR, on_day(29), first_month=2),
            {
                "2023-02-Y": "2024-02-29",
                "2024-02-Y": "2025-02-28",
                "2026-02-Y": "2027-03-01",
                "2027-02-Y": "2028-02-29",
            },
        ),
        (
            Cadence(Every.YEAR, on_day(29, Shift.BEFORE), first_month=2),
            {"2024-02-Y": "2025-02-28", "2026-02-Y": "2027-02-26", "2027-02-Y": "2028-02-29"},
        ),
        (Cadence(Every.MONTH, LAST_WORKING_DAY), {"2028-02": "2028-02-29", "2027-02": "2027-02-26"}),
        # Week 53 ends on 3 January; 1 January is a holiday.
        (Cadence(Every.WEEK), {"2026-W52": "2026-12-29", "2026-W53": "2027-01-04", "2027-W01": "2027-01-11"}),
        (Cadence(Every.WEEK, on(4)), {"2026-W52": "2026-12-29", "2026-W53": "2027-01-04", "2027-W01": "2027-01-08"}),
        (
            Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 4, shift=Shift.BEFORE)),
            {"2026-W52": "2026-12-24", "2026-W53": "2026-12-31", "2027-W01": "2027-01-08"},
        ),
        # From Sunday 27 December to Saturday 2 January: due on Wednesday to Saturday inside it, otherwise after it.
        (Cadence(Every.WEEK, week_start=FROM_SUNDAY), {"2026-12-20+7": "2026-12-29", "2026-12-27+7": "2027-01-04"}),
        (Cadence(Every.WEEK, on(2), week_start=FROM_SUNDAY), {"2026-12-27+7": "2026-12-30"}),
        (Cadence(Every.WEEK, on(4), week_start=FROM_SUNDAY), {"2026-12-27+7": "2027-01-04"}),
        (Cadence(Every.WEEK, on(1), week_start=FROM_SUNDAY), {"2026-12-27+7": "2027-01-05"}),
        (FORTNIGHTLY, {"2026-12-21+14": "2027-01-04"}),
    ],
)
def test_due_days_of_longer_periods_and_over_a_years_end(cadence: Cadence, due_days: dict[str, str]) -> None:
    found = {key: f"{due_on(cadence, period_from_key(cadence, key), BRITISH)}" for key in due_days}

    assert found == due_days


def test_where_all_of_a_week_is_off_a_day_before_it_is_too_early() -> None:
    off = WorkCalendar(frozenset(range(5)), frozenset(date(2026, 12, day) for day in range(28, 32)))
    cadence = Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 3, shift=Shift.BEFORE))

    assert due_on(cadence, period_from_key(cadence, "2026-W53"), off) == date(2027, 1, 1)


def test_the_grace_ends_with_the_local_day_that_many_working_days_after_the_first_ask() -> None:
    # Asked on Monday 30 March: missed from midnight after Wednesday on, in summer time.
    assert grace_ends_at(date(2026, 3, 30), 2, WORKING_WEEK, "Europe/London") == datetime(2026, 4, 1, 23, tzinfo=UTC)
    # Over the weekend of Easter, with its two holidays.
    assert grace_ends_at(date(2026, 4, 2), 2, EASTER, "America/New_York") == datetime(2026, 4, 9, 4, tzinfo=UTC)
    assert grace_ends_at(date(2026, 3, 27), 0, WORKING_WEEK, "Asia/Kolkata") == datetime(
        2026, 3, 27, 18, 30, tzinfo=UTC
    )


MONDAY = date(2026, 3, 30)
GRACE_END = datetime(2026, 4, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), DueState.UPCOMING),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), DueState.DUE),
        (datetime(2026, 4, 1, 22, 59, tzinfo=UTC), DueState.DUE),
        (datetime(2026, 4, 1, 23, 0, tzinfo=UTC), DueState.MISSED),
    ],
)
def test_an_unanswered_reading_is_due_then_missed(now: datetime, expected: DueState) -> None:
    assert classify(due_on=MONDAY, zone="Europe/London", now=now, grace_ends_at=GRACE_END) is expected


def test_nothing_is_missed_before_anybody_was_asked() -> None:
    state = classify(due_on=MONDAY, zone="Europe/London", now=datetime(2026, 5, 1, tzinfo=UTC), grace_ends_at=None)

    assert state is DueState.DUE


@pytest.mark.parametrize(
    ("received_at", "expected"),
    [
        (datetime(2026, 3, 25, 12, tzinfo=UTC), DueState.ON_TIME),
        (datetime(2026, 3, 30, 22, 59, 59, tzinfo=UTC), DueState.ON_TIME),
        (datetime(2026, 3, 30, 23, 0, tzinfo=UTC), DueState.LATE),
        (datetime(2026, 4, 20, 12, tzinfo=UTC), DueState.LATE),
    ],
)
@pytest.mark.parametrize(("no_data", "excused"), [(False, False), (True, False), (False, True)])
def test_a_reading_is_on_time_until_the_due_day_ends_and_late_ever_after(
    received_at: datetime, expected: DueState, no_data: bool, excused: bool
) -> None:
    state = classify(
        due_on=MONDAY,
        zone="Europe/London",
        now=datetime(2026, 4, 20, 12, tzinfo=UTC),
        grace_ends_at=GRACE_END,
        received_at=received_at,
        no_data=no_data,
        excused=excused,
    )

    assert state is expected


def test_what_people_declared_is_never_missed() -> None:
    late = datetime(2026, 4, 20, tzinfo=UTC)

    def declared(*, no_data: bool = False, excused: bool = False) -> DueState:
        return classify(due_on=MONDAY, zone="UTC", now=late, grace_ends_at=GRACE_END, no_data=no_data, excused=excused)

    assert declared(no_data=True) is DueState.NO_DATA
    assert declared(excused=True) is DueState.EXCUSED


def test_the_rates_of_a_team() -> None:
    states = [DueState.ON_TIME] * 5 + [DueState.LATE] * 2 + [DueState.MISSED, DueState.NO_DATA, DueState.DUE]
    found = rates([*states, DueState.EXCUSED, DueState.EXCUSED, DueState.UPCOMING])

    assert found == Rates(expected=12, on_time=5, late=2, missed=1, excused=2, no_data=1, open=1)
    assert found.completeness == Decimal("0.8")
    assert found.timeliness == Decimal("0.5")


def test_where_none_was_due_there_is_no_rate() -> None:
    assert rates([]).completeness is None
    assert rates([DueState.EXCUSED, DueState.UPCOMING]).timeliness is None


@quick
@given(states=st.lists(st.sampled_from(DueState)))
def test_rates_add_up_whatever_happened(states: list[DueState]) -> None:
    found = rates(states)

    assert found.expected == len(states) - states.count(DueState.UPCOMING)
    if found.completeness is not None and found.timeliness is not None:
        assert 0 <= found.timeliness <= found.completeness <= 1


def test_rates_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up to 3"):
        Rates(expected=3, on_time=1, late=1, missed=0, excused=0, no_data=0, open=0)


def week(key: str) -> Period:
    return period_from_key(Cadence(Every.WEEK), key)


def test_only_a_missed_period_after_the_latest_reading_makes_it_stale() -> None:
    assert is_stale(week("2026-W12"), [week("2026-W11"), week("2026-W13")])
    assert not is_stale(week("2026-W12"), [week("2026-W11"), week("2026-W12")])
    assert not is_stale(week("2026-W12"), [])
    assert not is_stale(None, [week("2026-W12")])
