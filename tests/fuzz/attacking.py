"""Sending what was spoiled to the bot, and counting what must not happen."""

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx
import yaml
from aiohttp import web

from bot.api.requests import Door
from bot.api.web import site, slack_route
from bot.playground import Playground
from bot.workspaces import Installed, slack_client
from handlers.app import create_app
from storage.db import Database
from tests.fuzz.recording import Recorded, record
from tests.fuzz.spoiling import Sent, Spoiler
from tests.handlers.conftest import MANIFEST, running_bot
from tests.make import FRIDAY
from tests.wiring import running_deps

LATE_AFTER = 3.0
"""Seconds in which Slack wants an answer."""


@dataclass
class Report:
    """What was sent, and what came of it."""

    payloads: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    """Requests answered with 5xx, or taken though they were not signed."""
    tracebacks: list[str] = field(default_factory=list)
    """Lines of the log that are errors or have a traceback."""
    late: list[str] = field(default_factory=list)
    slowest: float = 0.0
    memory: list[int] = field(default_factory=list)
    """Bytes in use, looked at a hundred times on the way."""

    @property
    def growth(self) -> int:
        """Bytes by which the last third used more than the one before it: the first is still filling caches."""
        third = max(1, len(self.memory) // 3)
        before, last = self.memory[third : 2 * third] or [0], self.memory[-third:] or [0]
        return sum(last) // len(last) - sum(before) // len(before)

    def __str__(self) -> str:
        answered = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.payloads} payloads, {len(self.failed)} 5xx or let in unsigned, {len(self.tracebacks)} tracebacks, "
            f"{len(self.late)} late (slowest {self.slowest:.2f} s), growth {self.growth / 2**20:+.1f} MB ({answered})"
        )


class _Watch(logging.Handler):
    """Takes down what the log must not have."""

    def __init__(self, report: Report) -> None:
        super().__init__(logging.WARNING)
        self._report = report
        self._shown = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it if it is an error, has a traceback, or is longer than a line should be."""
        if record.levelno >= logging.ERROR or record.exc_info or len(record.getMessage()) > 1_000:
            shown = self._shown.format(record)
            self._report.tracebacks.append(shown if len(shown) < 3_000 else f"{shown[:600]}\n…\n{shown[-2_000:]}")


async def attack(
    database: Database,
    *,
    payloads: int,
    seed: int,
    seconds: float = 3_600,
    at_once: int = 4,
    late_after: float = LATE_AFTER,
) -> tuple[Report, list[Recorded]]:
    """Record every kind of payload with this database, and send it so many spoiled ones, or as many as fit into so many
    seconds.
    """
    until = time.monotonic() + seconds
    async with Playground(yaml.safe_load(MANIFEST.read_text()), start_at=FRIDAY, ack_deadline=30.0) as playground:
        async with running_bot(playground, database) as bot:
            recorded = await record(bot)
            workspace_id = bot.workspace_id
        clock_file, secret = playground.clock_file, playground.signing_secret
        async with _silent_slack(playground.team_id) as address:
            readdressed = json.loads(json.dumps([each.payload for each in recorded]).replace(playground.url, address))
            known = [Recorded(each.kind, payload) for each, payload in zip(recorded, readdressed, strict=True)]
            client = slack_client(playground.bot_token, api_url=f"{address}/api/")
            installed = Installed(workspace_id, playground.team_id, "B1", playground.bot_user_id, client)
            spoiler = Spoiler(known, secret, Random(seed), lambda: int(time.time()))
            report = await _send(spoiler, database, clock_file, installed, payloads, until, at_once, late_after)
    return report, recorded


async def _send(
    spoiler: Spoiler,
    database: Database,
    clock_file: Path,
    installed: Installed,
    payloads: int,
    until: float,
    at_once: int,
    late_after: float,
) -> Report:
    report, watch = Report(), None
    async with running_deps(database, clock_file, installed) as deps:
        application = site(slack_route(create_app(deps, client=installed.client), Door(spoiler.secret)))
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        watch = _Watch(report)
        logging.getLogger().addHandler(watch)
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://bot", timeout=60) as client:
                left = iter(range(payloads))
                every = max(1, payloads // 100)

                async def worker() -> None:
                    for number in left:
                        if time.monotonic() > until:
                            return
                        await _post(client, spoiler.next(), report, late_after)
                        if number % every == 0:
                            report.memory.append(_memory())

                await asyncio.gather(*(worker() for _ in range(at_once)))
            await deps.background.finish(within=30)
        finally:
            logging.getLogger().removeHandler(watch)
    return report


async def _post(client: httpx.AsyncClient, sent: Sent, report: Report, late_after: float) -> None:
    began = time.monotonic()
    answer = await client.post("/slack/events", content=sent.body, headers=list(sent.headers.items()))
    took = time.monotonic() - began
    report.payloads += 1
    report.statuses[answer.status_code] += 1
    report.slowest = max(report.slowest, took)
    if answer.status_code >= 500 or (not sent.is_signed and answer.status_code < 400):
        report.failed.append(f"{answer.status_code} {sent.what}: {sent.body[:2000]!r}")
    if took > late_after:
        report.late.append(f"{took:.1f} s {sent.what}: {sent.body[:2000]!r}")


def _memory() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 if Path("/proc/self/statm").exists() else 0


@asynccontextmanager
async def _silent_slack(team_id: str) -> AsyncIterator[str]:
    """The address of a Slack that says yes to everything and remembers nothing."""

    async def answer(request: web.Request) -> web.Response:
        fields = await request.post()
        said: dict[str, Any] = {"ok": True, "ts": "1.1", "channel": "C1", "members": []}
        match request.path.rpartition("/")[2]:
            case "users.info":
                who = str(fields.get("user") or request.query.get("user") or "U1")
                said["user"] = {"id": who, "team_id": team_id, "name": "erin", "tz": "Europe/London", "profile": {}}
            case "conversations.info":
                said["channel"] = {"id": "C1", "name": "somewhere", "is_member": True}
        return web.json_response(said)

    application = web.Application(client_max_size=2**25)
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
