"""Since when somebody's Slack status has said that they are away.

Revision 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("status_since", UTCDateTime(), nullable=True))
