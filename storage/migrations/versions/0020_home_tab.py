"""The Home tab of those who have opened it, and working days of one's own.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_IS_MARKED = sa.text("refresh_at IS NOT NULL")


def upgrade() -> None:
    # Not in a batch: SQLite would copy the table, and a column that may be empty is simply added.
    op.add_column("person", sa.Column("working_days", sa.String(), nullable=True))
    op.create_table(
        "home_tab",
        sa.Column("person_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("first_shown", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("refresh_at", UTCDateTime(), nullable=True),
        sa.Column("is_awaited", sa.Boolean(), nullable=False),
        sa.Column("held_until", UTCDateTime(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("view_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_home_tab_workspace_id_workspace")),
        sa.ForeignKeyConstraint(
            ["person_id", "workspace_id"],
            ["person.id", "person.workspace_id"],
            name=op.f("fk_home_tab_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_home_tab")),
    )
    op.create_index(
        "ix_home_tab_refresh", "home_tab", ["refresh_at"], sqlite_where=_IS_MARKED, postgresql_where=_IS_MARKED
    )
