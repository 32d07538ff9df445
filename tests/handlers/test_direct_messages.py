"""Messages to the bot: answered where they were written, once, and with what to do where something went wrong."""

from typing import Any

import pytest

from bot.playground import Fault, Playground
from bot.playground.state import Message as SentMessage
from handlers.slack_text import links_to
from storage.db import Database
from storage.group_commit import Busy
from storage.tables import Reading
from tests.handlers.conftest import Bot, Shelter, make_shelter, running_bot, words
from tests.handlers.test_forms import fall_due


async def test_an_empty_message_lists_what_is_due_beside_the_button_for_the_form(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)

    answer = await shelter.alice.says("\u2068\u2069")
    assert "Your readings" in words(answer)
    assert "Customer churn churn, last week (16–22 March): was due Mon 23 March" in words(answer)
    opened = await shelter.alice.presses("Check in")

    assert opened.modal is not None
    assert opened.modal.title == "Check in"


async def test_a_choice_between_several_is_made_in_the_direct_message(bot: Bot, shelter: Shelter) -> None:
    asked = await shelter.alice.says("cust 84")
    assert asked.buttons == ("Customer churn", "Customer satisfaction")

    chosen = await shelter.alice.presses("Customer satisfaction")

    assert "✓ 84 % for Customer satisfaction, this week (23–29 March) so far." in words(chosen)
    assert bot.counts()["reading"] == 1


async def test_what_is_nearest_to_a_misspelt_name_is_recorded_when_it_is_pressed(bot: Bot, shelter: Shelter) -> None:
    asked = await shelter.alice.says("chorm 9")
    assert 'No indicator here is called "chorm". Do you mean one of these?' in words(asked)
    assert asked.buttons == ("Customer churn",)

    chosen = await shelter.alice.presses("Customer churn")

    assert "✓ 9 % for Customer churn, this week (23–29 March)" in words(chosen)
    assert bot.counts()["reading"] == 1


async def test_a_message_in_a_thread_is_answered_in_that_thread(bot: Bot, shelter: Shelter) -> None:
    first = await shelter.alice.says("due")

    answer = await shelter.alice.says("csat 84", thread=first.message)

    assert answer.message.thread_ts == first.message.ts


async def test_what_nobody_expected_in_a_message_is_answered_once(
    bot: Bot, shelter: Shelter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such thing")

    with monkeypatch.context() as patched:
        patched.setattr(type(bot.deps.database), "submit", broken)
        answer = await shelter.alice.says("csat 84")
        await bot.settled()

    assert "Something went wrong on our side." in words(answer)
    assert f"reference {words(answer).split()[-1]}" in caplog.text
    assert len(bot.playground.posts) == 1


@pytest.mark.parametrize(
    ("times_busy", "sentence", "readings"),
    [
        (1, "✓ 84 % for Customer satisfaction, this week (23–29 March) so far.", 1),
        (2, "Not saved: the database did not answer in time. Try again in a moment.", 0),
    ],
)
async def test_a_message_that_finds_the_database_busy_is_tried_once_more(
    playground: Playground,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    times_busy: int,
    sentence: str,
    readings: int,
) -> None:
    submit = Database.submit
    left = [Busy] * times_busy

    async def busy_at_first(*arguments: Any, **named: Any) -> Any:
        if left:
            raise left.pop()
        return await submit(*arguments, **named)

    async with running_bot(playground, sqlite_database, http=True) as bot:
        shelter = await make_shelter(bot, playground)
        monkeypatch.setattr(Database, "submit", busy_at_first)
        await shelter.alice.says("csat 84", patience=0.0)
        await playground.message_in(shelter.alice, containing=sentence)
        await bot.settled()

        assert bot.counts()["reading"] == readings
        assert len(playground.posts) == 1


async def test_an_answer_waits_out_a_rate_limit_of_a_second(bot: Bot, shelter: Shelter) -> None:
    bot.playground.faults.add("chat.postMessage", Fault.RATE_LIMITED, seconds=1.0)

    answer = await shelter.alice.says("csat 84")

    assert "✓ 84 % for Customer satisfaction, this week (23–29 March) so far." in words(answer)
    assert bot.playground.calls["chat.postMessage"] == 2


async def test_an_answer_whose_connection_broke_is_not_posted_twice(bot: Bot, shelter: Shelter) -> None:
    bot.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)

    await shelter.alice.says("csat 84")
    await bot.settled()

    assert bot.playground.calls["chat.postMessage"] == 1
    assert len(bot.playground.posts) == 1


@pytest.mark.parametrize("text", ["csat 84\nchurn 11", "csat 84, churn 11", "csat\t84\nchurn\t11"])
async def test_several_readings_are_recorded_at_once_and_undone_at_once(bot: Bot, shelter: Shelter, text: str) -> None:
    answer = await shelter.alice.says(text)

    assert "✓ 84 % for Customer satisfaction, this week (23–29 March) so far." in words(answer)
    assert "✓ 11 % for Customer churn, this week (23–29 March) so far." in words(answer)
    assert (answer.buttons, bot.counts()["reading"]) == (("Undo all (2)",), 2)

    undone = await shelter.alice.presses("Undo all (2)")

    assert "Taken back: 84 % for Customer satisfaction" in words(undone)
    assert "Taken back: 11 % for Customer churn" in words(undone)
    assert bot.counts()["retraction"] == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("csat 84\nchurn lots", 'Reading 2, "churn lots", was not understood: "Customer churn" needs a number'),
        ("csat 84\nmorale 3", 'Reading 2, "morale 3", was not understood: No indicator here is called "morale".'),
        ("csat 84, churn lots", 'Reading 2, "churn lots", was not understood: "Customer churn" needs a number'),
        ("csat 84\ncsat 85", '"csat" stands there twice.'),
    ],
)
async def test_where_one_line_cannot_be_read_nothing_is_saved(bot: Bot, shelter: Shelter, text: str, why: str) -> None:
    answer = await shelter.alice.says(text)

    assert words(answer).startswith("Nothing was saved.")
    assert why in words(answer)
    assert bot.counts()["reading"] == 0


