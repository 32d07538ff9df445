"""A Slack status that says so is being away while it lasts; do not disturb has the reminder wait that day."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from bot.actions import directory
from bot.actions.absences import declare_away
from bot.actions.handing_over import hand_over
from bot.actions.people import Profile
from bot.delivery.forecast import forecast
from bot.delivery.settings import DeliverySettings
from bot.domain.absences import Stretch
from bot.domain.messages import SkipReason
from bot.results.plan import HeldBack
from storage.tables import AbsenceRecord, HeldBackRecord, Indicator
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


def is_not_to_be_disturbed(team: Team, timeline: Timeline, since: datetime | None, until: datetime | None) -> None:
    team.database.run_here(
        directory.learn_do_not_disturb,
        workspace_id=team.workspace_id,
        user_id="UALICE",
        since=since,
        until=until,
        now=timeline.now,
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
    timeline.until(utc("2026-03-30 13:00"))
    assert asked(timeline) == [("2026-03-30 12:00", "UALICE")]


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
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE"), ("2026-03-31 12:00", "UALICE")]


def test_the_footer_names_whoever_is_asked_meanwhile(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    timeline.until(utc("2026-03-30 12:00"))
    has_status(team, timeline, "Out sick")
    timeline.until(utc("2026-03-30 12:05"))
    away = "Your Slack status says that you are away: I ask once more when you are back"
    assert timeline.edits[-1][1].splitlines()[-1] == f"{away}, and bob until then."
    timeline.until(utc("2026-04-01 06:00"))
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE"), ("2026-04-01 03:30", "UBOB")]


def test_the_footer_says_what_nobody_stands_in_for(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    team.owns("alice", "beds")
    timeline.until(utc("2026-03-30 12:00"))
    has_status(team, timeline, "Out sick")
    timeline.until(utc("2026-03-30 12:05"))
    assert timeline.edits[-1][1].splitlines()[-1] == (
        "Your Slack status says that you are away: I ask once more when you are back, and bob until then for what they "
        "stand in for. What else closes before then is excused."
    )


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
    is_not_to_be_disturbed(team, timeline, utc("2026-03-30 07:30"), utc("2026-03-30 10:15"))
    timeline.until(utc("2026-03-30 22:00"))
    assert asked(timeline) == [("2026-03-30 10:15", "UALICE")]


def test_for_the_rest_of_the_day_it_is_the_next_days_message(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    is_not_to_be_disturbed(team, timeline, utc("2026-03-30 07:30"), utc("2026-03-30 20:00"))
    entries = forecast(team.database, now=timeline.now, until=utc("2026-03-31 12:00"), settings=DeliverySettings())
    held = [(f"{each.at:%m-%d %H:%M}", each.reason) for each in entries if isinstance(each, HeldBack)]
    assert held == [("03-30 08:00", SkipReason.DO_NOT_DISTURB)]
    timeline.until(utc("2026-03-31 12:00"))
    assert asked(timeline) == [("2026-03-31 08:00", "UALICE")]


@pytest.mark.parametrize("announced", ["2026-03-30 16:00", "2026-03-30 20:00"])
@pytest.mark.parametrize(
    ("told_at", "ends_at", "expected"),
    [
        ("2026-03-30 10:15", None, ["2026-03-30 10:15", "2026-03-31 08:00"]),
        ("2026-03-30 10:15", "2026-03-30 11:00", ["2026-03-30 11:00", "2026-03-31 08:00"]),
        ("2026-03-30 17:30", None, ["2026-03-31 08:00", "2026-04-01 08:00"]),
    ],
)
def test_where_that_is_over_earlier_they_are_asked_at_once_within_their_hours(
    team: Team, timeline: Timeline, announced: str, told_at: str, ends_at: str | None, expected: list[str]
) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:30"))
    is_not_to_be_disturbed(team, timeline, timeline.now, utc(announced))
    timeline.until(utc(told_at))
    if announced < told_at:
        expected = [announced, "2026-03-31 08:00"]
    is_not_to_be_disturbed(team, timeline, timeline.now if ends_at else None, utc(ends_at) if ends_at else None)
    timeline.until(utc("2026-04-01 20:00"))
    assert [when for when, _ in asked(timeline)] == expected


def test_who_was_asked_before_is_not_asked_again_when_that_is_over(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 09:00"))
    is_not_to_be_disturbed(team, timeline, timeline.now, utc("2026-03-30 16:00"))
    timeline.until(utc("2026-03-30 10:00"))
    is_not_to_be_disturbed(team, timeline, None, None)
    timeline.until(utc("2026-03-30 20:00"))
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE")]


BEFORE_WORK = utc("2026-03-30 05:00")
"""Of the day on which it falls due; the grace ends with Wednesday 1 April in London, at 23:00 UTC."""


@pytest.mark.parametrize(
    ("back_at", "times", "state"),
    [
        ("2026-04-01 07:59", ["2026-04-01 08:00"], "due"),
        ("2026-04-01 16:59", ["2026-04-01 16:59"], "due"),
        ("2026-04-01 17:00", [], "excused"),
        ("2026-04-01 22:30", [], "excused"),
    ],
)
@pytest.mark.parametrize("is_told", [True, False])
def test_who_is_back_before_the_end_is_asked_that_day_or_excused_and_never_missed_unasked(
    team: Team, timeline: Timeline, back_at: str, times: list[str], state: str, is_told: bool
) -> None:
    """Whether the status ends by itself, or Slack tells that it has gone."""
    team.owns("alice", "rough")
    timeline.until(BEFORE_WORK)
    has_status(team, timeline, "Out sick", until=None if is_told else utc(back_at))
    timeline.until(utc(back_at))
    if is_told:
        has_status(team, timeline, "")
    timeline.until(utc("2026-04-01 23:30"))
    assert [when for when, _ in asked(timeline)] == times
    assert timeline.due() == [("rough", "2026-W13", state)]


def test_what_was_held_back_says_who_was_away_and_from_when_to_when(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    has_status(team, timeline, "Out sick", until=utc("2026-04-01 17:00"))
    timeline.until(utc("2026-04-01 12:00"))
    (record,) = team.database.read_here(lambda session: session.exec(select(HeldBackRecord)).all())
    assert (record.person_id, record.because) == (team.people["alice"].person_id, SkipReason.AWAY)
    assert (record.first_at, record.last_at) == (utc("2026-03-30 08:00"), utc("2026-04-01 08:00"))


def test_who_was_there_and_not_to_be_disturbed_has_a_grace_from_when_they_can_be_asked_once(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough")
    for day in ("03-30", "03-31", "04-01"):
        timeline.until(utc(f"2026-{day} 06:00"))
        is_not_to_be_disturbed(team, timeline, timeline.now, utc(f"2026-{day} 21:00"))
    timeline.until(utc("2026-04-02 12:00"))
    assert asked(timeline) == [("2026-04-02 08:00", "UALICE")]
    timeline.until(utc("2026-04-06 22:30"))
    assert ("rough", "2026-W13", "due") in timeline.due()
    timeline.until(utc("2026-04-06 23:00"))
    assert ("rough", "2026-W13", "missed") in timeline.due()


def test_who_is_never_to_be_disturbed_misses_it_in_the_end(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    is_not_to_be_disturbed(team, timeline, BEFORE_WORK, utc("2026-05-01 21:00"))
    timeline.until(utc("2026-04-06 22:30"))
    assert ("rough", "2026-W13", "due") in timeline.due()
    timeline.until(utc("2026-04-06 23:00"))
    assert ("rough", "2026-W13", "missed") in timeline.due()
    assert asked(timeline) == []


def test_a_status_on_the_last_day_excuses_nothing_that_was_asked_for_before(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 12:00"))
    has_status(team, timeline, "Out sick", until=utc("2026-04-01 20:00"))
    timeline.until(utc("2026-04-01 23:30"))
    assert timeline.due() == [("rough", "2026-W13", "missed")]


def is_offered(team: Team, timeline: Timeline) -> None:
    """Have Charlie ask Alice to keep something."""
    number = team.database.read_here(lambda session: session.exec(select(Indicator.id)).first())
    assert number is not None
    team.database.run_here(hand_over, number, to_user_id="UALICE", by=team.people["charlie"], now=timeline.now)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, "2026-03-26 12:00"),
        ("2026-03-26 15:30", "2026-03-26 15:30"),
        ("2026-03-26 12:00", "2026-03-26 12:00"),
        ("2026-04-20 12:00", "2026-03-27 00:00"),
    ],
)
def test_what_nobody_asked_for_waits_until_its_reader_may_be_disturbed_and_half_a_day_at_most(
    team: Team, timeline: Timeline, until: str | None, expected: str
) -> None:
    team.owns("charlie", "rough")
    timeline.until(utc("2026-03-26 12:00"))
    if until is not None:
        is_not_to_be_disturbed(team, timeline, utc("2026-03-26 11:00"), utc(until))
    is_offered(team, timeline)
    timeline.until(utc("2026-03-27 14:00"))
    assert [(post.when, post.kind) for post in timeline.posts if post.to == "UALICE"][:1] == [(expected, "notice")]


@pytest.mark.parametrize("announced", ["2026-03-26 15:30", "2026-04-20 12:00"])
def test_what_nobody_asked_for_goes_out_when_its_reader_may_be_disturbed_earlier_than_they_said(
    team: Team, timeline: Timeline, announced: str
) -> None:
    team.owns("charlie", "rough")
    timeline.until(utc("2026-03-26 12:00"))
    is_not_to_be_disturbed(team, timeline, timeline.now, utc(announced))
    is_offered(team, timeline)
    timeline.until(utc("2026-03-26 13:00"))
    is_not_to_be_disturbed(team, timeline, None, None)
    timeline.until(utc("2026-03-27 14:00"))
    assert [(post.when, post.kind) for post in timeline.posts if post.to == "UALICE"][:1] == [
        ("2026-03-26 13:00", "notice")
    ]


def heard_by_alice(timeline: Timeline) -> list[tuple[str, str, str]]:
    return [(post.when, post.kind, post.text.splitlines()[0]) for post in timeline.posts if post.to == "UALICE"]


WELCOME = "Welcome back. While you were away: bob gave 1 figure. Nothing is due from you."


@pytest.mark.parametrize(
    ("back_at", "is_told", "expected"),
    [
        ("2026-04-01 20:00", True, [("2026-04-02 08:00", "notice", WELCOME)]),
        ("2026-04-01 20:00", False, [("2026-04-02 08:00", "notice", WELCOME)]),
        ("2026-04-02 07:00", True, [("2026-04-02 08:00", "notice", WELCOME)]),
        ("2026-04-03 07:00", False, [("2026-04-03 08:00", "notice", WELCOME)]),
        ("2026-04-04 07:00", True, [("2026-04-06 08:00", "reminder", "While you were away: bob gave 1 figure.")]),
    ],
)
def test_whoever_is_back_after_a_status_reads_once_what_was_done_meanwhile(
    team: Team, timeline: Timeline, back_at: str, is_told: bool, expected: list[tuple[str, str, str]]
) -> None:
    team.owns("alice", "rough", backup="bob")
    timeline.until(utc("2026-03-28 12:00"))
    has_status(team, timeline, "Out sick", until=None if is_told else utc(back_at))
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("bob", "rough 5", now=timeline.now)
    timeline.until(utc(back_at))
    if is_told:
        has_status(team, timeline, "")
    timeline.until(utc("2026-04-06 12:00"))
    assert heard_by_alice(timeline)[:1] == expected
    assert len([text for _, _, text in heard_by_alice(timeline) if "While you were away" in text]) == 1


def test_nobody_is_welcomed_back_from_an_hour_or_to_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    for day, until in (("03-25 12:00", "03-25 14:00"), ("03-26 06:00", "03-26 07:59"), ("03-27 06:00", "03-28 12:00")):
        timeline.until(utc(f"2026-{day}"))
        has_status(team, timeline, "Out sick", until=utc(f"2026-{until}"))
    timeline.until(utc("2026-03-30 12:00"))
    records = team.database.read_here(lambda session: session.exec(select(AbsenceRecord)).all())
    assert [(each.first_on, each.until_on) for each in records] == [(date(2026, 3, 27), date(2026, 3, 29))]
    assert [kind for _, kind, _ in heard_by_alice(timeline)] == ["reminder"]
    assert "While you were away" not in heard_by_alice(timeline)[0][2]


def test_a_status_beside_days_that_were_declared_is_one_absence(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    away = Stretch(date(2026, 3, 24), date(2026, 4, 2))
    team.database.run_here(declare_away, away, by=team.people["alice"], now=timeline.now)
    has_status(team, timeline, "Vacationing", until=utc("2026-04-01 22:59"))
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("bob", "rough 5", now=timeline.now)
    timeline.until(utc("2026-04-03 12:00"))
    assert heard_by_alice(timeline) == [("2026-04-02 08:00", "notice", WELCOME)]


def test_with_a_status_too_the_backup_is_asked_of_what_was_due_and_the_owner_again_when_they_are_back(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough", backup="bob")
    timeline.until(BEFORE_WORK)
    has_status(team, timeline, "Out sick", until=utc("2026-03-31 18:00"))
    timeline.until(utc("2026-04-01 12:00"))
    assert asked(timeline) == [
        ("2026-03-31 03:30", "UBOB"),
        ("2026-04-01 03:30", "UBOB"),
        ("2026-04-01 08:00", "UALICE"),
    ]


def test_where_neither_owner_nor_backup_can_be_asked_it_is_excused(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    timeline.until(BEFORE_WORK)
    away = Stretch(date(2026, 3, 30), date(2026, 4, 20))
    team.database.run_here(declare_away, away, by=team.people["bob"], now=timeline.now)
    has_status(team, timeline, "Out sick", until=utc("2026-04-01 20:00"))
    timeline.until(utc("2026-04-01 23:30"))
    assert (asked(timeline), timeline.due()) == ([], [("rough", "2026-W13", "excused")])


def test_a_backup_who_is_back_when_the_grace_ends_is_asked_instead(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    timeline.until(BEFORE_WORK)
    away = Stretch(date(2026, 3, 30), date(2026, 4, 2))
    team.database.run_here(declare_away, away, by=team.people["bob"], now=timeline.now)
    has_status(team, timeline, "Out sick", until=utc("2026-05-01 20:00"))
    timeline.until(utc("2026-04-02 12:00"))
    assert (asked(timeline), timeline.due()) == ([("2026-04-02 03:30", "UBOB")], [("rough", "2026-W13", "due")])
