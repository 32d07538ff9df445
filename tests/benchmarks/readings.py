"""How fast `/reading` is answered, beside a Bolt app that only says "ok": `python -m tests.benchmarks.readings`."""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import yaml
from sqlmodel import func, select

from bot.clock import system_clock
from bot.playground import Person, Playground
from storage import schema
from storage.db import Database
from storage.tables import Reading
from tests.benchmarks.team import PEOPLE, furnish, requests
from tests.bots import ROOT, Bots, Process, deployment
from tests.postgres import PostgresServer, find_programs, running_server

AT_ONCE = 64
_WARM_UP = 200
_CALM = 3.0
"""Seconds after which a process that has just started is taken to be idle."""


@dataclass(frozen=True)
class Variant:
    """One line of the table: which server, and whether everybody gives readings of the same indicator."""

    name: str
    server: str
    one_indicator: bool = False


_VARIANTS = (
    Variant("bare Bolt app, answers ok", "bare"),
    Variant("SQLite, 20 indicators", "sqlite"),
    Variant("SQLite, one indicator", "sqlite", one_indicator=True),
    Variant("PostgreSQL, 20 indicators", "postgresql"),
    Variant("PostgreSQL, one indicator", "postgresql", one_indicator=True),
)


@dataclass(frozen=True)
class Round:
    """What one process answered to one lot of requests; times in seconds. The refused ones were told that the database
    did not answer in time.
    """

    rate: float
    p50: float
    p99: float
    slowest: float
    refused: int


@dataclass
class Server:
    """A process that answers signed HTTP, and what was seen of it."""

    process: Process
    port: int
    ready_after: float
    idle_bytes: int
    acknowledged: int = 0


async def main(*, rounds: int, how_many: int) -> None:
    """Measure and print."""
    manifest = yaml.safe_load((ROOT / "config" / "manifest.yaml").read_text())
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="outcome-bot-benchmark-")))
        playground = await stack.enter_async_context(Playground(manifest))
        persons = [playground.person(f"person{number}") for number in range(PEOPLE)]
        channel = playground.channel("branches", *persons).id
        postgres = stack.enter_context(_postgres())
        urls = {"sqlite": f"sqlite:///{folder / 'outcome-bot.sqlite3'}"}
        if postgres is None:
            _say("No PostgreSQL server program was found: that half is missing.")
        else:
            postgres.create("benchmark", template="template0")
            urls["postgresql"] = postgres.url("benchmark")
        for url in urls.values():
            _prepare(url, playground, channel, persons)
        run = await _measure_run(playground, urls["sqlite"])
        servers = {
            name: await stack.enter_async_context(_serving(name, playground, url))
            for name, url in {"bare": "sqlite:///nothing", **urls}.items()
        }
        variants = [variant for variant in _VARIANTS if variant.server in servers]
        measured = defaultdict(list)
        for number in range(rounds):
            for variant in variants:
                lot = list(requests(playground, channel, persons, how_many, one_indicator=variant.one_indicator))
                if number == 0:
                    warm_up = requests(playground, channel, persons, _WARM_UP, one_indicator=variant.one_indicator)
                    await _posted(servers[variant.server], list(warm_up), may_have_to_wait=True)
                measured[variant].append(await _posted(servers[variant.server], lot))
        _print_table({variant: _median(measured[variant]) for variant in variants})
        _print_processes(run, servers)
        for name, url in urls.items():
            _check_nothing_is_missing(url, servers[name], name)


@contextmanager
def _postgres() -> Iterator[PostgresServer | None]:
    programs = find_programs()
    with running_server(programs, durable=True) if programs else nullcontext() as server:
        yield server


def _prepare(url: str, playground: Playground, channel: str, persons: list[Person]) -> None:
    schema.migrate(url)
    database = Database(url)
    database.run_here(furnish, playground, channel, persons, now=system_clock())
    database.close()


@asynccontextmanager
async def _bots(playground: Playground, url: str) -> AsyncIterator[Bots]:
    """Processes with everyday settings, where those of the tests are in a hurry and talkative."""
    everyday = {"HEARTBEAT_SECONDS": "5", "LOG_LEVEL": "INFO", "CLOCK_FILE": "", "CHANNEL_SECONDS": "1.05"}
    async with deployment(playground, url, **everyday) as bots:
        yield bots


async def _measure_run(playground: Playground, url: str) -> tuple[float, int]:
    """Seconds until `outcome-bot run` is connected and ready, and the bytes of memory it then takes when idle."""
    async with _bots(playground, url) as bots:
        began = perf_counter()
        process = await bots.start("run")
        after = perf_counter() - began
        await asyncio.sleep(_CALM)
        return after, _resident_bytes(process)


