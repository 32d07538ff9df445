"""Taking a reading back in Slack, wherever it is asked for and wherever the person is by then."""

from datetime import UTC, datetime

import pytest

from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words

MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)
"""Half past nine in London, and half past ten on Sunday evening in Honolulu."""


@pytest.mark.parametrize("way", ["command", "message", "button"])
async def test_undo_works_where_the_reading_is_not_due_before_tomorrow(
    bot: Bot, shelter: Shelter, playground: Playground, way: str
) -> None:
    playground.clock.set(MONDAY)
    bot.deps.database.run_here(planning.plan_due_readings, now=MONDAY, settings=DeliverySettings())
    await shelter.alice.types("/reading csat 84")
    shelter.alice.moves_to("Pacific/Honolulu")
    await playground.wait_for(lambda: _zone_of(bot, shelter) == "Pacific/Honolulu")

    if way == "button":
        told = await shelter.alice.presses("Undo")
    elif way == "message":
        told = await shelter.alice.says("undo")
    else:
        told = await shelter.alice.types("/reading undo")

    # In Honolulu it is Sunday still, and the week that was due in London is the one that runs.
    assert words(told) == (
        "Taken back: 84 % for Customer satisfaction, this week (23–29 March). It is open again: due tomorrow."
    )
    states = {row.indicator_id: row.state for row in bot.all(tables.DueReading)}
    assert list(states.values()) == ["due", "due"]
    assert bot.counts()["retraction"] == 1


def _zone_of(bot: Bot, shelter: Shelter) -> str:
    return next(row.zone for row in bot.all(tables.Person) if row.user_id == shelter.alice.id)
