"""What planning, claiming and the forecast cost: `python -m tests.benchmarks.planning [URL] [--json]`.

In a workspace of 500 outcomes, 2,000 indicators and 300 owners, with half a year of weekly readings: the forecast of
two weeks, of owners in one zone and of the same in 24; a Monday on which everything falls due, and once more with ten
times as many indicators that do not; the reminders of that Monday, claimed, confirmed and recorded. Times are this
process's processor alone, as multiples of one bare statement in the same run; statements are counted, less those that
begin and end transactions. On SQLite and on PostgreSQL (a throw-away server); a URL names an empty database instead.
`--json` prints the figures alone.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, select

from bot.actions import scheduling
from bot.actions.people import calendar_of, policy_of
from bot.delivery import outbox, planning, refreshing, rendering, results
from bot.delivery.forecast import forecast
from bot.delivery.settings import DeliverySettings
from storage.db import Database
from storage.tables import Person, Workspace
from tests.benchmarks.databases import empty_databases
from tests.borough import MONDAY, Size, filled, grow
from tests.delivery.cost import counted

SIZE = Size(outcomes=500, indicators=2_000, owners=300, due=2_000, weeks=26)
GROWN_TO = 20_000
_ROUNDS = 3
_BARE = 2_000
_SETTINGS = DeliverySettings()
_UNLIMITED = replace(_SETTINGS, workspace_every=timedelta(0), channel_every=timedelta(0))


@dataclass
class Cost:
    """What so many pieces of work took of this thread's processor, and how often they asked the database."""

    pieces: int = 0
    seconds: float = 0.0
    statements: int = 0

    @contextmanager
    def of(self, pieces: int = 0) -> Iterator[None]:
        """Add what is done inside."""
        with counted() as asked:
            began = time.thread_time()
            yield
            self.seconds += time.thread_time() - began
        self.pieces, self.statements = self.pieces + pieces, self.statements + len(asked)

    @property
    def seconds_each(self) -> float:
        return self.seconds / self.pieces

    @property
    def statements_each(self) -> float:
        return self.statements / self.pieces


def measure(url: str) -> dict[str, float]:
    """What each costs in this database, which is empty: in bare statements, and in statements."""
    costs = _measure(url)
    bare = costs.pop("bare statement").seconds_each
    small, large = (costs[name].seconds_each for name in ("planning one due", "planning one due among many"))
    figures = {"planning one due among many, against among few": large / small}
    for name, cost in costs.items():
        figures[name] = cost.seconds_each / bare
        figures[f"{name}, statements"] = cost.statements_each
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url", nargs="?")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with empty_databases(arguments.url) as urls:
        if arguments.json:
            sys.stdout.write(json.dumps({kind: measure(url) for kind, url in urls.items()}) + "\n")
            return
        for kind, url in urls.items():
            costs = _measure(url)
            bare = costs["bare statement"].seconds_each
            for name, cost in costs.items():
                took = f"{1000 * cost.seconds_each:9.3f} ms {cost.seconds_each / bare:9.1f}"
                sys.stdout.write(f"{kind:12} {name:28} {took} {cost.statements_each:9.2f} statements\n")


def _measure(url: str) -> dict[str, Cost]:
    database = filled(url, SIZE)
    costs = {"bare statement": _bare(database), "forecast of two weeks": _forecast(database)}
    with _spread_over_the_world(database):
        costs["forecast of two weeks, 24 zones"] = _forecast(database)
    week = 0
    _plan(database, week)  # the first puts statements together that the others find
    costs |= _reminders(database)
    for name, indicators in (("planning one due", SIZE.indicators), ("planning one due among many", GROWN_TO)):
        if indicators > SIZE.indicators:
            database.run_here(grow, SIZE, to=indicators)
        rounds = []
        for _ in range(_ROUNDS):
            week += 1
            rounds.append(_plan(database, week))
        costs[name] = sorted(rounds, key=lambda cost: cost.seconds)[_ROUNDS // 2]
    database.close()
    return costs


def _bare(database: Database) -> Cost:
    cost, statement = Cost(), text("SELECT name FROM person WHERE id = :number")

    def ask(session: Session) -> None:
        for number in range(_BARE):
            session.execute(statement, {"number": number % SIZE.owners + 1}).one()

    with cost.of(_BARE):
        database.read_here(ask)
    return cost


@contextmanager
def _spread_over_the_world(database: Database) -> Iterator[None]:
    """Inside the block the owners live in 24 zones, an hour apart."""
    database.run_here(_move, [f"Etc/GMT{hours:+d}" for hours in range(-12, 12)])
    yield
    database.run_here(_move, ["UTC"])


def _move(session: Session, zones: Sequence[str]) -> None:
    policy = policy_of(session.get_one(Workspace, 1))
    for owner in session.exec(select(Person)):
        owner.zone = zones[owner.id % len(zones)]
        session.add(owner)
        session.flush()
        scheduling.reschedule_owned(session, owner, calendar=calendar_of(owner, policy))


def _forecast(database: Database) -> Cost:
    cost, begins = Cost(), MONDAY - timedelta(hours=16)
    with cost.of(1):
        entries = forecast(database, now=begins, until=begins + timedelta(days=14), settings=_SETTINGS)
    assert len(entries) > 4 * SIZE.owners, "everybody is asked twice in both weeks"
    return cost


def _plan(database: Database, week: int) -> Cost:
    """The Monday of that week."""
    cost, now = Cost(), MONDAY + timedelta(weeks=week)
    with cost.of():
        while planned := database.run_here(planning.plan_due_readings, now=now, settings=_SETTINGS):
            cost.pieces += planned
    assert cost.pieces == SIZE.due, cost
    return cost


def _reminders(database: Database) -> dict[str, Cost]:
    """Everybody's, by the batch as the heartbeat claims them, and an edit of each. Only what the writer does counts."""
    run, later = database.run_here, MONDAY + timedelta(hours=10)
    reminding, sending, editing = Cost(), Cost(), Cost()
    with reminding.of(SIZE.owners):
        run(planning.plan_reminders, now=MONDAY + timedelta(hours=9), settings=_SETTINGS)
    while True:
        with sending.of():
            claimed = run(outbox.claim, now=later, settings=_UNLIMITED)
        if not claimed:
            break
        for held in claimed:
            drawn = database.read_here(rendering.render_new, held.message_id, now=later, settings=_SETTINGS)
            sent = results.Sent(f"D{held.person_id}", f"{held.message_id}.000001")
            with sending.of(1):
                run(outbox.confirm, held, drawn, now=later, settings=_SETTINGS)
                run(outbox.record_result, held, sent, now=later, settings=_SETTINGS)
    assert sending.pieces == SIZE.owners, sending
    run(_change_everything)
    while True:
        with editing.of():
            edits = run(refreshing.claim, now=later, settings=_SETTINGS)
        if not edits:
            break
        with editing.of(len(edits)):
            for edit in edits:
                run(refreshing.record_result, edit, results.Sent(edit.channel, edit.ts), now=later)
    return {"planning one reminder": reminding, "claiming and recording one": sending, "an edit": editing}


def _change_everything(session: Session) -> None:
    session.execute(text("UPDATE message SET refresh_at = planned_for WHERE state = 'sent'"))


if __name__ == "__main__":
    main()
