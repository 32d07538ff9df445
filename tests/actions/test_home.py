"""What a Home tab shows, and what putting it together costs."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.home import home_of
from bot.actions.installing import install
from bot.actions.own_settings import set_own_settings
from bot.actions.people import Actor
from bot.actions.rules import rules_of, set_rules
from bot.actions.snapshots import IndicatorSnapshot
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain.cadences import Cadence, Every
from bot.errors import NotAllowed
from bot.results.home import HomePage
from bot.results.names import ColourWords
from bot.results.rules import Rules
from bot.views.sparkline import sparkline
from storage.tables import HomeTab, Indicator, KeptStanding, Ownership, Person
from tests.actions.conftest import MONDAY, Team, give
from tests.actions.test_cost_of_access import asked_of
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome
from tests.saying import refused

THURSDAY = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)
RULES = Rules("Europe/London", frozenset(range(5)), time(9), 2, 8, 20, holiday_calendar="none")


def home(session: Session, by: Actor, *, first: int = 0, now: datetime = MONDAY) -> HomePage:
    return home_of(session, by, first=first, now=now)


def test_an_owner_reads_what_is_due_and_their_latest_values(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    assert [item.period.key for item in home(session, team.alice).due] == ["2026-W13"]
    for day, value in ((7, 118), (14, 115), (21, 111)):
        give(session, team, f"rough {value}", now=MONDAY + timedelta(days=day))
    page = home(session, team.alice, now=MONDAY + timedelta(days=28))
    (number,) = page.page.numbers
    assert [value.amount for value in number.latest] == [118, 115, 111]
    assert page.begun is None


def test_a_stand_in_sees_the_number_and_is_asked_for_nothing(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    held = session.exec(select(Ownership)).one()
    session.add(Ownership(**held.model_dump(exclude={"id", "backup_id"}), backup_id=team.bob.person_id))
    session.flush()
    page = home(session, team.bob)
    (number,) = page.page.numbers
    assert number.is_stand_in
    assert page.due == ()
    assert page.next_due is None


def test_what_goes_wrong_needs_whoever_answers_for_it(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    late = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
    give(session, team, "rough 121 for 1 June", now=late - timedelta(days=7))
    give(session, team, "rough 122 for 8 June", now=late)
    answered = home(session, team.alice, now=late).answered
    assert answered is not None
    (concern,) = answered.concerns
    assert concern.why is not None
    assert concern.why[0].key == "rough"


def test_nobody_sees_on_home_what_lives_where_they_are_not(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2", private_to=[team.alice])
    outcome = make_outcome(session, team.alice, "Quiet", channel_id="C2", key="quiet", accountable=team.bob)
    make_indicator(session, team.alice, outcome, "Hushed", key="hushed", owner=team.bob)
    page = home(session, team.bob)
    assert page.page.numbers == ()
    assert page.answered is None
    glance = home(session, team.admin).workspace
    assert glance is not None
    assert (glance.outcomes, glance.indicators) == (1, 1)
    assert (glance.unreported, glance.unreported_elsewhere) == ((), 0)


def test_an_owner_who_has_left_is_to_be_replaced(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    owner = session.get_one(Person, team.alice.person_id)
    owner.is_deactivated = True
    session.add(owner)
    session.flush()
    glance = home(session, team.admin).workspace
    assert glance is not None
    ((left),) = glance.left
    assert (left.owner.name, left.key, left.numbers) == ("Alice", "rough", 1)


def test_only_administrators_see_the_workspace(session: Session, team: Team) -> None:
    assert home(session, team.bob).workspace is None


def test_a_home_costs_the_same_number_of_statements_however_much_there_is(session: Session, team: Team) -> None:
    def grow(count: int, prefix: str) -> None:
        for number in range(count):
            outcome = make_outcome(session, team.admin, f"Outcome {prefix} {number}", key=f"{prefix}o{number}")
            for each in range(3):
                make_indicator(
                    session, team.admin, outcome, f"{prefix} {number} {each}", key=f"{prefix}{number}-{each}"
                )
        planning.plan_due_readings(session, now=MONDAY, settings=DeliverySettings())
        planning.mark_missed(session, now=THURSDAY, settings=DeliverySettings())

    grow(2, "a")
    give(session, team, "a0-0 110", by=team.admin, now=THURSDAY)
    give(session, team, "a1-0 110", by=team.admin, now=THURSDAY)
    few = statements(session, team.admin)
    grow(10, "b")
    assert statements(session, team.admin) <= few <= 33


def statements(session: Session, by: Actor) -> int:
    session.flush()
    session.expunge_all()
    with asked_of(session.get_bind()) as asked:
        home(session, by, now=THURSDAY)
    return len(asked)


@pytest.mark.parametrize(
    ("amounts", "curve"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"),
        ([5, 5, 5], "▄▄▄"),
        ([10, 0], "█▁"),
        ([-1, 0, 1], "▁▅█"),
        ([], ""),
    ],
)
def test_a_curve_goes_from_the_lowest_to_the_highest(amounts: list[int], curve: str) -> None:
    assert sparkline([Decimal(each) for each in amounts]) == curve


def test_own_working_days_move_what_has_yet_to_fall_due(session: Session, team: Team) -> None:
    make_indicator(session, team.alice, make_outcome(session, team.alice))
    set_own_settings(session, reminder_at=time(9), working_days={1, 3}, by=team.alice, now=FRIDAY)
    at = session.exec(select(Indicator.next_due_at)).one()
    assert at == datetime(2026, 3, 30, 23, 0, tzinfo=UTC)
    planning.plan_due_readings(session, now=datetime(2026, 3, 31, 8, 0, tzinfo=UTC), settings=DeliverySettings())
    person = session.get_one(Person, team.alice.person_id)
    assert person.next_reminder_at == datetime(2026, 3, 31, 8, 0, tzinfo=UTC)


def test_only_administrators_change_the_rules(session: Session, team: Team) -> None:
    with pytest.raises(NotAllowed):
        set_rules(session, RULES, by=team.bob, now=FRIDAY)


def test_rules_that_are_set_are_not_taken_back_at_the_next_start(session: Session, team: Team) -> None:
    wanted = Rules("Europe/London", frozenset(range(5)), time(8), 3, 8, 20)
    set_rules(session, wanted, by=team.admin, now=FRIDAY)
    assert team.workspace.environment_rules is not None
    assert team.workspace.environment_rules["reminder_at"] == "09:00:00"
    assert (team.workspace.reminder_at, team.workspace.grace_working_days) == (time(8), 3)


def test_weeks_and_years_that_are_set_are_for_what_is_registered_from_now_on(session: Session, team: Team) -> None:
    at = make_indicator(session, team.alice, make_outcome(session, team.alice), cadence=Cadence(Every.QUARTER))
    before = at.described.definition.cadence
    wanted = replace(RULES, week_starts_on=6, fiscal_year_starts_in=4)
    set_rules(session, wanted, by=team.admin, now=FRIDAY)
    assert rules_of(session, by=team.admin) == wanted
    session.expire_all()
    assert at.described.definition.cadence == before
    for wrong in (replace(RULES, week_starts_on=7), replace(RULES, fiscal_year_starts_in=0)):
        with refused("Choose one of these"):
            set_rules(session, wrong, by=team.admin, now=FRIDAY)


def test_words_for_the_colours_stay_at_the_next_start_and_are_no_rule_of_the_environment(
    session: Session, team: Team
) -> None:
    wanted = replace(RULES, colour_words=ColourWords(off_track="Kritisch"))
    assert set_rules(session, wanted, by=team.admin, now=FRIDAY) == RULES
    install(session, team_id="T1", name="Shelter", url="", bot_user_id="UBOT", rules=RULES, now=FRIDAY)
    assert rules_of(session, by=team.admin) == wanted
    assert "colour_words" not in (team.workspace.environment_rules or {})


def test_only_administrators_name_the_colours(session: Session, team: Team) -> None:
    with pytest.raises(NotAllowed):
        set_rules(session, replace(RULES, colour_words=ColourWords("Gut")), by=team.bob, now=FRIDAY)
    assert team.workspace.on_track_word == ""


def test_another_word_for_a_colour_plans_nothing_anew(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    set_rules(session, RULES, by=team.admin, now=FRIDAY)
    rules_of_standings = select(KeptStanding.rules)
    before = session.exec(rules_of_standings).all()
    set_rules(session, replace(RULES, colour_words=ColourWords("Gut")), by=team.admin, now=FRIDAY)
    assert session.exec(rules_of_standings).all() == before


def test_a_reading_marks_the_homes_of_those_whom_it_concerns_and_no_others(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    for each in (team.alice, team.bob, team.charlie):
        session.add(HomeTab(workspace_id=each.workspace_id, person_id=each.person_id, opened_at=FRIDAY))
    session.flush()
    give(session, team, "rough 110", by=team.bob)
    session.expire_all()
    marked = {tab.person_id for tab in session.exec(select(HomeTab)) if tab.refresh_at is not None}
    assert marked == {team.alice.person_id, team.bob.person_id}
