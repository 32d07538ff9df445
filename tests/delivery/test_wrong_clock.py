"""A clock that was wrong for a while: nothing stays parked where it was, and nothing that happened is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.actions import directory
from bot.actions.people import Profile
from bot.domain.cadences import Cadence, Every
from storage.tables import (
    Channel,
    DigestSubscription,
    DueReading,
    Heartbeat,
    HeldBackRecord,
    Message,
    Outage,
    Person,
    Workspace,
)
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


FRIDAY = utc("2026-03-27 12:00")
A_YEAR = timedelta(days=365)


def jump(timeline: Timeline, *, to: datetime) -> None:
    """For a minute the clock tells that, to a bot that starts just then; afterwards what it told before."""
    right = timeline.now
    timeline.wakes_at(to)
    timeline.now = to + timedelta(minutes=1)
    timeline.round()
    timeline.now = right + timedelta(minutes=1)
    timeline.round()


@pytest.mark.parametrize(
    ("every", "ahead"),
    [(Every.DAY, timedelta(days=8)), (Every.WEEK, timedelta(days=3)), (Every.WEEK, A_YEAR), (Every.MONTH, A_YEAR)],
)
def test_after_a_minute_ahead_everything_falls_due_and_is_asked_for_when_it_should(
    team: Team, timeline: Timeline, every: Every, ahead: timedelta
) -> None:
    team.owns("alice", "rough", cadence=Cadence(every))
    timeline.until(FRIDAY)
    jump(timeline, to=FRIDAY + ahead)
    timeline.posts.clear()
    timeline.until(utc("2026-04-10 12:00"))
    wanted = {
        # Three are missed by then, so the question about it comes once a week.
        Every.DAY: ["2026-03-30", "2026-03-31", "2026-04-01", "2026-04-06"],
        Every.WEEK: ["2026-04-06", "2026-03-30"],
        Every.MONTH: ["2026-04-01"],
    }[every]
    reminded = {post.when[:10] for post in timeline.posts if post.kind == "reminder"}
    assert set(wanted) <= reminded
    assert [row for row in due_readings(timeline) if row.due_on > timeline.now.date()] == []


def due_readings(timeline: Timeline) -> list[DueReading]:
    return timeline.database.read_here(lambda session: list(session.exec(select(DueReading)).all()))


def test_what_was_missed_in_that_minute_is_due_again_with_its_grace_from_today(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    jump(timeline, to=timeline.now + A_YEAR)
    assert timeline.due() == [("rough", "2026-W13", "due")]
    assert [row.grace_ends_at for row in due_readings(timeline)] == [utc("2026-04-01 23:00")]
    timeline.until(utc("2026-04-02 12:00"))
    assert timeline.due() == [("rough", "2026-W13", "missed")]


def test_a_digest_goes_out_at_its_next_time_and_covers_what_is_past(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(FRIDAY)
    before = timeline.database.read_here(subscription)
    jump(timeline, to=FRIDAY + A_YEAR)
    after = timeline.database.read_here(subscription)
    assert after.next_due_at == before.next_due_at == utc("2026-03-31 08:00")
    timeline.posts.clear()
    timeline.until(utc("2026-04-08 12:00"))
    assert [post.when for post in timeline.posts if post.kind == "digest"] == ["2026-03-31 08:00", "2026-04-07 08:00"]


def subscription(session: Session) -> DigestSubscription:
    return session.exec(select(DigestSubscription)).one()


def test_keys_are_free_again_for_when_their_time_comes(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(FRIDAY)
    jump(timeline, to=utc("2026-03-30 12:00"))
    timeline.posts.clear()
    timeline.until(utc("2026-03-30 12:00"))
    assert [(post.when, post.kind) for post in timeline.posts] == [("2026-03-30 08:00", "reminder")]


def test_limits_pauses_and_leases_of_a_time_to_come_hold_nothing_up(team: Team, timeline: Timeline) -> None:
    timeline.round()
    far = timeline.now + A_YEAR

    def wrong(session: Session) -> None:
        workspace, channel = session.exec(select(Workspace)).one(), session.exec(select(Channel)).one()
        workspace.theoretical_arrival_at = workspace.paused_until = channel.next_free_at = far
        heartbeat = session.get_one(Heartbeat, 1)
        heartbeat.beat_at = heartbeat.restored_at = far
        session.add(Outage(began_at=timeline.now, ended_at=far, told_at=timeline.now))
        person = session.exec(select(Person)).first()
        assert person is not None
        person.last_reminder_sent_at = person.profile_read_at = far

    timeline.database.run_here(wrong)
    timeline.now += timedelta(minutes=1)
    timeline.round()

    def left(session: Session) -> list[datetime]:
        tables = (Workspace, Channel, Heartbeat, Outage, Person, Message)
        rows = [row for table in tables for row in session.exec(select(table)).all()]
        values = [value for row in rows for value in row.model_dump().values() if isinstance(value, datetime)]
        return [value for value in values if value > timeline.now + timedelta(days=30)]

    assert timeline.database.read_here(left) == []


def promote_bob(session: Session) -> None:
    session.exec(select(Person).where(Person.user_id == "UBOB")).one().is_admin = True


def test_administrators_hear_of_it_once(team: Team, timeline: Timeline) -> None:
    timeline.database.run_here(promote_bob)
    timeline.until(FRIDAY)
    jump(timeline, to=FRIDAY + A_YEAR)
    for _ in range(2):
        timeline.now += timedelta(minutes=1)
        timeline.round()
    told = [post.text for post in timeline.posts if "clock of the machine" in post.text]
    assert len(told) == 1


def test_readings_given_in_that_minute_stay(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    right = timeline.now
    timeline.wakes_at(right + A_YEAR)
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.now = right + timedelta(minutes=1)
    timeline.round()
    assert timeline.due() == [("rough", "2026-W13", "due"), ("rough", "2027-W12", "late")]
    timeline.until(utc("2026-04-06 12:00"))
    assert ("2026-04-06 08:00", "reminder", "UALICE") in timeline.times


def test_what_was_held_back_in_that_minute_excuses_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 05:00"))
    says_away(team, timeline, until=utc("2026-03-30 21:00"))
    jump(timeline, to=utc("2026-03-30 10:00"))
    held_back = timeline.database.read_here(lambda session: session.exec(select(HeldBackRecord)).all())
    assert list(held_back) == []
    timeline.until(utc("2026-03-31 12:00"))
    (record,) = timeline.database.read_here(lambda session: session.exec(select(HeldBackRecord)).all())
    assert (record.first_at, record.last_at) == (utc("2026-03-30 08:00"), utc("2026-03-30 08:00"))


def test_what_was_asked_in_that_minute_keeps_no_question_back_for_a_year(team: Team, timeline: Timeline) -> None:
    """It named what had fallen due before, which stays."""
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-20 07:00"))
    jump(timeline, to=utc("2027-04-20 12:00"))
    assert timeline.posts[-1].when == "2027-04-20 12:00"
    timeline.posts.clear()
    timeline.until(utc("2026-04-28 12:00"))
    assert [post.when for post in timeline.posts if "What would help?" in post.text] == ["2026-04-27 08:00"]


def says_away(team: Team, timeline: Timeline, *, until: datetime) -> None:
    """Have Slack tell that Alice has such a status."""
    profile = Profile("alice", "Europe/London", "en-GB", False, False, status_text="Out sick", status_until=until)
    team.database.run_here(
        directory.learn_of_known, workspace_id=team.workspace_id, user_id="UALICE", profile=profile, now=timeline.now
    )
