"""Workspaces in the records: found by either name, and brought along from earlier versions."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bot.actions.people import policy_of
from bot.domain.messages import SkipReason
from storage import schema, workspaces
from storage.db import Database
from storage.tables import DigestRun, DigestSubscription, Outage, Person, Workspace
from storage.workspaces import Installation, installation, installation_of_team, plain_workspace
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_indicator, make_outcome, make_workspace
from tests.storage.earlier import migrate_to
from tests.storage.rows import make_due, make_message

# As version 0002 wrote it, whatever the table looks like today.
OF_BEFORE = """
INSERT INTO workspace (id, team_id, name, url, bot_user_id, sealed_bot_token, zone, working_days, reminder_at,
    grace_working_days, on_track_gap, at_risk_gap, installed_at)
VALUES (1, 'T1', 'Shelter', '', 'UBOT', NULL, 'Europe/London', '0,1,2,3', '08:30:00.000000', 2, 8, 20,
    '2026-03-01 00:00:00')
"""


def test_a_workspace_is_found_by_our_number_and_by_slacks_id(database: Database) -> None:
    def arrange(session: Session) -> int:
        workspace = make_workspace(session, "T1")
        workspace.bot_id, workspace.sealed_bot_token = "B1", "sealed"
        make_workspace(session, "T2")
        return workspace.id

    number = database.run_here(arrange)

    expected = Installation(number, "T1", "B1", "UBOT", "sealed")
    assert database.read_here(installation, workspace_id=number) == expected
    assert database.read_here(installation_of_team, team_id="T1") == expected
    assert database.read_here(installation, workspace_id=99) is None
    assert database.read_here(installation_of_team, team_id="T99") is None
    assert "sealed" not in repr(expected).replace("sealed_bot_token", "")


@pytest.fixture
def of_before(database_url: str) -> str:
    """A database of version 0002 with a workspace in it."""
    migrate_to(database_url, "0002")
    database = Database(database_url)
    with database.engine.begin() as connection:
        connection.execute(text(OF_BEFORE))
    database.close()
    return database_url


def test_a_workspace_from_before_has_its_rules_and_no_word_of_the_environment(of_before: str) -> None:
    assert schema.migrate(of_before) == ("0002", schema.newest_version())

    database = Database(of_before)
    [row] = database.read_here(lambda session: session.exec(select(Workspace)).all())
    database.close()
    assert (row.working_days, row.reminder_at, row.zone) == ("0,1,2,3", time(8, 30), "Europe/London")
    assert (row.environment_rules, row.sealed_bot_token, row.bot_id) == (None, None, "")


def test_a_plain_workspace_reads_like_its_record(session: Session, team: Team) -> None:
    plain = plain_workspace(session, team.workspace.id)

    assert {name: getattr(plain, name) for name in type(team.workspace).model_fields} == team.workspace.model_dump()
    assert policy_of(plain) == policy_of(team.workspace)


SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def arrival(session: Session, team: Team) -> datetime | None:
    session.refresh(team.workspace)
    return team.workspace.theoretical_arrival_at


def test_of_several_pauses_the_longest_holds(session: Session, team: Team) -> None:
    def hold_back(seconds: int) -> None:
        until = FRIDAY + timedelta(seconds=seconds)
        workspaces.hold_back(session, team.workspace.id, until=until, headroom=SECOND)

    hold_back(30)
    assert arrival(session, team) == FRIDAY + 31 * SECOND
    hold_back(10)
    assert arrival(session, team) == FRIDAY + 31 * SECOND
    hold_back(60)
    assert arrival(session, team) == FRIDAY + 61 * SECOND


def test_a_pause_holds_back_one_workspace_and_not_the_others(session: Session, team: Team) -> None:
    other = make_workspace(session, "T2")

    workspaces.hold_back(session, team.workspace.id, until=FRIDAY, headroom=SECOND)
    workspaces.lock_out(session, team.workspace.id, until=FRIDAY + HOUR, because="token_revoked")

    for row in (team.workspace, other):
        session.refresh(row)
    assert (team.workspace.paused_until, team.workspace.paused_because) == (FRIDAY + HOUR, "token_revoked")
    assert (other.theoretical_arrival_at, other.paused_until, other.paused_because) == (None, None, None)
    assert [row.id for row in workspaces.locked_out(session, now=FRIDAY)] == [team.workspace.id]
    assert workspaces.locked_out(session, now=FRIDAY + HOUR) == []


def test_workspaces_come_by_their_number_as_far_as_there_are_any(session: Session, team: Team) -> None:
    other = make_workspace(session, "T2")

    found = workspaces.by_id(session, {team.workspace.id, other.id, 999})
    assert {number: row.team_id for number, row in found.items()} == {team.workspace.id: "T1", other.id: "T2"}
    assert workspaces.lock(session, other.id).team_id == "T2"


def test_what_a_workspace_holds_is_read_anew_once_it_is_locked(database: Database, session: Session) -> None:
    seen = make_workspace(session)
    session.commit()
    database.run_here(lambda beside: workspaces.hold_back(beside, seen.id, until=FRIDAY, headroom=SECOND))

    assert workspaces.lock(session, seen.id).theoretical_arrival_at == FRIDAY + SECOND
    assert workspaces.locked_workspace(session, team_id="T1").theoretical_arrival_at == FRIDAY + SECOND


def test_new_rules_have_reminders_that_are_to_come_looked_at_anew(session: Session, team: Team) -> None:
    times = {"UALICE": FRIDAY + DAY, "UBOB": FRIDAY - HOUR, "UCHARLIE": None}
    rows = session.exec(select(Person)).all()
    for row in rows:
        row.next_reminder_at = times.get(row.user_id)
    elsewhere = make_workspace(session, "T2")
    zoe = Person(workspace_id=elsewhere.id, user_id="UZOE", zone="Europe/London", next_reminder_at=FRIDAY + DAY)
    session.add(zoe)
    session.flush()

    workspaces.look_at_reminders_anew(session, workspace_id=team.workspace.id, at=FRIDAY)

    session.expire_all()
    found = {row.user_id: row.next_reminder_at for row in (*rows, zoe)}
    assert found == {
        "UALICE": FRIDAY,
        "UBOB": FRIDAY - HOUR,
        "UCHARLIE": None,
        "UDANA": None,
        "UZOE": FRIDAY + DAY,
    }


OUTAGE = Outage(id=1, began_at=FRIDAY - HOUR, ended_at=FRIDAY + 2 * DAY)
"""From Friday 27 March, nine o'clock, to the Sunday."""


