"""When people are asked for readings, and when they are left alone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import Session, col, select

from bot.actions import directory
from bot.actions.people import Profile
from bot.delivery import outbox, results
from bot.delivery.outbox import Held
from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.digests import Rhythm
from bot.domain.messages import Failure, FailureCode
from storage.channels import subscription_of
from storage.tables import Channel, DueReading, Indicator, Message, MessageItem, Person, Workspace
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline
from tests.make import make_channel

DAILY = Cadence(Every.DAY)
FRIDAYS = Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 4))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_reminder_comes_at_nine_in_the_owners_own_morning_around_a_clock_change(
    team: Team, timeline: Timeline
) -> None:
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")
    timeline.until(utc("2026-03-30 23:00"))
    assert timeline.times == [
        ("2026-03-30 03:30", "reminder", "UBOB"),
        ("2026-03-30 08:00", "reminder", "UALICE"),  # 09:00 in London, one hour earlier in UTC than the Monday before
        ("2026-03-30 13:00", "reminder", "UCHARLIE"),
    ]


@pytest.mark.parametrize(
    ("zone", "first_day", "expected"),
    [
        ("America/New_York", "2026-03-03 23:00", ["2026-03-09 13:00"]),  # clocks went ahead on Sunday 8 March
        ("Europe/London", "2026-10-20 23:00", ["2026-10-26 09:00"]),  # clocks went back on Sunday 25 October
        ("Asia/Kolkata", "2026-03-24 23:00", ["2026-03-30 03:30"]),
    ],
)
def test_nine_in_the_morning_is_nine_after_every_clock_change(
    team: Team, timeline: Timeline, zone: str, first_day: str, expected: list[str]
) -> None:
    moves(team, "alice", zone, now=utc(first_day))
    team.owns("alice", "rough", now=utc(first_day))
    timeline.now = utc(first_day)
    timeline.until(utc(expected[0]) + timedelta(hours=1))
    assert [when for when, *_ in timeline.times] == expected


def test_one_message_names_everything_that_is_due(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed")
    timeline.until(utc("2026-03-30 12:00"))
    assert timeline.times == [("2026-03-30 08:00", "reminder", "UALICE")]
    assert timeline.due() == [("housed", "2026-W13", "due"), ("rough", "2026-W13", "due")]
    assert items(timeline, "reminder:UALICE:2026-03-30") == {"rough", "housed"}


@pytest.mark.parametrize(
    ("without_digest", "what_follows"),
    [
        (
            [],
            "What is open after Wed 1 April counts as missed, and the next digest in <#C1> and <#C2> says so.",
        ),
        (["C2"], "What is open after Wed 1 April counts as missed, and the next digest in <#C1> says so."),
        (["C1", "C2"], "What is open after Wed 1 April counts as missed."),
    ],
    ids=["two channels", "one channel", "no digest"],
)
def test_a_reminder_says_in_which_channels_a_missed_reading_is_told_of(
    team: Team, timeline: Timeline, without_digest: list[str], what_follows: str
) -> None:
    def arrange(session: Session) -> None:
        make_channel(session, session.get_one(Workspace, team.workspace_id), "C2")

    def turn_off(session: Session) -> None:
        for channel in session.exec(select(Channel).where(col(Channel.channel_id).in_(without_digest))):
            subscription = subscription_of(session, channel.id)
            assert subscription is not None
            subscription.rhythm = Rhythm.OFF

    team.database.run_here(arrange)
    team.owns("alice", "rough")
    team.owns("alice", "housed", channel_id="C2")
    team.database.run_here(turn_off)

    timeline.until(utc("2026-03-31 08:00"))

    reminder, ping = (post.text for post in timeline.posts if post.to == "UALICE")
    assert reminder.splitlines()[-1] == f"I ask once more, tomorrow at 09:00. {what_follows}"
    assert ping.splitlines()[-1] == f"This is the last time I ask. {what_follows}"


def test_only_the_channels_of_what_is_still_open_are_named(team: Team, timeline: Timeline) -> None:
    team.database.run_here(lambda session: make_channel(session, session.get_one(Workspace, team.workspace_id), "C2"))
    team.owns("alice", "rough")
    team.owns("alice", "housed", channel_id="C2")
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.round()
    assert timeline.edits[-1][1].splitlines() == [
        "*Indicator housed* `housed`, last week (23–29 March)?",
        "✓ Indicator rough, last week (23–29 March): *110 people*",
        (
            "I ask once more, tomorrow at 09:00. "
            "After Wed 1 April it counts as missed, and the next digest in <#C2> says so."
        ),
    ]


def test_the_second_ping_comes_one_working_day_later_in_the_thread_and_then_there_is_silence(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-05 23:00"))
    assert timeline.times == [
        ("2026-03-30 08:00", "reminder", "UALICE"),
        ("2026-03-31 08:00", "second_ping", "UALICE"),
    ]
    ping = timeline.message("second-ping:UALICE:2026-03-31")
    assert ping.thread_of_id == timeline.message("reminder:UALICE:2026-03-30").id


def test_the_weekend_passes_without_a_ping(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", cadence=FRIDAYS)
    timeline.until(utc("2026-03-30 23:00"))
    assert timeline.times == [
        ("2026-03-27 09:00", "reminder", "UALICE"),
        ("2026-03-30 08:00", "second_ping", "UALICE"),
    ]


def test_the_second_ping_counts_from_when_the_first_was_really_sent(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough", cadence=FRIDAYS)
    timeline.until(utc("2026-03-27 08:59"))
    # Slack is not to be reached until the afternoon.
    timeline.now = utc("2026-03-27 09:00")
    timeline.plan()
    (held,) = timeline.claim()
    timeline.now = utc("2026-03-27 16:30")
    timeline.deliver(held)
    timeline.until(utc("2026-03-30 12:00"))
    assert timeline.times == [
        ("2026-03-27 16:30", "reminder", "UALICE"),
        ("2026-03-30 08:00", "second_ping", "UALICE"),
    ]


def test_while_the_first_is_not_known_to_be_sent_there_is_no_second(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:59"))
    timeline.now = utc("2026-03-30 08:00")
    timeline.plan()
    (held,) = timeline.claim()
    doubt(timeline, held)
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.times == []
    assert timeline.message("reminder:UALICE:2026-03-30").state == "unknown"


def test_what_is_registered_after_nine_on_its_due_day_is_not_asked_for_late(team: Team, timeline: Timeline) -> None:
    timeline.until(utc("2026-03-27 10:30"))
    team.owns("alice", "rough", cadence=FRIDAYS, now=timeline.now)
    timeline.until(utc("2026-03-27 10:35"))
    (post,) = timeline.posts
    assert post.when.startswith("2026-03-27 10:3")
    assert "later than planned" not in post.text


def test_a_reading_is_missed_two_working_days_after_it_was_first_asked_for(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-01 22:59"))
    assert timeline.due() == [("rough", "2026-W13", "due")]
    timeline.until(utc("2026-04-01 23:00"))  # the end of Wednesday in London
    assert timeline.due() == [("rough", "2026-W13", "missed")]


def test_an_answer_after_the_grace_is_late_and_no_longer_missed(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-02 09:00"))
    team.gives("alice", "rough 110 for 2026-W13", now=timeline.now)
    assert timeline.due() == [("rough", "2026-W13", "late")]


def test_downtime_of_over_an_hour_within_the_grace_adds_a_grace(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 10:00"))
    timeline.wakes_at(utc("2026-04-02 09:30"))
    assert timeline.due() == [("rough", "2026-W13", "due")]
    timeline.until(utc("2026-04-06 22:59"))
    assert ("rough", "2026-W13", "due") in timeline.due()
    timeline.until(utc("2026-04-06 23:00"))  # two working days after Thursday: the end of Monday
    assert ("rough", "2026-W13", "missed") in timeline.due()


def test_downtime_of_less_than_an_hour_adds_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-04-01 22:30"))
    timeline.wakes_at(utc("2026-04-01 23:20"))
    assert timeline.due() == [("rough", "2026-W13", "missed")]


def test_a_late_reminder_still_goes_out_within_the_owners_hours_and_says_so(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-29 12:00"))
    timeline.wakes_at(utc("2026-03-30 16:59"))
    assert timeline.times == [("2026-03-30 16:59", "reminder", "UALICE")]
    assert "late" in full_text(timeline)


@pytest.mark.parametrize(
    ("down_from", "up_at", "told", "missed_at"),
    [
        # Never down: asked on Monday.
        (None, "2026-03-30 08:00", "Wed 1 April", "2026-04-01 23:00"),
        # Down over the due day: asked on Tuesday first.
        ("2026-03-30 07:00", "2026-03-31 09:30", "Thu 2 April", "2026-04-02 23:00"),
        # Up again on Monday evening, outside of the owner's hours: asked on Tuesday at nine.
        ("2026-03-30 07:00", "2026-03-30 18:00", "Thu 2 April", "2026-04-02 23:00"),
        # Down after the first ping: the second one is late, and downtime adds a grace.
        ("2026-03-30 12:00", "2026-03-31 14:00", "Thu 2 April", "2026-04-02 23:00"),
        # Over an hour, though the second ping is not late.
        ("2026-03-30 22:00", "2026-03-31 07:00", "Thu 2 April", "2026-04-02 23:00"),
    ],
)
def test_the_newest_message_tells_the_deadline_that_is_applied(
    team: Team, timeline: Timeline, down_from: str | None, up_at: str, told: str, missed_at: str
) -> None:
    team.owns("alice", "rough")
    if down_from is not None:
        timeline.until(utc(down_from))
        timeline.wakes_at(utc(up_at))
    timeline.until(utc("2026-03-31 16:00"))
    *_, newest = (post for post in timeline.posts if post.kind != "digest")
    assert f"After {told} it counts as missed" in newest.text

    timeline.until(utc(missed_at) - timedelta(seconds=1))
    assert [state for *_, state in timeline.due()] == ["due"]
    timeline.until(utc(missed_at))
    assert [state for *_, state in timeline.due()] == ["missed"]


def test_after_the_owners_hours_the_next_days_message_covers_it(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-29 12:00"))
    timeline.wakes_at(utc("2026-03-30 17:00"))
    assert timeline.times == []
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.times == [("2026-03-31 08:00", "reminder", "UALICE")]


def test_after_three_days_of_downtime_one_message_names_everything_missed(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "calls", cadence=DAILY, now=utc("2026-03-28 06:00"))
    timeline.now = utc("2026-03-28 06:00")
    timeline.until(utc("2026-03-30 12:00"))
    before = len(timeline.times)
    timeline.wakes_at(utc("2026-04-02 10:00"))
    timeline.until(utc("2026-04-02 20:00"))
    assert timeline.times[before:] == [("2026-04-02 10:00", "reminder", "UALICE")]
    assert [period for _, period, _ in timeline.due()] == [
        "2026-03-28",
        "2026-03-29",
        "2026-03-30",
        "2026-03-31",
        "2026-04-01",
    ]
    assert len(named(timeline, "reminder:UALICE:2026-04-02")) == len(timeline.due())


def test_every_missed_period_gets_its_row_once_however_often_planning_runs(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "calls", cadence=DAILY)
    timeline.wakes_at(utc("2026-03-27 10:00"))
    for _ in range(3):
        timeline.round()
    assert [period for _, period, _ in timeline.due()] == ["2026-03-24", "2026-03-25", "2026-03-26"]
    assert timeline.times == [("2026-03-27 10:00", "reminder", "UALICE")]


def test_nobody_gets_two_messages_within_twelve_hours(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    # Alice flies to Honolulu, where it is still one in the morning, and what is due there today is new to her.
    moves(team, "alice", "Pacific/Honolulu", now=timeline.now)
    team.owns("alice", "late", cadence=Cadence(Every.DAY, DueRule(DueKind.LAST_WORKING_DAY)), now=timeline.now)
    timeline.until(utc("2026-03-30 23:59"))
    assert timeline.times == [("2026-03-30 08:00", "reminder", "UALICE")]


def test_a_reading_given_before_the_due_day_is_never_asked_for(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-27 10:00"))
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.until(utc("2026-04-03 12:00"))
    assert timeline.times == []
    assert timeline.due() == [("rough", "2026-W13", "on_time")]


def test_what_is_answered_before_sending_is_cancelled(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:59"))
    timeline.now = utc("2026-03-30 08:00")
    timeline.plan()
    team.gives("alice", "rough 110", now=timeline.now)
    timeline.until(utc("2026-03-30 12:00"))
    assert timeline.times == []
    message = timeline.message("reminder:UALICE:2026-03-30")
    assert (message.state, message.skip_reason) == ("cancelled", "answered")


def test_what_is_still_open_moves_into_the_newer_message_and_the_older_points_to_it(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    team.owns("alice", "calls", cadence=DAILY, now=timeline.now)
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.times == [
        ("2026-03-30 08:00", "reminder", "UALICE"),
        ("2026-03-31 08:00", "reminder", "UALICE"),
    ]
    older, newer = timeline.message("reminder:UALICE:2026-03-30"), timeline.message("reminder:UALICE:2026-03-31")
    assert older.replaced_by_id == newer.id
    assert items(timeline, newer.key) == {"rough", "calls"}
    assert timeline.withdrawn == ["reminder:UALICE:2026-03-30"]


def test_a_receipt_stays_a_receipt_when_a_newer_message_comes(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("alice", "rough 110", now=timeline.now)
    team.owns("alice", "calls", cadence=DAILY, now=timeline.now)
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.message("reminder:UALICE:2026-03-30").replaced_by_id is None


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Honolulu"])
def test_a_zone_changed_in_mid_week_fires_once_for_each_date(team: Team, timeline: Timeline, zone: str) -> None:
    team.owns("alice", "calls", cadence=DAILY)
    timeline.until(utc("2026-03-25 10:00"))
    moves(team, "alice", zone, now=timeline.now)
    timeline.until(utc("2026-03-31 23:00"))
    times = [utc(when) for when, *_ in timeline.times]
    assert len(times) >= 4
    assert all(later - earlier >= timedelta(hours=12) for earlier, later in pairwise(times))
    periods = [period for _, period, _ in timeline.due()]
    assert len(periods) == len(set(periods))
    assert "2026-03-27" in periods


def test_whoever_moves_back_across_midnight_is_told_the_day_on_which_they_are_asked(
    team: Team, timeline: Timeline
) -> None:
    """Monday's message has been there: on the Monday that comes once more there is none."""
    moves(team, "alice", "Australia/Lord_Howe", now=timeline.now)
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-29 23:00"))
    assert timeline.times == [("2026-03-29 22:00", "reminder", "UALICE")]  # Monday at nine, on the island
    moves(team, "alice", "America/Chicago", now=timeline.now)
    timeline.until(timeline.now)
    key, text = timeline.edits[-1]
    assert (key, "I ask once more, Tue 31 March at 09:00." in text) == ("reminder:UALICE:2026-03-30", True), text
    timeline.until(utc("2026-03-31 20:00"))
    assert timeline.times[1:] == [("2026-03-31 14:00", "second_ping", "UALICE")]


