"""Whoever answers for outcomes gets a report of their own, a look at a digest and a line in it, and is asked to close
what has come to its end.

Revision 0033, after 0032.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TEMPLATES = (
    *("undeliverable", "not_in_channel", "was_away", "nobody_to_ask", "owner_out_of_sight", "channel_out_of_reach"),
    *("not_hearing", "clock_was_ahead", "welcome", "new_outcome", "answers_for", "new_owner", "outcome_closed"),
    *("indicator_interrupted", "handover_offered", "handover_answered", "handover_took_effect", "missing", "asked_for"),
    *("welcome_back", "asked_about", "question_answered", "digest_off", "outcome_below"),
    *("weekly_report", "digest_preview", "closing_proposed"),
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    listed = ", ".join(f"'{template}'" for template in TEMPLATES)
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint("template_known", type_="check")
        batch.create_check_constraint("template_known", f"template IN ({listed})")
    for name in ("wants_report", "wants_preview"):
        op.add_column("person", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("person", sa.Column("next_preview_at", UTCDateTime(), nullable=True))
    _index("ix_person_next_preview", "person", "next_preview_at")
    op.add_column("outcome", sa.Column("next_proposal_at", UTCDateTime(), nullable=True))
    op.add_column("outcome", sa.Column("proposed_for", sa.Date(), nullable=True))
    _index("ix_outcome_next_proposal", "outcome", "next_proposal_at")
    _look_at_what_may_end()
    _create_added_line()


def _index(name: str, table: str, column: str) -> None:
    is_set = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=is_set, postgresql_where=is_set)


def _look_at_what_may_end() -> None:
    """Everything that is open and was ever given an end is looked at once; the planning step knows when it is next."""
    outcome = sa.table("outcome", sa.column("id"), sa.column("closed_at"), sa.column("next_proposal_at", UTCDateTime()))
    definition = sa.table("outcome_definition", sa.column("outcome_id"), sa.column("ends_on"))
    may_end = sa.select(definition.c.outcome_id).where(definition.c.ends_on.is_not(None))
    op.execute(
        outcome.update()
        .where(outcome.c.closed_at.is_(None), outcome.c.id.in_(may_end))
        .values(next_proposal_at=LONG_AGO)
    )


def _create_added_line() -> None:
    op.create_table(
        "added_line",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "workspace_id", "channel_id", "person_id")),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("meant_for_on", sa.Date(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("digest_run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_added_line_workspace_id_workspace")),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id", "workspace_id"],
                [f"{table}.id", f"{table}.workspace_id"],
                name=op.f(f"fk_added_line_{table}_id_{table}"),
            )
            for table in ("channel", "person", "digest_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_line")),
    )
    is_open = sa.text("digest_run_id IS NULL")
    op.create_index(
        "ix_added_line_open",
        "added_line",
        ["channel_id", "person_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
