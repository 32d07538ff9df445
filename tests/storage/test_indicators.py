"""Indicators with everything that describes them now."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from bot.actions.people import Actor
from storage.due import next_of_owner
from storage.indicators import describe, scheduled_of_owner
from storage.tables import Indicator, IndicatorDefinition, Outcome, Ownership, TargetRecord
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_indicator, make_outcome


def hand_over(session: Session, indicator_id: int, *, to: Actor) -> None:
    session.add(
        Ownership(
            workspace_id=to.workspace_id,
            indicator_id=indicator_id,
            owner_id=to.person_id,
            effective_on=date(2026, 3, 27),
            made_at=FRIDAY,
            made_by_id=to.person_id,
        )
    )
    session.flush()


def test_an_indicator_is_described_by_the_newest_of_everything(session: Session, team: Team) -> None:
    at = make_indicator(
        session,
        team.alice,
        make_outcome(session, team.alice),
        baseline=("120", date(2026, 3, 1)),
        target=("60", date(2026, 12, 31)),
    )
    definition = session.get_one(IndicatorDefinition, at.described.definition.id)
    session.add(IndicatorDefinition(**definition.model_dump(exclude={"id"}) | {"name": "Rough sleepers"}))
    target = session.get_one(TargetRecord, at.described.targets[0].id)
    session.add(TargetRecord(**target.model_dump(exclude={"id"}) | {"due_on": date(2027, 6, 30)}))
    hand_over(session, at.id, to=team.bob)

    described = describe(session, [at.id])[at.id]

    assert (described.definition.name, described.owner.name) == ("Rough sleepers", "Bob")
    assert [row.due_on for row in described.targets] == [date(2026, 12, 31), date(2027, 6, 30)]
    assert described.baseline is not None
    assert str(described.baseline.amount) == "120"
    assert described.home.outcome.key == "rough"


def test_indicators_come_in_the_order_asked_for_as_far_as_there_are_any(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice)
    numbers = [make_indicator(session, team.alice, outcome, key=key).id for key in ("meals", "beds", "calls")]

    assert list(describe(session, [numbers[2], 999, numbers[0]])) == [numbers[2], numbers[0]]
    assert describe(session, []) == {}


def test_what_is_scheduled_for_an_owner_is_what_they_own_now(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice)
    kept = make_indicator(session, team.alice, outcome, key="meals")
    given_away = make_indicator(session, team.alice, outcome, key="beds")
    taken_over = make_indicator(session, team.bob, outcome, key="calls")
    unscheduled = make_indicator(session, team.alice, outcome, key="tents")
    hand_over(session, given_away.id, to=team.bob)
    hand_over(session, taken_over.id, to=team.alice)
    session.get_one(Indicator, unscheduled.id).next_period_key = None
    session.flush()

    found = {each.indicator.key: each.owner.name for each in scheduled_of_owner(session, team.alice.person_id)}

    assert found == {"meals": "Alice", "calls": "Alice"}
    assert kept.id in describe(session, [kept.id])


def test_next_for_an_owner_is_the_soonest_that_is_running(session: Session, team: Team) -> None:
    closed, going_on = make_outcome(session, team.alice), make_outcome(session, team.alice)
    soonest_first = [
        make_indicator(session, team.alice, closed, key="shut").id,
        make_indicator(session, team.alice, going_on, key="resting").id,
        make_indicator(session, team.alice, going_on, key="gone").id,
        make_indicator(session, team.alice, going_on, key="given-away").id,
        make_indicator(session, team.alice, going_on, key="later").id,
        make_indicator(session, team.alice, going_on, key="latest").id,
    ]
    for day, number in enumerate(soonest_first, start=1):
        session.get_one(Indicator, number).next_due_at = datetime(2026, 4, day, tzinfo=UTC)
    session.get_one(Outcome, closed.outcome_id).closed_at = FRIDAY
    session.get_one(Indicator, soonest_first[1]).paused_at = FRIDAY
    session.get_one(Indicator, soonest_first[2]).retired_at = FRIDAY
    hand_over(session, soonest_first[3], to=team.bob)

    assert next_of_owner(session, team.alice.person_id) == soonest_first[4]
    assert next_of_owner(session, team.charlie.person_id) is None
