"""An answer to a message is as sure as a reminder, whatever Slack or our own process does meanwhile."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from bot.delivery import rounds
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import MessageKind
from bot.http import HttpSender, TryLater
from bot.playground import Fault
from storage import tables
from storage.db import Database
from tests.handlers.conftest import Bot, Shelter
from tests.handlers.test_forms import fall_due


async def live_on(bot: Bot, *, seconds: float, times: int = 1) -> None:
    """Let time go by, with a round of delivery each."""
    for _ in range(times):
        bot.playground.clock.advance(timedelta(seconds=seconds))
        await rounds.recover(bot.deps, DeliverySettings())
        await rounds.send(bot.deps, DeliverySettings())
        await bot.settled()  # what the heartbeat was woken for takes its share


def posts(bot: Bot) -> list[str]:
    return [" ".join(post.text.replace("`", "").split()) for post in bot.playground.posts]


@pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.DROP_AFTER])
async def test_what_was_recorded_is_confirmed_once_whatever_slack_answers(
    bot: Bot, shelter: Shelter, fault: Fault
) -> None:
    bot.playground.faults.add("chat.postMessage", fault)

    await shelter.alice.says("csat 61", patience=0.0)
    await bot.settled()
    await live_on(bot, seconds=61)
    await live_on(bot, seconds=16, times=2)

    assert bot.counts()["reading"] == 1
    assert posts(bot) == ["✓ *61 %* for *Customer satisfaction*, this week (23–29 March) so far."]
    [row] = [row for row in bot.all(tables.Message) if row.kind is MessageKind.ANSWER]
    assert row.state == "sent"


async def test_every_kind_of_answer_outlasts_a_failure(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    expected = {
        "csat lots": '"Customer satisfaction" needs a number',
        "nothing 5": "To give a reading, write its key and the value",
        "due": "Your readings",
        "help": "/reading",
        "undo": "There is no reading of yours to take back.",
        "cust 84": "Which",
        "x" * 3001: "A command holds up to 3,000 characters",
    }
    bot.playground.faults.add("chat.postMessage", Fault.ERROR_BEFORE, times=len(expected))

    for said in expected:
        await shelter.alice.says(said, patience=0.0)
        await bot.settled()
    assert posts(bot) == []
    await live_on(bot, seconds=61)
    await live_on(bot, seconds=16, times=8)

    assert sorted(expected.values()) == sorted(
        answer for answer in expected.values() for post in posts(bot) if answer in post
    )


async def test_what_nobody_expected_is_answered_as_surely(
    bot: Bot, shelter: Shelter, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, left = Database.submit, [RuntimeError("no such thing")]

    async def broken_at_first(*arguments: Any, **named: Any) -> Any:
        if left:
            raise left.pop()
        return await submit(*arguments, **named)

    monkeypatch.setattr(Database, "submit", broken_at_first)
    bot.playground.faults.add("chat.postMessage", Fault.ERROR_BEFORE)
    await shelter.alice.says("csat 61", patience=0.0)
    await bot.settled()
    await live_on(bot, seconds=61)
    await live_on(bot, seconds=16, times=2)

    [post] = posts(bot)
    assert "Something went wrong on our side." in post


async def test_an_answer_that_failed_at_first_still_goes_into_the_thread(bot: Bot, shelter: Shelter) -> None:
    first = await shelter.alice.says("due")
    bot.playground.faults.add("chat.postMessage", Fault.ERROR_BEFORE)

    await shelter.alice.says("csat 61", thread=first.message, patience=0.0)
    await bot.settled()
    await live_on(bot, seconds=61)
    await live_on(bot, seconds=16, times=2)

    assert bot.playground.posts[-1].thread_ts == first.message.ts


async def test_an_answer_waits_out_a_rate_limit_however_long(bot: Bot, shelter: Shelter) -> None:
    bot.playground.faults.add("chat.postMessage", Fault.RATE_LIMITED, seconds=62)

    await shelter.alice.says("csat 61", patience=0.0)
    await bot.settled()
    await live_on(bot, seconds=30)
    assert (posts(bot), bot.playground.calls["chat.postMessage"]) == ([], 1)
    await live_on(bot, seconds=33)

    assert len(posts(bot)) == 1


async def test_an_answer_that_comes_after_our_downtime_says_when_it_was_true(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.listen(lambda told: None)  # the process ends right after the commit
    await shelter.alice.says("csat 61", patience=0.0)
    await bot.settled()
    assert posts(bot) == []

    await live_on(bot, seconds=3 * 3600)

    [post] = posts(bot)
    assert post.startswith("Late. This answers what you wrote on Fri 27 March 10:00, as things stood then.")
    assert "61 %" in post


async def test_an_answer_of_a_few_minutes_ago_reads_as_ever(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.listen(lambda told: None)
    await shelter.alice.says("csat 61", patience=0.0)
    await bot.settled()

    await live_on(bot, seconds=600)

    [post] = posts(bot)
    assert not post.startswith("Late")


async def test_nobody_is_answered_who_has_left_meanwhile(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.listen(lambda told: None)
    await shelter.alice.says("csat 61", patience=0.0)
    await bot.settled()

    def leave(session: Session) -> None:
        alice = session.exec(select(tables.Person).where(tables.Person.user_id == shelter.alice.id)).one()
        alice.is_deactivated = True
        session.add(alice)

    bot.deps.database.run_here(leave)
    await live_on(bot, seconds=60)

    assert posts(bot) == []


async def test_a_few_messages_within_a_second_are_answered_at_once_and_more_in_their_turn(
    bot: Bot, shelter: Shelter
) -> None:
    bot.playground.clock.stop()
    for _ in range(8):
        await shelter.alice.says("help", patience=0.0)
        await bot.settled()
        bot.playground.clock.advance(timedelta(seconds=0.26))
    assert len(posts(bot)) == 6

    await shelter.bob.says("help")
    assert len(posts(bot)) == 7  # nobody else waits because of that
    await live_on(bot, seconds=1.1)
    assert len(posts(bot)) == 9


class Gone(httpx.AsyncBaseTransport):
    """A response address that is not there any more."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, text="expired_url")


async def test_what_a_button_saved_is_told_by_message_where_its_answer_could_not_be_shown(
    bot: Bot, shelter: Shelter
) -> None:
    answer = await shelter.alice.says("csat 61")
    bot.deps.http._client = httpx.AsyncClient(transport=Gone())

    await shelter.alice.presses("Undo", message=answer.message, patience=0.0)
    await bot.settled()

    assert bot.counts()["retraction"] == 1
    assert "Taken back: 61 % for *Customer satisfaction*, this week (23–29 March)." in posts(bot)[-1]


async def test_what_saved_nothing_is_not_worth_a_message_of_its_own(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    asked = await shelter.alice.says("cust lots")
    bot.deps.http._client = httpx.AsyncClient(transport=Gone())

    await shelter.alice.presses("Customer satisfaction", message=asked.message, patience=0.0)
    await bot.settled()

    assert len(posts(bot)) == 1


async def test_an_answer_by_address_is_not_tried_before_slack_said() -> None:
    asked: list[httpx.Request] = []

    def limited(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(429, headers={"Retry-After": "3600"})

    sender = HttpSender(transport=httpx.MockTransport(limited))
    assert await sender.post_json("https://hooks.slack.com/1", {}) == TryLater("too many requests", after=3600)
    await sender.close()
    assert len(asked) == 1
