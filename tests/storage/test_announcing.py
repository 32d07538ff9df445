"""What came to pass is told once it is committed, never before, and never if it was undone."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from storage.announcing import announce, announced, savepoint
from storage.db import Database
from storage.group_commit import Busy
from storage.tables import Channel
from tests.actions.conftest import Team
from tests.make import make_channel, make_workspace


class Listener:
    """What was told, and how many channels everybody could see at that moment."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.told: list[tuple[Any, ...]] = []
        self.saved: list[list[str]] = []

    def hear(self, happened: Sequence[Any]) -> None:
        self.told.append(tuple(happened))
        self.saved.append(channels(self.database))


@pytest.fixture
def listener(database: Database) -> Listener:
    database.run_here(make_workspace)
    hearing = Listener(database)
    database.listen(hearing.hear)
    return hearing


def channels(database: Database) -> list[str]:
    return database.read_here(lambda session: sorted(session.exec(select(Channel.channel_id))))


def add(session: Session, channel_id: str) -> str:
    """Add a channel and announce it."""
    session.add(Channel(workspace_id=1, channel_id=channel_id))
    session.flush()
    announce(session, f"{channel_id} is new")
    return channel_id


def fail_after_adding(session: Session, channel_id: str) -> None:
    add(session, channel_id)
    raise LookupError


def test_what_a_savepoint_undoes_was_never_announced(session: Session, team: Team) -> None:
    announce(session, "before")
    with pytest.raises(LookupError), savepoint(session):
        fail_after_adding(session, "C2")
    with savepoint(session):
        add(session, "C3")
    announce(session, "after")

    assert announced(session) == ["before", "C3 is new", "after"]
    assert sorted(session.exec(select(Channel.channel_id))) == ["C1", "C3"]


def test_an_inner_savepoint_is_taken_back_with_the_outer_one(session: Session, team: Team) -> None:
    def fail_after_adding_within(session: Session) -> None:
        with savepoint(session):
            add(session, "C2")
        assert announced(session) == ["C2 is new"]
        raise LookupError

    with pytest.raises(LookupError), savepoint(session):
        fail_after_adding_within(session)

    assert announced(session) == []
    assert session.exec(select(Channel.channel_id)).all() == ["C1"]


def test_each_unit_of_work_begins_with_nothing_announced(database: Database, listener: Listener) -> None:
    database.run_here(add, "C1")

    assert database.run_here(announced) == []
    assert database.read_here(announced) == []


@pytest.mark.parametrize("how", ["run", "submit"])
async def test_what_happened_is_told_in_order_and_when_everybody_can_see_it(
    database: Database, listener: Listener, how: str
) -> None:
    def two(session: Session) -> str:
        add(session, "C1")
        assert listener.told == []
        return add(session, "C2")

    assert await getattr(database, how)(two) == "C2"
    assert listener.told == [("C1 is new", "C2 is new")]
    assert listener.saved == [["C1", "C2"]]


@pytest.mark.parametrize("how", ["run", "submit"])
async def test_what_failed_is_not_told(database: Database, listener: Listener, how: str) -> None:
    with pytest.raises(LookupError):
        await getattr(database, how)(fail_after_adding, "C1")

    assert await getattr(database, how)(lambda _: "nothing to tell") == "nothing to tell"
    assert (listener.told, channels(database)) == ([], [])


async def test_of_those_who_wait_together_only_what_was_saved_is_told(database: Database, listener: Listener) -> None:
    go_on = threading.Event()
    held = asyncio.create_task(database.run(lambda _: go_on.wait(5)))
    works = ((add, "C1"), (fail_after_adding, "C2"), (add, "C3"))
    tasks = [asyncio.create_task(database.submit(work, channel_id)) for work, channel_id in works]
    await asyncio.sleep(0)  # they are queued now
    go_on.set()
    first, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    await held

    assert (first, type(second), third) == ("C1", LookupError, "C3")
    assert sorted(listener.told) == [("C1 is new",), ("C3 is new",)]
    assert channels(database) == ["C1", "C3"]


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_nothing_is_told_of_a_shared_transaction_that_was_lost(database: Database, listener: Listener) -> None:
    def lose_the_transaction(session: Session) -> None:
        session.connection().connection.dbapi_connection.execute("ROLLBACK")  # type: ignore[union-attr]  # sqlite3's own

    go_on = threading.Event()
    held = asyncio.create_task(database.run(lambda _: go_on.wait(5)))
    tasks = [
        asyncio.create_task(database.submit(add, "C1")),
        asyncio.create_task(database.submit(lose_the_transaction)),
    ]
    await asyncio.sleep(0)  # they are queued now
    go_on.set()
    first, second = await asyncio.gather(*tasks, return_exceptions=True)
    await held

    assert isinstance(first, Busy)
    assert isinstance(second, Exception)
    assert (listener.told, channels(database)) == ([], [])


@pytest.fixture
def hasty(migrated_url: str) -> Iterator[Database]:
    """A database whose submissions are given up after a twentieth of a second."""
    database = Database(migrated_url, patience_for=0.05)
    database.run_here(make_workspace)
    yield database
    database.close()


async def test_what_was_given_up_is_not_told(hasty: Database) -> None:
    listener, go_on = Listener(hasty), threading.Event()
    hasty.listen(listener.hear)

    def slow(session: Session) -> None:
        add(session, "C1")
        assert go_on.wait(5)

    with pytest.raises(Busy):
        await hasty.submit(slow)
    go_on.set()
    await hasty.run(add, "C2")

    assert listener.told == [("C2 is new",)]
    assert channels(hasty) == ["C2"]


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
async def test_a_unit_of_work_that_is_run_again_tells_what_it_did_once(database: Database, listener: Listener) -> None:
    database.run_here(add, "C1")
    database.run_here(add, "C2")
    met, runs = threading.Barrier(2, timeout=5), []

    def rename(session: Session, first: str, then: str) -> None:
        runs.append(first)
        again = len(runs) > 2
        announce(session, f"{first} and {then}")
        for number, channel_id in enumerate((first, then)):
            if number and not again:
                met.wait()
            session.execute(text("UPDATE channel SET name = name || 'x' WHERE channel_id = :id"), {"id": channel_id})

    await asyncio.gather(database.run(rename, "C1", "C2"), database.run(rename, "C2", "C1"))

    assert len(runs) == 3, "the two were in each other's way, and one was run again"
    assert sorted(listener.told) == [("C1 and C2",), ("C2 and C1",)]


async def test_without_a_listener_what_is_announced_harms_nobody(database: Database) -> None:
    await database.run(lambda session: make_channel(session, make_workspace(session), "C1"))

    assert await database.run(add, "C2") == "C2"
    assert await database.submit(add, "C3") == "C3"
