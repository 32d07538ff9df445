"""The short form of the simulated year: four weeks in which everything happens."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

from bot.delivery.forecast import forecast
from bot.domain.messages import MessageKind
from bot.results.plan import HeldBack, Planned
from tests.year.checker import Checker
from tests.year.figures import figures
from tests.year.happenings import OF_SOMEBODY, OF_THE_BOT
from tests.year.ledger import PINGS
from tests.year.life import Life
from tests.year.simulating import simulate
from tests.year.world import BEGAN, Scale

SCALE = Scale(owners=6, zones=6, weeks=4, lively=1.5, has_all=True)
SEED = 6
FOURTEEN_DAYS = timedelta(days=14)
TWO_WEEKS_LATER = BEGAN + timedelta(weeks=2, hours=7, minutes=3)
FOLLOWS = {"answered by command", "answered in the form", "put off", "handed over"}
"""What is to come of it, or the people of this stretch do next to nothing."""


def test_what_people_are_sent_is_right_whatever_happens_to_them_and_was_foreseen_entry_by_entry(
    migrated_file: Path, tmp_path: Path
) -> None:
    """One life for both, since living takes long. At one instant a forecast looks fourteen days ahead, and a copy of
    the records lives through them.
    """
    foreseen_of: list[int] = []

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
            if not each.key.startswith("below:")  # a part of its digest
        )
        assert foreseen == sent
        held = [each for each in entries if isinstance(each, HeldBack) and each.kind is MessageKind.REMINDER]
        reasons = {(each.at, _whom(each.to), str(each.reason)) for each in held if "(" in each.to}
        assert reasons == set(copy.ledger.held_back)
        foreseen_of.append(len(foreseen))

    file = Path(shutil.copy(migrated_file, tmp_path / "outcome-bot.sqlite3"))
    ledger = simulate(file, SCALE, seed=SEED, looking_in=(TWO_WEEKS_LATER, compare))
    checker = Checker(ledger)
    assert not checker.faults(), "\n".join(map(str, checker.faults()))
    assert ledger.happened.keys() >= OF_SOMEBODY.keys() | OF_THE_BOT.keys() | FOLLOWS
    turns = [turn for of, due in checker.fell_due.items() for turn in checker.turns(of, due)]
    assert len(turns) > 20, "or nothing was checked"
    assert sum(turn.is_second for turn in turns) > 5
    assert any(len(hands) > 1 for hands in ledger.asked_of.values()), "or nobody has stood in for anybody"
    assert foreseen_of[0] > 15
    assert len(list(figures(ledger, checker))) > 3


def _whom(to: str) -> str:
    """Slack's id in "alice (UALICE)" or "#C1"."""
    return str(re.findall(r"\w+", to)[-1])


def _about(entry: Planned) -> tuple[str, ...]:
    return tuple(sorted(entry.about)) if entry.kind in PINGS else ()
