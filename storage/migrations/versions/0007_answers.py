"""An answer to a direct message is a message of the outbox.

Revision 0007, after 0006.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = ("answer", "reminder", "second_ping", "digest", "notice", "file", "home", "call")


def upgrade() -> None:
    listed = ", ".join(f"'{kind}'" for kind in _KINDS)
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint("kind_known", type_="check")
        batch.create_check_constraint("kind_known", f"kind IN ({listed})")
