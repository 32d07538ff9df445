"""Text that nobody can see and text that nothing can store, by every way in: a sentence, and nothing of it kept."""

from typing import Any

from storage import tables
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import Bot, Shelter, words

ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"
MARKS = "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}"
HALF_AN_EMOJI = "\ud83d"
NUL = "\x00"


SENTENCES = {
    f"/outcome show {ZERO_WIDTH}": (
        "Which outcome? For example: /outcome show help-1. /outcome list shows what there is."
    ),
    f"/indicator new {MARKS}": (
        "Which outcome is it for? For example: /indicator new help-1. /outcome list shows what there is."
    ),
    f"/target show {ZERO_WIDTH} {MARKS}": (
        "Which indicator? For example: /target show csat. /indicator list shows what there is."
    ),
    f"/target set csat {MARKS}": "What is the target? For example: /target set csat 85 by 30 June",
    f"/reading csat {ZERO_WIDTH}": "What is the value? For example: /reading csat 72",
    f"/reading csat n/d {MARKS}": "Say why there is no data, for example: /reading csat n/d the counter was broken",
    f"/digest every {ZERO_WIDTH}": "On which day? For example: /digest every monday 09:00",
}


async def test_in_a_command_it_counts_as_nothing(bot: Bot, shelter: Shelter) -> None:
    before = bot.counts()

    answers = {typed: words(await shelter.alice.types(typed, channel="#shelter")) for typed in SENTENCES}

    assert {typed for typed, sentence in SENTENCES.items() if sentence not in answers[typed]} == set()
    assert bot.counts() == before


async def test_a_reason_of_marks_is_asked_for(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types(f"/target set csat 90 by 31 july because {MARKS}", channel="#shelter")
    assert opened.modal is not None

    refused = await shelter.alice.submits({"reason": MARKS})

    assert refused.modal is not None
    assert refused.modal.errors == {
        "Why does it change?": "Say why the target changes: the old one is kept, with your reason."
    }
    assert bot.counts()["target"] == 1


UNSEEN = (ZERO_WIDTH, MARKS, HALF_AN_EMOJI, NUL, f"{NUL} {HALF_AN_EMOJI}")


async def test_in_a_form_it_counts_as_an_empty_field(bot: Bot, shelter: Shelter) -> None:
    before = bot.counts()
    await shelter.alice.types("/outcome new", channel="#shelter")
    for typed in UNSEEN:
        refused = await shelter.alice.submits({"statement": typed})
        assert refused.modal is not None
        assert list(refused.modal.errors.values()) == ["Say what should change, and for whom."]
    await shelter.alice.closes(everything=True)

    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    for typed in UNSEEN:
        answers = {"name": typed, "kind": "number", "direction": "decrease", "every": "week"}
        refused = await shelter.alice.submits(answers)
        assert refused.modal is not None
        assert list(refused.modal.errors.values()) == ["Say what is measured, in a few words."]

    assert bot.counts() == before


async def test_units_keys_and_reasons_of_marks_are_left_empty(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    answers = {"name": "Answer time", "kind": "number", "direction": "decrease", "every": "week"}

    await shelter.alice.submits(answers | {"unit": MARKS, "key": ZERO_WIDTH})

    assert [row.unit for row in bot.all(tables.IndicatorDefinition)][-1] == ""
    assert [row.key for row in bot.all(tables.Indicator)][-1] == "answer-time"


async def test_half_an_emoji_in_a_message_is_shown_as_lost(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.says(f"csat 84 half{HALF_AN_EMOJI} and{NUL}nothing {HALF_AN_EMOJI}")

    assert "half\N{REPLACEMENT CHARACTER} and\N{REPLACEMENT CHARACTER}nothing" in words(answer)
    assert [row.note for row in bot.all(tables.Reading)] == [
        "half\N{REPLACEMENT CHARACTER} and\N{REPLACEMENT CHARACTER}nothing"
    ]


async def test_in_a_button_it_finds_nothing_and_breaks_nothing(bot: Bot, shelter: Shelter) -> None:
    # As in a forged press of a button of ours: its value is looked up in the records.
    for value in (HALF_AN_EMOJI, f"csat{NUL}"):
        assert await _presses(bot, shelter, value) == (
            "This indicator is no longer there, or you no longer see it. /indicator list shows what there is."
        )


async def _presses(bot: Bot, shelter: Shelter, value: str) -> str:
    client = bot.deps.workspaces.client(bot.workspace_id)
    assert client is not None
    button: dict[str, Any] = {"type": "button", "text": {"type": "plain_text", "text": "This one"}, "value": value}
    channel = bot.playground.world.state.find_channel("shelter")
    assert channel is not None
    blocks = [{"type": "actions", "elements": [button | {"action_id": "set_target"}]}]
    await client.chat_postMessage(channel=channel.id, text="?", blocks=blocks)
    return words(await shelter.alice.presses("This one"))
