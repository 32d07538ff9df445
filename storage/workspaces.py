"""Installed workspaces and their rules."""

from typing import cast

from sqlalchemy import Table, bindparam
from sqlalchemy import select as select_plain
from sqlmodel import Session, select

from storage.tables import Workspace


def workspace_of_team(session: Session, team_id: str) -> Workspace:
    """The workspace that Slack calls by this id. Raises NoResultFound where it was never installed."""
    return session.exec(select(Workspace).where(Workspace.team_id == team_id)).one()


def plain_workspace(session: Session, workspace_id: int) -> Workspace:
    """The workspace as a plain row: it reads like the record and cannot be changed. One statement, built once, since
    nearly every command asks for its rules.
    """
    return cast(Workspace, session.execute(_WORKSPACE, {"number": workspace_id}).one())


_WORKSPACES: Table = Workspace.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_WORKSPACE = select_plain(_WORKSPACES).where(_WORKSPACES.c.id == bindparam("number"))
