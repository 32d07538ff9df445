"""What a workspace calls its three colours.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("on_track_word", "at_risk_word", "off_track_word"):
        # With a default, which a process of the version before this one relies on.
        op.add_column("workspace", sa.Column(name, sa.String(), nullable=False, server_default=""))
