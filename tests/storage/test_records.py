"""What the database itself does not allow."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from bot.domain.readings import Confidence, Route
from storage.db import Database
from storage.tables import APPEND_ONLY, Channel, Note, Reading, Retraction, Service, TargetRecord
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_service, make_workspace

NOW = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)


@pytest.fixture
def team(database: Database) -> Database:
    """One outcome, one indicator with a baseline and a target, one reading taken back, one note, one service."""

    def arrange(session: Session) -> None:
        workspace = make_workspace(session)
        alice = make_person(session, workspace, "alice")
        make_channel(session, workspace)
        outcome = make_outcome(session, alice)
        at = make_indicator(
            session, alice, outcome, baseline=("120", date(2026, 3, 1)), target=("60", date(2026, 12, 31))
        )
        make_service(session, alice)
        reading = Reading(**reading_values(indicator_id=at.id))
        session.add(reading)
        session.flush()
        common: dict[str, Any] = {"workspace_id": workspace.id, "made_at": NOW, "made_by_id": alice.person_id}
        session.add(Retraction(indicator_id=at.id, reading_id=reading.id, **common))
        session.add(Note(outcome_id=outcome.outcome_id, text="A decision", **common))

    database.run_here(arrange)
    return database


def reading_values(**other: Any) -> dict[str, Any]:
    return {
        "workspace_id": 1,
        "indicator_id": 1,
        "period_key": "2026-W13",
        "period_first_on": date(2026, 3, 23),
        "period_last_on": date(2026, 3, 29),
        "amount": Decimal(110),
        "typed": "110",
        "as_of_on": date(2026, 3, 27),
        "route": "command",
        "submitted_at": NOW,
        "submitted_by_id": 1,
    } | other


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_history_is_neither_changed_nor_deleted(team: Database, table: str, statement: str) -> None:
    assert team.read_here(lambda session: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()) > 0
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        team.run_here(lambda session: session.execute(text(statement.format(table))))


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (Reading(**reading_values(amount=None)), "value_or_no_data"),
        (Reading(**reading_values(numerator=Decimal(1))), "whole_ratio"),
        (Reading(**reading_values(route="telepathy")), "route_known"),
        (Reading(**reading_values(confidence="very")), "confidence_known"),
        (Reading(**reading_values(indicator_id=999)), "FOREIGN KEY|fk_reading_indicator_id"),
        (Reading(**reading_values(submitted_by_id=None)), "one_author"),
        (Reading(**reading_values(submitted_by_service_id=1)), "one_author"),
        (
            Reading(**reading_values(submitted_by_id=None, submitted_by_service_id=999)),
            "FOREIGN KEY|fk_reading_submitted_by_service_id",
        ),
        (
            Service(workspace_id=1, name="Shelter register", created_at=NOW, created_by_id=1),
            "UNIQUE|uq_service_workspace_id_name",
        ),
        (Channel(workspace_id=1, channel_id="C1"), "UNIQUE|uq_channel"),
        (
            TargetRecord(
                workspace_id=1,
                indicator_id=1,
                starts_on=date(2026, 3, 27),
                effective_on=date(2026, 3, 27),
                made_at=NOW,
                made_by_id=1,
            ),
            "something_promised",
        ),
        (
            TargetRecord(
                workspace_id=1,
                indicator_id=1,
                amount=Decimal(1),
                starts_on=date(2026, 3, 27),
                due_on=date(2026, 3, 27),
                effective_on=date(2026, 3, 27),
                made_at=NOW,
                made_by_id=1,
            ),
            "ends_after_start",
        ),
    ],
)
def test_what_cannot_be_true_is_not_stored(
    team: Database, row: Reading | Service | Channel | TargetRecord, constraint: str
) -> None:
    copy = type(row)(**row.model_dump(exclude={"id"}))
    with pytest.raises(IntegrityError, match=constraint):
        team.run_here(lambda session: session.add(copy))


@pytest.mark.parametrize(
    "origin",
    [
        *({"route": route} for route in Route),
        *({"confidence": confidence} for confidence in Confidence),
        {"submitted_by_id": None, "submitted_by_service_id": 1},
    ],
)
def test_every_origin_of_a_reading_can_be_stored(team: Database, origin: dict[str, Any]) -> None:
    number = team.run_here(lambda session: added(session, Reading(**reading_values(**origin))).id)
    kept = team.read_here(lambda session: session.get_one(Reading, number))
    assert {name: getattr(kept, name) for name in origin} == origin


def test_two_workspaces_may_call_a_service_the_same(team: Database) -> None:
    def elsewhere(session: Session) -> None:
        make_service(session, make_person(session, make_workspace(session, "T2"), "Bob"))

    team.run_here(elsewhere)
    services = team.read_here(lambda session: session.exec(select(Service)).all())
    assert [(row.workspace_id, row.name) for row in services] == [(1, "Shelter register"), (2, "Shelter register")]


def added(session: Session, row: Reading) -> Reading:
    session.add(row)
    session.flush()
    return row


def test_a_reading_is_taken_back_once(team: Database) -> None:
    again = Retraction(workspace_id=1, indicator_id=1, reading_id=1, made_at=NOW, made_by_id=1)
    with pytest.raises(IntegrityError):
        team.run_here(lambda session: session.add(again))
