"""Units of work: whole or not at all, in time or not at all, and tried again where that helps."""

import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from storage import schema, sqlite_version
from storage.address import normal_url
from storage.db import Database
from storage.group_commit import Busy
from storage.sqlite_file import InUse
from storage.tables import Channel
from tests.make import make_channel, make_workspace


def add_channel(session: Session, channel_id: str) -> None:
    session.add(Channel(workspace_id=1, channel_id=channel_id))


def channels(session: Session) -> set[str]:
    return set(session.exec(select(Channel.channel_id)).all())


@pytest.fixture
def workspace(database: Database) -> Database:
    database.run_here(make_workspace)
    return database


async def test_returning_commits_and_raising_rolls_back(workspace: Database) -> None:
    await workspace.run(add_channel, "C1")

    def fails(session: Session) -> None:
        add_channel(session, "C2")
        session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        await workspace.run(fails)
    assert await workspace.read(channels) == {"C1"}


async def test_reading_cannot_write(workspace: Database) -> None:
    def writes(session: Session) -> None:
        add_channel(session, "C1")
        session.flush()

    with pytest.raises(DBAPIError):
        await workspace.read(writes)


async def test_reading_sees_one_state_throughout(workspace: Database) -> None:
    began, changed = threading.Event(), threading.Event()

    def twice(session: Session) -> tuple[set[str], set[str]]:
        before = channels(session)
        began.set()
        assert changed.wait(5)
        return before, channels(session)

    looking = asyncio.create_task(workspace.read(twice))
    await asyncio.to_thread(began.wait, 5)
    await workspace.run(add_channel, "C1")
    changed.set()
    assert await looking == (set(), set())


async def test_a_submission_that_takes_too_long_is_given_up_with_nothing_saved(migrated_url: str) -> None:
    database = Database(migrated_url, patience_for=0.3)
    database.run_here(make_workspace)
    under_way, go_on = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        add_channel(session, "C1")
        session.flush()
        under_way.set()
        assert go_on.wait(5)

    with pytest.raises(Busy):
        await database.submit(slow)
    assert under_way.is_set()
    go_on.set()
    await database.run(add_channel, "C2")
    await database.submit(add_channel, "C3")
    assert database.read_here(channels) == {"C2", "C3"}
    database.close()


async def test_a_submission_whose_commit_is_under_way_is_waited_for(migrated_url: str) -> None:
    database = Database(migrated_url)
    database.run_here(make_workspace)
    answers = await asyncio.gather(*(database.submit(add_channel, f"C{number}") for number in range(20)))
    assert len(answers) == 20
    assert len(await database.read(channels)) == 20
    database.close()


async def test_a_submission_waiting_for_its_turn_is_dropped(migrated_url: str) -> None:
    database = Database(migrated_url, patience_for=0.3, pool_size=1)
    database.run_here(make_workspace)
    under_way, go_on = threading.Event(), threading.Event()

    def hold(session: Session) -> None:
        under_way.set()
        assert go_on.wait(5)

    busy = asyncio.create_task(database.run(hold))
    await asyncio.to_thread(under_way.wait, 5)
    with pytest.raises(Busy):
        await database.submit(add_channel, "C1")
    go_on.set()
    await busy
    assert database.read_here(channels) == set()
    database.close()


async def test_a_deadlock_is_run_again(postgres_database: str) -> None:
    schema.migrate(postgres_database)
    database = Database(postgres_database)

    def arrange(session: Session) -> None:
        workspace = make_workspace(session)
        make_channel(session, workspace, "C1")
        make_channel(session, workspace, "C2")

    database.run_here(arrange)
    met = threading.Barrier(2, timeout=5)
    runs: list[str] = []

    def in_order(session: Session, first: str, then: str) -> None:
        runs.append(first)
        rename(session, first)
        if len(runs) <= 2:
            met.wait()
        rename(session, then)

    def rename(session: Session, channel_id: str) -> None:
        session.execute(text("UPDATE channel SET name = name || 'x' WHERE channel_id = :id"), {"id": channel_id})

    await asyncio.gather(database.run(in_order, "C1", "C2"), database.run(in_order, "C2", "C1"))
    assert len(runs) == 3
    names = await database.read(lambda session: session.exec(select(Channel.name)).all())
    assert set(names) == {"xx"}
    database.close()


def test_a_second_process_on_a_sqlite_file_is_refused(migrated_url: str) -> None:
    first, second = Database(migrated_url), Database(migrated_url)
    first.claim_file()
    if first.is_sqlite:
        with pytest.raises(InUse, match="Another Outcome Bot process is using"):
            second.claim_file()
    else:
        second.claim_file()
    first.close()
    second.claim_file()
    second.close()


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://user:secret@host/db", "postgresql+psycopg"),
        ("postgresql://host/db", "postgresql+psycopg"),
        ("sqlite:///some/file", "sqlite+pysqlite"),
    ],
)
def test_an_address_is_taken_as_platforms_write_it(given: str, driver: str) -> None:
    assert normal_url(given).drivername == driver


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_versions_with_the_wal_reset_bug_are_recognised(version: tuple[int, int, int], affected: bool) -> None:
    assert sqlite_version.is_affected(version) is affected
    assert (sqlite_version.wal_reset_warning(version) is not None) is affected


def test_a_sqlite_file_is_durable_and_keeps_foreign_keys(migrated_url: str) -> None:
    database = Database(migrated_url)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
        assert sqlite3.threadsafety > 0
    database.close()
