"""What a running process says when it does not hear Slack, and what it finishes when it is told to stop."""

import asyncio
import re
import signal

import httpx

from tests.bots import Bots, Process
from tests.databases import PATIENCE
from tests.pooler import Wire
from tests.postgres import PostgresServer


async def test_a_bot_that_does_not_hear_slack_says_so_everywhere_and_lives_on(on_sqlite: Bots) -> None:
    playground = on_sqlite.playground
    dana = playground.person("dana", admin=True)
    process = await on_sqlite.start("run", HOST="127.0.0.1", PORT="0")
    await process.says("serving on port")
    await dana.types("/outcome list", channel="@bot", patience=PATIENCE)
    playground.world.identity.app_token = "xapp-another"
    playground.sockets.cut()

    notice = await playground.message_in(dana, containing="have not heard from Slack")
    assert "it refuses my app-level token or Socket Mode (invalid_auth)" in notice.text
    assert (await _page(process, "healthz"))[0] == 200
    status, words = await _page(process, "readyz")
    assert status == 503
    assert "Slack refuses SLACK_APP_TOKEN (invalid_auth)" in words
    assert sum("Slack has not been heard" in line for line in process.lines) == 1


async def test_a_second_signal_changes_nothing_and_what_is_under_way_is_finished(on_sqlite: Bots) -> None:
    playground = on_sqlite.playground
    alice = playground.who_is("alice")
    process = await on_sqlite.start("run")
    async with playground.faults.held("chat.postMessage") as gate:
        saying = asyncio.create_task(alice.says("csat 84", patience=PATIENCE))
        await gate.arrived.wait()
        process.child.send_signal(signal.SIGTERM)
        after = await process.says("stopping: finishing what is under way")
        process.child.send_signal(signal.SIGTERM)
        process.child.send_signal(signal.SIGINT)
        # Calls under way are finished and new ones are made: it is still there.
        gate.released.set()
        answer = await saying
    assert answer.messages
    assert await process.stops() == 0, process.transcript()
    assert "stopping" not in "\n".join(process.lines[after:])


async def test_a_database_that_is_gone_for_a_while_is_in_readyz_and_needs_no_restart(
    on_postgres: Bots, postgres_server: PostgresServer
) -> None:
    await on_postgres.run("migrate")
    wire = Wire(postgres_server.port)
    name = on_postgres.database_url.rpartition("/")[2]
    worker = await on_postgres.start(
        "worker", HOST="127.0.0.1", PORT="0", DATABASE_URL=PostgresServer(wire.port).url(name)
    )
    await worker.says("serving on port")
    assert await _page(worker, "readyz") == (200, "ready")
    wire.refuse(times=10_000)
    assert await _page(worker, "readyz") == (503, "the database does not answer")
    assert (await _page(worker, "healthz"))[0] == 200
    await worker.says("the plan round has no database, and is tried again")
    wire.refuse(times=0)
    assert await _page(worker, "readyz") == (200, "ready")
    assert await worker.stops() == 0, worker.transcript()
    assert "Traceback" not in "\n".join(line for line in worker.lines if "not ready" not in line)
    wire.close()


async def _page(process: Process, name: str) -> tuple[int, str]:
    (port,) = {found[1] for line in process.lines if (found := re.search(r"serving on port (\d+)", line))}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/{name}")
    return answer.status_code, answer.text
