"""Two weeks of rows, as an earlier version wrote them, in a database brought to the newest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Row, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from storage import closings, schema
from storage.db import Database
from storage.tables import APPEND_ONLY, DigestRun, DueReading, Message, Person, Workspace
from tests.storage.earlier import VERSIONS, add_rows, empty_database, make_of_version

Rows = dict[str, list[dict[str, Any]]]
"""Every row of every table as the database holds it, by the table's name."""

COUNTS = {
    "baseline": 1,
    "channel": 6,
    "channel_member": 2,
    "digest_run": 10,
    "digest_subscription": 5,
    "due_reading": 13,
    "heartbeat": 1,
    "indicator": 7,
    "indicator_definition": 7,
    "message": 31,
    "message_item": 15,
    "note": 1,
    "outage": 1,
    "outcome": 5,
    "outcome_definition": 5,
    "ownership": 7,
    "person": 7,
    "reading": 12,
    "retraction": 1,
    "seen_interaction": 1,
    "target": 1,
    "workspace": 1,
}
CHANGED = {("message", "kind"), ("due_reading", "grace_ends_at"), ("person", "next_reminder_at")}
"""Columns that were there before and in which something else may stand now."""

# key, kind, state, template, arguments, why it was not sent, what went wrong
MESSAGES = [
    ("digest:C4:2026-03-29", "digest", "sent", None, {}, None, None, ""),
    ("reminder:UBOB:2026-03-30", "reminder", "sent", None, {}, None, None, ""),
    ("reminder:UALICE:2026-03-30", "reminder", "sent", None, {}, None, None, ""),
    ("reminder:UGRACE:2026-03-30", "reminder", "cancelled", None, {}, "nobody_to_ask", None, ""),
    ("reminder:UCHARLIE:2026-03-30", "reminder", "cancelled", None, {}, "newer_message", None, ""),
    ("second-ping:UBOB:2026-03-31", "second_ping", "expired", None, {}, "too_late", None, ""),
    ("second-ping:UALICE:2026-03-31", "second_ping", "sent", None, {}, None, None, ""),
    ("digest:C1:2026-03-31", "digest", "sent", None, {}, None, None, ""),
    ("digest:C2:2026-03-31", "digest", "dead", None, {}, None, "refused", "is_archived"),
    ("digest:C3:2026-03-31", "digest", "cancelled", None, {}, "no_outcomes", None, ""),
    ("digest:C5:2026-03-31", "digest", "sent", None, {}, None, None, ""),
    ("operator:9:UDANA", "notice", "sent", "undeliverable", {"message": 9}, None, None, ""),
    ("operator:9:UFRIDA", "notice", "sent", "undeliverable", {"message": 9}, None, None, ""),
    (
        "reminder:UCHARLIE:2026-03-31",
        "reminder",
        "dead",
        None,
        {},
        None,
        "refused",
        "cannot_dm_bot: [ERROR] not allowed",
    ),
    ("operator:14:UDANA", "notice", "sent", "undeliverable", {"message": 14}, None, None, ""),
    ("operator:14:UFRIDA", "notice", "dead", "undeliverable", {"message": 14}, None, "refused", "user_not_found"),
    ("second-ping:UBOB:2026-04-01", "second_ping", "sent", None, {}, None, None, ""),
    ("reminder:UDANA:2026-04-01", "reminder", "sent", None, {}, None, None, ""),
    ("second-ping:UDANA:2026-04-02", "second_ping", "sent", None, {}, None, None, ""),
    ("reminder:UBOB:2026-04-06", "reminder", "sent", None, {}, None, None, ""),
    ("reminder:UALICE:2026-04-06", "reminder", "sent", None, {}, None, None, ""),
    ("outage:1:UDANA", "notice", "sent", "was_away", {"outage": 1}, None, None, ""),
    ("outage:1:UFRIDA", "notice", "sent", "was_away", {"outage": 1}, None, None, ""),
    ("reminder:UCHARLIE:2026-04-06", "reminder", "cancelled", None, {}, "answered", None, ""),
    (
        "second-ping:UALICE:2026-04-07",
        "second_ping",
        "queued",
        None,
        {},
        None,
        "not_connected",
        "Cannot connect to host slack.com:443",
    ),
    ("digest:C1:2026-04-07", "digest", "unknown", None, {}, None, "no_answer", "TimeoutError: "),
    ("digest:C2:2026-04-07", "digest", "dead", None, {}, None, "refused", "is_archived"),
    ("digest:C5:2026-04-07", "digest", "sending", None, {}, None, None, ""),
    ("operator:27:UDANA", "notice", "queued", "undeliverable", {"message": 27}, None, "refused", "ratelimited"),
    ("operator:27:UFRIDA", "notice", "unknown", "undeliverable", {"message": 27}, None, "status", "500"),
    ("invitation:C9:UALICE", "notice", "queued", "not_in_channel", {"channel": "C9"}, None, None, ""),
]
# What the program wrote about an attempt that failed, and what stands for it now.
FAILURES = [
    ("channel_not_found", "refused", "channel_not_found"),
    (
        "invalid_blocks: [ERROR] no more than 50 items; [ERROR] no text",
        "refused",
        "invalid_blocks: [ERROR] no more than 50 items; [ERROR] no text",
    ),
    ("status 503", "status", "503"),
    ("too many requests", "status", "429"),
    ("not connected: Cannot connect to host slack.com:443", "not_connected", "Cannot connect to host slack.com:443"),
    (
        "ClientOSError: [Errno 104] Connection reset by peer",
        "no_answer",
        "ClientOSError: [Errno 104] Connection reset by peer",
    ),
    ("CancelledError: ", "no_answer", "CancelledError: "),
    ("unexpected KeyError: 'ts'", "unexpected", "KeyError: 'ts'"),
    ("Slack's answer names no message", "no_address", ""),
    ("its turn came too late", "turn_too_late", ""),
    ("its sender has gone quiet", "sender_gone", ""),
    ("it cannot be put together; see the log", "cannot_render", ""),
    ("three attempts, and Slack never said what became of them", "never_clear", ""),
    ("its history cannot be read (missing_scope)", "unreadable", "missing_scope"),
    ("this process does not know the workspace", "unexpected", "this process does not know the workspace"),
]
OWN_TEXTS = [
    "A message could not be delivered (digest:C2:2026-04-07): status 500.",
    "Outcome Bot was down from Sun 5 April 03:00 to Mon 6 April 13:00 your time. 1 digest was posted late.",
    "Your outcome is saved. Its channel is private and I am not in it. Open the channel and type /invite @Outcome Bot",
]


