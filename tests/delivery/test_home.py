"""Home tabs follow what they show: published when that changes, once, and never an older over a newer one."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.actions import people
from bot.actions.own_settings import open_home, turn_page
from bot.actions.people import Actor
from bot.actions.readings import submit_line
from bot.actions.recording import record_reading
from bot.actions.undoing import undo
from bot.delivery import home, rounds
from bot.delivery.home import Published
from bot.domain.readings import Route
from bot.domain.values import Value
from bot.playground import Fault, Person
from storage import hot_path
from storage.db import Database
from storage.tables import HomeTab, Message, Workspace
from tests.delivery.town import Town, town_on
from tests.make import make_indicator, make_outcome, make_service


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as running:
        yield running


def actor(session: Session, who: Person) -> Actor:
    workspace = session.exec(select(Workspace)).one()
    known = people.known(session, team_id=workspace.team_id, user_id=who.id)
    assert known is not None
    return known.actor


async def opens(town: Town, who: Person) -> None:
    """Have them open their Home, and publish it."""
    now = town.deps.clock()
    await rounds.compare(town.deps)
    town.database.run_here(lambda session: open_home(session, by=actor(session, who), now=now))
    await rounds.publish_homes(town.deps, town.settings)


def gives(town: Town, who: Person, line: str) -> None:
    """Have them give a reading."""

    def give(session: Session) -> None:
        by, now = actor(session, who), town.deps.clock()
        policy = people.policy_of(session.exec(select(Workspace)).one())
        submit_line(session, line, by=by, policy=policy, route=Route.COMMAND, now=now)

    town.database.run_here(give)


def text_of(who: Person) -> str:
    assert who.home is not None
    return who.home.text


def tab(town: Town) -> HomeTab:
    return town.database.read_here(lambda session: session.exec(select(HomeTab)).one())


def published(town: Town) -> int:
    return town.playground.calls["views.publish"]


async def test_a_reading_is_shown_at_the_next_round_and_only_once(town: Town) -> None:
    await opens(town, town.alice)
    gives(town, town.alice, "rough 111")
    gives(town, town.alice, "rough 112")
    await town.round()
    await town.round(after=5)
    assert "112 people" in text_of(town.alice)
    assert published(town) == 2
    assert tab(town).refresh_at is None


async def test_a_reading_taken_back_is_not_shown_any_more(town: Town) -> None:
    gives(town, town.alice, "rough 111")
    await opens(town, town.alice)
    assert "111 people" in text_of(town.alice)

    def take(session: Session) -> None:
        policy = people.policy_of(session.exec(select(Workspace)).one())
        undo(session, reading_id=None, by=actor(session, town.alice), policy=policy, now=town.deps.clock())

    town.database.run_here(take)
    await town.round()
    assert "111 people" not in text_of(town.alice)


async def test_what_falls_due_is_shown(town: Town) -> None:
    await opens(town, town.alice)
    await town.round(after=90)
    assert "1 reading is due" in text_of(town.alice)


async def test_nothing_is_published_for_whoever_has_never_looked(town: Town) -> None:
    gives(town, town.alice, "rough 111")
    await town.rounds(every=60, times=3)
    assert published(town) == 0
    assert town.alice.home is None


async def test_nothing_is_published_as_long_as_nothing_changes(town: Town) -> None:
    await opens(town, town.alice)
    await town.round(after=90)
    before = published(town)
    await town.rounds(every=600, times=5)
    assert published(town) == before


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.ERROR_BEFORE])
async def test_what_could_not_be_published_is_published_later(town: Town, fault: Fault) -> None:
    await opens(town, town.alice)
    town.fails("views.publish", fault)
    gives(town, town.alice, "rough 111")
    await town.round()
    assert tab(town).refresh_at is not None
    await town.rounds(every=7, times=3)
    assert "111 people" in text_of(town.alice)
    assert tab(town).refresh_at is None


async def test_slacks_too_many_requests_delays_and_loses_nothing(town: Town) -> None:
    await opens(town, town.alice)
    town.playground.faults.add("views.publish", Fault.RATE_LIMITED, seconds=30)
    gives(town, town.alice, "rough 111")
    await town.round()
    assert "111 people" not in text_of(town.alice)
    await town.round(after=40)
    assert "111 people" in text_of(town.alice)


async def test_two_processes_do_not_publish_the_same_home(town: Town) -> None:
    await opens(town, town.alice)
    gives(town, town.alice, "rough 111")
    (held,) = claim(town)
    gives(town, town.alice, "rough 112")
    assert claim(town) == []
    assert record(town, held, Published("1.a"))
    (again,) = claim(town)
    assert again.seen > held.seen


async def test_a_process_that_was_frozen_does_not_put_an_older_home_over_a_newer_one(town: Town) -> None:
    await opens(town, town.alice)
    gives(town, town.alice, "rough 111")
    (frozen,) = claim(town)
    older = compose(town, frozen)
    gives(town, town.alice, "rough 112")
    await town.round(after=61)
    assert "112 people" in text_of(town.alice)
    answer = await home.show(town.client, frozen, older, town.settings)
    assert not record(town, frozen, answer)
    assert "112 people" in text_of(town.alice)
    assert tab(town).refresh_at is None


async def test_a_home_that_was_published_and_not_noted_is_published_again(town: Town) -> None:
    await opens(town, town.alice)
    gives(town, town.alice, "rough 111")
    (killed,) = claim(town)
    await home.show(town.client, killed, compose(town, killed), town.settings)
    gives(town, town.alice, "rough 112")
    await town.round(after=61)
    assert "112 people" in text_of(town.alice)
    assert tab(town).refresh_at is None


async def test_what_changes_while_it_is_put_together_is_published_once_more(town: Town) -> None:
    await opens(town, town.alice)
    gives(town, town.alice, "rough 111")
    (held,) = claim(town)
    view = compose(town, held)
    gives(town, town.alice, "rough 112")
    record(town, held, await home.show(town.client, held, view, town.settings))
    assert "111 people" in text_of(town.alice)
    await town.round()
    assert "112 people" in text_of(town.alice)


async def test_a_reading_by_a_program_is_shown_too(town: Town) -> None:
    await opens(town, town.alice)

    town.database.run_here(by_service, town)
    await town.round()
    assert "107 people" in text_of(town.alice)


async def test_many_numbers_are_all_reachable_page_by_page(town: Town) -> None:
    def own(session: Session) -> None:
        alice = actor(session, town.alice)
        outcome = make_outcome(session, alice, "W" * 3000, channel_id=town.channel.id, key="many")
        for number in range(199):
            make_indicator(session, alice, outcome, f"{number:03} " + "W" * 146, key=f"n{number:03}")

    town.database.run_here(own)
    await opens(town, town.alice)
    seen = set()
    for first in range(0, 200, 10):
        turns_to(town, first)
        await rounds.publish_homes(town.deps, town.settings)
        assert town.alice.home is not None
        assert len(town.alice.home.raw["blocks"]) <= 100
        seen |= {block["accessory"]["value"] for block in town.alice.home.raw["blocks"] if is_number(block)}
    assert len(seen) == 200


def turns_to(town: Town, first: int) -> None:
    now = town.deps.clock()
    town.database.run_here(lambda session: turn_page(session, first, by=actor(session, town.alice), now=now))


def is_number(block: dict[str, Any]) -> bool:
    return bool((block.get("accessory") or {}).get("action_id") == "show_indicator")


async def test_a_home_is_not_a_message(town: Town) -> None:
    await opens(town, town.alice)
    for value in range(5):
        gives(town, town.alice, f"rough 11{value} for last week")
        await town.round(after=1)
    kinds = town.database.read_here(lambda session: list(session.exec(select(Message.kind).distinct())))
    assert "home" not in kinds


def by_service(session: Session, town: Town) -> None:
    workspace = session.exec(select(Workspace)).one()
    found = hot_path.described_by_key(session, workspace_id=workspace.id, key="rough")
    assert found is not None
    record_reading(
        session,
        found.described,
        Value(Decimal(107)),
        by=make_service(session, actor(session, town.alice)),
        route=Route.API,
        policy=people.policy_of(workspace),
        now=town.deps.clock(),
    )


def claim(town: Town) -> list[home.Publishing]:
    return town.database.run_here(home.claim, now=town.deps.clock(), settings=town.settings)


def compose(town: Town, held: home.Publishing) -> dict[str, Any]:
    now = town.deps.clock()
    view = town.database.read_here(home.compose, held, trusts_since=now - timedelta(minutes=15), now=now)
    assert view is not None
    return view


def record(town: Town, held: home.Publishing, result: Any) -> bool:
    return town.database.run_here(home.record, held, result, now=town.deps.clock())
