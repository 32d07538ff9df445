"""Readings given by writing to the bot."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from bot.actions import people
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.playground import Person
from storage.tables import Reading
from tests.handlers.conftest import Bot, words
from tests.make import make_indicator, make_outcome

MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)


@pytest.fixture
async def alice(bot: Bot) -> Person:
    """Alice owns "rough"; its reading for last week is due."""
    person = bot.playground.person("alice")
    bot.playground.channel("shelter", person)
    await person.types("/reading due")
    bot.deps.database.run_here(_own_an_indicator, team_id=bot.playground.team_id, user_id=person.id)
    bot.playground.clock.set(MONDAY)
    bot.deps.database.run_here(planning.plan_due_readings, now=MONDAY, settings=DeliverySettings())
    return person


def _own_an_indicator(session: Session, *, team_id: str, user_id: str) -> None:
    found = people.known(session, team_id=team_id, user_id=user_id)
    assert found is not None
    make_indicator(session, found.actor, make_outcome(session, found.actor))


async def test_a_message_with_key_and_value_is_recorded(bot: Bot, alice: Person) -> None:
    answer = await alice.says("rough 118 after the cold week")
    assert "118 people" in words(answer)
    (reading,) = bot.all(Reading)
    assert isinstance(reading, Reading)
    assert (reading.typed, reading.note, reading.route) == ("118", "after the cold week", "message")


async def test_a_bare_value_is_for_the_only_reading_that_is_due(bot: Bot, alice: Person) -> None:
    answer = await alice.says("118")
    assert "✓ 118 people for People sleeping rough, last week (23–29 March)." in words(answer)
    assert bot.counts()["reading"] == 1


@pytest.mark.parametrize(
    "typed", ["n/d the hostel was closed", "n/d: the hostel was closed", "n/d – the hostel was closed"]
)
async def test_no_data_is_for_the_only_reading_that_is_due_too(bot: Bot, alice: Person, typed: str) -> None:
    answer = await alice.says(typed)
    assert words(answer) == (
        "✓ No data for People sleeping rough, last week (23–29 March): the hostel was closed "
        "This counts as an answer: I do not ask for it again."
    )
    assert [(reading.is_no_data, reading.note) for reading in bot.all(Reading)] == [(True, "the hostel was closed")]


@pytest.mark.parametrize("typed", ["118 - after the cold week", "118, after the cold week"])
async def test_the_value_is_kept_without_what_parts_it_from_the_note(bot: Bot, alice: Person, typed: str) -> None:
    await alice.says(typed)
    assert [(reading.typed, reading.note) for reading in bot.all(Reading)] == [("118", "after the cold week")]


async def test_a_bare_value_with_nothing_due_is_answered_with_how_to_write_it(bot: Bot, alice: Person) -> None:
    await alice.says("118")
    answer = await alice.says("120")
    assert words(answer) == (
        'No indicator here is called "120". /indicator list shows what there is. '
        "To give a reading, write its key and the value, for example: rough <value>. Write due to see what is due."
    )
    assert bot.counts()["reading"] == 1


async def test_somebody_with_nothing_due_reads_what_comes_next(bot: Bot, alice: Person) -> None:
    await alice.says("118")
    expected = (
        "Nothing is due from you now. "
        "Next: People sleeping rough rough, this week (30 March – 5 April), due Mon 6 April."
    )
    assert expected in words(await alice.types("/reading due"))
    assert expected in words(await alice.types("/reading"))


async def test_the_same_event_again_records_and_answers_once(bot: Bot, alice: Person) -> None:
    await alice.says("rough 118")
    (event,) = [each for each in bot.playground.deliveries if each.payload.get("event", {}).get("text") == "rough 118"]
    posted = len(bot.playground.posts)
    again = await bot.playground.redeliver(event)
    await bot.settled()
    assert again.ok
    assert bot.counts()["reading"] == 1
    assert len(bot.playground.posts) == posted


async def test_a_message_in_a_channel_is_none_of_the_bots_business(bot: Bot, alice: Person) -> None:
    await alice.says("rough 118", channel="#shelter")
    assert bot.counts()["reading"] == 0


async def test_undo_takes_the_reading_back(bot: Bot, alice: Person) -> None:
    await alice.says("rough 118")
    await alice.says("undo")
    assert bot.counts()["retraction"] == 1
