"""`plan` says what then happens, and changes nothing."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select, update

from bot.delivery import outbox, read_back, results
from bot.delivery.forecast import forecast
from bot.domain.cadences import Cadence, Every
from bot.domain.messages import IN_DOUBT, Failure, FailureCode, MessageKind, SkipReason
from bot.results.plan import Entry, HeldBack, Planned
from storage import workspaces
from storage.tables import Channel, Message, Outcome, Person, Workspace, metadata
from tests.delivery.conftest import BEFORE, Team
from tests.delivery.test_changes import is_deactivated
from tests.delivery.timeline import Timeline
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace

UNTIL = datetime(2026, 4, 8, 20, 0, tzinfo=UTC)
THAT_WEEK = datetime(2026, 4, 2, 20, 0, tzinfo=UTC)
"""Late on the Thursday: everything has been asked for twice, and some is missed."""


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        table.name: sorted((tuple(row) for row in session.execute(text(f"SELECT * FROM {table.name}"))), key=repr)
        for table in metadata.sorted_tables
    }


def test_the_plan_is_what_then_happens_and_planning_changes_nothing(team: Team, timeline: Timeline) -> None:
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.round()
    before = timeline.database.read_here(everything)
    entries = forecast(timeline.database, now=timeline.now, until=UNTIL, settings=timeline.settings)
    assert timeline.database.read_here(everything) == before
    planned = [(f"{each.at:%Y-%m-%d %H:%M}", each.kind) for each in entries if isinstance(each, Planned)]
    already = len(timeline.posts)
    timeline.until(UNTIL)
    assert len(planned) > 15
    assert planned == [(post.when, post.kind) for post in timeline.posts[already:]]


def with_dana(team: Team, timeline: Timeline) -> None:
    """Everybody owns something, and there is an administrator."""
    timeline.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")


def nobody_is_left_to_ask(team: Team, timeline: Timeline) -> None:
    timeline.until(datetime(2026, 3, 30, 12, 0, tzinfo=UTC))
    is_deactivated(team, "bob", True, timeline=timeline)


def an_outcome_is_closed(team: Team, timeline: Timeline) -> None:
    timeline.until(datetime(2026, 3, 30, 12, 0, tzinfo=UTC))
    closing = update(Outcome).where(col(Outcome.key) == "o-alices").values(closed_at=timeline.now)
    timeline.database.run_here(lambda session: session.exec(closing))


def a_message_can_never_arrive(team: Team, timeline: Timeline) -> None:
    _comes_of_the_first(timeline, results.Impossible(Failure(FailureCode.REFUSED, "user_disabled")))


def a_message_is_of_unknown_fate(team: Team, timeline: Timeline) -> None:
    _comes_of_the_first(timeline, results.Unclear(Failure(FailureCode.NO_ANSWER)))


def a_sender_has_vanished(team: Team, timeline: Timeline) -> None:
    timeline.until(datetime(2026, 3, 30, 3, 29, tzinfo=UTC))
    timeline.now = datetime(2026, 3, 30, 3, 30, tzinfo=UTC)
    timeline.plan()
    assert len(timeline.claim()) == 1


def a_reading_was_given_early(team: Team, timeline: Timeline) -> None:
    timeline.until(datetime(2026, 3, 28, 12, 0, tzinfo=UTC))
    team.gives("alice", "alices 110 for 2026-W13", now=timeline.now)


def there_is_another_workspace(team: Team, timeline: Timeline) -> None:
    def arrange(session: Session) -> None:
        workspace = make_workspace(session, "T2", "Asia/Tokyo")
        erin = make_person(session, workspace, "erin", zone="Asia/Tokyo")
        make_channel(session, workspace, "C2")
        outcome = make_outcome(session, erin, channel_id="C2", now=BEFORE)
        make_indicator(session, erin, outcome, now=BEFORE)

    timeline.database.run_here(arrange)


def _comes_of_the_first(timeline: Timeline, result: results.Result) -> None:
    """Bob's reminder of Monday is tried, and that comes of it."""
    timeline.until(datetime(2026, 3, 30, 3, 29, tzinfo=UTC))
    timeline.now = datetime(2026, 3, 30, 3, 30, tzinfo=UTC)
    timeline.plan()
    (held,) = timeline.claim()
    assert timeline.draw(held) is not None
    timeline.database.run_here(outbox.record_result, held, result, now=timeline.now, settings=timeline.settings)


def slack_has_what_is_in_doubt(timeline: Timeline) -> None:
    """Whatever is of unknown fate is looked for when its time has come, and found."""
    run, settings = timeline.database.run_here, timeline.settings
    in_doubt = select(Message).where(col(Message.state).in_(IN_DOUBT))
    while timeline.database.read_here(lambda session: session.exec(in_doubt).all()):
        timeline.now += timedelta(seconds=60)
        run(outbox.recover, now=timeline.now, settings=settings)
        for doubted in run(read_back.claim_unknown, now=timeline.now, settings=settings):
            run(read_back.found, doubted, channel="D1", ts="1.000001", now=timeline.now)


