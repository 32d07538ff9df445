"""What people's Slack status says, when they do not want to be disturbed, and which statuses mean being away.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With defaults, which a process of the version before this one relies on.
    for table, name in (("person", "status_text"), ("person", "status_emoji"), ("workspace", "away_words")):
        op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("is_away_by_status", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("status_until", "undisturbed_from", "undisturbed_until"):
        op.add_column("person", sa.Column(name, UTCDateTime(), nullable=True))
