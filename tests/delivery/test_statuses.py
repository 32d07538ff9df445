"""A Slack status that says so is being away while it lasts; do not disturb has the reminder wait that day."""

from datetime import UTC, datetime

from bot.actions import directory
from bot.actions.people import Profile
from bot.delivery.forecast import forecast
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import SkipReason
from bot.results.plan import HeldBack
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def has_status(team: Team, timeline: Timeline, text: str, emoji: str = "", until: datetime | None = None) -> None:
    """Have Slack tell that Alice has this status."""
    profile = Profile("alice", "Europe/London", "en-GB", False, False, False, text, emoji, until)
    team.database.run_here(
        directory.learn_of_known, workspace_id=team.workspace_id, user_id="UALICE", profile=profile, now=timeline.now
    )


def is_not_to_be_disturbed(team: Team, since: datetime | None, until: datetime | None) -> None:
    team.database.run_here(
        directory.learn_do_not_disturb, workspace_id=team.workspace_id, user_id="UALICE", since=since, until=until
    )


def asked(timeline: Timeline) -> list[tuple[str, str]]:
    return [(when, to) for when, _, to in timeline.times]


def test_a_status_holds_reminders_back_while_it_lasts(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    has_status(team, timeline, "Vacationing", ":palm_tree:", utc("2026-03-31 22:59"))
    timeline.until(utc("2026-04-01 12:00"))
    assert asked(timeline) == [("2026-04-01 08:00", "UALICE")]


def test_a_status_that_is_taken_back_is_none(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    has_status(team, timeline, "Out sick")
    timeline.until(utc("2026-03-30 12:00"))
    assert asked(timeline) == []
    has_status(team, timeline, "")
    timeline.until(utc("2026-03-31 12:00"))
    assert asked(timeline) == [("2026-03-31 08:00", "UALICE")]


ON_RETURN = (
    "Your Slack status says that you are away: I ask once more when you are back. What closes before then is excused."
)


def test_who_is_back_in_time_is_asked_once_more_as_said(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    has_status(team, timeline, "Out sick")
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.edits[-1][1].splitlines()[-1] == ON_RETURN
    has_status(team, timeline, "")
    timeline.until(utc("2026-04-01 12:00"))
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE"), ("2026-04-01 08:00", "UALICE")]


def test_who_is_not_back_in_time_is_excused_as_said(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    has_status(team, timeline, "Out sick")
    timeline.until(utc("2026-04-01 22:00"))
    assert timeline.edits[-1][1].splitlines()[-1] == ON_RETURN
    timeline.until(utc("2026-04-01 23:30"))
    assert ("rough", "2026-W13", "excused") in timeline.due()
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE")]


def test_the_backup_is_asked_of_what_falls_due_and_the_rest_is_excused_when_the_grace_ends(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed", backup="bob")
    has_status(team, timeline, "Out sick", ":face_with_thermometer:")
    timeline.until(utc("2026-04-01 12:00"))
    assert asked(timeline)[0] == ("2026-03-30 03:30", "UBOB")
    assert ("rough", "2026-W13", "due") in timeline.due()
    timeline.until(utc("2026-04-02 12:00"))
    assert ("rough", "2026-W13", "excused") in timeline.due()


def test_who_does_not_want_to_be_disturbed_is_asked_later_the_same_day(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    is_not_to_be_disturbed(team, utc("2026-03-30 07:30"), utc("2026-03-30 10:15"))
    timeline.until(utc("2026-03-30 22:00"))
    assert asked(timeline) == [("2026-03-30 10:15", "UALICE")]


def test_for_the_rest_of_the_day_it_is_the_next_days_message(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    is_not_to_be_disturbed(team, utc("2026-03-30 07:30"), utc("2026-03-30 20:00"))
    entries = forecast(team.database, now=timeline.now, until=utc("2026-03-31 12:00"), settings=DeliverySettings())
    held = [(f"{each.at:%m-%d %H:%M}", each.reason) for each in entries if isinstance(each, HeldBack)]
    assert held == [("03-30 08:00", SkipReason.DO_NOT_DISTURB)]
    timeline.until(utc("2026-03-31 12:00"))
    assert asked(timeline) == [("2026-03-31 08:00", "UALICE")]
