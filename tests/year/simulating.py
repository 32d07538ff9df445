"""One simulated stretch of time, from an empty database to its ledger."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from bot.actions.snapshots import snapshots
from storage.tables import DueReading, Indicator, Ownership, Person
from tests.year import happenings
from tests.year.habits import People
from tests.year.ledger import Ledger
from tests.year.life import Life, opened
from tests.year.world import BEGAN, Scale, World, settle


def simulate(
    file: Path,
    scale: Scale,
    *,
    seed: int,
    looking_in: tuple[datetime, Callable[[Life], None]] | None = None,
) -> Ledger:
    """Live through it in this migrated SQLite file; the same seed brings the same year. At one instant somebody may
    look in.
    """
    database = opened(f"sqlite:///{file}")
    try:
        life = Life(database, BEGAN, ledger=Ledger(BEGAN))
        world = settle(life, scale, random.Random(seed))
        people = People(world)
        life.on_ping = people.read
        happenings.befall(world, people)
        for week in range(1, scale.weeks + 1):
            world.later(BEGAN + timedelta(weeks=week, hours=-7), lambda: _look(world))
        if looking_in is not None:
            world.later(looking_in[0], lambda: looking_in[1](life))
        world.live()
        life.ledger.states = database.read_here(_states)
        life.ledger.kept_by = database.read_here(kept_by)
        return life.ledger
    finally:
        database.close()


def _look(world: World) -> None:
    """How everything stands, as screens and digests say."""
    now = world.life.now

    def look(session: Session) -> list[tuple[str, str]]:
        known = snapshots(session, world.numbers.values(), policy=world.policy, now=now)
        return [(each.key, each.assessment.state) for each in known.values()]

    world.ledger.looks += [(now, key, state) for key, state in world.life.database.read_here(look)]


def kept_by(session: Session) -> dict[str, str]:
    """Whose the bot says that each indicator is."""
    rows = session.exec(
        select(Indicator.key, Person.user_id)
        .join(Ownership, col(Ownership.indicator_id) == Indicator.id)
        .join(Person, col(Person.id) == Ownership.owner_id)
        .order_by(col(Ownership.id))
    )
    return dict(rows.all())


def _states(session: Session) -> dict[tuple[str, str], str]:
    rows = session.exec(select(Indicator.key, DueReading.period_key, DueReading.state).join(Indicator))
    return {(key, period): state for key, period, state in rows}
