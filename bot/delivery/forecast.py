"""What will be sent to whom and when, and what is held back and why: the real planning and sending, run ahead and
thrown away.

Nothing is decided a second time: the same steps run on a copy of the records while the clock goes from one known
instant to the next, and Slack takes every message. Readings that people will give meanwhile are not known; with each
the plan gets shorter.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from bot.delivery import outages, outbox, read_back, rendering, results, steps
from bot.delivery.outbox import Confirmed, Held
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.messages import MessageKind, SkipReason
from bot.results.plan import Entry, HeldBack, Planned
from storage import digests, indicators, messages, schedule, scratch, workspaces
from storage.announcing import announced
from storage.db import Database
from storage.tables import Channel, DigestRun, Message, Person

_MOST_AT_ONCE = 500


def forecast(database: Database, *, now: datetime, until: datetime, settings: DeliverySettings) -> list[Entry]:
    """Everything from `now` to `until`, in time order, as things stand. The records stay as they are."""
    # Slack's limits would only smear what is to come over the first minutes.
    unlimited = replace(settings, workspace_every=timedelta(0), channel_every=timedelta(0), claim_batch=_MOST_AT_ONCE)
    with scratch.session(database) as session:
        entries = [*_stopped(session, now=now)]
        outages.suppose_start(session, now=now, settings=settings)
        for at in _instants(session, now=now, until=until):
            entries += _live_through(session, at=at, settings=unlimited)
        return sorted(entries, key=lambda entry: entry.at)


def _instants(session: Session, *, now: datetime, until: datetime) -> Iterator[datetime]:
    """From one moment at which something is to do to the next; a moment that leaves it undone is passed by."""
    at = now
    while at <= until:
        yield at
        upcoming = schedule.next_instant(session)
        if upcoming is None:
            return
        at = max(upcoming, at + timedelta(seconds=1))


def _live_through(session: Session, *, at: datetime, settings: DeliverySettings) -> Iterator[Entry]:
    """Plan and send as of then, and say what came of it."""
    for _ in steps.run_here(session, now=at, settings=settings):
        session.flush()
        yield from _told(session, at=at)
    _assume_arrived(session, at=at, settings=settings)
    while claimed := outbox.claim(session, now=at, settings=settings):
        for held in claimed:
            yield from _send(session, held, at=at, settings=settings)
    yield from _told(session, at=at)
    messages.forget_edits(session)
    session.flush()


def _assume_arrived(session: Session, *, at: datetime, settings: DeliverySettings) -> None:
    """Whatever may have arrived counts as arrived."""
    outbox.recover(session, now=at, settings=settings)
    for doubted in read_back.claim_unknown(session, now=at, settings=settings):
        read_back.found(session, doubted, channel="-", ts="0.000001", now=at)


def _send(session: Session, held: Held, *, at: datetime, settings: DeliverySettings) -> Iterator[Entry]:
    drawn = rendering.render_new(session, held.message_id, now=at, settings=settings)
    if outbox.confirm(session, held, drawn, now=at, settings=settings, anew=False) is Confirmed.SEND:
        message = session.get_one(Message, held.message_id)
        yield Planned(at, held.kind, _addressee(session, message), _about(session, message))
        sent = results.Sent("-", f"{at.timestamp():.6f}")
        outbox.record_result(session, held, sent, now=at, settings=settings)


def _told(session: Session, *, at: datetime) -> Iterator[Entry]:
    """What was told since the last time, as far as it holds something back."""
    told = list(announced(session))
    announced(session).clear()
    for event in told:
        match event:
            case events.NotReminded(person_id, planned_for, reason):
                person = session.get_one(Person, person_id)
                yield HeldBack(planned_for, MessageKind.REMINDER, _named(person), reason)
            case events.DigestSkipped(run_id, reason):
                channel = digests.channel_of_run(session, session.get_one(DigestRun, run_id))
                yield HeldBack(at, MessageKind.DIGEST, _of_channel(channel), reason)
            case events.MessageSkipped(message_id, reason):
                message = session.get_one(Message, message_id)
                yield HeldBack(at, message.kind, _addressee(session, message), reason)


def _about(session: Session, message: Message) -> tuple[str, ...]:
    if message.digest_run_id is not None:
        run = session.get_one(DigestRun, message.digest_run_id)
        return (f"{run.covers_from_on.isoformat()} to {run.covers_to_on.isoformat()}",)
    rows = sorted(messages.named_by(session, message.id), key=lambda row: row.id)
    described = indicators.describe(session, {row.indicator_id for row in rows})
    return tuple(f"{described[row.indicator_id].indicator.key} {row.period_key}" for row in rows)


def _addressee(session: Session, message: Message) -> str:
    if message.person_id is not None:
        return _named(session.get_one(Person, message.person_id))
    if message.channel_id is None:
        return str(urlsplit(message.arguments["url"]).hostname)
    return _of_channel(session.get_one(Channel, message.channel_id))


def _named(person: Person) -> str:
    return f"{person.name or 'somebody'} ({person.user_id})"


def _of_channel(channel: Channel) -> str:
    return f"#{channel.name or channel.channel_id}"


def _stopped(session: Session, *, now: datetime) -> Iterator[Entry]:
    """What is not asked for at all at present."""
    for key in indicators.paused_keys(session):
        yield HeldBack(now, MessageKind.REMINDER, key, SkipReason.NOT_RUNNING)
    for workspace in workspaces.locked_out(session, now=now):
        yield HeldBack(now, None, workspace.name, SkipReason.LOCKED_OUT, detail=workspace.paused_because or "")
        workspace.paused_until = None  # what would go out otherwise is of interest all the same
        session.add(workspace)