@dataclass(frozen=True)
class Upgraded:
    """A database of an earlier version, brought to the newest, and what it held before."""

    url: str
    database: Database
    before: Rows


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=VERSIONS)
def upgraded(request: pytest.FixtureRequest, kind: str) -> Iterator[Upgraded]:
    """Shared by the tests, of which none changes anything."""
    with empty_database(request, kind, name="upgraded") as url:
        make_of_version(url, request.param)
        before = all_rows(url)
        assert schema.migrate(url) == (request.param, schema.newest_version())
        database = Database(url)
        yield Upgraded(url, database, before)
        database.close()


def all_rows(url: str) -> Rows:
    database = Database(url)
    with database.engine.connect() as connection:
        inspector = inspect(connection)
        found = {}
        for table in sorted(inspector.get_table_names()):
            numbered = ", ".join(inspector.get_pk_constraint(table)["constrained_columns"])
            rows = connection.execute(text(f"SELECT * FROM {table} ORDER BY {numbered}"))  # its own names
            found[table] = [dict(row) for row in rows.mappings()]
    database.close()
    return found


def column(table: str, name: str, rows: Rows) -> list[Any]:
    return [row[name] for row in rows[table]]


def test_nothing_is_lost_and_nothing_else_is_touched(upgraded: Upgraded) -> None:
    after = all_rows(upgraded.url)

    assert {table: len(rows) for table, rows in after.items()} == {
        **COUNTS,
        "alembic_version": 1,
        "service": 0,
        "method_pause": 0,
        "closing": 0,
        "interruption": 0,
        "absence": 0,
        "handover": 0,
        "held_back": 0,
        "source": 0,
        "quiet": 0,
        "added_line": 0,
        "second_look": 0,
        "resource_plan": 0,
        "resource_use": 0,
        "decision_asked": 0,
        "whole_part": 0,
        "home_tab": 0,
        "standing": COUNTS["indicator"],
        "outcome_spelling": 5,
        "indicator_spelling": 7,
    }
    for table in COUNTS:
        for name in upgraded.before[table][0].keys() & after[table][0].keys():
            if (table, name) not in CHANGED:
                assert column(table, name, after) == column(table, name, upgraded.before), f"{table}.{name}"


