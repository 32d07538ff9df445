"""Periods: their arithmetic, their keys, and their names as people type them."""

import json
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.cadences import LAST, Cadence, DueKind, DueRule, Every, Shift, decode, encode, mean_length
from bot.domain.periods import (
    Period,
    UnclearPeriod,
    cadence_of,
    first_period_from,
    next_period,
    parse_period,
    period_containing,
    period_from_key,
    periods_between,
    previous_period,
    take_period,
)
from bot.errors import UserError
from tests.saying import refused, said

from .settings import LOCALES, quick

SATURDAY = date(2026, 3, 28)

DAILY = Cadence(Every.DAY)
WORKDAYS = Cadence(Every.DAY, weekdays=frozenset(range(5)))
WEEKLY = Cadence(Every.WEEK)
MONTHLY = Cadence(Every.MONTH)
QUARTERLY = Cadence(Every.QUARTER)
FORTNIGHTLY = Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 2))
FROM_SUNDAY = Cadence(Every.WEEK, week_start=6)
HALF_YEARLY, YEARLY = Cadence(Every.HALF_YEAR), Cadence(Every.YEAR)
FISCAL_QUARTERS, FISCAL_HALVES = Cadence(Every.QUARTER, first_month=4), Cadence(Every.HALF_YEAR, first_month=4)
FISCAL_YEARS = Cadence(Every.YEAR, first_month=7)
EVERY_KIND = (
    *(DAILY, WEEKLY, FROM_SUNDAY, MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY),
    *(FISCAL_QUARTERS, FISCAL_HALVES, FISCAL_YEARS, FORTNIGHTLY),
)

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
intervals = st.builds(
    Cadence,
    st.just(Every.INTERVAL),
    interval_days=st.integers(1, 366),
    anchor=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
)
weeks = st.builds(Cadence, st.just(Every.WEEK), week_start=st.integers(0, 6))
parts_of_years = st.builds(
    Cadence,
    st.sampled_from([Every.QUARTER, Every.HALF_YEAR, Every.YEAR]),
    first_month=st.integers(1, 12),
)
cadences = st.sampled_from(EVERY_KIND) | intervals | weeks | parts_of_years


