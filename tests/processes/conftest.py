"""A playground with one channel, and deployments beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.bots import Bots, deployment
from tests.databases import PATIENCE
from tests.forking import Forker
from tests.week.cast import FRIDAY, MANIFEST


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A Slack that stands at ten on a Friday morning in London."""
    async with Playground(MANIFEST, start_at=FRIDAY, ack_deadline=PATIENCE, patience=PATIENCE) as running:
        running.channel("shelter", running.person("alice"))
        yield running


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/outcome-bot.sqlite3"


@pytest.fixture
async def on_sqlite(playground: Playground, sqlite_url: str, forker: Forker) -> AsyncIterator[Bots]:
    """Processes on a SQLite file."""
    async with deployment(playground, sqlite_url, forker) as bots:
        yield bots


@pytest.fixture
async def on_postgres(playground: Playground, postgres_database: str, forker: Forker) -> AsyncIterator[Bots]:
    """Processes on a PostgreSQL database without tables."""
    async with deployment(playground, postgres_database, forker) as bots:
        yield bots
