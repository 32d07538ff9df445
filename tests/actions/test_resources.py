"""What outcomes take beside how far they are, from the records of each kind of database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions import resources
from bot.actions.resources import portfolio, resource_sheet
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.resources import InputRule, Resource, ResourceKind, TypedAmount, TypedUse, Unit, Use, elapsed
from bot.domain.values import Measure, ValueKind
from bot.errors import NotAllowed, NotFound, UserError
from tests.actions.conftest import MONDAY, Team, give
from tests.actions.test_cost_of_access import cost
from tests.make import make_channel, make_indicator, make_outcome

EUROS, HOURS = Unit(ResourceKind.MONEY, "EUR"), Unit(ResourceKind.EFFORT, "h")


def plan(session: Session, team: Team, outcome_id: int, amount: int, unit: Unit = EUROS) -> None:
    resources.plan(session, outcome_id, TypedAmount(unit, Decimal(amount)), "", by=team.alice, now=MONDAY)


def use(session: Session, team: Team, outcome_id: int, amount: int, unit: Unit = EUROS) -> int:
    typed = TypedUse(TypedAmount(unit, Decimal(amount)), date(2026, 3, 28), "printing")
    used = resources.note_use(session, outcome_id, typed, by=team.alice, now=MONDAY).used
    assert used is not None
    return used.id


def outcome_of(at: IndicatorSnapshot) -> int:
    return at.described.indicator.outcome_id


def test_amounts_add_up_exactly_and_corrections_count_once(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    outcome_id = outcome_of(rough)
    plan(session, team, outcome_id, 20_000)
    first, second = (use(session, team, outcome_id, amount) for amount in (3_400, 250))
    less = TypedUse(TypedAmount(EUROS, Decimal("3199.90")))
    resources.correct_use(session, first, less, by=team.alice, now=MONDAY)
    resources.correct_use(session, second, None, by=team.alice, now=MONDAY)
    with pytest.raises(UserError, match="no longer there"):
        resources.correct_use(session, second, less, by=team.alice, now=MONDAY)

    sheet = resource_sheet(session, outcome_id, by=team.bob, now=MONDAY)

    assert [(each.planned, each.used) for each in sheet.use.resources] == [(Decimal(20_000), Decimal("3199.90"))]
    assert [(each.amount, each.before, each.on, each.note) for each in sheet.entries] == [
        (Decimal("3199.90"), Decimal(3_400), date(2026, 3, 28), "printing")
    ]


def test_side_by_side_the_largest_gap_comes_first(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    give(session, team, "rough 96 for last week")  # 24 of the 60 from 120 to 60
    numbers = {"rough": outcome_of(rough)}
    for key, value in (("half", 90), ("none", None)):
        outcome = make_outcome(session, team.alice, f"Outcome {key}", key=key)
        numbers[key] = outcome.outcome_id
        if value is not None:
            start, goal = ("120", date(2026, 3, 1)), ("60", date(2026, 12, 31))
            make_indicator(session, team.alice, outcome, f"Number {key}", key=f"n-{key}", baseline=start, target=goal)
            give(session, team, f"n-{key} {value} for last week")
    make_outcome(session, team.alice, "Takes nothing", key="nothing")
    for key, amount in (("rough", 62), ("half", 95), ("none", 50)):
        plan(session, team, numbers[key], 100)
        use(session, team, numbers[key], amount)

    page = portfolio(session, by=team.bob, now=MONDAY)
    assert [(line.outcome.key, line.use.lead, line.use.is_far_ahead) for line in page.lines] == [
        ("half", Decimal("0.45"), True),
        (rough.described.home.outcome.key, Decimal("0.22"), True),
        ("none", None, False),
    ]
    second = portfolio(session, by=team.bob, now=MONDAY, first=2, most=2)
    assert [line.outcome.key for line in second.lines] == ["none"]


def test_what_lives_out_of_sight_is_in_no_list_and_nobody_else_changes_it(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C9", private_to=[team.alice])
    secret = make_outcome(session, team.alice, "Secret", channel_id="C9", key="secret").outcome_id
    plan(session, team, secret, 100)

    assert [line.outcome.key for line in portfolio(session, by=team.alice, now=MONDAY).lines] == ["secret"]
    assert portfolio(session, by=team.admin, now=MONDAY).lines == ()
    with pytest.raises(NotFound):
        resource_sheet(session, secret, by=team.bob, now=MONDAY)
    with pytest.raises(NotFound):
        resources.note_use(session, secret, TypedUse(TypedAmount(EUROS, Decimal(1))), by=team.bob, now=MONDAY)


def test_only_who_may_edit_the_outcome_changes_what_it_takes(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    used = use(session, team, outcome_of(rough), 5)
    for who in (team.bob, team.charlie):
        with pytest.raises(NotAllowed):
            resources.correct_use(session, used, None, by=who, now=MONDAY)
        with pytest.raises(NotAllowed):
            resources.take_from_indicator(session, outcome_of(rough), rough.id, InputRule.ADDS_UP, by=who, now=MONDAY)
    resources.correct_use(session, used, None, by=team.admin, now=MONDAY)


def test_an_input_of_hours_counted_as_a_number_is_hours(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice, key="takes")
    at = make_indicator(
        session, team.alice, outcome, "Hours of help", key="hours", measure=Measure(ValueKind.NUMBER, "hours")
    )
    give(session, team, "hours 12 for last week")
    give(session, team, "hours 8 for this week", now=MONDAY + timedelta(days=1))
    plan(session, team, outcome.outcome_id, 40 * 60, HOURS)

    resources.take_from_indicator(
        session, outcome.outcome_id, at.id, InputRule.ADDS_UP, by=team.alice, now=MONDAY + timedelta(days=1)
    )

    sheet = resource_sheet(session, outcome.outcome_id, by=team.alice, now=MONDAY + timedelta(days=1))
    (of,) = sheet.use.resources
    assert (of.used, of.planned, of.share, of.source) == (
        Decimal(1_200),
        Decimal(2_400),
        Decimal("0.5"),
        "Hours of help",
    )


def test_the_list_costs_as_much_however_much_there_is(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    plan(session, team, outcome_of(rough), 100)
    before = cost(session, team, lambda session, team: portfolio(session, by=team.alice, now=MONDAY))[0]
    for number in range(8):
        more = make_outcome(session, team.alice, f"Outcome {number}", key=f"more-{number}").outcome_id
        plan(session, team, more, 100)
        for amount in range(1, 4):
            use(session, team, more, amount)

    assert cost(session, team, lambda session, team: portfolio(session, by=team.alice, now=MONDAY))[0] == before


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2026, 3, 1), "0"),
        (date(2026, 3, 2), "0"),
        (date(2026, 4, 6), "0.5"),
        (date(2026, 5, 11), "1"),
        (date(2026, 8, 1), "1"),
    ],
)
def test_the_time_is_the_share_of_the_days_that_are_over(today: date, share: str) -> None:
    assert elapsed(date(2026, 3, 2), date(2026, 5, 10), today=today) == Decimal(share)
    assert elapsed(date(2026, 3, 2), None, today=today) is None


def test_use_without_a_plan_or_progress_cannot_be_held_against_it() -> None:
    unplanned = Resource(EUROS, None, Decimal(5))
    planned = Resource(EUROS, Decimal(10), Decimal(7))
    assert Use((unplanned,), way=Decimal(0)).lead is None
    assert Use((planned,)).lead is None
    assert Use((unplanned, planned), way=Decimal("0.5")).lead == Decimal("0.2")
    assert not Use((planned,), way=Decimal("0.5")).is_far_ahead
    assert Use((planned,), way=Decimal("0.49")).is_far_ahead
