"""Administrators can be told that the bot does not hear Slack, and that the clock was wrong.

Revision 0011, after 0010.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEMPLATES = (
    "undeliverable",
    "not_in_channel",
    "was_away",
    "nobody_to_ask",
    "owner_out_of_sight",
    "channel_out_of_reach",
    "not_hearing",
    "clock_was_ahead",
)


def upgrade() -> None:
    listed = ", ".join(f"'{template}'" for template in TEMPLATES)
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint("template_known", type_="check")
        batch.create_check_constraint("template_known", f"template IN ({listed})")
