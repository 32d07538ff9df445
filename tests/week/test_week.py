"""The week that must run: Friday 27 March to Wednesday 8 April 2026, with London's clock change in it.

Once with one process on SQLite over Socket Mode, once with one web and two workers on PostgreSQL over signed HTTP.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bots import Bots, Process, deployment
from tests.forking import Forker
from tests.week.cast import FRIDAY, Borough, borough, register, types, utc

pytestmark = pytest.mark.timeout(300)

# CLDR has thin spaces around the dash between days of two months, and in the United States between any days.
FIRST_SHELTER_DIGEST = [
    "The first report",
    "24–30 March · 1 outcome: ⚪ 1 too early to judge · 1 of 1 reading in, 1 on time",
    "So far",
    "⚪ People sleeping rough: 118 people, planned 114 · too early to judge",
    "> “after the cold week” – Alice",
    "⚪ Still housed after six months · without a reading",
    "⚪ Too early to judge: Fewer people sleep rough in our borough",
    "Next: Tue 7 April.",
]
FIRST_SHOP_DIGEST = [
    "The first report",
    "March 24\u2009–\u200930 · 1 outcome: ⚪ 1 without a verdict · 0 of 1 reading in",
    "So far",
    "⚪ Customer satisfaction · without a reading",
    "Still to come, in time: Customer satisfaction",
    "⚪ No reading yet: Customers get help the first time",
    "Next: Tue, April 7.",
]
SECOND_SHELTER_DIGEST = [
    "Nothing new this week",
    "31 March\u2009–\u20096 April · 1 outcome: ⚪ 1 too early to judge · 2 of 2 readings in, 2 on time",
    "⚪ People sleeping rough: 112 people, planned 113 · too early to judge",
    "⚪ Still housed after six months: 66 % (33 of 50), planned 64 % · too early to judge",
    "Compared with the report of 31 March. Next: Tue 14 April.",
]
SECOND_SHOP_DIGEST = [
    "Nothing new this week",
    "March 31\u2009–\u2009April 6 · 1 outcome: ⚪ 1 too early to judge · 0 of 1 reading in",
    "⚪ Customer satisfaction: 74 % (week of March 23), planned 75 · too early to judge",
    "Compared with the report of March 31. Next: Tue, April 14.",
]


async def one_process(bots: Bots) -> None:
    """Everything in one process, over Socket Mode."""
    await bots.start("run")


async def one_web_and_two_workers(bots: Bots) -> None:
    """A web process behind signed HTTP, and two that plan and send."""
    await bots.run("migrate")
    await bots.web()
    await asyncio.gather(bots.start("worker", name="worker 1"), bots.start("worker", name="worker 2"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/outcome-bot.sqlite3"


async def test_the_first_working_week_in_one_process_on_sqlite(sqlite_url: str, forker: Forker) -> None:
    await the_week(sqlite_url, forker, one_process)


async def test_the_first_working_week_with_a_web_and_two_workers_on_postgresql(
    postgres_database: str, forker: Forker
) -> None:
    await the_week(postgres_database, forker, one_web_and_two_workers)


async def the_week(database_url: str, forker: Forker, start: Callable[[Bots], Awaitable[None]]) -> None:
    async with borough() as town, deployment(town.playground, database_url, forker) as bots:
        await start(bots)
        await register(town)
        await everybody_is_told_once_of_what_was_registered(bots, town)
        planned = await plan(bots)
        await monday_alice_answers_in_one_line(bots, town)
        foreseen, before = await plan(bots), len(town.sent())
        await tuesday_the_digests_go_out_once_although_the_sender_is_killed(bots, town)
        await wednesday_bob_fills_the_form_and_charlie_is_late(bots, town)
        assert planned[: len(ON_FRIDAY)] == ON_FRIDAY
        assert foreseen[: len(ON_MONDAY)] == ON_MONDAY
        digests, pings = town.sent()[before : before + 2], town.sent()[before + 2 :]
        assert sorted(digests) == [f"digest:{town.shelter.id}:2026-03-31", f"digest:{town.shop.id}:2026-03-31"]
        assert pings == [f"second-ping:{town.charlie.id}:2026-03-31", f"reminder:{town.bob.id}:2026-04-01"]
        await three_days_down(bots, town, start)
        await tuesday_again(bots, town)
        nobody_was_asked_twice(town)
        assert [delivery for delivery in town.playground.deliveries if delivery.late] == []
        assert town.playground.log.refusals() == []


ON_FRIDAY = [
    "Mon 2026-03-30 09:00  reminder to Alice: rough 2026-W13",
    "Mon 2026-03-30 14:00  reminder to Charlie: csat 2026-W13",
    "Tue 2026-03-31 09:00  second ping to Alice: rough 2026-W13",
    "Tue 2026-03-31 09:00  digest to #shelter: 2026-03-24 to 2026-03-30",
    "Tue 2026-03-31 09:00  digest to #shop: 2026-03-24 to 2026-03-30",
    "Tue 2026-03-31 14:00  second ping to Charlie: csat 2026-W13",
    "Wed 2026-04-01 04:30  reminder to Bob: housed 2026-03",
]
"""What was foreseen on Friday, if nobody answers. Alice does on Monday, so her second ping falls away."""

ON_MONDAY = [
    "Tue 2026-03-31 09:00  digest to #shelter: 2026-03-24 to 2026-03-30",
    "Tue 2026-03-31 09:00  digest to #shop: 2026-03-24 to 2026-03-30",
    "Tue 2026-03-31 14:00  second ping to Charlie: csat 2026-W13",
    "Wed 2026-04-01 04:30  reminder to Bob: housed 2026-03",
]
"""What was foreseen once Alice had answered."""


async def everybody_is_told_once_of_what_was_registered(bots: Bots, town: Borough) -> None:
    """The channels of their outcomes, and who did not do it themselves of what they keep or answer for."""
    await bots.at(FRIDAY + timedelta(minutes=2))
    kinds = Counter(key.partition(":")[0] for key in town.introductions())
    assert kinds == {"outcome": 2, "owner": 2, "answers-for": 1}


async def monday_alice_answers_in_one_line(bots: Bots, town: Borough) -> None:
    await bots.at(utc(3, 29, 1, 30))  # the clocks have just changed in London
    await bots.at(utc(3, 30, 7, 59))
    assert town.sent() == []
    await bots.at(utc(3, 30, 8))  # nine in London, for the first time in summer time
    assert town.sent() == [f"reminder:{town.alice.id}:2026-03-30"]
    (dm,) = town.dms(town.alice)
    assert dm.lines == [
        "People sleeping rough rough, last week (23–29 March)?",
        (
            "I ask once more, tomorrow at 09:00. "
            "After Wed 1 April it counts as missed, and the next digest in #shelter and a weekly note to Dora say so."
        ),
    ]
    await bots.at(utc(3, 30, 8, 5))
    answer = await types(town.alice, "/reading rough 118 after the cold week", channel="#shelter")
    assert answer.message.lines == [
        "✓ 118 people for People sleeping rough, last week (23–29 March).",
        (
            "⚪ Too early to judge: 114 planned by now (4 behind). "
            "First verdict with the reading for the week of 13 April."
        ),
        "> after the cold week",
    ]
    await town.playground.wait_for(lambda: town.dms(town.alice)[0].edited)
    assert town.dms(town.alice)[0].lines == [
        "All in for Mon 30 March",
        "✓ People sleeping rough, last week (23–29 March): 118 people · ⚪ Too early to judge",
    ]
    await bots.at(utc(3, 30, 13))  # nine in New York
    (dm,) = town.dms(town.charlie)
    assert dm.lines[0] == "Customer satisfaction csat, last week (March 23\u2009–\u200929)?"


async def tuesday_the_digests_go_out_once_although_the_sender_is_killed(bots: Bots, town: Borough) -> None:
    """A digest stands in Slack, its sender has not heard so yet, and dies."""
    async with town.playground.faults.held("chat.postMessage", after=True) as gate:
        town.playground.clock.set(utc(3, 31, 8))
        await gate.arrived.wait()
        sender = await who_claimed(f"digest:{town.shelter.id}:2026-03-31", bots)
        await bots.kill(sender)
    if not [process for process in bots.running if process.name != "web"]:
        await bots.start("run")
    before = town.playground.calls["conversations.history"]
    # The lease lapses, then Slack is given a minute, then asked twice. Each of these waits for a round of its
    # own, which on a busy machine comes after the clock has been moved on once more.
    for minute in range(1, 11):
        await bots.at(utc(3, 31, 8, minute))
        if all(town.digests(channel) for channel in ("#shelter", "#shop")):
            break
    assert town.playground.calls["conversations.history"] > before
    (shelter,), (shop,) = town.digests("#shelter"), town.digests("#shop")
    assert shelter.lines == FIRST_SHELTER_DIGEST
    assert shop.lines == FIRST_SHOP_DIGEST
    assert sorted(town.sent()[2:]) == [f"digest:{town.shelter.id}:2026-03-31", f"digest:{town.shop.id}:2026-03-31"]
    if not any(process.name == "web" for process in bots.running):
        return
    late = await bots.start("worker", name="worker 3")
    await late.says("planned as of")  # a first beat after the clock has moved on would pass for a long downtime


async def wednesday_bob_fills_the_form_and_charlie_is_late(bots: Bots, town: Borough) -> None:
    await bots.at(utc(3, 31, 13))
    (ping,) = town.second_pings(town.charlie)
    assert ping.thread_ts == town.dms(town.charlie)[0].ts
    assert ping.lines == [
        "Still open",
        "• Customer satisfaction csat, last week (March 23\u2009–\u200929)",
        "Press Check in, or type /reading csat <value>",
        (
            "This is the last time I ask. After Wed, April 1 it counts as missed, and the next digest in #shop and a "
            "weekly note to Dora say so."
        ),
    ]
    await bots.at(utc(4, 1, 3, 30))  # nine in Kolkata
    (dm,) = town.dms(town.bob)
    assert dm.lines[0] == "Still housed after six months housed, March?"
    await town.bob.presses("Check in")
    assert town.bob.modal is not None
    assert town.bob.modal.labels[0] == "Still housed after six months, March"
    answer = await town.bob.submits({"Still housed after six months, March": "33/50"})
    assert answer.text.splitlines()[1:] == [
        "1 reading saved",
        (
            "✓ 66 % (33 of 50) for Still housed after six months, March. "
            "⚪ Too early to judge: 64 % planned by now (2 ahead). First verdict with the reading for April."
        ),
        "Nothing else is open.",
    ]
    await town.bob.closes()
    answer = await types(town.charlie, "/reading csat 74", channel="#shop")
    assert answer.message.lines == [
        "✓ 74 % for Customer satisfaction, last week (March 23\u2009–\u200929).",
        (
            "⚪ Too early to judge: 75 planned by now (1 behind). "
            "First verdict with the reading for this week (March 30\u2009–\u2009April 5)."
        ),
    ]
    await bots.at(utc(4, 2, 14))
    assert town.open_dms(town.charlie) == []
    assert town.open_dms(town.bob) == []


async def three_days_down(bots: Bots, town: Borough, start: Callable[[Bots], Awaitable[None]]) -> None:
    """From Friday to Monday half past ten nothing of ours runs; Monday's reminders come late, one each."""
    await bots.at(utc(4, 3, 9))
    for process in list(bots.running):
        assert await bots.stop(process) == 0, process.transcript()
    before = len(town.sent())
    town.playground.clock.set(utc(4, 6, 14, 30))
    await start(bots)
    # What Slack does not answer in time, on a busy machine, is tried again seconds later by the clock.
    for minute in range(30, 40):
        await bots.at(utc(4, 6, 14, minute))
        if len([key for key in town.sent()[before:] if key.startswith("reminder:")]) == 2:
            break
    assert sorted(town.sent()[before:]) == sorted(
        [
            f"reminder:{town.alice.id}:2026-04-06",
            f"reminder:{town.charlie.id}:2026-04-06",
            *(key for key in town.sent()[before:] if key.startswith("outage:")),
        ]
    )
    alice, charlie = town.dms(town.alice)[-1], town.dms(town.charlie)[-1]
    assert alice.lines[:2] == [
        "People sleeping rough rough, last week (30 March\u2009–\u20095 April)?",
        "Last: 118 people",
    ]
    assert alice.lines[-1] == "Sent 6 hours later than planned."
    assert charlie.lines[-1] == "Sent an hour later than planned."
    assert len(town.open_dms(town.alice)) == len(town.open_dms(town.charlie)) == 1
    await types(town.alice, "/reading rough 112", channel="#shelter")


