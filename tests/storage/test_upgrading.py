"""What a database of an earlier version held is there in the newest, and as well kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Row, inspect, text
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.db import Database
from storage.tables import metadata
from tests.storage.earlier import copied_database, empty_database, migrate_to

# As those versions wrote it, whatever the tables look like today.
_COMMON = """
INSERT INTO workspace (id, team_id, name, url, bot_user_id, zone, working_days, reminder_at, grace_working_days,
    on_track_gap, at_risk_gap, installed_at)
VALUES (1, 'T1', 'Shelter', '', 'U1', 'Europe/London', '0,1,2,3,4', '09:00:00.000000', 2, 8, 20,
    '2026-03-01T00:00:00.000000Z');
INSERT INTO person (id, workspace_id, user_id, name, zone, locale, is_admin, is_deactivated)
VALUES (1, 1, 'U2', 'Alice', 'Europe/London', 'en-GB', false, false);
INSERT INTO outcome (id, workspace_id, key, created_at, created_by_id)
VALUES (1, 1, 'rough-sleeping', '2026-03-01T00:00:00.000000Z', 1);
INSERT INTO indicator (id, workspace_id, outcome_id, key, created_at, created_by_id)
VALUES (1, 1, 1, 'rough', '2026-03-01T00:00:00.000000Z', 1);
INSERT INTO reading (id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, is_no_data, amount,
    numerator, denominator, typed, note, confidence, as_of_on, route, submitted_at, submitted_by_id, supersedes_id)
VALUES
    (3, 1, 1, '2026-W10', '2026-03-02', '2026-03-08', false, '118.50', NULL, NULL, '118.50', 'by hand', 'unsure',
        '2026-03-08', 'command', '2026-03-09T08:30:00.250000Z', 1, NULL),
    (4, 1, 1, '2026-W10', '2026-03-02', '2026-03-08', false, '117', NULL, NULL, '117', '', NULL,
        '2026-03-08', 'message', '2026-03-09T08:31:00.000000Z', 1, 3),
    (7, 1, 1, '2026-W11', '2026-03-09', '2026-03-15', true, NULL, NULL, NULL, 'n/d', 'the counter was ill', NULL,
        '2026-03-15', 'form', '2026-03-16T09:00:00.000000Z', 1, NULL),
    (8, 1, 1, '2026-W12', '2026-03-16', '2026-03-22', false, '0.62', '31', '50', '31/50', '', 'sure',
        '2026-03-22', 'form', '2026-03-23T09:00:00.000000Z', 1, NULL);
INSERT INTO retraction (id, workspace_id, indicator_id, reading_id, made_at, made_by_id, reason)
VALUES (1, 1, 1, 8, '2026-03-23T09:05:00.000000Z', 1, 'undo');
"""
HELD = {
    "0001": f"""{_COMMON}
INSERT INTO due_reading (id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, owner_id, due_on,
    on_time_until, state, times_asked, grace_extended)
VALUES (1, 1, 1, '2026-W12', '2026-03-16', '2026-03-22', 1, '2026-03-23', '2026-03-24T00:00:00.000000Z', 'due', 0,
    false)
""",
    "0002": f"""{_COMMON}
INSERT INTO due_reading (id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, owner_id, due_on,
    state, times_asked, grace_extended)
VALUES (1, 1, 1, '2026-W12', '2026-03-16', '2026-03-22', 1, '2026-03-23', 'due', 0, false)
""",
}
READINGS = """
SELECT id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, is_no_data, amount, numerator,
    denominator, typed, note, confidence, as_of_on, route, submitted_at, submitted_by_id, supersedes_id
FROM reading ORDER BY id
"""
NEW_READING = """
INSERT INTO reading (id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, is_no_data, amount,
    typed, note, as_of_on, route, submitted_at, submitted_by_id, submitted_by_service_id, supersedes_id)
VALUES (9, 1, 1, '2026-W13', '2026-03-23', '2026-03-29', false, '110', '110', '', '2026-03-29', {route},
    '2026-03-30T08:00:00.000000Z', {person}, {service}, {supersedes})
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=HELD)
def once_upgraded(request: pytest.FixtureRequest, kind: str) -> Iterator[tuple[str, list[Row[Any]]]]:
    """The URL of a database upgraded from that version, to be copied, and the readings that it had before."""
    with empty_database(request, kind, name=f"upgraded_from_{request.param}") as url:
        migrate_to(url, request.param)
        database = Database(url)
        for statement in HELD[request.param].split(";"):
            if statement.strip():
                run(database, statement)
        before = found(database, READINGS)
        database.close()
        assert schema.migrate(url) == (request.param, schema.newest_version())
        yield url, before


