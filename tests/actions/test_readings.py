"""Giving readings in a line and in the form."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.due import due_for
from bot.actions.people import Actor, policy_of
from bot.actions.readings import FormAnswer, declare_not_coming, submit_form
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.actions.undoing import undo
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain.due import DueState
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import Choice, NotFound, Question, UserError
from storage.tables import DueReading, Outcome, Person, Reading
from tests.actions.conftest import MONDAY, Team, give, the_due_reading
from tests.make import make_channel, make_indicator, make_outcome
from tests.saying import refused, said

TUESDAY_AT_ONE = datetime(2026, 3, 31, 0, 30, tzinfo=UTC)
"""Half past midnight on Tuesday in UTC, half past one in London: Monday is over there."""


@pytest.mark.usefixtures("rough")
def test_a_line_is_for_the_newest_period_now_due(session: Session, team: Team) -> None:
    recorded = give(session, team, "rough 118 after the cold week")
    assert (recorded.period.key, recorded.note, recorded.late) == ("2026-W13", "after the cold week", False)
    assert the_due_reading(session).state == "on_time"


@pytest.mark.usefixtures("rough")
def test_a_line_with_nothing_due_is_for_the_current_period(session: Session, team: Team) -> None:
    give(session, team, "rough 118", now=MONDAY)
    assert give(session, team, "rough 117", now=MONDAY + timedelta(hours=1)).period.key == "2026-W14"


@pytest.mark.usefixtures("rough")
def test_within_a_quarter_of_an_hour_another_value_replaces_the_first(session: Session, team: Team) -> None:
    give(session, team, "rough 118", now=MONDAY)

    again = give(session, team, "rough 117", now=MONDAY + timedelta(minutes=15))

    assert (again.period.key, again.replaced) == ("2026-W13", Value(Decimal(118)))
    assert again.assessment.value == Value(Decimal(117))


@pytest.mark.usefixtures("rough")
def test_taking_back_what_replaced_another_brings_that_back(session: Session, team: Team) -> None:
    policy = policy_of(team.workspace)
    give(session, team, "rough 118")
    for amount in ("117", "116"):  # the second one finds the place of the first taken by what was taken back
        again = give(session, team, f"rough {amount} for last week")
        assert again.replaced == Value(Decimal(118))
        if amount == "117":
            taken = undo(session, reading_id=again.reading_id, by=team.alice, policy=policy, now=MONDAY)
            assert taken is not None
            assert taken.now_counts == Value(Decimal(118))
    assert again.assessment.value == Value(Decimal(116))


def label_of(choice: Choice) -> str:
    assert not isinstance(choice.label, str)
    return said(choice.label, today=MONDAY.date())


@pytest.mark.usefixtures("rough")
def test_a_value_as_fresh_for_an_older_period_is_asked_about(session: Session, team: Team) -> None:
    give(session, team, "rough 118")
    give(session, team, "rough 119 for 2026-W11")

    with pytest.raises(Question) as asked:
        give(session, team, "rough 117: by hand")

    assert said(asked.value, today=MONDAY.date()) == "117 people for which period?"
    assert [(label_of(choice), choice.line) for choice in asked.value.choices] == [
        ("the week of 9 March, instead of it", "rough 117 for 2026-W11: by hand"),
        ("this week", "rough 117 for 2026-W14: by hand"),
    ]


@pytest.mark.usefixtures("rough")
def test_a_time_at_the_end_of_a_note_is_asked_about_where_it_is_another_period(session: Session, team: Team) -> None:
    assert give(session, team, "rough 118 counted twice for last week").period.key == "2026-W13"

    with pytest.raises(Question) as asked:
        give(session, team, "rough 117 counted twice for 2026-W12", now=MONDAY + timedelta(hours=1))

    assert [choice.line for choice in asked.value.choices] == [
        "rough 117 for 2026-W12: counted twice for 2026-W12",
        "rough 117 for 2026-W14: counted twice for 2026-W12",
    ]


@pytest.mark.usefixtures("rough")
def test_a_reading_after_the_due_day_is_late(session: Session, team: Team) -> None:
    assert give(session, team, "rough 118", now=TUESDAY_AT_ONE).late
    assert the_due_reading(session).state == "late"


@pytest.mark.usefixtures("rough")
def test_the_due_day_ends_where_its_owner_is_now(session: Session, team: Team) -> None:
    alice = session.get_one(Person, team.alice.person_id)
    alice.zone = "America/New_York"
    session.add(alice)
    session.flush()
    assert not give(session, team, "rough 118", now=TUESDAY_AT_ONE).late
    assert the_due_reading(session).state == "on_time"


@pytest.mark.usefixtures("rough")
def test_a_reading_on_the_last_minute_of_the_due_day_is_on_time(session: Session, team: Team) -> None:
    give(session, team, "rough 118", now=datetime(2026, 3, 30, 22, 59, tzinfo=UTC))
    assert the_due_reading(session).state == "on_time"


@pytest.mark.usefixtures("rough")
@pytest.mark.parametrize(
    ("line", "period", "note"),
    [
        ("rough 118 for 2026-W12 counted twice", "2026-W12", "counted twice"),
        ("rough 118 for the first time in years", "2026-W13", "for the first time in years"),
        ('"people sleeping rough" 118 by hand', "2026-W13", "by hand"),
        ("People sleeping rough 118 by hand", "2026-W13", "by hand"),
        ("ruogh 118", "2026-W13", ""),
        ("rou 1,118 people", "2026-W13", ""),
    ],
)
def test_what_stands_in_a_line_is_understood(session: Session, team: Team, line: str, period: str, note: str) -> None:
    recorded = give(session, team, line)
    assert (recorded.period.key, recorded.note) == (period, note)


@pytest.mark.usefixtures("rough")
def test_everything_typed_in_a_line_is_kept(session: Session, team: Team) -> None:
    give(session, team, "rough 118 people for last week unsure: many tents")
    reading = session.exec(select(Reading)).one()
    assert (reading.typed, reading.amount, reading.period_key) == ("118 people", Decimal(118), "2026-W13")
    assert (reading.confidence, reading.note, reading.route) == ("unsure", "many tents", "command")


@pytest.mark.usefixtures("rough")
def test_no_data_with_a_reason_settles_the_period_as_such(session: Session, team: Team) -> None:
    recorded = give(session, team, "rough n/d the counter was ill")
    assert (recorded.value, recorded.note) == (None, "the counter was ill")
    assert the_due_reading(session).state == "no_data"


def test_no_data_after_a_value_leaves_the_period_without_one(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    def values() -> tuple[Value | None, Value | None]:
        known = snapshots(session, [rough.id], policy=policy_of(team.workspace), now=MONDAY)[rough.id]
        return known.standing.previous, known.standing.value

    give(session, team, "rough 119 for this week")
    give(session, team, "rough 118 for last week")
    withdrawn = give(session, team, "rough n/d for last week they were counted twice")
    assert (withdrawn.assessment.previous, withdrawn.assessment.value) == (None, Value(Decimal(119)))
    assert values() == (None, Value(Decimal(119)))
    # That another reading was once taken back changes nothing about it.
    slip = give(session, team, "rough 129 for this week")
    undo(session, reading_id=slip.reading_id, by=team.alice, policy=policy_of(team.workspace), now=MONDAY)
    assert values() == (None, Value(Decimal(119)))


@pytest.mark.usefixtures("rough")
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("rough lots", "needs a number"),
        ("rough", "What is the value"),
        ("rough n/d", "Say why there is no data"),
        ("rough 118 for 2026-W20", "opens on"),
        ("rough 118 " + "x" * 2001, "A note holds up to 2,000 characters; this one has 2,001. Shorten it."),
        ("quite another thing 5", "No indicator here is called"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_in_a_sentence(
    session: Session, team: Team, line: str, sentence: str
) -> None:
    with refused(sentence):
        give(session, team, line)
    assert session.exec(select(Reading)).all() == []


@pytest.mark.usefixtures("rough")
def test_anybody_who_sees_an_indicator_may_give_its_reading(session: Session, team: Team) -> None:
    give(session, team, "rough 118", by=team.charlie)
    assert session.exec(select(Reading)).one().submitted_by_id == team.charlie.person_id


def test_what_lives_in_a_private_channel_does_not_exist_for_others(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C9", private_to=[team.alice])
    outcome = make_outcome(session, team.alice, channel_id="C9")
    make_indicator(session, team.alice, outcome, key="secret")
    give(session, team, "secret 5")
    with pytest.raises(NotFound):
        give(session, team, "secret 5", by=team.charlie)


def test_a_ratio_keeps_both_of_its_parts(session: Session, team: Team) -> None:
    make_indicator(
        session,
        team.alice,
        make_outcome(session, team.alice),
        key="housed",
        measure=Measure(ValueKind.RATIO),
        direction=Direction.INCREASE,
    )
    give(session, team, "housed 31/50 two moved away")
    reading = session.exec(select(Reading)).one()
    assert (str(reading.numerator), str(reading.denominator), reading.typed) == ("31", "50", "31/50")


@pytest.mark.usefixtures("rough")
def test_a_form_saves_all_of_its_answers_or_none(session: Session, team: Team) -> None:
    policy = policy_of(team.workspace)
    due = the_due_reading(session)
    with pytest.raises(UserError) as problem:
        submit_form(session, {due.id: FormAnswer("lots")}, by=team.alice, policy=policy, now=MONDAY)
    assert problem.value.field == str(due.id)
    assert session.exec(select(Reading)).all() == []
    (saved,) = submit_form(session, {due.id: FormAnswer("118", "by hand")}, by=team.alice, policy=policy, now=MONDAY)
    assert (saved.period.key, saved.note) == ("2026-W13", "by hand")
    assert due_for(session, by=team.alice, policy=policy, now=MONDAY) == ()
    assert session.exec(select(Reading.route)).one() == "form"


@pytest.mark.usefixtures("rough")
def test_each_answer_of_a_form_is_compared_with_the_one_before_it(session: Session, team: Team) -> None:
    a_week_later = datetime(2026, 4, 6, 23, 0, tzinfo=UTC)  # Easter Monday is over in London
    planning.plan_due_readings(session, now=a_week_later, settings=DeliverySettings())
    policy = policy_of(team.workspace)
    answers = {row.id: FormAnswer(text) for row, text in zip(due_rows(session), ("118", "117"), strict=True)}
    earlier, later = submit_form(session, answers, by=team.alice, policy=policy, now=a_week_later)
    assert (earlier.period.key, earlier.previous, len(earlier.still_open)) == ("2026-W13", None, 1)
    assert (later.period.key, later.previous, later.still_open) == ("2026-W14", Value(Decimal(118)), ())


def test_what_the_records_refuse_is_said_at_its_field(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    policy = policy_of(team.workspace)
    due = the_due_reading(session)
    for answer, sentence in (
        (FormAnswer("118", "x" * 2001), "A note holds up to 2,000 characters; this one has 2,001. Shorten it."),
        (FormAnswer("n/d"), "Say why there is no data, for example: `n/d the counter was broken`"),
    ):
        with pytest.raises(UserError) as problem:
            submit_form(session, {due.id: answer}, by=team.alice, policy=policy, now=MONDAY)
        assert (said(problem.value), problem.value.field) == (sentence, str(due.id))
    session.get_one(Outcome, rough.described.home.outcome.id).closed_at = MONDAY
    session.flush()
    with refused("belongs to an outcome that is closed") as refusal:
        submit_form(session, {due.id: FormAnswer("118")}, by=team.alice, policy=policy, now=MONDAY)
    assert refusal.error.field == str(due.id)
    assert session.exec(select(Reading)).all() == []


@pytest.mark.usefixtures("rough")
def test_what_is_open_is_declared_not_to_come_once(session: Session, team: Team) -> None:
    policy, due = policy_of(team.workspace), the_due_reading(session)

    def declare(key: str | None = None, by: Actor = team.alice) -> int:
        why = "nobody counted"
        return len(declare_not_coming(session, [due.id], key, why, by=by, policy=policy, now=MONDAY))

    due.state = DueState.EXCUSED
    session.add(due)
    session.flush()
    assert declare() == 0  # nobody waits for it
    due.state = DueState.MISSED
    session.add(due)
    session.flush()
    assert declare("another") == 0
    assert declare(by=team.bob) == 0
    assert declare("rough") == 1
    assert declare("rough") == 0


@pytest.mark.usefixtures("rough")
def test_a_form_about_what_one_may_not_see_is_refused(session: Session, team: Team) -> None:
    due = the_due_reading(session)
    answers = {due.id: FormAnswer("118"), 999: FormAnswer("5")}
    with refused("no longer open to you") as refusal:
        submit_form(session, answers, by=team.alice, policy=policy_of(team.workspace), now=MONDAY)
    assert refusal.error.field == "999"
    assert session.exec(select(Reading)).all() == []


def due_rows(session: Session) -> list[DueReading]:
    return list(session.exec(select(DueReading).order_by(DueReading.period_key)))
