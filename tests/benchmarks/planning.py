"""Whether a round of planning costs what is due and not what there is: `python -m tests.benchmarks.planning [URL]`.

Plans a day on which 1,000 readings fall due, once among 1,000 indicators and once among 10,000, in turns, and prints
the medians and their ratio. Without a URL on SQLite files in a temporary folder; a URL names an empty database, in
which only the larger of the two is measured.
"""

import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col

from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain.cadences import Cadence, Every, encode
from storage import schema
from storage.db import Database
from storage.tables import Indicator, IndicatorDefinition, Ownership, Person
from tests.make import make_channel, make_outcome, make_person, make_workspace

DUE = 1_000
ROUNDS = 3
BEGAN = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        urls = {count: f"sqlite:///{Path(folder) / str(count)}.sqlite3" for count in (DUE, 10 * DUE)}
        if len(sys.argv) > 1:
            urls = {10 * DUE: sys.argv[1]}
        databases = {count: _filled(url, count) for count, url in urls.items()}
        times: dict[int, list[float]] = {count: [] for count in databases}
        for week in range(ROUNDS):
            for count, database in databases.items():
                times[count].append(_round(database, week))
        for database in databases.values():
            database.close()
    medians = {count: statistics.median(each) for count, each in times.items()}
    for count, seconds in medians.items():
        sys.stdout.write(f"{DUE:,} due among {count:,} indicators: {seconds:.2f} s\n")
    if len(medians) == 2:
        sys.stdout.write(f"ratio: {medians[10 * DUE] / medians[DUE]:.2f}\n")


def _filled(url: str, count: int) -> Database:
    """A database with that many weekly indicators of a hundred owners."""
    schema.migrate(url)
    database = Database(url)
    database.run_here(_fill, count)
    return database


def _fill(session: Session, count: int) -> None:
    workspace = make_workspace(session)
    alice = make_person(session, workspace, "alice")
    make_channel(session, workspace)
    outcome = make_outcome(session, alice, now=BEGAN)
    owners = [Person(workspace_id=workspace.id, user_id=f"U{n}", zone="UTC", profile_read_at=BEGAN) for n in range(100)]
    session.add_all(owners)
    session.flush()
    numbers = range(1, count + 1)
    common: dict[str, Any] = {
        "workspace_id": workspace.id,
        "made_at": BEGAN,
        "made_by_id": alice.person_id,
        "reason": "",
    }
    common["effective_on"] = date(2026, 3, 24)
    session.execute(
        insert(Indicator),
        [
            {
                "id": n,
                "workspace_id": workspace.id,
                "outcome_id": outcome.outcome_id,
                "key": f"i-{n}",
                "created_at": BEGAN,
                "created_by_id": alice.person_id,
                "next_period_key": "2026-W13",
                "next_due_at": _monday(0) if n <= DUE else _monday(500),
            }
            for n in numbers
        ],
    )
    definition: dict[str, Any] = {
        "name": "An indicator",
        "kind": "number",
        "direction": "increase",
        "level": "outcome",
        "combine": "last",
    }
    definition |= {"description": "", "unit": "", "scale": [], "cadence": encode(Cadence(Every.WEEK))}
    session.execute(insert(IndicatorDefinition), [{"indicator_id": n, **definition, **common} for n in numbers])
    session.execute(insert(Ownership), [{"indicator_id": n, "owner_id": owners[n % 100].id, **common} for n in numbers])


def _round(database: Database, week: int) -> float:
    """Plan the Monday of that week; the seconds it took."""
    now, settings = _monday(week), DeliverySettings()
    database.run_here(
        lambda session: session.execute(
            update(Person).values(next_reminder_at=now).where(col(Person.user_id) != "UALICE")
        )
    )
    began, planned = time.perf_counter(), 0
    while (done := database.run_here(planning.plan_due_readings, now=now, settings=settings)) > 0:
        planned += done
    assert planned == DUE, planned
    return time.perf_counter() - began


def _monday(week: int) -> datetime:
    return datetime(2026, 3, 30, tzinfo=UTC) + timedelta(weeks=week)


if __name__ == "__main__":
    main()
