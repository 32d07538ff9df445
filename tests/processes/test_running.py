"""How a process shows that it is well, copies its data, and stops."""

import asyncio
import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session

from bot.playground import Playground
from storage.db import Database
from tests.bots import Bots, Process, deployment
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_every_kind_of_process_stops_when_told_to(
    playground: Playground, postgres_database: str, how: signal.Signals
) -> None:
    """Here each begins from nothing, as an operator's does."""
    async with deployment(playground, postgres_database) as bots:
        await bots.run("migrate")
        for process in await asyncio.gather(bots.start("run"), bots.start("worker"), bots.web()):
            assert await process.stops(how) == 0, process.transcript()


async def test_a_process_that_never_gets_its_socket_stops_when_told_to(on_sqlite: Bots) -> None:
    playground = on_sqlite.playground
    playground.sockets.refuse_tickets = True
    starting = asyncio.create_task(on_sqlite.start("run"))
    await playground.wait_for(lambda: playground.sockets.refused > 0, timeout=30)
    (process,) = on_sqlite.running
    status = await process.stops()
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    assert status == 0, process.transcript()
    assert not re.search(r"ticket=\w", process.transcript()), "whoever has the ticket hears what the bot hears"


async def test_health_is_served_by_each_kind_of_process(on_postgres: Bots) -> None:
    await on_postgres.run("migrate")
    worker = await on_postgres.start("worker", HOST="127.0.0.1", PORT="0")
    web = await on_postgres.web()
    async with httpx.AsyncClient() as client:
        for process in (worker, web):
            for page, words in (("healthz", "ok"), ("readyz", "ready")):
                answer = await client.get(f"{_address(process)}/{page}")
                assert (answer.status_code, answer.text) == (200, words)


async def test_unsigned_requests_are_refused(on_postgres: Bots) -> None:
    await on_postgres.run("migrate")
    web = await on_postgres.web()
    command = {"command": "/reading", "text": "due", "team_id": on_postgres.playground.team_id, "user_id": "U1"}
    stamps: list[dict[str, str]] = [
        {},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=00"},
    ]
    async with httpx.AsyncClient() as client:
        for headers in stamps:
            answer = await client.post(f"{_address(web)}/slack/events", data=command, headers=headers)
            assert answer.status_code == 401


async def test_a_copy_is_made_while_the_bot_runs(on_sqlite: Bots, tmp_path: Path) -> None:
    process = await on_sqlite.start("run")
    copy = tmp_path / "copy.sqlite3"
    assert await on_sqlite.run("backup", str(copy)) == (0, f"Copied to {copy}.\n", "")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM workspace").fetchone() == (1,)
    status, _, errors = await on_sqlite.run("backup", str(copy))
    assert status == 1
    assert "is already there" in errors
    assert await process.stops() == 0


async def test_a_restored_copy_is_recognised_at_the_next_start(on_sqlite: Bots, tmp_path: Path) -> None:
    process = await on_sqlite.start("run")
    copy = tmp_path / "copy.sqlite3"
    await on_sqlite.run("backup", str(copy))
    await on_sqlite.stop(process)
    again = await on_sqlite.start("run", DATABASE_URL=f"sqlite:///{copy}")
    assert "This database was restored from a copy." in again.transcript()


async def test_a_restored_dump_is_recognised_once_it_has_been_said(on_postgres: Bots) -> None:
    await on_postgres.run("migrate")
    await on_postgres.stop(await on_postgres.start("worker"))
    status, said, errors = await on_postgres.run("restored")
    assert (status, errors) == (0, "")
    assert "looked for in Slack instead of being sent again" in said
    worker = await on_postgres.start("worker")
    assert "This database was restored from a copy." in worker.transcript()


async def test_logs_hold_no_tokens_and_no_message_text(on_sqlite: Bots) -> None:
    process = await on_sqlite.start("run")
    playground = on_sqlite.playground
    alice = playground.person("bella")
    await alice.types("/reading a secret thing 84")
    await alice.types("/outcome new Nobody may read this in a log", channel="@bot")
    await process.stops()
    said = "\n".join(process.lines)
    for secret in (playground.bot_token, playground.app_token, playground.signing_secret, "secret thing", "Nobody may"):
        assert secret not in said


def _address(process: Process) -> str:
    found = re.search(r"serving on port (\d+)", "\n".join(process.lines))
    assert found is not None
    return f"http://127.0.0.1:{found[1]}"


async def test_what_is_kept_is_compared_and_mended_on_request(on_sqlite: Bots) -> None:
    await on_sqlite.run("migrate")
    give_somebody_an_indicator(on_sqlite.database_url)
    assert await on_sqlite.run("check") == (0, "All 1 indicators stand as was kept.\n", "")
    with closing(sqlite3.connect(on_sqlite.database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DELETE FROM standing")
        connection.commit()
    status, _, errors = await on_sqlite.run("check")
    assert (status, errors.split(". ")[0]) == (1, "1 of 1 indicators stand otherwise than was kept: rough")
    status, said, _ = await on_sqlite.run("check", "--mend")
    assert (status, said.split(". ")[1]) == (0, "They were worked out again.\n")
    assert await on_sqlite.run("check") == (0, "All 1 indicators stand as was kept.\n", "")


async def test_a_digest_that_never_was_is_not_made_up(on_sqlite: Bots) -> None:
    await on_sqlite.run("migrate")
    give_somebody_an_indicator(on_sqlite.database_url)
    assert await on_sqlite.run("digest", "C1", "2026-05-12") == (1, "", "No digest was posted in C1 on 2026-05-12.\n")
    status, _, errors = await on_sqlite.run("digest", "C1", "12 May")
    assert (status, "%Y-%m-%d" in errors) == (2, True)


def give_somebody_an_indicator(url: str) -> None:
    """A workspace with one person in it, who owns it."""

    def make(session: Session) -> None:
        workspace = make_workspace(session)
        make_channel(session, workspace)
        alice = make_person(session, workspace, "Alice")
        make_indicator(session, alice, make_outcome(session, alice))

    with closing(Database(url)) as database:
        database.run_here(make)
