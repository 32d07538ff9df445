"""An outcome's home has to be a channel that the bot can write to."""

from bot.domain import events
from bot.playground import Fault, Person
from storage import tables
from tests.handlers.conftest import Bot, words


async def _register(person: Person, channel: str) -> None:
    await person.types("/outcome new Fewer people sleep rough in our borough", channel=channel)
    await person.submits()


async def test_a_public_channel_that_somebody_chose_is_entered(bot: Bot) -> None:
    alice = bot.playground.person("alice")
    shelter = bot.playground.channel("shelter", alice, bot=False)
    await _register(alice, "#shelter")
    await bot.settled()
    assert bot.playground.bot_user_id in shelter.members


async def test_whoever_chose_a_private_channel_without_the_bot_is_asked_to_invite_it(bot: Bot) -> None:
    alice = bot.playground.person("alice")
    bot.playground.channel("board", alice, private=True, bot=False)
    await _register(alice, "#board")
    await bot.settled()
    (message,) = [each for each in bot.all(tables.Message) if each.person_id is not None]
    assert (message.kind, message.template) == ("notice", "not_in_channel")
    assert events.MessageAdded(message.id) in bot.happened


async def test_a_channel_that_the_bot_is_in_is_left_as_it_is(bot: Bot) -> None:
    alice = bot.playground.person("alice")
    bot.playground.channel("shelter", alice)
    await _register(alice, "#shelter")
    await bot.settled()
    assert bot.playground.calls["conversations.join"] == 0
    assert [(each.template, each.state) for each in bot.all(tables.Message)] == [("new_outcome", "sent")]


async def test_a_public_channel_that_cannot_be_entered_is_still_known_to_be_public(bot: Bot) -> None:
    alice = bot.playground.person("alice")
    bot.playground.channel("shelter", alice, bot=False)
    bot.playground.faults.add("conversations.join", Fault.ERROR_BEFORE, times=None)
    await _register(alice, "#shelter")
    await bot.settled()
    (channel,) = bot.all(tables.Channel)
    assert isinstance(channel, tables.Channel)
    assert not channel.is_private


async def test_a_digest_rule_does_not_close_a_public_channel_to_others(bot: Bot) -> None:
    alice, bob = bot.playground.person("alice"), bot.playground.person("bob")
    shelter = bot.playground.channel("shelter", alice, bob, bot=False)
    await alice.types("/digest every monday", channel="#shelter")
    await bot.settled()

    changed = await bob.types("/digest every friday", channel="#shelter")
    await _register(bob, "#shelter")

    assert words(changed).startswith("✓ Every Friday at 09:00 (Europe/London). Next: Fri 3 April 09:00.")
    assert bot.counts()["outcome"] == 1
    assert bot.playground.bot_user_id in shelter.members


async def test_a_channel_that_wants_no_digest_is_not_entered(bot: Bot) -> None:
    alice = bot.playground.person("alice")
    bot.playground.channel("shelter", alice, bot=False)
    await alice.types("/digest off", channel="#shelter")
    await bot.settled()
    assert bot.playground.calls["conversations.join"] == 0
    assert [channel.is_private for channel in bot.all(tables.Channel)] == [False]


async def test_members_of_a_private_channel_without_the_bot_are_told_how_to_go_on(bot: Bot) -> None:
    alice, bob = bot.playground.person("alice"), bot.playground.person("bob")
    bot.playground.channel("board", alice, bob, private=True, bot=False)
    await _register(alice, "#board")
    await bot.settled()

    await bob.types("/outcome new Nobody goes hungry", channel="#board")
    refused = await bob.submits()
    changed = await bob.types("/digest every friday", channel="#board")

    assert refused.modal is not None
    assert list(refused.modal.errors.values()) == [
        "Slack has not told yet who is in this channel. Type /invite @Outcome Bot there, and save again."
    ]
    assert "✓ Every Friday at 09:00 (Europe/London). Next: Fri 3 April 09:00." in words(changed)
