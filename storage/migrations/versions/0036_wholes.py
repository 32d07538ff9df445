"""An indicator may be made of others: how, is a part of its definition, and from what a reading of it was worked out is
kept with that. Such a reading is nobody's.

All of it may be empty, so that a process of the version before may go on beside us.

Revision 0036, after 0035.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_ROUTES = ("command", "form", "message", "import", "source", "api", "computed")
_ONE_AUTHOR = (
    "CASE WHEN came_from IS NULL THEN (submitted_by_id IS NULL) <> (submitted_by_service_id IS NULL) "
    "ELSE submitted_by_id IS NULL AND submitted_by_service_id IS NULL END"
)


def upgrade() -> None:
    op.add_column("indicator_definition", sa.Column("made_of", sa.JSON(), nullable=True))
    with _changed("reading") as batch:
        batch.add_column(sa.Column("came_from", sa.JSON(), nullable=True))
        batch.drop_constraint("route_known", type_="check")
        batch.create_check_constraint("route_known", f"route IN ({', '.join(map(repr, _ROUTES))})")
        batch.drop_constraint("one_author", type_="check")
        batch.create_check_constraint("one_author", _ONE_AUTHOR)
    op.create_table(
        "whole_part",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("whole_id", "part_id", "workspace_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_whole_part_workspace_id_workspace")),
        *(
            sa.ForeignKeyConstraint(
                [name, "workspace_id"],
                ["indicator.id", "indicator.workspace_id"],
                name=op.f(f"fk_whole_part_{name}_indicator"),
            )
            for name in ("whole_id", "part_id")
        ),
        sa.CheckConstraint("whole_id <> part_id", name=op.f("ck_whole_part_of_something_else")),
        sa.PrimaryKeyConstraint("whole_id", "part_id", name=op.f("pk_whole_part")),
    )
    op.create_index("ix_whole_part_part", "whole_part", ["part_id"])


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
