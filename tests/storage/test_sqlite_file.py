"""A SQLite file on the disk: where it is, whom it belongs to, and that one process has it, whatever it is called."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from storage import schema, scratch, sqlite_file
from storage.backup import back_up, note_start
from storage.db import Database
from storage.sqlite_file import CannotOpen, InUse
from storage.tables import Channel
from tests.make import make_channel, make_workspace

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder, in which others may do what they like by default."""
    before = os.umask(0)
    path = tmp_path / "folder"
    path.mkdir(0o777)
    yield path
    os.umask(before)


@pytest.fixture
def file(folder: Path, migrated_file: Path) -> Path:
    """A database that others on the machine may open, as earlier versions have left it."""
    path = folder / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, path)
    path.chmod(0o644)
    return path


def modes(folder: Path) -> dict[str, str]:
    return {each.name: oct(stat.S_IMODE(each.stat().st_mode)) for each in folder.iterdir()}


@pytest.mark.parametrize("name", ["project #1", "a%20b", "what?", 'it\'s 100 % "Ü"'])
def test_everything_means_the_same_file_whatever_its_folder_is_called(
    name: str, tmp_path: Path, migrated_file: Path
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(migrated_file, folder / "bot.sqlite3")
    url = f"sqlite:///{folder}/bot.sqlite3"
    database = Database(url)
    database.claim_file()
    database.run_here(lambda session: make_channel(session, make_workspace(session), "C1"))
    database.run_here(note_start, generation_file=folder / "bot.sqlite3.generation", now=NOW)

    assert database.read_here(lambda session: session.exec(select(Channel.channel_id)).all()) == ["C1"]
    with scratch.session(database, now=NOW) as session:
        assert session.exec(select(Channel.channel_id)).all() == ["C1"]
    back_up(url, folder / "copy ?#%")
    with closing(sqlite3.connect(folder / "copy ?#%")) as copy:
        assert copy.execute("SELECT channel_id FROM channel").fetchall() == [("C1",)]
    assert schema.migrate(url)[0] == schema.newest_version()
    beside = {"-wal", "-shm", ".lock", ".generation"}
    assert {each.name for each in folder.iterdir()} == {"bot.sqlite3", "copy ?#%"} | {f"bot.sqlite3{x}" for x in beside}
    assert [each.name for each in tmp_path.iterdir()] == [name]
    database.close()


def test_a_file_is_made_only_by_whoever_may_and_a_folder_by_nobody(folder: Path) -> None:
    database = Database(f"sqlite:///{folder}/new.sqlite3")
    with pytest.raises(CannotOpen, match=f"There is no database at {folder}/new.sqlite3. Run this where the bot runs"):
        database.claim_file()
    assert list(folder.iterdir()) == []
    assert database.claim_file(may_create=True) is True
    database.close()
    again = Database(f"sqlite:///{folder}/new.sqlite3")
    assert again.claim_file(may_create=True) is False
    again.close()
    mistyped = Database(f"sqlite:///{folder}/flder/new.sqlite3")
    with pytest.raises(CannotOpen, match=f"There is no folder {folder}/flder. Make it first, or mend DATABASE_URL."):
        mistyped.claim_file(may_create=True)
    with pytest.raises(CannotOpen, match="There is no folder"):
        schema.migrate(f"sqlite:///{folder}/flder/new.sqlite3")
    mistyped.close()
    assert sorted(modes(folder)) == ["new.sqlite3", "new.sqlite3.lock"]


def test_what_is_no_file_is_not_opened(folder: Path) -> None:
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "loose").symlink_to("nowhere/db")
    sentences = {
        "sub": "sub is a folder. Set DATABASE_URL to a file in it: sqlite:////",
        "pipe": "pipe is no file on a disk. Set DATABASE_URL to another name.",
        "loose": f"There is no folder {folder}/nowhere. Make it first, or mend DATABASE_URL.",
        "x" * 300: "cannot be made: File name too long. Check DATABASE_URL.",
    }
    for name, sentence in sentences.items():
        database = Database(f"sqlite:///{folder}/{name}")
        with pytest.raises(CannotOpen) as raised:
            database.claim_file(may_create=True)
        assert sentence in str(raised.value)
        database.close()


@pytest.mark.skipif(sys.platform != "linux", reason="takes a file system on which nobody may make a file")
def test_a_place_where_no_file_can_be_made_is_said_in_a_sentence() -> None:
    database = Database("sqlite:////sys/outcome-bot.sqlite3")
    with pytest.raises(CannotOpen, match=r"/sys/outcome-bot.sqlite3 cannot be made: (Perm|Oper|Read-only)"):
        database.claim_file(may_create=True)
    database.close()


