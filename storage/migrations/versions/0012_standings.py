"""How each indicator stands is kept, and the database sees to it that what is out of date is known to be.

Rows for the indicators that there are begin as out of date: the bot works them out while it runs. A process of the
version before this one, which does not keep them up, leaves them out of date as well.

Revision 0012, after 0011.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import ExactDecimal, UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STATES = (
    *("closed", "paused", "no_data", "achieved", "not_achieved", "stale", "no_target", "no_baseline"),
    *("met", "too_early", "off_track", "at_risk", "on_track"),
)
_NUMBERS = (
    *(
        f"{value}_{part}"
        for value in ("value", "previous", "decided")
        for part in ("amount", "numerator", "denominator")
    ),
    *("progress", "expected", "gap", "outside", "needed_per_period", "achieved_per_period"),
)
_HISTORY = ("reading", "retraction", "baseline", "target", "indicator_definition")
"""Tables of whose rows each belongs to the indicator in its column `indicator_id`, and changes how that one stands."""
_IS_MISSED = "NEW.state = 'missed'"
_WAS_MISSED = f"({_IS_MISSED}) <> (OLD.state = 'missed')"
_OF_DUE_READINGS = (
    ("due_reading_outdates", "UPDATE OF state", _WAS_MISSED),
    ("new_due_reading_outdates", "INSERT", _IS_MISSED),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _create_table(_is_a_number_in_text if dialect == "sqlite" else _is_finite)
    op.execute(f"INSERT INTO standing ({_COLUMNS}) SELECT {_new_row('indicator')} FROM indicator")  # noqa: S608  # our own
    (_watch_on_sqlite if dialect == "sqlite" else _watch_on_postgresql)()


def _create_table(is_a_number: Callable[[str], str]) -> None:
    one_of = ", ".join(f"'{state}'" for state in _STATES)
    columns: list[sa.Column[Any]] = [
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("revision", "changes", "seen", "rules", "on_track_gap", "at_risk_gap")
        ),
        sa.Column("last_given_at", UTCDateTime(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.Column("then_state", sa.String(), nullable=True),
        sa.Column("latest_key", sa.String(), nullable=True),
        *_of_type(sa.Date(), "latest_first_on", "latest_last_on"),
        *_of_type(ExactDecimal(), *_NUMBERS[:9]),
        *_of_type(sa.Date(), "speaks_for", "as_of"),
        sa.Column("colour", sa.String(), nullable=True),
        *_of_type(sa.Date(), "since", "colours_from"),
        *_of_type(ExactDecimal(), *_NUMBERS[9:]),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("readings_in_a_row", "readings_met", "readings_received")
        ),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column("before_latest", sa.JSON(), nullable=True),
    ]
    op.create_table(
        "standing",
        *columns,
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_standing_workspace_id_workspace")),
        sa.ForeignKeyConstraint(
            ["indicator_id", "workspace_id"],
            ["indicator.id", "indicator.workspace_id"],
            name=op.f("fk_standing_indicator_id_indicator"),
        ),
        sa.PrimaryKeyConstraint("indicator_id", name=op.f("pk_standing")),
        *(
            sa.CheckConstraint(f"{column} IN ({one_of})", name=op.f(f"ck_standing_{column}_known"))
            for column in ("state", "then_state", "colour")
        ),
        sa.CheckConstraint(" AND ".join(map(is_a_number, _NUMBERS)), name=op.f("ck_standing_amounts_are_numbers")),
    )
    op.create_index(
        "ix_standing_outdated",
        "standing",
        ["indicator_id"],
        sqlite_where=sa.text("changes <> seen"),
        postgresql_where=sa.text("changes <> seen"),
    )


def _of_type(type_: Any, *names: str) -> Iterable["sa.Column[Any]"]:
    return [sa.Column(name, type_, nullable=True) for name in names]


def _new_row(of: str) -> str:
    return f"{of}.id, {of}.workspace_id, 0, 1, 0, 0, 0, 0, 'no_data', 0, 0, 0, false"


_COLUMNS = (
    "indicator_id, workspace_id, revision, changes, seen, rules, on_track_gap, at_risk_gap, state, readings_in_a_row, "
    "readings_met, readings_received, is_stale"
)
_OUTDATE = "UPDATE standing SET changes = changes + 1 WHERE indicator_id = NEW.indicator_id"
_INSERT_NEW = f"INSERT INTO standing ({_COLUMNS}) VALUES ({_new_row('NEW')})"  # noqa: S608  # names of our own


def _watch_on_sqlite() -> None:
    op.execute(f"CREATE TRIGGER indicator_stands AFTER INSERT ON indicator BEGIN {_INSERT_NEW}; END")
    for table in _HISTORY:
        op.execute(f"CREATE TRIGGER {table}_outdates AFTER INSERT ON {table} BEGIN {_OUTDATE}; END")
    for name, happens, condition in _OF_DUE_READINGS:
        op.execute(f"CREATE TRIGGER {name} AFTER {happens} ON due_reading WHEN {condition} BEGIN {_OUTDATE}; END")
    op.execute(
        "CREATE TRIGGER standing_by_hand AFTER UPDATE ON standing WHEN NEW.revision = OLD.revision AND NEW.changes = OLD.changes "
        f"BEGIN {_OUTDATE}; END"
    )


def _watch_on_postgresql() -> None:
    _create_function("indicator_stands", f"{_INSERT_NEW};")
    op.execute(
        "CREATE TRIGGER indicator_stands AFTER INSERT ON indicator FOR EACH ROW EXECUTE FUNCTION indicator_stands()"
    )
    _create_function("outdate_standing", f"{_OUTDATE};")
    for table in _HISTORY:
        op.execute(
            f"CREATE TRIGGER {table}_outdates AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION outdate_standing()"
        )
    for name, happens, condition in _OF_DUE_READINGS:
        op.execute(
            f"CREATE TRIGGER {name} AFTER {happens} ON due_reading FOR EACH ROW "
            f"WHEN ({condition}) EXECUTE FUNCTION outdate_standing()"
        )
    op.execute(
        "CREATE TRIGGER standing_by_hand AFTER UPDATE ON standing FOR EACH ROW "
        "WHEN (NEW.revision = OLD.revision AND NEW.changes = OLD.changes) EXECUTE FUNCTION outdate_standing()"
    )


def _create_function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$")


def _is_a_number_in_text(column: str) -> str:
    return (
        f"({column} IS NULL OR typeof({column}) = 'text' AND length({column}) = length(CAST({column} AS BLOB)) "
        f"AND ({column} GLOB '[0-9]*' OR {column} GLOB '-[0-9]*') AND substr({column}, 2) NOT GLOB '*[^0-9.]*' "
        f"AND {column} NOT GLOB '*.*.*' AND {column} NOT GLOB '*.')"
    )


def _is_finite(column: str) -> str:
    return f"({column} - {column} = 0)"
