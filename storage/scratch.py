"""A session in which anything may happen, since nothing of it is kept.

It is over a copy in memory, so that nobody waits for it: of a SQLite file the whole, of PostgreSQL what may still
matter, read in one short transaction.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, create_engine, false, insert, or_, select, true
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, col

from bot.domain.due import DueState
from bot.domain.messages import UNDECIDED, MessageKind
from storage import schedule, sqlite_file
from storage.db import Database
from storage.tables import DueReading, Message, MessageItem, Reading, SeenInteraction, metadata

_LONG_BEFORE = timedelta(days=60)
"""Before what is next to be done, and so longer than any grace. Of a history this much still has a bearing on what is
to come: the reading of a period that has yet to fall due, the reminder that a second ping follows. Years of it would
take long to copy.
"""
_AT_ONCE = 5_000


@contextmanager
def session(database: Database, *, now: datetime) -> Iterator[Session]:
    """A session over a copy of the records as they are; what is to happen in it happens from `now` on."""
    engine = _whole(database.path) if database.path is not None else database.read_here(_what_matters, now=now)
    try:
        with Session(engine, expire_on_commit=False) as scratch:
            yield scratch
    finally:
        engine.dispose()


@contextmanager
def history(database: Database) -> Iterator[Session]:
    """A session over a copy of everything that was ever recorded, what has been answered to whom left out."""
    engine = _whole(database.path) if database.path is not None else database.read_here(_everything)
    try:
        with Session(engine, expire_on_commit=False) as scratch:
            yield scratch
    finally:
        engine.dispose()


def _in_memory() -> Engine:
    memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    return create_engine("sqlite+pysqlite://", creator=lambda: memory, poolclass=StaticPool)


def _whole(path: Path) -> Engine:
    engine = _in_memory()
    with closing(sqlite3.connect(sqlite_file.uri(path, mode="ro"), uri=True)) as source, engine.connect() as target:
        copy = target.connection.driver_connection
        assert isinstance(copy, sqlite3.Connection)
        source.backup(copy)
    return engine


def _what_matters(source: Session, *, now: datetime) -> Engine:
    since = min(now, schedule.next_instant(source) or now) - _LONG_BEFORE
    return _copied(source, _without_history_before(since))


def _everything(source: Session) -> Engine:
    return _copied(source, {SeenInteraction.__tablename__: false()})


def _copied(source: Session, conditions: Mapping[str, ColumnElement[bool]]) -> Engine:
    engine = _in_memory()
    metadata.create_all(engine)
    with engine.begin() as target:
        for table in metadata.sorted_tables:
            kept = select(table).where(conditions.get(table.name, true()))
            for rows in source.execute(kept.execution_options(yield_per=_AT_ONCE)).partitions():
                target.execute(insert(table), [dict(row._mapping) for row in rows])
    return engine


def _without_history_before(since: datetime) -> dict[str, ColumnElement[bool]]:
    """By table, the condition that leaves out what has been over since then."""
    recent = or_(
        col(Message.planned_for) >= since,
        col(Message.state).in_(UNDECIDED),
        col(Message.kind) == MessageKind.NOTICE,  # told once and never again, however long ago that was
    )
    return {
        Reading.__tablename__: col(Reading.period_last_on) >= since.date(),
        DueReading.__tablename__: or_(col(DueReading.due_on) >= since.date(), col(DueReading.state) == DueState.DUE),
        Message.__tablename__: recent,
        MessageItem.__tablename__: col(MessageItem.message_id).in_(select(col(Message.id)).where(recent)),
        SeenInteraction.__tablename__: false(),
    }
