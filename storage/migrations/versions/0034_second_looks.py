"""A decision can have a day on which it is asked whether it helped; what is answered, and which digests asked, is kept.

Revision 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("note", sa.Column("look_again_on", sa.Date(), nullable=True))
    op.create_table(
        "second_look",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "workspace_id", "note_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("verdict", "sentence")),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _of_a_workspace("second_look"),
        _within_the_workspace("second_look", "note_id", "note"),
        _within_the_workspace("second_look", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.CheckConstraint(
            "verdict IN ('helped', 'did_not_help', 'too_early')", name=op.f("ck_second_look_verdict_known")
        ),
        sa.CheckConstraint(
            "(verdict = 'too_early') = (look_again_on IS NOT NULL)",
            name=op.f("ck_second_look_looked_at_again_if_too_early"),
        ),
    )
    op.create_index("ix_second_look_note", "second_look", ["note_id", "id"])
    _append_only("second_look")
    op.create_table(
        "decision_asked",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("note_id", "digest_run_id", "workspace_id")),
        _of_a_workspace("decision_asked"),
        _within_the_workspace("decision_asked", "note_id", "note"),
        _within_the_workspace("decision_asked", "digest_run_id", "digest_run"),
        sa.PrimaryKeyConstraint("note_id", "digest_run_id", name=op.f("pk_decision_asked")),
    )
    op.create_index("ix_decision_asked_run", "decision_asked", ["digest_run_id"])


def _of_a_workspace(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_workspace_id_workspace")
    return sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=name)


def _within_the_workspace(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column, "workspace_id"], [f"{parent}.id", f"{parent}.workspace_id"], name=op.f(f"fk_{table}_{column}_{parent}")
    )


def _append_only(table: str) -> None:
    """The triggers of every history, as 0001 and 0009 made them."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # REPLACE would take the row away that is in its way.
        taken = f"SELECT 1 FROM {table} WHERE id = NEW.id"  # noqa: S608  # names of our own
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN "
            f"SELECT RAISE(ABORT, 'UNIQUE {table}.id: {table} is append-only') WHERE EXISTS ({taken}); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    )
