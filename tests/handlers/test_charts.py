"""The button "Full chart": a picture in a direct message, and words where there is none."""

import sys

import pytest

from bot.playground import Playground
from bot.playground.faults import Fault
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_closing import plain

SPOKEN = (
    "Customer satisfaction: Chart of 2 readings: first 80 % (week of 9 March), last 84 % (last week), lowest 80 % "
    "(week of 9 March), highest 84 % (last week); planned by then 74.2; target 85 % by 30 June; decided: 27 March: "
    "Answer the phone at seven."
)


async def ask_for_it(bot: Bot, shelter: Shelter) -> str:
    """Give two readings, decide something and have the chart drawn; what is said at once."""
    await shelter.alice.types("/outcome note help-1 Answer the phone at seven")
    await shelter.alice.presses("It was a decision")
    await shelter.alice.types("/reading csat 80 for 2026-W11")
    await shelter.alice.types("/reading csat 84 for 2026-W12")
    await shelter.bob.types("/indicator show csat")
    said = words(await shelter.bob.presses("Full chart"))
    await bot.deps.background.finish(within=60)
    return said


async def test_a_chart_that_says_it_all_has_no_button_for_another(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 80 for 2026-W11")
    await shelter.alice.types("/reading csat 84 for 2026-W12")
    await shelter.alice.types("/indicator show csat")
    assert "Full chart" not in [button for each in shelter.alice.sees("@bot") for button in each.buttons]


async def test_the_picture_comes_to_whoever_asked_with_its_words(bot: Bot, shelter: Shelter) -> None:
    said = await ask_for_it(bot, shelter)

    assert said == "The chart of Customer satisfaction comes as a message from me in a moment."
    message = shelter.bob.sees("@bot")[-1]
    assert plain(message.text) == SPOKEN
    (file,) = message.raw["files"]
    assert (file["name"], file["title"], file["mimetype"]) == ("csat.png", "Customer satisfaction", "image/png")
    assert file["alt_txt"] == SPOKEN.removeprefix("Customer satisfaction: ")
    assert file["size"] > 20_000
    assert not any("picture" in each.text for each in shelter.alice.sees("@bot"))


async def test_where_it_cannot_be_drawn_its_words_come_all_the_same(
    bot: Bot, shelter: Shelter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.deps.studio, "_command", (sys.executable, "-c", "raise SystemExit(1)"))
    await ask_for_it(bot, shelter)
    message = shelter.bob.sees("@bot")[-1]
    assert plain(message.text) == f"{SPOKEN} The picture could not be made. Press Full chart to try again."


async def test_where_slack_does_not_take_it_its_words_come_all_the_same(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.faults.add("files.completeUploadExternal", Fault.DROP_BEFORE)
    await ask_for_it(bot, shelter)
    message = shelter.bob.sees("@bot")[-1]
    assert plain(message.text) == f"{SPOKEN} The picture could not be made. Press Full chart to try again."
