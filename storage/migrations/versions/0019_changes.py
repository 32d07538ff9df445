"""What describes an outcome or an indicator can be changed: whether a change corrects what was written down before, and
since when readings count by the definition of an indicator.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_CORRECTED = ("outcome_definition", "indicator_definition", "baseline", "target")


def upgrade() -> None:
    for table in _CORRECTED:
        # With a default, which a process of the version before this one relies on.
        op.add_column(table, sa.Column("is_correction", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("indicator_definition", sa.Column("begins_at", UTCDateTime(), nullable=True))
