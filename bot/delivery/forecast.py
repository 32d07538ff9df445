"""What will be sent to whom and when, and what is held back and why: the real planning and sending, run ahead and
thrown away.

Nothing is decided a second time: the same steps run on a copy of the records while the clock goes from one known
instant to the next, and Slack takes every message. Messages are outlined and not drawn. Readings that people will give
meanwhile, or systems, are not known; with each the plan gets shorter. What a system is to be asked for says so.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from bot.delivery import outages, outbox, read_back, steps
from bot.delivery.outbox import Arrived, Confirmed, Held
from bot.delivery.outlines import Outline, outline_all
from bot.delivery.rendering import Drawn, Rendering
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.messages import MessageKind, MessageState, SkipReason
from bot.results.plan import Entry, Fetching, HeldBack, Planned, Whose
from storage import channels, digests, indicators, messages, people, schedule, scratch, sources, workspaces
from storage.announcing import announced
from storage.db import Database
from storage.tables import Channel, DigestRun, DueReading, Message, Person, SourceRecord

_MOST_AT_ONCE = 500
_A_MINUTE = timedelta(minutes=1)
_A_MOMENT = timedelta(microseconds=1)


class Foresight:
    """The forecast for people who ask: one at a time in this process, however many ask, since it takes all of a
    processor for a while.
    """

    def __init__(self, database: Database, settings: DeliverySettings) -> None:
        self._database, self._settings = database, settings
        self._turn = threading.Lock()

    def __call__(self, now: datetime, until: datetime) -> list[Entry]:
        with self._turn:
            return forecast(self._database, now=now, until=until, settings=self._settings)


def forecast(database: Database, *, now: datetime, until: datetime, settings: DeliverySettings) -> list[Entry]:
    """Everything from `now` to `until`, in time order, as things stand. The records stay as they are."""
    # Slack's limits would only smear what is to come over the first minutes.
    unlimited = replace(settings, workspace_every=timedelta(0), channel_every=timedelta(0), claim_batch=_MOST_AT_ONCE)
    with scratch.session(database, now=now) as session:
        entries = [*_stopped(session, now=now)]
        outages.suppose_start(session, now=now, settings=settings)
        _end_unit(session)
        for at, is_planned in _instants(session, now=now, until=until):
            if is_planned:
                entries += _plan(session, at=at, settings=unlimited)
            entries += _send(session, at=at, through=_end_of_minute(session, at), settings=unlimited)
        return sorted(entries, key=lambda entry: entry.at)


def _instants(session: Session, *, now: datetime, until: datetime) -> Iterator[tuple[datetime, bool]]:
    """From one moment at which something is to do to the next, each with whether there is something to plan then or
    only to send; a moment that leaves it undone is passed by.
    """
    at, is_planned = now, True
    while at <= until:
        yield at, is_planned
        to_plan, to_send = schedule.next_to_plan(session), messages.next_instant(session)
        upcoming = min((each for each in (to_plan, to_send) if each is not None), default=None)
        if upcoming is None:
            return
        at = max(upcoming, at + timedelta(seconds=1))
        is_planned = to_plan is not None and to_plan <= at


def _end_of_minute(session: Session, at: datetime) -> datetime:
    """Until when what is ready is sent at one go: the end of the minute, or less where something is planned within it.

    Many reminders for one time are spread over the first minutes. Nothing is decided by seconds: days, hours and
    graces begin and end with a minute.
    """
    ends, to_plan = at.replace(second=0, microsecond=0) + _A_MINUTE, schedule.next_to_plan(session)
    return max(at, min(ends, to_plan or ends) - _A_MOMENT)


def _end_unit(session: Session) -> None:
    """What was loaded is read anew, as the next unit of work would. Else each of them would look through more."""
    session.flush()
    session.expunge_all()


def _plan(session: Session, *, at: datetime, settings: DeliverySettings) -> Iterator[Entry]:
    """Plan as of then, and say what is held back."""
    for _ in steps.foresee(session, now=at, settings=settings):
        yield from _told(session, at=at)
        _end_unit(session)


def _send(session: Session, *, at: datetime, through: datetime, settings: DeliverySettings) -> Iterator[Entry]:
    """Send what is ready from then through another instant, and say what came of it."""
    _assume_arrived(session, at=through, settings=settings)
    ready_at = messages.queued_until(session, through)
    while claimed := outbox.claim(session, now=through, settings=settings):
        sent_at = {held.message_id: max(at, ready_at.get(held.message_id, at)) for held in claimed}
        yield from _deliver(session, claimed, sent_at, through=through, settings=settings)
        yield from _told(session, at=at)
        _end_unit(session)
    yield from _told(session, at=at)
    messages.forget_edits(session)
    _end_unit(session)


def _assume_arrived(session: Session, *, at: datetime, settings: DeliverySettings) -> None:
    """Whatever may have arrived counts as arrived."""
    outbox.recover(session, now=at, settings=settings)
    for doubted in read_back.claim_unknown(session, now=at, settings=settings):
        read_back.found(session, doubted, channel="-", ts="0.000001", now=at)


def _deliver(
    session: Session,
    claimed: Sequence[Held],
    sent_at: Mapping[int, datetime],
    *,
    through: datetime,
    settings: DeliverySettings,
) -> Iterator[Entry]:
    """Slack takes each of these, if it still has something to say; how it puts that is of no interest here."""
    rows = messages.by_id(session, [held.message_id for held in claimed])
    outlined, addressees = outline_all(session, list(rows.values())), _addressees(session, rows.values())
    whose_of = _whose(session, rows.values())
    named = [row for each in outlined.values() if isinstance(each, Outline) for row in each.named]
    keys = indicators.keys_of(session, {row.indicator_id for row in named})
    fed = sources.used_by(session, {row.indicator_id for row in named})
    arrived = []
    for held in claimed:
        outline, message = outlined[held.message_id], rows[held.message_id]
        match outline:
            case Outline(still_named, leaves_out):
                drawn: Rendering = Drawn({}, leaves_out=leaves_out)
            case _:
                still_named, drawn = (), outline
        if outbox.confirm(session, held, drawn, now=through, settings=settings, anew=False) is Confirmed.SEND:
            about = _run(session, message) or _readings(still_named, keys)
            fetched = _fetched(still_named, keys, fed)
            whose = replace(whose_of[message.id], names=tuple(keys[row.indicator_id] for row in still_named))
            yield Planned(sent_at[message.id], held.kind, addressees[message.id], about, fetched, whose=whose)
            arrived.append(Arrived(message.id, held.token, "-", f"{through.timestamp():.6f}"))
    outbox.record_each_sent(session, arrived, (MessageState.SENDING,), now=through)


def _told(session: Session, *, at: datetime) -> Iterator[Entry]:
    """What was told since the last time, as far as it holds something back."""
    told = list(announced(session))
    announced(session).clear()
    for event in told:
        match event:
            case events.NotReminded(person_id, planned_for, reason):
                person = session.get_one(Person, person_id)
                whose = Whose(person.workspace_id, person=_name(person))
                yield HeldBack(planned_for, MessageKind.REMINDER, _named(person), reason, whose=whose)
            case events.DigestSkipped(run_id, reason):
                channel = digests.channel_of_run(session, session.get_one(DigestRun, run_id))
                whose = Whose(channel.workspace_id, channel_id=channel.channel_id)
                yield HeldBack(at, MessageKind.DIGEST, _of_channel(channel), reason, whose=whose)
            case events.MessageSkipped(message_id, reason):
                message = session.get_one(Message, message_id)
                whose = _whose(session, [message])[message_id]
                yield HeldBack(at, message.kind, _addressees(session, [message])[message_id], reason, whose=whose)


def _run(session: Session, message: Message) -> tuple[str, ...]:
    """The dates that a digest covers."""
    if message.digest_run_id is None:
        return ()
    run = session.get_one(DigestRun, message.digest_run_id)
    return (f"{run.covers_from_on.isoformat()} to {run.covers_to_on.isoformat()}",)


def _readings(named: Iterable[DueReading], keys: Mapping[int, str]) -> tuple[str, ...]:
    """The readings that a reminder asks for."""
    in_order = sorted(named, key=lambda row: row.id)
    return tuple(_reading(row, keys) for row in in_order)


def _reading(row: DueReading, keys: Mapping[int, str]) -> str:
    return f"{keys[row.indicator_id]} {row.period_key}"


def _fetched(
    named: Iterable[DueReading], keys: Mapping[int, str], fed: Mapping[int, SourceRecord]
) -> tuple[Fetching, ...]:
    """Those of them for which a system is yet to be asked. Nobody asks it here, so that stays as it was set."""
    in_order = sorted(named, key=lambda row: row.id)
    asked = ((row, fed[row.indicator_id]) for row in in_order if row.indicator_id in fed)
    return tuple(
        Fetching(_reading(row, keys), source.next_try_at)
        for row, source in asked
        if source.period_key == row.period_key and source.next_try_at is not None
    )


def _addressees(session: Session, rows: Iterable[Message]) -> dict[int, str]:
    """To whom each of these messages goes. Two queries."""
    rows = list(rows)
    readers = people.people_by_id(session, {row.person_id for row in rows if row.person_id is not None})
    places = channels.by_id(session, {row.channel_id for row in rows if row.channel_id is not None})
    return {row.id: _addressee(row, readers, places) for row in rows}


def _addressee(message: Message, readers: Mapping[int, Person], places: Mapping[int, Channel]) -> str:
    if message.person_id is not None:
        return _named(readers[message.person_id])
    if message.channel_id is None:
        return str(urlsplit(message.arguments["url"]).hostname)
    return _of_channel(places[message.channel_id])


def _whose(session: Session, rows: Iterable[Message]) -> dict[int, Whose]:
    """The same for a screen. Two queries."""
    rows = list(rows)
    readers = people.people_by_id(session, {row.person_id for row in rows if row.person_id is not None})
    places = channels.by_id(session, {row.channel_id for row in rows if row.channel_id is not None})
    return {
        row.id: Whose(
            row.workspace_id,
            person=_name(readers[row.person_id]) if row.person_id is not None else "",
            channel_id=places[row.channel_id].channel_id if row.channel_id is not None else "",
        )
        for row in rows
    }


def _name(person: Person) -> str:
    return person.name or person.user_id


def _named(person: Person) -> str:
    return f"{person.name or 'somebody'} ({person.user_id})"


def _of_channel(channel: Channel) -> str:
    return f"#{channel.name or channel.channel_id}"


def _stopped(session: Session, *, now: datetime) -> Iterator[Entry]:
    """What is not asked for at all at present."""
    for workspace_id, key in indicators.paused_keys(session):
        whose = Whose(workspace_id, key=key)
        yield HeldBack(now, MessageKind.REMINDER, key, SkipReason.NOT_RUNNING, whose=whose)
    for workspace in workspaces.locked_out(session, now=now):
        why = workspace.paused_because or ""
        yield HeldBack(now, None, workspace.name, SkipReason.LOCKED_OUT, detail=why, whose=Whose(workspace.id))
        workspace.paused_until = None  # what would go out otherwise is of interest all the same
        session.add(workspace)