async def test_a_second_line_of_words_is_the_note(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.says("csat 84, two sites missing\nbecause of the flood")

    [reading] = bot.all(Reading)
    assert reading.note == "two sites missing\nbecause of the flood"


async def test_several_lines_after_the_command_are_several_readings(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/reading csat 84\nchurn 11")

    assert answer.buttons == ("Undo all (2)",)
    assert bot.counts()["reading"] == 2


ROSTER = "https://shelter.example/files/F1/roster.png?a=1&b=2"


async def sends_a_file(bot: Bot, shelter: Shelter, text: str) -> None:
    """A message with a screenshot, as Slack tells of it."""
    state = bot.playground.world.state
    place = state.direct(bot.playground.primary, shelter.alice.id)
    files = [{"id": "F1", "name": "roster.png", "permalink": ROSTER}]
    sent = state.store(
        SentMessage(place, state.next_ts(bot.playground.primary), shelter.alice.id, text=text, files=files)
    )
    delivery = bot.playground.world.events.message(sent, subtype="file_share")
    assert delivery is not None
    await delivery


async def test_the_words_of_a_message_with_a_file_are_a_reading(bot: Bot, shelter: Shelter) -> None:
    await sends_a_file(bot, shelter, "csat 84")

    await bot.playground.message_in(shelter.alice, containing="Customer satisfaction")
    assert bot.counts()["reading"] == 1


async def test_a_file_without_words_is_answered_with_what_to_write(bot: Bot, shelter: Shelter) -> None:
    await sends_a_file(bot, shelter, "")

    await bot.playground.message_in(shelter.alice, containing="I cannot read files. Write the reading beside it")
    assert bot.counts()["reading"] == 0


async def test_the_link_to_a_file_is_kept_with_the_reading_and_shown(bot: Bot, shelter: Shelter) -> None:
    await sends_a_file(bot, shelter, "csat 84")

    told = await bot.playground.message_in(shelter.alice, containing="Customer satisfaction")
    assert "Kept with it: file" in "\n".join(told.lines)
    shown = await shelter.alice.types("/indicator show csat")
    assert "84 % · Alice · file" in words(shown)
    assert [row.evidence for row in bot.all(Reading)] == [[ROSTER]]


async def test_the_link_to_a_file_stays_where_the_line_is_asked_about(bot: Bot, shelter: Shelter) -> None:
    await sends_a_file(bot, shelter, "csat 80-85")
    await bot.playground.message_in(shelter.alice, containing="which one?")

    await shelter.alice.presses("85 %")

    assert [(row.typed, row.evidence) for row in bot.all(Reading)] == [("85", [ROSTER])]


@pytest.mark.parametrize(
    "files",
    [None, "F1", [None, {"permalink": 1}, {"permalink": "javascript:alert(1)"}, {"permalink": "https://a b|c>"}]],
)
def test_what_is_no_address_is_not_kept(files: object) -> None:
    assert links_to(files) == ()


async def test_a_changed_message_is_read_once_more_where_that_is_wanted(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.says("csat 84")

    asked = await shelter.alice.edits("csat 86")
    assert words(asked) == 'You changed your message to "csat 86". What you sent first stands so far.'
    assert bot.counts()["reading"] == 1
    told = await shelter.alice.presses("Take the change")

    assert "✓ 86 % for Customer satisfaction" in words(told)
    assert "instead of 84 %." in words(told)


async def test_a_bare_value_that_was_changed_corrects_what_it_had_been_taken_for(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading csat 84 for last week")
    await shelter.alice.says("11")
    await shelter.alice.edits("12")

    told = await shelter.alice.presses("Take the change")

    assert "✓ 12 % for Customer churn, last week (16–22 March), instead of 11 %." in words(told)


async def test_a_message_that_could_not_be_read_is_read_once_it_was_changed(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.says("moral 84")
    await shelter.alice.edits("csat 84")

    told = await shelter.alice.presses("Take the change")

    assert "✓ 84 % for Customer satisfaction" in words(told)


async def test_a_bare_value_with_several_due_asks_for_which(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.says("csat 80 for 2026-W11")
    bot.deps.database.run_here(fall_due)

    asked = await shelter.alice.says("84")
    assert '"84": for which?' in words(asked)
    assert asked.buttons == ("Customer churn", "Customer satisfaction (last 80 %)")
    assert bot.counts()["reading"] == 1

    chosen = await shelter.alice.presses("Customer satisfaction (last 80 %)")
    assert "✓ 84 % for Customer satisfaction, last week (16–22 March)" in words(chosen)


async def test_a_command_with_several_due_is_no_value(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)

    assert "Your readings" in words(await shelter.alice.says("due"))


async def test_a_column_of_values_is_recorded_once_the_order_is_confirmed(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)

    asked = await shelter.alice.says("11\n84")
    assert "In the order in which they are due, that is churn 11 and csat 84. Nothing is saved yet." in words(asked)
    assert bot.counts()["reading"] == 0

    chosen = await shelter.alice.presses("Record all 2")
    assert "✓ 11 % for Customer churn, last week (16–22 March)" in words(chosen)
    assert "✓ 84 % for Customer satisfaction, last week (16–22 March)" in words(chosen)
