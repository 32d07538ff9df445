"""Somebody says that they are away: by a command, by a message, on Home."""

from datetime import date

import pytest

from bot.playground import Playground
from storage.tables import AbsenceRecord
from tests.handlers.conftest import Bot, Shelter, words


def days(bot: Bot) -> list[tuple[date, date]]:
    return [(row.first_on, row.until_on) for row in bot.all(AbsenceRecord) if row.first_on < row.until_on]


async def test_a_command_says_until_when(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/reading away until 8 April")
    assert words(answer) == (
        "✓ You are away until Wed 8 April. Your numbers have no backup: what falls due until then is excused, or waits "
        "if you are back in time."
    )
    assert days(bot) == [(date(2026, 3, 27), date(2026, 4, 8))]
    back = await shelter.alice.types("/reading back")
    assert words(back) == "Welcome back. I ask you as usual from now on."
    assert days(bot) == []
    assert "I did not take you for away" in words(await shelter.alice.types("/reading back"))


@pytest.mark.parametrize(
    ("typed", "first", "back", "said"),
    [
        ("away until Monday", date(2026, 3, 27), date(2026, 3, 30), "You are away until Mon 30 March."),
        ("I'm on holiday until Monday", date(2026, 3, 27), date(2026, 3, 30), "You are away until Mon 30 March."),
        ("away tomorrow", date(2026, 3, 28), date(2026, 3, 29), "You are away on Sat 28 March."),
        (
            "away from 1 to 8 June",
            date(2026, 6, 1),
            date(2026, 6, 9),
            "You are away from Mon 1 June to Mon 8 June; your first day back is Tue 9 June.",
        ),
    ],
)
async def test_a_message_in_ones_own_words_says_the_same(
    bot: Bot, shelter: Shelter, typed: str, first: date, back: date, said: str
) -> None:
    answer = await shelter.alice.says(typed)
    assert said in words(answer)
    assert days(bot) == [(first, back)]
    assert words(await shelter.alice.says("I'm back")) != ""
    assert days(bot) == []


async def test_without_a_day_the_bot_asks_until_when(bot: Bot, shelter: Shelter) -> None:
    asked = await shelter.alice.says("I am sick")
    assert "Until when are you away?" in words(asked)
    form = (await shelter.alice.types("/reading away")).modal
    assert form is not None
    assert form.labels == ["Your first day back", "Away from"]
    saved = await shelter.alice.submits({"Your first day back": "2026-03-31"})
    assert saved.modal is not None
    assert "✓ You are away until Tue 31 March." in saved.modal.text
    assert days(bot) == [(date(2026, 3, 27), date(2026, 3, 31))]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("/reading away until 2026-03-20", "20 March is not ahead. Say the day on which you are back."),
        ("/reading away until Tue 8 June", "8 June is a Monday. Check the day, or leave the weekday out."),
        ("/reading away until soon", '"soon" is not a day I can read'),
    ],
)
async def test_what_cannot_be_gets_a_sentence_and_comes_back(
    bot: Bot, shelter: Shelter, typed: str, problem: str
) -> None:
    answer = await shelter.alice.types(typed)
    assert problem in words(answer)
    assert typed in words(answer)
    assert days(bot) == []


async def test_a_day_that_could_be_two_is_asked_about(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    erin = playground.person("erin", locale="")
    answer = await erin.types("/reading away until 5/6")
    assert '"5/6" could be' in words(answer)
    chosen = await erin.presses("5 June")
    assert "You are away until Fri 5 June." in words(chosen)
    assert days(bot) == [(date(2026, 3, 27), date(2026, 6, 5))]


async def test_home_says_it_and_ends_it(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.opens_home()
    await shelter.alice.presses("Away until…")
    refused = await shelter.alice.submits({"Your first day back": "2026-03-27"})
    assert refused.modal is not None
    assert refused.modal.errors == {"Your first day back": "27 March is not ahead. Say the day on which you are back."}
    await shelter.alice.submits({"Your first day back": "2026-04-08", "Away from": "2026-03-30"})
    await bot.settled()
    assert shelter.alice.home is not None
    assert (
        "You are away from Mon 30 March to Tue 7 April; your first day back is Wed 8 April." in shelter.alice.home.text
    )
    await shelter.alice.presses("I am back")
    await bot.settled()
    assert shelter.alice.home is not None
    assert "You are away" not in shelter.alice.home.text
