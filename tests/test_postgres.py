"""The throw-away PostgreSQL server itself: databases are apart, and it ends with its session."""

import subprocess
import sys
from contextlib import closing

import psycopg
import pytest

from tests.postgres import PostgresServer


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_gets_an_empty_database_of_its_own(postgres_database: str, number: int) -> None:
    with closing(psycopg.connect(postgres_database)) as connection:
        # The second run of this test would fail here if it met the first one's table.
        connection.execute("CREATE TABLE readings (value integer)")
        connection.commit()
        assert connection.execute("SELECT count(*) FROM readings").fetchone() == (0,)


def test_a_copied_database_starts_with_the_rows_of_its_template(postgres_server: PostgresServer) -> None:
    postgres_server.create("original", template="template0")
    with psycopg.connect(postgres_server.url("original")) as connection:
        connection.execute("CREATE TABLE readings AS SELECT 84 AS value")
    postgres_server.create("copied", template="original")
    with psycopg.connect(postgres_server.url("copied")) as connection:
        assert connection.execute("SELECT value FROM readings").fetchall() == [(84,)]
    postgres_server.drop("copied")
    postgres_server.drop("original")


def test_a_database_is_dropped_even_while_someone_is_connected(postgres_server: PostgresServer) -> None:
    postgres_server.create("busy", template="template0")
    with closing(psycopg.connect(postgres_server.url("busy"))):
        postgres_server.drop("busy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(postgres_server.url("busy"))


_SESSION = """
import sys
from tests.postgres import find_programs, running_server

with running_server(find_programs()) as server:
    print(server.port, flush=True)
    sys.stdin.read()
"""


def test_the_server_of_a_killed_session_stops(postgres_server: PostgresServer) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SESSION], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as session:
        assert session.stdout is not None
        server = PostgresServer(int(session.stdout.readline()))
        with closing(psycopg.connect(server.url("postgres"))) as connection:
            session.kill()
            # Ends when the server goes, long before the hour is over.
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT pg_sleep(3600)")
