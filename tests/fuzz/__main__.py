"""The long form: `python -m tests.fuzz --payloads 20000 --database sqlite`."""

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import schema
from storage.db import Database
from tests.fuzz.attacking import Report, attack
from tests.postgres import find_programs, running_server


def main() -> None:
    """Print the figures; exit with 1 where one is not as it should be."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--payloads", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--seconds", type=float, default=3_600, help="when to stop, however many were sent by then")
    asked.add_argument("--at-once", type=int, default=4)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger().addHandler(logging.NullHandler())
    with _database_url(given.database) as url:
        schema.migrate(url)
        # More than a person has: on a busy machine "not saved" would stand for "late", which is counted anyway.
        database = Database(url, patience_for=30)
        report, _ = asyncio.run(
            attack(database, payloads=given.payloads, seed=given.seed, seconds=given.seconds, at_once=given.at_once)
        )
        database.close()
    sys.stdout.write(f"{given.database}, seed {given.seed}: {report}\n")
    sys.exit(_told(report))


def _told(report: Report) -> int:
    """Show a few of each fault; the exit status."""
    for faults in (report.failed, report.tracebacks, report.late):
        for fault, count in Counter(faults).most_common(12):
            sys.stdout.write(f"\n{count} x {fault}\n")
    return int(bool(report.failed or report.tracebacks or report.late))


@contextmanager
def _database_url(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        folder = tempfile.mkdtemp(prefix="fuzz-")
        yield f"sqlite:///{Path(folder) / 'outcome-bot.sqlite3'}"
        shutil.rmtree(folder)
        return
    programs = find_programs()
    if programs is None:
        sys.exit("There is no PostgreSQL server program (initdb, pg_ctl) on this machine.")
    with running_server(programs) as server:
        server.create("fuzz", template="template0")
        yield server.url("fuzz")


if __name__ == "__main__":
    main()
