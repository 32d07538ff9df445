"""What the database itself does not allow."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from bot.domain.decisions import Verdict
from bot.domain.interruptions import Interruption
from bot.domain.readings import Confidence, Route
from bot.domain.resources import ResourceKind
from storage.db import Database
from storage.tables import (
    APPEND_ONLY,
    Channel,
    Closing,
    InterruptionRecord,
    Note,
    Reading,
    ResourcePlan,
    ResourceUse,
    Retraction,
    SecondLook,
    Service,
    TargetRecord,
    metadata,
)
from storage.types import ExactDecimal
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
        note = Note(outcome_id=outcome.outcome_id, text="A decision", **common)
        session.add(note)
        session.flush()
        session.add(SecondLook(note_id=note.id, verdict=Verdict.HELPED, **common))
        counted: dict[str, Any] = common | {"kind": ResourceKind.EFFORT, "unit": "h", "outcome_id": outcome.outcome_id}
        session.add(ResourcePlan(amount=Decimal(60), **counted))
        session.add(ResourceUse(amount=Decimal(60), used_on=date(2026, 3, 27), **counted))
        session.add(Closing(outcome_id=outcome.outcome_id, **common))
        session.add(InterruptionRecord(indicator_id=at.id, kind=Interruption.PAUSED, **common))

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


REPLACING = {
    "sqlite": [
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "REPLACE INTO {0} SELECT * FROM {0}",
        "UPDATE OR REPLACE {0} SET id = id",
        "UPDATE {0} SET rowid = rowid + 100",
        "INSERT INTO {0} SELECT * FROM {0} WHERE true ON CONFLICT (id) DO UPDATE SET workspace_id = 1",
        "INSERT OR IGNORE INTO {0} SELECT * FROM {0}",
    ],
    "postgresql": [
        "TRUNCATE {0} CASCADE",
        "TRUNCATE workspace CASCADE",
        "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (id) DO UPDATE SET workspace_id = 1",
    ],
}


PRAGMAS = {"sqlite": ["recursive_triggers = OFF", "recursive_triggers = ON"], "postgresql": [""]}


def test_history_is_neither_replaced_nor_truncated(team: Database) -> None:
    kind = team.engine.dialect.name
    for table, statement, pragma in product(APPEND_ONLY, REPLACING[kind], PRAGMAS[kind]):
        with pytest.raises(DBAPIError, match="is append-only"):
            team.run_here(execute, statement.format(table), pragma=pragma)


def test_no_row_of_history_gives_way_to_one_with_another_number(team: Database) -> None:
    table, unique = "retraction", "reading_id"
    kind = team.engine.dialect.name
    names = ", ".join(column.name for column in metadata.tables[table].columns if column.name != "id")
    again = f"INTO {table} ({names}) SELECT {names} FROM {table} WHERE {unique} IS NOT NULL"
    replaced = {
        "sqlite": f"INSERT OR REPLACE {again}",
        "postgresql": f"INSERT {again} ON CONFLICT ({unique}) DO UPDATE SET workspace_id = 1",
    }
    for pragma in PRAGMAS[kind]:
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            team.run_here(execute, replaced[kind], pragma=pragma)


def execute(session: Session, statement: str, *, pragma: str = "") -> None:
    if pragma:  # of the connection: what a program of somebody else's sets for itself
        raw = session.connection().connection.dbapi_connection
        assert raw is not None
        raw.execute(f"PRAGMA {pragma}")
    session.execute(text(statement))


AMOUNTS = [
    (table.name, column.name)
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, ExactDecimal)
]
NO_NUMBERS: dict[str, list[str | bytes]] = {
    "sqlite": [
        *("abc", "", " ", "NaN", "nan", "Infinity", "-Infinity", "1e999", "1E5", "0x10", "1_000", "1,5"),
        *("-", "--1", "-.5", ".5", "5.", "1-1", "1.2.3", "+1", " 1", "1 ", "1\n", "１２", "٣", "½", "1\0abc", b"1"),
    ],
    "postgresql": ["NaN", "Infinity", "-Infinity"],
}
NUMBERS = ["0", "-0", "0.00", "-12.50", "118.50", "007", "9" * 60 + "." + "9" * 60]


def test_an_amount_is_a_number(team: Database) -> None:
    assert {table for table, _ in AMOUNTS} == {
        *("baseline", "indicator_definition", "reading", "resource_plan", "resource_use", "standing", "target")
    }
    assert len(AMOUNTS) == 11 + 2 + 2 + 15
    for table, column in AMOUNTS:
        for amount in NO_NUMBERS[team.engine.dialect.name]:
            with pytest.raises(IntegrityError, match=f"ck_{table}_amounts_are_numbers"):
                team.run_here(add_amount, table, column, amount)
        for amount in NUMBERS:
            team.run_here(add_amount, table, column, amount)


def add_amount(session: Session, table: str, column: str, amount: str | bytes) -> None:
    """Add a copy of the table's first row with another amount, past everything that is ours; what there is one of for
    each indicator is changed instead.
    """
    if table == "standing":
        typed = "CAST(:amount AS numeric)" if session.get_bind().dialect.name == "postgresql" else ":amount"
        session.execute(text(f"UPDATE standing SET {column} = {typed} WHERE indicator_id = 1"), {"amount": amount})
        return
    named = metadata.tables[table].columns.keys()
    ratio = {"numerator", "denominator"}
    changed = {each for each in named if each == column or (each in ratio and column in ratio)}
    values = {each: ":amount" if each in changed else each for each in named if each != "id"}
    if table == "reading":
        values["supersedes_id"] = "NULL"
    if session.get_bind().dialect.name == "postgresql":
        values = {each: value.replace(":amount", "CAST(:amount AS numeric)") for each, value in values.items()}
    session.execute(
        text(
            f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {table} WHERE id = 1"
        ),
        {"amount": amount},
    )


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
