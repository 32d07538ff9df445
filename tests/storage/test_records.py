"""What the database itself does not allow."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from storage.db import Database
from storage.tables import APPEND_ONLY, Channel, Note, Reading, Retraction, TargetRecord
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace

NOW = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)


@pytest.fixture
def team(database: Database) -> Database:
    """One outcome, one indicator with a baseline and a target, one reading taken back, one note."""

    def arrange(session: Session) -> None:
        workspace = make_workspace(session)
        alice = make_person(session, workspace, "alice")
        make_channel(session, workspace)
        outcome = make_outcome(session, alice)
        at = make_indicator(
            session, alice, outcome, baseline=("120", date(2026, 3, 1)), target=("60", date(2026, 12, 31))
        )
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
    team: Database, row: Reading | Channel | TargetRecord, constraint: str
) -> None:
    copy = type(row)(**row.model_dump(exclude={"id"}))
    with pytest.raises(IntegrityError, match=constraint):
        team.run_here(lambda session: session.add(copy))


def test_a_reading_is_taken_back_once(team: Database) -> None:
    again = Retraction(workspace_id=1, indicator_id=1, reading_id=1, made_at=NOW, made_by_id=1)
    with pytest.raises(IntegrityError):
        team.run_here(lambda session: session.add(again))
