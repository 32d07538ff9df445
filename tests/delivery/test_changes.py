"""What changes between planning and sending, or between one message and the next."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions import directory
from bot.actions.people import Profile, policy_of
from bot.actions.recording import record_reading
from bot.delivery import outbox, results
from bot.domain.messages import Failure, FailureCode
from bot.domain.readings import Route
from bot.domain.values import Value
from storage import hot_path
from storage.tables import Indicator, Workspace
from tests.delivery.conftest import Team
from tests.delivery.test_reminders import moves, utc
from tests.delivery.timeline import Timeline
from tests.make import make_service


def test_somebody_who_moves_while_their_reminder_waits_still_gets_it(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:59"))
    timeline.now = utc("2026-03-30 08:00")
    timeline.plan()
    timeline.now = utc("2026-03-30 08:01")
    moves(team, "alice", "Europe/Paris", now=timeline.now)
    timeline.until(utc("2026-03-30 20:00"))
    assert timeline.times == [("2026-03-30 08:01", "reminder", "UALICE")]


def test_somebody_deactivated_after_planning_gets_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:59"))
    timeline.now = utc("2026-03-30 08:00")
    timeline.plan()
    is_deactivated(team, "alice", True, timeline=timeline)
    timeline.until(utc("2026-03-31 20:00"))
    assert timeline.times == []
    message = timeline.message("reminder:UALICE:2026-03-30")
    assert (message.state, message.skip_reason) == ("cancelled", "nobody_to_ask")


def test_somebody_whose_account_is_open_again_is_asked_for_what_fell_due_meanwhile(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough")
    is_deactivated(team, "alice", True, timeline=timeline)
    timeline.until(utc("2026-03-31 12:00"))
    is_deactivated(team, "alice", False, timeline=timeline)
    timeline.until(utc("2026-04-01 12:00"))
    assert timeline.times == [("2026-04-01 08:00", "reminder", "UALICE")]


def test_a_second_ping_never_goes_into_the_thread_of_another_weeks_receipt(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.until(utc("2026-04-06 07:59"))
    timeline.now = utc("2026-04-06 08:00")
    timeline.plan()
    (held,) = timeline.claim()
    never = results.Impossible(Failure(FailureCode.REFUSED, "msg_too_long"))
    timeline.database.run_here(outbox.record_result, held, never, now=timeline.now, settings=timeline.settings)
    timeline.until(utc("2026-04-07 12:00"))
    assert timeline.times == [("2026-03-30 08:00", "reminder", "UALICE"), ("2026-04-07 08:00", "reminder", "UALICE")]


def test_a_move_far_to_the_west_brings_no_second_message_for_the_same_date(team: Team, timeline: Timeline) -> None:
    moves(team, "alice", "Asia/Kolkata", now=timeline.now)
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 04:00"))
    moves(team, "alice", "Pacific/Honolulu", now=timeline.now)
    timeline.until(utc("2026-04-01 12:00"))
    assert timeline.times == [("2026-03-30 03:30", "reminder", "UALICE"), ("2026-03-31 19:00", "second_ping", "UALICE")]


@pytest.mark.parametrize(
    ("given_at", "zone", "state", "asked"),
    [
        # In Honolulu it is half past ten on Sunday evening, and the reading falls due on Monday.
        ("2026-03-30 08:30", "Pacific/Honolulu", "due", ["2026-03-30 08:00", "2026-03-31 19:00"]),
        # Never asked for before the move: the day begins in London, and for a while it is Sunday in New York.
        ("2026-03-29 23:05", "America/New_York", "due", ["2026-03-30 13:00", "2026-03-31 13:00"]),
        ("2026-03-30 08:30", "Asia/Kolkata", "due", ["2026-03-30 08:00", "2026-03-31 03:30"]),
        # There it is Monday noon.
        ("2026-03-29 23:05", "Pacific/Kiritimati", "due", ["2026-03-29 23:06", "2026-03-30 19:00"]),
        # Given late, when the grace was over in London.
        ("2026-04-01 23:05", "Pacific/Honolulu", "missed", ["2026-03-30 08:00", "2026-03-31 08:00"]),
    ],
)
def test_a_reading_taken_back_after_a_move_is_wanted_as_if_never_given(
    team: Team, timeline: Timeline, given_at: str, zone: str, state: str, asked: list[str]
) -> None:
    team.owns("alice", "rough")
    timeline.until(utc(given_at))
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.until(utc(given_at) + timedelta(minutes=1))
    moves(team, "alice", zone, now=timeline.now)

    team.takes_back("alice", now=timeline.now)

    assert timeline.due() == [("rough", "2026-W13", state)]
    timeline.until(utc("2026-04-01 06:00") if state == "due" else utc("2026-04-02 12:00"))
    assert [(when, str(kind)) for when, kind, _ in timeline.times] == [
        (asked[0], "reminder"),
        (asked[1], "second_ping"),
    ]
    assert timeline.due() == [("rough", "2026-W13", state)]


def test_what_was_given_before_it_fell_due_is_due_where_it_had_fallen_due(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-29 22:58"))
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.until(utc("2026-03-29 23:01"))
    assert timeline.due() == [("rough", "2026-W13", "on_time")]
    moves(team, "alice", "Pacific/Honolulu", now=timeline.now)

    team.takes_back("alice", now=timeline.now)

    assert timeline.due() == [("rough", "2026-W13", "due")]
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.times == [("2026-03-30 19:00", "reminder", "UALICE")]


def test_what_is_taken_back_while_its_indicator_rests_is_not_asked_for(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-29 23:05"))
    team.gives("alice", "rough 110", now=timeline.now)
    moves(team, "alice", "Pacific/Honolulu", now=timeline.now)
    timeline.database.run_here(pause, now=timeline.now)

    team.takes_back("alice", now=timeline.now)

    timeline.until(utc("2026-04-06 12:00"))
    assert timeline.times == []
    assert timeline.due() == [("rough", "2026-W13", "excused")]


def pause(session: Session, *, now: datetime) -> None:
    indicator = session.exec(select(Indicator)).one()
    indicator.paused_at = now
    session.add(indicator)


def test_a_receipt_names_the_service_that_gave_the_reading(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))

    def give(session: Session) -> None:
        found = hot_path.described_by_key(session, workspace_id=team.workspace_id, key="rough")
        assert found is not None
        record_reading(
            session,
            found.described,
            Value(Decimal(110)),
            by=make_service(session, team.people["alice"], "Shelter register"),
            route=Route.API,
            policy=policy_of(session.get_one(Workspace, team.workspace_id)),
            now=timeline.now,
        )

    timeline.database.run_here(give)
    timeline.round()
    ((key, receipt),) = timeline.edits
    assert key == "reminder:UALICE:2026-03-30"
    assert receipt == (
        "*All in for Mon 30 March*\n✓ Indicator rough, last week (23–29 March): *110 people*, from Shelter register"
    )
    assert timeline.due() == [("rough", "2026-W13", "on_time")]


def test_a_grace_made_longer_by_downtime_shows_in_the_message(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 10:00"))
    assert "After Wed 1 April it counts as missed" in timeline.edits[-1][1]
    timeline.wakes_at(utc("2026-04-02 09:30"))
    texts = dict(timeline.edits)
    for key in ("reminder:UALICE:2026-03-30", "second-ping:UALICE:2026-03-31"):
        assert "After Mon 6 April it counts as missed" in texts[key]


def is_deactivated(team: Team, name: str, closed: bool, *, timeline: Timeline) -> None:
    """Slack says that this account is closed, or open again."""
    profile = Profile(name, "Europe/London", "en-GB", is_admin=False, is_deactivated=closed)

    def learn(session: Session) -> None:
        user_id = f"U{name.upper()}"
        directory.learn_person(
            session, workspace_id=team.workspace_id, user_id=user_id, profile=profile, now=timeline.now
        )

    timeline.database.run_here(learn)
