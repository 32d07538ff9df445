"""A reading may be superseded more than once: what took its place may have been taken back. It keeps the links to the
files that came with it, and the history of an indicator is found in the order in which it was given. An indicator may
have a lowest and a highest value.

Revision 0015, after 0014.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

from storage.types import ExactDecimal

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ONCE = "SELECT RAISE(ABORT, 'UNIQUE reading.supersedes_id: reading is append-only')"
_BOUNDS = ("lowest", "highest")


def upgrade() -> None:
    with _changed("reading") as batch:
        batch.drop_constraint(op.f("uq_reading_supersedes_id"), type_="unique")
        batch.add_column(sa.Column("evidence", sa.JSON(), nullable=True))
    op.create_index("ix_reading_supersedes", "reading", ["supersedes_id"])
    op.create_index("ix_reading_given", "reading", ["indicator_id", "submitted_at", "id"])
    is_a_number = _is_a_number_in_text if op.get_bind().dialect.name == "sqlite" else _is_finite
    with _changed("indicator_definition") as batch:
        for name in _BOUNDS:
            batch.add_column(sa.Column(name, ExactDecimal(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_indicator_definition_amounts_are_numbers"), " AND ".join(map(is_a_number, _BOUNDS))
        )


@contextmanager
def _changed(table: str) -> Iterator[BatchOperations]:
    """SQLite copies the table, and its triggers go with the old one: they are made anew."""
    find = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table ORDER BY rowid")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    triggers = list(op.get_bind().scalars(find, {"table": table})) if is_sqlite else []
    with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
        yield batch
    for trigger in triggers:
        op.execute(_without_uniqueness(trigger))


def _without_uniqueness(trigger: str) -> str:
    start = trigger.find(_ONCE)
    return trigger if start < 0 else trigger[:start] + trigger[trigger.index("; ", start) + 2 :]


def _is_a_number_in_text(column: str) -> str:
    return (
        f"({column} IS NULL OR typeof({column}) = 'text' AND length({column}) = length(CAST({column} AS BLOB)) "
        f"AND ({column} GLOB '[0-9]*' OR {column} GLOB '-[0-9]*') AND substr({column}, 2) NOT GLOB '*[^0-9.]*' "
        f"AND {column} NOT GLOB '*.*.*' AND {column} NOT GLOB '*.')"
    )


def _is_finite(column: str) -> str:
    return f"({column} - {column} = 0)"
