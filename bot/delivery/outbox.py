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
from bot.actions.telling import tell
from bot.actions.undisturbed import LONGEST_HELD, undisturbed_until
from bot.delivery import digests as digest_runs
from bot.delivery import limits, notices, reminders, results
from bot.delivery.outlines import CannotRender, Skip
from bot.delivery.rendering import Drawn, Rendering
from bot.delivery.savepoints import all_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.messages import PINGS, Failure, FailureCode, MessageKind, MessageState, SkipReason, Template
from storage import decisions, message_parts, messages, workspaces
from storage.held_back import hold_back
from storage.message_parts import Place
from storage.tables import DigestRun, Message

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
        claimed = all_in_savepoint(
            session,
            ready,
            lambda some: _claim_all(session, some, now=now, settings=settings),
            put_off=lambda message: _put_off(session, message, now=now, settings=settings),
        )
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
            record_sent(session, Arrived(held.message_id, held.token, channel, ts), _SENDING, now=now)
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


@dataclass(frozen=True)
class Arrived:
    """A message that Slack has, where, and the token by which it was held."""

    message_id: int
    token: str
    channel: str
    ts: str


def record_sent(session: Session, arrived: Arrived, among: Collection[MessageState], *, now: datetime) -> None:
    """Slack has it: what follows from that is written in the same transaction."""
    record_each_sent(session, [arrived], among, now=now)


def record_each_sent(
    session: Session, arrived: Sequence[Arrived], among: Collection[MessageState], *, now: datetime
) -> None:
    """The same for several. A fixed number of statements, but for digests."""
    rows = {
        each.message.id: each for each in message_parts.held_in_full(session, [each.message_id for each in arrived])
    }
    sent = []
    for each in arrived:
        message = rows[each.message_id].message
        if message.token != each.token or message.state not in among:
            continue
        message.state, message.sent_at, message.token = MessageState.SENT, now, None
        message.slack_channel, message.slack_ts = each.channel, each.ts
        session.add(message)
        sent.append(rows[message.id])
    reminders.were_sent(session, [full for full in sent if full.message.kind in PINGS], now=now)
    for full in sent:
        if full.message.kind is MessageKind.DIGEST:
            digest_runs.was_posted(session, full.message, now=now)


def bury(session: Session, message_id: int, *, now: datetime) -> None:
    """A message will never arrive: the administrators we know are told, in a message of their own. Not of a notice to a
    person, nor of an answer, whose reader sees that nothing came, nor of what stands behind a button of its digest too.
    """
    message = session.get_one(Message, message_id)
    session.refresh(message)
    why = f"{message.failure_code} {message.failure_detail}".strip()
    log.error("message %s of workspace %s cannot be delivered: %s", message.key, message.workspace_id, why)
    is_notice = message.kind is MessageKind.NOTICE
    is_needless = is_notice and (message.channel_id is None or message.template is Template.OUTCOME_BELOW)
    if is_needless or message.kind is MessageKind.ANSWER:
        return
    (in_full,) = message_parts.held_in_full(session, [message_id])
    reminders.count_as_asked(session, in_full, now=now)
    notices.undeliverable(session, message, now=now)


def held(session: Session, rows: Sequence[Message]) -> list[Held]:
    """These messages as this process holds them."""
    if not rows:
        return []
    places = message_parts.places_of(session, rows)
    return [_held(row, places[row.id]) for row in rows]


def _held(message: Message, place: Place) -> Held:
    assert message.token is not None
    person, channel = place.person, place.channel
    return Held(
        message_id=message.id,
        token=message.token,
        workspace_id=message.workspace_id,
        key=message.key,
        kind=message.kind,
        channel=channel.channel_id if channel else None,
        user_id=person.user_id if person else None,
        person_id=person.id if person else None,
        thread_ts=place.thread_ts if message.thread_of_id is not None else message.arguments.get("thread_ts"),
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


def _claim_all(session: Session, rows: Sequence[Message], *, now: datetime, settings: DeliverySettings) -> list[Held]:
    """Of each: 1. Past its time: expired. 2. Its reader is not to be disturbed, or its channel or workspace is at the
    limit: later. 3. Ours. A fixed number of statements.
    """
    # The rate is read once it is ours alone to move.
    held_workspaces = workspaces.lock_each(session, {row.workspace_id for row in rows})
    places = message_parts.places_of(session, rows)
    claimed = []
    for message in rows:
        workspace, place = held_workspaces[message.workspace_id], places[message.id]
        session.add(message)
        if message.expires_at is not None and message.expires_at <= now:
            message.state, message.skip_reason = MessageState.EXPIRED, SkipReason.TOO_LATE
            tell(session, events.MessageSkipped(message.id, SkipReason.TOO_LATE), now=now)
            continue
        if (until := _held_until(message, place, now=now)) is not None:
            message.ready_at = until
            continue
        is_waited_for = message.kind is MessageKind.ANSWER
        if wait := limits.must_wait(workspace, place.channel, now=now, settings=settings, is_waited_for=is_waited_for):
            message.ready_at = now + wait
            continue
        limits.advance(session, workspace, place.channel, now=now, settings=settings)
        message.state, message.token = MessageState.SENDING, secrets.token_hex(8)
        message.tried_at = message.tried_at or now  # a search has to begin at the first try that may have arrived
        message.ready_at = now + settings.lease
        message.attempts += 1
        message.refresh_at = None  # it is rendered from here on; what changes later sets it again
        claimed.append(_held(message, place))
    session.flush()
    return claimed


def _held_until(message: Message, place: Place, *, now: datetime) -> datetime | None:
    """Until when a notice waits, since its reader does not want to be disturbed; None for what may go out now.
    Reminders wait while they are planned, and what somebody does in the bot's conversation is answered at once.
    """
    is_unasked = message.kind is MessageKind.NOTICE and message.template is not Template.WELCOME
    if place.person is None or not is_unasked:
        return None
    until = undisturbed_until(place.person, now)
    latest = message.planned_for + LONGEST_HELD
    return None if until is None or now >= latest else min(until, latest)


def _confirm_drawn(session: Session, held: Held, drawn: Drawn, *, anew: bool) -> Confirmed:
    message = messages.held_row(session, held.message_id)
    if message.token != held.token or message.state is not MessageState.SENDING:
        return Confirmed.OVER
    if anew and message.refresh_at is not None:
        message.refresh_at = None
        session.add(message)
        return Confirmed.CHANGED
    if drawn.leaves_out:
        message_parts.leave_out(session, message.id, drawn.leaves_out)
    if message.digest_run_id is not None:
        run = session.get_one(DigestRun, message.digest_run_id)
        run.facts = list(drawn.facts)
        session.add(run)
        decisions.keep_asked(session, run, drawn.decisions)
    if drawn.kept:
        message.arguments = {**message.arguments, **drawn.kept}
        session.add(message)
    return Confirmed.SEND


def _drop(session: Session, held: Held, reason: SkipReason, *, now: datetime, settings: DeliverySettings) -> None:
    """There is nothing left to say; the slot that was taken for it is free again."""
    if not _change(session, held, state=MessageState.CANCELLED, skip_reason=reason, token=None):
        return
    workspace = workspaces.lock(session, held.workspace_id)
    place = message_parts.places_of(session, [session.get_one(Message, held.message_id)])[held.message_id]
    limits.release(session, workspace, place.channel, now=now, settings=settings)
    if reason is SkipReason.AWAY:
        hold_back(session, {reason: message_parts.named_by(session, held.message_id)}, now=now)
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
