"""Plain phrases in the direct message."""

import pytest

from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_forms import fall_due


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        (
            "hi",
            "and tell the channel how it goes. 2 readings are due from you now.",
        ),
        ("thanks!", "You are welcome."),
        ("what is due?", "Your readings"),
        ("Hilfe", "I ask for figures and report how it goes."),
        ("my indicators", "Indicators that you keep"),
        ("show csat", "Customer satisfaction csat"),
        ("oops", "There is no reading of yours to take back."),
        ("I'm on holiday until Monday", "You are away until Mon 30 March."),
    ],
)
async def test_a_plain_phrase_is_answered(bot: Bot, shelter: Shelter, phrase: str, answer: str) -> None:
    bot.deps.database.run_here(fall_due)

    assert answer in words(await shelter.alice.says(phrase))


async def test_hello_says_what_comes_next_where_nothing_is_due(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.bob.says("hello")

    assert "Nothing is due from you now." in words(answer)
    assert answer.buttons == ("Write down an outcome",)
