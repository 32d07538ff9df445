"""Dates, people and states in sentences."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State
from bot.domain.due import DueState
from bot.domain.facts import Facts, Point
from bot.domain.periods import Period
from bot.domain.status import assess
from bot.domain.targets import Direction
from bot.domain.values import Measure, ValueKind, ratio
from bot.views.wording import (
    due_state,
    instant,
    joined,
    lateness,
    mark,
    near_day,
    span,
    status_and_why,
    status_beside_value,
    the_period,
    urgency,
)
from tests.views.make import CSAT_TARGET, LONDON, WEEK_OF_23_MARCH, WEEK_OF_30_MARCH, WEEKLY, make_due


def test_an_instant_is_printed_in_the_readers_zone() -> None:
    # London's clocks went forward at 01:00 UTC on 29 March 2026.
    assert instant(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), LONDON) == "Sun 29 March 00:59"
    assert instant(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), LONDON) == "Sun 29 March 02:00"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 4, 6), "yesterday"),
        (date(2026, 4, 7), "today"),
        (date(2026, 4, 8), "tomorrow"),
        (date(2026, 4, 9), "Thu 9 April"),
        (date(2025, 12, 31), "Wed 31 December 2025"),
    ],
)
def test_near_days_have_names(on: date, words: str) -> None:
    assert near_day(on, LONDON) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 24), date(2026, 3, 30), "Tue 24 – Mon 30 March"),
        (date(2026, 3, 31), date(2026, 4, 6), "Tue 31 March – Mon 6 April"),
        (date(2025, 12, 30), date(2026, 1, 5), "Tue 30 December 2025 – Mon 5 January"),
        (date(2025, 12, 2), date(2025, 12, 8), "Tue 2 – Mon 8 December 2025"),
    ],
)
def test_a_span_names_a_month_once(first: date, last: date, words: str) -> None:
    assert span(first, last, LONDON) == words


def test_a_period_stands_in_a_sentence() -> None:
    march = Period("2026-03", date(2026, 3, 1), date(2026, 3, 31))
    assert the_period(WEEK_OF_30_MARCH, WEEKLY, LONDON) == "the week of 30 March"
    assert the_period(march, Cadence(Every.MONTH), LONDON) == "March"


@pytest.mark.parametrize(
    ("late_by", "words"),
    [(timedelta(minutes=61), "an hour"), (timedelta(hours=2), "2 hours"), (timedelta(days=1, hours=9), "1 day")],
)
def test_lateness_is_said_in_a_few_words(late_by: timedelta, words: str) -> None:
    assert lateness(late_by) == words


def test_every_state_has_its_place_and_a_mark() -> None:
    assert len({urgency(state) for state in State}) == len(State)
    assert {mark(state) for state in State} == {"🟢", "🟡", "🔴", "⚪"}
    assert urgency(State.OFF_TRACK) < urgency(State.AT_RISK) < urgency(State.ON_TRACK) < urgency(None)


def test_every_due_state_has_words() -> None:
    assert {state: due_state(make_due(state=state), LONDON) for state in DueState} == {
        DueState.UPCOMING: "due today",
        DueState.DUE: "due today",
        DueState.ON_TIME: "given",
        DueState.LATE: "given late",
        DueState.MISSED: "missed, can still be given",
        DueState.EXCUSED: "excused",
        DueState.NO_DATA: "no data",
    }


def test_a_share_said_just_before_is_not_repeated_beside_its_status() -> None:
    share = Measure(ValueKind.RATIO)
    received = datetime(2026, 4, 6, 12, tzinfo=UTC)
    points = tuple(
        Point(of, ratio(Decimal(housed), Decimal(50)), of.last, received)
        for of, housed in ((WEEK_OF_23_MARCH, 31), (WEEK_OF_30_MARCH, 33))
    )
    facts = Facts(Direction.INCREASE, share, WEEKLY, target=replace(CSAT_TARGET, value=Decimal("0.8")), points=points)
    assessment = assess(facts, today=LONDON.today)
    why = "the value before the work began is not known."
    assert status_and_why(assessment, LONDON) == f"⚪ Baseline missing: 66 % (33 of 50) (was 62 %); {why}"
    assert status_beside_value(assessment, LONDON) == f"⚪ Baseline missing: {why}"


def test_names_are_joined_as_one_says_them() -> None:
    assert [joined(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]
