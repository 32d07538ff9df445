"""A SQLite database as a file on the disk: that it is there, who may read it, and that one process has it.

Everything takes the path that `storage.address` made of the address: absolute, and with links followed.
"""

import errno
import logging
import os
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

if sys.platform == "linux":
    import fcntl

log = logging.getLogger(__name__)

PRIVATE = 0o600
"""The mode of every file here. SQLite gives what it puts beside a database the mode of the database."""

LOCK, GENERATION = ".lock", ".generation"
_BESIDE = ("-wal", "-shm", "-journal", LOCK, GENERATION)
_COPIES = ".before-"


class CannotOpen(Exception):
    """The file cannot be used; the message says why and what to do."""


class InUse(CannotOpen):
    """Another process has this SQLite file."""


def uri(path: Path, *, mode: str) -> str:
    """The file as SQLite's own address: `ro` to read, `rw` to write. With neither is a file made that is not there."""
    return f"{path.as_uri()}?mode={mode}"


def beside(path: Path, ending: str) -> Path:
    """The file that belongs to the database under the same name with an ending."""
    return path.with_name(path.name + ending)


def belongs_to(path: Path, other: Path) -> bool:
    """Whether `other` is the database's own name, or one that it uses beside it."""
    return other.resolve() in {path, *(beside(path, ending) for ending in _BESIDE)}


def require(path: Path) -> None:
    """Raises `CannotOpen` unless there is a file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise CannotOpen(f"There is no database at {path}. Run this where the bot runs, or set DATABASE_URL.") from None
    except OSError as error:
        raise CannotOpen(f"The database at {path} cannot be opened: {why(error)}. Check DATABASE_URL.") from error
    if stat.S_ISDIR(mode):
        raise CannotOpen(f"{path} is a folder. Set DATABASE_URL to a file in it: sqlite:///{path}/outcome-bot.sqlite3.")
    if not stat.S_ISREG(mode):
        raise CannotOpen(f"{path} is no file on a disk. Set DATABASE_URL to another name.")


def make(path: Path) -> bool:
    """Make an empty database that its owner alone can read, unless there is one; answers whether it did.

    Folders are not made: a path with a slip in it must not become a second database. Raises `CannotOpen`.
    """
    if not path.parent.is_dir():
        raise CannotOpen(f"There is no folder {path.parent}. Make it first, or mend DATABASE_URL.")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE))
    except FileExistsError:
        return False
    except OSError as error:
        raise CannotOpen(f"The database {path} cannot be made: {why(error)}. Check DATABASE_URL.") from error
    return True


def write_privately(path: Path, text: str) -> None:
    """Make this all that is in the file, which its owner alone can read."""
    new = path.with_name(path.name + ".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def keep_private(path: Path) -> None:
    """Take from everybody but the owner what others may do with the database and what belongs to it."""
    if os.name != "posix":
        return
    wide = [file for file in _family(path) if stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in wide:
        try:
            file.chmod(PRIVATE)
        except OSError as error:
            log.warning("Others on this machine may open %s, and that cannot be changed: %s.", file, why(error))
        else:
            log.warning("Others on this machine could open %s. Now its owner alone can.", file)


def _family(path: Path) -> Iterator[Path]:
    names = {path.name, *(path.name + ending for ending in _BESIDE)}
    for file in path.parent.iterdir():
        if (file.name in names or file.name.startswith(path.name + _COPIES)) and file.is_file():
            yield file


class Claim:
    """That one process has the file, by two locks: on its name, and on itself. Raises `CannotOpen`, or `InUse`.

    The lock file beside it keeps out whoever comes by the same name, even when the file was replaced meanwhile. The
    lock on the file itself keeps out whoever comes by another name, or after the lock file was removed. Take it before
    anything opens the file, and `release` it after everything has closed it: closing any descriptor of a file makes a
    process lose what SQLite has locked in it.
    """

    def __init__(self, path: Path) -> None:
        require(path)
        self._name = FileLock(beside(path, LOCK), mode=PRIVATE, thread_local=False)
        self._descriptor: int | None = None
        try:
            self._name.acquire(timeout=0)
            self._descriptor = open_locked(path)
            self._refuse_second_names(path)
        except (Timeout, BlockingIOError):
            self.release()
            raise InUse(
                f"Another Outcome Bot process is using {path}. SQLite serves exactly one: stop the other process, "
                "or set DATABASE_URL to a PostgreSQL database to run several."
            ) from None
        except CannotOpen:
            self.release()
            raise
        except OSError as error:
            self.release()
            raise CannotOpen(
                f"The database at {path} cannot be written: {why(error)}. The bot writes to the file and to the folder "
                "it is in."
            ) from error

    def release(self) -> None:
        """Let others have it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self._name.release()

    def _refuse_second_names(self, path: Path) -> None:
        # After a crash the last commits are in the -wal file, which has the name that was in use then. Whoever starts
        # under the other name would begin without them.
        if path.stat().st_nlink > 1:
            raise CannotOpen(
                f"{path} has a second name (a hard link), and SQLite keeps recent changes beside one name only. Remove "
                "the other name; to copy a database use `outcome-bot backup`."
            )


def open_locked(path: Path, *, flags: int = 0) -> int:
    """A descriptor of the file, locked against every other process until it is closed. Raises OSError; a
    `BlockingIOError` when another has it.

    An open file description lock, in a byte far from all that SQLite locks: it goes with the file and not with a name,
    and unlike SQLite's own it is not lost when the process closes the file elsewhere. Where there are none (only Linux
    has them), the descriptor is not locked.
    """
    descriptor = os.open(path, os.O_RDWR | flags, PRIVATE)
    if sys.platform == "linux":
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _FAR_AWAY)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EACCES):
                os.close(descriptor)
                raise BlockingIOError(errno.EAGAIN, "another process has it", str(path)) from error
            log.debug("no lock on %s itself: %s", path, error)  # some network file system
    return descriptor


_FAR_AWAY = struct.pack("hhqqi", 1, os.SEEK_SET, 2**62, 1, 0)  # `struct flock`: to write (F_WRLCK), one byte


def why(error: OSError) -> str:
    """What the system says, without numbers."""
    return os.strerror(error.errno) if error.errno else str(error)
