"""A session in which anything may happen, since nothing of it is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from storage import sqlite_file
from storage.db import Database


@contextmanager
def session(database: Database) -> Iterator[Session]:
    """A copy in memory of a SQLite file; elsewhere a transaction over one view of the records that is rolled back."""
    with _copy(database) if database.is_sqlite else _rolled_back(database) as scratch:
        yield scratch


@contextmanager
def _copy(database: Database) -> Iterator[Session]:
    copy = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    assert database.path is not None
    with closing(sqlite3.connect(sqlite_file.uri(database.path, mode="ro"), uri=True)) as source:
        source.backup(copy)
    engine = create_engine("sqlite+pysqlite://", creator=lambda: copy, poolclass=StaticPool)
    try:
        with Session(engine, expire_on_commit=False) as scratch:
            yield scratch
    finally:
        engine.dispose()


@contextmanager
def _rolled_back(database: Database) -> Iterator[Session]:
    one_view = database.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with one_view as connection, connection.begin() as transaction:
        with Session(connection, expire_on_commit=False) as scratch:
            yield scratch
        transaction.rollback()
