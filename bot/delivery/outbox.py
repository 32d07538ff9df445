"""The life of a message row: claimed, confirmed, sent or not, doubted (`read_back` goes on from there). Every step is
one short transaction.

    queued --claim, confirm--> sending --> sent | queued (later) | unknown | dead
    sending, lease lapsed --> unknown --claim--> probing --> sent | queued | unknown (look again) | dead
    queued --> cancelled | expired

Between claim and confirmation the message is rendered, in a transaction that only reads. Only who holds the row's token
may change it, so a sender that wakes up too late changes nothing.
"""

import logging
import random
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Final

from sqlmodel import Session

from bot import crashpoints
from bot.actions.people import policy_of
from bot.actions.telling import tell
from bot.delivery import digests as digest_runs
from bot.delivery import limits, notices, reminders, results
from bot.delivery.rendering import CannotRender, Drawn, Rendering, Skip
from bot.delivery.savepoints import each_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.messages import PINGS, Failure, FailureCode, MessageKind, MessageState, SkipReason
from storage import messages, workspaces
from storage.tables import Channel, DigestRun, Message, Person, Workspace

log = logging.getLogger(__name__)

_LOCKED_OUT_FOR = timedelta(minutes=15)
_SENDING: Final = (MessageState.SENDING,)


@dataclass(frozen=True)
class Held:
    """A message that is this process's alone for a while, and where it belongs. Without a `channel` the direct message
    is to be opened. `tried_at` is the first try that may have arrived.
    """

    message_id: int
    token: str
    workspace_id: int
    key: str
    kind: MessageKind
    channel: str | None
    user_id: str | None
    person_id: int | None
    thread_ts: str | None
    tried_at: datetime
    file_id: str | None = None
    """Slack's id of the file that was to be shared, once it is put up."""


class Confirmed(Enum):
    """What came of asking whether a message is still to be sent as it was rendered."""

    SEND = auto()
    CHANGED = auto()
    """What it shows has changed since: render it anew."""
    OVER = auto()
    """It is not to be sent, or is no longer ours."""


def claim(
    session: Session, *, now: datetime, settings: DeliverySettings, leaving_out: Collection[int] = ()
) -> list[Held]:
    """Up to a batch of messages that are ready and within Slack's limits, most urgent first, now held by us. Those of
    the workspaces `leaving_out` are left to other processes.

    The limits are advanced here, in the database: so all processes together keep them, and a crash wastes a slot at
    most.
    """
    claimed: list[Held] = []
    # What must wait, or has run out of time, makes room for what is behind it: look on.
    while not claimed and (ready := _ready(session, now=now, settings=settings, leaving_out=leaving_out)):
        found = each_in_savepoint(
            session,
            ready,
            lambda message: _claim_one(session, message, now=now, settings=settings),
            put_off=lambda message: _put_off(session, message, now=now, settings=settings),
        )
        claimed = [each for each in found if each is not None]
    crashpoints.reached("claiming: written")
    return claimed


def confirm(
    session: Session, held: Held, rendering: Rendering, *, now: datetime, settings: DeliverySettings, anew: bool = True
) -> Confirmed:
    """Whether the message is to be sent as it was rendered; what follows from sending it like that is written down.

    Where something that it shows has changed since the claim, it is rendered again if `anew`; else it is sent as it is,
    and edited right after.
    """
    match rendering:
        case Skip(reason):
            _drop(session, held, reason, now=now, settings=settings)
            return Confirmed.OVER
        case CannotRender():
            _put_off_held(session, held, now=now, settings=settings)
            return Confirmed.OVER
        case Drawn():
            return _confirm_drawn(session, held, rendering, anew=anew)


def record_result(
    session: Session, held: Held, result: results.Result, *, now: datetime, settings: DeliverySettings
) -> None:
    """Write down what became of a send, if we still hold the message."""
    match result:
        case results.Sent(channel, ts):
            record_sent(session, held.message_id, held.token, _SENDING, channel=channel, ts=ts, now=now)
        case results.TryLater():
            _try_later(session, held, result, now=now, settings=settings)
        case results.Unclear(why):
            _doubt(session, held.message_id, held.token, why, now=now, settings=settings)
        case results.LockedOut(why):
            _lock_out(session, held, why, now=now)
        case results.Impossible(why):
            if _change(session, held, state=MessageState.DEAD, **failed(why)):
                bury(session, held.message_id, now=now)
        case results.NotOurs():
            _give_back(session, held, at=now)
    crashpoints.reached("recording result: written")


