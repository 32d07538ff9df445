"""Where nobody knows whether something was saved, nobody is told that it was, or that it was not."""

from typing import Any

import pytest

from storage.connections import CommitUnknown
from tests.handlers.conftest import Bot, Shelter
from tests.handlers.test_forms import fall_due

SENTENCE = "The connection to the database broke in the moment of saving, so this may have been saved or not."


@pytest.fixture
def losing(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whose commits are lost: everybody's."""
    lost: list[Any] = []

    async def submit(*arguments: Any, **named: Any) -> Any:
        lost.append(arguments)
        raise CommitUnknown

    monkeypatch.setattr(bot.deps.database, "submit", submit)
    return lost


async def test_a_command_in_doubt_is_answered_with_the_doubt(bot: Bot, shelter: Shelter, losing: list[Any]) -> None:
    answer = await shelter.alice.types("/reading csat 84")
    assert answer.text.startswith(SENTENCE)
    assert "/reading csat 84" in answer.text
    assert len(losing) == 1


async def test_a_form_in_doubt_says_so_on_top_of_what_was_filled_in(
    bot: Bot, shelter: Shelter, request: pytest.FixtureRequest
) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")
    request.getfixturevalue("losing")
    await shelter.alice.submits({"1": "84"})
    assert shelter.alice.modal is not None
    assert shelter.alice.modal.title == "Perhaps saved"
    assert SENTENCE in shelter.alice.modal.text
