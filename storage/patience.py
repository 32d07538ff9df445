"""How long a unit of work may keep the database: not longer than somebody waits for it.

Whoever gives up waiting leaves a thread and a connection behind that others need. So the database itself is told when
to stop, for this one transaction and nothing after it: a pooler may hand the connection to somebody else then.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from storage.group_commit import Busy

_LOOK_EVERY = 2_000
"""Steps of SQLite's machine between two looks at the clock; it does some millions in a second."""
_TIMEOUTS = "SELECT set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true)"
_WAITS_FOR = "PRAGMA busy_timeout = {0:d}"


class Patience:
    """So many seconds from now on, by a clock that only goes forward."""

    def __init__(self, seconds: float, *, steady: Callable[[], float] = monotonic) -> None:
        self._steady = steady
        self._until = steady() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left, 0 when they are over."""
        return max(0.0, self._until - self._steady())

    def require(self) -> None:
        """Return if there are any left. Raises `Busy`."""
        if not self.left:
            raise Busy


@contextmanager
def held_to(session: Session, patience: Patience, *, locked_for: float | None = None) -> Iterator[None]:
    """What the session's transaction does inside the block ends with the patience, with an error of the database, or
    with `Busy` before its next statement. `locked_for` seconds, or as long as the patience, it waits for a lock.
    """
    patience.require()
    connection = session.connection(execution_options={"patience": patience})
    if connection.dialect.name == "sqlite":
        with _interrupted(connection.connection.dbapi_connection, patience):
            yield
        return
    most = max(1, int(patience.left * 1000))
    locked = most if locked_for is None else min(most, int(locked_for * 1000))
    connection.exec_driver_sql(_TIMEOUTS, (str(most), str(locked)))
    yield


def end_with_patience(engine: Engine) -> None:
    """Have no statement begin on this engine once the patience of its transaction is over: each for itself might be
    quick enough.
    """

    @event.listens_for(engine, "before_cursor_execute")
    def _require_patience(connection: Connection, *_: Any) -> None:
        patience = connection.get_execution_options().get("patience")
        if patience is not None:
            patience.require()


@contextmanager
def _interrupted(sqlite: Any, patience: Patience) -> Iterator[None]:
    (usual,) = sqlite.execute("PRAGMA busy_timeout").fetchone()
    sqlite.execute(_WAITS_FOR.format(min(usual, int(patience.left * 1000))))
    sqlite.set_progress_handler(lambda: not patience.left, _LOOK_EVERY)
    try:
        yield
    finally:
        sqlite.set_progress_handler(None, 0)
        sqlite.execute(_WAITS_FOR.format(usual))
