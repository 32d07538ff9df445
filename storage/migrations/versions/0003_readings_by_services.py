"""A reading is a person's or a service's.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import ExactDecimal, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_service_created_by_id_person")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_service_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_service_workspace_id_name")),
    )
    # SQLite cannot let a column be empty that could not before: it copies the table, and its triggers go with the old one.
    with op.batch_alter_table("reading", copy_from=_reading_before()) as batch_op:
        batch_op.add_column(sa.Column("submitted_by_service_id", sa.Integer(), nullable=True))
        batch_op.alter_column("submitted_by_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_foreign_key(
            op.f("fk_reading_submitted_by_service_id_service"), "service", ["submitted_by_service_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_reading_one_author"), "(submitted_by_id IS NULL) <> (submitted_by_service_id IS NULL)"
        )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER reading_no_{verb.lower()} BEFORE {verb} ON reading "
                f"BEGIN SELECT RAISE(ABORT, 'reading is append-only'); END"
            )


def _reading_before() -> sa.Table:
    """The table as 0001 made it: what SQLite tells of a table leaves its conditions out."""
    return sa.Table(
        "reading",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("period_key", sa.String(), nullable=False),
        sa.Column("period_first_on", sa.Date(), nullable=False),
        sa.Column("period_last_on", sa.Date(), nullable=False),
        sa.Column("is_no_data", sa.Boolean(), nullable=False),
        sa.Column("amount", ExactDecimal(), nullable=True),
        sa.Column("numerator", ExactDecimal(), nullable=True),
        sa.Column("denominator", ExactDecimal(), nullable=True),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "confidence IS NULL OR confidence IN ('sure', 'fairly', 'unsure')", name=op.f("ck_reading_confidence_known")
        ),
        sa.CheckConstraint(
            "route IN ('command', 'form', 'message', 'import', 'source', 'api')", name=op.f("ck_reading_route_known")
        ),
        sa.CheckConstraint("(amount IS NULL) = is_no_data", name=op.f("ck_reading_value_or_no_data")),
        sa.CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name=op.f("ck_reading_whole_ratio")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_reading_indicator_id_indicator")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["person.id"], name=op.f("fk_reading_submitted_by_id_person")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["reading.id"], name=op.f("fk_reading_supersedes_id_reading")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_reading_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_reading_supersedes_id")),
        sa.Index("ix_reading_indicator_period", "indicator_id", "period_first_on", "id"),
        sa.Index("ix_reading_submitted_by", "submitted_by_id", "id"),
    )
