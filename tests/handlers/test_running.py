"""A value for a period that is still running: kept and shown, and no verdict before the period is over."""

from datetime import UTC, datetime

from bot.playground import Playground
from tests.handlers.conftest import Bot, Shelter, words


async def test_a_running_week_turns_no_colour_until_it_is_over(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/target csat 85 by 30 June")
    for line in ("csat 73 for 2026-W10", "csat 74 for 2026-W11", "csat 74 for 2026-W12"):
        await shelter.alice.types(f"/reading {line}")
    before = (await shelter.alice.types("/indicator show csat")).text
    listed = words(await shelter.alice.types("/outcome list", channel="#shelter"))

    await shelter.alice.types("/reading csat 60 for this week")

    shown = (await shelter.alice.types("/indicator show csat")).text
    assert shown.splitlines()[:2] == before.splitlines()[:2]
    assert "This week so far: 60 % · Alice" in shown
    assert words(await shelter.alice.types("/outcome list", channel="#shelter")) == listed

    playground.clock.set(datetime(2026, 3, 31, 10, tzinfo=UTC))

    shown = (await shelter.alice.types("/indicator show csat")).text
    assert "60 %" in shown.splitlines()[1]
    assert "Last week: 60 % · Alice" in shown
