"""An owner who does not see the indicator any more is told nothing about it, and somebody else is asked what to do."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import directory
from bot.actions.due import due_for
from bot.actions.indicators import next_due_for
from bot.actions.people import as_actor, policy_of
from bot.actions.readings import submit_line
from bot.delivery import rounds
from bot.domain.messages import MessageState
from bot.domain.readings import Route
from bot.playground import Fault
from storage.db import Database
from storage.tables import Channel, DigestRun, Person, Workspace
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline
from tests.delivery.town import Town, town_on
from tests.make import make_indicator, make_outcome, make_person

ASKED_AT = datetime(2026, 3, 30, 3, 30, tzinfo=UTC)
"""Monday, nine in the morning in Kolkata."""


NOT_THEIRS = "What this asked for is not yours to give any more. Nothing is left to do."


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as town:
        yield town


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_private(team: Team, *members: str) -> None:
    """Slack says that C1 is private by now, and that these are in it."""
    profile = directory.ChannelProfile(
        "shelter", is_private=True, members=frozenset(team.people[name].user_id for name in members)
    )
    team.database.run_here(
        directory.learn_channel, workspace_id=team.workspace_id, channel_id="C1", profile=profile, now=ASKED_AT
    )


def test_the_owner_is_not_asked_and_whoever_answers_for_it_hears_why(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    make_private(team, "alice", "charlie")

    timeline.until(utc("2026-04-14 12:00"))

    assert [post for post in timeline.posts if post.to == "UBOB"] == []
    assert [state for _, _, state in timeline.due()] == ["missed", "missed", "due"]
    told, *weekly = [post for post in timeline.posts if post.kind == "notice"]
    assert [(post.when, post.to) for post in weekly] == [("2026-04-06 08:00", "UALICE"), ("2026-04-13 08:00", "UALICE")]
    assert (told.when, told.to) == ("2026-03-30 03:30", "UALICE")
    assert told.text.startswith("*Indicator rough `rough` needs somebody to ask.*")
    assert "bob owns it and is not in <#C1>" in told.text


def test_the_digest_says_that_the_owner_is_not_in_the_channel(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    make_private(team, "alice")

    timeline.until(utc("2026-04-07 12:00"))

    digest = [post.text for post in timeline.posts if post.kind == "digest"][-1]
    said = [line for line in digest.splitlines() if "nobody to ask" in line]
    assert said == ["• Indicator rough, last week: nobody to ask, bob is not in this channel"]


def test_only_what_the_owner_still_sees_is_asked_for(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    make_private(team, "alice")

    def owns_in_public(session: Session) -> None:
        session.add(Channel(workspace_id=team.workspace_id, channel_id="C2", name="open", members_read_at=ASKED_AT))

    team.database.run_here(owns_in_public)
    team.database.run_here(_own_elsewhere, team)

    timeline.until(utc("2026-03-30 12:00"))

    [reminder] = [post.text for post in timeline.posts if post.to == "UBOB"]
    assert "Meals" in reminder
    assert "Indicator rough" not in reminder


def _own_elsewhere(session: Session, team: Team) -> None:
    began = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
    outcome = make_outcome(
        session, team.people["alice"], "Nobody goes hungry", channel_id="C2", key="hunger", now=began
    )
    make_indicator(session, team.people["alice"], outcome, "Meals", key="meals", owner=team.people["bob"], now=began)


def test_neither_the_form_nor_what_is_due_next_shows_it(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    timeline.until(ASKED_AT + timedelta(hours=1))
    make_private(team, "alice")

    def look(session: Session) -> tuple[int, object]:
        bob, policy = team.people["bob"], policy_of(session.get_one(Workspace, team.workspace_id))
        due = due_for(session, by=bob, policy=policy, now=timeline.now)
        return len(due), next_due_for(session, by=bob)

    assert timeline.database.read_here(look) == (0, None)


def test_without_anybody_who_sees_it_the_administrators_who_do_are_told(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")

    def with_dana(session: Session) -> None:
        dana = make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
        make_person(session, session.get_one(Workspace, team.workspace_id), "erin", admin=True)
        team.people["dana"] = dana

    team.database.run_here(with_dana)
    make_private(team, "dana")

    timeline.until(utc("2026-03-30 12:00"))

    assert [post.to for post in timeline.posts if post.kind == "notice"] == ["UDANA"]


def test_a_guest_is_asked_for_what_lives_in_their_channels_only(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")

    def becomes_guest(session: Session) -> None:
        bob = session.exec(select(Person).where(col(Person.user_id) == "UBOB")).one()
        bob.is_guest = True
        session.add(bob)

    team.database.run_here(becomes_guest)
    timeline.until(utc("2026-03-30 12:00"))
    assert [post.to for post in timeline.posts if post.kind != "digest"] == ["UALICE"]


async def test_a_receipt_tells_nobody_what_they_do_not_see_any_more(town: Town) -> None:
    await town.round(after=60)
    [reminder] = town.posted(town.alice)
    town.playground.make_private(town.channel)
    town.channel.members.discard(town.alice.id)

    def give(session: Session) -> None:
        dana = session.exec(select(Person).where(col(Person.user_id) == town.dana.id)).one()
        workspace = session.get_one(Workspace, dana.workspace_id)
        line, by = "rough 118", as_actor(dana, workspace)
        submit_line(session, line, by=by, policy=policy_of(workspace), route=Route.COMMAND, now=town.deps.clock())

    town.database.run_here(give)
    town.playground.clock.advance(timedelta(minutes=16))
    await rounds.send(town.deps, town.settings)

    assert reminder.text == NOT_THEIRS


async def test_before_somebody_is_reminded_slack_is_asked_whether_they_still_see_it(town: Town) -> None:
    await town.round()
    town.playground.make_private(town.channel)
    town.channel.members.discard(town.alice.id)
    town.playground.clock.advance(timedelta(days=1))

    await rounds.plan(town.deps, town.settings, town.beats)
    await rounds.send(town.deps, town.settings)

    assert town.posted(town.alice) == []


async def test_while_slack_does_not_say_whether_they_see_it_a_reminder_waits(town: Town) -> None:
    await town.round()
    town.playground.clock.advance(timedelta(minutes=1))
    await rounds.plan(town.deps, town.settings, town.beats)
    town.playground.clock.advance(timedelta(minutes=16))
    town.playground.faults.add("conversations.info", Fault.ERROR_BEFORE)

    await rounds.send(town.deps, town.settings)
    assert (town.posted(town.alice), town.reminder.state) == ([], MessageState.QUEUED)
    town.playground.clock.advance(timedelta(seconds=10))
    await rounds.send(town.deps, town.settings)

    assert len(town.posted(town.alice)) == 1


def test_no_digest_is_posted_to_an_archived_channel_until_it_is_opened_again(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")

    def archive(session: Session, *, is_archived: bool) -> None:
        profile = directory.ChannelProfile("shelter", is_private=False, is_archived=is_archived)
        directory.learn_channel(
            session, workspace_id=team.workspace_id, channel_id="C1", profile=profile, now=timeline.now
        )

    team.database.run_here(archive, is_archived=True)
    timeline.until(utc("2026-04-07 12:00"))
    runs = team.database.read_here(lambda session: session.exec(select(DigestRun.skip_reason)).all())
    assert ([post for post in timeline.posts if post.kind == "digest"], runs) == ([], ["archived", "archived"])

    team.database.run_here(archive, is_archived=False)
    timeline.until(utc("2026-04-14 12:00"))
    assert len([post for post in timeline.posts if post.kind == "digest"]) == 1
