"""Databases as earlier versions of the program left them."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, make_url, text

from storage import schema, sqlite_file
from storage.db import Database
from tests.postgres import PostgresServer

_FOLDER = Path(__file__).parent
_numbers = count(1)
VERSIONS = ("0001", "0002")
"""The versions whose rows `make_of_version` knows."""


@contextmanager
def empty_database(request: pytest.FixtureRequest, kind: str, *, name: str) -> Iterator[str]:
    """The URL of a database that is there inside the block, for as many tests as the block has."""
    if kind == "sqlite":
        folder: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
        yield f"sqlite:///{folder.mktemp(name) / 'outcome-bot.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    server.create(name, template="template0")
    yield server.url(name)
    server.drop(name)


@contextmanager
def copied_database(request: pytest.FixtureRequest, original: str) -> Iterator[str]:
    """The URL of a copy of that database, which nobody has open. It is there inside the block."""
    address = make_url(original)
    assert address.database is not None
    if address.get_backend_name() == "sqlite":
        path = request.getfixturevalue("tmp_path") / "outcome-bot.sqlite3"
        shutil.copy(address.database, path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"{address.database}_{next(_numbers)}"
    server.create(name, template=address.database)
    yield server.url(name)
    server.drop(name)


def make_of_version(url: str, version: str) -> None:
    """A database of that version, with the rows of two weeks in it."""
    migrate_to(url, version)
    add_rows(url, rows_of(version))


def migrate_to(url: str, version: str) -> None:
    """Bring the database to that version and no further."""
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    database = Database(url)
    if database.path is not None:
        sqlite_file.make(database.path)
    with schema._alone(database.engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    database.close()


def rows_of(version: str) -> str:
    """Two weeks of a shelter as statements, as the program of that version wrote them."""
    rows = (_FOLDER / "of_version_0002.sql").read_text()
    if version == "0001":
        # 0002 took one column away and added none: what it wrote is what 0001 wrote, less that column.
        due = next(_statements(rows, of="due_reading"))
        return rows.replace(due, _with_the_end_of_the_day(due))
    return rows


def add_rows(url: str, rows: str) -> None:
    """Add the rows of these INSERT statements, which give every row its number; new rows are numbered after them."""
    database = Database(url)
    with database.engine.begin() as connection:
        for statement in _statements(rows):
            connection.exec_driver_sql(statement)
        if not database.is_sqlite:
            _go_on_numbering(connection)
    database.close()


def _statements(rows: str, *, of: str = r"\w+") -> Iterator[str]:
    for found in re.finditer(rf"^INSERT INTO {of} .*?;$", rows, re.DOTALL | re.MULTILINE):
        yield found[0].removesuffix(";")


def _with_the_end_of_the_day(due: str) -> str:
    columns, rows = due.split("\nVALUES\n")
    rows = re.sub(r"\)(?=,?$)", ", '2026-04-06T23:00:00.000000Z')", rows, flags=re.MULTILINE)
    return columns.removesuffix(")") + ", on_time_until)\nVALUES\n" + rows


def _go_on_numbering(connection: Connection) -> None:
    inspector = inspect(connection)
    for table in inspector.get_table_names():
        if any(column["name"] == "id" for column in inspector.get_columns(table)):
            numbers = f"pg_get_serial_sequence('{table}', 'id')"
            connection.execute(text(f"SELECT setval({numbers}, (SELECT max(id) FROM {table}))"))  # names
