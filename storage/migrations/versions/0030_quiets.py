"""Digests can be quiet about an indicator until a day.

Revision 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiet",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "workspace_id", "indicator_id")),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_quiet_workspace_id_workspace")),
        sa.ForeignKeyConstraint(
            ["indicator_id", "workspace_id"],
            ["indicator.id", "indicator.workspace_id"],
            name=op.f("fk_quiet_indicator_id_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id", "workspace_id"],
            ["person.id", "person.workspace_id"],
            name=op.f("fk_quiet_made_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet")),
    )
    op.create_index("ix_quiet_indicator", "quiet", ["indicator_id", "id"])
