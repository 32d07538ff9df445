"""There is one live message at most: what has moved is taken away, and what is silent is asked about."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from bot.actions.absences import declare_away
from bot.actions.directory import learn_person
from bot.actions.ownership import make_owner
from bot.actions.people import Profile, policy_of
from bot.actions.putting_off import PutOff, put_off
from bot.domain.absences import Stretch
from bot.domain.cadences import Cadence, Every
from bot.domain.messages import MessageState, SkipReason
from bot.errors import UserError
from storage import indicators
from storage.tables import DueReading, Person, Workspace
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline
from tests.saying import said


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_new_week_takes_the_old_messages_away(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-06 12:00"))
    assert [when for when, *_ in timeline.times] == ["2026-03-30 08:00", "2026-03-31 08:00", "2026-04-06 08:00"]
    assert timeline.withdrawn == ["reminder:UALICE:2026-03-30", "second-ping:UALICE:2026-03-31"]
    assert timeline.posts[-1].text.splitlines()[-1] == "1 older reading is open too: *Check in* has it."


def test_what_was_answered_in_part_leaves_one_grey_line(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed")
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.until(utc("2026-04-06 12:00"))
    assert timeline.withdrawn == ["second-ping:UALICE:2026-03-31"]
    assert [text for key, text in timeline.edits if key == "reminder:UALICE:2026-03-30"][-1] == "→ newer message"


def test_what_is_given_later_goes_from_the_count_of_the_newest_message(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-06 12:00"))
    team.gives("alice", "rough 110 for 2026-W13", now=timeline.now)
    timeline.until(utc("2026-04-06 13:00"))
    key, text = timeline.edits[-1]
    assert key == "reminder:UALICE:2026-04-06"
    assert "older" not in text


def test_what_was_asked_for_twice_is_not_named_a_third_time(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 12:00"))
    team.owns("alice", "calls", cadence=Cadence(Every.DAY), now=timeline.now)
    timeline.until(utc("2026-04-01 12:00"))
    newest = timeline.posts[-1]
    assert (newest.when, newest.kind) == ("2026-04-01 08:00", "reminder")
    assert "rough" not in newest.text
    assert "1 older reading is open too" in newest.text


def test_three_misses_in_a_row_end_in_a_question_once_a_week(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-05-05 12:00"))
    by_day = {post.when: post.text.splitlines()[0] for post in timeline.posts if post.to == "UALICE"}
    by_day = {when: line.replace("\u2009", "") for when, line in by_day.items()}
    assert by_day == {
        "2026-03-30 08:00": "*Indicator rough* `rough`, last week (23–29 March)?",
        "2026-03-31 08:00": "*Still open*",
        "2026-04-06 08:00": "*Indicator rough* `rough`, last week (30 March–5 April)?",
        "2026-04-07 08:00": "*Still open*",
        "2026-04-13 08:00": "*Indicator rough* `rough`, last week (6–12 April)?",
        "2026-04-14 08:00": "*Still open*",
        "2026-04-20 08:00": "*Indicator rough* `rough`: nothing for 4 weeks. What would help?",
        "2026-04-27 08:00": "*Indicator rough* `rough`: nothing for 5 weeks. What would help?",
        "2026-05-04 08:00": "*Indicator rough* `rough`: nothing for 6 weeks. What would help?",
    }
    assert all(state == "missed" for _, period, state in timeline.due() if period < "2026-W17")


def test_any_word_ends_the_silence(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-20 12:00"))
    team.gives("alice", "rough n/d nobody counted", now=timeline.now)
    timeline.until(utc("2026-04-27 12:00"))
    assert timeline.posts[-1].text.splitlines()[0] == "*Indicator rough* `rough`, last week (20–26 April)?"


def test_a_silent_daily_indicator_is_asked_about_once_a_week(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.until(utc("2026-04-24 12:00"))
    asked = [post.when for post in timeline.posts if "What would help?" in post.text]
    assert asked == ["2026-04-06 08:00", "2026-04-13 08:00", "2026-04-20 08:00"]
    assert [post.when for post in timeline.posts if post.when > "2026-04-02" and post.to == "UALICE"] == asked


def due_readings(timeline: Timeline) -> list[DueReading]:
    return timeline.database.read_here(lambda session: list(session.exec(select(DueReading)).all()))


def questions(timeline: Timeline) -> list[tuple[str, str]]:
    return [(post.when, post.to) for post in timeline.posts if "What would help?" in post.text]


def test_what_was_excused_after_the_question_counts_as_asked_in_that_week(team: Team, timeline: Timeline) -> None:
    """All that the question named is excused on Wednesday by the status; on Thursday she is back."""
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.until(utc("2026-04-13 14:00"))
    status = Profile("alice", "Europe/London", "en-GB", False, False, False, "", ":palm_tree:", utc("2026-04-15 23:30"))
    team.database.run_here(
        learn_person, workspace_id=team.workspace_id, user_id="UALICE", profile=status, now=timeline.now
    )
    timeline.until(utc("2026-04-21 12:00"))
    assert ("calls", "2026-04-10", "excused") in timeline.due()
    assert questions(timeline) == [(f"2026-04-{day} 08:00", "UALICE") for day in ("06", "13", "20")]


def test_what_went_to_a_backup_and_came_back_tells_the_grace_that_it_has_now(team: Team, timeline: Timeline) -> None:
    """Away on the last day only: on Thursday it is hers again, and the question of Monday stays the live message."""
    team.owns("alice", "rough", backup="bob")
    timeline.until(utc("2026-04-20 12:00"))
    alice, stretch = team.people["alice"], Stretch(date(2026, 4, 22), date(2026, 4, 23))
    team.database.run_here(declare_away, stretch, by=alice, now=timeline.now)
    timeline.until(utc("2026-04-23 12:00"))
    key, text = timeline.edits[-1]
    assert key == "reminder:UALICE:2026-04-20"
    assert "nothing for 4 weeks. What would help?" in text
    assert "After Mon 27 April it counts as missed" in text
    (row,) = (row for row in due_readings(timeline) if row.state == "due")
    assert (row.first_asked_at, row.grace_ends_at) == (None, utc("2026-04-27 23:00"))


def test_downtime_from_before_it_came_back_makes_its_grace_no_shorter(team: Team, timeline: Timeline) -> None:
    """We were down until Monday noon; she is away on Monday and Tuesday, and has it again on Wednesday."""
    team.owns("alice", "rough", backup="bob")
    timeline.until(utc("2026-04-18 12:00"))
    timeline.wakes_at(utc("2026-04-20 12:00"))
    timeline.until(utc("2026-04-20 12:30"))
    alice, stretch = team.people["alice"], Stretch(date(2026, 4, 20), date(2026, 4, 22))
    team.database.run_here(declare_away, stretch, by=alice, now=timeline.now)
    timeline.until(utc("2026-04-22 12:00"))
    key, text = timeline.edits[-1]
    assert key == "reminder:UALICE:2026-04-20"
    assert "After Fri 24 April it counts as missed" in text
    timeline.until(utc("2026-04-24 22:59"))
    assert ("rough", "2026-W16", "due") in timeline.due()
    timeline.until(utc("2026-04-24 23:00"))
    assert ("rough", "2026-W16", "missed") in timeline.due()


def gives_to(team: Team, name: str, *, now: datetime) -> None:
    """Have this person keep the only indicator."""

    def give_away(session: Session) -> None:
        described = indicators.describe(session, [1])[1]
        policy = policy_of(session.get_one(Workspace, team.workspace_id))
        person = session.get_one(Person, team.people[name].person_id)
        make_owner(session, described, person, reason="", made_by_id=person.id, policy=policy, now=now)

    team.database.run_here(give_away)


def test_whoever_takes_over_what_is_silent_is_asked_about_it_at_their_next_time(team: Team, timeline: Timeline) -> None:
    """The question of that week went to the one before, and what it named was missed before it changed hands."""
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.until(utc("2026-04-16 10:00"))
    assert questions(timeline)[-1] == ("2026-04-13 08:00", "UALICE")
    gives_to(team, "bob", now=timeline.now)
    timeline.until(utc("2026-04-21 12:00"))
    assert questions(timeline)[2:] == [("2026-04-17 03:30", "UBOB"), ("2026-04-20 03:30", "UBOB")]
    to_bob = [post.text.splitlines()[0] for post in timeline.posts if post.to == "UBOB"]
    assert to_bob[0].startswith("*Indicator calls* `calls`: nothing for ")


def test_whoever_has_it_back_in_the_same_week_is_not_asked_about_it_again(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.until(utc("2026-04-14 10:00"))
    gives_to(team, "bob", now=timeline.now)
    timeline.until(utc("2026-04-15 10:00"))
    gives_to(team, "alice", now=timeline.now)
    timeline.until(utc("2026-04-20 12:00"))
    assert questions(timeline)[1:] == [
        ("2026-04-13 08:00", "UALICE"),
        ("2026-04-15 03:30", "UBOB"),
        ("2026-04-20 08:00", "UALICE"),
    ]


def test_whoever_breaks_their_silence_after_the_days_time_reads_when_it_is_really_asked_for(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.until(utc("2026-04-07 11:00"))  # this morning nothing was asked for again, since all was silent
    team.gives("alice", "calls 4 for 2026-03-30", now=timeline.now)
    timeline.until(utc("2026-04-07 12:00"))
    key, text = timeline.edits[-1]
    assert key == "reminder:UALICE:2026-04-06"
    assert "I ask once more, tomorrow at 09:00." in text
    timeline.until(utc("2026-04-08 12:00"))
    assert [post.when for post in timeline.posts if post.to == "UALICE"][-2:] == [
        "2026-04-06 08:00",
        "2026-04-08 08:00",
    ]


def test_whoever_answers_for_it_gets_one_note_in_the_week_after(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    team.owns("bob", "housed")
    timeline.until(utc("2026-04-13 12:00"))
    notes = [(post.when, post.text) for post in timeline.posts if post.to == "UALICE"]
    assert [when for when, _ in notes] == ["2026-04-06 08:00", "2026-04-13 08:00"]
    assert notes[0][1].splitlines()[:3] == [
        "*2 figures are missing*",
        "*Indicator housed* `housed`: no figure for the week of 23 March. bob keeps it.",
        "*Indicator rough* `rough`: no figure for the week of 23 March. bob keeps it.",
    ]


def test_what_was_given_since_is_not_told(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    timeline.until(utc("2026-04-02 12:00"))
    team.gives("bob", "rough 110 for 2026-W13", now=timeline.now)
    timeline.until(utc("2026-04-06 12:00"))
    assert [post for post in timeline.posts if post.to == "UALICE"] == []


def test_the_note_waits_for_a_day_without_another_message(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    team.owns("alice", "housed")
    timeline.until(utc("2026-04-08 12:00"))
    to_alice = [(post.when, post.kind) for post in timeline.posts if post.to == "UALICE"]
    assert to_alice == [
        ("2026-03-30 08:00", "reminder"),
        ("2026-03-31 08:00", "second_ping"),
        ("2026-04-06 08:00", "reminder"),
        ("2026-04-07 08:00", "second_ping"),
        ("2026-04-08 08:00", "notice"),
    ]


def test_whoever_has_moved_gets_the_note_at_their_time_there(team: Team, timeline: Timeline) -> None:
    """Nine on Monday in London is still Sunday in Honolulu."""
    team.owns("bob", "rough")
    timeline.until(utc("2026-04-03 12:00"))
    moved = Profile("alice", "Pacific/Honolulu", "en-GB", is_admin=False, is_deactivated=False)
    team.database.run_here(
        learn_person, workspace_id=team.workspace_id, user_id="UALICE", profile=moved, now=timeline.now
    )
    timeline.until(utc("2026-04-07 12:00"))
    assert [post.when for post in timeline.posts if post.to == "UALICE"] == ["2026-04-06 19:00"]


def test_nobody_gets_a_note_on_their_days_off(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    timeline.until(utc("2026-04-02 12:00"))
    alice, stretch = team.people["alice"], Stretch(date(2026, 4, 3), date(2026, 4, 8))
    team.database.run_here(declare_away, stretch, by=alice, now=timeline.now)
    timeline.until(utc("2026-04-08 12:00"))
    assert [post.when for post in timeline.posts if post.to == "UALICE"] == ["2026-04-08 08:00"]


def test_a_reminder_says_when_it_comes_again_to_whoever_will_be_away(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    alice, stretch = team.people["alice"], Stretch(date(2026, 3, 31), date(2026, 4, 1))
    team.database.run_here(declare_away, stretch, by=alice, now=timeline.now)
    timeline.until(utc("2026-04-01 12:00"))
    first, again = (post for post in timeline.posts if post.to == "UALICE")
    assert first.text.splitlines()[-1].startswith("I ask once more, Wed 1 April at 09:00.")
    assert again.when == "2026-04-01 08:00"


def test_what_nobody_can_be_asked_for_any_more_says_that_it_is_excused(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    alice, stretch = team.people["alice"], Stretch(date(2026, 3, 31), date(2026, 4, 20))
    team.database.run_here(declare_away, stretch, by=alice, now=timeline.now)
    timeline.until(utc("2026-04-06 12:00"))
    (only,) = (post for post in timeline.posts if post.to == "UALICE")
    assert only.text.splitlines()[-1] == (
        "This is the last time I ask. You are away on the last day for it, so what stays open is excused."
    )
    assert ("rough", "2026-W13", "excused") in timeline.due()


def puts_off(team: Team, name: str, *, now: datetime) -> PutOff:
    def act(session: Session) -> PutOff:
        policy = policy_of(session.get_one(Workspace, team.workspace_id))
        return put_off(session, by=team.people[name], policy=policy, now=now)

    return team.database.run_here(act)


def test_tomorrow_moves_this_occurrence_and_nothing_else(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 12:00"))  # the second ping went out this morning
    assert puts_off(team, "alice", now=timeline.now).until == utc("2026-04-01 08:00")
    timeline.until(utc("2026-04-08 12:00"))
    assert [when for when, *_ in timeline.times] == [
        *("2026-03-30 08:00", "2026-03-31 08:00", "2026-04-01 08:00"),
        *("2026-04-06 08:00", "2026-04-07 08:00"),
    ]
    assert ("rough", "2026-W13", "missed") in timeline.due()


def test_what_is_put_off_while_its_message_is_on_its_way_is_asked_for_tomorrow_and_not_now(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "calls", cadence=Cadence(Every.DAY))
    timeline.until(utc("2026-03-30 12:00"))
    timeline.now = utc("2026-03-31 08:00")
    timeline.plan()
    puts_off(team, "alice", now=timeline.now)  # what has been asked for: of calls Tuesday's reading is new
    timeline.until(utc("2026-03-31 12:00"))
    *_, tuesday = (post for post in timeline.posts if post.to == "UALICE")
    assert (tuesday.when, "Indicator rough" in tuesday.text) == ("2026-03-31 08:00", False)
    timeline.until(utc("2026-04-01 12:00"))
    *_, wednesday = (post for post in timeline.posts if post.to == "UALICE")
    assert (wednesday.when, "Indicator rough" in wednesday.text) == ("2026-04-01 08:00", True)


def test_a_message_of_which_all_is_put_off_on_its_way_is_not_sent(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    timeline.now = utc("2026-03-31 08:00")
    timeline.plan()
    puts_off(team, "alice", now=timeline.now)
    assert "I ask once more, tomorrow at 09:00." in edited(timeline)
    timeline.until(utc("2026-03-31 12:00"))
    given_up = timeline.message("second-ping:UALICE:2026-03-31")
    assert (given_up.state, given_up.skip_reason) == (MessageState.CANCELLED, SkipReason.PUT_OFF)
    timeline.until(utc("2026-04-02 12:00"))
    assert [when for when, *_ in timeline.times] == ["2026-03-30 08:00", "2026-04-01 08:00"]


def edited(timeline: Timeline) -> str:
    """What the newest message says once what has changed is taken in."""
    timeline.round()
    return timeline.edits[-1][1]


def test_what_one_puts_off_is_asked_of_the_next_owner_at_their_own_time(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 01:00"))
    puts_off(team, "alice", now=timeline.now)
    gives_to(team, "bob", now=timeline.now)
    timeline.until(utc("2026-03-31 12:00"))
    assert ("2026-03-31 03:30", "reminder", "UBOB") in timeline.times


def test_what_would_be_missed_by_then_is_not_put_off(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-01 12:00"))
    with pytest.raises(UserError) as refused:
        puts_off(team, "alice", now=timeline.now)
    assert said(refused.value).startswith("That would be too late: today is the last day for it.")


def test_there_is_nothing_to_put_off_where_nothing_is_asked(team: Team, timeline: Timeline) -> None:
    with pytest.raises(UserError) as refused:
        puts_off(team, "alice", now=timeline.now)
    assert said(refused.value).startswith("Nothing is asked of you at the moment")
