"""What becomes of a message when Slack is slow, busy, broken, deaf or gone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from bot.actions import people
from bot.actions.readings import submit_line
from bot.delivery import outbox, results, rounds
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import Failure, FailureCode, MessageKind, Template
from bot.domain.readings import Route
from bot.playground import Fault
from storage.db import Database
from storage.tables import Message, Person, Workspace
from tests.delivery.town import DUE_AT, Town, town_on


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as running:
        yield running


async def test_a_reminder_arrives_once_in_the_owners_dm(town: Town) -> None:
    await town.round(after=60)
    await town.rounds(every=60, times=3)
    (message,) = town.posted(town.alice)
    assert message.metadata == {
        "event_type": "outcome_bot_message",
        "event_payload": {"key": f"reminder:{town.alice.id}:2026-03-30"},
    }
    row = town.reminder
    assert (row.state, row.slack_channel, row.slack_ts) == ("sent", message.channel.id, message.ts)


async def test_too_many_requests_delay_and_never_lose(town: Town) -> None:
    town.playground.faults.add("chat.postMessage", Fault.RATE_LIMITED, seconds=30)
    await town.round(after=60)
    assert (town.posted(town.alice), town.reminder.state) == ([], "queued")
    await town.round(after=29)
    assert town.playground.calls["chat.postMessage"] == 1
    await town.round(after=2)
    assert len(town.posted(town.alice)) == 1


@pytest.mark.parametrize(
    "fault", [Fault.DROP_AFTER, Fault.ERROR_AFTER, Fault.INTERNAL_ERROR_AFTER, Fault.SLOW], ids=lambda fault: fault.name
)
async def test_what_slack_stored_before_it_failed_is_found_and_not_sent_again(town: Town, fault: Fault) -> None:
    town.fails("chat.postMessage", fault)
    await town.round(after=60)
    assert town.reminder.state == "unknown"
    await town.round(after=59)
    assert town.playground.calls["conversations.history"] == 0
    await town.round(after=2)
    assert town.reminder.state == "sent"
    assert town.reminder.slack_ts == town.posted(town.alice)[0].ts
    await town.rounds(every=60, times=5)
    assert len(town.posted(town.alice)) == 1


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.ERROR_BEFORE], ids=lambda fault: fault.name)
async def test_what_slack_never_stored_is_sent_again_after_two_looks(town: Town, fault: Fault) -> None:
    town.playground.faults.add("chat.postMessage", fault)
    await town.round(after=60)
    await town.round(after=61)
    assert (town.reminder.state, town.posted(town.alice)) == ("unknown", [])
    await town.round(after=16)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_a_history_that_lags_less_than_the_settling_time_doubles_nothing(town: Town) -> None:
    town.playground.faults.history_lag = 55
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)
    await town.round(after=60)
    await town.rounds(every=16, times=10)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_after_three_unclear_attempts_a_person_is_told_instead(town: Town) -> None:
    town.playground.faults.add("chat.postMessage", Fault.DROP_BEFORE, times=3)
    await town.round(after=60)
    await town.rounds(every=16, times=60)
    assert town.reminder.state == "dead"
    assert town.posted(town.alice) == []
    (alarm,) = town.posted(town.dana)
    assert "could not be delivered" in alarm.text


async def test_where_history_cannot_be_read_a_reminder_goes_out_once_more(town: Town) -> None:
    town.playground.faults.history_forbidden = True
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)
    await town.round(after=60)
    await town.rounds(every=60, times=29)
    assert len(town.posted(town.alice)) == 1
    await town.rounds(every=60, times=5)
    assert len(town.posted(town.alice)) == 2
    assert town.reminder.state == "sent"
    assert town.posted(town.dana) == []


async def test_an_hour_in_which_nobody_looked_does_not_count_as_one_in_which_history_could_not_be_read(
    town: Town,
) -> None:
    town.playground.faults.history_forbidden = True
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER)
    await town.round(after=60)
    await town.rounds(every=60, times=3)
    town.playground.clock.advance(timedelta(hours=1))
    await town.rounds(every=60, times=5)
    town.playground.faults.history_forbidden = False
    await town.rounds(every=60, times=2)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_where_history_cannot_be_read_a_digest_does_not_and_an_administrator_is_told(town: Town) -> None:
    await town.round(after=60)
    town.playground.clock.set(DUE_AT + timedelta(hours=23, minutes=59))
    town.playground.faults.history_forbidden = True
    await town.round()
    town.playground.faults.add("chat.postMessage", Fault.DROP_AFTER, times=2)  # the second ping too
    await town.rounds(every=60, times=40)
    assert town.messages()[f"digest:{town.channel.id}:2026-03-31"].state == "dead"
    assert len(town.posted(town.channel)) == 1
    assert any("digest" in alarm.text and "history cannot be read" in alarm.text for alarm in town.posted(town.dana))


async def test_what_can_never_arrive_is_dead_and_an_administrator_is_told(town: Town) -> None:
    await town.round(after=60)
    town.playground.remove_bot(town.channel)
    town.playground.clock.set(DUE_AT + timedelta(days=1))
    await town.rounds(every=5, times=3)
    digest = town.messages()[f"digest:{town.channel.id}:2026-03-31"]
    assert (digest.state, digest.failure_code, digest.failure_detail) == ("dead", "refused", "not_in_channel")
    assert len(town.posted(town.dana)) == 1


async def test_a_refused_token_pauses_the_workspace_and_nothing_is_lost(town: Town) -> None:
    town.playground.primary.installed = False
    await town.round(after=60)
    assert town.reminder.state == "queued"
    calls = town.playground.calls["chat.postMessage"] + town.playground.calls["conversations.open"]
    await town.rounds(every=60, times=10)
    assert town.playground.calls["chat.postMessage"] + town.playground.calls["conversations.open"] == calls
    town.playground.primary.installed = True
    await town.rounds(every=60, times=6)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_what_a_vanished_sender_left_is_looked_for_after_its_lease(town: Town) -> None:
    await rounds_of_planning(town)
    town.database.run_here(outbox.claim, now=town.deps.clock(), settings=town.settings)
    await town.round(after=61)
    assert (town.reminder.state, town.reminder.failure_code) == ("unknown", "sender_gone")
    await town.rounds(every=16, times=8)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_a_sender_that_wakes_up_too_late_changes_nothing(town: Town) -> None:
    await rounds_of_planning(town)
    (stale,) = town.database.run_here(outbox.claim, now=town.deps.clock(), settings=town.settings)
    await town.round(after=61)
    await town.rounds(every=16, times=8)
    before = town.reminder
    for late in (
        results.Sent("C0", "1.000001"),
        results.Unclear(Failure(FailureCode.REFUSED, "x")),
        results.TryLater(Failure(FailureCode.REFUSED, "x")),
        results.Impossible(Failure(FailureCode.REFUSED, "x")),
    ):
        town.database.run_here(outbox.record_result, stale, late, now=town.deps.clock(), settings=town.settings)
    assert town.reminder == before
    assert town.posted(town.dana) == []


async def test_an_answer_by_any_route_shows_in_the_message(town: Town) -> None:
    await town.round(after=60)
    await town.database.run(answer, town.alice.id, now=town.deps.clock())
    await town.round(after=1)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)
    assert town.reminder.refresh_at is None


async def test_an_answer_while_the_message_is_being_sent_shows_in_it_afterwards(town: Town) -> None:
    import asyncio

    town.settings = DeliverySettings(send_timeout_for=5)
    async with town.playground.faults.held("chat.postMessage") as gate:
        sending = asyncio.create_task(town.round(after=60))
        await gate.arrived.wait()
        await town.database.run(answer, town.alice.id, now=town.deps.clock())
        gate.released.set()
        await sending
    await town.round(after=1)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)


async def test_an_edit_that_fails_is_tried_again(town: Town) -> None:
    await town.round(after=60)
    await town.database.run(answer, town.alice.id, now=town.deps.clock())
    town.playground.faults.add("chat.update", Fault.DROP_BEFORE)
    town.playground.faults.add("chat.update", Fault.RATE_LIMITED, seconds=20)
    await town.rounds(every=10, times=6)
    (message,) = town.posted(town.alice)
    assert "110" in str(message.blocks)


async def test_a_copy_from_before_the_first_dm_does_not_send_it_again(town: Town) -> None:
    await town.round(after=60)
    assert len(town.posted(town.alice)) == 1

    def restore(session: Session) -> None:
        """As it was before the DM was opened, started on a copy."""
        session.exec(update(Person).values(dm_channel_id=None))
        mine = update(Message).where(col(Message.kind) == "reminder")
        unknown = {"state": "unknown", "ready_at": town.deps.clock(), "slack_ts": None, "slack_channel": None}
        session.exec(mine.values(tried_at=DUE_AT, **unknown))

    town.database.run_here(restore)
    await town.rounds(every=16, times=5)
    assert len(town.posted(town.alice)) == 1
    assert town.reminder.state == "sent"


async def test_one_workspaces_rate_is_kept_by_all_processes_together(town: Town) -> None:
    crowd(town, 60)
    settings = DeliverySettings(send_timeout_for=0.5)
    town.settings = settings
    began = town.deps.clock()
    sent_by: list[int] = []
    for _ in range(8):
        for _ in range(2):  # two processes, one after the other
            await rounds.send(town.deps, settings)
        sent_by.append(len(town.playground.posts))
        town.playground.clock.advance(timedelta(seconds=1))
    assert sent_by[0] == 5
    assert all(sent <= 5 + 4 * seconds for seconds, sent in enumerate(sent_by))
    assert sent_by[-1] >= 5 + 3 * 7
    assert town.playground.clock.now() - began == timedelta(seconds=8)


async def test_one_channel_gets_one_message_a_second(town: Town) -> None:
    crowd(town, 4, channel=True)
    counts = []
    for _ in range(4):
        await rounds.send(town.deps, town.settings)
        counts.append(len(town.posted(town.channel)))
        town.playground.clock.advance(timedelta(seconds=1.06))
    assert counts == [1, 2, 3, 4]


async def test_what_is_more_urgent_goes_first(town: Town) -> None:
    crowd(town, 20)
    crowd(town, 1, channel=True, priority=0)
    await rounds.send(town.deps, replace(town.settings, claim_batch=1))
    assert town.playground.posts[0].channel is town.channel


async def test_a_full_channel_holds_up_nobody_else(town: Town) -> None:
    crowd(town, 20, channel=True, priority=0)
    crowd(town, 1)
    await rounds.send(town.deps, town.settings)
    assert len(town.playground.posts) == 2


async def rounds_of_planning(town: Town) -> None:
    """It is nine, and everything is planned but not sent."""
    town.playground.clock.set(DUE_AT)
    await rounds.plan(town.deps, town.settings, town.beats)


def answer(session: Session, user_id: str, *, now: object) -> None:
    """Alice gives her reading."""
    person = session.exec(select(Person).where(Person.user_id == user_id)).one()
    workspace = session.get_one(Workspace, person.workspace_id)
    submit_line(
        session,
        "rough 110 for 2026-W13",
        by=people.as_actor(person, workspace),
        policy=people.policy_of(workspace),
        route=Route.COMMAND,
        now=now,  # type: ignore[arg-type]
    )


def crowd(town: Town, count: int, *, channel: bool = False, priority: int = 3) -> None:
    """Notices that wait to be sent: each to somebody else, or all to the channel."""
    everybody = [] if channel else [town.playground.person(f"p{number}").id for number in range(count)]

    def add(session: Session) -> None:
        from storage.tables import Channel

        workspace = session.exec(select(Workspace)).one()
        place = session.exec(select(Channel).where(Channel.channel_id == town.channel.id)).one()
        for number in range(count):
            person = None
            if everybody:
                person = Person(
                    workspace_id=workspace.id, user_id=everybody[number], zone="UTC", profile_read_at=DUE_AT
                )
                session.add(person)
                session.flush()
            session.add(
                Message(
                    workspace_id=workspace.id,
                    key=f"notice:{channel}:{number}",
                    kind=MessageKind.NOTICE if person else MessageKind.DIGEST,
                    template=Template.NOT_IN_CHANNEL if person else None,
                    arguments={"channel": f"C{number}"},
                    priority=priority,
                    person_id=person.id if person else None,
                    channel_id=None if person else place.id,
                    planned_for=town.deps.clock(),
                    ready_at=town.deps.clock(),
                    created_at=town.deps.clock(),
                )
            )

    town.database.run_here(add)
