"""The life of a message row: claimed, sent or not, doubted (`doubts` goes on from there). Every step is one short
transaction.

    queued --claim--> sending --> sent | queued (later) | unknown | dead
    sending, lease lapsed --> unknown --claim--> probing --> sent | queued | unknown (look again) | dead
    queued --> cancelled | expired

Only who holds the row's token may change it, so a sender that wakes up too late changes nothing.
"""

import logging
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from bot import crashpoints
from bot.actions.people import policy_of
from bot.delivery import digests as digest_runs
from bot.delivery import limits, reminders, results
from bot.delivery.rendering import Irrelevant, render_new
from bot.delivery.savepoints import each_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.views import operator as operator_view
from storage import outbox
from storage.claiming import skip_locked
from storage.tables import Channel, Message, Person, Workspace

log = logging.getLogger(__name__)

_LOCKED_OUT_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Held:
    """A message that is this process's alone for a while, and where it belongs. Without a `channel` the DM is to be
    opened.
    """

    message_id: int
    token: str
    workspace_id: int
    key: str
    kind: str
    channel: str | None
    user_id: str | None
    person_id: int | None
    thread_ts: str | None


@dataclass(frozen=True)
class Claimed(Held):
    """A message to be sent now, as it reads now."""

    text: str
    blocks: list[dict[str, Any]]


def claim(session: Session, *, now: datetime, settings: DeliverySettings) -> list[Claimed]:
    """Up to a batch of messages that are ready and within Slack's limits, most urgent first, now held by us.

    The limits are advanced here, in the database: so all processes together keep them, and a crash wastes a
    slot at most.
    """
    claimed: list[Claimed] = []
    # What must wait, or has nothing to say any more, makes room for what is behind it: look on.
    while not claimed and (candidates := _ready(session, now=now, settings=settings)):
        found = each_in_savepoint(
            session,
            candidates,
            lambda message: _claim_one(session, message, now=now, settings=settings),
            put_off=lambda message: _put_off(session, message, now=now, settings=settings),
        )
        claimed = [each for each in found if each is not None]
    crashpoints.reached("claiming: written")
    return claimed


def record_result(
    session: Session, claimed: Claimed, result: results.Result, *, now: datetime, settings: DeliverySettings
) -> None:
    """Write down what became of a send, if we still hold the message."""
    match result:
        case results.Sent(channel, ts):
            record_sent(session, claimed.message_id, claimed.token, ("sending",), channel=channel, ts=ts, now=now)
        case results.TryLater(why, after):
            _try_later(session, claimed, why, after, now=now, settings=settings)
        case results.Unclear(why):
            _doubt(session, claimed.message_id, claimed.token, why, now=now, settings=settings)
        case results.LockedOut(why):
            _lock_out(session, claimed, why, now=now)
        case results.Impossible(why):
            if _change(session, claimed, ("sending",), state="dead", error=why):
                bury(session, claimed.message_id, why, now=now)
    crashpoints.reached("recording result: written")