def test_a_paused_indicator_is_not_chased(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:00"))

    def pause(session: Session) -> None:
        indicator = session.exec(select(Indicator)).one()
        indicator.paused_at = timeline.now
        session.add(indicator)

    timeline.database.run_here(pause)
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.times == []


def test_somebody_whose_account_is_closed_gets_nothing(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    profile = Profile("alice", "Europe/London", "en-GB", is_admin=False, is_deactivated=True)
    timeline.database.run_here(
        directory.learn_person, workspace_id=team.workspace_id, user_id="UALICE", profile=profile, now=timeline.now
    )
    timeline.until(utc("2026-03-31 12:00"))
    assert timeline.times == []


def test_a_reading_taken_back_is_asked_for_again(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 07:50"))
    team.gives("alice", "rough 110", now=timeline.now)
    team.takes_back("alice", now=timeline.now)
    timeline.until(utc("2026-03-30 12:00"))
    assert timeline.times == [("2026-03-30 08:00", "reminder", "UALICE")]


def test_many_reminders_at_one_time_are_spread_over_the_first_minutes(team: Team, timeline: Timeline) -> None:
    def crowd(session: Session) -> None:
        person = session.exec(select(Person).where(Person.user_id == "UALICE")).one()
        for number in range(40):
            session.add(
                Person(
                    workspace_id=team.workspace_id,
                    user_id=f"U{number}",
                    zone=person.zone,
                    profile_read_at=timeline.now,
                    next_reminder_at=utc("2026-03-30 08:00"),
                )
            )

    timeline.database.run_here(crowd)
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-30 08:10"))
    message = timeline.message("reminder:UALICE:2026-03-30")
    assert message.sent_at is not None
    assert timedelta() <= message.sent_at - message.planned_for < timedelta(seconds=11)


def moves(team: Team, name: str, zone: str, *, now: datetime) -> None:
    """Slack says that this person lives elsewhere now."""
    profile = Profile(name, zone, "en-GB", is_admin=False, is_deactivated=False)
    team.database.run_here(
        directory.learn_person, workspace_id=team.workspace_id, user_id=f"U{name.upper()}", profile=profile, now=now
    )


def doubt(timeline: Timeline, held: Held) -> None:
    """The answer to this send never came, and no one can look."""
    timeline.database.run_here(
        outbox.record_result,
        held,
        results.Unclear(Failure(FailureCode.REFUSED, "dropped")),
        now=timeline.now,
        settings=timeline.settings,
    )


def named(timeline: Timeline, key: str) -> list[tuple[str, str]]:
    """Indicator and period of everything that a message names."""

    def read(session: Session) -> list[tuple[str, str]]:
        rows = (
            select(Indicator.key, DueReading.period_key)
            .select_from(MessageItem)
            .join(DueReading, DueReading.id == MessageItem.due_reading_id)  # type: ignore[arg-type]
            .join(Indicator, Indicator.id == DueReading.indicator_id)  # type: ignore[arg-type]
            .join(Message, Message.id == MessageItem.message_id)  # type: ignore[arg-type]
            .where(Message.key == key)
        )
        return list(session.exec(rows).all())

    return timeline.database.read_here(read)


def items(timeline: Timeline, key: str) -> set[str]:
    """The indicators that a message names."""
    return {indicator for indicator, _ in named(timeline, key)}


def full_text(timeline: Timeline) -> str:
    """Everything that was sent, as one text."""
    return " ".join(post.text for post in timeline.posts)


def test_days_off_are_neither_asked_for_nor_counted_in_another_zone(team: Team, timeline: Timeline) -> None:
    registered = utc("2026-03-25 20:00")  # Thursday half past one in the morning for Bob in Kolkata
    timeline.now = registered
    team.owns("bob", "calls", cadence=Cadence(Every.DAY, weekdays=frozenset(range(5))), now=registered)

    timeline.until(utc("2026-04-08 06:00"))

    assert [period for _, period, _ in timeline.due()] == [
        *("2026-03-26", "2026-03-27"),
        *("2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03"),
        *("2026-04-06", "2026-04-07"),
    ]
    reminded = [when for when, kind, _ in timeline.times if kind == "reminder"]
    assert reminded[:3] == ["2026-03-27 03:30", "2026-03-30 03:30", "2026-03-31 03:30"]


def test_mondays_answer_belongs_to_friday(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "calls", cadence=Cadence(Every.DAY, weekdays=frozenset(range(5))))
    timeline.until(utc("2026-03-30 12:00"))

    team.gives("alice", "calls 12", now=timeline.now)

    assert timeline.due()[-1] == ("calls", "2026-03-27", "on_time")
