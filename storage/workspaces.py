"""Installed workspaces and their rules."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, or_, update
from sqlalchemy import select as select_plain
from sqlmodel import Session, col, select

from bot.domain.messages import SkipReason
from storage.among import among
from storage.tables import DigestRun, DueReading, Message, Outage, Person, Workspace


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


def plain_workspace(session: Session, workspace_id: int) -> Workspace:
    """The workspace as a plain row: it reads like the record and cannot be changed. One statement, built once, since
    nearly every command asks for its rules.
    """
    return cast(Workspace, session.execute(_WORKSPACE, {"number": workspace_id}).one())


def every_id(session: Session) -> list[int]:
    """The numbers of all workspaces."""
    return list(session.exec(select(Workspace.id).order_by(col(Workspace.id))))


def by_id(session: Session, workspace_ids: Collection[int]) -> dict[int, Workspace]:
    """These workspaces by their number."""
    return {row.id: row for row in session.exec(_BY_ID, params={"numbers": list(workspace_ids)})}


def lock(session: Session, workspace_id: int) -> Workspace:
    """The workspace, whose rate nobody else moves until this unit of work is done."""
    held = select(Workspace).where(Workspace.id == workspace_id).with_for_update()
    return session.exec(held.execution_options(populate_existing=True)).one()


def lock_each(session: Session, workspace_ids: Collection[int]) -> dict[int, Workspace]:
    """The same for several, always in the same order, by their number. One statement."""
    return {row.id: row for row in session.exec(_LOCKED, params={"numbers": list(workspace_ids)})}


def locked_out(session: Session, *, now: datetime) -> list[Workspace]:
    """Workspaces to which nothing is sent at the moment, because Slack refuses our token."""
    return list(session.exec(select(Workspace).where(col(Workspace.paused_until) > now)))


def touched_by(session: Session, outage: Outage) -> list[int]:
    """The workspaces in which something was to happen meanwhile: a message planned, a digest, a reading due."""
    within = (outage.began_at, outage.ended_at)
    first, last = outage.began_at.date(), outage.ended_at.date()
    planned = select(Message.workspace_id).where(col(Message.planned_for).between(*within))
    had_something_to_say = or_(
        col(DigestRun.skip_reason).is_(None), col(DigestRun.skip_reason) == SkipReason.COVERED_BY_NEXT
    )
    digest = select(DigestRun.workspace_id).where(col(DigestRun.nominal_on).between(first, last), had_something_to_say)
    due = select(DueReading.workspace_id).where(
        col(DueReading.due_on) <= last, col(DueReading.grace_ends_at) >= outage.began_at
    )
    touched = or_(*(col(Workspace.id).in_(each) for each in (planned, digest, due)))
    was_there = col(Workspace.installed_at) < outage.ended_at
    return list(session.exec(select(Workspace.id).where(touched, was_there).order_by(col(Workspace.id))))


def lock_out(session: Session, workspace_id: int, *, until: datetime, because: str) -> None:
    """Send nothing to this workspace before that instant. `because` is Slack's own name for why."""
    found = update(Workspace).where(col(Workspace.id) == workspace_id)
    session.execute(found.values(paused_until=until, paused_because=because))


def hold_back(session: Session, workspace_id: int, *, until: datetime, headroom: timedelta) -> None:
    """Move the rate on, so that nothing more goes to this workspace before `until`. Of several pauses the longest
    holds.
    """
    arrival = col(Workspace.theoretical_arrival_at)
    session.execute(
        update(Workspace)
        .where(col(Workspace.id) == workspace_id, or_(arrival.is_(None), arrival < until + headroom))
        .values(theoretical_arrival_at=until + headroom)
    )


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


_WORKSPACES: Table = Workspace.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_WORKSPACE = select_plain(_WORKSPACES).where(_WORKSPACES.c.id == bindparam("number"))
_BY_ID = select(Workspace).where(among(col(Workspace.id), "numbers"))
_LOCKED = _BY_ID.order_by(col(Workspace.id)).with_for_update().execution_options(populate_existing=True)