def test_a_lock_that_cannot_be_written_is_said_in_a_sentence(file: Path) -> None:
    (file.parent / "outcome-bot.sqlite3.lock").mkdir()
    database = Database(f"sqlite:///{file}")
    with pytest.raises(CannotOpen, match=r"cannot be written: Is a directory\. The bot writes to the file and"):
        database.claim_file()
    database.close()


def test_everything_is_its_owners_alone_from_the_moment_it_is_made(folder: Path) -> None:
    path = folder / "outcome-bot.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.claim_file(may_create=True)
    schema.migrate(f"sqlite:///{path}")
    database.run_here(make_workspace)
    database.run_here(note_start, generation_file=sqlite_file.beside(path, ".generation"), now=NOW)
    back_up(f"sqlite:///{path}", folder / "copy")
    assert modes(folder) == dict.fromkeys(
        (
            "copy",
            "outcome-bot.sqlite3",
            "outcome-bot.sqlite3-shm",
            "outcome-bot.sqlite3-wal",
            "outcome-bot.sqlite3.generation",
            "outcome-bot.sqlite3.lock",
        ),
        "0o600",
    )
    database.close()


def test_what_an_earlier_version_left_open_to_others_is_closed(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    for ending in (".lock", ".generation", ".before-0004"):
        sqlite_file.beside(file, ending).touch(0o644)
    (file.parent / "outcome-bot.sqlite3-notes.txt").touch(0o644)
    schema.migrate(f"sqlite:///{file}")
    assert modes(file.parent) == {
        "outcome-bot.sqlite3": "0o600",
        "outcome-bot.sqlite3.lock": "0o600",
        "outcome-bot.sqlite3.generation": "0o600",
        "outcome-bot.sqlite3.before-0004": "0o600",
        "outcome-bot.sqlite3-notes.txt": "0o644",
    }
    assert f"Others on this machine could open {file}. Now its owner alone can." in caplog.messages


# One process has it.

HOLD = """
import sys
from storage.db import Database
database = Database("sqlite:///" + sys.argv[1])
database.claim_file()
database.run_here(lambda session: None)
print("mine", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has locks that go with the file")
def test_no_second_process_gets_the_file_by_another_name_or_without_the_lock_file(file: Path) -> None:
    folder = file.parent
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        (folder / "soft").symlink_to(file)
        os.link(file, folder / "hard")
        (folder / "round").symlink_to(folder)
        (folder / "outcome-bot.sqlite3.lock").unlink()
        for name in ("outcome-bot.sqlite3", "soft", "hard", "round/outcome-bot.sqlite3"):
            with pytest.raises(InUse, match="Another Outcome Bot process is using"):
                sqlite_file.Claim(Path(f"{folder}/{name}").resolve())
        other.communicate("")
    (folder / "hard").unlink()
    database = Database(f"sqlite:///{folder}/soft")
    database.claim_file()
    database.close()


def test_a_file_that_was_replaced_under_a_running_bot_is_still_its_own(file: Path) -> None:
    running, second = Database(f"sqlite:///{file}"), Database(f"sqlite:///{file}")
    running.claim_file()
    shutil.copy(file, file.with_name("new"))
    file.with_name("new").replace(file)
    with pytest.raises(InUse):
        second.claim_file()
    running.close()
    second.claim_file()
    second.close()


def test_a_file_with_two_names_is_not_served(file: Path) -> None:
    """After a crash what was committed last is found beside one of the names only."""
    os.link(file, file.with_name("hard"))
    database = Database(f"sqlite:///{file}")
    with pytest.raises(CannotOpen, match=r"has a second name \(a hard link\).* Remove the other name"):
        database.claim_file()
    file.with_name("hard").unlink()
    database.claim_file()
    database.close()


def test_a_claim_that_fails_leaves_nothing_locked(file: Path) -> None:
    os.link(file, file.with_name("hard"))
    for _ in range(2):
        with pytest.raises(CannotOpen, match="second name"):
            sqlite_file.Claim(file)
    file.with_name("hard").unlink()
    sqlite_file.Claim(file).release()


def test_another_programs_database_is_not_touched(folder: Path) -> None:
    path = folder / "other.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    with pytest.raises(schema.WrongVersion, match=r"another program's database\. Set DATABASE_URL to a file"):
        schema.migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipe",)]