def test_everything_about_a_message_lands_in_its_column(upgraded: Upgraded) -> None:
    def read(session: Session) -> list[tuple[Any, ...]]:
        return [
            (
                row.key,
                row.kind,
                row.state,
                row.template,
                row.arguments,
                row.skip_reason,
                row.failure_code,
                row.failure_detail,
            )
            for row in session.exec(select(Message).order_by(col(Message.id)))
        ]

    assert upgraded.database.read_here(read) == MESSAGES


def test_why_a_digest_was_left_out_is_a_reason_now(upgraded: Upgraded) -> None:
    def read(session: Session) -> list[tuple[int, str, str | None]]:
        rows = session.exec(
            select(DigestRun).where(col(DigestRun.skip_reason).is_not(None)).order_by(col(DigestRun.id))
        )
        return [(row.subscription_id, row.nominal_on.isoformat(), row.skip_reason) for row in rows]

    assert upgraded.database.read_here(read) == [(4, "2026-04-05", "covered_by_next"), (3, "2026-04-07", "no_outcomes")]


def test_what_nobody_was_asked_for_has_the_grace_of_its_due_day(upgraded: Upgraded) -> None:
    def read(session: Session) -> list[tuple[str, int, datetime | None]]:
        asked_for = select(DueReading).where(DueReading.state == "due").order_by(col(DueReading.id))
        return [(row.period_key, row.owner_id, row.grace_ends_at) for row in session.exec(asked_for)]

    eve, grace, alice = 4, 5, 1
    wednesday, next_wednesday = datetime(2026, 4, 1, 23, 0, tzinfo=UTC), datetime(2026, 4, 8, 23, 0, tzinfo=UTC)
    assert upgraded.database.read_here(read) == [
        ("2026-W13", eve, wednesday),
        ("2026-W13", grace, wednesday),
        ("2026-W14", alice, next_wednesday),
        ("2026-W14", eve, next_wednesday),
        ("2026-W14", grace, next_wednesday),
    ]


def test_whoever_left_did_when_slack_said_so_and_is_looked_at_anew(upgraded: Upgraded) -> None:
    def read(session: Session) -> dict[str, tuple[datetime | None, bool]]:
        rows = session.exec(select(Person).order_by(col(Person.id)))
        return {row.name: (row.deactivated_at, row.next_reminder_at is not None) for row in rows}

    assert upgraded.database.read_here(read) == {
        "Alice": (None, True),
        "Bob": (None, False),
        "Charlie": (None, True),
        "Eve": (datetime(2026, 3, 24, 9, 30, tzinfo=UTC), True),
        "Grace": (datetime(2026, 3, 30, 8, 0, tzinfo=UTC), True),
        "Dana": (None, False),
        "Frida": (None, False),
    }


