"""A reading beyond a process limit moves a colour at once: what decides that is kept with how an indicator stands.

Revision 0032, after 0031. Every standing is worked out anew, since the rules are others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("standing", sa.Column("is_beyond", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("standing", sa.Column("process", sa.JSON(), nullable=True))
