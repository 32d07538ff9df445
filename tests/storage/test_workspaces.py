"""Workspaces in the records: found by either name, and brought along from earlier versions."""

from datetime import time

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, select

from bot.actions.people import policy_of
from storage import schema
from storage.db import Database
from storage.tables import Workspace
from storage.workspaces import Installation, installation, installation_of_team, plain_workspace, workspace_of_team
from tests.actions.conftest import Team
from tests.make import make_workspace

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
    database = Database(database_url)
    with database.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(schema._MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.commit()
        connection.execute(text(OF_BEFORE))
        connection.commit()
    database.close()
    return database_url


def test_a_workspace_from_before_has_its_rules_and_no_word_of_the_environment(of_before: str) -> None:
    assert schema.migrate(of_before) == ("0002", schema.newest_version())

    database = Database(of_before)
    [row] = database.read_here(lambda session: session.exec(select(Workspace)).all())
    database.close()
    assert (row.working_days, row.reminder_at, row.zone) == ("0,1,2,3", time(8, 30), "Europe/London")
    assert (row.environment_rules, row.sealed_bot_token, row.bot_id) == (None, None, "")


def test_a_workspace_is_found_by_the_id_that_slack_gives_it(session: Session, team: Team) -> None:
    second = make_workspace(session, "T2")

    assert workspace_of_team(session, "T1").id == team.workspace.id
    assert workspace_of_team(session, "T2").id == second.id
    with pytest.raises(NoResultFound):
        workspace_of_team(session, "T3")


def test_a_plain_workspace_reads_like_its_record(session: Session, team: Team) -> None:
    plain = plain_workspace(session, team.workspace.id)

    assert {name: getattr(plain, name) for name in type(team.workspace).model_fields} == team.workspace.model_dump()
    assert policy_of(plain) == policy_of(team.workspace)
