"""A note may be evidence, may lead to the conversation it comes from and be about one indicator, and may take the place
of another one: a remark that turns out to be a decision.

All of it may be empty, so that a process of the version before may add notes beside us.

Revision 0017, after 0016.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KINDS = ("remark", "decision", "evidence", "override")


def upgrade() -> None:
    op.create_index(op.f("ix_note_id_workspace_id"), "note", ["id", "workspace_id"], unique=True)
    with _changed("note") as batch:
        batch.add_column(sa.Column("link", sa.String(), nullable=True))
        batch.add_column(sa.Column("indicator_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("supersedes_id", sa.Integer(), nullable=True))
        for column, table in (("indicator_id", "indicator"), ("supersedes_id", "note")):
            name = op.f(f"fk_note_{column}_{table}")
            batch.create_foreign_key(name, table, [column, "workspace_id"], ["id", "workspace_id"])
        batch.drop_constraint("kind_known", type_="check")
        batch.create_check_constraint("kind_known", f"kind IN ({', '.join(map(repr, _KINDS))})")
    op.create_index("ix_note_indicator", "note", ["indicator_id", "id"])
    op.create_index("ix_note_supersedes", "note", ["supersedes_id"])


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
