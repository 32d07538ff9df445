"""Runs of the bot in which a process dies at a named place, and the count of what people got.

Each run is a Monday and a Tuesday in three zones: three reminders, three second pings, one digest, one file, three
readings by command, one that a system gives and one that a system does not. Workers are real processes on a real
database that send to a playground in this process, which fails about a third of all posts by seeded chance. The
playground's clock stands still while workers work and goes from one instant at which something is to be done to the
next, so a run takes a second or two with the product's own lease and settling time. A worker that is killed is started
again; one that was frozen is let go after its lease and the settling time.

The usual run kills at each place once on each database. More of it:

    CRASH_SEEDS=8 python -m pytest -m crash
"""

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.playground import Fault, Playground
from storage.db import Database
from tests.delivery.crash.count import Count
from tests.delivery.crash.story import (
    BEGINS,
    ENDED_AS,
    ENDS,
    EXPECTED,
    FETCHED,
    GIVEN,
    arrange,
    keys_of,
    records,
    shown,
    still_asking,
)

ROOT = Path(__file__).parents[3]
_CHANCES = (
    ("chat.postMessage", Fault.RATE_LIMITED, 0.10),
    ("chat.postMessage", Fault.DROP_AFTER, 0.08),
    ("chat.postMessage", Fault.DROP_BEFORE, 0.06),
    ("chat.postMessage", Fault.ERROR_AFTER, 0.04),
    ("chat.postMessage", Fault.ERROR_BEFORE, 0.04),
    ("chat.postMessage", Fault.INTERNAL_ERROR_AFTER, 0.03),
    ("chat.postMessage", Fault.SLOW, 0.04),
    ("files.completeUploadExternal", Fault.DROP_AFTER, 0.15),
    ("files.completeUploadExternal", Fault.ERROR_AFTER, 0.10),
    ("files.completeUploadExternal", Fault.DROP_BEFORE, 0.10),
    ("files.getUploadURLExternal", Fault.DROP_AFTER, 0.10),
    ("conversations.history", Fault.ERROR_BEFORE, 0.10),
    ("conversations.open", Fault.DROP_AFTER, 0.10),
    ("chat.update", Fault.DROP_AFTER, 0.10),
    ("chat.update", Fault.RATE_LIMITED, 0.10),
)


_MOST_PASSES = {
    "planning": 12,
    "recovering": 12,
    "claiming": 9,
    "rendering": 8,
    "confirming": 8,
    "sending": 8,
    "recording result": 8,
    "fetching": 4,
}
"""How often a run without trouble surely comes by; twice where it is not said."""


def points() -> list[str]:
    """Every place at which the code lets a process be ended, in the order of the files."""
    folders = ("bot", "handlers", "storage")
    sources = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    found = [name for path in sources for name in re.findall(r'crashpoints\.reached\("([^"]+)"\)', path.read_text())]
    return [*dict.fromkeys(found), "recording: committed"]


@dataclass(frozen=True)
class Plan:
    """One run: on which database, where who dies how, and how things are done."""

    database_url: str
    point: str = ""
    passes: int = 1
    how: str = "kill"
    workers: int = 1
    seed: int = 0
    policy: str = "read-back"
    healthy: bool = False


class Nursery:
    """The process that forks workers, having lived through a run without trouble in these databases itself. Use it as
    a context manager.
    """

    def __init__(self, folder: Path, *database_urls: str) -> None:
        self._socket, self._database_urls = folder / "workers", database_urls

    def __enter__(self) -> "Nursery":
        command = [sys.executable, "-m", "tests.delivery.crash.worker", str(self._socket), *self._database_urls]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    async def worker(self, config: dict[str, Any]) -> "Worker":
        """A new worker."""
        reader, writer = await asyncio.open_unix_connection(str(self._socket))
        worker = Worker(reader, writer)
        worker.pid = (await worker.asks(config))["pid"]
        return worker


class Died(Exception):
    """The worker is gone."""


