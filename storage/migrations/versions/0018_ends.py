"""Outcomes are closed with a result, and taken up again; indicators are paused until a day, retired and brought back, and
handed over to whoever says yes. It is kept who did so, and why.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0018"
down_revision = "0017"
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
)
_ANSWERS = ("open", "accepted", "declined", "withdrawn", "lapsed")
_RESULTS = ("achieved", "partly", "not_achieved", "dropped")


_INTERRUPTIONS = ("paused", "resumed", "retired", "brought_back")


def upgrade() -> None:
    _create_closing()
    _create_interruption()
    _create_handover()
    op.add_column("indicator", sa.Column("paused_until", sa.Date(), nullable=True))
    op.add_column("indicator", sa.Column("resume_at", UTCDateTime(), nullable=True))
    is_set = sa.text("resume_at IS NOT NULL")
    op.create_index("ix_indicator_resume", "indicator", ["resume_at"], sqlite_where=is_set, postgresql_where=is_set)
    listed = _listed(_TEMPLATES)
    with op.batch_alter_table("message", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint("template_known", type_="check")
        batch.create_check_constraint("template_known", f"template IN ({listed})")


def _create_closing() -> None:
    op.create_table(
        "closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _of_a_workspace("closing"),
        _within_the_workspace("closing", "outcome_id", "outcome"),
        _within_the_workspace("closing", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
        sa.CheckConstraint(f"result IN ({_listed(_RESULTS)})", name=op.f("ck_closing_result_known")),
    )
    op.create_index("ix_closing_outcome", "closing", ["outcome_id", "id"])
    _append_only("closing")


def _create_interruption() -> None:
    op.create_table(
        "interruption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _of_a_workspace("interruption"),
        _within_the_workspace("interruption", "indicator_id", "indicator"),
        _within_the_workspace("interruption", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interruption")),
        sa.CheckConstraint(f"kind IN ({_listed(_INTERRUPTIONS)})", name=op.f("ck_interruption_kind_known")),
    )
    op.create_index("ix_interruption_indicator", "interruption", ["indicator_id", "id"])
    _append_only("interruption")


def _create_handover() -> None:
    op.create_table(
        "handover",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("id", "workspace_id", "indicator_id", "from_id", "to_id", "offered_by_id")
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("offered_at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        *(sa.Column(name, UTCDateTime(), nullable=True) for name in ("answered_at", "takes_effect_at", "returns_at")),
        _of_a_workspace("handover"),
        _within_the_workspace("handover", "indicator_id", "indicator"),
        *(_within_the_workspace("handover", column, "person") for column in ("from_id", "to_id", "offered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.CheckConstraint(f"answer IN ({_listed(_ANSWERS)})", name=op.f("ck_handover_answer_known")),
        sa.CheckConstraint("takes_effect_at IS NULL OR answer = 'open'", name=op.f("ck_handover_waits_while_open")),
    )
    for name, column, where, unique in (
        ("ix_handover_open", "indicator_id", "answer = 'open'", True),
        ("ix_handover_takes_effect", "takes_effect_at", "takes_effect_at IS NOT NULL", False),
        ("ix_handover_returns", "returns_at", "returns_at IS NOT NULL", False),
    ):
        only = sa.text(where)
        op.create_index(name, "handover", [column], unique=unique, sqlite_where=only, postgresql_where=only)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


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
