"""Workspaces: how the bot speaks to each, and what hangs on their rules."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.tables import Person, Workspace


@dataclass(frozen=True)
class Installation:
    """Who the bot is in a workspace, and its token as the process that was started with it left it, if one did."""

    workspace_id: int
    team_id: str
    bot_id: str
    bot_user_id: str
    sealed_bot_token: str | None = field(repr=False)


def installation(session: Session, *, workspace_id: int) -> Installation | None:
    """The installation by our own number."""
    return _as_installation(session.get(Workspace, workspace_id))


def installation_of_team(session: Session, *, team_id: str) -> Installation | None:
    """The installation by Slack's id of the workspace."""
    return _as_installation(session.exec(select(Workspace).where(Workspace.team_id == team_id)).first())


def locked_workspace(session: Session, *, team_id: str) -> Workspace:
    """The workspace, which must be there; other processes that start wait until this unit of work is done.

    Those that add rows to it do not: its key stays as it is. Waiting for them here, while they may wait for something
    that this unit of work has taken, would end in a deadlock.
    """
    statement = select(Workspace).where(Workspace.team_id == team_id).with_for_update(key_share=True)
    return session.exec(statement.execution_options(populate_existing=True)).one()


def look_at_reminders_anew(session: Session, *, workspace_id: int, at: datetime) -> None:
    """Have everybody whose reminder time is coming looked at from `at` on, by the rules that hold then."""
    session.execute(
        update(Person)
        .where(col(Person.workspace_id) == workspace_id, col(Person.next_reminder_at) > at)
        .values(next_reminder_at=at)
    )


def _as_installation(row: Workspace | None) -> Installation | None:
    if row is None:
        return None
    return Installation(
        workspace_id=row.id,
        team_id=row.team_id,
        bot_id=row.bot_id,
        bot_user_id=row.bot_user_id,
        sealed_bot_token=row.sealed_bot_token,
    )
