"""When a channel gets its digest, and for which days it speaks."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select, update

from bot.delivery import outbox, results
from bot.domain.messages import Failure, FailureCode
from storage.tables import DigestRun, DigestSubscription, Outcome, Workspace
from tests.delivery.conftest import BEFORE, Team
from tests.delivery.timeline import Timeline
from tests.make import make_indicator, make_outcome, make_person


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def digests(timeline: Timeline) -> list[str]:
    return [post.when for post in timeline.posts if post.kind == "digest"]


def spans(timeline: Timeline) -> list[tuple[str, str, str | None]]:
    """What each run covers, and why it was skipped if it was."""

    def read(session: Session) -> list[tuple[str, str, str | None]]:
        runs = session.exec(select(DigestRun).order_by(col(DigestRun.nominal_on)))
        return [(str(run.covers_from_on), str(run.covers_to_on), run.skip_reason) for run in runs]

    return timeline.database.read_here(read)


def test_a_channel_gets_its_digest_once_a_week_at_nine_on_tuesday(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-08 12:00"))
    assert digests(timeline) == ["2026-03-31 08:00", "2026-04-07 08:00"]
    assert spans(timeline) == [("2026-03-24", "2026-03-30", None), ("2026-03-31", "2026-04-06", None)]


def test_a_digest_up_to_a_day_late_is_posted_and_says_so(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-29 12:00"))
    timeline.wakes_at(utc("2026-04-01 07:59"))
    assert digests(timeline) == ["2026-04-01 07:59"]
    assert spans(timeline) == [("2026-03-24", "2026-03-30", None)]


def test_a_digest_over_a_day_late_is_skipped_and_the_next_one_covers_both(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 12:00"))
    timeline.until(utc("2026-04-06 12:00"))
    timeline.wakes_at(utc("2026-04-08 08:01"))
    timeline.until(utc("2026-04-14 12:00"))
    assert digests(timeline) == ["2026-03-31 08:00", "2026-04-14 08:00"]
    assert spans(timeline) == [
        ("2026-03-24", "2026-03-30", None),
        ("2026-03-31", "2026-04-06", "covered_by_next"),
        ("2026-03-31", "2026-04-13", None),
    ]


def test_a_digest_that_could_not_be_sent_in_time_is_covered_by_the_next_one(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 07:59"))
    timeline.now = utc("2026-03-31 08:00")
    timeline.plan()
    for held in timeline.claim():  # Slack refuses everything until Thursday
        later = results.TryLater(Failure(FailureCode.REFUSED, "too many requests"), after=48 * 3600)
        timeline.database.run_here(outbox.record_result, held, later, now=timeline.now, settings=timeline.settings)
    timeline.until(utc("2026-04-07 12:00"))
    assert digests(timeline) == ["2026-04-07 08:00"]
    assert spans(timeline)[-1] == ("2026-03-24", "2026-04-06", None)


def test_a_channel_without_outcomes_gets_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.database.run_here(lambda session: session.exec(update(Outcome).values(closed_at=timeline.now)))
    timeline.until(utc("2026-04-01 12:00"))
    assert digests(timeline) == []
    assert spans(timeline) == [("2026-03-24", "2026-03-30", "no_outcomes")]


def test_a_second_look_at_the_same_date_posts_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 12:00"))
    again = update(DigestSubscription).values(next_due_at=timeline.now)
    timeline.database.run_here(lambda session: session.exec(again))
    timeline.until(utc("2026-03-31 18:00"))
    assert digests(timeline) == ["2026-03-31 08:00"]


def test_after_a_day_of_downtime_each_administrator_hears_of_it_once(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )
    timeline.until(utc("2026-03-28 12:00"))
    timeline.wakes_at(utc("2026-03-31 10:00"))
    timeline.wakes_at(utc("2026-03-31 10:00") + timedelta(minutes=5))
    (notice,) = [post for post in timeline.posts if post.kind == "notice"]
    assert notice.to == "UDANA"
    assert "1 reminder was sent late" in notice.text
    assert "1 digest was posted late" in notice.text


def test_a_downtime_that_touched_nothing_in_a_workspace_is_not_told_of_there(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )
    timeline.until(utc("2026-03-28 12:00"))
    timeline.database.run_here(lambda session: session.exec(update(Outcome).values(closed_at=timeline.now)))
    timeline.wakes_at(utc("2026-03-31 10:00"))
    assert [post for post in timeline.posts if post.kind == "notice"] == []


def test_what_is_sent_has_the_words_of_the_workspace_and_what_was_sent_keeps_its_own(
    team: Team, timeline: Timeline
) -> None:
    def arrange(session: Session) -> None:
        outcome = make_outcome(session, team.people["alice"], "Fewer people sleep rough", channel_id="C1", now=BEFORE)
        make_indicator(
            session,
            team.people["alice"],
            outcome,
            "People sleeping rough",
            key="rough",
            baseline=("120", date(2026, 1, 1)),
            target=("60", date(2026, 6, 30)),
            now=BEFORE,
        )

    team.database.run_here(arrange)
    for day in ("2026-03-31", "2026-04-06"):
        timeline.until(utc(f"{day} 10:30"))
        team.gives("alice", "rough 118", now=timeline.now)
    timeline.until(utc("2026-04-07 12:00"))
    sent = list(timeline.posts)
    called = update(Workspace).values(off_track_word="Kritisch")
    team.database.run_here(lambda session: session.exec(called))
    timeline.until(utc("2026-04-14 12:00"))

    team.gives("alice", "rough 118", now=timeline.now)
    timeline.until(utc("2026-04-14 13:00"))

    assert timeline.posts[: len(sent)] == sent
    assert "🔴 Off track: Fewer people sleep rough" in sent[-1].text
    assert "🔴 1 Kritisch" in timeline.posts[-1].text
    receipts = [text for key, text in timeline.edits if key.startswith("reminder:") and "All in" in text]
    assert [text.rsplit(" · ", 1)[1] for text in receipts] == [
        "⚪ Too early to judge",
        "🔴 Off track",
        "🔴 Kritisch for 2 weeks",
    ]