async def tuesday_again(bots: Bots, town: Borough) -> None:
    await bots.at(utc(4, 7, 8))
    assert town.digests("#shelter")[-1].lines == SECOND_SHELTER_DIGEST
    assert town.digests("#shop")[-1].lines == SECOND_SHOP_DIGEST
    await bots.at(utc(4, 7, 13))
    assert len(town.second_pings(town.charlie)) == 2
    await bots.at(utc(4, 8, 13))
    assert town.second_pings(town.alice) == []
    assert len(town.dms(town.alice)) == 2


def nobody_was_asked_twice(town: Borough) -> None:
    """Every message by its key: each once."""
    assert len(town.sent()) == len(set(town.sent()))
    for person in (town.alice, town.bob, town.charlie):
        assert len(town.open_dms(person)) <= 1


async def plan(bots: Bots) -> list[str]:
    """What `outcome-bot plan` lists, with people by name only."""
    status, listed, errors = await bots.run("plan", "--days", "14")
    assert status == 0, errors
    lines = listed.splitlines()[1:]
    return [re.sub(r" \(U\w+\)", "", line) for line in lines]


async def who_claimed(key: str, bots: Bots) -> Process:
    """The process that is sending this message."""
    working = [process for process in bots.running if process.name != "web"]
    tasks = [asyncio.create_task(process.says(f"claimed {key}")) for process in working]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    return working[tasks.index(done.pop())]
