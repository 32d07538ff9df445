"""Reads end with the patience of whoever asked, and leave nothing behind that keeps others waiting."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from storage.db import Database
from storage.group_commit import Busy
from storage.patience import Patience, held_to
from storage.tables import Channel, Outcome, Workspace
from tests.make import make_workspace
from tests.wiring import Steady

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def count_for_ever(session: Session) -> int:
    return session.execute(text(ENDLESS)).scalar_one()  # type: ignore[no-any-return]  # an amount


def workspaces(session: Session) -> int:
    return len(session.exec(select(Workspace)).all())


def outcomes(session: Session) -> int:
    return len(session.exec(select(Outcome)).all())


def opened(url: str, *, patience_for: float) -> Database:
    database = Database(url, patience_for=patience_for)
    database.run_here(make_workspace)
    return database


@contextmanager
def locked(url: str, table: str) -> Iterator[None]:
    """Another session holds this table, as a migration would."""
    with psycopg.connect(url) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


async def test_a_read_that_takes_too_long_is_given_up_and_frees_its_thread(migrated_url: str) -> None:
    database = opened(migrated_url, patience_for=0.2)
    answers = await asyncio.gather(*(database.read(count_for_ever) for _ in range(6)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {Busy}
    # More of them than there are threads: had one been kept, these would never all have an answer.
    async with asyncio.timeout(20):
        assert await asyncio.gather(*(database.read_at_leisure(workspaces) for _ in range(12))) == [1] * 12
    database.close()


async def test_a_read_of_many_short_statements_ends_too(migrated_url: str) -> None:
    database = opened(migrated_url, patience_for=0.1)
    ended = threading.Event()

    def on_and_on(session: Session) -> None:
        try:
            while True:
                workspaces(session)
        finally:
            ended.set()

    with pytest.raises(Busy):
        await database.read(on_and_on)
    assert await asyncio.to_thread(ended.wait, 10)
    database.close()


def test_no_statement_begins_once_the_patience_is_over(database: Database) -> None:
    steady = Steady()
    patience = Patience(1.5, steady=steady)
    with Session(database._reading_engine) as session, held_to(session, patience):
        assert workspaces(session) == 0
        steady.seconds += 1.6
        with pytest.raises(Busy):
            workspaces(session)


def test_the_next_transaction_of_a_connection_has_limits_of_its_own(database: Database) -> None:
    database.run_here(make_workspace)
    # On a busy machine even nothing may take longer than that: it is the next transaction that matters.
    with suppress(Busy), Session(database._reading_engine) as session, held_to(session, Patience(0.05)):
        pass
    sixty_thousand = ENDLESS.replace("FROM n) SELECT", "FROM n WHERE i < 60000) SELECT")
    for _ in range(4):
        assert database.read_here(lambda session: session.execute(text(sixty_thousand)).scalar_one()) == 60_000
    with Session(database._reading_engine) as session:
        how = "PRAGMA busy_timeout" if database.is_sqlite else "SHOW statement_timeout"
        assert str(session.execute(text(how)).scalar_one()) == ("5000" if database.is_sqlite else "0")


async def test_what_nobody_waits_for_has_more_time_than_a_person(migrated_url: str) -> None:
    database = opened(migrated_url, patience_for=0.05)
    go_on = threading.Event()

    def slow(session: Session) -> int:
        assert go_on.wait(5)
        return workspaces(session)

    with pytest.raises(Busy):
        await database.read(slow)
    at_leisure = asyncio.create_task(database.read_at_leisure(slow))
    go_on.set()
    assert await at_leisure == 1
    database.close()


async def test_a_locked_table_does_not_take_the_other_reads_along(postgres_migrated: str) -> None:
    database = opened(postgres_migrated, patience_for=30)
    with locked(postgres_migrated, "outcome"):
        waiting = [asyncio.create_task(database.read(outcomes)) for _ in range(20)]
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            assert await asyncio.gather(*(database.read(workspaces) for _ in range(20))) == [1] * 20
        assert not any(task.done() for task in waiting)
    assert await asyncio.gather(*waiting) == [0] * 20, "they had their turn as soon as they could"
    database.close()


async def test_a_locked_table_is_waited_for_no_longer_than_a_person_waits(postgres_migrated: str) -> None:
    database = opened(postgres_migrated, patience_for=0.3)

    def add(session: Session) -> None:
        session.add(Channel(workspace_id=1, channel_id="C1"))

    with locked(postgres_migrated, "channel"):
        with pytest.raises(Busy):
            await database.read(lambda session: session.exec(select(Channel)).all())
        answers = await asyncio.gather(*(database.submit(add) for _ in range(9)), return_exceptions=True)
        assert {type(answer) for answer in answers} == {Busy}
        # Whoever writes elsewhere is held up for that long and not longer: the connections were given back.
        async with asyncio.timeout(10):
            assert await database.run(workspaces) == 1
    await database.submit(add)
    database.close()


async def test_writers_that_wait_do_not_keep_readers_waiting(postgres_migrated: str) -> None:
    database = opened(postgres_migrated, patience_for=30)

    def change(session: Session) -> None:
        session.execute(text("UPDATE channel SET name = 'x'"))

    with locked(postgres_migrated, "channel"):
        writing = [asyncio.create_task(database.submit(change)) for _ in range(12)]
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            assert await database.read(workspaces) == 1
        assert not any(task.done() for task in writing)
    await asyncio.gather(*writing)
    database.close()
