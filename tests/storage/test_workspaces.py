"""Installed workspaces and their rules."""

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session

from bot.actions.people import policy_of
from storage.workspaces import plain_workspace, workspace_of_team
from tests.actions.conftest import Team
from tests.make import make_workspace


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
