"""What the environment last said a workspace's rules are, and the id under which its bot posts.

A start can tell by the first which rules people have changed since, and keeps them; a process that loads a workspace
from the records needs the second to know the bot's own messages.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspace", sa.Column("environment_rules", sa.JSON(), nullable=True))
    op.add_column("workspace", sa.Column("bot_id", sa.String(), nullable=False, server_default=""))
