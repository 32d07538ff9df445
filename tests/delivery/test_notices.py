"""What people are told about the bot itself survives whatever happens on the way to them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.playground import Fault
from storage.db import Database
from tests.delivery.town import DUE_AT, Town, town_on

TOLD = "A message could not be delivered (digest:{channel}:2026-03-31): not_in_channel."


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    """The digest's channel has been archived, and it is time for the digest."""
    async with town_on(database) as running:
        await running.round(after=60)
        running.playground.remove_bot(running.channel)
        running.playground.clock.set(DUE_AT + timedelta(days=1))
        yield running


@pytest.mark.parametrize(
    "fault",
    [Fault.RATE_LIMITED, Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.DROP_BEFORE],
    ids=lambda fault: fault.name,
)
async def test_a_notice_still_says_what_it_has_to_say_after_a_failure(town: Town, fault: Fault) -> None:
    await town.round(after=5)
    dead = town.messages()[f"digest:{town.channel.id}:2026-03-31"]
    notice = f"operator:{dead.id}:{town.dana.id}"
    town.playground.faults.add("chat.postMessage", fault)
    await town.rounds(every=61, times=6)
    (told,) = town.posted(town.dana)
    assert told.text == TOLD.format(channel=town.channel.id)
    assert town.messages()[notice].state == "sent"


async def test_a_failure_has_a_column_of_its_own(town: Town) -> None:
    town.playground.faults.add("chat.postMessage", Fault.RATE_LIMITED, times=1, seconds=120)
    await town.round(after=5)
    await town.round(after=1)
    delayed = [row for row in town.messages().values() if row.failure_code is not None and row.state == "queued"]
    assert [(row.failure_code, row.failure_detail) for row in delayed] == [("refused", "ratelimited")]
    assert all(row.template is None for row in delayed if row.kind != "notice")