@pytest.mark.parametrize(
    "what_happened",
    [
        nobody_is_left_to_ask,
        an_outcome_is_closed,
        a_message_can_never_arrive,
        a_message_is_of_unknown_fate,
        a_sender_has_vanished,
        a_reading_was_given_early,
        there_is_another_workspace,
    ],
    ids=lambda happened: happened.__name__,
)
def test_the_plan_is_what_then_happens_whatever_has_happened(
    team: Team, timeline: Timeline, what_happened: Callable[[Team, Timeline], None]
) -> None:
    with_dana(team, timeline)
    what_happened(team, timeline)
    before = timeline.database.read_here(everything)
    entries = forecast(timeline.database, now=timeline.now, until=THAT_WEEK, settings=timeline.settings)
    assert timeline.database.read_here(everything) == before
    already = len(timeline.posts)
    slack_has_what_is_in_doubt(timeline)
    timeline.until(THAT_WEEK)
    happened = [(post.when, post.kind, post.to) for post in timeline.posts[already:]]
    assert len(happened) >= 4
    assert sorted(promised(entries)) == sorted(happened)


def test_the_plan_for_a_workspace_that_is_locked_out_says_so_and_what_goes_out_otherwise(
    team: Team, timeline: Timeline
) -> None:
    with_dana(team, timeline)
    run, until = timeline.database.run_here, timeline.now + timedelta(days=3)
    run(workspaces.lock_out, team.workspace_id, until=until, because="token_revoked")
    before = timeline.database.read_here(everything)
    entries = forecast(timeline.database, now=timeline.now, until=THAT_WEEK, settings=timeline.settings)
    assert timeline.database.read_here(everything) == before
    assert entries[0] == HeldBack(timeline.now, None, "Shelter", SkipReason.LOCKED_OUT, detail="token_revoked")
    run(workspaces.lock_out, team.workspace_id, until=timeline.now, because="")
    timeline.until(THAT_WEEK)
    assert sorted(promised(entries)) == sorted((post.when, post.kind, post.to) for post in timeline.posts)


def test_the_plan_names_what_leaves_in_another_way_than_a_post(team: Team, timeline: Timeline) -> None:
    at = timeline.now + timedelta(hours=1)

    def add(session: Session) -> None:
        alice, channel = session.exec(select(Person).where(Person.name == "alice")).one(), session.get_one(Channel, 1)
        for kind in (MessageKind.FILE, MessageKind.HOME, MessageKind.CALL):
            message = Message(
                workspace_id=team.workspace_id,
                key=kind,
                kind=kind,
                priority=kind.priority,
                arguments={"url": "https://register.example/7", "body": {}} if kind is MessageKind.CALL else {},
                channel_id=channel.id if kind is MessageKind.FILE else None,
                person_id=alice.id if kind is MessageKind.HOME else None,
                planned_for=at,
                ready_at=at,
                created_at=at,
            )
            session.add(message)

    timeline.database.run_here(add)
    entries = forecast(timeline.database, now=timeline.now, until=at, settings=timeline.settings)
    assert [(each.at, each.kind, each.to) for each in entries] == [
        (at, "file", "#C1"),
        (at, "home", "alice (UALICE)"),
        (at, "call", "register.example"),
    ]


def promised(entries: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """When what is to be sent to whom, as a timeline notes what was."""
    planned = [each for each in entries if isinstance(each, Planned)]
    return [(f"{each.at:%Y-%m-%d %H:%M}", each.kind, re.findall(r"\w+", each.to)[-1]) for each in planned]


def test_the_plan_says_what_is_held_back_and_why(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    pause = text("UPDATE indicator SET paused_at = :at")
    timeline.database.run_here(lambda session: session.execute(pause, {"at": "2026-03-24T09:00:00.000000Z"}))
    entries = forecast(timeline.database, now=timeline.now, until=UNTIL, settings=timeline.settings)
    held = [each for each in entries if isinstance(each, HeldBack)]
    assert [(each.to, each.reason) for each in held] == [("rough", SkipReason.NOT_RUNNING)]


def test_the_plan_does_not_promise_what_would_come_too_late(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(datetime(2026, 3, 30, 7, 59, tzinfo=UTC))
    timeline.now = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    timeline.plan()
    evening = datetime(2026, 3, 30, 19, 0, tzinfo=UTC)
    entries = forecast(timeline.database, now=evening, until=evening + timedelta(days=1), settings=timeline.settings)
    reminders = [each for each in entries if each.kind == "reminder"]
    assert reminders == [
        HeldBack(evening, MessageKind.REMINDER, "alice (UALICE)", SkipReason.TOO_LATE),
        Planned(datetime(2026, 3, 31, 8, 0, tzinfo=UTC), MessageKind.REMINDER, "alice (UALICE)", ("rough 2026-W13",)),
    ]


def test_the_plan_made_while_the_bot_is_down_is_what_happens_when_it_starts(team: Team, timeline: Timeline) -> None:
    timeline.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")
    timeline.until(datetime(2026, 3, 30, 15, 0, tzinfo=UTC))
    already, started = len(timeline.posts), datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
    entries = forecast(timeline.database, now=started, until=UNTIL, settings=timeline.settings)
    timeline.wakes_at(started)
    timeline.until(UNTIL)
    planned = [(f"{each.at:%Y-%m-%d %H:%M}", each.kind) for each in entries if isinstance(each, Planned)]
    happened = [(post.when, post.kind) for post in timeline.posts[already:]]
    assert sorted(planned) == sorted(happened)
    assert ("2026-04-02 09:30", "notice") in planned
    assert ("2026-04-02 09:30", "second_ping") in planned
