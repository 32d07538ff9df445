"""Whether a reading is late follows from its due day and where its owner is now.

The end of that day was also kept from when it was planned, and the two told apart after a journey.

Revision 0002, after 0001.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("due_reading", "on_time_until")
