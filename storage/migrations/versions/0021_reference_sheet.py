"""The reference sheet of an indicator: from where its values are taken, how, and what is known to be wrong with them.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("source", "method", "limitations"):
        # With a default, which a process of the version before this one relies on.
        op.add_column("indicator_definition", sa.Column(name, sa.String(), nullable=False, server_default=""))
