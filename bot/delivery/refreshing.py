"""Reminders already sent that no longer say what is true: claimed, edited, done. Editing twice does no harm."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.actions.people import policy_of
from bot.delivery import results
from bot.delivery.rendering import render_again
from bot.delivery.savepoints import PUT_OFF_FOR, each_in_savepoint
from bot.delivery.settings import DeliverySettings
from storage.claiming import skip_locked
from storage.tables import Message, Workspace

log = logging.getLogger(__name__)

_MOST_TRIES = 100
"""About a day of them: a receipt that never came would leave its reader asked for what they gave."""
_LONGEST_PAUSE_FOR = 900.0


@dataclass(frozen=True)
class Edit:
    """A message as it should look now. `lease` is what `refresh_at` was set to while we edit."""

    message_id: int
    workspace_id: int
    lease: datetime
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]


def claim(session: Session, *, now: datetime, settings: DeliverySettings) -> list[Edit]:
    """Up to a batch of messages to edit, which nobody else will edit while our lease lasts."""
    rows = session.exec(
        skip_locked(
            select(Message)
            .where(col(Message.refresh_at) <= now, Message.state == "sent")
            .order_by(col(Message.refresh_at))
            .limit(settings.claim_batch)
        )
    ).all()

    def put_off(row: Message) -> None:
        row.refresh_at = now + PUT_OFF_FOR

    return each_in_savepoint(
        session, rows, lambda row: _claim_one(session, row, now=now, settings=settings), put_off=put_off
    )


def record_result(session: Session, edit: Edit, result: results.Result, *, now: datetime) -> None:
    """The edit is done, or is tried again. A change that came meanwhile has its own `refresh_at` and stays due."""
    row = session.get_one(Message, edit.message_id)
    values: dict[str, Any] = {"refresh_at": None, "refresh_attempts": 0}
    pause = _pause(result, row.refresh_attempts)
    if pause is not None and row.refresh_attempts < _MOST_TRIES:
        tried = 0 if isinstance(result, results.TryLater) and result.after is not None else 1
        values = {"refresh_at": now + timedelta(seconds=pause), "refresh_attempts": row.refresh_attempts + tried}
    elif not isinstance(result, results.Sent):
        log.warning("message %s cannot be edited: %s", row.key, result.why)
    session.execute(
        update(Message)
        .where(col(Message.id) == edit.message_id, col(Message.refresh_at) == edit.lease)
        .values(**values)
    )


def _pause(result: results.Result, attempts: int) -> float | None:
    """The seconds until the next try; None where there is to be none."""
    match result:
        case results.TryLater(_, float(after)):
            return after
        case results.TryLater() | results.Unclear():
            return min(5 * 2.0 ** min(attempts, 8), _LONGEST_PAUSE_FOR)
        case results.LockedOut():
            return _LONGEST_PAUSE_FOR
        case _:
            return None


def _claim_one(session: Session, message: Message, *, now: datetime, settings: DeliverySettings) -> Edit:
    workspace = session.get_one(Workspace, message.workspace_id)
    rendered = render_again(session, message, policy=policy_of(workspace), now=now, settings=settings)
    lease = now + settings.lease
    message.refresh_at = lease
    session.add(message)
    assert message.slack_channel is not None
    assert message.slack_ts is not None
    return Edit(
        message_id=message.id,
        workspace_id=message.workspace_id,
        lease=lease,
        channel=message.slack_channel,
        ts=message.slack_ts,
        text=rendered["text"],
        blocks=rendered["blocks"],
    )
