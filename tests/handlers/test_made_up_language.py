"""Everything that people can type, in a language that marks every word: no answer is English."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import languages
from bot.playground import Playground
from tests.handlers.conftest import Bot, make_shelter
from tests.handlers.test_bad_input import SENTENCES
from tests.made_up import TAG, everything_shown, everything_typed, made_up_catalogue, marked, unmarked

_MORE = [
    *(f"/{command} help" for command in ("outcome", "indicator", "target", "reading", "digest")),
    "/outcome list", "/outcome list mine", "/outcome show help-1", "/outcome new Serve 500 meals",
    "/indicator new help-1", "/indicator show csat", "/indicator show churn",
    "/target show csat", "/target show churn", "/target set csat 90 by 30 june", "/target set churn 9 by 30 june",
    "/reading", "/reading due", "/reading csat 84 after the move", "/reading csat 80 for last week",
    "/reading csat n/d",
    "/reading csat n/d nobody counted", "/reading churn 1,234", "/reading undo", "/reading undo",
    "/digest preview", "/digest settings", "/digest monthly", "/digest off", "/digest settings", "/digest now",
]  # fmt: skip


@pytest.fixture
def made_up_language(tmp_path: Path) -> Iterator[None]:
    """The bot speaks it inside the test."""
    languages.learn(TAG, made_up_catalogue(tmp_path))
    yield
    languages.forget(TAG)


@pytest.mark.usefixtures("made_up_language")
async def test_no_answer_to_anything_typed_is_english(bot: Bot, playground: Playground) -> None:
    shelter = await make_shelter(bot, playground)
    for person in (shelter.alice, shelter.bob, shelter.charlie):
        person.user.locale = TAG
    playground.clock.advance(timedelta(days=2))  # so that the bot asks anew who they are
    await shelter.alice.types("/reading due", channel="#shelter")
    before = len(playground.log)

    for person in (shelter.alice, shelter.bob):
        for command in [*_MORE, *(typed for typed, _ in SENTENCES if len(typed) < 200)]:
            answer = await person.types(command, channel="#shelter")
            if answer.modal:
                await person.closes(everything=True)
        for text in ("hi", "help", "due", "csat", "84", "undo", "csat lots"):
            await person.says(text)

    shown, typed = list(everything_shown(playground, since=before)), list(everything_typed(playground))
    assert marked("Nothing is due from you now.") in shown
    assert len(shown) > 500
    registered = "Customers get help the first time, Customer satisfaction, Customer churn, Europe London"
    left = unmarked(shown, known=[*typed, registered])
    assert left == [], "\n".join(left)
