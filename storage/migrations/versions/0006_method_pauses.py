"""Methods of Slack's that are not called for a while, so that a restart and other processes know it.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "method_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_method_pause_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_method_pause")),
        sa.UniqueConstraint(
            "workspace_id", "method", "subject", name=op.f("uq_method_pause_workspace_id_method_subject")
        ),
    )
