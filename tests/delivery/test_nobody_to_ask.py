"""Whether or not there is anybody to ask, readings fall due, are missed, and somebody hears of it once."""

from datetime import UTC, datetime

from sqlmodel import Session, select

from bot.actions.people import policy_of
from bot.actions.snapshots import snapshots
from bot.domain.colours import State
from storage.tables import Indicator, Workspace
from tests.delivery.conftest import Team
from tests.delivery.test_changes import is_deactivated
from tests.delivery.timeline import Timeline
from tests.make import make_person


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def state_of(team: Team, timeline: Timeline) -> State:
    def read(session: Session) -> State:
        policy = policy_of(session.get_one(Workspace, team.workspace_id))
        number = session.exec(select(Indicator.id)).one()
        return snapshots(session, [number], policy=policy, now=timeline.now)[number].assessment.state

    return timeline.database.read_here(read)


def with_dana(team: Team, timeline: Timeline) -> None:
    """Dana administers the workspace."""
    timeline.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )


def test_six_weeks_after_the_owner_left_the_indicator_is_stale_and_its_readings_missed(
    team: Team, timeline: Timeline
) -> None:
    team.owns("bob", "rough")
    team.gives("bob", "rough 110 for 2026-W12", now=timeline.now)
    team.gives("bob", "rough 108 for 2026-W13", now=timeline.now)
    is_deactivated(team, "bob", True, timeline=timeline)
    timeline.until(utc("2026-05-05 12:00"))
    assert [state for _, _, state in timeline.due()] == ["on_time", *["missed"] * 4, "due"]
    assert state_of(team, timeline) is State.STALE
    assert [post for post in timeline.posts if post.kind in ("reminder", "second_ping")] == []


def test_the_digest_says_that_there_is_nobody_to_ask(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    is_deactivated(team, "bob", True, timeline=timeline)
    timeline.until(utc("2026-04-07 12:00"))
    digest = [post.text for post in timeline.posts if post.kind == "digest"][-1]
    said = [line for line in digest.splitlines() if "nobody to ask" in line]
    assert said == ["• Indicator rough, last week: nobody to ask, bob has left"]


def test_whoever_answers_for_it_and_the_administrators_are_told_once(team: Team, timeline: Timeline) -> None:
    with_dana(team, timeline)
    team.owns("bob", "rough")
    team.owns("bob", "housed")
    is_deactivated(team, "bob", True, timeline=timeline)
    timeline.until(utc("2026-05-05 12:00"))
    notices = [
        (post.when, post.to) for post in timeline.posts if "nobody to ask" in post.text and post.kind == "notice"
    ]
    assert sorted(notices) == [("2026-03-30 08:00", "UALICE"), ("2026-03-30 08:00", "UDANA")]
    told = next(post.text for post in timeline.posts if post.to == "UALICE" and post.kind == "notice")
    assert told.startswith("*There is nobody to ask.* bob has left this workspace and still owns:")
    assert "`housed`" in told
    assert "`rough`" in told


def test_somebody_who_comes_back_and_leaves_again_is_told_of_again(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    is_deactivated(team, "bob", True, timeline=timeline)
    timeline.until(utc("2026-03-31 12:00"))
    is_deactivated(team, "bob", False, timeline=timeline)
    timeline.until(utc("2026-04-03 12:00"))
    is_deactivated(team, "bob", True, timeline=timeline)
    timeline.until(utc("2026-04-14 12:00"))
    assert len([post for post in timeline.posts if post.kind == "notice" and "nobody to ask" in post.text]) == 2


def test_what_slack_kept_us_from_asking_for_is_not_missed_but_asked_for_later(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:00"))

    def lock_out(session: Session) -> None:
        workspace = session.get_one(Workspace, team.workspace_id)
        workspace.paused_until, workspace.paused_because = utc("2026-04-07 10:00"), "token_revoked"
        session.add(workspace)

    timeline.database.run_here(lock_out)
    timeline.until(utc("2026-04-07 09:00"))
    assert ("rough", "2026-W13", "due") in timeline.due()
    timeline.until(utc("2026-04-08 12:00"))
    assert [post.to for post in timeline.posts if post.kind == "reminder"] == ["UALICE"]
