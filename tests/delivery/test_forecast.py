"""`plan` says what then happens, and changes nothing."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from bot.delivery.forecast import forecast
from bot.domain.cadences import Cadence, Every
from bot.domain.messages import MessageKind, SkipReason
from bot.results.plan import HeldBack, Planned
from storage.tables import Workspace, metadata
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline
from tests.make import make_person

UNTIL = datetime(2026, 4, 8, 20, 0, tzinfo=UTC)


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        table.name: sorted((tuple(row) for row in session.execute(text(f"SELECT * FROM {table.name}"))), key=repr)
        for table in metadata.sorted_tables
    }


def test_the_plan_is_what_then_happens_and_planning_changes_nothing(team: Team, timeline: Timeline) -> None:
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.round()
    before = timeline.database.read_here(everything)
    entries = forecast(timeline.database, now=timeline.now, until=UNTIL, settings=timeline.settings)
    assert timeline.database.read_here(everything) == before
    planned = [(f"{each.at:%Y-%m-%d %H:%M}", each.kind) for each in entries if isinstance(each, Planned)]
    already = len(timeline.posts)
    timeline.until(UNTIL)
    assert len(planned) > 15
    assert planned == [(post.when, post.kind) for post in timeline.posts[already:]]


def test_the_plan_says_what_is_held_back_and_why(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    pause = text("UPDATE indicator SET paused_at = :at")
    timeline.database.run_here(lambda session: session.execute(pause, {"at": "2026-03-24T09:00:00.000000Z"}))
    entries = forecast(timeline.database, now=timeline.now, until=UNTIL, settings=timeline.settings)
    held = [each for each in entries if isinstance(each, HeldBack)]
    assert [(each.to, each.reason) for each in held] == [("rough", SkipReason.NOT_RUNNING)]


def test_the_plan_does_not_promise_what_would_come_too_late(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(datetime(2026, 3, 30, 7, 59, tzinfo=UTC))
    timeline.now = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    timeline.plan()
    evening = datetime(2026, 3, 30, 19, 0, tzinfo=UTC)
    entries = forecast(timeline.database, now=evening, until=evening + timedelta(days=1), settings=timeline.settings)
    reminders = [each for each in entries if each.kind == "reminder"]
    assert reminders == [
        HeldBack(evening, MessageKind.REMINDER, "alice (UALICE)", SkipReason.TOO_LATE),
        Planned(datetime(2026, 3, 31, 8, 0, tzinfo=UTC), MessageKind.REMINDER, "alice (UALICE)", ("rough 2026-W13",)),
    ]


def test_the_plan_made_while_the_bot_is_down_is_what_happens_when_it_starts(team: Team, timeline: Timeline) -> None:
    timeline.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")
    timeline.until(datetime(2026, 3, 30, 15, 0, tzinfo=UTC))
    already, started = len(timeline.posts), datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
    entries = forecast(timeline.database, now=started, until=UNTIL, settings=timeline.settings)
    timeline.wakes_at(started)
    timeline.until(UNTIL)
    planned = [(f"{each.at:%Y-%m-%d %H:%M}", each.kind) for each in entries if isinstance(each, Planned)]
    happened = [(post.when, post.kind) for post in timeline.posts[already:]]
    assert sorted(planned) == sorted(happened)
    assert ("2026-04-02 09:30", "notice") in planned
    assert ("2026-04-02 09:30", "second_ping") in planned
