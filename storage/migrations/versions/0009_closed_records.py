"""What no program of ours writes, the database refuses: other workspaces' rows, amounts that are no numbers, replacing.

A row points to rows of its own workspace only. Text is an amount only where it is a number. History cannot be replaced
either (SQLite's REPLACE deletes without a DELETE trigger) nor truncated.

Revision 0009, after 0008.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from storage.schema import WrongVersion

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REFERENCES = {
    "channel_member": {"channel_id": "channel"},
    "service": {"created_by_id": "person"},
    "outcome": {"created_by_id": "person"},
    "indicator": {"outcome_id": "outcome", "created_by_id": "person"},
    "digest_subscription": {"channel_id": "channel", "changed_by_id": "person"},
    "outcome_definition": {
        "outcome_id": "outcome",
        "channel_id": "channel",
        "accountable_id": "person",
        "parent_id": "outcome",
        "made_by_id": "person",
    },
    "indicator_definition": {"indicator_id": "indicator", "made_by_id": "person"},
    "ownership": {
        "indicator_id": "indicator",
        "owner_id": "person",
        "backup_id": "person",
        "made_by_id": "person",
    },
    "baseline": {"indicator_id": "indicator", "made_by_id": "person"},
    "target": {"indicator_id": "indicator", "made_by_id": "person"},
    "reading": {
        "indicator_id": "indicator",
        "submitted_by_id": "person",
        "submitted_by_service_id": "service",
        "supersedes_id": "reading",
    },
    "retraction": {"indicator_id": "indicator", "reading_id": "reading", "made_by_id": "person"},
    "note": {"outcome_id": "outcome", "made_by_id": "person"},
    "due_reading": {"indicator_id": "indicator", "owner_id": "person"},
    "digest_run": {"subscription_id": "digest_subscription"},
    "message": {
        "person_id": "person",
        "channel_id": "channel",
        "digest_run_id": "digest_run",
        "thread_of_id": "message",
        "replaced_by_id": "message",
    },
    "message_item": {"message_id": "message", "due_reading_id": "due_reading"},
}
"""By table, the columns that point to another, and to which."""

AMOUNTS = {
    "baseline": ("amount", "numerator", "denominator"),
    "target": ("amount", "numerator", "denominator", "low", "high"),
    "reading": ("amount", "numerator", "denominator"),
}

APPEND_ONLY = {
    "outcome_definition": (),
    "indicator_definition": (),
    "ownership": (),
    "baseline": (),
    "target": (),
    "reading": ("supersedes_id",),
    "retraction": ("reading_id",),
    "note": (),
}
"""The history, and what beside the id is unique in it."""


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    is_a_number = _is_a_number_in_text if is_sqlite else _is_finite
    _refuse_what_could_not_be_kept(is_a_number)
    for table in sorted({parent for references in REFERENCES.values() for parent in references.values()}):
        op.create_index(op.f(f"ix_{table}_id_workspace_id"), table, ["id", "workspace_id"], unique=True)
    for table, references in REFERENCES.items():
        with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
            for column, parent in references.items():
                name = op.f(f"fk_{table}_{column}_{parent}")
                batch.drop_constraint(name, type_="foreignkey")
                batch.create_foreign_key(name, parent, [column, "workspace_id"], ["id", "workspace_id"])
            if table in AMOUNTS:
                name = op.f(f"ck_{table}_amounts_are_numbers")
                batch.create_check_constraint(name, _all(is_a_number, AMOUNTS[table]))
    for table, unique in APPEND_ONLY.items():
        if is_sqlite:
            _close_on_sqlite(table, unique)
        else:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
            )


def _close_on_sqlite(table: str, unique: tuple[str, ...]) -> None:
    """All triggers anew: those that there were went with the table that was copied."""
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    # REPLACE would take the rows away that are in its way, whichever of their keys it is.
    taken = "".join(
        f"SELECT RAISE(ABORT, 'UNIQUE {table}.{column}: {table} is append-only') WHERE EXISTS ({_of_new(table, column)}); "
        for column in ("id", *unique)
    )
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {taken}END")


def _of_new(table: str, column: str) -> str:
    return f"SELECT 1 FROM {table} WHERE {column} = NEW.{column}"  # noqa: S608  # names of our own


def _refuse_what_could_not_be_kept(is_a_number: Callable[[str], str]) -> None:
    """Raises WrongVersion for rows that somebody has written by hand, before anything is changed."""
    wrong = []
    for table, references in REFERENCES.items():
        for column, parent in references.items():
            other = f"{parent} AS other ON other.id = {table}.{column}"
            count = _count(f"{table} JOIN {other} WHERE other.workspace_id <> {table}.workspace_id")
            if count:
                wrong.append(f"{column} points to another workspace in {count} rows of {table}")
    for table, columns in AMOUNTS.items():
        count = _count(f"{table} WHERE NOT ({_all(is_a_number, columns)})")
        if count:
            wrong.append(f"an amount is no number in {count} rows of {table}")
    if wrong:
        raise WrongVersion(
            f"The database holds what Outcome Bot never writes: {'; '.join(wrong)}. Correct these rows, and migrate again."
        )


def _count(rows: str) -> int:
    return int(op.get_bind().execute(sa.text(f"SELECT count(*) FROM {rows}")).scalar_one())  # noqa: S608  # as above


def _all(is_a_number: Callable[[str], str], columns: tuple[str, ...]) -> str:
    return " AND ".join(map(is_a_number, columns))


def _is_a_number_in_text(column: str) -> str:
    return (
        f"({column} IS NULL OR typeof({column}) = 'text' AND length({column}) = length(CAST({column} AS BLOB)) "
        f"AND ({column} GLOB '[0-9]*' OR {column} GLOB '-[0-9]*') AND substr({column}, 2) NOT GLOB '*[^0-9.]*' "
        f"AND {column} NOT GLOB '*.*.*' AND {column} NOT GLOB '*.')"
    )


def _is_finite(column: str) -> str:
    return f"({column} - {column} = 0)"
