"""Rows that may be there already."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.domain.due import DueState
from bot.domain.messages import MessageKind
from storage.db import Database
from storage.inserting import add_under_free_key, insert_once
from storage.tables import DueReading, Message, Outcome, Workspace
from tests.make import FRIDAY, make_indicator, make_outcome, make_person, make_workspace


def workspace(team_id: str = "T1", name: str = "") -> Workspace:
    return Workspace(team_id=team_id, name=name, zone="Europe/London", installed_at=FRIDAY)


def test_a_record_is_inserted_the_first_time_only(database: Database) -> None:
    first = database.run_here(insert_once, workspace(name="Shelter"))
    second = database.run_here(insert_once, workspace(name="Another"))

    assert (first, second) == (True, False)
    rows = database.read_here(lambda session: session.exec(select(Workspace)).all())
    assert [(row.name, row.working_days, row.on_track_gap) for row in rows] == [("Shelter", "0,1,2,3,4", 8)]


def test_one_that_is_new_beside_one_that_is_not_is_inserted(database: Database) -> None:
    answers = [database.run_here(insert_once, workspace(team_id)) for team_id in ("T1", "T2", "T1", "T2")]

    assert answers == [True, True, False, False]


def test_any_of_several_unique_keys_keeps_a_record_out(database: Database) -> None:
    database.run_here(insert_once, workspace())

    same_number = Workspace(id=1, team_id="T2", zone="Europe/London", installed_at=FRIDAY)
    assert database.run_here(insert_once, same_number) is False


def test_an_inserted_record_stays_outside_of_the_session(database: Database) -> None:
    def insert(session: Session) -> bool:
        record = workspace()
        insert_once(session, record)
        record.name = "Changed afterwards"
        return record in session

    assert database.run_here(insert) is False
    assert database.read_here(lambda session: session.exec(select(Workspace)).one()).name == ""


def test_a_row_that_cannot_be_true_is_refused_and_not_passed_over(database: Database) -> None:
    with pytest.raises(IntegrityError, match=r"FOREIGN KEY|fk_message_workspace_id"):
        database.run_here(
            insert_once,
            Message(
                workspace_id=999,
                key="reminder:UALICE:2026-03-27",
                kind=MessageKind.REMINDER,
                priority=1,
                planned_for=FRIDAY,
                ready_at=FRIDAY,
                created_at=FRIDAY,
            ),
        )


def test_a_period_is_due_once_whatever_else_the_record_says(database: Database) -> None:
    def arrange(session: Session) -> DueReading:
        alice = make_person(session, make_workspace(session), "Alice")
        at = make_indicator(session, alice, make_outcome(session, alice))
        return DueReading(
            workspace_id=alice.workspace_id,
            indicator_id=at.id,
            period_key="2026-W13",
            period_first_on=date(2026, 3, 23),
            period_last_on=date(2026, 3, 29),
            owner_id=alice.person_id,
            due_on=date(2026, 3, 30),
            grace_ends_at=FRIDAY,
        )

    row = database.run_here(arrange)
    first = database.run_here(insert_once, row)
    row.due_on, row.state = date(2026, 4, 6), DueState.MISSED
    second = database.run_here(insert_once, row)

    assert (first, second) == (True, False)
    kept = database.read_here(lambda session: session.exec(select(DueReading)).one())
    assert (kept.due_on, kept.state, kept.times_asked, kept.grace_extended) == (date(2026, 3, 30), "due", 0, False)


def outcome(session: Session, key: str) -> Outcome:
    alice = make_person(session, session.exec(select(Workspace)).one(), "Alice")
    return Outcome(workspace_id=alice.workspace_id, key=key, created_at=FRIDAY, created_by_id=alice.person_id)


def test_a_key_that_was_taken_meanwhile_is_looked_for_again(database: Database) -> None:
    keys = iter(["hunger", "hunger-2"])

    def add(session: Session) -> str:
        make_workspace(session)
        session.add(outcome(session, "hunger"))
        session.flush()
        return add_under_free_key(session, lambda key: outcome(session, key), lambda: next(keys)).key

    assert database.run_here(add) == "hunger-2"
    kept = database.read_here(lambda session: session.exec(select(Outcome.key).order_by(Outcome.key)).all())
    assert kept == ["hunger", "hunger-2"]


def test_a_key_that_is_never_free_is_given_up_after_five_times(database: Database) -> None:
    asked: list[str] = []

    def never_free() -> str:
        asked.append("hunger")
        return "hunger"

    def add(session: Session) -> None:
        make_workspace(session)
        session.add(outcome(session, "hunger"))
        session.flush()
        add_under_free_key(session, lambda key: outcome(session, key), never_free)

    with pytest.raises(IntegrityError):
        database.run_here(add)
    assert asked == ["hunger"] * 5
