"""The short form of the simulated year: six weeks in which everything happens more often."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.forecast import forecast
from bot.domain.messages import MessageKind
from bot.results.plan import HeldBack, Planned
from tests.year.checker import Checker
from tests.year.figures import figures
from tests.year.ledger import PINGS
from tests.year.life import Life
from tests.year.simulating import simulate
from tests.year.world import BEGAN, Scale

SCALE = Scale(owners=8, zones=8, weeks=6, lively=3)
FOURTEEN_DAYS = timedelta(days=14)
THREE_WEEKS_LATER = BEGAN + timedelta(weeks=3, hours=7, minutes=3)


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    """A database of this test's own."""
    return Path(shutil.copy(migrated_file, tmp_path / "outcome-bot.sqlite3"))


@pytest.mark.parametrize("seed", [1, 2])
def test_what_people_are_sent_is_right_whatever_happens_to_them(file: Path, seed: int) -> None:
    ledger = simulate(file, SCALE, seed=seed)
    checker = Checker(ledger)
    assert not checker.faults(), "\n".join(map(str, checker.faults()))
    assert len(ledger.pings()) > 30, "or nothing was checked"
    assert len(list(figures(ledger, checker))) > 3


def test_the_plan_of_fourteen_days_is_what_then_happens_entry_by_entry(file: Path, tmp_path: Path) -> None:
    compared = []

    def compare(life: Life) -> None:
        copy = life.on_a_copy(tmp_path / "copy.sqlite3")
        until = copy.now + FOURTEEN_DAYS
        entries = forecast(copy.database, now=copy.now, until=until, settings=copy.settings)
        copy.until(until)
        copy.database.close()
        planned = [each for each in entries if isinstance(each, Planned)]
        foreseen = sorted((f"{each.at:%Y-%m-%d %H:%M}", each.kind, _whom(each.to), _about(each)) for each in planned)
        sent = sorted(
            (f"{each.at:%Y-%m-%d %H:%M}", each.kind, each.to, tuple(sorted(" ".join(of) for of in each.names)))
            for each in copy.ledger.posted
        )
        assert foreseen == sent
        held = [each for each in entries if isinstance(each, HeldBack) and each.kind is MessageKind.REMINDER]
        reasons = {(each.at, _whom(each.to), str(each.reason)) for each in held if "(" in each.to}
        assert reasons == set(copy.ledger.held_back)
        compared.append(len(foreseen))

    simulate(file, Scale(owners=6, zones=6, weeks=4, lively=3), seed=3, looking_in=(THREE_WEEKS_LATER, compare))
    assert compared[0] > 15


def _whom(to: str) -> str:
    """Slack's id in "alice (UALICE)" or "#C1"."""
    return str(re.findall(r"\w+", to)[-1])


def _about(entry: Planned) -> tuple[str, ...]:
    return tuple(sorted(entry.about)) if entry.kind in PINGS else ()
