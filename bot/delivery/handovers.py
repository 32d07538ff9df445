"""Offers that nobody has answered within a day take effect, and what was lent goes back on its day."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions.handing_over import give_back, take_effect_unanswered
from bot.actions.people import policy_of
from bot.delivery.savepoints import PUT_OFF_FOR, each_in_savepoint
from bot.delivery.settings import DeliverySettings
from storage import handovers, workspaces
from storage.tables import HandoverRecord

Work = Callable[..., None]


def let_take_effect(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Have the new owners asked of whatever was offered a day ago and not answered."""

    def put_off(row: HandoverRecord) -> None:
        row.takes_effect_at = now + PUT_OFF_FOR

    rows = handovers.take_unanswered(session, now=now, limit=settings.planning_batch)
    _each(session, rows, take_effect_unanswered, put_off=put_off, now=now)
    return len(rows)


def let_go_back(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Have the former owners asked again of whatever was handed over until now."""

    def put_off(row: HandoverRecord) -> None:
        row.returns_at = now + PUT_OFF_FOR

    rows = handovers.take_returning(session, now=now, limit=settings.planning_batch)
    _each(session, rows, give_back, put_off=put_off, now=now)
    return len(rows)


def _each(
    session: Session,
    rows: Sequence[HandoverRecord],
    work: Work,
    *,
    put_off: Callable[[HandoverRecord], None],
    now: datetime,
) -> None:
    """One by one: they are few, and each is another person's affair."""
    if not rows:
        return
    found = workspaces.by_id(session, {row.workspace_id for row in rows})
    policies = {number: policy_of(workspace) for number, workspace in found.items()}

    def do(row: HandoverRecord) -> None:
        work(session, row, policy=policies[row.workspace_id], now=now)

    each_in_savepoint(session, rows, do, put_off=put_off)
