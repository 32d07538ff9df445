"""Who is away until when; and people are told what was done meanwhile.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TEMPLATES = (
    *("undeliverable", "not_in_channel", "was_away", "nobody_to_ask", "owner_out_of_sight", "channel_out_of_reach"),
    *("not_hearing", "clock_was_ahead", "welcome", "new_outcome", "answers_for", "new_owner", "outcome_closed"),
    *("indicator_interrupted", "handover_offered", "handover_answered", "handover_took_effect", "missing", "asked_for"),
    "welcome_back",
)


def upgrade() -> None:
    op.create_table(
        "absence",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "workspace_id", "person_id")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_on", "until_on")),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("welcomed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_absence_workspace_id_workspace")),
        sa.ForeignKeyConstraint(
            ["person_id", "workspace_id"],
            ["person.id", "person.workspace_id"],
            name=op.f("fk_absence_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.CheckConstraint("source IN ('declared', 'status')", name=op.f("ck_absence_source_known")),
        sa.CheckConstraint("first_on <= until_on", name=op.f("ck_absence_ends_after_it_begins")),
    )
    op.create_index("ix_absence_person", "absence", ["person_id", "until_on"])
    listed = ", ".join(f"'{template}'" for template in TEMPLATES)
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint("template_known", type_="check")
        batch.create_check_constraint("template_known", f"template IN ({listed})")
