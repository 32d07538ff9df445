"""An outcome has what is planned and used for it, in money and effort.

Revision 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import IS_A_NUMBER, ExactDecimal, UTCDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('money', 'effort')"


def upgrade() -> None:
    _create_plan()
    _create_use()


def _create_plan() -> None:
    table = "resource_plan"
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "workspace_id", "outcome_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "unit")),
        sa.Column("amount", ExactDecimal(), nullable=True),
        sa.Column("input_id", sa.Integer(), nullable=True),
        sa.Column("input_rule", sa.String(), nullable=True),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _of_a_workspace(table),
        _within_the_workspace(table, "outcome_id", "outcome"),
        _within_the_workspace(table, "input_id", "indicator"),
        _within_the_workspace(table, "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_plan")),
        sa.CheckConstraint(_KINDS, name=op.f("ck_resource_plan_kind_known")),
        sa.CheckConstraint(
            "input_rule IN ('adds_up', 'running_total')", name=op.f("ck_resource_plan_input_rule_known")
        ),
        sa.CheckConstraint("(input_id IS NULL) = (input_rule IS NULL)", name=op.f("ck_resource_plan_input_has_a_rule")),
        _a_number(table),
    )
    op.create_index("ix_resource_plan_outcome", table, ["outcome_id", "id"])
    _append_only(table)


def _create_use() -> None:
    table = "resource_use"
    # PostgreSQL wants the index first to which it points, and SQLite adds no key to a table that is there.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    to_itself = [_within_the_workspace(table, "supersedes_id", table)] if is_sqlite else []
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "workspace_id", "outcome_id")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "unit")),
        sa.Column("amount", ExactDecimal(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("is_taken_back", sa.Boolean(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _of_a_workspace(table),
        _within_the_workspace(table, "outcome_id", "outcome"),
        _within_the_workspace(table, "made_by_id", "person"),
        *to_itself,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_use")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_resource_use_supersedes_id")),
        sa.CheckConstraint(_KINDS, name=op.f("ck_resource_use_kind_known")),
        sa.CheckConstraint(
            "NOT is_taken_back OR supersedes_id IS NOT NULL", name=op.f("ck_resource_use_something_taken_back")
        ),
        _a_number(table),
    )
    op.create_index("ix_resource_use_outcome", table, ["outcome_id", "id"])
    op.create_index(op.f("ix_resource_use_id_workspace_id"), table, ["id", "workspace_id"], unique=True)
    if not is_sqlite:
        name = op.f("fk_resource_use_supersedes_id_resource_use")
        op.create_foreign_key(name, table, table, ["supersedes_id", "workspace_id"], ["id", "workspace_id"])
    _append_only(table)


def _a_number(table: str) -> sa.CheckConstraint:
    is_a_number = IS_A_NUMBER[op.get_bind().dialect.name]
    return sa.CheckConstraint(is_a_number("amount"), name=op.f(f"ck_{table}_amounts_are_numbers"))


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
