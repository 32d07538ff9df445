"""Outcomes as they stand now, and the keys that are taken."""

from sqlmodel import Session

from storage.outcomes import homes_of, indicator_keys, indicators_of, outcome_keys
from storage.tables import Indicator, OutcomeDefinition
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome, make_person, make_workspace


def test_an_outcome_is_what_its_newest_definition_says(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice, "Fewer people sleep rough")
    make_outcome(session, team.alice, "Nobody goes hungry")
    elsewhere = make_channel(session, team.workspace, "C2")
    first = session.get_one(OutcomeDefinition, 1)
    changed = {"statement": "Nobody sleeps rough", "channel_id": elsewhere.id, "accountable_id": team.bob.person_id}
    session.add(OutcomeDefinition(**first.model_dump(exclude={"id"}) | changed))
    session.flush()

    homes = homes_of(session, [outcome.outcome_id, 999])

    assert list(homes) == [outcome.outcome_id]
    home = homes[outcome.outcome_id]
    assert (home.outcome.key, home.definition.statement) == ("rough", "Nobody sleeps rough")
    assert (home.channel.channel_id, home.accountable.name) == ("C2", "Bob")


def test_keys_are_taken_in_their_own_workspace_only(session: Session, team: Team) -> None:
    elsewhere = make_workspace(session, "T2")
    make_channel(session, elsewhere, "C1")
    zoe = make_person(session, elsewhere, "Zoe")
    make_indicator(session, team.alice, make_outcome(session, team.alice, key="hunger"), key="meals")
    make_indicator(session, zoe, make_outcome(session, zoe, key="rough"), key="beds")

    assert (outcome_keys(session, team.workspace.id), indicator_keys(session, team.workspace.id)) == (
        {"hunger"},
        {"meals"},
    )


def test_the_indicators_of_an_outcome_come_by_key_and_without_the_retired_ones(session: Session, team: Team) -> None:
    hunger, rough = make_outcome(session, team.alice, key="hunger"), make_outcome(session, team.alice, key="rough")
    meals = make_indicator(session, team.alice, hunger, key="meals")
    calls = make_indicator(session, team.alice, hunger, key="calls")
    gone = make_indicator(session, team.alice, hunger, key="bread")
    beds = make_indicator(session, team.alice, rough, key="beds")
    session.get_one(Indicator, gone.id).retired_at = FRIDAY
    session.flush()

    found = indicators_of(session, [hunger.outcome_id, rough.outcome_id])

    assert dict(found) == {hunger.outcome_id: [calls.id, meals.id], rough.outcome_id: [beds.id]}
