"""Taking a workspace in, with the rules that the operator set."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel import Session

from storage.inserting import insert_once
from storage.tables import Workspace
from storage.workspaces import workspace_of_team


@dataclass(frozen=True)
class Rules:
    """The rules that a workspace starts with."""

    zone: str
    working_days: frozenset[int]
    reminder_at: time
    grace_working_days: int
    on_track_gap: int
    at_risk_gap: int


def install(
    session: Session, *, team_id: str, name: str, url: str, bot_user_id: str, rules: Rules, now: datetime
) -> int:
    """The number of this workspace, new or known, brought up to date. Whatever had paused its messages is over."""
    insert_once(session, Workspace(team_id=team_id, zone=rules.zone, installed_at=now))
    workspace = workspace_of_team(session, team_id)
    workspace.name, workspace.url, workspace.bot_user_id = name, url, bot_user_id
    workspace.zone = rules.zone
    workspace.working_days = ",".join(map(str, sorted(rules.working_days)))
    workspace.reminder_at = rules.reminder_at
    workspace.grace_working_days = rules.grace_working_days
    workspace.on_track_gap, workspace.at_risk_gap = rules.on_track_gap, rules.at_risk_gap
    workspace.paused_until, workspace.paused_because = None, None
    session.add(workspace)
    session.flush()
    return workspace.id
