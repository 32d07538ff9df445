"""On which day weeks begin in a workspace, and in which month its fiscal year does.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With defaults, which a process of the version before this one relies on.
    op.add_column("workspace", sa.Column("week_starts_on", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("workspace", sa.Column("fiscal_year_starts_in", sa.Integer(), nullable=False, server_default="1"))