def test_what_only_a_start_can_know_is_empty(upgraded: Upgraded) -> None:
    workspace = upgraded.database.read_here(lambda session: session.get_one(Workspace, 1))
    assert (workspace.bot_user_id, workspace.bot_id, workspace.environment_rules) == ("UBOT", "", None)
    assert (workspace.week_starts_on, workspace.fiscal_year_starts_in) == (0, 1)
    assert column("outage", "told_at", all_rows(upgraded.url)) == [None]


def test_what_people_name_is_kept_as_it_is_compared(upgraded: Upgraded) -> None:
    after = all_rows(upgraded.url)
    assert [tuple(row.values()) for row in after["outcome_spelling"]] == [
        (1, 1, 1, "rough-sleeping", "fewer people sleep rough in our borough"),
        (2, 1, 2, "health", "nobody waits for a doctor"),
        (3, 1, 3, "old-house", "the old house is let"),
        (4, 1, 4, "volunteers", "volunteers stay"),
        (5, 1, 5, "neighbours", "neighbours know us"),
    ]
    assert [(row["definition_id"], row["key"], row["name"]) for row in after["indicator_spelling"]] == [
        (1, "rough", "people sleeping rough"),
        (2, "meals", "meals served"),
        (3, "calls", "calls answered"),
        (4, "beds", "beds free"),
        (5, "visits", "street visits"),
        (6, "flats", "flats found"),
        (7, "days", "days until seen"),
    ]


@pytest.mark.parametrize("statement", ["UPDATE {table} SET workspace_id = 1", "DELETE FROM {table}"])
def test_history_is_still_added_to_only(upgraded: Upgraded, statement: str) -> None:
    for table in (each for each in APPEND_ONLY if each in COUNTS):
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            run(upgraded.database, statement.format(table=table))
    assert {table: len(rows) for table, rows in all_rows(upgraded.url).items()}.items() >= COUNTS.items()


def test_tables_are_those_of_a_database_made_today(
    upgraded: Upgraded, kind: str, request: pytest.FixtureRequest
) -> None:
    with empty_database(request, kind, name="fresh") as url:
        schema.migrate(url)
        fresh = Database(url)
        assert structure(upgraded.database) == structure(fresh)
        fresh.close()


def test_upgrading_again_changes_nothing(upgraded: Upgraded) -> None:
    after = all_rows(upgraded.url)
    newest = schema.newest_version()

    assert schema.migrate(upgraded.url) == (newest, newest)
    assert all_rows(upgraded.url) == after


def test_every_failure_that_was_written_down_has_a_code(database_url: str) -> None:
    said = [*FAILURES, *((words, None, "") for words in OWN_TEXTS)]
    make_of_version(database_url, "0002")
    add_rows(database_url, "".join(map(failing_notice, range(100, 200), (words for words, _, _ in said))))
    schema.migrate(database_url)

    database = Database(database_url)
    rows = run(database, "SELECT failure_code, failure_detail FROM message WHERE id >= 100 ORDER BY id")
    assert [tuple(row) for row in rows] == [(code, detail) for _, code, detail in said]
    database.close()


def test_only_somebody_of_whom_slack_told_nothing_has_no_locale(database_url: str) -> None:
    make_of_version(database_url, "0002")
    add_rows(
        database_url,
        "INSERT INTO person (id, workspace_id, user_id, name, zone, locale, is_admin, is_deactivated) "
        "VALUES (8, 1, 'UERIN', '', 'Europe/London', 'en-US', false, false);\n",
    )
    schema.migrate(database_url)

    database = Database(database_url)
    rows = run(database, "SELECT user_id, locale FROM person WHERE id >= 7 ORDER BY id")
    assert [tuple(row) for row in rows] == [("UFRIDA", "en-GB"), ("UERIN", "")]
    database.close()


