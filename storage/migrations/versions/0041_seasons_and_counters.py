"""A path may have the shape of the year before. The readings of an indicator may be those of a counter, and one of them
the first after it began again from zero.

Revision 0041, after 0038.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_KNOWN = {
    ("indicator_definition", "combine"): ("last", "sum", "mean", "min", "max", "ratio", "counter"),
    ("target", "path"): ("straight", "milestones", "steps", "delayed", "seasonal"),
}


def upgrade() -> None:
    op.add_column("reading", sa.Column("is_reset", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    for (table, column), values in _KNOWN.items():
        with _changed(table) as batch:
            batch.drop_constraint(f"{column}_known", type_="check")
            batch.create_check_constraint(f"{column}_known", f"{column} IN ({', '.join(map(repr, values))})")


@contextmanager
def _changed(table: str) -> Iterator[BatchOperations]:
    """SQLite copies the table, and its triggers go with the old one: they are made anew."""
    find = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table ORDER BY rowid")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    triggers = list(op.get_bind().scalars(find, {"table": table})) if is_sqlite else []
    with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
        yield batch
    for trigger in triggers:
        op.execute(trigger)
