"""What people name is kept in the form in which names are compared.

Those that are there are folded here: 100,000 take a few seconds, and nobody has to wait for them afterwards. What a
process of the version before adds meanwhile has nothing kept; it is folded whenever somebody looks for a name.

Revision 0013, after 0012.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOST_COMPARED = 200
BATCH = 1_000


def upgrade() -> None:
    for what, text in (("outcome", "statement"), ("indicator", "name")):
        spelling = _add_table(what)
        _fill(spelling, what, text)


def _add_table(what: str) -> sa.Table:
    table = f"{what}_spelling"
    return op.create_table(
        table,
        sa.Column(f"{what}_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            [f"{what}_id", "workspace_id"],
            [f"{what}.id", f"{what}.workspace_id"],
            name=op.f(f"fk_{table}_{what}_id_{what}"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id_workspace")),
        sa.PrimaryKeyConstraint(f"{what}_id", name=op.f(f"pk_{table}")),
    )


def _fill(spelling: sa.Table, what: str, text: str) -> None:
    bind = op.get_bind()
    following = sa.text(
        f"SELECT thing.id, thing.workspace_id, definition.id AS definition_id, thing.key, definition.{text} AS name "  # noqa: S608  # names of our own
        f"FROM {what} AS thing JOIN {what}_definition AS definition ON definition.id = "
        f"(SELECT max(id) FROM {what}_definition WHERE {what}_id = thing.id) "
        "WHERE thing.id > :last ORDER BY thing.id LIMIT :batch"
    )
    last = 0
    while rows := bind.execute(following, {"last": last, "batch": BATCH}).all():
        bind.execute(
            spelling.insert(),
            [
                {
                    f"{what}_id": row.id,
                    "workspace_id": row.workspace_id,
                    "definition_id": row.definition_id,
                    "key": _as_compared(row.key),
                    "name": _as_compared(row.name),
                }
                for row in rows
            ],
        )
        last = rows[-1].id


def _as_compared(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MOST_COMPARED]).casefold()[:MOST_COMPARED]
