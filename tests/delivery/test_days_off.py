"""Nobody is asked on a public holiday of theirs, or on a day on which the company is closed."""

from collections.abc import Callable
from datetime import UTC, datetime, time

from sqlmodel import Session

from bot.actions import own_settings
from bot.domain.cadences import Cadence, Every
from storage.tables import Person, Workspace
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline

WORKING_DAYS = Cadence(Every.DAY, weekdays=frozenset(range(5)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def set_up(team: Team, change: Callable[[Workspace], None]) -> None:
    def run(session: Session) -> None:
        workspace = session.get_one(Workspace, team.workspace_id)
        change(workspace)
        session.add(workspace)

    team.database.run_here(run)


def with_holidays(workspace: Workspace) -> None:
    """Those of where everybody is."""
    workspace.holiday_calendar = ""


def keeps_holidays_of(team: Team, name: str, calendar: str, *, now: datetime) -> None:
    def choose(session: Session) -> None:
        own_settings.set_own_settings(
            session,
            reminder_at=time(9),
            working_days=range(5),
            holiday_calendar=calendar,
            by=team.people[name],
            now=now,
        )

    team.database.run_here(choose)


def test_easter_monday_moves_what_is_due_to_tuesday_in_london_and_not_in_kolkata_or_new_york(
    team: Team, timeline: Timeline
) -> None:
    set_up(team, with_holidays)
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")
    timeline.until(utc("2026-04-05 12:00"))
    timeline.posts.clear()
    timeline.until(utc("2026-04-07 12:00"))
    firsts = [(when, to) for when, kind, to in timeline.times if kind == "reminder"]
    assert firsts == [
        ("2026-04-06 03:30", "UBOB"),
        ("2026-04-06 13:00", "UCHARLIE"),
        ("2026-04-07 08:00", "UALICE"),
    ]


def test_grace_and_the_second_ping_pass_over_holidays(team: Team, timeline: Timeline) -> None:
    set_up(team, with_holidays)
    timeline.now = utc("2026-04-01 12:00")
    team.owns("alice", "rough", cadence=WORKING_DAYS, now=timeline.now)
    timeline.until(utc("2026-04-10 00:00"))
    # Wednesday's is asked for on Thursday; Good Friday and Easter Monday come in between.
    assert timeline.times[:2] == [
        ("2026-04-02 08:00", "reminder", "UALICE"),
        ("2026-04-07 08:00", "reminder", "UALICE"),
    ]
    states = {key: state for _, key, state in timeline.due()}
    assert (states["2026-04-01"], states["2026-04-03"], states["2026-04-06"]) == ("missed", "excused", "excused")


def test_a_reminder_that_comes_late_waits_for_the_end_of_the_holidays(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", cadence=WORKING_DAYS)
    timeline.until(utc("2026-04-02 07:00"))
    timeline.posts.clear()

    def close(workspace: Workspace) -> None:
        workspace.days_off = "2026-04-02 2026-04-03 Moving house"

    set_up(team, close)
    timeline.until(utc("2026-04-06 12:00"))
    assert timeline.times == [("2026-04-06 08:00", "reminder", "UALICE")]


def test_another_calendar_moves_what_has_yet_to_fall_due(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    keeps_holidays_of(team, "alice", "DE-BY", now=timeline.now)
    timeline.until(utc("2026-03-31 12:00"))
    team.gives("alice", "rough 5 for last week", now=timeline.now)
    timeline.posts.clear()
    timeline.until(utc("2026-04-05 12:00"))
    keeps_holidays_of(team, "alice", "none", now=timeline.now)
    timeline.until(utc("2026-04-06 12:00"))
    assert timeline.times == [("2026-04-06 08:00", "reminder", "UALICE")]
    with_own = team.database.read_here(lambda session: session.get_one(Person, team.people["alice"].person_id))
    assert with_own.holiday_calendar == "none"
