"""The numbers of each outcome stand below a digest.

Revision 0031, after 0030.
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TEMPLATES = (
    *("undeliverable", "not_in_channel", "was_away", "nobody_to_ask", "owner_out_of_sight", "channel_out_of_reach"),
    *("not_hearing", "clock_was_ahead", "welcome", "new_outcome", "answers_for", "new_owner", "outcome_closed"),
    *("indicator_interrupted", "handover_offered", "handover_answered", "handover_took_effect", "missing", "asked_for"),
    *("welcome_back", "asked_about", "question_answered", "digest_off", "outcome_below"),
)


def upgrade() -> None:
    listed = ", ".join(f"'{template}'" for template in TEMPLATES)
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint("template_known", type_="check")
        batch.create_check_constraint("template_known", f"template IN ({listed})")
