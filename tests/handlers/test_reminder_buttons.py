"""What stands below a real reminder is pressed: no figure, tomorrow, hand over; and what moves is taken away."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.playground import Person, Playground
from bot.playground.seen import Seen
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words

APRIL_ENDS = datetime(2026, 4, 30, tzinfo=UTC)


async def goes_on(bot: Bot, playground: Playground, after: timedelta = timedelta(0)) -> None:
    """Live through the rounds at a later time."""
    playground.clock.advance(after)
    for _ in range(3):
        await rounds.everything(bot.deps, DeliverySettings(), Beats())


@pytest.fixture
async def monday(bot: Bot, shelter: Shelter, playground: Playground) -> Person:
    """Alice has her reminder for last week's churn and csat, on Monday at ten."""
    await goes_on(bot, playground, timedelta(days=3))
    assert [post for post in shelter.alice.sees("@bot") if "2 readings are due" in post.text]
    return shelter.alice


async def test_no_figure_is_declared_with_its_reason(bot: Bot, monday: Person) -> None:
    asked = await monday.presses("No figure…")
    assert asked.modal is not None
    assert asked.modal.title == "No figure"

    done = await monday.submits({"not_coming": "=churn", "reason": "the till was broken"})

    assert "✓ No data for 1 reading: the till was broken" in words(done)
    (reading,) = bot.all(tables.Reading)
    assert (reading.is_no_data, reading.note) == (True, "the till was broken")


async def test_tomorrow_is_said_back_and_done(bot: Bot, playground: Playground, monday: Person) -> None:
    answer = await monday.presses("Tomorrow")
    assert words(answer) == "✓ I ask for 2 readings again tomorrow at 09:00."

    await goes_on(bot, playground)
    assert any("Put off" in post.text for post in monday.sees("@bot"))
    await goes_on(bot, playground, timedelta(days=1))
    assert sum("Still open" in post.text for post in monday.sees("@bot")) == 1


async def test_one_of_several_is_handed_over_from_the_menu(bot: Bot, shelter: Shelter, monday: Person) -> None:
    opened = await monday.presses("Hand over…")
    assert opened.modal is not None
    done = await monday.submits({"indicator": "=churn", "owner": "bob"})

    assert "is asked to keep" in words(done)
    (offer,) = bot.all(tables.HandoverRecord)
    assert offer.answer == "open"


async def test_the_older_message_is_gone_from_the_conversation(
    bot: Bot, playground: Playground, monday: Person
) -> None:
    await goes_on(bot, playground, timedelta(days=1))
    await goes_on(bot, playground, timedelta(days=6))
    live = [post for post in monday.sees("@bot") if "last week" in post.text]
    assert len(live) == 1
    gone = [row for row in bot.all(tables.Message) if row.withdrawn_at is not None]
    assert {row.kind for row in gone} == {"reminder", "second_ping"}


async def test_whoever_answers_for_it_asks_in_their_own_name_once_a_day(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await goes_on(bot, playground, timedelta(days=3))
    handed = await shelter.alice.types("/indicator hand-over churn @bob", channel="#shelter")
    assert "is asked to keep" in words(handed)
    await goes_on(bot, playground)
    await shelter.bob.presses("Fine")
    notes: list[Seen] = []
    while not notes and playground.clock.now() < APRIL_ENDS:
        await goes_on(bot, playground, timedelta(days=1))
        notes = [post for post in shelter.alice.sees("@bot") if "figure is missing" in post.text]
    (note,) = notes
    assert "Customer churn" in note.text

    assert "is asked, in your name." in words(await shelter.alice.presses("Ask", note))
    assert "asked" in words(await shelter.alice.presses("Ask", note))

    await goes_on(bot, playground)
    asked = [post for post in shelter.bob.sees("@bot") if "asks you for" in post.text]
    assert len(asked) == 1
