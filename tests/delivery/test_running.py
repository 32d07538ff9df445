"""Only what is running falls due, is asked for, given, missed and counted."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select, update

from bot.actions.due import due_for
from bot.actions.people import policy_of
from bot.actions.readings import submit_line
from bot.domain.readings import Route
from bot.errors import UserError
from storage import digests
from storage.tables import DueReading, Indicator, Outcome, Workspace
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline
from tests.saying import said

STOPPED = ["closed", "paused", "retired"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def stop(timeline: Timeline, how: str, at: datetime | None) -> None:
    """Close the outcome, or pause or retire the indicator; with None have it go on."""
    statement = {
        "closed": update(Outcome).values(closed_at=at),
        "paused": update(Indicator).values(paused_at=at),
        "retired": update(Indicator).values(retired_at=at),
    }[how]
    timeline.database.run_here(lambda session: session.exec(statement))


@pytest.mark.parametrize("how", STOPPED)
def test_what_is_not_running_never_falls_due_and_nobody_is_asked(team: Team, timeline: Timeline, how: str) -> None:
    team.owns("alice", "rough")
    stop(timeline, how, timeline.now)
    timeline.until(utc("2026-05-04 12:00"))
    assert timeline.due() == []
    assert timeline.times == []


@pytest.mark.parametrize("how", STOPPED)
def test_what_goes_on_again_demands_nothing_of_the_time_in_between(team: Team, timeline: Timeline, how: str) -> None:
    team.owns("alice", "rough")
    stop(timeline, how, timeline.now)
    timeline.until(utc("2026-04-22 12:00"))  # three weeks fell due, on 30 March, 6 April and 13 April, and on 20 April
    stop(timeline, how, None)
    timeline.until(utc("2026-04-26 12:00"))
    assert timeline.times == []
    timeline.until(utc("2026-04-27 12:00"))
    assert timeline.times == [("2026-04-27 08:00", "reminder", "UALICE")]
    assert timeline.due() == [("rough", "2026-W17", "due")]


@pytest.mark.parametrize("how", STOPPED)
def test_what_stops_while_it_is_due_is_excused_and_not_missed(team: Team, timeline: Timeline, how: str) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    stop(timeline, how, timeline.now)
    timeline.until(utc("2026-04-05 12:00"))
    assert timeline.due() == [("rough", "2026-W13", "excused")]
    assert timeline.times == [("2026-03-30 08:00", "reminder", "UALICE")]  # and no second ping


@pytest.mark.parametrize("how", STOPPED)
def test_what_is_not_running_is_neither_listed_as_due_nor_counted(team: Team, timeline: Timeline, how: str) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    stop(timeline, how, timeline.now)

    def look(session: Session) -> tuple[int, int]:
        policy = policy_of(session.get_one(Workspace, team.workspace_id))
        listed = due_for(session, by=team.people["alice"], policy=policy, now=timeline.now)
        numbers = [row.id for row in session.exec(select(Indicator)).all()]
        counted = digests.fell_due(session, numbers, first=date(2026, 3, 24), last=date(2026, 3, 30))
        return len(listed), len(counted)

    assert timeline.database.read_here(look) == (0, 0)


def test_nothing_else_is_left_open_once_an_outcome_is_closed(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed")
    timeline.until(utc("2026-03-30 12:00"))
    closing = update(Outcome).where(col(Outcome.key) == "o-rough").values(closed_at=timeline.now)
    timeline.database.run_here(lambda session: session.exec(closing))
    timeline.until(utc("2026-03-31 12:00"))
    assert "Indicator housed" in timeline.posts[-1].text
    assert "Indicator rough" not in timeline.posts[-1].text
    rows = timeline.database.read_here(lambda session: session.exec(select(DueReading)).all())
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (
            "closed",
            '"Indicator rough" belongs to an outcome that is closed, so no more readings are taken for it.',
        ),
        ("paused", '"Indicator rough" is paused, so no readings are taken for it at the moment.'),
    ],
)
def test_a_reading_of_what_is_not_running_is_refused_with_the_reason(
    team: Team, timeline: Timeline, how: str, sentence: str
) -> None:
    team.owns("alice", "rough")
    stop(timeline, how, timeline.now)

    def give(session: Session) -> None:
        policy = policy_of(session.get_one(Workspace, team.workspace_id))
        submit_line(session, "rough 110", by=team.people["alice"], policy=policy, route=Route.COMMAND, now=timeline.now)

    with pytest.raises(UserError) as refused:
        timeline.database.run_here(give)
    assert said(refused.value) == sentence


def test_a_slip_is_taken_for_what_is_running_rather_than_for_what_is_not(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "calls-old")
    team.owns("alice", "calls-new")
    closing = update(Outcome).where(col(Outcome.key) == "o-calls-old").values(closed_at=timeline.now)
    timeline.database.run_here(lambda session: session.exec(closing))
    team.gives("alice", "calls 7", now=timeline.now)

    def given(session: Session) -> list[str]:
        from storage.tables import Reading

        recorded = select(Indicator.key).join(Reading, col(Reading.indicator_id) == Indicator.id)
        return list(session.exec(recorded))

    assert timeline.database.read_here(given) == ["calls-new"]
