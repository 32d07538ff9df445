"""Where a demo's state goes: a temporary folder, or one that stays and can be gone on from."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from bot.app import CannotStart

LOCK = "demo.lock"


@dataclass(frozen=True)
class Folder:
    """The files of one demo."""

    path: Path

    @property
    def database(self) -> Path:
        """What the bot knows."""
        return self.path / "outcome-bot.sqlite3"

    @property
    def clock(self) -> Path:
        """The instant at which everybody lives."""
        return self.path / "clock"

    @property
    def playground(self) -> Path:
        """What people see. Written once the story is told: where it is there, the demo can be gone on from."""
        return self.path / "playground.json"

    @property
    def contents(self) -> list[Path]:
        """Whatever is there, but for the lock."""
        return [each for each in self.path.iterdir() if each.name != LOCK] if self.path.exists() else []

    @property
    def is_kept(self) -> bool:
        """Whether a demo was here before."""
        return self.playground.exists() and self.database.exists()


@contextlib.contextmanager
def opened(keep: Path | None) -> Iterator[Folder]:
    """A folder of this demo alone. Raises `CannotStart` when `keep` holds something else or another demo runs there."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="outcome-bot-demo-") as path:
            yield Folder(Path(path))
        return
    folder = Folder(keep.resolve())
    lock_file = folder.path / LOCK
    with _said_in_a_sentence(keep):
        if not lock_file.exists():
            _refuse_unless_ours(folder, keep)
        _make_private(folder.path)
    # Taken before anything else is touched: a second demo would set the first one's clock.
    with _alone(lock_file, keep):
        _refuse_unless_ours(folder, keep)
        try:
            yield folder
        finally:
            if not folder.is_kept:
                # Stopped before its story was told: nothing to go on from, and nothing that anybody has done.
                for each in folder.contents:
                    each.unlink()


def _make_private(path: Path) -> None:
    """The folder, its owner's alone, also where it was there before. Only the last one of the path is made."""
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError as error:
        raise CannotStart(f"There is no folder {path.parent}. Make it first, or name another one.") from error
    path.chmod(0o700)


@contextlib.contextmanager
def _said_in_a_sentence(keep: Path) -> Iterator[None]:
    try:
        yield
    except Timeout as taken:
        raise CannotStart(f"Another demo is running in {keep}. Stop it first, or name another folder.") from taken
    except OSError as error:
        raise CannotStart(f"Nothing can be kept in {keep}: {error.strerror}. Name another folder.") from error


def _refuse_unless_ours(folder: Folder, keep: Path) -> None:
    if not folder.is_kept and folder.contents:
        raise CannotStart(f"{keep} is not empty, and no demo was kept in it. Name a folder that is not there yet.")


@contextlib.contextmanager
def _alone(lock_file: Path, keep: Path) -> Iterator[None]:
    lock = FileLock(lock_file, mode=0o600)
    with _said_in_a_sentence(keep):
        lock.acquire(timeout=0)
    try:
        yield
    finally:
        lock.release()
