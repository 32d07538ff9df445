"""Somebody else is asked for an indicator: from the notice that its owner does not see it any more."""

from datetime import timedelta

import pytest

from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.playground import Playground
from bot.playground.deliveries import Delivery
from bot.playground.state import Channel
from storage import tables
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, words

NEEDS = "Meals meals needs somebody to ask."


@pytest.fixture
async def board(bot: Bot, shelter: Shelter, playground: Playground) -> Channel:
    """Bob owns `meals` in a private channel that he has just left; its reading is due. Alice has been told."""
    place = playground.channel("board", shelter.alice, shelter.bob, private=True)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#board")
    await shelter.alice.presses(MORE_OF_OUTCOME)
    await shelter.alice.submits({"key": "hunger"})
    await bot.settled()
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/indicator new hunger", channel="#board")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    values = {"name": "Meals", "kind": "number", "direction": "increase", "every": "week", "key": "meals"}
    await shelter.alice.submits(values | {"owner": "bob"})
    await shelter.alice.closes(everything=True)
    place.members.discard(shelter.bob.id)
    playground.clock.advance(timedelta(days=3))  # to Monday, ten in the morning
    settings, beats = DeliverySettings(), Beats()
    for _ in range(3):
        await rounds.everything(bot.deps, settings, beats)
    return place


def _is_a_joining_heard_of(delivery: Delivery) -> bool:
    return delivery.ok and delivery.payload.get("event", {}).get("type") == "member_joined_channel"


async def test_whoever_answers_for_it_chooses_a_new_owner_from_the_notice(
    bot: Bot, shelter: Shelter, playground: Playground, board: Channel
) -> None:
    notice = next(post for post in shelter.alice.sees("@bot") if NEEDS in post.text.replace("`", "").replace("*", ""))
    shelter.charlie.joins("#board")
    await playground.wait_for(lambda: any(map(_is_a_joining_heard_of, playground.deliveries)))

    opened = await shelter.alice.presses("Choose a new owner", notice)
    assert opened.modal is not None
    done = await shelter.alice.submits({"owner": "charlie", "reason": "Bob has moved on"})

    assert "is asked for Meals meals from now on" in words(done).replace("*", "")
    [due] = [row for row in bot.all(tables.DueReading) if row.state == "due" and row.indicator_id == 3]
    charlie = next(row for row in bot.all(tables.Person) if row.user_id == shelter.charlie.id)
    assert (due.owner_id, due.times_asked) == (charlie.id, 0)
    assert charlie.next_reminder_at is not None
    assert [row.reason for row in bot.all(tables.Ownership) if row.indicator_id == 3] == ["", "Bob has moved on"]


async def test_nobody_is_made_the_owner_who_would_not_see_it(
    bot: Bot, shelter: Shelter, playground: Playground, board: Channel
) -> None:
    before = bot.counts()
    for chosen, error in (
        ("charlie", "They are not in the channel where it lives, and would not see it."),
        ("bob", "They are asked for it already. Choose somebody else."),
    ):
        await shelter.alice.presses("Choose a new owner")
        refused = await shelter.alice.submits({"owner": chosen})
        assert refused.modal is not None
        assert refused.modal.errors["Who is asked for its readings?"].startswith(error)
        await shelter.alice.closes(everything=True)

    assert bot.counts() == before
