"""Taking a workspace in, with the rules that the operator set and people have not changed since."""

import logging
from datetime import datetime, time
from typing import Any, Final

from sqlmodel import Session

from bot.actions import standings
from bot.actions.people import as_column, policy_of
from bot.actions.scheduling import reschedule_workspace
from bot.results.rules import Rules
from bot.sealing import TokenKeys
from storage import workspaces
from storage.inserting import insert_once
from storage.tables import Workspace

log = logging.getLogger(__name__)

_KEPT_TOGETHER: Final = (
    ("zone",),
    ("working_days",),
    ("reminder_at",),
    ("grace_working_days",),
    ("holiday_calendar",),
    ("week_starts_on",),
    ("fiscal_year_starts_in",),
    # One gap from the environment and one from people might cross, and then no status could be told.
    ("on_track_gap", "at_risk_gap"),
)
"""The rules, by their columns; where people have changed one of a group, the whole group is theirs."""

_PEOPLES_OWN: Final = ("colour_words", "days_off", "away_words")
"""Rules that the environment has not."""

_MOVES_DUE_DAYS: Final = frozenset({"working_days", "holiday_calendar", "days_off"})
"""Columns by which due days are other ones."""


def install(
    session: Session,
    *,
    team_id: str,
    name: str,
    url: str,
    bot_user_id: str,
    rules: Rules,
    now: datetime,
    bot_id: str = "",
    bot_token: str = "",
    token_keys: TokenKeys | None = None,
) -> int:
    """The number of this workspace, new or known, brought up to date. Whatever had paused its messages is over.

    With keys its token is left sealed for other processes. Without, none is left: one from an earlier start may be
    refused by now, and whoever used it would have the messages paused.
    """
    insert_once(session, Workspace(team_id=team_id, zone=rules.zone, installed_at=now))
    workspace = workspaces.locked_workspace(session, team_id=team_id)
    workspace.name, workspace.url = name, url
    workspace.bot_id, workspace.bot_user_id = bot_id, bot_user_id
    sealed = workspace.sealed_bot_token
    workspace.sealed_bot_token = token_keys.kept_or_sealed(sealed, bot_token, team_id=team_id) if token_keys else None
    workspace.paused_until, workspace.paused_because = None, None
    moved = _follow_environment(workspace, rules)
    session.add(workspace)
    session.flush()
    plan_anew(session, workspace, moved, now=now)
    return workspace.id


def _follow_environment(workspace: Workspace, rules: Rules) -> set[str]:
    """Take the environment's rules over, but for those that people have changed; answers the columns that this moved.

    A workspace for which the environment has not been written down is taken as unchanged.
    """
    wanted = columns_of(rules)
    kept: list[str] = []
    moved: set[str] = set()
    for group in _KEPT_TOGETHER:
        if any(_was_changed(workspace, column) for column in group):
            kept += [column for column in group if getattr(workspace, column) != wanted[column]]
            continue
        for column in group:
            if getattr(workspace, column) != wanted[column]:
                setattr(workspace, column, wanted[column])
                moved.add(column)
    workspace.environment_rules = {column: as_plain(value) for column, value in wanted.items()}
    if kept:
        log.info("workspace %s keeps what people have set: %s", workspace.id, ", ".join(kept))
    return moved


def _was_changed(workspace: Workspace, column: str) -> bool:
    last = workspace.environment_rules or {}
    current = as_plain(getattr(workspace, column))
    return bool(last.get(column, current) != current)


def columns_of(rules: Rules) -> dict[str, Any]:
    """The rules as the workspace's columns, which have their names. Less the words for the colours and the days off:
    the environment has none, and no start touches those that people have set.
    """
    named = {column: value for column, value in vars(rules).items() if column not in _PEOPLES_OWN}
    return named | {"working_days": as_column(rules.working_days)}


def as_plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    return value.isoformat() if isinstance(value, time) else value


def plan_anew(session: Session, workspace: Workspace, moved: set[str], *, now: datetime) -> None:
    """Have what was planned by rules that hold no longer planned by the present ones.

    What has been asked for already keeps the grace that its reminder named.
    """
    standings.outdate_by_rules(session, {workspace.id})  # at each start: the rules may be those of another version too
    if moved & _MOVES_DUE_DAYS:
        reschedule_workspace(session, workspace_id=workspace.id, policy=policy_of(workspace))
    if moved & (_MOVES_DUE_DAYS | {"reminder_at"}):
        workspaces.look_at_reminders_anew(session, workspace_id=workspace.id, at=now)
