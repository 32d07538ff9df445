"""Where the database is, over the command line: a slip makes no second database, and is said in a sentence."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.bots import Bots

COMMANDS = ("run", "migrate", "plan", "restored", "backup")


def arguments(command: str, tmp_path: Path) -> list[str]:
    return [command, str(tmp_path / "copy")] if command == "backup" else [command]


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> None:
    """No lines of the log beside the sentences."""
    for name in {"on_sqlite", "on_postgres"} & set(request.fixturenames):
        request.getfixturevalue(name).settings["LOG_LEVEL"] = "WARNING"


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_path_with_a_slip_makes_no_folder_and_no_database(
    on_sqlite: Bots, command: str, tmp_path: Path
) -> None:
    before = names_in(tmp_path)
    where = f"{tmp_path}/slip/outcome-bot.sqlite3"
    status, said, errors = await on_sqlite.run(*arguments(command, tmp_path), DATABASE_URL=f"sqlite:///{where}")
    assert (status, said) == (1, "")
    assert errors == (
        f"There is no folder {tmp_path}/slip. Make it first, or mend DATABASE_URL.\n"
        if command in ("run", "migrate")
        else f"There is no database at {where}. Run this where the bot runs, or set DATABASE_URL.\n"
    )
    assert names_in(tmp_path) == before


@pytest.mark.parametrize("command", ["run", "plan", "backup"])
async def test_what_is_no_database_of_the_bots_is_said_in_a_sentence(
    on_sqlite: Bots, command: str, tmp_path: Path
) -> None:
    words, other = tmp_path / "words", tmp_path / "other"
    words.write_text("not a database " * 100)
    words.chmod(0o644)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    other.chmod(0o644)
    for path in (words, other, tmp_path):
        status, said, errors = await on_sqlite.run(*arguments(command, tmp_path), DATABASE_URL=f"sqlite:///{path}")
        assert (status, said) == (1, "")
        assert errors.count("\n") == 1, errors
        assert str(path) in errors or "file is not a database" in errors or "another program's database" in errors
        assert path.is_dir() or stat.S_IMODE(path.stat().st_mode) == 0o644
    assert words.read_text() == "not a database " * 100
    assert not (tmp_path / "copy").exists()


async def test_a_first_start_makes_the_database_and_says_so(on_sqlite: Bots, tmp_path: Path) -> None:
    folder = tmp_path / "project #1 %20?"
    folder.mkdir()
    path = folder / "outcome-bot.sqlite3"
    # As a file of secrets holds it, and as Windows ends a line.
    settings = {"DATABASE_URL": f'"sqlite:///{path}"\r\n', "SLACK_BOT_TOKEN": f"{on_sqlite.playground.bot_token}\n"}
    on_sqlite.settings["LOG_LEVEL"] = " INFO\n"
    process = await on_sqlite.start("run", **settings)
    assert f"There was no database at {path}: a new, empty one has been made." in process.transcript()
    assert {oct(stat.S_IMODE(each.stat().st_mode)) for each in folder.iterdir()} == {"0o600"}
    copy = folder / "copy"
    assert await on_sqlite.run("backup", str(copy), **settings) == (0, f"Copied to {copy}.\n", "")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM workspace").fetchone() == (1,)
    assert (await on_sqlite.run("plan", **settings))[::2] == (0, "")
    await on_sqlite.stop(process)
    again = await on_sqlite.start("run", **settings)
    assert "a new, empty one" not in again.transcript()
    assert [name for name in names_in(tmp_path) if name.startswith("project")] == [folder.name]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?foo=bar", "DATABASE_URL has the option “foo”, which PostgreSQL does not know; leave it out."),
        (
            "?sslmode=maybe",
            "The database cannot be reached. Check DATABASE_URL. It says: connection is bad: invalid sslmode",
        ),
        ("?connect_timeout=soon", "The database cannot be reached. Check DATABASE_URL. It says: bad value for connect"),
        ("-gone", "The database cannot be reached. Check DATABASE_URL. It says: connection failed: "),
    ],
)
async def test_a_database_that_will_not_have_us_is_said_in_a_sentence(
    on_postgres: Bots, query: str, problem: str
) -> None:
    for command in ("worker", "plan"):
        status, _, errors = await on_postgres.run(command, DATABASE_URL=f"{on_postgres.database_url}{query}")
        assert status == 1
        assert errors.startswith(problem)
        assert errors.count("\n") == 1, errors


async def test_a_database_that_may_only_be_read_says_so_itself(on_postgres: Bots) -> None:
    address = f"{on_postgres.database_url}?options=-c%20default_transaction_read_only%3Don"
    status, _, errors = await on_postgres.run("migrate", DATABASE_URL=address)
    assert (status, errors.count("\n")) == (1, 1)
    assert errors.startswith("The database refuses what the bot asks of it. It says: cannot execute CREATE TABLE in a ")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://sesame-user:open-sesame@127.0.0.1:9/nothing",
        "postgresql://nobody@127.0.0.1:9/nothing?password=open-sesame",
        "postgresql://nobody:open-sesame@s@127.0.0.1:9/nothing",
        "postgresql://nobody:s@open-sesame@nowhere/nothing",
        "postgresql://nobody:open-sesame/nothing",
        "postgres//nobody:open-sesame@127.0.0.1/nothing",
    ],
)
async def test_no_password_is_printed_whatever_the_address_looks_like(on_sqlite: Bots, address: str) -> None:
    status, said, errors = await on_sqlite.run("worker", DATABASE_URL=address, LOG_LEVEL="DEBUG")
    assert (status, said) == (1, "")
    assert "DATABASE_URL" in errors
    assert "open-sesame" not in errors


async def test_a_secret_in_the_wrong_setting_is_not_printed(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run(
        "run", PORT="xoxb-open-sesame", LOG_LEVEL="xapp-open-sesame", DEFAULT_ZONE="postgres://me:open-sesame@host/db"
    )
    assert status == 1
    assert [line.split(" is ")[0] for line in errors.splitlines()] == ["DEFAULT_ZONE", "PORT", "LOG_LEVEL"]
    assert "open-sesame" not in errors
