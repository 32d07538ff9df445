"""Whatever dies and wherever: every message once, every confirmed reading there, nothing stuck."""

import os
from collections.abc import Sequence

import pytest

from tests.delivery.crash.conftest import Databases
from tests.delivery.crash.count import Count
from tests.delivery.crash.harness import Nursery, Plan, live_through, passes_for, points

pytestmark = pytest.mark.crash

SEEDS = int(os.environ.get("CRASH_SEEDS", "1"))
POINTS = points()
FREEZING = (
    POINTS
    if SEEDS > 1
    else [
        "claiming: claimed",
        "fetching: answered",
        "rendering: rendered",
        "confirming: confirmed",
        "uploading: put up",
        "sending: about to",
        "sending: answered",
        "probing: read",
    ]
)
"""The short form stands still where somebody else could go on with what is held."""


def plans(databases: Databases, point: str, how: str, *, seeds: int = SEEDS) -> list[Plan]:
    """A plan for each seed; on PostgreSQL one process and two by turns."""
    return [
        Plan(databases.new(), point, passes_for(point, seed), how, databases.workers(POINTS.index(point) + seed), seed)
        for seed in range(seeds)
    ]


def on_both(places: Sequence[str]) -> list[tuple[str, str]]:
    """Each place on each database; in the short form on one of them: every third on PostgreSQL, where a run takes
    longest, and the others on SQLite.
    """
    if SEEDS > 1:
        return [(kind, place) for kind in ("sqlite", "postgresql") for place in places]
    return [("sqlite" if turn % 3 else "postgresql", place) for turn, place in enumerate(places)]


@pytest.mark.timeout(120 * SEEDS)
@pytest.mark.parametrize(("databases", "point"), on_both(POINTS), indirect=["databases"])
async def test_a_process_killed_at_any_point_loses_and_doubles_nothing(
    databases: Databases, nursery: Nursery, tally: Count, point: str
) -> None:
    count = await live_through(plans(databases, point, "kill"), nursery)
    tally += count
    assert count.problems == []
    assert count.killed >= 1
    assert (count.lost, count.doubled, count.readings_lost, count.readings_doubled) == (0, 0, 0, 0)


@pytest.mark.timeout(120 * SEEDS)
@pytest.mark.parametrize(("databases", "point"), on_both(FREEZING), indirect=["databases"])
async def test_a_process_frozen_for_longer_than_its_lease_loses_nothing(
    databases: Databases, nursery: Nursery, tally: Count, point: str
) -> None:
    count = await live_through(plans(databases, point, "freeze"), nursery)
    tally += count
    assert count.frozen >= 1
    assert count.problems == [] or count.doubled
    assert (count.lost, count.readings_lost, count.readings_doubled) == (0, 0, 0)
    assert count.doubled == 0 or point == "sending: about to"


async def test_sending_again_whatever_is_in_doubt_would_double(
    databases: Databases, nursery: Nursery, tally: Count
) -> None:
    """The harness has teeth: it sees what at-least-once does."""
    count = await live_through(
        [Plan(databases.new(), "sending: answered", 1 + seed, seed=seed, policy="at-least-once") for seed in range(2)],
        nursery,
    )
    tally += count
    assert count.doubled > 0
    assert count.lost == 0


async def test_counting_whatever_was_tried_as_sent_would_lose(
    databases: Databases, nursery: Nursery, tally: Count
) -> None:
    """The harness has teeth: it sees what at-most-once does."""
    count = await live_through(
        [Plan(databases.new(), "claiming: claimed", 1 + seed, seed=seed, policy="at-most-once") for seed in range(2)],
        nursery,
    )
    tally += count
    assert count.lost > 0
    assert count.doubled == 0
