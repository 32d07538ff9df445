"""A year of many owners, checked: `python -m tests.year [--owners 300] [--zones 24] [--weeks 52] [--seed 1]`.

Each process lives through a share of the owners, as a workspace of its own; faults are listed, figures printed.
"""

import argparse
import logging
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from storage import schema
from tests.year.checker import Checker, Fault
from tests.year.figures import figures
from tests.year.simulating import simulate
from tests.year.world import Scale


def main() -> int:
    """Simulate, check, print; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--owners", type=int, default=300)
    parser.add_argument("--zones", type=int, default=24)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lively", type=float, default=1.0, help="how many times the usual happenings there are")
    parser.add_argument("--workspaces", type=int, default=6, help="how many workspaces the owners are spread over")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    scale = Scale(given.owners // given.workspaces, given.zones, given.weeks, given.lively)
    wrong: Counter[str] = Counter()
    with ProcessPoolExecutor(given.processes) as processes:
        seeds = range(given.seed, given.seed + given.workspaces)
        for seed, (faults, lines) in zip(seeds, processes.map(_one, [scale] * len(seeds), seeds), strict=True):
            sys.stdout.write(f"== workspace {seed}, {scale.owners} owners\n")
            sys.stdout.writelines(f"{line}\n" for line in [*lines, *map(str, faults[:40])])
            wrong.update(fault.rule for fault in faults)
    sys.stdout.write(f"== faults: {dict(wrong) or 'none'}\n")
    return 1 if wrong else 0


def _one(scale: Scale, seed: int) -> tuple[list[Fault], list[str]]:
    logging.disable(logging.CRITICAL)  # that messages are lost now and then is meant
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "outcome-bot.sqlite3"
        schema.migrate(f"sqlite:///{file}")
        ledger = simulate(file, scale, seed=seed)
    checker = Checker(ledger)
    return checker.faults(), list(figures(ledger, checker))


if __name__ == "__main__":
    sys.exit(main())
