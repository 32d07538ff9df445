"""Somebody is asked to keep an indicator, says yes or no or nothing, and gives it back on its day."""

from datetime import timedelta

import pytest

from bot.playground import Person, Playground
from bot.playground.seen import Seen
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_closing import plain, rounds_of


def told(who: Person, containing: str) -> Seen:
    (found,) = [each for each in who.sees("@bot") if containing in plain(each.text)]
    return found


def owner_of_csat(bot: Bot) -> str:
    people = {row.id: row.name for row in bot.all(tables.Person)}
    (*_, newest) = [row for row in bot.all(tables.Ownership) if row.indicator_id == 1]
    return people[newest.owner_id]


async def ask_bob(shelter: Shelter, rest: str = "") -> str:
    line = f"/indicator hand-over csat @bob {rest}"
    return plain((await shelter.alice.types(line.strip(), channel="#shelter")).text)


async def test_nothing_moves_before_they_say_fine_and_it_goes_back_on_its_day(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/reading csat 74 for last week")
    answer = await ask_bob(shelter, "until 3 June thank <you>")
    await rounds_of(bot)

    assert answer == (
        "✓ Bob is asked to keep Customer satisfaction csat until 3 June. Nothing changes before they say yes; without "
        "an answer it is theirs from Sat 28 March 10:00 on."
    )
    offer = told(shelter.bob, "asks you to keep")
    assert plain(offer.text) == (
        "Alice asks you to keep Customer satisfaction csat until 3 June: to be asked for its readings. Last: 74 %. "
        "“thank <you>” Without an answer it is yours from Sat 28 March 10:00 your time on."
    )
    assert offer.buttons == ("Fine", "I can't")
    assert owner_of_csat(bot) == "Alice"

    said = plain((await shelter.bob.presses("Fine", offer)).text)
    await rounds_of(bot)

    assert said == "✓ Customer satisfaction csat is yours to keep until 3 June."
    assert owner_of_csat(bot) == "Bob"
    assert told(shelter.alice, "Bob keeps Customer satisfaction csat until 3 June.")

    playground.clock.advance(timedelta(days=67))  # to Tuesday 2 June
    await rounds_of(bot)
    assert owner_of_csat(bot) == "Bob"
    playground.clock.advance(timedelta(days=1))
    await rounds_of(bot)

    assert owner_of_csat(bot) == "Alice"
    assert told(shelter.alice, "Customer satisfaction csat is yours again, as agreed. Bob kept it until now.")
    assert told(shelter.bob, "Customer satisfaction csat is with Alice again, as agreed. Thank you.")


async def test_who_cannot_says_so_and_it_stays(bot: Bot, shelter: Shelter) -> None:
    await ask_bob(shelter)
    await rounds_of(bot)
    offer = told(shelter.bob, "asks you to keep")

    said = plain((await shelter.bob.presses("I can't", offer)).text)
    await rounds_of(bot)

    assert said == "✓ Customer satisfaction csat stays with Alice, who is told."
    assert told(shelter.alice, "Bob can't keep Customer satisfaction csat. It stays with Alice.")
    assert owner_of_csat(bot) == "Alice"


async def test_without_an_answer_it_is_theirs_after_a_day_and_both_are_told(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await ask_bob(shelter, "until 3 June")
    playground.clock.advance(timedelta(hours=23, minutes=59))
    await rounds_of(bot)
    assert owner_of_csat(bot) == "Alice"

    playground.clock.advance(timedelta(minutes=2))
    await rounds_of(bot)

    assert owner_of_csat(bot) == "Bob"
    yours = told(shelter.bob, "is yours to keep now: a day has passed without an answer.")
    assert "It goes back to Alice on 3 June." in plain(yours.text)
    assert told(shelter.alice, "Bob has not answered for a day, so Customer satisfaction csat is theirs to keep now.")


async def test_an_offer_that_was_taken_back_says_so(bot: Bot, shelter: Shelter) -> None:
    await ask_bob(shelter)
    await rounds_of(bot)
    taken_back = plain((await shelter.alice.presses("Take it back")).text)
    assert taken_back == "✓ Taken back. Alice keeps Customer satisfaction csat."

    late = plain((await shelter.bob.presses("Fine", told(shelter.bob, "asks you to keep"))).text)

    assert late == (
        "This offer of Customer satisfaction csat does not stand any more: it was taken back, or something has changed "
        "since."
    )
    assert owner_of_csat(bot) == "Alice"


async def test_an_offer_of_what_was_closed_is_void(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    await ask_bob(shelter)
    await shelter.alice.types("/outcome close help-1")
    await shelter.alice.submits({"result": "dropped"})
    playground.clock.advance(timedelta(days=2))
    await rounds_of(bot)

    assert [row.answer for row in bot.all(tables.HandoverRecord)] == ["withdrawn"]
    assert owner_of_csat(bot) == "Alice"


async def test_the_form_offers_too_and_opens_where_nobody_was_named(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types("/indicator hand-over csat until 3 June on holiday")
    assert opened.modal is not None
    assert opened.modal.field("until").value == "2026-06-03"
    assert opened.modal.field("reason").value == "on holiday"
    refused = await shelter.alice.submits({"owner": "bob", "until": "2026-03-01"})
    assert refused.modal is not None
    assert list(refused.modal.errors) == ["Until when?"]

    done = words(await shelter.alice.submits({"until": "2026-06-03"}))

    assert "Bob is asked to keep Customer satisfaction csat until 3 June." in done
    shown = await shelter.alice.types("/indicator show csat")
    assert {"Hand over…", "Pause…", "Retire…"} <= set(shown.buttons)
    assert "Hand over…" not in (await shelter.bob.types("/indicator show csat")).buttons


async def test_what_somebody_takes_is_theirs_at_once(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    dana = playground.person("dana", real_name="Dana", admin=True)
    await dana.types("/indicator hand-over csat")
    done = words(await dana.submits({"owner": "dana"}))

    assert "✓ Dana is asked for Customer satisfaction csat from now on." in done
    assert owner_of_csat(bot) == "Dana"


@pytest.mark.parametrize("action_id", ["accept_handover", "decline_handover", "withdraw_handover"])
async def test_a_button_that_carries_no_offer_is_answered(bot: Bot, shelter: Shelter, action_id: str) -> None:
    client = bot.deps.workspaces.client(bot.workspace_id)
    channel = bot.playground.world.state.find_channel("shelter")
    assert client is not None
    assert channel is not None
    for value, says in (
        ("junk", "This button is from an older version of the bot"),
        ("99", "This offer is no longer there."),
    ):
        button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": action_id}
        blocks = [{"type": "actions", "elements": [button | {"value": value}]}]
        await client.chat_postMessage(channel=channel.id, text="?", blocks=blocks)

        answer = await shelter.alice.presses("Go")

        assert says in words(answer)
        await client.chat_delete(channel=channel.id, ts=bot.playground.posts[-1].ts)
