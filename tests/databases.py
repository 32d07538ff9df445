"""Databases with every table and no rows: one made per session and kind, and a copy of it for each test that asks."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage import schema
from storage.db import Database
from tests.postgres import PostgresServer

__all__ = ["database", "let_it_wait_for", "migrated_file", "migrated_template", "migrated_url", "postgres_migrated"]

PATIENCE = 30.0
"""Real seconds that tests give what a person waits for; the product and Slack give much less.

Whoever waits for what a test holds back waits in vain for that long too, while a machine that is busy with other tests
is not taken for a bot that hangs.
"""

_TEMPLATE = "migrated"
_numbers = count(1)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest version. Copy it, do not open it."""
    path = tmp_path_factory.mktemp("migrated") / "outcome-bot.sqlite3"
    schema.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> str:
    """The name of a PostgreSQL database at the newest version, to make others from."""
    postgres_server.create(_TEMPLATE, template="template0")
    schema.migrate(postgres_server.url(_TEMPLATE))
    return _TEMPLATE


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of this test's own, with tables; the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "outcome-bot.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    yield request.getfixturevalue("postgres_migrated")


@pytest.fixture
def postgres_migrated(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """The URL of a PostgreSQL database of this test's own, with tables."""
    name = f"migrated_{next(_numbers)}"
    postgres_server.create(name, template=migrated_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """A database of this test's own, opened."""
    opened = Database(migrated_url, patience_for=PATIENCE)
    yield opened
    opened.close()


def let_it_wait_for(session: Session) -> None:
    """Return when another transaction waits for this one. On SQLite it cannot even begin."""
    if session.get_bind().dialect.name == "sqlite":
        return
    until = monotonic() + PATIENCE
    while not session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
        assert monotonic() < until, "nobody waits"
