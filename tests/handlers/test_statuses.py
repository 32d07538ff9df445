"""What Slack tells of somebody's status and of do not disturb, and the words that an administrator chooses."""

from datetime import datetime, timedelta

from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.playground import Playground
from storage.tables import Message, Person
from tests.handlers.conftest import Bot, Shelter

WORDS = "Which Slack statuses mean that somebody is away?"


def alice_of(bot: Bot, shelter: Shelter) -> Person:
    return next(row for row in bot.all(Person) if row.user_id == shelter.alice.id)


async def test_a_status_is_taken_in_and_home_says_so(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    await shelter.alice.opens_home()
    await shelter.alice.types("/status :palm_tree: Vacationing", channel="#shelter")
    await playground.wait_for(lambda: alice_of(bot, shelter).is_away_by_status)
    await bot.settled()
    assert shelter.alice.home is not None
    assert "Your Slack status says that you are away: while it lasts, I do not ask you." in shelter.alice.home.text
    await shelter.alice.types("/status clear", channel="#shelter")
    await playground.wait_for(lambda: not alice_of(bot, shelter).is_away_by_status)


async def test_an_administrator_chooses_the_words(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    shelter.alice.sets_status("On a field trip", ":tent:")
    await playground.wait_for(lambda: alice_of(bot, shelter).status_text == "On a field trip")
    assert not alice_of(bot, shelter).is_away_by_status
    dana = playground.person("dana", admin=True)
    await dana.opens_home()
    await dana.presses("Settings")
    saved = await dana.submits({WORDS: "field trip, :palm_tree:"})
    assert saved.modal is not None
    assert "✓ A Slack status means being away if it has: field trip, :palm_tree:." in saved.modal.text
    assert alice_of(bot, shelter).is_away_by_status


async def test_do_not_disturb_is_taken_in(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    await shelter.alice.types("/dnd 2 hours", channel="#shelter")
    await playground.wait_for(lambda: alice_of(bot, shelter).undisturbed_until is not None)
    row = alice_of(bot, shelter)
    assert row.undisturbed_from is not None
    assert row.undisturbed_until is not None
    assert row.undisturbed_until - row.undisturbed_from == timedelta(hours=2)
    shelter.alice.wants_no_disturbance(0)
    await playground.wait_for(lambda: alice_of(bot, shelter).undisturbed_until is None)


async def test_what_waited_comes_as_soon_as_somebody_may_be_disturbed_again(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    def undisturbed_until() -> datetime | None:
        return next(row.undisturbed_until for row in bot.all(Person) if row.user_id == shelter.bob.id)

    shelter.bob.wants_no_disturbance(120)
    await playground.wait_for(lambda: undisturbed_until() is not None)
    await shelter.alice.types("/indicator hand-over csat @bob")
    await rounds.everything(bot.deps, DeliverySettings(), Beats())
    assert any(row.ready_at == undisturbed_until() for row in bot.all(Message))
    before = len(shelter.bob.sees("@bot"))
    await shelter.bob.types("/dnd off", channel="#shelter")
    await playground.wait_for(lambda: len(shelter.bob.sees("@bot")) > before)
    assert "Customer satisfaction" in shelter.bob.sees("@bot")[-1].text