@pytest.mark.parametrize(
    ("cadence", "day", "key", "first", "last"),
    [
        (DAILY, date(2026, 4, 6), "2026-04-06", date(2026, 4, 6), date(2026, 4, 6)),
        (WEEKLY, date(2026, 4, 5), "2026-W14", date(2026, 3, 30), date(2026, 4, 5)),
        (WEEKLY, date(2027, 1, 3), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (WEEKLY, date(2024, 12, 31), "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        (MONTHLY, date(2026, 3, 31), "2026-03", date(2026, 3, 1), date(2026, 3, 31)),
        (MONTHLY, date(2028, 2, 1), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        (MONTHLY, date(2026, 12, 31), "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        (QUARTERLY, date(2026, 3, 31), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (QUARTERLY, date(2026, 10, 1), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (FORTNIGHTLY, date(2026, 3, 15), "2026-03-02+14", date(2026, 3, 2), date(2026, 3, 15)),
        (FORTNIGHTLY, date(2026, 3, 1), "2026-02-16+14", date(2026, 2, 16), date(2026, 3, 1)),
        (FROM_SUNDAY, date(2026, 5, 3), "2026-05-03+7", date(2026, 5, 3), date(2026, 5, 9)),
        (FROM_SUNDAY, date(2026, 5, 9), "2026-05-03+7", date(2026, 5, 3), date(2026, 5, 9)),
        (FROM_SUNDAY, date(2027, 1, 1), "2026-12-27+7", date(2026, 12, 27), date(2027, 1, 2)),
        (HALF_YEARLY, date(2026, 6, 30), "2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        (HALF_YEARLY, date(2026, 7, 1), "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        (YEARLY, date(2024, 2, 29), "2024-Y", date(2024, 1, 1), date(2024, 12, 31)),
        (FISCAL_QUARTERS, date(2026, 9, 30), "2026-04-Q2", date(2026, 7, 1), date(2026, 9, 30)),
        (FISCAL_QUARTERS, date(2027, 3, 31), "2026-04-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        (FISCAL_HALVES, date(2027, 1, 1), "2026-04-H2", date(2026, 10, 1), date(2027, 3, 31)),
        (FISCAL_YEARS, date(2026, 6, 30), "2025-07-Y", date(2025, 7, 1), date(2026, 6, 30)),
        # Quarters of a year from December on lie across two of the calendar's.
        (Cadence(Every.QUARTER, first_month=12), date(2028, 2, 29), "2027-12-Q1", date(2027, 12, 1), date(2028, 2, 29)),
    ],
)
def test_a_day_belongs_to_one_period(cadence: Cadence, day: date, key: str, first: date, last: date) -> None:
    period = period_containing(cadence, day)

    assert (period.key, period.first, period.last) == (key, first, last)


def test_the_periods_between_two_days_include_those_they_only_touch() -> None:
    weeks = periods_between(WEEKLY, date(2026, 3, 29), date(2026, 4, 6))

    assert [week.key for week in weeks] == ["2026-W13", "2026-W14", "2026-W15"]


def test_days_off_are_no_periods() -> None:
    friday, monday = (period_from_key(WORKDAYS, key) for key in ("2026-03-27", "2026-03-30"))

    assert next_period(WORKDAYS, friday) == monday
    assert previous_period(WORKDAYS, monday) == friday
    assert [period_containing(WORKDAYS, date(2026, 3, day)) for day in (28, 29, 30)] == [friday, friday, monday]
    assert [first_period_from(WORKDAYS, date(2026, 3, day)) for day in (27, 28, 29)] == [friday, monday, monday]
    assert list(periods_between(WORKDAYS, SATURDAY, date(2026, 3, 29))) == []
    assert list(periods_between(WORKDAYS, date(2026, 3, 27), date(2026, 3, 30))) == [friday, monday]
    with refused("is not a period of something read every working day"):
        period_from_key(WORKDAYS, "2026-03-28")


@quick
@given(day=days, weekdays=st.frozensets(st.integers(0, 6), min_size=1))
def test_every_measured_day_is_a_period_and_no_other(day: date, weekdays: frozenset[int]) -> None:
    cadence = Cadence(Every.DAY, weekdays=weekdays)
    fortnight = [day + timedelta(days=number) for number in range(14)]

    periods = list(periods_between(cadence, fortnight[0], fortnight[-1]))

    assert [period.first for period in periods] == [each for each in fortnight if each.weekday() in weekdays]
    assert [next_period(cadence, period) for period in periods[:-1]] == periods[1:]
    assert [previous_period(cadence, period) for period in periods[1:]] == periods[:-1]
    assert decode(encode(cadence)) == cadence


def test_a_daily_cadence_stored_without_days_means_every_day() -> None:
    assert decode({"every": "day", "due": "working_day_after"}) == DAILY


@pytest.mark.parametrize(
    ("named", "today", "sentence", "lines"),
    [
        (
            "saturday",
            date(2026, 3, 30),
            (
                '"saturday" is a day off: this is read every working day. '
                "The nearest are Friday (27 March) and Monday (today)."
            ),
            ["for 2026-03-30 slow", "for 2026-03-27 slow", ": for saturday slow"],
        ),
        (
            "yesterday",
            date(2026, 3, 29),
            '"yesterday" is a day off: this is read every working day. The nearest is Friday (27 March).',
            ["for 2026-03-27 slow", ": for yesterday slow"],
        ),
    ],
)
def test_a_day_off_is_asked_about(named: str, today: date, sentence: str, lines: list[str]) -> None:
    with pytest.raises(UnclearPeriod) as asked:
        take_period(f"for {named} slow", WORKDAYS, today=today, locale="en-GB")

    assert said(asked.value, today=today) == sentence
    assert [choice.line for choice in asked.value.choices] == lines


def test_a_day_off_that_is_to_come_is_refused() -> None:
    with refused("It is too early for"):
        parse_period("11 April", WORKDAYS, today=SATURDAY, locale="en-GB")


def test_periods_are_ordered_by_their_first_day() -> None:
    february, march = period_from_key(MONTHLY, "2026-02"), period_from_key(MONTHLY, "2026-03")

    assert february < march
    assert max(march, february) == march


@quick
@given(cadence=cadences, day=days)
def test_periods_follow_each_other_without_a_gap(cadence: Cadence, day: date) -> None:
    period = period_containing(cadence, day)

    assert period.first <= day <= period.last
    assert period_from_key(cadence, period.key) == period
    assert next_period(cadence, period).first == period.last + timedelta(days=1)
    assert previous_period(cadence, next_period(cadence, period)) == period


@pytest.mark.parametrize(
    ("cadence", "key"),
    [
        (WEEKLY, "2026-W54"),
        (WEEKLY, "2025-W53"),
        (WEEKLY, "2026-03"),
        (WEEKLY, "2026-w14"),
        (MONTHLY, "2026-13"),
        (MONTHLY, "2026-00"),
        (QUARTERLY, "2026-Q5"),
        (DAILY, "2026-02-30"),
        (DAILY, ""),
        (FORTNIGHTLY, "2026-03-03+14"),
        (FORTNIGHTLY, "2026-03-02+13"),
        (FORTNIGHTLY, "2026-03-02"),
        (MONTHLY, "٢٠٢٦-٠٣"),
    ],
)
def test_a_key_of_another_cadence_is_refused(cadence: Cadence, key: str) -> None:
    with refused("is not a period of something read"):
        period_from_key(cadence, key)


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        (DAILY, "1"),
        (WORKDAYS, "1.4"),
        (WEEKLY, "7"),
        (MONTHLY, "30.436875"),
        (QUARTERLY, "91.310625"),
        (HALF_YEARLY, "182.62125"),
        (FISCAL_YEARS, "365.2425"),
        (FORTNIGHTLY, "14"),
    ],
)
def test_the_mean_length_of_a_period(cadence: Cadence, days: str) -> None:
    assert str(mean_length(cadence)) == days


@pytest.mark.parametrize(
    ("named", "cadence", "key"),
    [
        ("march", MONTHLY, "2026-03"),
        ("March 2025", MONTHLY, "2025-03"),
        ("december", MONTHLY, "2025-12"),
        ("september", MONTHLY, "2025-09"),
        ("2026-02", MONTHLY, "2026-02"),
        ("last month", MONTHLY, "2026-02"),
        ("this month", MONTHLY, "2026-03"),
        ("w12", MONTHLY, "2026-03"),
        ("last week", WEEKLY, "2026-W12"),
        ("this week", WEEKLY, "2026-W13"),
        ("2026-W12", WEEKLY, "2026-W12"),
        ("w12", WEEKLY, "2026-W12"),
        ("week 12", WEEKLY, "2026-W12"),
        ("w52", WEEKLY, "2025-W52"),
        ("week of 16 March", WEEKLY, "2026-W12"),
        ("18 March", WEEKLY, "2026-W12"),
        ("yesterday", WEEKLY, "2026-W13"),
        ("yesterday", DAILY, "2026-03-27"),
        ("today", DAILY, "2026-03-28"),
        ("friday", DAILY, "2026-03-27"),
        ("saturday", DAILY, "2026-03-28"),
        ("6 March", DAILY, "2026-03-06"),
        ("30 June", DAILY, "2025-06-30"),
        ("q1", QUARTERLY, "2026-Q1"),
        ("Q4", QUARTERLY, "2025-Q4"),
        ("2025-Q2", QUARTERLY, "2025-Q2"),
        ("q2 2025", QUARTERLY, "2025-Q2"),
        ("last quarter", QUARTERLY, "2025-Q4"),
        ("march", QUARTERLY, "2026-Q1"),
        ("last period", FORTNIGHTLY, "2026-03-02+14"),
        ("2026-03-16+14", FORTNIGHTLY, "2026-03-16+14"),
        ("14 days from 2 March", FORTNIGHTLY, "2026-03-02+14"),
        ("5 March", FORTNIGHTLY, "2026-03-02+14"),
        ("2–15 March", FORTNIGHTLY, "2026-03-02+14"),
        ("2 - 15 mar 2026", FORTNIGHTLY, "2026-03-02+14"),
        ("March 2 – 15", FORTNIGHTLY, "2026-03-02+14"),
        ("March 2–15, 2026", FORTNIGHTLY, "2026-03-02+14"),
        ("16 Feb – 1 Mar", FORTNIGHTLY, "2026-02-16+14"),
        ("22 December – 4 January", FORTNIGHTLY, "2025-12-22+14"),
        ("December 22, 2025\N{THIN SPACE}–\N{THIN SPACE}January 4, 2026", FORTNIGHTLY, "2025-12-22+14"),
        ("2–15 March 2025", MONTHLY, "2025-03"),
        ("1 January – 31 March", QUARTERLY, "2026-Q1"),
        ("last week (16–22 March)", WEEKLY, "2026-W12"),
        ("Last week (March 16–22)", WEEKLY, "2026-W12"),
        ("yesterday (27 March)", DAILY, "2026-03-27"),
        ("17–19 March", WEEKLY, "2026-W12"),
        ("monday – friday", WEEKLY, "2026-W13"),
    ],
)
def test_a_period_is_known_by_many_names(named: str, cadence: Cadence, key: str) -> None:
    assert parse_period(named, cadence, today=SATURDAY, locale="en-GB").key == key


@pytest.mark.parametrize(
    ("named", "cadence", "sentence"),
    [
        ("april", MONTHLY, "It is too early for April: it opens on 1 April."),
        ("next week", WEEKLY, "It is too early for next week: it opens on 30 March."),
        ("2026-W14", WEEKLY, "It is too early for next week: it opens on 30 March."),
        ("w14", WEEKLY, "It is too early for next week: it opens on 30 March."),
        ("w53", WEEKLY, "It is too early for the week of 28 December: it opens on 28 December."),
        ("tomorrow", DAILY, "It is too early for tomorrow: it opens on 29 March."),
        ("q2", QUARTERLY, "It is too early for Q2 2026: it opens on 1 April."),
        ("2027-01", MONTHLY, "It is too early for January 2027: it opens on 1 January 2027."),
        ("march", WEEKLY, '"march" is several periods: this is read weekly. Name one, for example this week.'),
        ("last week", DAILY, '"last week" is several periods: this is read every day. Name one, for example 22 March.'),
        (
            "the moon",
            WEEKLY,
            '"the moon" is not a period I know. Type for example last week or 2026-W12.',
        ),
        ("", MONTHLY, '"" is not a period I know. Type for example February or 2026-02.'),
        (
            "last week (9–15 March)",
            WEEKLY,
            '"last week (9–15 March)" is not a period I know. Type for example last week or 2026-W12.',
        ),
        ("15–2 March", WEEKLY, '"15–2 March" is not a period I know. Type for example last week or 2026-W12.'),
        (
            "16–29 March",
            WEEKLY,
            '"16–29 March" is several periods: this is read weekly. Name one, for example this week.',
        ),
        (
            "30 March – 12 April",
            FORTNIGHTLY,
            "It is too early for 30 March\N{THIN SPACE}–\N{THIN SPACE}12 April: it opens on 30 March.",
        ),
        ("w99", WEEKLY, '"w99" is not a period I know. Type for example last week or 2026-W12.'),
    ],
)
def test_a_period_that_cannot_be_meant_is_answered_in_a_sentence(named: str, cadence: Cadence, sentence: str) -> None:
    with pytest.raises(UserError) as problem:
        parse_period(named, cadence, today=SATURDAY, locale="en-GB")

    assert said(problem.value, today=SATURDAY) == sentence


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        ("last week after the launch", "2026-W12", "after the launch"),
        ("w12", "2026-W12", ""),
        ("week of 16 March, all in", "2026-W12", "all in"),
        ("16 March 2026 after all", "2026-W12", "after all"),
        ("last week (16–22 March) after the launch", "2026-W12", "after the launch"),
        ("last week (16–22 March): all in", "2026-W12", ": all in"),
        ("16 – 22 March, all in", "2026-W12", "all in"),
    ],
)
def test_a_period_is_split_from_the_note_after_it(text: str, key: str, rest: str) -> None:
    period, after = take_period(f"for {text}", WEEKLY, today=SATURDAY, locale="en-GB")

    assert period is not None
    assert (period.key, after) == (key, rest)


@pytest.mark.parametrize("note", ["the first time above 80", "8 people", "w12x", "q", "2026 people"])
def test_a_note_that_goes_on_with_for_names_no_period(note: str) -> None:
    assert take_period(f"for {note}", WEEKLY, today=SATURDAY, locale="en-GB") == (None, f"for {note}")


@pytest.mark.parametrize(
    "named",
    ["13/2026", "2025-W53", "w99", "week 60", "q9", "2026-13", "2026-02-30", "31 february", "31. Feb"],
)
def test_a_period_that_no_calendar_has_is_not_taken_for_a_note(named: str) -> None:
    with refused(f'"{named}" is not a period I know. Type for example last week or 2026-W12.'):
        take_period(f"for {named}, after the launch", WEEKLY, today=SATURDAY, locale="en-GB")


@quick
@given(cadence=cadences, today=days, back=st.integers(0, 900), locale=st.sampled_from(LOCALES))
@example(WEEKLY, date(2026, 1, 1), 0, "en-GB")
def test_a_key_is_read_as_its_own_period(cadence: Cadence, today: date, back: int, locale: str) -> None:
    period = period_containing(cadence, today - timedelta(days=back))

    assert parse_period(period.key, cadence, today=today, locale=locale) == period


near_names = st.text(alphabet="0123456789 -+wqWQ/.lastweekofmrch", max_size=20)


@quick
@given(text=st.text() | near_names, cadence=cadences, today=days, locale=st.sampled_from(LOCALES))
@example("0001-w01", FORTNIGHTLY, SATURDAY, "en-GB")
@example("9999-12", MONTHLY, SATURDAY, "en-GB")
@example("999 days from 1 jan 2200", FORTNIGHTLY, SATURDAY, "en-GB")
@example("2026-13", MONTHLY, SATURDAY, "en-GB")
def test_naming_a_period_raises_nothing_but_user_errors(text: str, cadence: Cadence, today: date, locale: str) -> None:
    for read in (parse_period, take_period):
        with suppress(UserError):
            read(text, cadence, today=today, locale=locale)
    with suppress(UserError):
        period_from_key(cadence, text)


def due_fridays(every: Every) -> Cadence:
    return Cadence(every, DueRule(DueKind.WEEKDAY, 4))


@pytest.mark.parametrize(
    "cadence",
    [
        DAILY,
        WORKDAYS,
        WEEKLY,
        due_fridays(Every.WEEK),
        Cadence(Every.WEEK, DueRule(DueKind.LAST_WORKING_DAY)),
        MONTHLY,
        due_fridays(Every.MONTH),
        QUARTERLY,
        FORTNIGHTLY,
        FROM_SUNDAY,
        HALF_YEARLY,
        FISCAL_YEARS,
        Cadence(Every.MONTH, DueRule(DueKind.DAY_OF_MONTH, day=15, shift=Shift.BEFORE)),
        Cadence(Every.QUARTER, DueRule(DueKind.NTH_WEEKDAY, weekday=1, nth=2), first_month=4),
        Cadence(Every.MONTH, DueRule(DueKind.NTH_WEEKDAY, weekday=4, nth=LAST)),
    ],
)
def test_a_cadence_comes_back_from_where_it_is_stored(cadence: Cadence) -> None:
    assert decode(json.loads(json.dumps(encode(cadence)))) == cadence


def test_a_cadence_that_makes_no_sense_is_refused() -> None:
    with refused("from 1 to 366 days"):
        Cadence(Every.INTERVAL, interval_days=0, anchor=SATURDAY)
    with refused("leave the weekday out"):
        due_fridays(Every.DAY)
    with pytest.raises(ValueError, match="only a daily reading"):
        Cadence(Every.WEEK, weekdays=frozenset({0}))
    with pytest.raises(ValueError, match="at least one weekday"):
        Cadence(Every.DAY, weekdays=frozenset())
    with pytest.raises(ValueError, match="length and an anchor"):
        Cadence(Every.INTERVAL)
    with pytest.raises(ValueError, match="a weekday from 0"):
        DueRule(DueKind.WEEKDAY)
    with pytest.raises(ValueError, match="a weekday from 0"):
        DueRule(weekday=4)
    with pytest.raises(ValueError, match="2 to 4 or the last"):
        DueRule(DueKind.NTH_WEEKDAY, weekday=4, nth=5)
    with pytest.raises(ValueError, match="a day from 1 to 31"):
        DueRule(DueKind.DAY_OF_MONTH, day=32)
    with refused("monthly or less often"):
        Cadence(Every.WEEK, DueRule(DueKind.DAY_OF_MONTH, day=15))
    with refused("leave the weekday out"):
        Cadence(Every.DAY, DueRule(DueKind.NTH_WEEKDAY, weekday=4, nth=2))
    with pytest.raises(ValueError, match="weeks begin"):
        Cadence(Every.MONTH, week_start=6)
    with pytest.raises(ValueError, match="a first month"):
        Cadence(Every.MONTH, first_month=4)


def test_cadences_that_were_stored_before_there_were_others_are_what_they_were() -> None:
    assert decode({"every": "week", "due": "weekday", "weekday": 4}) == due_fridays(Every.WEEK)
    assert decode({"every": "quarter", "due": "working_day_after"}) == QUARTERLY
    assert encode(QUARTERLY) == {"every": "quarter", "due": "working_day_after"}
    assert encode(WEEKLY) == {"every": "week", "due": "working_day_after"}


def test_a_period_made_from_a_row_equals_the_computed_one() -> None:
    assert Period("2026-03", date(2026, 3, 1), date(2026, 3, 31)) == period_from_key(MONTHLY, "2026-03")


def test_a_longer_period_comes_after_the_shorter_ones_that_it_ends_with() -> None:
    weeks = [period_containing(WEEKLY, date(2026, 5, day)) for day in (11, 25)]
    may, june = (period_containing(MONTHLY, date(2026, month, 1)) for month in (5, 6))

    assert sorted([june, may, *weeks]) == [*weeks, may, june]


@pytest.mark.parametrize("cadence", EVERY_KIND)
@pytest.mark.parametrize("present", [WORKDAYS, *EVERY_KIND])
def test_a_period_of_before_is_still_known_for_what_it_is(cadence: Cadence, present: Cadence) -> None:
    period = period_containing(cadence, date(2026, 5, 21))

    known = cadence_of(period, present)

    assert period_containing(known, period.first) == period
    assert period_containing(known, period.first).key == period.key
    assert known.every in (cadence.every, present.every)
