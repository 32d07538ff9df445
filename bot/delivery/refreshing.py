"""Reminders already sent that no longer say what is true: claimed, edited, done. Editing twice does no harm."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.actions.people import policy_of
from bot.delivery import isolating, results
from bot.delivery.knobs import Knobs
from bot.delivery.planning import skip_locked
from bot.delivery.rendering import render_again
from storage.tables import Message, Workspace

log = logging.getLogger(__name__)

_MOST_TRIES = 8


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


def claim(session: Session, *, now: datetime, knobs: Knobs) -> list[Edit]:
    """Up to a batch of messages to edit, which nobody else will edit while our lease lasts."""
    rows = session.exec(
        skip_locked(
            select(Message)
            .where(col(Message.refresh_at) <= now, Message.state == "sent")
            .order_by(col(Message.refresh_at))
            .limit(knobs.claim_batch)
        )
    ).all()

    def put_off(row: Message) -> None:
        row.refresh_at = now + isolating.PUT_OFF_FOR

    return isolating.each(session, rows, lambda row: _claim_one(session, row, now=now, knobs=knobs), put_off=put_off)


def settle(session: Session, edit: Edit, result: results.Result, *, now: datetime) -> None:
    """The edit is done, or is tried again. A change that came meanwhile has its own `refresh_at` and stays due."""
    row = session.get_one(Message, edit.message_id)
    values: dict[str, Any] = {"refresh_at": None, "refresh_attempts": 0}
    if (
        isinstance(result, results.TryLater | results.Unclear | results.LockedOut)
        and row.refresh_attempts < _MOST_TRIES
    ):
        pause = timedelta(seconds=getattr(result, "after", None) or 5 * 2**row.refresh_attempts)
        values = {"refresh_at": now + pause, "refresh_attempts": row.refresh_attempts + 1}
    elif not isinstance(result, results.Sent):
        log.warning("message %s cannot be edited: %s", row.key, result.why)
    session.execute(
        update(Message)
        .where(col(Message.id) == edit.message_id, col(Message.refresh_at) == edit.lease)
        .values(**values)
    )


def _claim_one(session: Session, message: Message, *, now: datetime, knobs: Knobs) -> Edit:
    workspace = session.get_one(Workspace, message.workspace_id)
    rendered = render_again(session, message, policy=policy_of(workspace), now=now, knobs=knobs)
    lease = now + knobs.lease
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
