"""A reading may be superseded more than once: what took its place may have been taken back. And a reading keeps the links
to the files that came with it.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ONCE = "SELECT RAISE(ABORT, 'UNIQUE reading.supersedes_id: reading is append-only')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        op.drop_constraint(op.f("uq_reading_supersedes_id"), "reading", type_="unique")
        op.add_column("reading", sa.Column("evidence", sa.JSON(), nullable=True))
    op.create_index("ix_reading_supersedes", "reading", ["supersedes_id"])


def _on_sqlite() -> None:
    """SQLite copies the table, and its triggers go with the old one."""
    triggers = op.get_bind().scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reading' ORDER BY rowid")
    )
    before = list(triggers)
    with op.batch_alter_table("reading", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint(op.f("uq_reading_supersedes_id"), type_="unique")
        batch.add_column(sa.Column("evidence", sa.JSON(), nullable=True))
    for trigger in before:
        op.execute(_without_its_uniqueness(trigger))


def _without_its_uniqueness(trigger: str) -> str:
    start = trigger.find(_ONCE)
    return trigger if start < 0 else trigger[:start] + trigger[trigger.index("; ", start) + 2 :]
