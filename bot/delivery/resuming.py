"""Pauses that end by themselves, on the day until which somebody paused an indicator."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions import resting
from bot.actions.people import calendar_of, policy_of
from bot.actions.telling import tell_all
from bot.delivery.savepoints import PUT_OFF_FOR, all_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from storage import indicators, schedule, workspaces
from storage.tables import Indicator


def end_pauses(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Have whatever was paused until now fall due again, from the first period on that does so after its pause: also
    where we were down when it ended. A fixed number of statements.
    """
    rows = schedule.take_resuming(session, now=now, limit=settings.planning_batch)

    def put_off(indicator: Indicator) -> None:
        indicator.resume_at = now + PUT_OFF_FOR

    def end(some: Sequence[Indicator]) -> list[None]:
        _go_on(session, some, now=now)
        return []

    all_in_savepoint(session, rows, end, put_off=put_off)
    return len(rows)


def _go_on(session: Session, rows: Sequence[Indicator], *, now: datetime) -> None:
    described = indicators.describe(session, [row.id for row in rows])
    found = workspaces.by_id(session, {row.workspace_id for row in rows})
    for row in rows:
        each, ended_at = described[row.id], row.resume_at
        assert ended_at is not None, "it is found by that"
        row.paused_at, row.paused_until, row.resume_at = None, None, None
        if row.retired_at is None and each.home.outcome.closed_at is None:
            calendar = calendar_of(each.owner, policy_of(found[row.workspace_id]))
            resting.schedule_after(each, calendar=calendar, after=ended_at)
        session.add(row)
    session.flush()
    tell_all(session, [events.IndicatorChanged(row.id) for row in rows], now=now)
