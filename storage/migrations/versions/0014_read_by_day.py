"""What digests and lists ask for has an index: due readings by day and by state, outcomes by their channel and person.

Without them each digest goes through all that ever fell due.

Revision 0014, after 0013.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_due_reading_day": ("due_reading", ["indicator_id", "due_on"]),
    "ix_due_reading_state": ("due_reading", ["indicator_id", "state", "settled_at"]),
    "ix_outcome_definition_channel": ("outcome_definition", ["channel_id"]),
    "ix_outcome_definition_accountable": ("outcome_definition", ["accountable_id"]),
}


def upgrade() -> None:
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)
