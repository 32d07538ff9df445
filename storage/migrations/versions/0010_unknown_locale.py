"""A person whose language Slack has not told has no locale, instead of American English.

A number that reads otherwise in another language is asked about as long as that is so. Whoever Slack has been asked
about keeps the locale on record: it is theirs.

Revision 0010, after 0009.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE person SET locale = '' WHERE profile_read_at IS NULL")
