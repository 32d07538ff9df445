"""Who is a guest, what is archived, and when Slack was last asked about a person or a channel.

What was learned before stays, and counts as old news until Slack has been asked again.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REASONS = (
    "nothing_due",
    "asked_enough",
    "nobody_to_ask",
    "out_of_sight",
    "outside_hours",
    "recent_message",
    "moved_zone",
    "still_sending",
    "not_running",
    "answered",
    "newer_message",
    "too_late",
    "no_subscription",
    "archived",
    "no_outcomes",
    "covered_by_next",
    "locked_out",
)
CODES = (
    "refused",
    "status",
    "not_connected",
    "no_answer",
    "unexpected",
    "no_address",
    "turn_too_late",
    "sender_gone",
    "cannot_render",
    "never_clear",
    "sight_uncertain",
    "unreadable",
)
TEMPLATES = (
    "undeliverable",
    "not_in_channel",
    "was_away",
    "nobody_to_ask",
    "owner_out_of_sight",
    "channel_out_of_reach",
)


def upgrade() -> None:
    op.add_column("person", sa.Column("is_guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("asked_at", UTCDateTime(), nullable=True))
    op.add_column("person", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("channel", sa.Column("is_archived", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("channel", sa.Column("asked_at", UTCDateTime(), nullable=True))
    op.add_column("channel", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    _allow("message", "template", TEMPLATES)
    _allow("message", "skip_reason", REASONS)
    _allow("message", "failure_code", CODES)
    _allow("digest_run", "skip_reason", REASONS)


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(f"{column}_known", type_="check")
        batch.create_check_constraint(f"{column}_known", f"{column} IN ({listed})")
