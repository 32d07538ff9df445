"""The version of the schema: bring it up to date, say what it is, refuse one we do not know."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from storage.backup import back_up
from storage.connections import postgres_engine
from storage.db import normal_url, sqlite_engine

log = logging.getLogger(__name__)

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_236_001  # any number of our own: replicas that start together queue up behind it
WAIT_FOR = 60
"""Seconds that a migration waits for another one, and for each table that somebody holds."""


class WrongVersion(Exception):
    """The database is not at the version this program needs; the message says what to do."""


class InTheWay(WrongVersion):
    """Somebody else kept the database from being brought up to date; the message says who."""


def migrate(url: str, *, wait_for: float = WAIT_FOR) -> tuple[str | None, str]:
    """Bring the database to this program's version; answers the versions before and after.

    A SQLite file that holds anything is backed up beside itself first. On PostgreSQL all of it is one transaction: it
    happens or it does not, whatever dies in between. Raises `WrongVersion` when it is newer than we know, and
    `InTheWay` after waiting for others in vain.
    """
    parsed = normal_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite_engine(parsed)
    else:
        engine = postgres_engine(parsed)
    try:
        with _alone(engine, wait_for=wait_for) as connection:
            before = _version_of(connection)
            _refuse_unknown(before)
            if before == newest_version():
                return before, before
            if before is not None and engine.dialect.name == "sqlite":
                back_up(url, Path(f"{parsed.database}.before-{newest_version()}"), replace=True)
            _upgrade(connection)
            return before, newest_version()
    finally:
        engine.dispose()


def require_current(engine: Engine) -> None:
    """Raises `WrongVersion` unless the database is at this program's version."""
    with engine.connect() as connection:
        version = _version_of(connection)
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


def _version_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if connection.dialect.name == "sqlite":
        connection.rollback()  # looking at the version began a transaction; inside one Alembic leaves committing to us
    command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine, *, wait_for: float = WAIT_FOR) -> Iterator[Connection]:
    """A connection, while no other process migrates.

    On SQLite it is outside any transaction, and foreign keys are off while tables are rebuilt, and checked as a whole
    afterwards. On PostgreSQL it is in the one transaction that holds the lock: a pooler may give the next one another
    server connection, and would keep a lock of the session for ever.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            yield from _without_foreign_keys(connection)
        return
    with _saying_who_is_in_the_way(engine, wait_for=wait_for), engine.begin() as connection:
        _take_the_lock(connection, wait_for=wait_for)
        yield connection


def _without_foreign_keys(connection: Connection) -> Iterator[Connection]:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.cursor().execute("PRAGMA foreign_keys = OFF")  # past SQLAlchemy: inside a transaction it does nothing
    yield connection
    connection.rollback()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise WrongVersion(f"After migrating, {len(broken)} rows point to rows that do not exist.")


def _take_the_lock(connection: Connection, *, wait_for: float) -> None:
    """Hold the lock until this transaction ends; whoever waits for it says so."""
    limits = {"lock_timeout": f"{wait_for:.3f}s", "statement_timeout": "0"}
    for name, value in limits.items():
        connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})
    key = {"key": _ONE_AT_A_TIME}
    if not connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), key).scalar_one():
        log.warning("Waiting for another process that brings the database up to date (%s).", _holder(connection))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)


@contextmanager
def _saying_who_is_in_the_way(engine: Engine, *, wait_for: float) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        with engine.begin() as connection:
            holder = _holder(connection)
        raise InTheWay(_in_the_way(holder, wait_for=wait_for)) from error


def _in_the_way(holder: str | None, *, wait_for: float) -> str:
    if holder is None:
        return (
            f"Somebody else has held a table of this database for over {wait_for:g} s, and nothing was changed. Stop "
            "the old processes, or end the long transaction (pg_stat_activity shows it), and run this again."
        )
    return (
        f"Another process has been bringing this database up to date for over {wait_for:g} s ({holder}). Nothing was "
        "changed. Wait until it is done and run this again. If there is no such process any more, a pooler has kept "
        "its connection: end that one with SELECT pg_terminate_backend(…) and that number."
    )


def _holder(connection: Connection) -> str | None:
    """Who has the lock, as far as this database tells."""
    row = connection.execute(_HOLDER, {"key": _ONE_AT_A_TIME, "half": 2**32}).one_or_none()
    return None if row is None else f"PostgreSQL process {row.pid}, {row.state or 'unknown'} since {row.since}"


_LOCK_NOT_AVAILABLE = "55P03"
_HOLDER = text(
    """
    SELECT lock.pid, activity.state, date_trunc('second', activity.state_change) AS since
    FROM pg_locks AS lock LEFT JOIN pg_stat_activity AS activity USING (pid)
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 1
      AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND lock.classid::bigint * :half + lock.objid::bigint = :key
    LIMIT 1
    """
)
