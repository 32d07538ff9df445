"""What was to be asked for and was not, since somebody was away or not to be disturbed.

Revision 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_back",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("id", "workspace_id", "due_reading_id", "person_id")
        ),
        sa.Column("because", sa.String(), nullable=False),
        *(sa.Column(name, UTCDateTime(), nullable=False) for name in ("first_at", "last_at")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_held_back_workspace_id_workspace")),
        sa.ForeignKeyConstraint(
            ["due_reading_id", "workspace_id"],
            ["due_reading.id", "due_reading.workspace_id"],
            name=op.f("fk_held_back_due_reading_id_due_reading"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "workspace_id"],
            ["person.id", "person.workspace_id"],
            name=op.f("fk_held_back_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_back")),
        sa.UniqueConstraint("due_reading_id", "person_id", name=op.f("uq_held_back_due_reading_id_person_id")),
        sa.CheckConstraint("because IN ('away', 'do_not_disturb')", name=op.f("ck_held_back_because_known")),
    )
