"""Which readings count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions.people import Actor
from bot.actions.snapshots import IndicatorSnapshot
from storage.indicators import describe
from storage.readings import Given, counting_readings, given_for, is_taken_back, latest_of
from storage.tables import IndicatorDefinition, Reading, Retraction
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_indicator, make_outcome

WEEKS = {"W12": date(2026, 3, 16), "W13": date(2026, 3, 23), "W14": date(2026, 3, 30)}


@pytest.fixture
def rough(session: Session, team: Team) -> IndicatorSnapshot:
    """People sleeping rough: the last reading of a week counts."""
    return make_indicator(session, team.alice, make_outcome(session, team.alice))


def give(
    session: Session, indicator_id: int, week: str, amount: int | None, *, by: Actor, supersedes: int | None = None
) -> int:
    reading = Reading(
        workspace_id=by.workspace_id,
        indicator_id=indicator_id,
        period_key=f"2026-{week}",
        period_first_on=WEEKS[week],
        period_last_on=WEEKS[week] + timedelta(days=6),
        is_no_data=amount is None,
        amount=None if amount is None else Decimal(amount),
        typed="n/d" if amount is None else str(amount),
        as_of_on=FRIDAY.date(),
        route="command",
        submitted_at=FRIDAY,
        submitted_by_id=by.person_id,
        supersedes_id=supersedes,
    )
    session.add(reading)
    session.flush()
    return reading.id


def take_back(session: Session, indicator_id: int, reading_id: int, *, by: Actor) -> None:
    session.add(
        Retraction(
            workspace_id=by.workspace_id,
            indicator_id=indicator_id,
            reading_id=reading_id,
            made_at=FRIDAY,
            made_by_id=by.person_id,
        )
    )
    session.flush()


def what_counts(session: Session, at: IndicatorSnapshot) -> list[tuple[str, str]]:
    """Week and value of what counts."""
    described = describe(session, [at.id])[at.id]
    return [(row.period_key, row.typed) for row in counting_readings(session, [described])[at.id]]


def test_the_last_reading_of_each_period_counts_oldest_period_first(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    for week, amount in (("W13", 118), ("W12", 120), ("W13", 117), ("W14", None)):
        give(session, rough.id, week, amount, by=team.alice)

    assert what_counts(session, rough) == [("2026-W12", "120"), ("2026-W13", "117"), ("2026-W14", "n/d")]


def test_what_was_taken_back_gives_way_to_the_one_before_it(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    give(session, rough.id, "W13", 118, by=team.alice)
    slip = give(session, rough.id, "W13", 1180, by=team.alice)
    take_back(session, rough.id, slip, by=team.alice)

    assert what_counts(session, rough) == [("2026-W13", "118")]


def test_every_reading_of_a_period_counts_where_they_are_added_up(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    definition = session.get_one(IndicatorDefinition, rough.described.definition.id)
    session.add(IndicatorDefinition(**definition.model_dump(exclude={"id"}) | {"combine": "sum"}))
    first = give(session, rough.id, "W13", 10, by=team.alice)
    give(session, rough.id, "W13", 20, by=team.bob)
    correction = give(session, rough.id, "W13", 11, by=team.alice, supersedes=first)

    assert what_counts(session, rough) == [("2026-W13", "20"), ("2026-W13", "11")]

    take_back(session, rough.id, correction, by=team.alice)
    assert what_counts(session, rough) == [("2026-W13", "10"), ("2026-W13", "20")]


def test_an_indicator_without_readings_has_none_that_count(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    assert what_counts(session, rough) == []
    assert counting_readings(session, []) == {}


def test_a_persons_latest_reading_is_the_newest_that_was_not_taken_back(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    kept = give(session, rough.id, "W12", 120, by=team.alice)
    slip = give(session, rough.id, "W13", 1180, by=team.alice)
    give(session, rough.id, "W14", 117, by=team.bob)
    take_back(session, rough.id, slip, by=team.alice)

    latest = latest_of(session, team.alice.person_id)

    assert latest is not None
    assert latest.id == kept
    assert (is_taken_back(session, slip), is_taken_back(session, kept)) == (True, False)
    assert latest_of(session, team.charlie.person_id) is None


def test_whether_a_reading_was_given_is_known_of_the_periods_asked_about_alone(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    beds = make_indicator(session, team.alice, make_outcome(session, team.alice, key="o-beds"), key="beds")
    give(session, rough.id, "W12", 120, by=team.alice)
    mistaken = give(session, rough.id, "W13", 118, by=team.alice)
    give(session, rough.id, "W13", None, by=team.alice, supersedes=mistaken)
    taken_back = give(session, beds.id, "W13", 7, by=team.alice)
    take_back(session, beds.id, taken_back, by=team.alice)
    give(session, beds.id, "W14", 8, by=team.alice)

    asked_about = (rough.id, beds.id), (WEEKS["W13"], WEEKS["W14"])

    assert given_for(session, *asked_about) == {
        (rough.id, "2026-W13"): Given(is_no_data=True, submitted_at=FRIDAY),
        (beds.id, "2026-W14"): Given(is_no_data=False, submitted_at=FRIDAY),
    }