@pytest.fixture
def installed(session: Session, team: Team) -> int:
    """The number of the workspace, which had been there for a month."""
    team.workspace.installed_at = FRIDAY - 30 * DAY
    session.flush()
    return team.workspace.id


@pytest.mark.parametrize(
    ("planned_for", "is_touched"),
    [
        (FRIDAY - HOUR - SECOND, False),
        (FRIDAY - HOUR, True),
        (FRIDAY + 2 * DAY, True),
        (FRIDAY + 2 * DAY + SECOND, False),
    ],
)
def test_an_outage_touches_whoever_was_to_get_a_message_meanwhile(
    session: Session, team: Team, installed: int, planned_for: datetime, is_touched: bool
) -> None:
    make_message(session, team.alice, "reminder", planned_for=planned_for)

    assert workspaces.touched_by(session, OUTAGE) == ([installed] if is_touched else [])


@pytest.mark.parametrize(
    ("on", "reason", "is_touched"),
    [
        (date(2026, 3, 26), None, False),
        (date(2026, 3, 27), None, True),
        (date(2026, 3, 29), SkipReason.COVERED_BY_NEXT, True),
        (date(2026, 3, 28), SkipReason.NO_OUTCOMES, False),
        (date(2026, 3, 30), None, False),
    ],
)
def test_an_outage_touches_whoever_was_to_get_a_digest_with_something_in_it(
    session: Session, team: Team, installed: int, on: date, reason: SkipReason | None, is_touched: bool
) -> None:
    make_outcome(session, team.alice)
    subscription = session.exec(select(DigestSubscription)).one()
    session.add(
        DigestRun(
            workspace_id=installed,
            subscription_id=subscription.id,
            nominal_on=on,
            covers_from_on=on - 7 * DAY,
            covers_to_on=on - DAY,
            skip_reason=reason,
        )
    )
    session.flush()

    assert workspaces.touched_by(session, OUTAGE) == ([installed] if is_touched else [])


@pytest.mark.parametrize(
    ("grace_ends_at", "is_touched"), [(FRIDAY - HOUR - SECOND, False), (FRIDAY - HOUR, True), (FRIDAY + 9 * DAY, True)]
)
def test_an_outage_touches_whoever_had_readings_due_meanwhile(
    session: Session, team: Team, installed: int, grace_ends_at: datetime, is_touched: bool
) -> None:
    indicator = make_indicator(session, team.alice, make_outcome(session, team.alice))
    make_due(session, indicator.id, 12, owner=team.alice, grace_ends_at=grace_ends_at)

    assert workspaces.touched_by(session, OUTAGE) == ([installed] if is_touched else [])


def test_an_outage_does_not_touch_who_came_only_after_it(session: Session, team: Team, installed: int) -> None:
    make_message(session, team.alice, "reminder", planned_for=FRIDAY)
    team.workspace.installed_at = FRIDAY + 2 * DAY
    session.flush()

    assert workspaces.touched_by(session, OUTAGE) == []