@pytest.fixture
def upgraded(
    request: pytest.FixtureRequest, once_upgraded: tuple[str, list[Row[Any]]]
) -> Iterator[tuple[Database, list[Row[Any]]]]:
    """The same as a database of this test's own."""
    original, before = once_upgraded
    with copied_database(request, original) as url:
        database = Database(url)
        yield database, before
        database.close()


def run(database: Database, statement: str) -> None:
    database.run_here(lambda session: session.execute(text(statement)))


def found(database: Database, query: str) -> list[Row[Any]]:
    return database.run_here(lambda session: list(session.execute(text(query)).all()))


def test_every_reading_is_as_it_was(upgraded: tuple[Database, list[Row[Any]]]) -> None:
    database, before = upgraded
    assert [row.id for row in before] == [3, 4, 7, 8]
    assert found(database, READINGS) == before
    assert found(database, "SELECT submitted_by_service_id FROM reading") == [(None,)] * 4


def test_what_points_to_a_reading_still_does(upgraded: tuple[Database, list[Row[Any]]]) -> None:
    database, _ = upgraded
    assert found(database, "SELECT typed FROM retraction JOIN reading ON reading.id = reading_id") == [("31/50",)]
    assert found(database, "SELECT old.typed FROM reading new JOIN reading old ON old.id = new.supersedes_id") == [
        ("118.50",)
    ]
    # A new reading cannot point to one that is not there.
    with pytest.raises(DBAPIError, match=r"FOREIGN KEY|fk_reading_supersedes_id_reading"):
        run(database, NEW_READING.format(route="'command'", person=1, service="NULL", supersedes=99))


@pytest.mark.parametrize("statement", ["UPDATE reading SET note = 'other' WHERE id = 3", "DELETE FROM reading"])
def test_readings_are_still_added_to_only(upgraded: tuple[Database, list[Row[Any]]], statement: str) -> None:
    database, before = upgraded
    with pytest.raises(DBAPIError, match="reading is append-only"):
        run(database, statement)
    assert found(database, READINGS) == before


def test_a_service_can_give_the_next_reading(upgraded: tuple[Database, list[Row[Any]]]) -> None:
    database, _ = upgraded
    run(
        database,
        "INSERT INTO service (id, workspace_id, name, created_at, created_by_id) "
        "VALUES (1, 1, 'Shelter register', '2026-03-30T08:00:00.000000Z', 1)",
    )
    run(database, NEW_READING.format(route="'api'", person="NULL", service=1, supersedes="NULL"))
    assert found(database, "SELECT submitted_by_id, submitted_by_service_id FROM reading WHERE id = 9") == [(None, 1)]


def test_a_reading_is_superseded_again_where_that_was_taken_back(
    upgraded: tuple[Database, list[Row[Any]]],
) -> None:
    database, before = upgraded
    superseded = next(row for row in before if row[-1] is not None)[-1]
    run(database, NEW_READING.format(route="'command'", person="1", service="NULL", supersedes=superseded))
    assert found(database, f"SELECT count(*) FROM reading WHERE supersedes_id = {superseded}") == [(2,)]


@pytest.mark.parametrize(
    ("route", "person", "supersedes", "constraint"),
    [
        ("'telepathy'", "1", "NULL", "route_known"),
        ("'command'", "NULL", "NULL", "one_author"),
        ("'command'", "999", "NULL", "FOREIGN KEY|fk_reading_submitted_by_id_person"),
        ("'command'", "1", "999", "FOREIGN KEY|fk_reading_supersedes_id_reading"),
    ],
)
def test_what_cannot_be_true_is_still_refused(
    upgraded: tuple[Database, list[Row[Any]]], route: str, person: str, supersedes: str, constraint: str
) -> None:
    database, before = upgraded
    with pytest.raises(DBAPIError, match=constraint):
        run(database, NEW_READING.format(route=route, person=person, service="NULL", supersedes=supersedes))
    assert found(database, READINGS) == before


def test_every_condition_of_the_records_is_in_the_database(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in metadata.sorted_tables:
        wanted = {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        assert {each["name"] for each in inspector.get_check_constraints(table.name)} == wanted, table.name


def test_every_partial_index_of_the_records_is_partial_in_the_database(database: Database) -> None:
    inspector = inspect(database.engine)
    dialect = database.engine.dialect.name
    for table in metadata.sorted_tables:
        wanted = {each.name for each in table.indexes if each.dialect_options[dialect]["where"] is not None}
        indexes = inspector.get_indexes(table.name)
        partial = {each["name"] for each in indexes if f"{dialect}_where" in each.get("dialect_options", {})}
        assert partial == wanted, table.name
