"""Submissions that wait for SQLite's one writer together."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from storage.db import Database
from storage.group_commit import Busy
from storage.tables import Channel
from tests.make import make_workspace


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Any:
    path = tmp_path / "outcome-bot.sqlite3"
    path.write_bytes(migrated_file.read_bytes())
    opened = Database(f"sqlite:///{path}")
    opened.run_here(make_workspace)
    yield opened
    opened.close()


@asynccontextmanager
async def everybody_waiting(database: Database) -> AsyncIterator[None]:
    """Whoever submits inside the block waits for the writer until its end."""
    go_on = threading.Event()
    held = asyncio.create_task(database.run(lambda _: go_on.wait(5)))
    yield
    await asyncio.sleep(0)  # what was submitted as tasks is queued now
    go_on.set()
    await held


def adding(channel_id: str, then: Callable[[Session], object] = lambda _: None) -> Callable[[Session], str]:
    def add(session: Session) -> str:
        session.add(Channel(workspace_id=1, channel_id=channel_id))
        session.flush()
        then(session)
        return channel_id

    return add


def fails(_: Session) -> None:
    raise LookupError


def loses_the_transaction(session: Session) -> None:
    session.connection().connection.dbapi_connection.execute("ROLLBACK")  # type: ignore[union-attr]  # sqlite3's own


def saved(database: Database) -> list[str]:
    return list(database.read_here(lambda session: session.exec(select(Channel.channel_id)).all()))


async def test_those_who_wait_together_share_a_commit(database: Database) -> None:
    commits: list[object] = []
    async with everybody_waiting(database):
        tasks = [asyncio.create_task(database.submit(adding(f"C{number}"))) for number in range(5)]
        event.listen(database.engine, "commit", commits.append)
    assert await asyncio.gather(*tasks) == ["C0", "C1", "C2", "C3", "C4"]
    assert saved(database) == ["C0", "C1", "C2", "C3", "C4"]
    assert len(commits) == 1


async def test_one_that_fails_is_undone_alone(database: Database) -> None:
    async with everybody_waiting(database):
        tasks = [
            asyncio.create_task(database.submit(work))
            for work in (adding("C1"), adding("C2", then=fails), adding("C3"))
        ]
    first, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    assert (first, type(second), third) == ("C1", LookupError, "C3")
    assert saved(database) == ["C1", "C3"]


async def test_nobody_is_told_that_a_lost_transaction_was_saved(database: Database) -> None:
    async with everybody_waiting(database):
        works = (adding("C1"), adding("C2", then=loses_the_transaction), adding("C3"))
        tasks = [asyncio.create_task(database.submit(work)) for work in works]
    first, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, Busy)
    assert isinstance(second, Exception)
    assert third == "C3", "it came too late for that transaction and had the next one"
    assert saved(database) == ["C3"]
