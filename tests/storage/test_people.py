"""People, by what is known of them."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import people
from storage.claiming import skip_locked
from storage.db import Database
from storage.people import administrators, known_person, lock, people_by_id, person_of, take_to_compare, unknown_among
from storage.tables import Person
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


def wanted(session: Session, now: datetime, *, limit: int = 9, leaving_out: Collection[int] = ()) -> list[str]:
    """Whom Slack is to be asked about: those untold for half an hour, each at most every two minutes."""
    told_before, asked_before = now - timedelta(minutes=30), now - timedelta(minutes=2)
    found = take_to_compare(
        session, told_before=told_before, asked_before=asked_before, now=now, limit=limit, leaving_out=leaving_out
    )
    return [user_id for _, user_id in found]


def test_whoever_was_met_first_is_asked_about_first(session: Session, team: Team) -> None:
    for user_id in ("UZOE", "UEVE", "UADA"):
        make_unknown(session, team, user_id)

    assert wanted(session, FRIDAY, limit=2) == ["UZOE", "UEVE"]


def test_whoever_slack_does_not_tell_of_is_asked_about_again_after_a_while(session: Session, team: Team) -> None:
    make_unknown(session, team, "UEVE")

    assert wanted(session, FRIDAY) == ["UEVE"]
    assert wanted(session, FRIDAY + timedelta(seconds=119)) == []
    assert wanted(session, FRIDAY + timedelta(seconds=121)) == ["UEVE"]


def test_a_clock_that_was_ahead_for_a_moment_keeps_nobody_from_being_asked_about(session: Session, team: Team) -> None:
    make_unknown(session, team, "UEVE")

    assert wanted(session, FRIDAY + timedelta(days=365), limit=1) == ["UEVE"]
    assert wanted(session, FRIDAY) == ["UEVE"]


def test_what_slack_told_half_an_hour_ago_is_asked_about_anew(session: Session, team: Team) -> None:
    everybody = ["UALICE", "UBOB", "UCHARLIE", "UDANA"]

    assert wanted(session, FRIDAY + timedelta(minutes=29)) == []
    assert sorted(wanted(session, FRIDAY + timedelta(minutes=31))) == everybody


def test_people_are_looked_up_by_number_as_far_as_there_are_any(session: Session, team: Team) -> None:
    found = people_by_id(session, {team.alice.person_id, team.bob.person_id, 999})

    assert {number: person.name for number, person in found.items()} == {
        team.alice.person_id: "Alice",
        team.bob.person_id: "Bob",
    }


def test_people_of_other_processes_workspaces_are_left_to_them(session: Session, team: Team) -> None:
    make_unknown(session, team, "UEVE")
    elsewhere = make_workspace(session, "T2")
    people.meet(session, workspace_id=elsewhere.id, user_id="UZOE", profile=None, now=FRIDAY)

    assert wanted(session, FRIDAY, leaving_out={team.workspace.id}) == ["UZOE"]


def test_administrators_are_those_who_can_still_be_written_to(session: Session, team: Team) -> None:
    make_person(session, make_workspace(session, "T2"), "Zoe", admin=True)
    gone = make_person(session, team.workspace, "Gus", admin=True)
    session.get_one(Person, gone.person_id).is_deactivated = True
    make_person(session, team.workspace, "Ada", admin=True)
    session.flush()

    assert [row.name for row in administrators(session, team.workspace.id)] == ["Dana", "Ada"]


def test_whoever_is_locked_is_read_anew(database: Database, session: Session, team: Team) -> None:
    session.commit()
    seen = session.get_one(Person, team.alice.person_id)
    session.commit()

    def move(beside: Session) -> None:
        beside.get_one(Person, team.alice.person_id).zone = "Asia/Kolkata"

    database.run_here(move)
    assert seen.zone == "Europe/London"
    lock(session, {team.alice.person_id, team.bob.person_id})
    assert seen.zone == "Asia/Kolkata"


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_nobody_else_decides_about_a_person_who_is_locked(database: Database, session: Session, team: Team) -> None:
    session.commit()
    lock(session, {team.alice.person_id})

    with Session(database.engine) as beside:
        free = beside.exec(skip_locked(select(Person.name).order_by(col(Person.id)))).all()
    assert free == ["Bob", "Charlie", "Dana"]
