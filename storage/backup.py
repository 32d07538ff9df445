"""A copy of a SQLite database that is whole, or is not there at all; and telling a restored file from the one
that was running.
"""

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from storage import messages, sqlite_file
from storage.address import normal_url
from storage.heartbeat import locked_heartbeat
from storage.tables import Heartbeat


class CannotBackUp(Exception):
    """No copy was made; the message says why and what to do."""


def back_up(url: str, to: Path, *, replace: bool = False) -> None:
    """Write a consistent copy of the SQLite database to `to`, also while the bot is running.

    It is made under another name, checked, flushed to the disk and then renamed, so that a file of that name is
    always whole. The copy carries a generation of its own: whoever starts on it knows that it was restored.
    Raises `CannotBackUp`.
    """
    parsed = normal_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise CannotBackUp("This command copies a SQLite file. For PostgreSQL use `pg_dump --format=custom`.")
    path = Path(parsed.database or "")
    _refuse_name(to, path, replace=replace)
    try:
        sqlite_file.require(path)
        with _being_made(to) as copy:
            with closing(sqlite3.connect(sqlite_file.uri(path, mode="ro"), uri=True)) as source:
                _refuse_what_is_not_ours(source, path)
                source.execute("VACUUM INTO ?", (str(copy),))
            _finish(copy)
            copy.replace(to)
        _flush(to.parent)
    except sqlite_file.CannotOpen as error:
        raise CannotBackUp(str(error)) from error
    except sqlite3.Error as error:
        raise CannotBackUp(f"The copy of {path} could not be made: {error}.") from error
    except OSError as error:
        raise CannotBackUp(f"The copy could not be made: {sqlite_file.why(error)} ({error.filename or to}).") from error


def _refuse_name(to: Path, path: Path, *, replace: bool) -> None:
    """Raises `CannotBackUp` where no copy may be put, whatever is there: a link, also one to nothing, counts."""
    if os.path.lexists(to) and not replace:
        raise CannotBackUp(f"{to} is already there. Name another file, or remove it first.")
    if not to.parent.is_dir():
        raise CannotBackUp(f"There is no folder {to.parent}. Make it first, or name another file.")
    if sqlite_file.belongs_to(path, to):
        raise CannotBackUp(f"{to} is a name that the database itself uses. Name another file.")


@contextmanager
def _being_made(to: Path) -> Iterator[Path]:
    """An empty file beside `to`, under another name and its owner's alone. Unless it has been renamed by then, nothing
    is left of it afterwards.

    What a copy that was killed has left under that name is taken over; one that is still being made is left alone.
    """
    partial = sqlite_file.beside(to.absolute(), ".partial")
    try:
        descriptor = sqlite_file.open_locked(partial, flags=os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))
    except BlockingIOError:
        raise CannotBackUp(f"Another copy to {to} is being made. Wait for it, or name another file.") from None
    try:
        # The other copy may have been finished, and renamed, between our opening the file and our locking it.
        if not partial.exists() or not os.path.samestat(os.fstat(descriptor), partial.stat()):
            raise CannotBackUp(f"Another copy to {to} has just been made.")
        partial.chmod(sqlite_file.PRIVATE)
        os.ftruncate(descriptor, 0)
        try:
            yield partial
        except BaseException:
            for ending in ("", "-journal", "-wal", "-shm"):
                sqlite_file.beside(partial, ending).unlink(missing_ok=True)
            raise
    finally:
        os.close(descriptor)


def _refuse_what_is_not_ours(source: sqlite3.Connection, path: Path) -> None:
    """A copy of nothing, or of something else, would be found out on the day it is needed."""
    tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "heartbeat"} <= tables:
        raise CannotBackUp(f"{path} is not a database of Outcome Bot: its tables are not in it. Check DATABASE_URL.")


def _finish(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE heartbeat SET generation = ?", (f"copy-{uuid.uuid4()}",))
        connection.commit()
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise CannotBackUp(f"The copy failed its integrity check: {verdict}.")
    _flush(copy)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def note_start(session: Session, *, generation_file: Path | None, now: datetime) -> bool:
    """Give the database a new generation, here and in the file beside it; answers whether it had been restored.

    A restored database is older than what Slack has seen: what it still holds as queued, and what its schedule
    will plan again, may have been sent. Such messages start as unknown, so that reading Slack back decides,
    instead of a day of reminders going out again.
    """
    heartbeat = locked_heartbeat(session, now=now)
    restored = _is_restored(heartbeat.generation, generation_file)
    if restored:
        doubt_what_was_planned(session, heartbeat, now=now)
    heartbeat.generation = str(uuid.uuid4())
    session.add(heartbeat)
    if generation_file is not None:
        sqlite_file.write_privately(generation_file, heartbeat.generation)
    return restored


def mark_restored(session: Session) -> None:
    """Say that this database was restored from a copy, where no file beside it can tell. The next start acts on it."""
    heartbeat = session.get(Heartbeat, 1)
    if heartbeat is not None:
        heartbeat.generation = f"copy-{uuid.uuid4()}"
        session.add(heartbeat)


def doubt_what_was_planned(session: Session, heartbeat: Heartbeat, *, now: datetime) -> None:
    """Whatever was planned for before `now` becomes unknown, whether it is in the outbox or yet to be planned."""
    heartbeat.restored_at = now
    session.add(heartbeat)
    messages.doubt_planned_before(session, now=now)


def _is_restored(generation: str, generation_file: Path | None) -> bool:
    if generation.startswith("copy-"):
        return True
    if not generation or generation_file is None or not generation_file.exists():
        return False
    return generation_file.read_text("utf-8", errors="replace") != generation