@asynccontextmanager
async def _serving(name: str, playground: Playground, url: str) -> AsyncIterator[Server]:
    async with _bots(playground, url) as bots:
        began = perf_counter()
        if name == "postgresql":
            process = await bots.start("web", HOST="127.0.0.1", PORT="0")
        else:
            process = await _started(bots, "bare" if name == "bare" else "bot")
        port = next(int(line.rsplit(maxsplit=1)[1]) for line in process.lines if "ready: serving on port" in line)
        await _answer(port)
        after = perf_counter() - began
        await asyncio.sleep(_CALM)
        yield Server(process, port, after, _resident_bytes(process))


async def _started(bots: Bots, which: str) -> Process:
    """A process of `serving`, in the environment of a bot."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.benchmarks.serving", which),
        cwd=ROOT,
        env=bots.environment(),
        stderr=asyncio.subprocess.PIPE,
    )
    process = Process(which, child)
    process.listen()
    bots.running.append(process)
    await process.says("ready:")
    return process


async def _answer(port: int) -> None:
    """Return once it has answered a request, whatever it says."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
    await reader.read()
    writer.close()
    await writer.wait_closed()


async def _posted(server: Server, lot: list[tuple[str, str]], *, may_have_to_wait: bool = False) -> Round:
    """Have a process of its own post these requests. The first ones of all may come before Slack has said who may see
    what.
    """
    expected = r"\Aok\Z" if server.process.name == "bare" else "undo_reading"
    plan = {"port": server.port, "at_once": AT_ONCE, "expected": expected, "requests": lot}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.benchmarks.load",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    answered, _ = await child.communicate(json.dumps(plan).encode())
    result = json.loads(answered)
    wrong = [
        answer
        for answer in result["unexpected"]
        if "Not saved: the database did not answer in time" not in answer
        and not (may_have_to_wait and "Slack does not say at the moment" in answer)
    ]
    if wrong:
        raise SystemExit(f"{server.process.name} answered: {wrong[0]}")
    server.acknowledged += result["as_expected"]
    took = result["took"]
    return Round(
        rate=result["as_expected"] / result["seconds"],
        p50=took[len(took) // 2],
        p99=took[int(len(took) * 0.99)],
        slowest=took[-1],
        refused=len(result["unexpected"]),
    )


def _median(rounds: Iterable[Round]) -> Round:
    """The median of each figure; the slowest answer of all, and how many were refused in all."""
    listed = list(rounds)
    middle = {name: statistics.median(getattr(each, name) for each in listed) for name in ("rate", "p50", "p99")}
    return Round(**middle, slowest=max(each.slowest for each in listed), refused=sum(each.refused for each in listed))


def _print_table(measured: dict[Variant, Round]) -> None:
    bare = next(iter(measured.values()))
    _say(f"\n{AT_ONCE} at once{'':20}      /s      p50      p99      max   refused   of bare")
    for variant, figures in measured.items():
        times = "".join(f"{1000 * each:6.0f} ms" for each in (figures.p50, figures.p99, figures.slowest))
        _say(f"{variant.name:28} {figures.rate:9.0f}{times} {figures.refused:9} {figures.rate / bare.rate:9.2f}")


def _print_processes(run: tuple[float, int], servers: dict[str, Server]) -> None:
    _say(f"\n{'':28} ready after   idle memory   after the load")
    _say(f"{'outcome-bot run':28}{run[0]:10.1f} s {run[1] / 2**20:9.0f} MiB")
    names = {"bare": "bare Bolt app", "sqlite": "the same over HTTP", "postgresql": "outcome-bot web"}
    for name, server in servers.items():
        memory = f"{server.idle_bytes / 2**20:9.0f} MiB {_resident_bytes(server.process) / 2**20:12.0f} MiB"
        _say(f"{names[name]:28}{server.ready_after:10.1f} s {memory}")


def _check_nothing_is_missing(url: str, server: Server, name: str) -> None:
    """Every acknowledged reading is in the database, once."""
    database = Database(url)
    stored = database.read_here(lambda session: session.exec(select(func.count()).select_from(Reading)).one())
    database.close()
    furnished = PEOPLE * 8
    _say(f"{name}: {server.acknowledged} acknowledged, {stored - furnished} stored")
    if stored - furnished != server.acknowledged:
        raise SystemExit(f"{name}: readings were lost or doubled")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _resident_bytes(process: Process) -> int:
    status = Path(f"/proc/{process.child.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds, of which the medians are printed")
    parser.add_argument("--readings", type=int, default=2000, help="readings in each round")
    given = parser.parse_args()
    asyncio.run(main(rounds=given.rounds, how_many=given.readings))
