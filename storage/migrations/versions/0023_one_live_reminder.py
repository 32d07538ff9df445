"""Reminders whose open items have moved are taken away; a due reading can be put off by whoever is asked for it; and it
is known when somebody who answers for outcomes is next told what is missing.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_TEMPLATES = (
    "undeliverable",
    "not_in_channel",
    "was_away",
    "nobody_to_ask",
    "owner_out_of_sight",
    "channel_out_of_reach",
    "not_hearing",
    "clock_was_ahead",
    "welcome",
    "new_outcome",
    "answers_for",
    "new_owner",
    "outcome_closed",
    "indicator_interrupted",
    "handover_offered",
    "handover_answered",
    "handover_took_effect",
    "missing",
    "asked_for",
)
_REASONS = (
    "nothing_due",
    "asked_enough",
    "nobody_to_ask",
    "out_of_sight",
    "outside_hours",
    "recent_message",
    "moved_zone",
    "still_sending",
    "not_running",
    "put_off",
    "answered",
    "newer_message",
    "too_late",
    "no_subscription",
    "archived",
    "no_outcomes",
    "covered_by_next",
    "locked_out",
)


def upgrade() -> None:
    op.add_column("message", sa.Column("withdrawn_at", UTCDateTime(), nullable=True))
    op.add_column("due_reading", sa.Column("put_off_until", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("next_note_at", UTCDateTime(), nullable=True))
    is_set = sa.text("next_note_at IS NOT NULL")
    op.create_index("ix_person_next_note", "person", ["next_note_at"], sqlite_where=is_set, postgresql_where=is_set)
    with op.batch_alter_table("message", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint("template_known", type_="check")
        batch.create_check_constraint("template_known", f"template IN ({_listed(_TEMPLATES)})")
        batch.drop_constraint("skip_reason_known", type_="check")
        batch.create_check_constraint("skip_reason_known", f"skip_reason IN ({_listed(_REASONS)})")
    with op.batch_alter_table("digest_run", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint("skip_reason_known", type_="check")
        batch.create_check_constraint("skip_reason_known", f"skip_reason IN ({_listed(_REASONS)})")


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)
