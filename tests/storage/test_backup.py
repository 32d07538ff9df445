"""Copies of a SQLite file: whole while the bot writes, and recognised when somebody starts on one."""

import os
import resource
import shutil
import sqlite3
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.domain.messages import MessageKind, Template
from storage import messages
from storage.backup import CannotBackUp, _being_made, back_up, note_start
from storage.db import Database
from storage.tables import Channel, Message
from tests.make import make_workspace

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, path)
    return path


@pytest.fixture
def running(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    database.run_here(make_workspace)
    yield database
    database.close()


def starts(path: Path) -> bool:
    """Whether a bot that starts on this file takes it for a restored one."""
    database = Database(f"sqlite:///{path}")
    restored = database.run_here(note_start, generation_file=path.with_name(path.name + ".generation"), now=NOW)
    database.close()
    return restored


def test_a_copy_made_while_the_bot_writes_is_whole(running: Database, file: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def pair(session: Session, number: int) -> None:
        session.add(Channel(workspace_id=1, channel_id=f"C{number}a"))
        session.add(Channel(workspace_id=1, channel_id=f"C{number}b"))

    def write() -> None:
        number = 0
        while not stop.is_set():
            running.run_here(pair, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for copy in range(5):
            back_up(f"sqlite:///{file}", tmp_path / f"copy-{copy}")
    finally:
        stop.set()
        writer.join()
    for copy in range(5):
        with closing(sqlite3.connect(tmp_path / f"copy-{copy}")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("SELECT count(*) % 2 FROM channel").fetchone() == (0,)
    assert not list(tmp_path.glob("*.partial"))


def test_a_name_that_is_taken_is_not_overwritten(running: Database, file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious")
    with pytest.raises(CannotBackUp, match="already there"):
        back_up(f"sqlite:///{file}", tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "precious"


def test_a_copy_that_cannot_be_made_leaves_nothing(running: Database, file: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="There is no folder"):
        back_up(f"sqlite:///{file}", tmp_path / "no such folder" / "copy")
    (tmp_path / "damaged").write_bytes(b"not a database" * 100)
    with pytest.raises(CannotBackUp, match="could not be made"):
        back_up(f"sqlite:///{tmp_path}/damaged", tmp_path / "copy")
    assert not list(tmp_path.glob("copy*"))
    with pytest.raises(CannotBackUp, match="There is no database"):
        back_up(f"sqlite:///{tmp_path}/other", tmp_path / "copy")
    with pytest.raises(CannotBackUp, match="pg_dump"):
        back_up("postgresql://host/db", tmp_path / "copy")


def test_a_copy_of_what_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with closing(sqlite3.connect(tmp_path / "other")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    for name in ("empty", "other"):
        with pytest.raises(CannotBackUp, match="is not a database of Outcome Bot: its tables are not in it"):
            back_up(f"sqlite:///{tmp_path}/{name}", tmp_path / "copy")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "other"]


def test_no_copy_takes_a_name_that_stands_for_something(file: Path, tmp_path: Path) -> None:
    names = {name: tmp_path / name for name in ("soft", "hard", "loose", "folder", "pipe")}
    names["soft"].symlink_to(file)
    os.link(file, names["hard"])
    names["loose"].symlink_to("nothing")
    names["folder"].mkdir()
    os.mkfifo(names["pipe"])
    before = file.read_bytes()
    for path in (file, *names.values(), Path("/dev/null")):
        with pytest.raises(CannotBackUp, match=r"is already there\. Name another file, or remove it first"):
            back_up(f"sqlite:///{file}", path)
    assert file.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {file.name, *names}


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal", ".lock", ".generation"])
def test_no_copy_takes_a_name_that_the_database_uses(file: Path, ending: str) -> None:
    (file.parent / "round").symlink_to(file.parent)
    with pytest.raises(CannotBackUp, match="is a name that the database itself uses"):
        back_up(f"sqlite:///{file}", file.parent / "round" / (file.name + ending))


def test_a_disk_that_is_full_leaves_nothing_half_made(file: Path, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
    try:
        with pytest.raises(CannotBackUp, match=r"could not be made: (database or disk is full|disk I/O error)\."):
            back_up(f"sqlite:///{file}", tmp_path / "copy")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.glob("copy*")) == []


def test_what_a_killed_copy_has_left_is_taken_over_and_made_private(file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.partial").write_text("half")
    (tmp_path / "copy.partial").chmod(0o644)
    back_up(f"sqlite:///{file}", tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    assert not (tmp_path / "copy.partial").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has locks that go with the file")
def test_two_copies_to_one_name_do_not_get_into_each_others_way(file: Path, tmp_path: Path) -> None:
    with _being_made(tmp_path / "copy") as partial:
        partial.write_text("being made")
        with pytest.raises(CannotBackUp, match=r"Another copy to .* is being made\. Wait for it"):
            back_up(f"sqlite:///{file}", tmp_path / "copy")
        assert partial.read_text() == "being made"


def test_a_link_that_somebody_has_put_in_the_way_is_not_written_through(file: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "copy.partial").symlink_to("precious")
    with pytest.raises(CannotBackUp, match="The copy could not be made: Too many levels of symbolic links"):
        back_up(f"sqlite:///{file}", tmp_path / "copy")
    assert (tmp_path / "precious").read_text() == "precious"


def test_starting_again_on_the_same_file_is_no_restore(file: Path) -> None:
    assert [starts(file) for _ in range(3)] == [False, False, False]


def test_starting_on_a_copy_is_recognised_once(file: Path, tmp_path: Path) -> None:
    starts(file)
    back_up(f"sqlite:///{file}", tmp_path / "copy")
    starts(file)
    shutil.copy(tmp_path / "copy", file)
    assert [starts(file) for _ in range(2)] == [True, False]


def test_an_older_file_put_back_by_hand_is_recognised(file: Path, tmp_path: Path) -> None:
    starts(file)
    shutil.copy(file, tmp_path / "by hand")
    starts(file)
    shutil.copy(tmp_path / "by hand", file)
    assert starts(file) is True


def test_what_was_planned_before_a_restore_starts_as_unknown(running: Database, file: Path) -> None:
    def enqueue(session: Session, key: str, planned_for: datetime) -> None:
        message = Message(
            workspace_id=1,
            key=key,
            kind=MessageKind.NOTICE,
            priority=1,
            template=Template.NOT_IN_CHANNEL,
            planned_for=planned_for,
            ready_at=planned_for,
            created_at=NOW,
        )
        messages.enqueue(session, message)

    running.run_here(enqueue, "queued in the copy", NOW)
    running.run_here(lambda session: note_start(session, generation_file=None, now=NOW))
    assert states(running) == {"queued in the copy": "queued"}
    back_up(f"sqlite:///{file}", file.with_name("copy"))
    restored = Database(f"sqlite:///{file.with_name('copy')}")
    assert restored.run_here(note_start, generation_file=None, now=NOW) is True
    restored.run_here(enqueue, "planned for before", NOW)
    restored.run_here(enqueue, "planned for later", NOW.replace(hour=9))
    assert states(restored) == {
        "queued in the copy": "unknown",
        "planned for before": "unknown",
        "planned for later": "queued",
    }
    restored.close()


def states(database: Database) -> dict[str, str]:
    return database.read_here(lambda session: dict(session.exec(select(Message.key, Message.state)).all()))
