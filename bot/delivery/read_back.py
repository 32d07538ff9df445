"""Messages of which nobody knows whether Slack has them: looked for, found, sent again or given up."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.delivery import reminders
from bot.delivery.outbox import Held, bury, held, record_sent
from bot.delivery.settings import DeliverySettings
from storage import outbox
from storage.claiming import skip_locked
from storage.tables import Message


@dataclass(frozen=True)
class Doubted(Held):
    """A message that may or may not be in Slack, and since when to look for it."""

    tried_at: datetime


def claim_doubted(session: Session, *, now: datetime, settings: DeliverySettings) -> list[Doubted]:
    """Messages of unknown fate whose time to be looked for has come, now held by us."""
    rows = session.exec(
        skip_locked(
            select(Message)
            .where(Message.state == "unknown", col(Message.ready_at) <= now)
            .order_by(col(Message.ready_at))
            .limit(settings.claim_batch)
        )
    ).all()
    for row in rows:
        if now - row.ready_at > settings.unreadable_for:
            # We were away: what counts is for how long Slack did not answer us.
            row.unreadable_since = None
        row.state, row.token, row.ready_at = "probing", secrets.token_hex(8), now + settings.lease
        session.add(row)
    return [Doubted(**vars(held(session, row)), tried_at=row.tried_at or row.planned_for) for row in rows]


def found(session: Session, doubted: Doubted, *, channel: str, ts: str, now: datetime) -> None:
    """Slack has it after all."""
    record_sent(session, doubted.message_id, doubted.token, ("probing",), channel=channel, ts=ts, now=now)


def absent(session: Session, doubted: Doubted, *, now: datetime, settings: DeliverySettings) -> None:
    """Slack did not show it: after enough such reads it goes out again. After three unclear attempts it does
    not.
    """
    row = session.get_one(Message, doubted.message_id)
    reads = row.absent_reads + 1
    wanted = settings.absent_reads if row.ambiguous < 2 else settings.absent_reads_when_doubtful
    if reads < wanted:
        _look_again(session, doubted, now + settings.between_reads, absent_reads=reads, unreadable_since=None)
    elif row.ambiguous >= settings.most_unclear:
        _give_up(session, doubted, "three attempts, and Slack never said what became of them", now=now)
    else:
        values = {"state": "queued", "ready_at": now, "absent_reads": 0, "unreadable_since": None, "token": None}
        outbox.change(session, doubted.message_id, holding=doubted.token, among=("probing",), **values)


def unreadable(session: Session, doubted: Doubted, why: str, *, now: datetime, settings: DeliverySettings) -> None:
    """Slack's history cannot be read. After half an hour a reminder goes out once more; a digest does not."""
    row = session.get_one(Message, doubted.message_id)
    since = row.unreadable_since or now
    if now - since < settings.unreadable_for:
        _look_again(session, doubted, now + settings.read_back_after, unreadable_since=since, error=why)
    elif doubted.kind == reminders.REMINDER and row.ambiguous < 2:
        outbox.change(
            session, doubted.message_id, holding=doubted.token, among=("probing",), state="queued", ready_at=now
        )
    else:
        _give_up(session, doubted, f"its history cannot be read ({why})", now=now)


def _look_again(session: Session, doubted: Doubted, at: datetime, **values: Any) -> None:
    outbox.change(
        session, doubted.message_id, holding=doubted.token, among=("probing",), state="unknown", ready_at=at, **values
    )


def _give_up(session: Session, doubted: Doubted, why: str, *, now: datetime) -> None:
    if outbox.change(session, doubted.message_id, holding=doubted.token, among=("probing",), state="dead", error=why):
        bury(session, doubted.message_id, why, now=now)
