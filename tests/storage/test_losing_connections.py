"""Whatever a database server or a failover does to a connection, the next unit of work finds another one."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from bot.actions.idempotency import once
from storage.connections import CommitUnknown, ReadOnlyServer
from storage.db import Database
from storage.tables import Channel
from tests.make import make_workspace
from tests.pooler import Wire
from tests.postgres import PostgresServer

NOON = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def url(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with one workspace."""
    postgres_server.create("losing", template=migrated_template)
    url = postgres_server.url("losing")
    with closing(Database(url)) as database:
        database.run_here(make_workspace)
    yield url
    postgres_server.drop("losing")


@pytest.fixture
def wire(postgres_server: PostgresServer) -> Iterator[Wire]:
    wire = Wire(postgres_server.port)
    yield wire
    wire.close()


@pytest.fixture
def database(url: str, wire: Wire) -> Iterator[Database]:
    """The same over a wire that can be broken, and with one connection, so that it is the one that breaks."""
    opened = Database(f"postgresql://postgres@127.0.0.1:{wire.port}/losing", pool_size=1)
    opened.run_here(lambda session: None)
    yield opened
    opened.close()


def add_channel(session: Session, channel_id: str) -> None:
    session.add(Channel(workspace_id=1, channel_id=channel_id))


def add_once(session: Session, channel_id: str) -> dict[str, Any]:
    """As people's submissions do it: under a key by which a repeat is known."""

    def work() -> dict[str, Any]:
        add_channel(session, channel_id)
        return {"text": f"added {channel_id}"}

    return once(session, workspace_id=1, key=f"view:{channel_id}", now=NOON, work=work)


def channels(session: Session) -> list[str]:
    return sorted(session.exec(select(Channel.channel_id)).all())


def end_all_connections(url: str) -> None:
    """What a server that is shut down for another does to those who are connected."""
    with closing(psycopg.connect(url, autocommit=True)) as other:
        other.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


async def test_a_connection_that_was_ended_while_idle_is_not_noticed_by_anybody(database: Database, url: str) -> None:
    end_all_connections(url)
    await database.run(add_channel, "C1")
    end_all_connections(url)
    await database.submit(add_once, "C2")
    end_all_connections(url)
    assert await database.read(channels) == ["C1", "C2"]


async def test_what_is_ended_before_its_commit_is_run_again_once_for_all(database: Database, url: str) -> None:
    runs: list[str] = []

    def is_ended(session: Session, channel_id: str) -> None:
        add_channel(session, channel_id)
        session.flush()
        runs.append(channel_id)
        if runs.count(channel_id) == 1:
            end_all_connections(url)
            channels(session)

    await database.run(is_ended, "C1")
    await database.submit(is_ended, "C2")
    assert runs == ["C1", "C1", "C2", "C2"]
    assert await database.read(channels) == ["C1", "C2"]


async def test_a_reader_whose_connection_is_ended_reads_again(database: Database, url: str) -> None:
    looks: list[int] = []

    def look(session: Session) -> list[str]:
        looks.append(1)
        channels(session)
        if len(looks) == 1:
            end_all_connections(url)
        return channels(session)

    assert await database.read(look) == []
    assert len(looks) == 2


@pytest.mark.parametrize("after", [False, True], ids=["the server never got it", "its answer was lost"])
async def test_a_submission_whose_commit_broke_is_recorded_once_and_answered(
    database: Database, wire: Wire, after: bool
) -> None:
    wire.break_at(b"COMMIT", after=after)
    assert await database.submit(add_once, "C1") == {"text": "added C1"}
    assert wire.broken == 1
    assert await database.read(channels) == ["C1"]


@pytest.mark.parametrize(("after", "left"), [(False, []), (True, ["C1"])])
async def test_other_work_whose_commit_broke_is_not_run_again_and_nobody_claims_to_know(
    database: Database, wire: Wire, after: bool, left: list[str]
) -> None:
    wire.break_at(b"COMMIT", after=after)
    with pytest.raises(CommitUnknown):
        await database.run(add_channel, "C1")
    assert await database.read(channels) == left


async def test_a_submission_is_in_doubt_when_no_later_try_finds_out(database: Database, wire: Wire) -> None:
    """The server is gone for good right after the commit: nobody may be told that nothing was saved."""
    wire.break_at(b"COMMIT", after=True, for_good=True)
    with pytest.raises(CommitUnknown):
        await database.submit(add_once, "C1")


async def test_a_server_that_became_a_standby_is_left_for_the_one_that_takes_writes(
    database: Database, url: str
) -> None:
    await set_read_only(url, True)
    end_all_connections(url)  # a setting holds for new connections
    assert await database.read(channels) == []
    with pytest.raises(DBAPIError, match="read-only transaction"):
        await database.run(add_channel, "C1")
    with pytest.raises(ReadOnlyServer):
        await database.check()
    await set_read_only(url, False)
    # The connections to it live on: without being told to let go, it would be written to for ever.
    await database.run(add_channel, "C1")
    await database.check()
    assert await database.read(channels) == ["C1"]


async def test_a_look_at_its_health_is_enough_to_leave_a_standby(database: Database, url: str) -> None:
    """A process that only reads never meets a refusal."""
    await set_read_only(url, True)
    end_all_connections(url)
    with pytest.raises(ReadOnlyServer):
        await database.check()
    await set_read_only(url, False)
    await database.check()


async def set_read_only(url: str, is_read_only: bool) -> None:
    statement = sql.SQL("ALTER DATABASE losing SET default_transaction_read_only = {}")
    with closing(psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off")) as other:
        other.execute(statement.format(sql.Literal(is_read_only)))


async def test_a_reader_that_writes_by_mistake_costs_nobody_a_connection(database: Database) -> None:
    number = "SELECT pg_backend_pid()"
    before = await database.read(lambda session: session.execute(text(number)).scalar_one())
    with pytest.raises(DBAPIError):
        await database.read(lambda session: session.execute(text("DELETE FROM channel")))
    assert await database.read(lambda session: session.execute(text(number)).scalar_one()) == before


async def test_a_server_that_restarts_is_met_again_without_a_restart_of_ours(database: Database, wire: Wire) -> None:
    """First nobody listens there, then the server is not up yet."""
    await database.run(add_channel, "C1")
    wire.refuse(times=2)
    await asyncio.gather(database.submit(add_once, "C2"), database.read(channels))
    assert await database.read(channels) == ["C1", "C2"]
