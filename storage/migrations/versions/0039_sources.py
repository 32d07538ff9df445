"""Systems from which readings are fetched, and why one could not be.

Revision 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_REASONS = (
    "'address_wrong', 'inside', 'unknown_host', 'no_connection', 'untrusted', 'timed_out', 'too_large', 'redirected', "
    "'status', 'not_readable', 'place_wrong', 'nothing_there', 'several', 'no_value', 'not_understood', 'doubted', "
    "'measured_otherwise', 'secret_lost', 'not_taken', 'cut_short'"
)
_USED = "used_since IS NOT NULL AND ended_at IS NULL"


def upgrade() -> None:
    op.create_table(
        "source",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "workspace_id", "indicator_id")),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("used_since", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("tried_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("period_key", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_source_workspace_id_workspace")),
        *(
            sa.ForeignKeyConstraint(
                [column, "workspace_id"],
                [f"{table}.id", f"{table}.workspace_id"],
                name=op.f(f"fk_source_{column}_{table}"),
            )
            for column, table in (
                ("indicator_id", "indicator"),
                ("service_id", "service"),
                ("made_by_id", "person"),
                ("ended_by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.CheckConstraint("kind IN ('json', 'csv')", name=op.f("ck_source_kind_known")),
        sa.CheckConstraint(f"outcome IN ({_REASONS})", name=op.f("ck_source_outcome_known")),
        sa.CheckConstraint("(header = '') = (sealed_secret IS NULL)", name=op.f("ck_source_a_secret_for_its_header")),
        sa.CheckConstraint("next_try_at IS NULL OR period_key IS NOT NULL", name=op.f("ck_source_tried_for_a_period")),
        sa.CheckConstraint("used_since IS NOT NULL OR next_try_at IS NULL", name=op.f("ck_source_tried_while_used")),
    )
    for name, column, where in (
        ("ix_source_used", "indicator_id", _USED),
        ("ix_source_next_try", "next_try_at", "next_try_at IS NOT NULL"),
        ("ix_source_only_tried", "made_at", "used_since IS NULL"),
    ):
        op.create_index(
            name,
            "source",
            [column],
            unique=name == "ix_source_used",
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.add_column("due_reading", sa.Column("fetching_until", UTCDateTime(), nullable=True))
    op.add_column("due_reading", sa.Column("fetch_status", sa.Integer(), nullable=True))
    # With its condition at once: SQLite takes none later, and its table of due readings would have to be copied.
    known = f"CONSTRAINT ck_due_reading_not_fetched_known CHECK (not_fetched IN ({_REASONS}))"
    op.execute(f"ALTER TABLE due_reading ADD COLUMN not_fetched VARCHAR {known}")
