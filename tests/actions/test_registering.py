"""Registering outcomes and indicators."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from bot.actions.directory import ChannelProfile, learn_channel
from bot.actions.outcomes import NewOutcome, outcome_page, register_outcome
from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.values import Measure, ValueKind
from bot.fields import Field
from storage import channels
from storage.access import visible_outcomes
from storage.tables import DigestSubscription, Indicator, Note, OutcomeDefinition
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome
from tests.saying import refused


def test_a_second_outcome_of_the_same_name_gets_a_key_of_its_own(session: Session, team: Team) -> None:
    assert make_outcome(session, team.alice).key == "rough"
    assert make_outcome(session, team.bob).key == "people-rough"


def test_a_new_home_channel_gets_a_digest_on_tuesdays_at_nine_of_the_accountable_person(
    session: Session, team: Team
) -> None:
    make_outcome(session, team.alice, accountable=team.bob)

    subscription = session.exec(select(DigestSubscription)).one()
    assert (subscription.rhythm, subscription.weekday, f"{subscription.at:%H:%M}") == ("weekly", 1, "09:00")
    assert subscription.zone == "Asia/Kolkata"
    assert subscription.next_due_at is not None
    assert f"{subscription.next_due_at:%Y-%m-%d %H:%M}" == "2026-03-31 03:30"


def test_a_second_outcome_leaves_the_channels_digest_as_it_is(session: Session, team: Team) -> None:
    make_outcome(session, team.alice)
    make_outcome(session, team.bob, accountable=team.bob)

    assert session.exec(select(DigestSubscription)).one().zone == "Europe/London"


def test_going_on_although_asked_is_kept_as_a_note(session: Session, team: Team) -> None:
    new = NewOutcome("Serve 500 meals", "C1", team.alice.user_id, overridden="What should change?")

    register_outcome(session, new, by=team.alice, now=FRIDAY)

    note = session.exec(select(Note)).one()
    assert (note.kind, note.text) == ("override", "What should change?")


@pytest.mark.parametrize(
    ("new", "field", "why"),
    [
        (NewOutcome(" ", "C1", "UALICE"), Field.STATEMENT, "Say what should change, and for whom."),
        (
            NewOutcome("x" * 3001, "C1", "UALICE"),
            Field.STATEMENT,
            "This holds up to 3,000 characters; you wrote 3,001. Shorten it.",
        ),
        (
            NewOutcome("x", "C1", "UALICE", starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 1)),
            Field.ENDS_ON,
            "It has to end after it starts. Choose a later end, or leave it empty.",
        ),
        (NewOutcome("x", "C1", "UALICE", key="7"), Field.KEY, "A key needs at least one letter"),
        (NewOutcome("x", "C1", "UALICE", parent_key="gone"), Field.PARENT, "This outcome is no longer there."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, team: Team, new: NewOutcome, field: Field, why: str
) -> None:
    with refused(why) as refusal:
        register_outcome(session, new, by=team.alice, now=FRIDAY)

    assert refusal.error.field == field
    assert session.exec(select(OutcomeDefinition)).all() == []


def test_a_chosen_key_tells_nothing_of_what_is_out_of_sight(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2", private_to=[team.alice])
    hidden = make_outcome(session, team.alice, channel_id="C2", key="layoffs")
    make_indicator(session, team.alice, hidden, key="heads")
    make_outcome(session, team.bob, "The first in its channel", key="first")
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))

    taken = make_outcome(session, team.bob, "Something else", key="layoffs")
    for_taken = len(asked)
    free = make_outcome(session, team.bob, "Something else", key="holidays")

    # Refused, it would have told and left no trace. Nor does it take longer.
    assert (taken.key, free.key) == ("layoffs-2", "holidays")
    assert len(asked) == 2 * for_taken
    assert make_indicator(session, team.bob, free, key="heads").key == "heads-2"
    assert make_indicator(session, team.bob, free, key="head-count").key == "head-count"
    with refused('The key "layoffs-2" is taken'):
        make_outcome(session, team.bob, key="Layoffs 2")
    with refused('The key "layoffs" is taken'):
        make_outcome(session, team.alice, key="layoffs")


def test_the_key_of_what_was_retired_is_not_given_again(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice)
    retired = make_indicator(session, team.alice, outcome, key="rough")
    session.get_one(Indicator, retired.id).retired_at = FRIDAY
    session.flush()

    assert make_indicator(session, team.alice, outcome, key="rough").key == "rough-2"


def test_an_outcome_cannot_be_put_into_a_private_channel_from_outside(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2", private_to=[team.alice])

    with refused("You are not in this channel") as refusal:
        make_outcome(session, team.bob, channel_id="C2")
    assert refusal.error.field == Field.CHANNEL


def test_a_channel_is_private_until_slack_says_otherwise(session: Session, team: Team) -> None:
    make_outcome(session, team.alice, channel_id="C9")
    assert [each.key for each in visible_outcomes(session, by=team.alice)] == ["rough"]
    assert visible_outcomes(session, by=team.bob) == []

    learn_channel(
        session,
        workspace_id=team.workspace.id,
        channel_id="C9",
        profile=ChannelProfile("shelter", is_private=False),
        now=FRIDAY,
    )

    assert [each.key for each in visible_outcomes(session, by=team.bob)] == ["rough"]


def test_a_channel_that_became_private_keeps_out_whoever_is_not_in_it(session: Session, team: Team) -> None:
    make_outcome(session, team.alice)

    profile = ChannelProfile("shelter", is_private=True, members=frozenset({"UALICE"}))
    learn_channel(session, workspace_id=team.workspace.id, channel_id="C1", profile=profile, now=FRIDAY)
    session.flush()

    assert visible_outcomes(session, by=team.bob) == []
    channel = channels.channel_of(session, workspace_id=team.workspace.id, channel_id="C1")
    assert channel is not None
    assert channel.members_read_at == FRIDAY


def test_lists_are_of_this_channel_or_of_ones_own(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2")
    here = make_outcome(session, team.alice, "Nobody goes hungry", channel_id="C1")
    make_outcome(session, team.alice, "Customers come back", channel_id="C2")
    make_indicator(session, team.alice, here, owner=team.bob)

    def keys(which: str) -> list[str]:
        page = outcome_page(session, which, channel_id="C1", by=team.bob, now=FRIDAY)
        return [line.outcome.key for line in page.lines]

    assert keys("all") == ["hungry", "customers"]
    assert keys("here") == ["hungry"]
    assert keys("mine") == ["hungry"]


@pytest.mark.parametrize(
    ("cadence", "period", "due_at"),
    [
        (Cadence(Every.WEEK), "2026-W13", "2026-03-29 23:00"),  # Monday's midnight in London's new summer time
        (Cadence(Every.WEEK, DueRule(DueKind.LAST_WORKING_DAY)), "2026-W13", "2026-03-27 00:00"),
        (Cadence(Every.MONTH), "2026-03", "2026-03-31 23:00"),
        (Cadence(Every.DAY), "2026-03-27", "2026-03-29 23:00"),
    ],
)
def test_the_first_period_that_falls_due_today_or_later_is_the_next(
    session: Session, team: Team, cadence: Cadence, period: str, due_at: str
) -> None:
    make_indicator(session, team.alice, make_outcome(session, team.alice), cadence=cadence)

    indicator = session.exec(select(Indicator)).one()
    assert indicator.next_period_key == period
    assert indicator.next_due_at is not None
    assert f"{indicator.next_due_at:%Y-%m-%d %H:%M}" == due_at


@pytest.mark.parametrize(
    ("cadence", "now", "period"),
    [
        (Cadence(Every.WEEK), "2026-03-30 08:00", "2026-W14"),  # last week falls due today, but it had not begun then
        (Cadence(Every.MONTH), "2026-04-01 08:00", "2026-04"),
        (Cadence(Every.QUARTER), "2026-04-01 08:00", "2026-Q2"),
        (Cadence(Every.DAY, weekdays=frozenset(range(5))), "2026-03-28 08:00", "2026-03-30"),
        (Cadence(Every.DAY), "2026-03-28 23:30", "2026-03-28"),  # summer time begins on the 29th
        (Cadence(Every.DAY), "2026-03-29 23:30", "2026-03-30"),
    ],
)
def test_nobody_is_asked_for_a_time_before_the_indicator(
    session: Session, team: Team, cadence: Cadence, now: str, period: str
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    make_indicator(session, team.alice, make_outcome(session, team.alice), cadence=cadence, now=at)

    assert session.exec(select(Indicator)).one().next_period_key == period


@pytest.mark.parametrize(
    ("starts_on", "period"),
    [(date(2026, 5, 6), "2026-W19"), (date(2026, 1, 5), "2026-W13")],
    ids=["to come", "past"],
)
def test_an_indicator_begins_no_earlier_than_its_outcome(
    session: Session, team: Team, starts_on: date, period: str
) -> None:
    outcome = register_outcome(
        session,
        NewOutcome(
            statement="Fewer people sleep rough", channel_id="C1", accountable_user_id="UALICE", starts_on=starts_on
        ),
        by=team.alice,
        now=FRIDAY,
    )
    make_indicator(session, team.alice, outcome, cadence=Cadence(Every.WEEK))

    assert session.exec(select(Indicator)).one().next_period_key == period


def test_an_indicators_key_is_never_a_word_of_the_command(session: Session, team: Team) -> None:
    at = make_indicator(session, team.alice, make_outcome(session, team.alice), "Due", key="")

    assert at.key == "due-2"


def test_a_baseline_cannot_be_measured_tomorrow(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice)
    tomorrow = FRIDAY.date() + timedelta(days=1)

    with refused("choose a day that is not in the future") as refusal:
        make_indicator(session, team.alice, outcome, baseline=("120", tomorrow))
    assert refusal.error.field == Field.BASELINE_ON


def test_a_scale_holds_no_more_than_its_answers_can_list(session: Session, team: Team) -> None:
    scale = Measure(ValueKind.SCALE, scale=("poor", "x" * 40_000))

    with refused("This holds up to 1,000 characters; you wrote 40,006") as refusal:
        make_indicator(session, team.alice, make_outcome(session, team.alice), measure=scale)
    assert refusal.error.field == Field.UNIT
