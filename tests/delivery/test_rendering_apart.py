"""Between the claim of a message and its send: it is put together while everybody else goes on."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bot.delivery import outbox, rendering, rounds, sending
from bot.delivery.outbox import Confirmed, Held
from bot.delivery.rendering import Drawn, Rendering
from bot.domain.messages import MessageKind
from storage import message_parts, messages
from storage.db import Database
from storage.tables import Message, Reading
from tests.delivery.conftest import Team
from tests.delivery.test_outbox import answer, crowd, rounds_of_planning
from tests.delivery.test_reminders import utc
from tests.delivery.timeline import Timeline
from tests.delivery.town import Town, town_on

After = Callable[[int], None]
"""What happens when that message has been put together, and nobody has said yet that it is still wanted."""


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as running:
        yield running


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Callable[[After], list[int]]:
    """Have something happen after each rendering; the list of what was put together, as it grows."""

    def have(then: After) -> list[int]:
        render, numbers = rendering.render_new, list[int]()

        def render_and(session: Session, message_id: int, **arguments: object) -> Rendering:
            drawn = render(session, message_id, **arguments)  # type: ignore[arg-type]  # handed on as it came
            numbers.append(message_id)
            then(message_id)
            return drawn

        monkeypatch.setattr(rendering, "render_new", render_and)
        return numbers

    return have


async def test_while_a_digest_is_put_together_people_and_other_processes_go_on(
    town: Town, rendered: Callable[[After], list[int]]
) -> None:
    arrived, released = threading.Event(), threading.Event()

    def stand_still(message_id: int) -> None:
        arrived.set()
        assert released.wait(20)

    await town.round(after=60)
    crowd(town, 1, channel=True, priority=0)
    rendered(stand_still)
    busy = asyncio.create_task(sending.send_due(town.deps, town.settings))
    try:
        assert await asyncio.to_thread(arrived.wait, 10)
        await town.database.submit(answer, town.alice.id, now=town.deps.clock())
        given = town.database.read_here(lambda session: session.exec(select(Reading.typed)).all())
        crowd(town, 1)
        with closing(Database(town.database.url.render_as_string(hide_password=False))) as another:
            claimed = await another.run(outbox.claim, now=town.deps.clock(), settings=town.settings)
    finally:
        released.set()
        await busy
    assert given == ["110"]
    assert [each.key for each in claimed] == ["notice:False:0"]
    assert town.messages()["notice:True:0"].state == "sent"


async def test_what_is_answered_between_claim_and_confirmation_is_not_asked_for(
    town: Town, rendered: Callable[[After], list[int]]
) -> None:
    def answered_once(message_id: int) -> None:
        if len(numbers) == 1:
            town.database.run_here(answer, town.alice.id, now=town.deps.clock())

    await rounds_of_planning(town)
    numbers = rendered(answered_once)
    await rounds.send(town.deps, town.settings)
    assert (town.reminder.state, town.reminder.skip_reason) == ("cancelled", "answered")
    assert town.posted(town.alice) == []
    assert len(numbers) == 2


def test_of_two_readings_the_one_given_meanwhile_is_no_longer_asked_for(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed")
    timeline.until(utc("2026-03-30 07:59"))
    timeline.now = utc("2026-03-30 08:00")
    timeline.plan()
    (held,) = timeline.claim()
    first = draw(timeline, held)
    team.gives("alice", "rough 110 for 2026-W13", now=timeline.now)
    assert confirm(timeline, held, first) is Confirmed.CHANGED
    second = draw(timeline, held)
    assert confirm(timeline, held, second) is Confirmed.SEND
    assert isinstance(second, Drawn)
    assert "Indicator rough" not in str(second.content)
    named = timeline.database.read_here(lambda session: len(message_parts.named_by(session, held.message_id)))
    assert named == 1


async def test_a_message_that_changes_all_the_time_is_sent_as_it_is_and_edited_right_after(
    town: Town, rendered: Callable[[After], list[int]]
) -> None:
    def change(message_id: int) -> None:
        town.database.run_here(messages.refresh, [message_id], at=town.deps.clock())

    await rounds_of_planning(town)
    numbers = rendered(change)
    await rounds.send(town.deps, town.settings)
    assert numbers == [town.reminder.id] * 3
    assert (town.reminder.state, town.reminder.refresh_at) == ("sent", None)
    assert (town.playground.calls["chat.postMessage"], town.playground.calls["chat.update"]) == (1, 1)


async def test_a_message_whose_lease_lapsed_while_it_was_put_together_is_left_to_others(
    town: Town, rendered: Callable[[After], list[int]]
) -> None:
    def take_long(message_id: int) -> None:
        if len(numbers) == 1:
            town.playground.clock.advance(timedelta(seconds=61))
            town.database.run_here(outbox.recover, now=town.deps.clock(), settings=town.settings)

    await rounds_of_planning(town)
    numbers = rendered(take_long)
    await rounds.send(town.deps, town.settings)
    assert (town.reminder.state, town.reminder.failure_code) == ("unknown", "sender_gone")
    assert town.posted(town.alice) == []
    await town.rounds(every=16, times=8)
    assert town.reminder.state == "sent"
    assert len(town.posted(town.alice)) == 1


async def test_a_message_that_came_to_another_holder_meanwhile_is_sent_by_that_one_alone(
    town: Town, rendered: Callable[[After], list[int]]
) -> None:
    def taken(message_id: int) -> None:
        def take(session: Session) -> None:
            session.get_one(Message, message_id).token = "another"

        town.database.run_here(take)

    await rounds_of_planning(town)
    rendered(taken)
    await rounds.send(town.deps, town.settings)
    assert (town.reminder.state, town.reminder.token) == ("sending", "another")
    assert town.posted(town.alice) == []


async def test_what_cannot_be_put_together_is_tried_again_and_then_somebody_is_told(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> Rendering:
        raise ValueError("no such thing")

    monkeypatch.setattr(rendering, "_digest", broken)
    crowd(town, 1, channel=True)
    await town.round(after=1)
    row = town.messages()["notice:True:0"]
    assert (row.state, row.attempts, row.failure_code, row.token) == ("queued", 1, "cannot_render", None)
    await town.rounds(every=1100, times=12)
    row = town.messages()["notice:True:0"]
    assert (row.state, row.attempts, row.kind) == ("dead", 12, MessageKind.DIGEST)
    assert sum("notice:True:0" in alarm.text for alarm in town.posted(town.dana)) == 1
    assert any("cannot be put together" in record.getMessage() for record in caplog.records)


async def test_a_cancelled_message_gives_its_place_in_the_rate_back(
    town: Town, rendered: Callable[[After], list[int]]
) -> None:
    town.database.run_here(answer, town.alice.id, now=town.deps.clock())
    await rounds_of_planning(town)
    assert town.messages() == {}
    crowd(town, 1, channel=True)
    forgotten = text("DELETE FROM digest_subscription")
    town.database.run_here(lambda session: session.execute(forgotten))
    await rounds.send(town.deps, town.settings)
    row = town.messages()["notice:True:0"]
    assert (row.state, row.skip_reason) == ("cancelled", "no_subscription")
    crowd(town, 5)
    assert len(town.database.run_here(outbox.claim, now=town.deps.clock(), settings=town.settings)) == 5


def draw(timeline: Timeline, held: Held) -> Rendering:
    return timeline.database.read_here(
        rendering.render_new, held.message_id, now=timeline.now, settings=timeline.settings
    )


def confirm(timeline: Timeline, held: Held, drawn: Rendering) -> Confirmed:
    return timeline.database.run_here(outbox.confirm, held, drawn, now=timeline.now, settings=timeline.settings)
