"""The chart of an indicator, from its records."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions import charts
from bot.actions.notes import NewNote, note_indicator, note_outcome
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import current_snapshot
from bot.domain.digests import NoteKind
from bot.errors import NotFound
from bot.results.charts import Chart, Decided
from tests.actions.conftest import MONDAY, Team, give
from tests.actions.test_cost_of_access import cost
from tests.make import make_channel, make_indicator, make_outcome


def chart_of(
    session: Session, team: Team, rough: IndicatorSnapshot, *, most: int = 20, now: datetime = MONDAY
) -> Chart:
    at = current_snapshot(session, rough.id, by=team.alice, now=now)
    return charts.chart_of(session, at, zone=team.alice.zone, most=most)


def give_weeks(session: Session, team: Team, count: int) -> None:
    """100, 101, … for the weeks from that of 30 March on, each given on the Monday after it."""
    for week in range(count):
        given_at = MONDAY + timedelta(weeks=week + 1)
        give(session, team, f"rough {100 + week} for last week", now=given_at)


def test_the_latest_periods_are_drawn_with_what_was_planned_for_them(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    give_weeks(session, team, 3)
    chart = chart_of(session, team, rough, now=MONDAY + timedelta(weeks=3))
    assert [(point.period.key, int(point.amount), point.on) for point in chart.points] == [
        ("2026-W14", 100, date(2026, 4, 5)),
        ("2026-W15", 101, date(2026, 4, 12)),
        ("2026-W16", 102, date(2026, 4, 19)),
    ]
    # From 120 on 1 March to 60 on 31 December, 305 days later: 60 × 49 / 305 less on the 49th.
    assert chart.points[-1].planned == Decimal("110.360655737704918")
    assert chart.path == ((date(2026, 3, 1), Decimal(120)), (date(2026, 12, 31), Decimal(60)))
    assert (chart.has_earlier, chart.is_open) == (False, False)


def test_what_is_taken_back_corrected_or_no_data_is_no_point(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    give(session, team, "rough 110 for last week", now=MONDAY)
    give(session, team, "rough 111 for last week", now=MONDAY + timedelta(minutes=1))
    give(session, team, "rough n/d no count for last week", now=MONDAY + timedelta(weeks=1))
    give(session, team, "rough 109 for last week", now=MONDAY + timedelta(weeks=2))
    points = chart_of(session, team, rough, now=MONDAY + timedelta(weeks=2)).points
    assert [(point.period.key, int(point.amount)) for point in points] == [("2026-W13", 111), ("2026-W15", 109)]


@pytest.mark.parametrize(("most", "first", "has_earlier"), [(3, 101, True), (4, 100, False), (20, 100, False)])
def test_no_more_than_the_latest_periods_are_drawn(
    session: Session, team: Team, rough: IndicatorSnapshot, most: int, first: int, has_earlier: bool
) -> None:
    give_weeks(session, team, 4)
    chart = chart_of(session, team, rough, most=most, now=MONDAY + timedelta(weeks=4))
    assert (int(chart.points[0].amount), int(chart.points[-1].amount), chart.has_earlier) == (first, 103, has_earlier)


def test_it_costs_two_statements_and_no_more_for_a_longer_history(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    give_weeks(session, team, 4)
    now = MONDAY + timedelta(weeks=12)
    at = current_snapshot(session, rough.id, by=team.alice, now=now)

    def drawn(session: Session, team: Team) -> Chart:
        return charts.chart_of(session, at, zone=team.alice.zone, most=3)

    few = cost(session, team, drawn)
    for week in range(4, 12):
        give(session, team, f"rough {100 + week} for last week", now=MONDAY + timedelta(weeks=week + 1))
    assert cost(session, team, drawn) == few
    assert few == (2, 4)


def test_a_week_that_is_running_is_open(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    give(session, team, "rough 110 for last week")
    give(session, team, "rough 111 for this week")
    assert chart_of(session, team, rough).is_open is True
    assert chart_of(session, team, rough, now=MONDAY + timedelta(days=7)).is_open is False


def test_decisions_about_it_and_its_outcome_are_marked_and_nothing_else(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    give(session, team, "rough 110 for last week")
    outcome_id = rough.described.home.outcome.id
    night = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    decided = NewNote("A second outreach van", NoteKind.DECISION)
    note_indicator(session, rough.id, decided, by=team.alice, now=night)
    note_outcome(session, outcome_id, replace(decided, text="Ask the council"), by=team.alice, now=MONDAY)
    note_outcome(session, outcome_id, NewNote("It rained"), by=team.alice, now=MONDAY)
    other = make_indicator(session, team.alice, make_outcome(session, team.alice, "Nobody is cold"), key="cold")
    note_indicator(session, other.id, decided, by=team.alice, now=MONDAY)
    long_before = datetime(2026, 3, 22, 12, tzinfo=UTC)
    note_outcome(session, outcome_id, replace(decided, text="Begin"), by=team.alice, now=long_before)
    assert chart_of(session, team, rough).decisions == (
        Decided(date(2026, 4, 1), "A second outreach van"),
        Decided(date(2026, 3, 30), "Ask the council"),
    )


def test_who_does_not_see_the_indicator_gets_no_chart(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2", private_to=[team.alice])
    outcome = make_outcome(session, team.alice, channel_id="C2")
    hidden = make_indicator(session, team.alice, outcome)
    assert charts.chart(session, hidden.id, by=team.alice, now=MONDAY).points == ()
    with pytest.raises(NotFound):
        charts.chart(session, hidden.id, by=team.charlie, now=MONDAY)
