"""What Slack said once is asked again: nobody sees, or may do, anything on the strength of old news."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.delivery import rounds
from bot.playground import Fault, Person, Playground
from bot.playground.state import Channel
from storage import tables
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, words

HIDDEN = 'No indicator here is called "meals". /indicator list shows what there is.'
NOT_TOLD = "Slack does not say at the moment who you are, so nothing was done. Try again in a minute."
LEFT_OUT = "Slack does not say at the moment who may see some of the channels, so what lives there is left out."


async def with_an_indicator(shelter: Shelter, bot: Bot, place: Channel) -> None:
    """Alice registers an outcome in this channel, and its indicator `meals`."""
    await shelter.alice.types("/outcome new Nobody goes hungry", channel=f"#{place.name}")
    await shelter.alice.presses(MORE_OF_OUTCOME)
    await shelter.alice.submits({"key": "hunger"})
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/indicator new hunger", channel=f"#{place.name}")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    await shelter.alice.submits(
        {"name": "Meals", "kind": "number", "direction": "increase", "every": "week", "key": "meals"}
    )
    await shelter.alice.closes(everything=True)
    await bot.settled()


@pytest.fixture
async def kitchen(bot: Bot, shelter: Shelter, playground: Playground) -> Channel:
    """A public channel with Alice and Bob; the outcome `hunger` with the indicator `meals` lives there."""
    place = playground.channel("kitchen", shelter.alice, shelter.bob)
    await with_an_indicator(shelter, bot, place)
    return place


@pytest.fixture
async def board(bot: Bot, shelter: Shelter, playground: Playground) -> Channel:
    """The same in a private channel."""
    place = playground.channel("board", shelter.alice, shelter.bob, private=True)
    await with_an_indicator(shelter, bot, place)
    return place


async def heard(playground: Playground, *names: str) -> None:
    """Return when the bot has dealt with an event of each of these names."""

    def is_dealt_with(name: str) -> bool:
        return any(each.ok and each.payload.get("event", {}).get("type") == name for each in playground.deliveries)

    await playground.wait_for(lambda: all(map(is_dealt_with, names)))


async def reading_of(person: Person) -> str:
    """What they are answered who give a reading for `meals`."""
    return words(await person.types("/reading meals 12", channel="#shelter"))


async def test_a_process_that_has_just_started_asks_anew_however_lately_another_has(
    bot: Bot, shelter: Shelter, playground: Playground, kitchen: Channel
) -> None:
    """Else everybody would be told for half a minute after a restart that Slack does not say anything."""
    playground.clock.advance(timedelta(minutes=16))
    assert "Meals" in words(await shelter.charlie.types("/indicator show meals", channel="#shelter"))

    playground.clock.advance(timedelta(seconds=2))
    started_at = playground.clock.now()
    bot.deps.freshness.was_deaf(since=started_at - timedelta(seconds=1), until=started_at)

    assert "Meals" in words(await shelter.charlie.types("/indicator show meals", channel="#shelter"))
    assert "12" in await reading_of(shelter.bob)


async def test_what_lives_in_a_channel_made_private_is_hidden_from_everybody_else(
    bot: Bot, shelter: Shelter, playground: Playground, kitchen: Channel
) -> None:
    assert "Meals" in words(await shelter.charlie.types("/indicator show meals", channel="#shelter"))

    playground.make_private(kitchen)
    playground.clock.advance(timedelta(minutes=16))

    assert words(await shelter.charlie.types("/indicator show meals", channel="#shelter")).startswith(HIDDEN)
    assert (await reading_of(shelter.charlie)).startswith("No indicator here is called")
    assert "Nobody goes hungry" not in words(await shelter.charlie.types("/outcome list", channel="#shelter"))
    assert "12" in await reading_of(shelter.bob)
    assert bot.late_acks() == []


def leaves_unheard(playground: Playground, place: Channel, person: Person) -> None:
    place.members.discard(person.id)


def loses_the_bot(playground: Playground, place: Channel, person: Person) -> None:
    place.members.discard(person.id)
    place.members.discard(playground.bot_user_id)


def is_deleted(playground: Playground, place: Channel, person: Person) -> None:
    del playground.world.state.channels[place.id]


@pytest.mark.parametrize("happens", [leaves_unheard, loses_the_bot, is_deleted])
async def test_whoever_left_a_private_channel_unheard_no_longer_sees_what_lives_there(
    bot: Bot,
    shelter: Shelter,
    playground: Playground,
    board: Channel,
    happens: Callable[[Playground, Channel, Person], None],
) -> None:
    assert "12" in await reading_of(shelter.bob)

    happens(playground, board, shelter.bob)
    playground.clock.advance(timedelta(minutes=16))

    assert (await reading_of(shelter.bob)).startswith("No indicator here is called")


async def test_whoever_leaves_while_the_members_are_being_read_is_gone(
    bot: Bot, shelter: Shelter, playground: Playground, board: Channel
) -> None:
    playground.clock.advance(timedelta(minutes=6))

    async with playground.faults.held("conversations.members", after=True) as held:
        comparing = bot.deps.background.start(rounds.compare(bot.deps), name="compare")
        await held.arrived.wait()
        shelter.bob.leaves("#board")
        await heard(playground, "member_left_channel")
    await comparing

    assert (await reading_of(shelter.bob)).startswith("No indicator here is called")


async def test_where_slack_does_not_say_who_may_see_it_nobody_does_and_that_is_said(
    bot: Bot, shelter: Shelter, playground: Playground, kitchen: Channel
) -> None:
    playground.clock.advance(timedelta(minutes=16))
    playground.faults.add("conversations.info", Fault.ERROR_BEFORE, times=20)

    refused = await reading_of(shelter.alice)
    listed = words(await shelter.alice.types("/outcome list", channel="#shelter"))

    assert LEFT_OUT in refused
    assert "/reading meals 12" in refused
    assert LEFT_OUT in listed
    assert "Nobody goes hungry" not in listed


async def test_whoever_answers_for_it_hears_once_that_the_bot_is_out_of_the_channel(
    bot: Bot, shelter: Shelter, playground: Playground, board: Channel
) -> None:
    playground.remove_bot(board)
    await heard(playground, "group_left")
    await bot.settled()
    playground.clock.advance(timedelta(minutes=6))
    await rounds.compare(bot.deps)

    [told] = [row for row in bot.all(tables.Message) if row.template == "channel_out_of_reach"]
    assert told.arguments == {"channel": board.id}
    assert (await reading_of(shelter.alice)).startswith("No indicator here is called")

    playground.invite_bot(board)
    await heard(playground, "member_joined_channel")
    await bot.settled()
    assert "12" in await reading_of(shelter.alice)


async def test_a_rename_and_an_archive_are_heard_of(
    bot: Bot, shelter: Shelter, playground: Playground, kitchen: Channel
) -> None:
    playground.rename(kitchen, "pantry")
    playground.archive(kitchen)
    await heard(playground, "channel_rename", "channel_archive")
    await bot.settled()

    [place] = [row for row in bot.all(tables.Channel) if row.channel_id == kitchen.id]
    assert (place.name, place.is_archived) == ("pantry", True)


async def test_a_demoted_administrator_no_longer_changes_targets(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    dana = playground.person("dana", admin=True)
    assert (await dana.types("/target set csat 90 by 2026-12-31")).modal is not None

    dana.user.is_admin = False
    playground.clock.advance(timedelta(minutes=11))

    refused = words(await dana.types("/target set csat 95 by 2026-12-31"))
    assert refused.startswith('You cannot change the target of "Customer satisfaction".')


async def test_an_administrator_of_whom_slack_does_not_say_whether_they_still_are_is_one_no_longer(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    dana = playground.person("dana", admin=True)
    await dana.types("/outcome list")
    playground.clock.advance(timedelta(minutes=11))
    playground.faults.add("users.info", Fault.ERROR_BEFORE, times=5)

    refused = words(await dana.types("/target set csat 95 by 2026-12-31"))

    assert refused.startswith('You cannot change the target of "Customer satisfaction".')
    assert "84 %" in words(await dana.types("/reading csat 84"))


async def test_nobody_is_served_on_what_slack_said_more_than_a_day_ago(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.clock.advance(timedelta(days=1, minutes=1))
    playground.faults.add("users.info", Fault.ERROR_BEFORE, times=5)

    refused = words(await shelter.alice.types("/reading csat 84", channel="#shelter"))

    assert refused == f"{NOT_TOLD} You typed: /reading csat 84"


async def test_an_account_closed_unheard_gives_no_readings(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    shelter.bob.user.deleted = True
    playground.clock.advance(timedelta(minutes=11))
    before = bot.counts()

    answer = await shelter.bob.types("/reading csat 84", channel="#shelter")

    assert words(answer).startswith("Your Slack account is deactivated, so nothing was changed.")
    assert bot.counts() == before


async def test_a_move_to_another_zone_that_was_not_heard_of_is_noticed(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    shelter.alice.user.zone = "America/Los_Angeles"
    playground.clock.advance(timedelta(minutes=31))

    await rounds.compare(bot.deps)

    [alice] = [row for row in bot.all(tables.Person) if row.user_id == shelter.alice.id]
    assert alice.zone == "America/Los_Angeles"


async def test_neither_a_stranger_nor_an_app_stays_on_record(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)
    dora = playground.person("dora", workspace=elsewhere)
    shared = playground.channel("shared", shelter.alice, dora, shared=True)
    client = bot.deps.workspaces.client(bot.workspace_id)
    assert client is not None
    button = {"type": "button", "text": {"type": "plain_text", "text": "Check in"}, "action_id": "check_in"}
    blocks = [{"type": "actions", "elements": [button | {"value": "x"}]}]
    await client.chat_postMessage(channel=shared.id, text="Due", blocks=blocks)

    async with playground.faults.held("users.info"):
        assert words(await dora.presses("Check in")) == NOT_TOLD
    await bot.settled()
    await rounds.compare(bot.deps)

    before = playground.calls["users.info"]
    for _ in range(3):
        assert words(await dora.presses("Check in")).startswith("Outcome Bot works for the people of the workspace")
    assert playground.calls["users.info"] == before + 1
    assert dora.id not in {row.user_id for row in bot.all(tables.Person)}


async def test_somebody_of_an_enterprise_organisation_is_served_in_each_of_their_workspaces(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)
    erin = playground.person("erin", teams=[elsewhere, playground.primary])
    await erin.types("/reading csat 84")

    answer = await erin.presses("Undo")

    assert "84 %" in words(answer)
    assert len(bot.all(tables.Retraction)) == 1


async def test_somebody_of_the_organisation_who_is_not_in_this_workspace_is_not_served(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)
    erin = playground.person("erin", teams=[elsewhere])

    answer = await erin.types("/outcome list")

    assert words(answer).startswith("Outcome Bot works for the people of the workspace that installed it")


async def test_a_guest_sees_what_lives_in_their_channels_and_nothing_else(
    bot: Bot, shelter: Shelter, playground: Playground, kitchen: Channel
) -> None:
    gus = playground.person("gus", guest=True)
    kitchen.members.add(gus.id)

    listed = words(await gus.types("/outcome list"))
    hidden = words(await gus.types("/reading csat 84"))

    assert "Nobody goes hungry" in listed
    assert "Customers get help the first time" not in listed
    assert hidden.startswith('No indicator here is called "csat".')
    assert "12" in words(await gus.types("/reading meals 12"))
    gus.joins("#shelter")
    await heard(playground, "member_joined_channel")
    assert "84 %" in words(await gus.types("/reading csat 84"))
    gus.leaves("#kitchen")
    await heard(playground, "member_left_channel")
    assert words(await gus.types("/reading meals 13")).startswith('No indicator here is called "meals".')


async def test_whoever_becomes_a_guest_sees_less_at_once(
    bot: Bot, shelter: Shelter, playground: Playground, kitchen: Channel
) -> None:
    shelter.charlie.user.is_guest = True
    shelter.charlie.sets_status("New here")  # and with it Slack tells everything about them
    await heard(playground, "user_change")

    assert words(await shelter.charlie.types("/indicator show meals", channel="#shelter")).startswith(HIDDEN)
    assert "Customer satisfaction" in words(await shelter.charlie.types("/indicator show csat", channel="#shelter"))