def test_however_many_there_are_each_newest_name_is_kept(database_url: str) -> None:
    many = range(100, 2_350)
    make_of_version(database_url, "0002")
    add_rows(
        database_url,
        "".join(
            "INSERT INTO outcome (id, workspace_id, key, created_at, created_by_id) VALUES "
            f"({number}, 1, 'o{number}', '2026-03-24T09:30:00.000000Z', 1);\n"
            "INSERT INTO outcome_definition (id, workspace_id, outcome_id, statement, why, channel_id, accountable_id, "
            "effective_on, made_at, made_by_id, reason) VALUES "
            + ", ".join(
                f"({number + later}, 1, {number}, '{statement}', '', 1, 1, '2026-03-24', "
                "'2026-03-24T09:30:00.000000Z', 1, '')"
                for later, statement in ((0, "Before"), (10_000, f"ΝΎΧΤΕΣ {number}"))
            )
            + ";\n"
            for number in many
        ),
    )
    schema.migrate(database_url)

    database = Database(database_url)
    rows = run(database, "SELECT definition_id, name FROM outcome_spelling WHERE outcome_id >= 100 ORDER BY outcome_id")
    assert [tuple(row) for row in rows] == [(number + 10_000, f"νύχτεσ {number}") for number in many]
    database.close()


def failing_notice(number: int, words: str) -> str:
    """The statement that adds a notice about digest 27, with these words in the column that all of it shared."""
    quoted = words.replace("'", "''")
    return (
        "INSERT INTO message (id, workspace_id, key, kind, priority, person_id, planned_for, state, ready_at, "
        "attempts, ambiguous, absent_reads, error, created_at, refresh_attempts) VALUES "
        f"({number}, 1, 'operator:27:U{number}', 'operator', 1, 6, '2026-04-07T08:00:00.000000Z', 'queued', "
        f"'2026-04-07T08:00:00.000000Z', 0, 0, 0, '{quoted}', '2026-04-07T08:00:00.000000Z', 0);\n"
    )


def run(database: Database, statement: str) -> list[Row[Any]]:
    def execute(session: Session) -> list[Row[Any]]:
        result = session.execute(text(statement))
        return list(result.all()) if result.returns_rows else []  # type: ignore[attr-defined]  # a cursor result

    return database.run_here(execute)


def structure(database: Database) -> dict[str, dict[str, list[str]]]:
    """What the database says of its tables, less the order in which it says it."""
    inspector = inspect(database.engine)
    return {
        table: {
            "columns": in_order(inspector.get_columns(table)),
            "key": in_order([inspector.get_pk_constraint(table)]),
            "references": in_order(inspector.get_foreign_keys(table)),
            "unique": in_order(inspector.get_unique_constraints(table)),
            "conditions": in_order(inspector.get_check_constraints(table)),
            "indexes": in_order(inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
    } | {"triggers": {"all": triggers(database)}}


def in_order(found: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted(", ".join(f"{key}={in_words(each[key])}" for key in sorted(each)) for each in found)


def in_words(value: Any) -> str:
    if isinstance(value, dict):  # what one kind of database alone knows, the condition of an index for one
        return str({key: str(inner) for key, inner in sorted(value.items())})
    return str(value)


def triggers(database: Database) -> list[str]:
    if database.is_sqlite:
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    return sorted(row[0] for row in run(database, query))


def test_what_may_end_is_looked_at_after_the_upgrade_and_what_is_closed_is_not(database_url: str) -> None:
    make_of_version(database_url, "0002")
    add_rows(
        database_url,
        """
INSERT INTO outcome_definition (id, workspace_id, outcome_id, statement, why, channel_id, accountable_id, starts_on,
    ends_on, parent_id, effective_on, made_at, made_by_id, reason)
VALUES (900, 1, 1, 'x', '', 1, 1, NULL, '2026-04-30', NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, ''),
    (901, 1, 3, 'x', '', 1, 1, NULL, '2026-04-30', NULL, '2026-03-24', '2026-03-24T09:30:00.000000Z', 1, '');
""",
    )
    schema.migrate(database_url)
    database = Database(database_url)
    now = datetime(2026, 4, 8, tzinfo=UTC)
    looked_at = database.run_here(lambda session: [row.id for row in closings.take_ending(session, now=now, limit=9)])
    database.close()
    assert looked_at == [1]
