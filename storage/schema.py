"""The version of the schema: bring it up to date, say what it is, refuse one we do not know."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from storage import sqlite_file
from storage.address import normal_url
from storage.backup import back_up
from storage.db import sqlite_engine

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_236_001  # any number of our own: replicas that start together queue up behind it


class WrongVersion(Exception):
    """The database is not at the version this program needs; the message says what to do."""


def migrate(url: str) -> tuple[str | None, str]:
    """Bring the database to this program's version; answers the versions before and after.

    A SQLite file that holds anything is backed up beside itself first; one that is not there is made, and whatever
    belongs to it is made its owner's alone. Raises `WrongVersion` when it is newer than we know, or another program's.
    """
    parsed = normal_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _migrate(create_engine(parsed), url)
    path = Path(parsed.database or "")
    sqlite_file.make(path)
    versions = _migrate(sqlite_engine(parsed), url)
    sqlite_file.keep_private(path)  # not before: only now it is known to be ours
    return versions


def _migrate(engine: Engine, url: str) -> tuple[str | None, str]:
    try:
        with _alone(engine) as connection:
            before = _version_of(connection)
            _refuse_unknown(before)
            if before == newest_version():
                return before, before
            if before is None and engine.dialect.name == "sqlite":
                _refuse_strangers(connection)
            if before is not None and engine.dialect.name == "sqlite":
                back_up(url, Path(f"{normal_url(url).database}.before-{newest_version()}"), replace=True)
            _upgrade(connection)
            return before, newest_version()
    finally:
        engine.dispose()


def require_current(engine: Engine) -> None:
    """Raises `WrongVersion` unless the database is at this program's version."""
    with engine.connect() as connection:
        version = _version_of(connection)
        if version is None and engine.dialect.name == "sqlite":
            _refuse_strangers(connection)
    _refuse_unknown(version)
    if version != newest_version():
        found = "has no tables yet" if version is None else f"is at version {version}"
        raise WrongVersion(
            f"The database {found}; this program needs {newest_version()}. Run `outcome-bot migrate` first."
        )


def newest_version() -> str:
    """The version that this program's migrations lead to."""
    head = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    assert head is not None
    return head


def _refuse_unknown(version: str | None) -> None:
    known = {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}
    if version is not None and version not in known:
        raise WrongVersion(
            f"The database is at version {version}, which this program does not know: a newer Outcome Bot wrote it. "
            "Install that one, or restore a backup made before it."
        )


def _refuse_strangers(connection: Connection) -> None:
    if inspect(connection).get_table_names():
        raise WrongVersion("This is another program's database. Set DATABASE_URL to a file of the bot's own.")


def _version_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    connection.rollback()  # looking at the version began a transaction; inside one Alembic would leave committing to us
    command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection outside any transaction, while no other process migrates.

    On SQLite foreign keys are off while tables are rebuilt, and checked as a whole afterwards.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.cursor().execute("PRAGMA foreign_keys = OFF")  # past SQLAlchemy: inside a transaction it does nothing
            yield connection
            connection.rollback()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise WrongVersion(f"After migrating, {len(broken)} rows point to rows that do not exist.")
            return
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        connection.commit()
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ONE_AT_A_TIME})
            connection.commit()
