"""What the simulation writes down of a happening is what became of it."""

import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.year.habits import People
from tests.year.happenings import departure, handing_over, moving
from tests.year.ledger import Ledger
from tests.year.life import Life, opened
from tests.year.simulating import kept_by
from tests.year.world import BEGAN, Scale, World, settle


@pytest.fixture
def world(migrated_file: Path, tmp_path: Path) -> Iterator[World]:
    """Two people, on a Monday."""
    file = shutil.copy(migrated_file, tmp_path / "outcome-bot.sqlite3")
    database = opened(f"sqlite:///{file}")
    yield settle(Life(database, BEGAN, ledger=Ledger(BEGAN)), Scale(2, 2, 2), random.Random(1))
    database.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_an_offer_that_nobody_could_answer_during_downtime_has_taken_effect(world: World, seed: int) -> None:
    world.chance.seed(seed)  # whether they would have said yes, and for how long it is handed over
    user_id = next(iter(world.actors))
    handing_over(world, People(world), user_id)
    world.later(world.life.now + timedelta(minutes=1), lambda: world.life.sleeps_until(BEGAN + timedelta(hours=75)))
    world.live()
    ledger = world.ledger
    changes = [(at, who) for each in ledger.owned_by.values() for at, who in each[1:]]
    assert (BEGAN + timedelta(hours=75), next(each for each in world.actors if each != user_id)) in changes
    assert {key: ledger.owner_of(key, world.ends) for key in ledger.indicators} == world.life.database.read_here(
        kept_by
    )


def test_whoever_has_left_stays_away_wherever_their_account_is_said_to_be(world: World) -> None:
    user_id = next(iter(world.actors))
    world.ledger.owners |= {f"U{place}": world.ledger.owners[user_id] for place in range(2)}  # in a team of four
    departure(world, People(world), user_id)
    moving(world, People(world), user_id)
    person = world.life.person(user_id)
    assert person.is_deactivated
    assert person.zone == world.ledger.owners[user_id].zone_at(world.life.now)
