"""How an indicator's movement is looked at: its scale, the rules, and from when on its limits are worked out anew.

All of it may be empty, so that a process of the version before may go on beside us.

Revision 0040, after 0038.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with _changed("indicator_definition") as batch:
        batch.add_column(sa.Column("transform", sa.String(), nullable=True))
        batch.add_column(sa.Column("rule_set", sa.String(), nullable=True))
        batch.add_column(sa.Column("rebases", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("is_rebase", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_check_constraint("transform_known", "transform IN ('sqrt', 'log')")
        batch.create_check_constraint("rule_set_known", "rule_set IN ('two', 'three')")


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
