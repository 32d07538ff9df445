"""People's submissions taking turns at the database, and on SQLite's one writer sharing a commit.

A commit waits for the disk, ten milliseconds on a cheap one: sixty submissions that arrive together would queue up for
more than half a second if each waited for its own.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.announcing import announced

_TOGETHER_FOR = 0.05
"""Seconds after which a shared transaction takes in no more: its first submission is waiting for the last."""


class Busy(Exception):
    """The unit of work was not finished in time; it was not committed."""

    def __str__(self) -> str:
        return "the database did not answer in time"


class Turn:
    """One submission, as the event loop that waits for it and the thread at work both know it.

    Each sets its own flag before it looks at the other's: both may stop, but they never both go on.
    """

    def __init__(self, work: Callable[[Session], Any]) -> None:
        self.is_given_up = False
        self.is_committing = False
        self.is_over = False
        self.announced: list[Any] = []
        """What the work announced, to be told once it is committed."""
        self._work = work
        self._answer: Any = None
        self._error: Exception | None = None
        self._is_own_error = False

    def take(self, session: Session) -> Any:
        """Do the work, up to the commit. Raises `Busy` when nobody waits for it any more."""
        if self.is_given_up:
            raise Busy
        answer = self._work(session)
        session.flush()
        self.is_committing = True
        if self.is_given_up:
            raise Busy
        self.announced = announced(session)
        return answer

    def take_within(self, connection: Connection) -> None:
        """The same inside a transaction that others share; what it raises undoes this turn alone, and is kept. Raises
        what undid the others too.
        """
        try:
            with _session_within(connection) as session, session.begin():
                self._answer = self._taken(session)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is the answer to this one submission
            # Undoing may have failed as well, and that says nothing of why it was necessary.
            self.fail(error)
        if not _is_in_transaction(connection):
            raise self._error if isinstance(self._error, DBAPIError) and self._is_own_error else Busy()

    def _taken(self, session: Session) -> Any:
        try:
            return self.take(session)
        except Exception as error:
            self._error, self._is_own_error = error, True
            raise

    def fail(self, error: Exception) -> None:
        """The shared transaction was not committed."""
        self._error = self._error or error

    def outcome(self) -> Any:
        """What the work answered; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._answer


def take_together(engine: Engine, waiting: deque[Turn]) -> None:
    """Take those who wait, oldest first, in one transaction; those whom it took are over afterwards."""
    taken = [waiting.popleft()]
    until = monotonic() + _TOGETHER_FOR
    try:
        with engine.begin() as connection:
            taken[0].take_within(connection)
            while waiting and monotonic() < until:
                taken.append(waiting.popleft())
                taken[-1].take_within(connection)
    except Exception as error:  # noqa: BLE001  # nothing was committed, so nobody may be told that it was
        for turn in taken:
            turn.fail(error)
    for turn in taken:
        turn.is_over = True


def _session_within(connection: Connection) -> Session:
    return Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")


def _is_in_transaction(connection: Connection) -> bool:
    """After some faults (a full disk, for one) SQLite undoes the whole transaction and not the one statement. Then who
    went before is undone too, and who follows would write outside of any transaction.
    """
    return connection.connection.dbapi_connection.in_transaction  # type: ignore[union-attr, no-any-return]  # sqlite3's