class Worker:
    """One process of the bot."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.pid = 0
        self.frozen = False
        self.turn = asyncio.Lock()
        """Held while it is asked and answers: of two who ask at once, one would get the other's answer."""

    async def asks(self, order: dict[str, Any]) -> dict[str, Any]:
        """Have it do something; what it answers. Raises `Died`."""
        try:
            self._writer.write(json.dumps(order).encode() + b"\n")
            await self._writer.drain()
        except ConnectionError as error:
            raise Died from error
        return await self.answers()

    async def answers(self) -> dict[str, Any]:
        """The next thing that it says. Raises `Died`."""
        try:
            async with asyncio.timeout(60):
                line = await self._reader.readline()
        except ConnectionError as error:
            raise Died from error
        if not line:
            raise Died
        answer: dict[str, Any] = json.loads(line)
        assert "error" not in answer, answer["error"]
        self.frozen = "frozen" in answer
        return answer

    def thaw(self) -> None:
        """Let a frozen one go on."""
        os.kill(self.pid, signal.SIGCONT)

    async def close(self) -> None:
        """Let go of it; it ends by itself."""
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()


class Run:
    """One run of a plan."""

    def __init__(self, plan: Plan, nursery: Nursery) -> None:
        self._plan, self._nursery = plan, nursery
        self._workers: list[Worker] = []
        self.count = Count(runs=1)

    async def live(self) -> Count:
        """Live through it; the count."""
        manifest = yaml.safe_load((ROOT / "config" / "manifest.yaml").read_text())
        manifest["oauth_config"]["scopes"]["bot"] += ["files:write"]
        async with Playground(manifest, start_at=BEGINS, seed=self._plan.seed) as playground:
            self._playground = playground
            playground.clock.stop()
            self._furnish()
            try:
                self._workers = [
                    # Whoever comes by first dies; only one of them is to stand still.
                    await self._start(doomed=number == 0 or self._plan.how == "kill")
                    for number in range(self._plan.workers)
                ]
                await self._pass_time()
            finally:
                for worker in self._workers:
                    await worker.close()
            self._look()
        return self.count

    def _furnish(self) -> None:
        playground = self._playground
        people = {name: playground.person(name) for name in ("alice", "bob", "charlie", "dana")}
        self._ids = {f"U{name.upper()}": person.id for name, person in people.items()}
        channel = playground.channel("shelter", *people.values())
        self._ids["channel"] = channel.id
        if not self._plan.healthy:
            playground.faults.add("chat.postMessage", Fault.DROP_AFTER, skip=self._plan.seed % 3)
            for method, fault, probability in _CHANCES:
                playground.faults.chance(method, fault, probability, seconds=1.0)
        database = Database(self._plan.database_url)
        self._workspace_id = database.run_here(arrange, playground.team_id, self._ids)
        database.close()

    async def _start(self, *, doomed: bool) -> Worker:
        plan, playground = self._plan, self._playground
        return await self._nursery.worker(
            {
                "database_url": plan.database_url,
                "api_url": playground.api_url,
                "token": playground.bot_token,
                "team_id": playground.team_id,
                "workspace_id": self._workspace_id,
                "clock_file": str(playground.clock_file),
                "point": plan.point,
                "passes": plan.passes,
                "how": plan.how if doomed else "",
                "policy": plan.policy,
            }
        )

    async def _pass_time(self) -> None:
        """From one instant at which something is to be done to the next."""
        clock, given = self._playground.clock, list(GIVEN)
        while clock.now() <= ENDS:
            answers = await asyncio.gather(*(self._round(place) for place in range(len(self._workers))))
            if {} in answers:
                continue  # somebody died in the middle of it: the next one takes it from here
            while given and given[0][0] <= clock.now():
                await self._give(*given.pop(0)[1:])
            upcoming = [datetime.fromisoformat(answer["next"]) for answer in answers if answer.get("next")]
            marks = [*upcoming, *(at for at, *_ in given[:1]), clock.now() + timedelta(hours=12)]
            clock.set(max(min(marks), clock.now() + timedelta(seconds=1)))

    async def _round(self, place: int) -> dict[str, Any]:
        return await self._ask(place, {"do": "round"})

    async def _ask(self, place: int, order: dict[str, Any]) -> dict[str, Any]:
        """Have the worker at that place do it. One that dies is started again; one that stands still is left alone
        for a while.
        """
        worker = self._workers[place]
        async with worker.turn:
            try:
                answer = await worker.asks(order)
            except Died:
                self.count.killed += 1
                await worker.close()
                self._workers[place] = await self._start(doomed=False)
                return {}
            if worker.frozen:
                self.count.frozen += 1
                return await self._wait_out(place)
            return answer

    async def _wait_out(self, frozen: int) -> dict[str, Any]:
        """Its lease and the settling time go by while the others go on, and then it is let go; what it then answers.

        In real time too, as far as its own budget; and no longer than that where the others wait for its locks.
        """
        others = [place for place in range(len(self._workers)) if place != frozen]
        real = asyncio.create_task(asyncio.sleep(0.6))  # a stretch of real time is what is wanted here
        for _ in range(12):
            self._playground.clock.advance(timedelta(seconds=16))
            working = [asyncio.create_task(self._round(place)) for place in others]
            if working:
                await asyncio.wait(working, timeout=1.0)
            if any(not task.done() for task in working):
                break
        await real
        self._workers[frozen].thaw()
        answer = await self._workers[frozen].answers()
        if others:
            await asyncio.wait(working)
        return answer

    async def _give(self, user_id: str, line: str, key: str) -> None:
        """A person sends a command, and sends it again while there is no answer."""
        order = {"do": "give", "user_id": self._ids[user_id], "line": line, "key": key}
        for _ in range(5):
            if (await self._ask(len(self._workers) - 1 if self._plan.seed % 2 else 0, order)).get("reading"):
                return
        self.count.problems.append(f"{line!r} was never confirmed")

    def _look(self) -> None:
        """Count."""
        count, playground = self.count, self._playground
        posts = Counter(key for message in playground.posts for key in keys_of(message))
        expected = [key.format_map(self._ids) for key in EXPECTED]
        database = Database(self._plan.database_url)
        states, due, readings = database.read_here(records)
        waiting = database.read_here(still_asking)
        database.close()
        count.messages = len(expected)
        count.doubled = sum(times > 1 for times in posts.values())
        count.gave_up = sum(states.get(key) == "dead" for key in expected)
        # What stands below a digest that was given up never comes into being.
        given_up = {key for key in expected if states.get(key) == "dead"}
        wanted = [key for key in expected if not any(key.startswith(f"below:{digest}:") for digest in given_up)]
        count.lost = sum(posts[key] == 0 for key in wanted if key not in given_up)
        given = [*(line.split()[0] for _, _, line, _ in GIVEN), FETCHED]
        count.readings = len(given)
        count.readings_lost = sum(readings[key] == 0 for key in given)
        count.readings_doubled = sum(times > 1 for times in readings.values())
        strangers = posts.keys() - expected
        if strangers and not count.gave_up:
            count.problems.append(f"nobody expected {sorted(strangers)}")
        stuck = {key: state for key, state in states.items() if state in ("queued", "sending", "unknown", "probing")}
        if stuck:
            count.problems.append(f"stuck: {stuck}")
        if waiting:
            count.problems.append(f"still to be fetched: {waiting}")
        if due != ENDED_AS:
            count.problems.append(f"the readings ended as {due}")
        if count.lost == count.gave_up == 0 and "110" not in shown(
            playground, f"reminder:{self._ids['UALICE']}:2026-03-30"
        ):
            count.problems.append("the answer never showed in the reminder")


async def live_through(plans: list[Plan], nursery: Nursery) -> Count:
    """Run these plans one after the other; what came of all of them. Problems name the plan."""
    total = Count()
    for plan in plans:
        count = await Run(plan, nursery).live()
        trouble = count.lost or count.doubled or count.readings_lost or count.readings_doubled
        count.problems = [f"{plan}: {problem}" for problem in count.problems]
        if trouble:
            count.problems.append(f"{plan}: {count}")
        total += count
    return total


def passes_for(point: str, seed: int) -> int:
    """At which pass to die: the first for the first seed, and then some later one."""
    most = _MOST_PASSES.get(point.split(":")[0], 2)
    return 1 if seed == 0 else random.Random(f"{point}{seed}").randint(1, most)
