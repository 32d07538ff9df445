"""While somebody is away nobody asks them: a backup is asked, or what falls due is excused; then they hear of it."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from bot.actions.absences import come_back, declare_away
from bot.delivery.forecast import forecast
from bot.delivery.settings import DeliverySettings
from bot.domain.absences import Stretch
from bot.domain.messages import MessageKind, SkipReason
from bot.results.absences import AwaySaid
from bot.results.plan import HeldBack
from storage.tables import AbsenceRecord, DueReading, Message, Person
from tests.delivery.conftest import Team
from tests.delivery.timeline import Post, Timeline


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def goes_away(team: Team, timeline: Timeline, name: str, first_on: date, back_on: date) -> AwaySaid:
    """Have this person say so."""
    stretch = Stretch(first_on, back_on)
    return team.database.run_here(declare_away, stretch, by=team.people[name], now=timeline.now)


def asked(timeline: Timeline) -> list[tuple[str, str]]:
    return [(when, to) for when, _, to in timeline.times]


def heard_by(timeline: Timeline, person: str) -> list[Post]:
    return [post for post in timeline.posts if post.to == person]


def states(timeline: Timeline) -> dict[str, str]:
    return {period: state for _, period, state in timeline.due()}


def test_the_backup_is_asked_while_the_owner_is_away_and_the_owner_hears_of_it(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    said = goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 4, 2))
    assert ([each.user_id for each in said.asked], said.some_have_nobody) == (["UBOB"], False)
    timeline.until(utc("2026-03-30 12:00"))
    assert asked(timeline) == [("2026-03-30 03:30", "UBOB")]
    assert "for alice, who is away" in timeline.posts[0].text
    team.gives("bob", "rough 5", now=timeline.now)
    timeline.posts.clear()
    timeline.until(utc("2026-04-03 12:00"))
    (post,) = heard_by(timeline, "UALICE")
    assert (post.when, post.kind, post.to) == ("2026-04-02 08:00", "notice", "UALICE")
    assert post.text == "Welcome back. While you were away: bob gave 1 figure. Nothing is due from you."


def test_without_a_backup_what_falls_due_is_excused_at_once(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    said = goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 4, 6))
    assert (said.asked, said.some_have_nobody) == ((), True)
    timeline.until(utc("2026-03-30 12:00"))
    assert (timeline.times, states(timeline)) == ([], {"2026-W13": "excused"})


def test_the_first_reminder_after_it_says_what_was_done_meanwhile(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed", backup="charlie")
    goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 4, 6))
    timeline.until(utc("2026-03-30 14:00"))
    team.gives("charlie", "housed 7", now=timeline.now)
    timeline.posts.clear()
    timeline.until(utc("2026-04-06 12:00"))
    (post,) = heard_by(timeline, "UALICE")
    assert (post.when, post.kind, post.to) == ("2026-04-06 08:00", "reminder", "UALICE")
    assert post.text.startswith("While you were away: charlie gave 1 figure, 1 was excused.")
    timeline.posts.clear()
    timeline.until(utc("2026-04-07 12:00"))
    assert "While you were away" not in heard_by(timeline, "UALICE")[0].text


def test_nobody_is_welcomed_back_to_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    goes_away(team, timeline, "alice", date(2026, 3, 25), date(2026, 3, 27))
    timeline.until(utc("2026-03-28 12:00"))
    assert timeline.times == []
    record = team.database.read_here(lambda session: session.exec(select(AbsenceRecord)).one())
    assert record.welcomed_on == date(2026, 3, 27)
    person = team.database.read_here(lambda session: session.get_one(Person, team.people["alice"].person_id))
    assert person.next_reminder_at is None


def test_whoever_is_back_within_the_grace_is_asked_then(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    goes_away(team, timeline, "alice", date(2026, 3, 28), date(2026, 4, 1))
    timeline.until(utc("2026-04-01 12:00"))
    assert asked(timeline) == [("2026-04-01 08:00", "UALICE")]
    assert states(timeline) == {"2026-W13": "due"}


def test_a_backup_who_is_away_too_is_not_asked(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    goes_away(team, timeline, "bob", date(2026, 3, 24), date(2026, 4, 10))
    said = goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 4, 6))
    assert said.asked == ()
    timeline.until(utc("2026-04-05 12:00"))
    assert (timeline.times, states(timeline)) == ([], {"2026-W13": "excused"})


def test_what_is_due_already_goes_to_the_backup_or_is_excused(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed", backup="bob")
    timeline.until(utc("2026-03-30 12:00"))
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE")]
    said = goes_away(team, timeline, "alice", date(2026, 3, 30), date(2026, 4, 10))
    assert (said.passed_on, said.excused) == (1, 1)
    timeline.posts.clear()
    timeline.until(utc("2026-03-31 12:00"))
    assert asked(timeline) == [("2026-03-31 03:30", "UBOB")]
    assert sorted(timeline.due()) == [("housed", "2026-W13", "due"), ("rough", "2026-W13", "excused")]


def test_a_message_that_waits_is_not_sent_to_whoever_goes_away_meanwhile(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.now = utc("2026-03-30 08:00")
    timeline.plan()
    goes_away(team, timeline, "alice", date(2026, 3, 30), date(2026, 3, 31))
    timeline.round()
    assert timeline.posts == []
    skipped = team.database.read_here(lambda session: session.exec(select(Message.skip_reason)).all())
    assert list(skipped) == [SkipReason.AWAY]
    timeline.until(utc("2026-03-31 12:00"))
    assert asked(timeline) == [("2026-03-31 08:00", "UALICE")]


def test_whoever_was_asked_and_left_then_has_missed_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    goes_away(team, timeline, "alice", date(2026, 3, 31), date(2026, 4, 13))
    timeline.until(utc("2026-04-02 12:00"))
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE")]
    assert states(timeline) == {"2026-W13": "excused"}


def test_back_earlier_everything_is_as_usual(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 6, 1))
    timeline.until(utc("2026-03-27 12:00"))
    assert team.database.run_here(come_back, by=team.people["alice"], now=timeline.now) is not None
    assert team.database.run_here(come_back, by=team.people["alice"], now=timeline.now) is None
    timeline.until(utc("2026-03-30 12:00"))
    assert asked(timeline) == [("2026-03-30 08:00", "UALICE")]


def test_other_days_take_the_place_of_those_that_were_said(team: Team, timeline: Timeline) -> None:
    goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 6, 1))
    timeline.now = utc("2026-03-26 12:00")
    said = goes_away(team, timeline, "alice", date(2026, 3, 26), date(2026, 3, 30))
    assert (said.away.first_on, said.away.back_on) == (date(2026, 3, 24), date(2026, 3, 30))
    later = goes_away(team, timeline, "alice", date(2026, 5, 1), date(2026, 5, 8))
    assert later.away.first_on == date(2026, 5, 1)

    def days(session: Session) -> list[tuple[date, date]]:
        return [
            (row.first_on, row.until_on) for row in session.exec(select(AbsenceRecord)) if row.first_on < row.until_on
        ]

    assert team.database.read_here(days) == [
        (date(2026, 3, 24), date(2026, 3, 30)),
        (date(2026, 5, 1), date(2026, 5, 8)),
    ]


@pytest.mark.parametrize("until", ["2026-04-10 12:00"])
def test_the_plan_says_whom_it_holds_back(team: Team, timeline: Timeline, until: str) -> None:
    team.owns("alice", "rough")
    goes_away(team, timeline, "alice", date(2026, 3, 30), date(2026, 4, 1))
    entries = forecast(team.database, now=timeline.now, until=utc(until), settings=DeliverySettings())
    held = [each for each in entries if isinstance(each, HeldBack)]
    assert [(f"{each.at:%m-%d}", each.kind, each.reason) for each in held] == [
        ("03-30", MessageKind.REMINDER, SkipReason.AWAY),
        ("03-31", MessageKind.REMINDER, SkipReason.AWAY),
    ]
    timeline.until(utc("2026-04-02 12:00"))
    rows = team.database.read_here(lambda session: session.exec(select(DueReading.times_asked)).all())
    assert list(rows) == [2]


def whose(team: Team) -> list[str]:
    """Of whom what is due is asked."""
    asked_of = select(Person.name).join(DueReading, col(DueReading.owner_id) == Person.id)
    return list(team.database.read_here(lambda session: session.exec(asked_of.where(DueReading.state == "due")).all()))


NOT_THEIRS = "What this asked for is not yours to give any more. Nothing is left to do."


def test_what_a_backup_was_asked_for_goes_back_to_its_owner_in_their_next_message(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough", backup="bob")
    goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 3, 31))
    timeline.until(utc("2026-03-31 07:59"))
    assert (asked(timeline), whose(team)) == ([("2026-03-30 03:30", "UBOB"), ("2026-03-31 03:30", "UBOB")], ["bob"])
    timeline.until(utc("2026-03-31 08:00"))
    assert (asked(timeline)[2:], whose(team)) == ([("2026-03-31 08:00", "UALICE")], ["alice"])
    assert dict(timeline.edits[-2:]) == {
        "reminder:UBOB:2026-03-30": NOT_THEIRS,
        "second-ping:UBOB:2026-03-31": NOT_THEIRS,
    }
    timeline.until(utc("2026-04-02 22:59"))
    assert asked(timeline)[3:] == [("2026-04-01 08:00", "UALICE")]
    assert states(timeline) == {"2026-W13": "due"}, "the grace is counted from when its owner was asked"
    timeline.until(utc("2026-04-02 23:00"))
    assert states(timeline) == {"2026-W13": "missed"}


def test_what_the_backup_has_given_is_not_asked_for_again(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 3, 31))
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("bob", "rough 5", now=timeline.now)
    timeline.until(utc("2026-04-01 12:00"))
    assert [kind for _, kind, to in timeline.times if to == "UALICE"] == ["notice"]
    assert states(timeline) == {"2026-W13": "on_time"}


def test_an_owner_who_is_there_is_asked_where_the_backup_goes_away(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    goes_away(team, timeline, "alice", date(2026, 3, 24), date(2026, 4, 1))
    timeline.until(utc("2026-03-30 12:00"))
    timeline.now = utc("2026-04-01 00:30")
    said = goes_away(team, timeline, "bob", date(2026, 4, 1), date(2026, 4, 20))
    assert (said.passed_on, said.excused) == (1, 0)
    assert whose(team) == ["alice"]


def test_of_what_is_silent_one_question_is_asked_in_a_week_whoever_stands_in(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", backup="bob")
    timeline.until(utc("2026-04-20 12:00"))
    assert asked(timeline)[-1] == ("2026-04-20 08:00", "UALICE")
    assert "nothing for 4 weeks. What would help?" in timeline.posts[-1].text
    timeline.until(utc("2026-04-21 05:00"))
    goes_away(team, timeline, "alice", date(2026, 4, 21), date(2026, 4, 23))
    assert whose(team) == ["bob"]
    timeline.posts.clear()
    timeline.until(utc("2026-04-24 12:00"))
    assert (asked(timeline), whose(team)) == ([], ["alice"])
