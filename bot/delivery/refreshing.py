"""Reminders already sent that no longer say what is true: claimed, rendered, edited. Editing twice does no harm."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.delivery import results
from bot.delivery.rendering import Withdrawn, render_again
from bot.delivery.savepoints import PUT_OFF_FOR
from bot.delivery.settings import DeliverySettings
from bot.views.blocks import Message as Rendered
from storage import messages
from storage.tables import Message

log = logging.getLogger(__name__)

_MOST_TRIES = 100
"""About a day of them: a receipt that never came would leave its reader asked for what they gave."""
_LONGEST_PAUSE_FOR = 900.0


@dataclass(frozen=True)
class Edit:
    """A message that nobody else edits while our lease lasts. `lease` is what `refresh_at` was set to meanwhile, and
    `attempts` is how often it has been tried before.
    """

    message_id: int
    key: str
    workspace_id: int
    lease: datetime
    channel: str
    ts: str
    attempts: int


def claim(
    session: Session, *, now: datetime, settings: DeliverySettings, leaving_out: Collection[int] = ()
) -> list[Edit]:
    """Up to a batch of messages to edit, now held by us."""
    rows = messages.take_changed(session, now=now, leaving_out=leaving_out, limit=settings.claim_batch)
    return [_hold(session, row, lease=now + settings.lease) for row in rows]


def render(session: Session, edit: Edit, *, now: datetime, settings: DeliverySettings) -> Rendered | Withdrawn | None:
    """The message as it should look now; None where it cannot be put together, which is logged. It only reads."""
    return render_again(session, edit.message_id, now=now, settings=settings)


def put_off(session: Session, edit: Edit, *, now: datetime) -> None:
    """It cannot be put together; tried again later."""
    messages.end_refresh(session, edit.message_id, lease=edit.lease, refresh_at=now + PUT_OFF_FOR)


def record_result(session: Session, edit: Edit, result: results.Result, *, now: datetime) -> None:
    """The edit is done, or is tried again. A change that came meanwhile has its own `refresh_at` and stays due."""
    if isinstance(result, results.Gone):
        messages.withdraw(session, edit.message_id, at=now)
        return
    values: dict[str, Any] = {"refresh_at": None, "refresh_attempts": 0}
    pause = _pause(result, edit.attempts)
    tried = 0 if _is_no_try(result) else 1
    if pause is not None and edit.attempts + tried <= _MOST_TRIES:
        values = {"refresh_at": now + timedelta(seconds=pause), "refresh_attempts": edit.attempts + tried}
    elif not isinstance(result, results.Sent):
        log.warning("message %s cannot be edited: %s", edit.key, result)
    messages.end_refresh(session, edit.message_id, lease=edit.lease, **values)


def _is_no_try(result: results.Result) -> bool:
    """Whether it says nothing about the edit: Slack asks for a pause, or another process has to ask Slack."""
    return isinstance(result, results.NotOurs) or (isinstance(result, results.TryLater) and result.after is not None)


def _pause(result: results.Result, attempts: int) -> float | None:
    """The seconds until the next try; None where there is to be none."""
    match result:
        case results.TryLater(_, float(after)):
            return after
        case results.TryLater() | results.Unclear():
            return min(5 * 2.0 ** min(attempts, 8), _LONGEST_PAUSE_FOR)
        case results.LockedOut():
            return _LONGEST_PAUSE_FOR
        case results.NotOurs():
            return 0.0
        case _:
            return None


def _hold(session: Session, message: Message, *, lease: datetime) -> Edit:
    message.refresh_at = lease
    session.add(message)
    assert message.slack_channel is not None
    assert message.slack_ts is not None
    return Edit(
        message_id=message.id,
        key=message.key,
        workspace_id=message.workspace_id,
        lease=lease,
        channel=message.slack_channel,
        ts=message.slack_ts,
        attempts=message.refresh_attempts,
    )
