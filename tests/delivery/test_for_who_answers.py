"""Whoever answers for outcomes: their own weekly report, a digest before it is posted, and what has come to its end."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import Session, col, select

from bot.actions.absences import declare_away
from bot.actions.changing_outcomes import Accountable, Dates, change_outcome
from bot.actions.closing import Ending, close_outcome
from bot.actions.digest_settings import DigestRule, set_digest_rule
from bot.actions.digests import post_now
from bot.actions.directory import learn_do_not_disturb
from bot.actions.own_settings import set_own_settings
from bot.actions.people import policy_of
from bot.actions.previews import add_line, own_line, shown_at
from bot.actions.reports import want_report
from bot.delivery.forecast import forecast
from bot.domain.absences import Stretch
from bot.domain.closing import OutcomeResult
from bot.domain.digests import Rhythm
from bot.domain.messages import MessageKind, MessageState, SkipReason, Template
from bot.errors import NotAllowed, NotFound, UserError
from storage import channels
from storage.tables import AddedLine, Message, Outcome, OutcomeDefinition, Person, Workspace
from tests.delivery.conftest import Team
from tests.delivery.test_changes import is_deactivated
from tests.delivery.test_forecast import promised
from tests.delivery.timeline import Timeline
from tests.make import make_channel, make_person
from tests.saying import said

TUESDAY = date(2026, 3, 31)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wants(team: Team, name: str, *, report: bool | None = None, preview: bool | None = None, now: datetime) -> None:
    """This person sets it in their Home tab; all else stays as it is."""

    def save(session: Session) -> None:
        person = session.get_one(Person, team.people[name].person_id)
        set_own_settings(
            session,
            reminder_at=person.reminder_at or time(9),
            working_days=range(5),
            wants_report=report,
            wants_preview=preview,
            by=team.people[name],
            now=now,
        )

    team.database.run_here(save)


def told(timeline: Timeline, to: str = "UALICE", kind: str = "notice") -> list[tuple[str, list[str]]]:
    return [
        (post.when, [line for line in post.text.replace("\u2009", "").splitlines() if line])
        for post in timeline.posts
        if post.to == to and post.kind == kind
    ]


def not_disturbed(team: Team, since: datetime | None, until: datetime | None, *, now: datetime) -> None:
    """Slack tells that Alice does not want to be disturbed between these instants."""
    team.database.run_here(
        learn_do_not_disturb, workspace_id=team.workspace_id, user_id="UALICE", since=since, until=until, now=now
    )


def messages(timeline: Timeline, template: Template) -> list[Message]:
    rows = select(Message).where(Message.template == template).order_by(col(Message.id))
    return timeline.database.read_here(lambda session: list(session.exec(rows)))


# The weekly report ----------------------------------------------------------------------------------------------------


def test_the_report_comes_every_week_with_what_is_missing_below_it(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    team.database.run_here(want_report, True, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-04-14 12:00"))
    reports = told(timeline)
    assert [when for when, _ in reports] == ["2026-03-30 08:00", "2026-04-06 08:00", "2026-04-13 08:00"]
    first, second, third = (lines for _, lines in reports)
    assert first[0] == "The first report"
    assert "Outcome of rough (<#C1>)" in first[-1]
    assert second[0] == "1 figure is missing"
    assert second[1].startswith("What you answer for · 30 March–5 April · 1 outcome:")
    assert "Compared with the report of 30 March." in second
    assert second[-2] == "*1 figure is missing*"
    assert second[-1].startswith("*Indicator rough* `rough`: no figure for the week of 23 March")
    assert "Waiting for" not in " ".join(second), "it is told below, once"
    assert third[1].startswith("What you answer for · 6–12 April")
    assert messages(timeline, Template.MISSING) == [], "there is one message a week"


def test_a_quiet_week_is_one_line_for_whoever_wants_the_report_and_nothing_for_others(
    team: Team, timeline: Timeline
) -> None:
    team.owns("bob", "rough")
    team.database.run_here(want_report, True, by=team.people["alice"], now=timeline.now)
    for week, day in (("W13", "2026-03-30"), ("W14", "2026-04-06"), ("W15", "2026-04-13")):
        timeline.until(utc(f"{day} 07:30"))
        team.gives("bob", f"rough 110 for 2026-{week}", now=timeline.now)
    timeline.until(utc("2026-04-13 12:00"))
    _, (head, *rest) = told(timeline)[-1]
    assert head == "Nothing new this week"
    assert len(rest) == 3, rest
    team.database.run_here(want_report, False, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-04-28 12:00"))
    assert [when for when, _ in told(timeline)][-1] == "2026-04-27 08:00", "what W16 misses, as for everybody"
    assert told(timeline)[-1][1][0] == "*1 figure is missing*"


def test_the_report_shows_what_its_reader_sees_and_no_other(team: Team, timeline: Timeline) -> None:
    def private(session: Session) -> None:
        make_channel(session, session.get_one(Workspace, team.workspace_id), "C2", private_to=[team.people["alice"]])

    team.database.run_here(private)
    team.owns("bob", "rough")
    team.owns("bob", "secret", channel_id="C2")
    team.database.run_here(want_report, True, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-03-30 12:00"))
    assert "Outcome of secret (<#C2>)" in told(timeline)[-1][1][-1]

    def out(session: Session) -> None:
        channel = channels.channel_of(session, workspace_id=team.workspace_id, channel_id="C2")
        assert channel is not None
        channels.replace_members(session, channel, [])

    team.database.run_here(out)
    timeline.until(utc("2026-04-06 12:00"))
    assert "secret" not in " ".join(told(timeline)[-1][1])


def test_the_report_waits_for_who_is_away_or_not_to_be_disturbed_and_for_a_day_without_a_message(
    team: Team, timeline: Timeline
) -> None:
    team.owns("alice", "own")
    team.database.run_here(want_report, True, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-04-03 12:00"))
    # Monday has the reminder, Tuesday the second ping.
    assert [when for when, _ in told(timeline)] == ["2026-04-01 08:00"]
    stretch = Stretch(date(2026, 4, 4), date(2026, 4, 15))
    team.database.run_here(declare_away, stretch, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-04-17 12:00"))
    # They are back on Wednesday, with a reminder and a second ping: Friday is the last day of that week.
    assert [when for when, _ in told(timeline) if when > "2026-04-02"] == ["2026-04-17 08:00"]
    since, until = utc("2026-04-22 07:00"), utc("2026-04-22 10:30")
    not_disturbed(team, since, until, now=timeline.now)
    timeline.until(utc("2026-04-24 12:00"))
    assert [when for when, _ in told(timeline) if when > "2026-04-18"] == ["2026-04-22 10:30"]


@pytest.mark.parametrize("until", ["2026-04-01 16:00", "2026-04-01 20:00"])
def test_the_report_waits_no_longer_than_its_reader_is_not_to_be_disturbed(
    team: Team, timeline: Timeline, until: str
) -> None:
    """Also where it was put off to the next day, since it would have been too late on this one."""
    team.owns("alice", "own")
    team.database.run_here(want_report, True, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-04-01 07:00"))
    not_disturbed(team, timeline.now, utc(until), now=timeline.now)
    timeline.until(utc("2026-04-01 10:00"))
    not_disturbed(team, None, None, now=timeline.now)
    timeline.until(utc("2026-04-03 12:00"))
    assert [when for when, _ in told(timeline)] == ["2026-04-01 10:00"]


def test_whoever_answers_for_nothing_gets_no_report(team: Team, timeline: Timeline) -> None:
    team.database.run_here(want_report, True, by=team.people["charlie"], now=timeline.now)
    timeline.until(utc("2026-04-06 20:00"))
    assert told(timeline, "UCHARLIE") == []
    skipped = messages(timeline, Template.WEEKLY_REPORT)
    assert [(row.state, row.skip_reason) for row in skipped] == [(MessageState.CANCELLED, SkipReason.NO_OUTCOMES)] * 2


# Before a digest is posted --------------------------------------------------------------------------------------------


def shown_before(timeline: Timeline) -> list[str]:
    return [when for when, lines in told(timeline) if "goes out" in lines[0]]


def digests_of(timeline: Timeline) -> list[str]:
    return [post.text for post in timeline.posts if post.kind == "digest"]


def line(team: Team, name: str, text: str, *, now: datetime, on: date = TUESDAY, channel: int = 1) -> None:
    team.database.run_here(add_line, channel, on, text, by=team.people[name], now=now)


def test_a_line_stands_in_the_digest_that_was_shown_before_and_in_no_other(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    wants(team, "alice", preview=True, now=timeline.now)
    timeline.until(utc("2026-03-30 12:00"))
    ((when, shown),) = told(timeline)
    assert (when, shown[0]) == (
        "2026-03-30 08:00",
        "*The report of <#C1> goes out tomorrow at 09:00.* As it stands now:",
    )
    assert "24–30 March · 1 outcome" in shown[2]
    line(team, "alice", "<!channel> two *nurses* start", now=timeline.now)
    opened = team.database.read_here(own_line, 1, TUESDAY, by=team.people["alice"], now=timeline.now)
    assert (opened.text, opened.on) == ("<!channel> two *nurses* start", TUESDAY)
    line(team, "alice", "Two nurses start in April", now=timeline.now)
    timeline.until(utc("2026-04-07 12:00"))
    first, second = digests_of(timeline)
    assert "alice: Two nurses start in April" in first.splitlines()
    assert "nurses" not in second
    assert shown_before(timeline) == ["2026-03-30 08:00", "2026-04-06 08:00"]
    for change in ("Late", ""):
        with pytest.raises(UserError) as refused:
            line(team, "alice", change, now=timeline.now)
        assert said(refused.value) == (
            "The report of 31 March has gone out. A note goes into the next one: `/outcome note`"
        )


def test_two_who_answer_have_a_line_each_and_whoever_stops_answering_has_none(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    team.owns("bob", "housed")
    answers(team, "o-housed", "bob", now=timeline.now)
    timeline.until(utc("2026-03-30 12:00"))
    line(team, "alice", "From Alice & co", now=timeline.now)
    line(team, "bob", "From Bob", now=timeline.now)
    timeline.until(utc("2026-03-31 12:00"))
    assert [each for each in digests_of(timeline)[0].splitlines() if "From" in each] == [
        "alice: From Alice &amp; co",
        "bob: From Bob",
    ]
    line(team, "bob", "Once more", now=timeline.now, on=date(2026, 4, 7))
    answers(team, "o-housed", "alice", now=timeline.now)
    with pytest.raises(NotAllowed):
        line(team, "bob", "And again", now=timeline.now, on=date(2026, 4, 7))
    timeline.until(utc("2026-04-07 12:00"))
    assert "Once more" not in digests_of(timeline)[1]


def answers(team: Team, key: str, name: str, *, now: datetime) -> None:
    """This person answers for the outcome from now on."""

    def save(session: Session) -> None:
        outcome = session.exec(select(Outcome).where(Outcome.key == key)).one()
        newest = session.exec(
            select(OutcomeDefinition)
            .where(OutcomeDefinition.outcome_id == outcome.id)
            .order_by(col(OutcomeDefinition.id).desc())
        ).first()
        assert newest is not None
        admin = make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
        change = Accountable(team.people[name].user_id)
        change_outcome(session, outcome.id, change, seen_id=newest.id, by=admin, now=now)

    team.database.run_here(save)


def test_who_does_not_see_the_channel_or_answers_for_nothing_there_cannot_add_a_line(
    team: Team, timeline: Timeline
) -> None:
    def private(session: Session) -> int:
        workspace = session.get_one(Workspace, team.workspace_id)
        return make_channel(session, workspace, "C2", private_to=[team.people["alice"]]).id

    number = team.database.run_here(private)
    team.owns("bob", "secret", channel_id="C2")
    with pytest.raises(NotFound):
        line(team, "bob", "What is this?", now=timeline.now, channel=number)
    team.owns("bob", "rough")
    with pytest.raises(NotAllowed):
        line(team, "bob", "Mine?", now=timeline.now)
    with pytest.raises(UserError, match="up to"):
        line(team, "alice", "x" * 301, now=timeline.now)
    assert timeline.database.read_here(lambda session: session.exec(select(AddedLine)).all()) == []


def test_a_line_moves_along_with_the_schedule_and_waits_for_no_digest_that_never_comes(
    team: Team, timeline: Timeline
) -> None:
    team.owns("bob", "rough")
    wants(team, "alice", preview=True, now=timeline.now)
    timeline.until(utc("2026-03-30 12:00"))
    line(team, "alice", "Two nurses start", now=timeline.now)

    def schedule(rhythm: Rhythm, weekday: int | None = None) -> None:
        rule = DigestRule(rhythm, weekday)
        team.database.run_here(set_digest_rule, rule, channel_id="C1", by=team.people["alice"], now=timeline.now)

    schedule(Rhythm.OFF)
    with pytest.raises(UserError, match="switched off"):
        line(team, "alice", "More", now=timeline.now)
    schedule(Rhythm.WEEKLY, 4)
    timeline.until(utc("2026-04-03 12:00"))
    assert shown_before(timeline) == ["2026-03-30 08:00", "2026-04-02 08:00"]
    (posted,) = digests_of(timeline)
    assert "alice: Two nurses start" in posted
    line(team, "alice", "Of another time", now=timeline.now, on=date(2026, 4, 10))
    schedule(Rhythm.OFF)
    timeline.until(utc("2026-05-25 12:00"))
    schedule(Rhythm.WEEKLY, 4)
    timeline.until(utc("2026-05-29 12:00"))
    assert "another time" not in digests_of(timeline)[-1]


def test_a_line_is_not_taken_while_the_digest_is_being_posted_and_is_until_then(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    timeline.until(utc("2026-03-31 07:59"))
    timeline.now = utc("2026-03-31 08:00")
    timeline.plan()
    line(team, "alice", "Just in time", now=timeline.now)
    held = [each for each in timeline.claim() if each.kind == MessageKind.DIGEST]
    with pytest.raises(UserError, match="this very moment"):
        line(team, "alice", "Too late", now=timeline.now)
    timeline.deliver(held[0])
    assert "alice: Just in time" in digests_of(timeline)[0]


def test_a_digest_that_was_asked_for_takes_no_line_from_the_planned_one(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    timeline.until(utc("2026-03-30 12:00"))
    line(team, "alice", "Two nurses start", now=timeline.now)

    def now(session: Session) -> None:
        assert post_now(session, channel_id="C1", once="1", by=team.people["bob"], now=timeline.now)

    team.database.run_here(now)
    timeline.until(utc("2026-03-31 12:00"))
    asked, planned = digests_of(timeline)
    assert "nurses" not in asked
    assert "alice: Two nurses start" in planned


@pytest.mark.parametrize(
    ("posted_at", "reminder_at", "shown"),
    [
        ("2026-03-31 08:00", time(9), "2026-03-30 08:00"),
        ("2026-03-30 08:00", time(9), "2026-03-27 09:00"),  # a Monday, and the clocks change before it
        ("2026-03-31 16:00", time(9), "2026-03-30 08:00"),
        ("2026-04-01 00:00", time(23), "2026-03-31 22:00"),  # one o'clock on Wednesday, there
        ("2026-03-31 23:59", time(23), "2026-03-30 22:00"),
    ],
)
def test_a_digest_is_shown_on_the_working_day_before_two_hours_ahead_at_least(
    team: Team, posted_at: str, reminder_at: time, shown: str
) -> None:
    def when(session: Session) -> datetime:
        person = session.get_one(Person, team.people["alice"].person_id)
        person.reminder_at = reminder_at
        policy = policy_of(session.get_one(Workspace, team.workspace_id))
        return shown_at(person, utc(posted_at), policy=policy)

    assert team.database.run_here(when) == utc(shown)


def test_whoever_is_away_on_that_day_is_shown_nothing_and_later_the_next_one(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    wants(team, "alice", preview=True, now=timeline.now)
    stretch = Stretch(date(2026, 3, 30), date(2026, 3, 31))
    team.database.run_here(declare_away, stretch, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-04-07 12:00"))
    assert shown_before(timeline) == ["2026-04-06 08:00"]


# What has come to its end ---------------------------------------------------------------------------------------------


def ends(team: Team, key: str, on: date | None, *, now: datetime) -> None:
    """The outcome is to end on that day."""

    def save(session: Session) -> None:
        outcome = session.exec(select(Outcome).where(Outcome.key == key)).one()
        newest = session.exec(
            select(OutcomeDefinition)
            .where(OutcomeDefinition.outcome_id == outcome.id)
            .order_by(col(OutcomeDefinition.id).desc())
        ).first()
        assert newest is not None
        change_outcome(session, outcome.id, Dates(None, on), seen_id=newest.id, by=team.people["alice"], now=now)

    team.database.run_here(save)


def closes(team: Team, key: str, *, now: datetime) -> None:
    def save(session: Session) -> None:
        outcome = session.exec(select(Outcome).where(Outcome.key == key)).one()
        close_outcome(session, outcome.id, Ending(OutcomeResult.DROPPED), by=team.people["alice"], now=now)

    team.database.run_here(save)


def proposed(timeline: Timeline, to: str = "UALICE") -> list[tuple[str, str]]:
    return [(when, lines[0]) for when, lines in told(timeline, to) if " ended " in lines[0]]


def test_closing_is_proposed_once_on_the_working_day_after_the_end(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    team.owns("bob", "housed")
    ends(team, "o-rough", date(2026, 3, 27), now=timeline.now)  # a Friday
    ends(team, "o-housed", date(2026, 3, 31), now=timeline.now)
    timeline.until(utc("2026-04-14 12:00"))
    assert proposed(timeline) == [
        ("2026-03-30 08:00", "*Outcome of rough* ended on 27 March."),
        ("2026-04-01 08:00", "*Outcome of housed* ended yesterday."),
    ]


def test_a_moved_end_is_proposed_when_it_comes_and_the_old_one_never_again(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    ends(team, "o-rough", date(2026, 3, 25), now=timeline.now)
    timeline.until(utc("2026-03-26 12:00"))
    ends(team, "o-rough", date(2026, 4, 8), now=timeline.now)
    timeline.until(utc("2026-04-09 12:00"))
    ends(team, "o-rough", None, now=timeline.now)
    ends(team, "o-rough", date(2026, 4, 8), now=timeline.now)
    timeline.until(utc("2026-04-20 12:00"))
    assert [when for when, _ in proposed(timeline)] == ["2026-03-26 09:00", "2026-04-09 08:00"]


@pytest.mark.parametrize("what", ["closed", "moved"])
def test_nothing_is_proposed_for_what_is_closed_or_goes_on_before_its_turn(
    team: Team, timeline: Timeline, what: str
) -> None:
    team.owns("bob", "rough")
    ends(team, "o-rough", date(2026, 3, 27), now=timeline.now)
    timeline.until(utc("2026-03-29 12:00"))
    if what == "closed":
        closes(team, "o-rough", now=timeline.now)
    else:
        ends(team, "o-rough", date(2026, 12, 31), now=timeline.now)
    timeline.until(utc("2026-04-03 12:00"))
    assert proposed(timeline) == []


def test_several_ends_are_one_message_and_two_weeks_later_the_weekly_one_says_so(
    team: Team, timeline: Timeline
) -> None:
    for key in ("rough", "housed"):
        team.owns("bob", key)
        ends(team, f"o-{key}", date(2026, 3, 25), now=timeline.now)
    team.database.run_here(want_report, True, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-03-26 12:00"))
    ((_, lines),) = told(timeline)
    assert [each for each in lines if " ended " in each] == [
        "*Outcome of rough* ended yesterday.",
        "*Outcome of housed* ended yesterday.",
    ]
    timeline.until(utc("2026-04-06 12:00"))
    assert "has ended" not in " ".join(told(timeline)[-1][1])
    closes(team, "o-housed", now=timeline.now)
    timeline.until(utc("2026-04-13 12:00"))
    assert told(timeline)[-1][1][-2:] == ["*1 outcome has ended and is open*", "Outcome of rough ended on 25 March"]
    assert len(messages(timeline, Template.CLOSING_PROPOSED)) == 1


def test_the_note_of_whoever_wants_no_report_says_what_is_still_open_too(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    ends(team, "o-rough", date(2026, 3, 25), now=timeline.now)
    timeline.until(utc("2026-04-13 12:00"))
    (_, before), (when, note) = told(timeline)[-2:]
    assert "*1 outcome has ended and is open*" not in before
    assert when == "2026-04-13 08:00"
    assert note[0] == "*1 figure is missing*"
    assert "*1 outcome has ended and is open*" in note


def test_where_whoever_answers_has_left_the_administrators_are_asked(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    ends(team, "o-rough", date(2026, 3, 25), now=timeline.now)
    timeline.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )
    is_deactivated(team, "alice", True, timeline=timeline)
    timeline.until(utc("2026-04-02 12:00"))
    assert proposed(timeline) == []
    assert proposed(timeline, "UDANA") == [("2026-03-26 09:00", "*Outcome of rough* ended yesterday.")]


@pytest.mark.parametrize(
    ("back_on", "asked"), [(date(2026, 4, 2), ["2026-04-02 08:00"]), (date(2026, 4, 20), [])], ids=["soon", "too late"]
)
def test_whoever_is_away_is_asked_when_they_are_back_unless_it_is_two_weeks_ago(
    team: Team, timeline: Timeline, back_on: date, asked: list[str]
) -> None:
    team.owns("bob", "rough")
    ends(team, "o-rough", date(2026, 3, 25), now=timeline.now)
    stretch = Stretch(date(2026, 3, 25), back_on)
    team.database.run_here(declare_away, stretch, by=team.people["alice"], now=timeline.now)
    timeline.until(utc("2026-04-28 12:00"))
    assert [when for when, _ in proposed(timeline)] == asked


def test_a_clock_that_was_ahead_is_made_up_for(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    ends(team, "o-rough", date(2026, 3, 31), now=timeline.now)
    wants(team, "alice", report=True, preview=True, now=timeline.now)
    line(team, "alice", "Two nurses start", now=timeline.now)
    present = timeline.now
    timeline.now = utc("2027-03-23 09:30")
    timeline.round()
    timeline.now = present
    timeline.posts.clear()
    timeline.until(utc("2026-04-01 12:00"))
    assert [when for when, _ in told(timeline)][-3:] == ["2026-03-30 08:00", "2026-03-30 08:00", "2026-04-01 08:00"]
    assert shown_before(timeline) == ["2026-03-30 08:00"]
    assert [when for when, _ in proposed(timeline)] == ["2026-04-01 08:00"]


# Together -------------------------------------------------------------------------------------------------------------


def everything_is_wanted(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    team.owns("alice", "own")
    ends(team, "o-rough", date(2026, 4, 1), now=timeline.now)
    wants(team, "alice", report=True, preview=True, now=timeline.now)


def test_the_plan_is_what_then_happens(team: Team, timeline: Timeline) -> None:
    everything_is_wanted(team, timeline)
    timeline.round()
    until = utc("2026-04-15 12:00")
    entries = forecast(timeline.database, now=timeline.now, until=until, settings=timeline.settings)
    already = len(timeline.posts)
    timeline.until(until)
    happened = [(post.when, post.kind, post.to) for post in timeline.posts[already:]]
    assert sorted(promised(entries)) == sorted(happened)
    kinds = {row.template for row in timeline.database.read_here(lambda session: session.exec(select(Message)).all())}
    assert {Template.WEEKLY_REPORT, Template.DIGEST_PREVIEW, Template.CLOSING_PROPOSED} <= kinds


def test_nobody_who_has_chosen_nothing_gets_a_report_or_a_preview(team: Team, timeline: Timeline) -> None:
    team.owns("bob", "rough")
    team.gives("bob", "rough 110 for 2026-W13", now=timeline.now)
    timeline.until(utc("2026-04-01 12:00"))
    assert told(timeline) == []