def recover(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Messages whose holder has gone quiet become unknown: their lease has lapsed."""
    rows = messages.take_abandoned(session, now=now, limit=settings.planning_batch)
    for row in rows:
        if row.state is MessageState.SENDING:
            _doubt(session, row.id, row.token, Failure(FailureCode.SENDER_GONE), now=now, settings=settings)
        else:
            probing = (MessageState.PROBING,)
            messages.change(session, row.id, holding=row.token, among=probing, state=MessageState.UNKNOWN, ready_at=now)
    crashpoints.reached("recovering: recovered")
    return len(rows)


def record_sent(
    session: Session,
    message_id: int,
    token: str,
    among: Collection[MessageState],
    *,
    channel: str,
    ts: str,
    now: datetime,
) -> None:
    """Slack has it: what follows from that is written in the same transaction."""
    sent = {"state": MessageState.SENT, "sent_at": now, "slack_channel": channel, "slack_ts": ts}
    if not messages.change(session, message_id, holding=token, among=among, token=None, **sent):
        return
    message = session.get_one(Message, message_id)
    session.refresh(message)
    if message.kind in PINGS:
        workspace = session.get_one(Workspace, message.workspace_id)
        reminders.was_sent(session, message, policy=policy_of(workspace), now=now)
    elif message.kind is MessageKind.DIGEST:
        digest_runs.was_posted(session, message)


def bury(session: Session, message_id: int, *, now: datetime) -> None:
    """A message will never arrive: the administrators we know are told, in a message of their own. Not of a notice, nor
    of an answer, whose reader sees that nothing came.
    """
    message = session.get_one(Message, message_id)
    session.refresh(message)
    why = f"{message.failure_code} {message.failure_detail}".strip()
    log.error("message %s of workspace %s cannot be delivered: %s", message.key, message.workspace_id, why)
    if message.kind in (MessageKind.NOTICE, MessageKind.ANSWER):
        return
    reminders.count_as_asked(session, message, now=now)
    notices.undeliverable(session, message, now=now)


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
        thread_ts=parent.slack_ts if parent else message.arguments.get("thread_ts"),
        tried_at=message.tried_at or message.planned_for,
        file_id=message.arguments.get("file_id"),
    )


def keep_file(session: Session, held: Held, *, file_id: str) -> bool:
    """Keep by what the file is known to Slack, before it is shared; False where the message is no longer ours."""
    arguments = {**session.get_one(Message, held.message_id).arguments, "file_id": file_id}
    return _change(session, held, arguments=arguments)


def failed(why: Failure) -> dict[str, Any]:
    """The columns that keep a failure."""
    return {"failure_code": why.code, "failure_detail": why.detail}


def _ready(
    session: Session, *, now: datetime, settings: DeliverySettings, leaving_out: Collection[int]
) -> Sequence[Message]:
    headroom, limit = limits.headroom(settings), settings.claim_batch
    return messages.take_ready(session, now=now, headroom=headroom, leaving_out=leaving_out, limit=limit)


def _claim_one(session: Session, message: Message, *, now: datetime, settings: DeliverySettings) -> Held | None:
    """1. Past its time: expired. 2. Its channel or workspace is at the limit: later. 3. Ours."""
    if message.expires_at is not None and message.expires_at <= now:
        message.state, message.skip_reason = MessageState.EXPIRED, SkipReason.TOO_LATE
        session.add(message)
        tell(session, events.MessageSkipped(message.id, SkipReason.TOO_LATE), now=now)
        return None
    workspace = workspaces.lock(session, message.workspace_id)
    channel = messages.channel_of(session, message)
    is_waited_for = message.kind is MessageKind.ANSWER
    if wait := limits.must_wait(workspace, channel, now=now, settings=settings, is_waited_for=is_waited_for):
        message.ready_at = now + wait
        session.add(message)
        return None
    limits.advance(session, workspace, channel, now=now, settings=settings)
    message.state, message.token = MessageState.SENDING, secrets.token_hex(8)
    message.tried_at = message.tried_at or now  # a search has to begin at the first try that may have arrived
    message.ready_at = now + settings.lease
    message.attempts += 1
    message.refresh_at = None  # it is rendered from here on; what changes later sets it again
    session.add(message)
    return held(session, message)


def _confirm_drawn(session: Session, held: Held, drawn: Drawn, *, anew: bool) -> Confirmed:
    message = session.get_one(Message, held.message_id, with_for_update=True)
    session.refresh(message)
    if message.token != held.token or message.state is not MessageState.SENDING:
        return Confirmed.OVER
    if anew and message.refresh_at is not None:
        message.refresh_at = None
        session.add(message)
        return Confirmed.CHANGED
    if message.kind in PINGS:
        messages.keep_only(session, message.id, drawn.names)
    if message.digest_run_id is not None:
        run = session.get_one(DigestRun, message.digest_run_id)
        run.facts = list(drawn.facts)
        session.add(run)
    return Confirmed.SEND


def _drop(session: Session, held: Held, reason: SkipReason, *, now: datetime, settings: DeliverySettings) -> None:
    """There is nothing left to say; the slot that was taken for it is free again."""
    if not _change(session, held, state=MessageState.CANCELLED, skip_reason=reason, token=None):
        return
    message = session.get_one(Message, held.message_id)
    workspace = workspaces.lock(session, held.workspace_id)
    limits.release(session, workspace, messages.channel_of(session, message), now=now, settings=settings)
    tell(session, events.MessageSkipped(held.message_id, reason), now=now)


def _put_off_held(session: Session, held: Held, *, now: datetime, settings: DeliverySettings) -> None:
    if _change(session, held, state=MessageState.QUEUED, token=None, attempts=messages.ONE_ATTEMPT_LESS):
        message = session.get_one(Message, held.message_id)
        session.refresh(message)
        _put_off(session, message, now=now, settings=settings)


def _put_off(session: Session, message: Message, *, now: datetime, settings: DeliverySettings) -> None:
    """A message that cannot even be put together is tried again for a while; then a person hears of it."""
    message.attempts += 1
    message.ready_at = now + _backoff(message.attempts)
    message.failure_code, message.failure_detail = FailureCode.CANNOT_RENDER, ""
    if message.attempts >= settings.most_attempts:
        message.state = MessageState.DEAD
    session.add(message)
    session.flush()
    if message.state is MessageState.DEAD:
        bury(session, message.id, now=now)


def _change(session: Session, held: Held, **values: Any) -> bool:
    return messages.change(session, held.message_id, holding=held.token, among=_SENDING, **values)


def _try_later(
    session: Session, held: Held, result: results.TryLater, *, now: datetime, settings: DeliverySettings
) -> None:
    row, why = session.get_one(Message, held.message_id), result.why
    if result.after is not None:
        # Slack is there and says when: that delays a message however often it happens, and never kills it.
        until = now + timedelta(seconds=result.after)
        if result.holds_back_all:
            workspaces.hold_back(session, held.workspace_id, until=until, headroom=limits.headroom(settings))
        _give_back(session, held, at=until, **failed(why))
    elif row.attempts >= settings.most_attempts:
        if _change(session, held, state=MessageState.DEAD, **failed(why)):
            bury(session, held.message_id, now=now)
    else:
        at = now + _backoff(row.attempts)
        _change(session, held, state=MessageState.QUEUED, ready_at=at, token=None, **failed(why))


def _give_back(session: Session, held: Held, *, at: datetime, **values: Any) -> None:
    """Queue it again as if it had not been tried: what stood in the way does not lie with the message."""
    attempts = messages.ONE_ATTEMPT_LESS
    _change(session, held, state=MessageState.QUEUED, ready_at=at, token=None, attempts=attempts, **values)


def _backoff(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … up to a quarter of an hour, a fifth more or less by chance."""
    return timedelta(seconds=min(5 * 2 ** (attempts - 1), 900) * random.uniform(0.8, 1.2))  # noqa: S311  # no secret


def _doubt(
    session: Session, message_id: int, token: str | None, why: Failure, *, now: datetime, settings: DeliverySettings
) -> None:
    """Nobody knows whether it arrived. What can be done twice is simply done again; anything else is looked for."""
    row = session.get_one(Message, message_id)
    values: dict[str, Any] = {
        "state": MessageState.UNKNOWN,
        "ambiguous": messages.ONE_DOUBT_MORE,
        "absent_reads": 0,
        "ready_at": now + settings.read_back_after,
    }
    if row.kind.carrier.can_be_repeated:
        over = row.attempts >= settings.most_attempts
        values = {"state": MessageState.DEAD if over else MessageState.QUEUED, "ready_at": now + _backoff(row.attempts)}
    changed = messages.change(session, message_id, holding=token, among=_SENDING, **values, **failed(why))
    if changed and values["state"] is MessageState.DEAD:
        bury(session, message_id, now=now)


def _lock_out(session: Session, held: Held, why: Failure, *, now: datetime) -> None:
    """The workspace's token is refused: its messages wait, and it is tried again now and then."""
    log.error("Slack refuses workspace %s: %s. Check its token and scopes.", held.workspace_id, why.detail)
    workspaces.lock_out(session, held.workspace_id, until=now + _LOCKED_OUT_FOR, because=why.detail)
    _give_back(session, held, at=now, **failed(why))
