"""People, by what is known of them."""

from sqlmodel import Session

from bot.actions import people
from storage.people import known_person, not_yet_known, people_by_id, person_of, unknown_among
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_person, make_workspace


def make_unknown(session: Session, team: Team, user_id: str) -> int:
    """Somebody of whom Slack has not told yet."""
    met = people.meet(session, workspace_id=team.workspace.id, user_id=user_id, profile=None, now=FRIDAY)
    return met.id


def test_the_same_id_in_two_workspaces_is_two_people(session: Session, team: Team) -> None:
    elsewhere = make_workspace(session, "T2")
    namesake = make_person(session, elsewhere, "Alice")

    here = person_of(session, workspace_id=team.workspace.id, user_id="UALICE")
    there = person_of(session, workspace_id=elsewhere.id, user_id="UALICE")

    assert here is not None
    assert there is not None
    assert (here.id, there.id) == (team.alice.person_id, namesake.person_id)
    assert person_of(session, workspace_id=elsewhere.id, user_id="UBOB") is None


def test_a_person_is_known_once_slack_has_told_of_them(session: Session, team: Team) -> None:
    make_unknown(session, team, "UEVE")

    assert known_person(session, team_id="T1", user_id="UEVE") is None
    assert known_person(session, team_id="T2", user_id="UALICE") is None
    found = known_person(session, team_id="T1", user_id="UALICE")
    assert found is not None
    assert (found[0].name, found[1].name) == ("Alice", "Shelter")


def test_of_several_those_are_unknown_of_whom_slack_has_not_told(session: Session, team: Team) -> None:
    make_unknown(session, team, "UEVE")
    make_person(session, make_workspace(session, "T2"), "Zoe")

    asked_for = ["UZOE", "UALICE", "UEVE", "UZOE", "UBOB"]
    assert unknown_among(session, asked_for, workspace_id=team.workspace.id) == ["UEVE", "UZOE"]
    assert unknown_among(session, [], workspace_id=team.workspace.id) == []


def test_whoever_was_met_first_is_asked_about_first(session: Session, team: Team) -> None:
    for user_id in ("UZOE", "UEVE", "UADA"):
        make_unknown(session, team, user_id)

    number = team.workspace.id
    assert not_yet_known(session, limit=2) == [(number, "UZOE"), (number, "UEVE")]


def test_people_are_looked_up_by_number_as_far_as_there_are_any(session: Session, team: Team) -> None:
    found = people_by_id(session, {team.alice.person_id, team.bob.person_id, 999})

    assert {number: person.name for number, person in found.items()} == {
        team.alice.person_id: "Alice",
        team.bob.person_id: "Bob",
    }
