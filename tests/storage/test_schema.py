"""Migrations: repeated, at the same time, failing, killed, and from a future version."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from storage import schema
from storage.db import Database
from storage.tables import metadata

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
    database.claim_file(may_create=True)
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
