"""Messages of which nobody knows whether they arrived: looked for, found, sent again or given up."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from bot.delivery.outbox import Arrived, Held, bury, failed, held, record_sent
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import Failure, FailureCode, MessageKind, MessageState
from storage import messages
from storage.tables import Message

_PROBING: Final = (MessageState.PROBING,)


def claim_unknown(
    session: Session, *, now: datetime, settings: DeliverySettings, leaving_out: Collection[int] = ()
) -> list[Held]:
    """Messages of unknown fate whose time to be looked for has come, now held by us."""
    rows = messages.take_unknown(session, now=now, leaving_out=leaving_out, limit=settings.claim_batch)
    for row in rows:
        if now - row.ready_at > settings.unreadable_for:
            # We were away: what counts is for how long Slack did not answer us.
            row.unreadable_since = None
        row.state, row.token, row.ready_at = MessageState.PROBING, secrets.token_hex(8), now + settings.lease
        session.add(row)
    return held(session, rows)


def found(session: Session, doubted: Held, *, channel: str, ts: str, now: datetime) -> None:
    """Slack has it after all."""
    record_sent(session, Arrived(doubted.message_id, doubted.token, channel, ts), _PROBING, now=now)


def absent(session: Session, doubted: Held, *, now: datetime, settings: DeliverySettings) -> None:
    """Slack did not show it: after enough such reads it goes out again. After three unclear attempts it does not."""
    row = session.get_one(Message, doubted.message_id)
    reads = row.absent_reads + 1
    wanted = settings.absent_reads if row.ambiguous < 2 else settings.absent_reads_when_doubtful
    if reads < wanted:
        _look_again(session, doubted, now + settings.between_reads, absent_reads=reads, unreadable_since=None)
    elif row.ambiguous >= settings.most_unclear:
        _give_up(session, doubted, Failure(FailureCode.NEVER_CLEAR), now=now)
    else:
        again = {"state": MessageState.QUEUED, "ready_at": now, "absent_reads": 0, "unreadable_since": None}
        _change(session, doubted, token=None, **again)


def unreadable(session: Session, doubted: Held, why: Failure, *, now: datetime, settings: DeliverySettings) -> None:
    """Slack's history cannot be read. After half an hour a reminder or an answer goes out once more; others do not."""
    row = session.get_one(Message, doubted.message_id)
    since = row.unreadable_since or now
    if now - since < settings.unreadable_for:
        _look_again(session, doubted, now + settings.read_back_after, unreadable_since=since, **failed(why))
    elif doubted.kind in (MessageKind.REMINDER, MessageKind.ANSWER) and row.ambiguous < 2:
        _change(session, doubted, state=MessageState.QUEUED, ready_at=now)
    else:
        _give_up(session, doubted, Failure(FailureCode.UNREADABLE, why.detail or why.code), now=now)


def paused(session: Session, doubted: Held, *, until: datetime) -> None:
    """Slack says when its history may be asked again: that is no sign that it cannot be read."""
    _look_again(session, doubted, until)


def not_ours(session: Session, doubted: Held, *, now: datetime) -> None:
    """This process cannot ask that workspace; another one may."""
    _look_again(session, doubted, now)


def _look_again(session: Session, doubted: Held, at: datetime, **values: Any) -> None:
    _change(session, doubted, state=MessageState.UNKNOWN, ready_at=at, **values)


def _give_up(session: Session, doubted: Held, why: Failure, *, now: datetime) -> None:
    if _change(session, doubted, state=MessageState.DEAD, **failed(why)):
        bury(session, doubted.message_id, now=now)


def _change(session: Session, doubted: Held, **values: Any) -> bool:
    return messages.change(session, doubted.message_id, holding=doubted.token, among=_PROBING, **values)
