"""A throw-away PostgreSQL server for one test session, and a database of its own for each test that asks."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

__all__ = [
    "database_url",
    "postgres_database",
    "postgres_server",
    "postgres_template",
    "pytest_runtest_makereport",
]

# C sorts by bytes on every platform: a query that leans on a collation fails here before it fails at a user's.
_INITDB = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
_SETTINGS = """
listen_addresses = '127.0.0.1'
max_connections = 200
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
"""
# Nothing in this server outlives the session, so it may forget everything in a power cut.
_FORGETFUL = """
fsync = off
full_page_writes = off
synchronous_commit = off
"""

# Keeps the server for as long as the tests hold the other end of its standard input. That pipe closes when the session
# closes it and when the session is killed, however hard; either way the server stops and its files go.
_KEEPER = """
if ! "$1/pg_ctl" start --pgdata="$2/data" --log="$2/log" --silent --wait --timeout=60 </dev/null; then
  cat "$2/log"
  exit 1
fi
echo ready
cat >/dev/null
"$1/pg_ctl" stop --pgdata="$2/data" --mode=immediate --silent
rm -rf "$2"
"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server on a loopback port, where everybody is let in."""

    port: int

    def url(self, database: str) -> str:
        """The address of one of its databases, in the form that operators write into `DATABASE_URL`."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, *, template: str) -> None:
        """Make `database` a copy of `template`, to which nobody may be connected meanwhile."""
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template))
        )

    def drop(self, database: str) -> None:
        """Remove `database`, and whoever is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _execute(self, statement: sql.Composed) -> None:
        # Closed by name: a psycopg connection's own `with` commits, and neither statement may run in a transaction.
        with closing(psycopg.connect(self.url("postgres"), autocommit=True)) as connection:
            connection.execute(statement)


_NO_SERVER = "No PostgreSQL server program (initdb, pg_ctl) was found, so nothing was tried on PostgreSQL."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report all tests skipped for want of a server from one place, so that the summary says it in one line."""
    report = yield
    match report.longrepr:
        case (_, _, str(reason)) if reason.endswith(_NO_SERVER):
            report.longrepr = (__file__, 0, reason)
    return report


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The session's server. Without a server program: fails in CI, skips elsewhere."""
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(_NO_SERVER, pytrace=False)
        pytest.skip(_NO_SERVER)
    with running_server(programs) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The database that each test gets a copy of: an empty one. Tests that start from tables override this."""
    return "template0"


_numbers = count(1)


@pytest.fixture
def postgres_database(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The URL of a database that is this test's alone."""
    database = f"test_{next(_numbers)}"
    postgres_server.create(database, template=postgres_template)
    yield postgres_server.url(database)
    postgres_server.drop(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; a test that takes it runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'outcome-bot.sqlite3'}"
    url: str = request.getfixturevalue("postgres_database")
    return url


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, or None. Debian keeps it off the PATH."""
    candidates = []
    if initdb := shutil.which("initdb"):
        # A link on the PATH may stand alone; the other programs are where it leads.
        candidates.append(Path(initdb).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in candidates if _has_server(folder)), None)


def _has_server(folder: Path) -> bool:
    return all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres"))


@contextmanager
def running_server(programs: Path, *, durable: bool = False) -> Iterator[PostgresServer]:
    """A server inside the block, made by the programs in that folder; nothing of it afterwards.

    A `durable` one writes to the disk what it commits, as an operator's does: for measuring.
    """
    folder = Path(tempfile.mkdtemp(prefix="outcome-bot-postgres-"))
    account = server_account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    port = free_port()
    try:
        _make_cluster(programs, folder, port=port, account=account, durable=durable)
        with _keeper(programs, folder, account=account):
            yield PostgresServer(port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(programs: Path, folder: Path, *, port: int, account: pwd.struct_passwd | None, durable: bool) -> None:
    made = subprocess.run(
        [programs / "initdb", *_INITDB, f"--pgdata={folder / 'data'}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=account and [],
    )
    if made.returncode:
        pytest.fail(f"initdb failed:\n{made.stdout}{made.stderr}", pytrace=False)
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS if durable else _SETTINGS + _FORGETFUL)
        settings.write(f"port = {port}\nunix_socket_directories = '{folder}'\n")


@contextmanager
def _keeper(programs: Path, folder: Path, *, account: pwd.struct_passwd | None) -> Iterator[None]:
    """Keep the server running inside the block; on return it is gone."""
    with subprocess.Popen(
        ["/bin/sh", "-c", _KEEPER, "keeper", programs, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        start_new_session=True,  # A Ctrl-C is for the tests; the server stops after them.
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=account and [],
    ) as keeper:
        assert keeper.stdout is not None
        said = keeper.stdout.readline()
        if said.strip() != "ready":
            pytest.fail(f"The PostgreSQL server did not start:\n{said}{keeper.stdout.read()}", pytrace=False)
        yield


def server_account() -> pwd.struct_passwd | None:
    """Whom the server runs as, if not as whoever runs the tests: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
