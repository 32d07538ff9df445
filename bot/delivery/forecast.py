"""What will be sent to whom and when, and what is held back and why: the real planning, run ahead and thrown
away.

Nothing is computed a second way: the same functions plan on a copy of the records while the clock runs ahead
from one known instant to the next, and every message counts as sent when it is ready. Readings that people will
give meanwhile are not known; with each the plan gets shorter.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, col, select

from bot.actions.people import policy_of
from bot.delivery import digests, outages, outbox, planning, reminders, rounds
from bot.delivery.rendering import Irrelevant, render_new
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import Occurrence
from storage.db import Database
from storage.indicators import describe
from storage.tables import (
    Channel,
    DigestRun,
    DigestSubscription,
    DueReading,
    Indicator,
    Message,
    MessageItem,
    Person,
    Workspace,
)

_UNDECIDED = ("queued", "sending", "unknown", "probing")


@dataclass(frozen=True)
class Planned:
    """One message to come. `to` is a name and a Slack id, `about` what it names."""

    at: datetime
    kind: str
    to: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class HeldBack:
    """Something that the calendar would call for and that will not be sent, and why."""

    at: datetime
    kind: str
    to: str
    why: str


Entry = Planned | HeldBack


def forecast(database: Database, *, now: datetime, until: datetime, settings: DeliverySettings) -> list[Entry]:
    """Everything from `now` to `until`, in time order, as things stand. The records stay as they are."""
    with _scratch(database) as session:
        entries = [*_paused(session, now=now)]
        outages.suppose_start(session, now=now, settings=settings)
        for at in _instants(session, now=now, until=until):
            entries += _step(session, at=at, settings=settings)
        return sorted(entries, key=lambda entry: entry.at)


def _instants(session: Session, *, now: datetime, until: datetime) -> Iterator[datetime]:
    """From one moment at which something is to do to the next; a moment that leaves it undone is passed by."""
    at = now
    while at <= until:
        yield at
        upcoming = rounds.next_instant(session)
        if upcoming is None:
            return
        at = max(upcoming, at + timedelta(seconds=1))


def _step(session: Session, *, at: datetime, settings: DeliverySettings) -> list[Entry]:
    entries: list[Entry] = []

    def observe(person: Person, occurrence: Occurrence, decision: reminders.Decision) -> None:
        if isinstance(decision, reminders.Silent) and decision.is_news:
            entries.append(HeldBack(occurrence.at, "reminder", _person(person), decision.why))

    planning.plan_due_readings(session, now=at, settings=settings)
    planning.plan_reminders(session, now=at, settings=settings, observe=observe)
    digests.plan_digests(session, now=at, settings=settings)
    planning.mark_missed(session, now=at, settings=settings)
    outages.tell_administrators(session, now=at)
    session.flush()
    entries += _skipped_digests(session, at=at)
    for message in session.exec(
        select(Message).where(col(Message.state).in_(_UNDECIDED), col(Message.ready_at) <= at)
    ).all():
        entries.append(_deliver(session, message, at=at, settings=settings))
    session.execute(Message.__table__.update().values(refresh_at=None))  # type: ignore[attr-defined]  # no edits here
    session.flush()
    return entries


def _deliver(session: Session, message: Message, *, at: datetime, settings: DeliverySettings) -> Entry:
    """The message as good as sent, or why it will not be."""
    to = _addressee(session, message)
    if message.expires_at is not None and message.expires_at <= at:
        message.state = "expired"
        session.add(message)
        return HeldBack(at, message.kind, to, "its time had passed")
    if message.kind != "operator":
        workspace = session.get_one(Workspace, message.workspace_id)
        rendered = render_new(session, message, policy=policy_of(workspace), now=at, settings=settings)
        if isinstance(rendered, Irrelevant):
            message.state = "cancelled"
            session.add(message)
            return HeldBack(at, message.kind, to, rendered.why)
    message.state, message.token = "sending", "forecast"
    session.add(message)
    session.flush()
    about = _about(session, message)
    outbox.record_sent(session, message.id, "forecast", ("sending",), channel="-", ts=f"{at.timestamp():.6f}", now=at)
    return Planned(at, message.kind, to, about)


def _about(session: Session, message: Message) -> tuple[str, ...]:
    if message.digest_run_id is not None:
        run = session.get_one(DigestRun, message.digest_run_id)
        return (f"{run.covers_from_on.isoformat()} to {run.covers_to_on.isoformat()}",)
    rows = session.exec(
        select(DueReading).join(MessageItem).where(MessageItem.message_id == message.id).order_by(col(DueReading.id))
    ).all()
    described = describe(session, {row.indicator_id for row in rows})
    return tuple(f"{described[row.indicator_id].indicator.key} {row.period_key}" for row in rows)


def _addressee(session: Session, message: Message) -> str:
    if message.person_id is not None:
        return _person(session.get_one(Person, message.person_id))
    channel = session.get_one(Channel, message.channel_id)
    return f"#{channel.name or channel.channel_id}"


def _person(person: Person) -> str:
    return f"{person.name or 'somebody'} ({person.user_id})"


def _paused(session: Session, *, now: datetime) -> Iterator[Entry]:
    """What is not asked for at all at present."""
    for indicator in session.exec(select(Indicator).where(col(Indicator.paused_at).is_not(None))):
        yield HeldBack(now, "reminder", indicator.key, "the indicator is paused")
    for workspace in session.exec(select(Workspace).where(col(Workspace.paused_until) > now)):
        yield HeldBack(now, "everything", workspace.name, f"Slack refuses our token: {workspace.paused_because}")


def _skipped_digests(session: Session, *, at: datetime) -> Iterator[Entry]:
    """Digests that this very step decided not to post."""
    rows = session.exec(
        select(DigestRun, Channel)
        .join(DigestSubscription, col(DigestSubscription.id) == DigestRun.subscription_id)
        .join(Channel, col(Channel.id) == DigestSubscription.channel_id)
        .where(col(DigestRun.skipped_because).is_not(None))
    ).all()
    for run, channel in rows:
        if run.id not in session.info.setdefault("digests told", set()):
            session.info["digests told"].add(run.id)
            yield HeldBack(at, "digest", f"#{channel.name or channel.channel_id}", str(run.skipped_because))


@contextmanager
def _scratch(database: Database) -> Iterator[Session]:
    """A session in which anything may happen: a copy in memory of a SQLite file, a rolled-back transaction
    elsewhere.
    """
    open_scratch: Callable[[Database], Iterator[Session]] = _copy if database.is_sqlite else _rolled_back
    yield from open_scratch(database)


def _copy(database: Database) -> Iterator[Session]:
    copy = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    with closing(sqlite3.connect(f"file:{database.path}?mode=ro", uri=True)) as source:
        source.backup(copy)
    engine = create_engine("sqlite+pysqlite://", creator=lambda: copy, poolclass=StaticPool)
    try:
        with Session(engine, expire_on_commit=False) as session:
            session.info["digests told"] = set(_told_already(session))
            yield session
    finally:
        engine.dispose()


def _rolled_back(database: Database) -> Iterator[Session]:
    one_view = database.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with one_view as connection, connection.begin() as transaction:
        with Session(connection, expire_on_commit=False) as session:
            session.info["digests told"] = set(_told_already(session))
            yield session
        transaction.rollback()


def _told_already(session: Session) -> list[int]:
    return list(session.exec(select(DigestRun.id).where(col(DigestRun.skipped_because).is_not(None))))
