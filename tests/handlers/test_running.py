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
    before = words(await shelter.alice.types("/indicator show csat"))
    listed = words(await shelter.alice.types("/outcome list", channel="#shelter"))

    await shelter.alice.types("/reading csat 60 for this week")

    shown = words(await shelter.alice.types("/indicator show csat"))
    status = before.split(" From ")[0]
    assert shown.split(" From ")[0] == status
    assert "This week so far: 60 % · Alice" in shown
    assert words(await shelter.alice.types("/outcome list", channel="#shelter")) == listed

    playground.clock.set(datetime(2026, 3, 31, 10, tzinfo=UTC))

    shown = words(await shelter.alice.types("/indicator show csat"))
    assert "60 %" in shown.split(" From ")[0]
    assert "Last week: 60 % · Alice" in shown