def recover(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Messages whose holder has gone quiet become unknown: their lease has lapsed."""
    rows = session.exec(
        skip_locked(
            select(Message)
            .where(col(Message.state).in_(("sending", "probing")), col(Message.ready_at) <= now)
            .limit(settings.planning_batch)
        )
    ).all()
    for row in rows:
        if row.state == "sending":
            _doubt(session, row.id, row.token, "its sender has gone quiet", now=now, settings=settings)
        else:
            outbox.change(session, row.id, holding=row.token, among=("probing",), state="unknown", ready_at=now)
    crashpoints.reached("recovering: recovered")
    return len(rows)


def record_sent(
    session: Session,
    message_id: int,
    token: str,
    among: tuple[str, ...],
    *,
    channel: str,
    ts: str,
    now: datetime,
) -> None:
    """Slack has it: what follows from that is written in the same transaction."""
    values = {"state": "sent", "sent_at": now, "slack_channel": channel, "slack_ts": ts, "error": None, "token": None}
    if not outbox.change(session, message_id, holding=token, among=among, **values):
        return
    message = session.get_one(Message, message_id)
    session.refresh(message)
    if message.kind in (reminders.REMINDER, reminders.SECOND_PING):
        workspace = session.get_one(Workspace, message.workspace_id)
        reminders.asked(session, message, policy=policy_of(workspace), now=now)
    elif message.kind == "digest":
        digest_runs.posted(session, message)


def bury(session: Session, message_id: int, why: str, *, now: datetime) -> None:
    """A message will never arrive: the administrators we know are told, in a message of their own."""
    message = session.get_one(Message, message_id)
    log.error("message %s of workspace %s cannot be delivered: %s", message.key, message.workspace_id, why)
    if message.kind == "operator":
        return
    reminders.count_as_asked(session, message, now=now)
    admins = select(Person).where(
        Person.workspace_id == message.workspace_id,
        col(Person.is_admin).is_(True),
        col(Person.is_deactivated).is_(False),
    )
    for admin in session.exec(admins):
        outbox.enqueue(
            session,
            workspace_id=message.workspace_id,
            key=f"operator:{message.id}:{admin.user_id}",
            now=now,
            kind="operator",
            priority=reminders.PRIORITIES["operator"],
            person_id=admin.id,
            thread_of_id=None,
            planned_for=now,
            error=operator_view.undeliverable(message.key, why),
        )


def _ready(session: Session, *, now: datetime, settings: DeliverySettings) -> Sequence[Message]:
    """The most urgent messages whose time has come, of workspaces that may be written to now."""
    free_at = col(Workspace.theoretical_arrival_at)
    found: Sequence[Message] = session.exec(
        skip_locked(
            select(Message)
            .join(Workspace)
            .where(
                Message.state == "queued",
                col(Message.ready_at) <= now,
                or_(col(Workspace.paused_until).is_(None), col(Workspace.paused_until) <= now),
                or_(free_at.is_(None), free_at <= now + limits.headroom(settings)),
            )
            .order_by(col(Message.priority), col(Message.ready_at), col(Message.id))
            .limit(settings.claim_batch),
            of=Message,
        )
    ).all()
    return found


def _claim_one(session: Session, message: Message, *, now: datetime, settings: DeliverySettings) -> Claimed | None:
    """1. Past its time: expired. 2. Its channel or workspace is at the limit: later. 3. Nothing left to say:
    cancelled. 4. Ours.
    """
    if message.expires_at is not None and message.expires_at <= now:
        _drop(session, message, "expired", "its time had passed")
        return None
    workspace = session.exec(select(Workspace).where(Workspace.id == message.workspace_id).with_for_update()).one()
    channel = _destination(session, message)
    if wait := limits.must_wait(workspace, channel, now=now, settings=settings):
        message.ready_at = now + wait
        session.add(message)
        return None
    rendered = _rendered(session, message, workspace, now=now, settings=settings)
    if isinstance(rendered, Irrelevant):
        _drop(session, message, "cancelled", rendered.why)
        return None
    limits.advance(session, workspace, channel, now=now, settings=settings)
    message.state, message.token = "sending", secrets.token_hex(8)
    message.tried_at = message.tried_at or now  # a search has to begin at the first try that may have arrived
    message.ready_at = now + settings.lease
    message.attempts += 1
    session.add(message)
    return Claimed(**vars(held(session, message)), text=rendered["text"], blocks=rendered["blocks"])


def _put_off(session: Session, message: Message, *, now: datetime, settings: DeliverySettings) -> None:
    """A message that cannot even be put together is tried again for a while; then a person hears of it."""
    message.attempts += 1
    message.ready_at, message.error = now + _backoff(message.attempts), "it cannot be put together; see the log"
    if message.attempts >= settings.most_attempts:
        message.state = "dead"
        session.add(message)
        session.flush()
        bury(session, message.id, message.error, now=now)


def _rendered(
    session: Session, message: Message, workspace: Workspace, *, now: datetime, settings: DeliverySettings
) -> Any:
    if message.kind == "operator":
        return operator_view.notice(message.error or "")
    return render_new(session, message, policy=policy_of(workspace), now=now, settings=settings)


def _destination(session: Session, message: Message) -> Channel | None:
    """The row that keeps the destination's limit; none yet for a person never written to."""
    if message.channel_id is not None:
        return session.get_one(Channel, message.channel_id)
    person = session.get_one(Person, message.person_id)
    if person.dm_channel_id is None:
        return None
    found_row = session.exec(
        select(Channel).where(Channel.workspace_id == message.workspace_id, Channel.channel_id == person.dm_channel_id)
    ).first()
    return found_row or Channel(workspace_id=message.workspace_id, channel_id=person.dm_channel_id, is_private=True)


def held(session: Session, message: Message) -> Held:
    """The message as this process holds it."""
    assert message.token is not None
    person = session.get(Person, message.person_id) if message.person_id is not None else None
    channel = session.get(Channel, message.channel_id) if message.channel_id is not None else None
    parent = session.get(Message, message.thread_of_id) if message.thread_of_id is not None else None
    direct = person.dm_channel_id if person else None
    return Held(
        message_id=message.id,
        token=message.token,
        workspace_id=message.workspace_id,
        key=message.key,
        kind=message.kind,
        channel=channel.channel_id if channel else direct,
        user_id=person.user_id if person else None,
        person_id=person.id if person else None,
        thread_ts=parent.slack_ts if parent else None,
    )


def _drop(session: Session, message: Message, state: str, why: str) -> None:
    message.state, message.error = state, why
    session.add(message)


def _change(session: Session, claimed: Claimed, among: tuple[str, ...], **values: Any) -> bool:
    return outbox.change(session, claimed.message_id, holding=claimed.token, among=among, **values)


def _try_later(
    session: Session, claimed: Claimed, why: str, after: float | None, *, now: datetime, settings: DeliverySettings
) -> None:
    row = session.get_one(Message, claimed.message_id)
    if after is not None:
        # Slack is there and says when: that delays a message however often it happens, and never kills it.
        until = now + timedelta(seconds=after)
        limits.hold_back(session, claimed.workspace_id, until=until, settings=settings)
        _give_back(session, claimed, why, at=until)
    elif row.attempts >= settings.most_attempts:
        if _change(session, claimed, ("sending",), state="dead", error=why):
            bury(session, claimed.message_id, why, now=now)
    else:
        at = now + _backoff(row.attempts)
        _change(session, claimed, ("sending",), state="queued", ready_at=at, error=why, token=None)


def _give_back(session: Session, claimed: Claimed, why: str, *, at: datetime) -> None:
    """Queue it again as if it had not been tried: what stood in the way lies with the workspace, not with the
    message.
    """
    attempts = col(Message.attempts) - 1
    _change(session, claimed, ("sending",), state="queued", ready_at=at, error=why, token=None, attempts=attempts)


def _backoff(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … up to a quarter of an hour, a fifth more or less by chance."""
    return timedelta(seconds=min(5 * 2 ** (attempts - 1), 900) * random.uniform(0.8, 1.2))  # noqa: S311  # no secret


def _doubt(
    session: Session, message_id: int, token: str | None, why: str, *, now: datetime, settings: DeliverySettings
) -> None:
    outbox.change(
        session,
        message_id,
        holding=token,
        among=("sending",),
        state="unknown",
        ambiguous=col(Message.ambiguous) + 1,
        absent_reads=0,
        ready_at=now + settings.read_back_after,
        error=why,
    )


def _lock_out(session: Session, claimed: Claimed, why: str, *, now: datetime) -> None:
    """The workspace's token is refused: its messages wait, and it is tried again now and then."""
    log.error("Slack refuses workspace %s: %s. Check its token and scopes.", claimed.workspace_id, why)
    session.execute(
        update(Workspace)
        .where(col(Workspace.id) == claimed.workspace_id)
        .values(paused_until=now + _LOCKED_OUT_FOR, paused_because=why)
    )
    _give_back(session, claimed, why, at=now)
