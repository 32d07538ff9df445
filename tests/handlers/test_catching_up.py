"""What people wrote to the bot while it did not hear is found, handled once, and never taken for another period."""

from datetime import timedelta

from bot.playground import Fault, Person, Playground
from bot.playground.state import Message
from handlers.catching_up import CatchingUp
from storage import tables
from tests.handlers.conftest import Bot, Shelter

MISSED = "I was not running when you wrote this, and did nothing about it: it may have meant another period."


def writes_unheard(playground: Playground, person: Person, text: str, *, thread_ts: str | None = None) -> Message:
    """Slack keeps what they wrote, and never tells the bot."""
    state = playground.world.state
    place = state.direct(playground.primary, person.id)
    ts = state.next_ts(playground.primary)
    return state.store(Message(place, ts, person.id, text=text, thread_ts=thread_ts))


def started(bot: Bot) -> CatchingUp:
    """As after a start: the bot last heard an hour ago."""
    return CatchingUp(bot.deps, bot.app, missed_since=bot.deps.clock() - timedelta(hours=1))


async def catch_up(bot: Bot, catching_up: CatchingUp) -> int:
    """Go through everything once."""
    found = 0
    for _ in range(10):
        found += await catching_up.round()
    await bot.settled()
    return found


def answers_to(playground: Playground, person: Person) -> list[str]:
    return [post.text for post in playground.posts if post.channel.im_with == person.id]


async def test_a_reading_written_while_the_bot_was_off_is_recorded_once(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    writes_unheard(playground, shelter.alice, "csat 84")
    playground.clock.advance(timedelta(minutes=20))

    catching_up = started(bot)
    await catch_up(bot, catching_up)
    playground.clock.advance(timedelta(minutes=5))
    await catch_up(bot, catching_up)
    await catch_up(bot, started(bot))

    [reading] = bot.all(tables.Reading)
    assert reading.typed == "84"


async def test_what_was_heard_at_once_is_not_answered_again(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    for text in ("csat 84", "due", "help", "no-such-thing 3"):
        await shelter.alice.says(text)
    await bot.settled()
    before = answers_to(playground, shelter.alice)
    playground.clock.advance(timedelta(minutes=20))

    await catch_up(bot, started(bot))

    assert len(before) == 4
    assert answers_to(playground, shelter.alice) == before


async def test_somebody_who_never_wrote_before_is_answered_too(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    erin = playground.person("erin")
    writes_unheard(playground, erin, "help")
    playground.clock.advance(timedelta(minutes=20))

    await catch_up(bot, started(bot))

    assert len(answers_to(playground, erin)) == 1


async def test_a_reply_in_a_thread_is_found(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    first = await shelter.alice.says("due")
    assert first.message is not None
    playground.clock.advance(timedelta(hours=3))
    writes_unheard(playground, shelter.alice, "csat 84", thread_ts=first.message.ts)
    playground.clock.advance(timedelta(minutes=20))

    await catch_up(bot, started(bot))

    assert [reading.typed for reading in bot.all(tables.Reading)] == ["84"]


async def test_what_was_written_on_an_earlier_day_is_given_back_and_not_filed_under_today(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    writes_unheard(playground, shelter.alice, "csat 84")
    playground.clock.advance(timedelta(days=3))

    await catch_up(bot, CatchingUp(bot.deps, bot.app, missed_since=bot.deps.clock() - timedelta(days=3, minutes=5)))

    assert bot.all(tables.Reading) == []
    [answer] = answers_to(playground, shelter.alice)
    assert answer.startswith(MISSED)
    assert "csat 84" in answer


async def test_a_conversation_that_slack_does_not_show_now_is_read_later(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    writes_unheard(playground, shelter.alice, "csat 84")
    playground.clock.advance(timedelta(minutes=20))
    playground.faults.add("conversations.history", Fault.ERROR_BEFORE, times=10)
    catching_up = started(bot)
    await catch_up(bot, catching_up)
    assert bot.all(tables.Reading) == []

    playground.faults.clear()
    playground.clock.advance(timedelta(minutes=6))
    await catch_up(bot, catching_up)

    assert len(bot.all(tables.Reading)) == 1, answers_to(playground, shelter.alice)


async def test_what_was_said_in_a_deaf_minute_is_heard_once_the_bot_hears_again(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    catching_up = started(bot)
    await catch_up(bot, catching_up)
    playground.clock.advance(timedelta(minutes=5))
    await catch_up(bot, catching_up)
    writes_unheard(playground, shelter.alice, "csat 84")
    playground.clock.advance(timedelta(minutes=2))
    now = bot.deps.clock()

    bot.deps.freshness.was_deaf(since=now - timedelta(minutes=3), until=now)
    await catch_up(bot, catching_up)

    assert len(bot.all(tables.Reading)) == 1, answers_to(playground, shelter.alice)
