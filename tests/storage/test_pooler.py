"""PostgreSQL behind a pooler in transaction mode: each transaction may meet another server connection."""

import asyncio
import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select

from bot.actions.people import Actor, Policy, policy_of
from bot.actions.readings import submit_line
from bot.domain.readings import Route
from storage import schema
from storage.db import Database
from storage.tables import Reading
from tests.actions.conftest import MONDAY
from tests.databases import PATIENCE
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.pooler import pooled
from tests.postgres import PostgresServer
from tests.storage.earlier import migrate_to

ADVISORY_LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


@pytest.fixture(scope="module")
def pooler(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="outcome-bot-pooler-"))
    with pooled(postgres_server, folder) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def through_pooler(pooler: PostgresServer, postgres_database: str) -> str:
    """The URL of an empty database of this test's own, through the pooler."""
    return pooler.url(postgres_database.rpartition("/")[2])


def test_migrating_from_nothing_and_again_leaves_no_lock_behind(through_pooler: str, postgres_database: str) -> None:
    newest = schema.newest_version()
    for before in (None, newest, newest):
        assert schema.migrate(through_pooler) == (before, newest)
    with closing(psycopg.connect(postgres_database)) as connection:
        assert connection.execute(ADVISORY_LOCKS).fetchone() == (0,)


async def test_two_hundred_readings_beside_other_writers_and_readers_all_succeed(through_pooler: str) -> None:
    schema.migrate(through_pooler)
    database = Database(through_pooler, patience_for=PATIENCE)
    alice, policy, keys = database.run_here(arrange)

    def give(session: Session, number: int) -> None:
        line = f"{keys[number % len(keys)]} {number}"
        submit_line(session, line, by=alice, policy=policy, route=Route.COMMAND, now=MONDAY)

    def rename(session: Session, number: int) -> None:
        session.execute(text("UPDATE channel SET name = :name"), {"name": f"name {number}"})

    def look(session: Session) -> int:
        return session.exec(select(func.count()).select_from(Reading)).one()

    given = [database.submit(give, number) for number in range(200)]
    around = [work for number in range(100) for work in (database.run(rename, number), database.read(look))]
    outcomes = await asyncio.gather(*given, *around, return_exceptions=True)
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert await database.read(look) == 200
    database.close()


def arrange(session: Session) -> tuple[Actor, Policy, list[str]]:
    workspace = make_workspace(session)
    make_channel(session, workspace, "C1")
    alice = make_person(session, workspace, "Alice")
    outcome = make_outcome(session, alice)
    keys = [make_indicator(session, alice, outcome, key=f"calls-{letter}").key for letter in "abcdefgh"]
    return alice, policy_of(workspace), keys


async def test_what_reads_sees_one_state_and_cannot_write_there_either(through_pooler: str) -> None:
    schema.migrate(through_pooler)
    database = Database(through_pooler)
    database.run_here(make_workspace)

    def settings(session: Session) -> tuple[str, str]:
        isolation = session.execute(text("SHOW transaction_isolation")).scalar_one()
        return isolation, session.execute(text("SHOW transaction_read_only")).scalar_one()

    for _ in range(6):
        assert await database.read(settings) == ("repeatable read", "on")
        assert await database.run(settings) == ("read committed", "off")
    database.close()


def test_a_migration_killed_in_the_middle_leaves_no_lock_and_can_be_run_again(
    through_pooler: str, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder)
    (folder / "versions" / "9999_dies.py").write_text(
        f'import os, signal\nrevision = "9999"\ndown_revision = "{schema.newest_version()}"\n\n\n'
        "def upgrade() -> None:\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    program = (
        "import sys; from pathlib import Path; from storage import schema; "
        "schema._MIGRATIONS = Path(sys.argv[1]); schema.migrate(sys.argv[2])"
    )
    root = Path(schema.__file__).parents[1]
    killed = subprocess.run([sys.executable, "-c", program, folder, through_pooler], cwd=root, check=False)
    assert killed.returncode == -9
    assert schema.migrate(through_pooler) == (None, schema.newest_version())


@pytest.mark.parametrize("lock", ["pg_advisory_lock", "pg_advisory_xact_lock"])
def test_whoever_waits_for_another_migration_says_so_and_gives_up(
    postgres_database: str, caplog: pytest.LogCaptureFixture, lock: str
) -> None:
    with closing(psycopg.connect(postgres_database)) as other:
        other.execute(f"SELECT {lock}({schema._ONE_AT_A_TIME})")
        pid = other.info.backend_pid
        with (
            caplog.at_level(logging.WARNING, logger="storage.schema"),
            pytest.raises(schema.InTheWay, match=f"for over 0.05 s \\(PostgreSQL process {pid}, idle in transaction"),
        ):
            schema.migrate(postgres_database, wait_for=0.05)
    assert f"Waiting for another process that brings the database up to date (PostgreSQL process {pid}" in caplog.text
    assert schema.migrate(postgres_database) == (None, schema.newest_version())


def test_a_table_that_somebody_holds_is_not_waited_for_for_ever(postgres_database: str) -> None:
    migrate_to(postgres_database, "0004")
    with closing(psycopg.connect(postgres_database)) as other:
        other.execute("SELECT * FROM workspace")
        with pytest.raises(schema.InTheWay, match=r"Somebody else has held a table .* for over 0\.05 s"):
            schema.migrate(postgres_database, wait_for=0.05)
    assert schema.migrate(postgres_database) == ("0004", schema.newest_version())
