"""Whether cost follows what is shown and not what is stored: `python -m tests.benchmarks.costs`.

Fills a database with half a year of weekly readings and one with five years (500 outcomes, 2,000 indicators, 300
owners; `--outcomes` for fewer), on SQLite and on PostgreSQL (a throw-away server), and asks both for the same screens.
Each line gives the milliseconds in both, how many times those of half a year five years take, and how many times what
the screen's own statements take when nothing else is done with them. Then what one reading takes, and how much longer
people wait for theirs while digests are put together, and while charts are drawn. `--json` prints the ratios alone.

Milliseconds are of this machine and this moment; only the ratios can be compared.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from bot.actions import standings
from bot.actions.charts import chart
from bot.actions.digests import compose
from bot.actions.due import due_for
from bot.actions.idempotency import once
from bot.actions.indicators import indicator_in_full
from bot.actions.outcomes import outcome_in_full, outcome_page
from bot.actions.people import Actor, as_actor, policy_of
from bot.actions.readings import submit_line
from bot.actions.screens import policy_for, viewer_for
from bot.domain.readings import Route
from bot.drawing.studio import Studio
from bot.results.pictures import Picture
from bot.serving import hold_nobody_up
from bot.views.digest import digest
from bot.views.pictures import picture
from bot.views.readings import recorded
from storage.db import Database
from storage.tables import Person, Workspace
from tests.actions.test_cost_of_access import asked_of
from tests.borough import MONDAY, Size, filled
from tests.delivery.cost import counted
from tests.postgres import find_programs, running_server

NOW = MONDAY + timedelta(days=1, hours=10)
WEEKS = (26, 260)
PER_OUTCOME = 4
IN_A_DIGEST_OF = 10
"""Channels: with 500 outcomes each has 200 indicators."""
ROUNDS = 9
READINGS = 200
BESIDE = 300
"""Readings of which the slowest hundredth is looked at; more where what is done beside them takes longer."""
DIGESTS, CHARTS = 40, 200

_numbers = count(1)

Screen = Callable[[Session, Actor], object]


@dataclass(frozen=True)
class Line:
    """What a screen takes in seconds, what its statements alone do, and how many rows they answer."""

    seconds: float
    bare: float
    statements: int
    rows: int


def _digest(session: Session, who: Actor) -> object:
    workspace = session.get_one(Workspace, who.workspace_id)
    content = compose(session, channel_row_id=1, policy=policy_of(workspace), now=NOW)
    assert content is not None
    return digest(content, viewer_for(who, now=NOW))


def _list(which: str) -> Screen:
    return lambda session, who: outcome_page(session, which, channel_id="C1", by=who, now=NOW)


SCREENS: dict[str, Screen] = {
    "digest of 200 indicators": _digest,
    "/outcome list": _list("all"),
    "/outcome list here": _list("here"),
    "/outcome list mine": _list("mine"),
    "/outcome show": lambda session, who: outcome_in_full(session, 7, by=who, now=NOW),
    "/indicator show": lambda session, who: indicator_in_full(session, 7, by=who, now=NOW),
    "/reading due": lambda session, who: due_for(session, by=who, policy=policy_for(session, who), now=NOW),
}


def main() -> None:
    """Measure and print."""
    hold_nobody_up()  # as every process of the bot does when it has started
    parser = argparse.ArgumentParser()
    parser.add_argument("--outcomes", type=int, default=500)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    ratios: dict[str, dict[str, float]] = {}
    for kind in [arguments.database] if arguments.database else ["sqlite", "postgresql"]:
        with _databases(kind) as urls:
            say = _silent if arguments.json else sys.stdout.write
            ratios[kind] = measure(urls, outcomes=arguments.outcomes, say=say)
    if arguments.json:
        sys.stdout.write(json.dumps(ratios) + "\n")


def measure(urls: dict[int, str], *, outcomes: int, say: Callable[[str], object]) -> dict[str, float]:
    """Fill these empty databases, by weeks of history, and measure; the ratios by name."""
    made = {weeks: _made(url, weeks=weeks, outcomes=outcomes) for weeks, url in urls.items()}
    short, long = (made[weeks] for weeks in WEEKS)
    ratios: dict[str, float] = {}
    for name, screen in SCREENS.items():
        before, after = (_screen(database, who, screen) for database, who in (short, long))
        longer, to_bare = after.seconds / before.seconds, after.seconds / after.bare
        ratios[f"{name}: five years to half a year"] = longer
        ratios[f"{name}: to its statements"] = to_bare
        say(
            f"{name:26} {before.seconds * 1e3:8.1f} {after.seconds * 1e3:8.1f} ms, {longer:5.2f} times; "
            f"{to_bare:5.1f} times its {after.statements} statements with {after.rows} rows\n"
        )
    for name, weeks in (("first of its week", 0), ("again in its week", 1)):
        before, after = (_reading(*each, again=bool(weeks), outcomes=outcomes) for each in (short, long))
        ratios[f"/reading, {name}: five years to half a year"] = after.seconds / before.seconds
        say(
            f"/reading, {name:16} {before.seconds * 1e3:8.2f} {after.seconds * 1e3:8.2f} ms of processor, "
            f"{after.seconds / before.seconds:5.2f} times; {after.statements} statements\n"
        )
    for what, busy in (("digests", _digests), (f"{CHARTS} charts", _charts)):
        alone, beside = asyncio.run(_beside(busy, *long))
        ratios[f"/reading, p99 beside {what} to alone"] = beside / alone
        say(
            f"/reading, slowest of 100  {alone * 1e3:8.1f} {beside * 1e3:8.1f} ms beside {what}, "
            f"{beside / alone:5.2f} times\n"
        )
    for database, _ in made.values():
        database.close()
    return ratios


def _silent(_line: str) -> None:
    """Say nothing."""


@contextmanager
def _databases(kind: str) -> Iterator[dict[int, str]]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield {weeks: f"sqlite:///{Path(folder) / str(weeks)}.sqlite3" for weeks in WEEKS}
            return
        programs = find_programs()
        if programs is None:
            raise SystemExit("PostgreSQL's server programs are not on this machine. Name a --database.")
        with running_server(programs) as server:
            for weeks in WEEKS:
                server.create(f"weeks_{weeks}", template="template0")
            yield {weeks: server.url(f"weeks_{weeks}") for weeks in WEEKS}


def _made(url: str, *, weeks: int, outcomes: int) -> tuple[Database, Actor]:
    indicators = outcomes * PER_OUTCOME
    size = Size(IN_A_DIGEST_OF, outcomes, indicators, owners=300, due=indicators, weeks=weeks, missed=True)
    database = filled(url, size)
    while database.run_here(_work_out):  # as the bot does after an upgrade
        pass
    if not database.is_sqlite:
        database.run_here(lambda session: session.execute(text("ANALYZE")))  # as the server does by itself
    return database, database.read_here(_first_person)


def _work_out(session: Session) -> int:
    numbers = standings.take_out_of_date(session, limit=500)
    standings.work_out(session, numbers, now=NOW)
    return len(numbers)


def _first_person(session: Session) -> Actor:
    person = session.get_one(Person, 1)
    return as_actor(person, session.get_one(Workspace, person.workspace_id))


# Screens


def _screen(database: Database, who: Actor, screen: Screen) -> Line:
    times, bare = [], []
    for _ in range(ROUNDS):
        with asked_of(database._reading_engine) as asked:
            began = time.perf_counter()
            database.read_here(screen, who)
            times.append(time.perf_counter() - began)
        began = time.perf_counter()
        rows = database.read_here(_rows_of, asked)
        bare.append(time.perf_counter() - began)
    return Line(statistics.median(times), statistics.median(bare), len(asked), rows)


def _rows_of(session: Session, asked: list[tuple[str, Any]]) -> int:
    connection = session.connection()
    return sum(len(connection.exec_driver_sql(*each).fetchall()) for each in asked)


# Readings


def _reading(database: Database, who: Actor, *, again: bool, outcomes: int) -> Line:
    indicators = outcomes * PER_OUTCOME
    for number in range(READINGS // 4):
        database.run_here(_give, who, 1 + number % indicators)
    with counted() as statements:
        database.run_here(_give, who, 1 if again else READINGS // 4 + 1)
    first = 1 if again else READINGS
    began = time.thread_time()
    for number in range(READINGS):
        database.run_here(_give, who, first + number % (READINGS // 4 if again else indicators - READINGS))
    return Line((time.thread_time() - began) / READINGS, 0.0, len(statements), 0)


def _give(session: Session, who: Actor, indicator: int) -> dict[str, Any]:
    """One unit of work, as a command does it: with its key, and the answer that is shown."""
    number = next(_numbers)
    now = NOW + timedelta(milliseconds=number)

    def save() -> dict[str, Any]:
        # Within what there was: a value that looks like a slip would be asked about.
        line = f"i-{indicator} {120 + number % 20} for last week after the new onboarding"
        given = submit_line(session, line, by=who, route=Route.COMMAND, now=now)
        return dict(recorded(given, viewer_for(who, now=now)))

    return once(session, workspace_id=who.workspace_id, key=f"benchmark-{number}", now=now, work=save)


Busy = Callable[[Database, Actor], Awaitable[None]]


async def _beside(busy: Busy, database: Database, who: Actor) -> tuple[float, float]:
    """The time that 99 of 100 readings take at most, alone and while something else is done."""
    alone = await _slowest(database, who, lambda given: given < BESIDE)
    other = asyncio.ensure_future(busy(database, who))
    beside = await _slowest(database, who, lambda given: given < BESIDE or not other.done())
    await other
    return alone, beside


async def _digests(database: Database, who: Actor) -> None:
    """One after the other, for as long as a few hundred readings take."""
    for _ in range(DIGESTS):
        await database.read_at_leisure(_digest, who)


async def _charts(database: Database, who: Actor) -> None:
    """As below a digest and for whoever asks: read, and drawn by the process that draws."""
    studio = Studio()
    try:
        for number in range(CHARTS):
            picture = await database.read_at_leisure(_picture, who, 1 + number % 40)
            assert await studio.draw(picture)
    finally:
        await studio.close()


def _picture(session: Session, who: Actor, indicator: int) -> Picture:
    wanted = picture(chart(session, indicator, by=who, now=NOW), viewer_for(who, now=NOW))
    assert wanted is not None
    return wanted


async def _slowest(database: Database, who: Actor, goes_on: Callable[[int], bool]) -> float:
    times: list[float] = []
    while goes_on(len(times)):
        began = time.perf_counter()
        await database.submit(_give, who, 1 + len(times) % 40)
        times.append(time.perf_counter() - began)
    return sorted(times)[int(len(times) * 0.99)]


if __name__ == "__main__":
    main()
