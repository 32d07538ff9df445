"""Public holidays and days off of a company, and more reasons for which a reminder is held back.

Nobody has chosen a country yet, so from now on people have the public holidays of where their time zone is.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

REASONS = (
    *("nothing_due", "away", "day_off", "do_not_disturb", "asked_enough", "nobody_to_ask", "out_of_sight"),
    *("outside_hours", "recent_message", "moved_zone", "still_sending", "not_running", "put_off", "answered"),
    *("newer_message", "too_late", "no_subscription", "archived", "no_outcomes", "covered_by_next", "locked_out"),
)


def upgrade() -> None:
    # With defaults, which a process of the version before this one relies on.
    for table, name in (("person", "holiday_calendar"), ("workspace", "holiday_calendar"), ("workspace", "days_off")):
        op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))
    listed = ", ".join(f"'{reason}'" for reason in REASONS)
    for table in ("message", "digest_run"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint("skip_reason_known", type_="check")
            batch.create_check_constraint("skip_reason_known", f"skip_reason IN ({listed})")
