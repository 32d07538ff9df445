"""Databases for the runs, a source of workers, and a count for each test."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.delivery.crash.count import Count, report
from tests.delivery.crash.harness import Nursery
from tests.postgres import PostgresServer, find_programs

_numbers = count(1)


class Databases:
    """Databases with tables and no rows, of one kind."""

    def __init__(self, kind: str, request: pytest.FixtureRequest, folder: Path) -> None:
        self.kind, self._request, self._folder = kind, request, folder
        self._made: list[str] = []

    def workers(self, turn: int) -> int:
        """How many processes share one: SQLite serves one."""
        return 1 if self.kind == "sqlite" else 1 + turn % 2

    def new(self) -> str:
        """The URL of a new one."""
        if self.kind == "sqlite":
            path = self._folder / f"{next(_numbers)}.sqlite3"
            shutil.copy(self._request.getfixturevalue("migrated_file"), path)
            return f"sqlite:///{path}"
        name = f"crash_{next(_numbers)}"
        self._server.create(name, template=self._request.getfixturevalue("migrated_template"))
        self._made.append(name)
        return self._server.url(name)

    def drop(self) -> None:
        """Remove them."""
        for name in self._made:
            self._server.drop(name)

    @property
    def _server(self) -> PostgresServer:
        server: PostgresServer = self._request.getfixturevalue("postgres_server")
        return server


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """As many databases as a test wants; it runs once on SQLite and once on PostgreSQL."""
    made = Databases(request.param, request, tmp_path)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def nursery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where workers come from."""
    folder = tmp_path_factory.mktemp("nursery")
    kinds = ("sqlite", "postgresql") if find_programs() else ("sqlite",)
    made = [Databases(kind, request, folder) for kind in kinds]
    with Nursery(folder, *(each.new() for each in made)) as running:
        for each in made:
            each.drop()
        yield running


@pytest.fixture
def tally(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Count]:
    """What the test counts. The session's summary adds up each kind of run, by kind of database."""
    counted = Count()
    yield counted
    what = f"{request.node.originalname.removeprefix('test_').replace('_', ' ')} ({databases.kind})"
    report(counted, request.node, what)
