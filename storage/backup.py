"""A copy of a SQLite database that is whole, or is not there at all; and telling a restored file from the one
that was running.
"""

import os
import sqlite3
import uuid
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from storage import messages
from storage.db import normal_url
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
    if not parsed.database or not Path(parsed.database).exists():
        raise CannotBackUp(f"There is no database at {parsed.database}.")
    if to.exists() and not replace:
        raise CannotBackUp(f"{to} is already there. Name another file, or remove it first.")
    if not to.parent.is_dir():
        raise CannotBackUp(f"There is no folder {to.parent}. Make it first, or name another file.")
    partial = to.with_name(to.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(f"file:{parsed.database}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(partial),))
        _finish(partial)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise CannotBackUp(f"The copy could not be made: {error}.") from error
    partial.rename(to)
    _flush(to.parent)


def _finish(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        has_heartbeat = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'heartbeat'").fetchone()
        if has_heartbeat:
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
        generation_file.write_text(heartbeat.generation)
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
    return generation_file.read_text() != generation
