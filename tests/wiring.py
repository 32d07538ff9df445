"""The one way in which tests put a bot's parts together, where they do not start a whole process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.background import Background
from bot.clock import shifted_clock
from bot.deps import Deps
from bot.http import HttpSender
from bot.pauses import Pauses
from bot.sealing import TokenKeys
from bot.sources.fetching import Fetcher
from bot.workspaces import Installed, Workspaces
from storage.db import Database
from tests.systems import HOST

TOKEN_KEY = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMTI="


def make_deps(database: Database, clock_file: Path, *installed: Installed, http: HttpSender | None = None) -> Deps:
    """What a driver needs, for these workspaces, by the clock that the playground moves."""
    clock = shifted_clock(clock_file)
    workspaces = Workspaces(pauses=Pauses(database, clock=clock))
    for each in installed:
        workspaces.add(each)
    return Deps(
        database=database,
        clock=clock,
        workspaces=workspaces,
        http=http or HttpSender(),
        background=Background(),
        fetch=Fetcher((HOST,)).fetch,
        token_keys=TokenKeys([TOKEN_KEY]),
    )


@dataclass
class Steady:
    """A count of seconds that a test moves on."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def running_deps(
    database: Database, clock_file: Path, *installed: Installed, http: HttpSender | None = None
) -> AsyncIterator[Deps]:
    """The same, finished and closed after the block."""
    deps = make_deps(database, clock_file, *installed, http=http)
    yield deps
    await deps.background.finish(within=5)
    await deps.studio.close()
    await deps.http.close()
