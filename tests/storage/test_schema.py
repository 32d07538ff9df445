"""Migrations: repeated, at the same time, failing, killed, and from a future version."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import select

from storage import schema
from storage.db import Database
from storage.tables import DueReading, metadata

# As version 0001 wrote it, whatever the tables look like today.
OF_THE_FIRST_VERSION = """
INSERT INTO workspace (id, team_id, name, url, bot_user_id, zone, working_days, reminder_at, grace_working_days,
    on_track_gap, at_risk_gap, installed_at)
VALUES (1, 'T1', 'Shelter', '', 'U1', 'Europe/London', 'mon-fri', '09:00:00.000000', 2, 8, 20, '2026-03-01 00:00:00');
INSERT INTO person (id, workspace_id, user_id, name, zone, locale, is_admin, is_deactivated)
VALUES (1, 1, 'U2', 'Alice', 'Europe/London', 'en-GB', false, false);
INSERT INTO outcome (id, workspace_id, key, created_at, created_by_id)
VALUES (1, 1, 'rough-sleeping', '2026-03-01 00:00:00', 1);
INSERT INTO indicator (id, workspace_id, outcome_id, key, created_at, created_by_id)
VALUES (1, 1, 1, 'rough', '2026-03-01 00:00:00', 1);
INSERT INTO due_reading (id, workspace_id, indicator_id, period_key, period_first_on, period_last_on, owner_id, due_on,
    on_time_until, state, times_asked, grace_extended)
VALUES (1, 1, 1, '2026-W12', '2026-03-16', '2026-03-22', 1, '2026-03-23', '2026-03-24 00:00:00', 'due', 0, false)
"""
FAILING = '''"""Adds a table and then {how}."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest}"


def upgrade() -> None:
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO half_done (id) VALUES (1)")
    {then}
'''


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    newest = schema.newest_version()
    assert schema.migrate(database_url) == (None, newest)
    assert schema.migrate(database_url) == (newest, newest)


def test_the_migrations_make_what_the_code_expects(database: Database) -> None:
    schema.require_current(database.engine)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_processes_that_start_together_migrate_once(postgres_database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(schema.migrate, [postgres_database] * 4))
    assert sorted(before or "" for before, _ in versions) == ["", *[schema.newest_version()] * 3]


def test_a_database_without_tables_is_refused_with_what_to_do(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(schema.WrongVersion, match=r"has no tables yet.*Run `outcome-bot migrate` first"):
        schema.require_current(database.engine)
    database.close()


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    database.run_here(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '2099'")))
    sentence = "at version 2099, which this program does not know: a newer Outcome Bot wrote it"
    with pytest.raises(schema.WrongVersion, match=sentence):
        schema.require_current(database.engine)
    with pytest.raises(schema.WrongVersion, match=sentence):
        schema.migrate(str(database.url.render_as_string(hide_password=False)))


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations that this test may add to."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "_MIGRATIONS", folder)
    return folder


def add_revision(migrations: Path, *, newest: str, how: str, then: str) -> Path:
    path = migrations / "versions" / "9999_half_done.py"
    path.write_text(FAILING.format(newest=newest, how=how, then=then))
    return path


def tables_of(url: str) -> set[str]:
    database = Database(url)
    names = set(inspect(database.engine).get_table_names())
    database.close()
    return names


def test_what_the_first_version_held_is_there_in_the_newest(database_url: str, migrations: Path) -> None:
    later = [path for path in (migrations / "versions").glob("0*.py") if not path.name.startswith("0001")]
    kept = {path: path.read_text() for path in later}
    for path in later:
        path.unlink()
    assert schema.migrate(database_url) == (None, "0001")
    database = Database(database_url)
    for statement in OF_THE_FIRST_VERSION.split(";"):
        database.run_here(lambda session, statement=statement: session.execute(text(statement)))  # type: ignore[misc]
    for path, content in kept.items():
        path.write_text(content)

    assert schema.migrate(database_url) == ("0001", schema.newest_version())

    (row,) = database.run_here(lambda session: session.exec(select(DueReading)).all())
    assert (row.period_key, row.due_on, row.state) == ("2026-W12", date(2026, 3, 23), "due")
    database.close()


def test_a_migration_that_fails_leaves_nothing_and_can_be_tried_again(migrated_url: str, migrations: Path) -> None:
    newest = schema.newest_version()
    add_revision(migrations, newest=newest, how="fails", then='raise RuntimeError("no")')
    with pytest.raises(RuntimeError):
        schema.migrate(migrated_url)
    assert "half_done" not in tables_of(migrated_url)
    add_revision(migrations, newest=newest, how="works", then="pass")
    shutil.rmtree(migrations / "versions" / "__pycache__", ignore_errors=True)
    assert schema.migrate(migrated_url) == (newest, "9999")
    assert "half_done" in tables_of(migrated_url)


def test_a_migration_that_is_killed_leaves_nothing_and_can_be_tried_again(migrated_url: str, migrations: Path) -> None:
    newest = schema.newest_version()
    add_revision(migrations, newest=newest, how="is killed", then="os.kill(os.getpid(), signal.SIGKILL)")
    program = (
        "import sys; from pathlib import Path; from storage import schema; "
        "schema._MIGRATIONS = Path(sys.argv[1]); schema.migrate(sys.argv[2])"
    )
    root = Path(schema.__file__).parents[1]
    killed = subprocess.run([sys.executable, "-c", program, migrations, migrated_url], cwd=root, check=False)
    assert killed.returncode == -9
    add_revision(migrations, newest=newest, how="works", then="pass")
    shutil.rmtree(migrations / "versions" / "__pycache__", ignore_errors=True)
    assert schema.migrate(migrated_url) == (newest, "9999")


def test_a_sqlite_file_is_copied_before_it_is_migrated(migrated_file: Path, tmp_path: Path, migrations: Path) -> None:
    path = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, path)
    add_revision(migrations, newest=schema.newest_version(), how="works", then="pass")
    schema.migrate(f"sqlite:///{path}")
    assert tables_of(f"sqlite:///{path}.before-9999") == tables_of(f"sqlite:///{path}") - {"half_done"}
