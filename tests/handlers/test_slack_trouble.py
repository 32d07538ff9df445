"""When Slack itself is slow or broken: people are answered all the same, and what is missing is made up for."""

from datetime import timedelta

from bot.delivery import rounds
from bot.playground import Fault, Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words


async def test_nobody_unknown_is_served_while_slack_does_not_say_who_they_are(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    erin = playground.person("erin", zone="Europe/Berlin", locale="de-DE")
    playground.channel("berlin", erin)

    async with playground.faults.held("users.info"):
        answer = await erin.types("/reading csat 84", channel="#berlin")
        assert words(answer) == (
            "Slack does not say at the moment who you are, so nothing was done. Try again in a minute. "
            "You typed: /reading csat 84"
        )
        assert answer.delivery is not None
        assert answer.delivery.ok
        assert [row for row in bot.all(tables.Person) if row.user_id == erin.id] == []
        assert bot.all(tables.Reading) == []
    await bot.settled()

    [known] = [row for row in bot.all(tables.Person) if row.user_id == erin.id]
    assert (known.name, known.zone, known.locale) == ("Erin", "Europe/Berlin", "de-DE")
    assert "84 %" in words(await erin.types("/reading csat 84", channel="#berlin"))


async def test_a_form_that_slack_does_not_open_is_owned_up_to(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.faults.add("views.open", Fault.ERROR_BEFORE)

    answer = await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")

    assert words(answer) == "Slack did not open the form in time. Nothing was changed: try again."


async def test_a_channel_is_asked_about_again_until_slack_answers(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.channel("kitchen", shelter.alice)
    playground.faults.add("conversations.info", Fault.ERROR_BEFORE)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#kitchen")
    await shelter.alice.submits({})
    await bot.settled()
    assert {(row.name, row.is_private) for row in bot.all(tables.Channel)} >= {("", True)}

    playground.clock.advance(timedelta(seconds=10))
    await rounds.compare(bot.deps)

    assert {(row.name, row.is_private) for row in bot.all(tables.Channel)} >= {("kitchen", False)}


async def test_a_private_channel_without_the_bot_is_left_to_those_named(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.channel("board", shelter.alice, private=True, bot=False)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#board")
    await shelter.alice.submits({"accountable": "bob"})
    await shelter.alice.closes(everything=True)
    await bot.settled()

    named = await shelter.bob.types("/outcome list", channel="#shelter")
    others = await shelter.charlie.types("/outcome list", channel="#shelter")

    assert "Nobody goes hungry" in words(named)
    assert "Nobody goes hungry" not in words(others)
