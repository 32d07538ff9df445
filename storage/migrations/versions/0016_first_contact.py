"""People and channels are told what others did: a welcome, an outcome of theirs, an indicator to keep.

Revision 0016, after 0015.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEMPLATES = (
    *("undeliverable", "not_in_channel", "was_away", "nobody_to_ask", "owner_out_of_sight", "channel_out_of_reach"),
    *("not_hearing", "clock_was_ahead", "welcome", "new_outcome", "answers_for", "new_owner"),
)


def upgrade() -> None:
    listed = ", ".join(f"'{template}'" for template in TEMPLATES)
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint("template_known", type_="check")
        batch.create_check_constraint("template_known", f"template IN ({listed})")
