"""Where units of work run: one code path of synchronous functions for SQLite and PostgreSQL, off the event loop.

    await database.run(action, ...)      one transaction; returning commits, an exception rolls back
    await database.submit(action, ...)   the same within a person's patience (1.5 s), else `Busy` and nothing saved
    await database.read(query, ...)      one read-only transaction, within a person's patience, else `Busy`
    await database.read_at_leisure(...)  the same for work that nobody waits for, within half a minute

An action takes the session first. On SQLite there is one writer thread, on which submissions that wait together share
a commit, and a few read-only ones; on PostgreSQL a small pool for those who write and one for those who read.

What PostgreSQL undid is run again: after a deadlock, a serialisation failure, or when the connection was lost before
the commit began. Lost during it, nobody knows: a submission is run again all the same, since its key tells whether it
was recorded; anything else raises `CommitUnknown`, and its rows say later what became of it.
"""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from storage import sqlite_file
from storage.address import normal_url
from storage.announcing import announced
from storage.connections import CommitUnknown, ReadOnlyServer, is_conflict, is_lost, postgres_engine
from storage.faults import is_late, is_locked
from storage.group_commit import Busy, Turn, take_together
from storage.patience import Patience, end_with_patience, held_to
from storage.right_of_way import Leisure, RightOfWay
from storage.types import read_json

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

PATIENCE_FOR = 1.5
"""Seconds that what a person waits for may take in the database: Slack wants its answer within three."""
LEISURE_FOR = 30.0
"""Seconds for what nobody waits for: it holds a connection that others may need."""

_READERS = 4
_LOCKED_FOR = 0.1
"""Seconds that a read waits for a lock on a thread. A read waits for nothing but a table that is being changed; after
this long it lets others have the thread, and comes again.
"""

_MOST_TRIES = 7
"""Within a second in all, which is what a person's patience allows and what a restarting pooler takes."""


class Database:
    """The one door to the records. `close()` it; nothing is opened before the first call."""

    def __init__(self, url: str, *, patience_for: float = PATIENCE_FOR, pool_size: int = 8) -> None:
        self.url = normal_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._patience_for = patience_for
        self._claim: sqlite_file.Claim | None = None
        self._waiting: deque[Turn] = deque()
        self._listener: Callable[[Sequence[Any]], None] | None = None
        self._way = RightOfWay()
        if self.is_sqlite:
            self.engine = sqlite_engine(self.url)
            self._reading_engine = sqlite_engine(self.url, read_only=True)
            self._writers = ThreadPoolExecutor(1, thread_name_prefix="db-write")
        else:
            self.engine = postgres_engine(self.url, pool_size=pool_size, max_overflow=0, pool_timeout=10)
            # Of their own: whoever writes waits for locks, and must not keep readers waiting as well.
            self._reading_engine = postgres_engine(
                self.url, pool_size=_READERS, max_overflow=0, pool_timeout=10
            ).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            self._writers = ThreadPoolExecutor(pool_size, thread_name_prefix="db-write")
        # What nobody waits for has a thread of its own: however long it takes, it takes none from whoever waits.
        self._readers = ThreadPoolExecutor(_READERS - 1, thread_name_prefix="db-read")
        self._at_leisure = ThreadPoolExecutor(1, thread_name_prefix="db-leisure")
        end_with_patience(self._reading_engine)

    @property
    def path(self) -> Path | None:
        """The SQLite file, if it is one: an absolute path, links followed."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def listen(self, listener: Callable[[Sequence[Any]], None]) -> None:
        """Have `listener` hear, on the event loop, what a unit of work announced once it is committed."""
        self._listener = listener

    def claim_file(self, *, may_create: bool = False) -> bool:
        """Make this the one process that has the SQLite file, until `close`; answers whether the file had to be made.

        Raises `CannotOpen`, also for a file that is not there and may not be made, and `InUse`. Nothing to do on
        PostgreSQL.
        """
        if self.path is None:
            return False
        made = may_create and sqlite_file.make(self.path)
        self._claim = sqlite_file.Claim(self.path)
        return made

    async def run(self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `action` returns, once its changes are committed. Raises `Busy` where PostgreSQL takes half a minute."""
        loop = asyncio.get_running_loop()
        work = partial(self._transact, lambda session: action(session, *args, **kwargs), patience=Patience(LEISURE_FOR))
        answer, happened = await loop.run_in_executor(self._writers, work)
        self._tell(happened)
        return answer

    async def submit(self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`, within a person's patience: raises `Busy` after it, and then nothing was committed.

        The clock of the caller decides: work still waiting for its turn is dropped, and work under way looks
        once more right before its commit. A commit already under way is waited for, so that the answer is
        always the truth.
        """
        turn, patience = Turn(lambda session: action(session, *args, **kwargs)), Patience(self._patience_for)
        if self.is_sqlite:
            self._waiting.append(turn)
        future = asyncio.get_running_loop().run_in_executor(self._writers, self._take_turn, turn, patience)
        with self._way.taken():
            done, _ = await asyncio.wait({future}, timeout=patience.left)
        if not done:
            turn.is_given_up = True
            if not turn.is_committing:
                future.add_done_callback(_forget)
                future.cancel()
                raise Busy
        answer: T = await future
        self._tell(turn.announced)
        return answer

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` returns from one consistent, read-only view, within a person's patience: raises `Busy` after it.

        Nothing of it goes on then, and no table that somebody has locked keeps the others' reads waiting.
        """
        patience = Patience(self._patience_for)
        with self._way.taken():
            return await self._look(lambda session: query(session, *args, **kwargs), patience, self._readers)

    async def read_at_leisure(
        self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `read`, for work that nobody waits for: one after the other, and those go before it whom somebody waits
        for.
        """
        leisure = Leisure(LEISURE_FOR, self._way)

        def look(session: Session) -> T:
            with leisure.on_this_thread():
                return query(session, *args, **kwargs)

        return await self._look(look, leisure, self._at_leisure)

    async def check(self) -> None:
        """Returns if the database answers and takes writes; raises whatever keeps it from that."""
        try:
            await self.read(_answers)
        except ReadOnlyServer:
            for engine in (self.engine, self._reading_engine):
                engine.dispose()  # the name may lead to another server by now
            raise

    def run_here(self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`run` on the calling thread: for the command line, and for the threads behind `run`."""
        answer, _ = self._transact(lambda session: action(session, *args, **kwargs))
        return answer

    def read_here(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` on the calling thread, for as long as it takes."""

        def look() -> T:
            with self._reading() as session:
                return query(session, *args, **kwargs)

        return _tried_again(look, when=_is_worth_another_try)

    def close(self) -> None:
        """Finish what is under way and let go of everything."""
        self._writers.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._at_leisure.shutdown(wait=True, cancel_futures=True)
        self._reading_engine.dispose()
        self.engine.dispose()
        if self._claim is not None:
            self._claim.release()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self._reading_engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def _writing(self, patience: Patience | None) -> Iterator[Session]:
        """On PostgreSQL within the patience, if there is any: there writers are several, and one may hold up another.
        SQLite's one has nobody to wait for.
        """
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            if patience is None or self.is_sqlite:
                yield session
                return
            with held_to(session, patience):
                yield session

    async def _look(self, query: Callable[[Session], T], patience: Patience, threads: ThreadPoolExecutor) -> T:
        loop = asyncio.get_running_loop()
        while True:
            future = loop.run_in_executor(threads, self._read_within, query, patience)
            done, _ = await asyncio.wait({future}, timeout=patience.left)
            if not done:
                future.add_done_callback(_forget)
                future.cancel()
                raise Busy
            try:
                return await future
            except _Locked:
                await asyncio.sleep(min(_LOCKED_FOR, patience.left))

    def _read_within(self, query: Callable[[Session], T], patience: Patience) -> T:
        def look() -> T:
            try:
                with self._reading() as session, held_to(session, patience, locked_for=_LOCKED_FOR):
                    return query(session)
            except DBAPIError as error:
                if is_locked(error) and patience.left:
                    raise _Locked from error
                if is_late(error):
                    raise Busy from error
                raise

        return _tried_again(look, when=lambda error: bool(patience.left) and _is_worth_another_try(error))

    def _take_turn(self, turn: Turn, patience: Patience) -> Any:
        if not self.is_sqlite:
            answer, _ = self._transact(turn.take, has_key=True, patience=patience)
            return answer
        while not turn.is_over:  # somebody before it may have taken it along
            take_together(self.engine, self._waiting)
        return turn.outcome()

    def _tell(self, happened: Sequence[Any]) -> None:
        if happened and self._listener is not None:
            self._listener(happened)

    def _transact(
        self, work: Callable[[Session], T], *, has_key: bool = False, patience: Patience | None = None
    ) -> tuple[T, list[Any]]:
        """What `work` answers, and what it announced. Work that `has_key` knows a repeat of itself, and changes nothing
        then. Raises `CommitUnknown`.
        """
        doubts: list[CommitUnknown] = []

        def is_worth_another_try(error: BaseException) -> bool:
            if isinstance(error, CommitUnknown):
                doubts.append(error)
                return has_key
            return _is_worth_another_try(error)

        try:
            return _tried_again(lambda: self._transact_once(work, patience), when=is_worth_another_try)
        except (DBAPIError, PoolTimeout, Busy) as error:
            # No later try found out what became of the first one.
            if doubts:
                raise doubts[0] from error
            raise

    def _transact_once(self, work: Callable[[Session], T], patience: Patience | None) -> tuple[T, list[Any]]:
        is_committing = False
        try:
            with self._writing(patience) as session:
                result = work(session)
                session.flush()
                is_committing = True
        except DBAPIError as error:
            if is_committing and is_lost(error):
                raise CommitUnknown("the connection to the database broke during the commit") from error
            if patience is not None and is_late(error):
                raise Busy from error
            raise
        return result, announced(session)


class _Locked(Exception):
    """Somebody holds the table that a read needs."""


def unreachable(error: DBAPIError) -> str:
    """What an operator is told, in one line, when the database does not answer as it should."""
    said = " ".join(str(error.orig).split())
    if isinstance(error.orig, sqlite3.Error):
        return (
            "The database file cannot be used. Check DATABASE_URL, and that the bot may write to the file and to the "
            f"folder it is in. It says: {said}"
        )
    if not (getattr(error.orig, "sqlstate", None) or "57").startswith(("08", "57")):  # its own words for "not now"
        return f"The database refuses what the bot asks of it. It says: {said}"
    return f"The database cannot be reached. Check DATABASE_URL. It says: {said}"


def _answers(session: Session) -> None:
    """Returns if the database answers and takes writes; raises if it does not."""
    is_read_only = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool"
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("SELECT 1"))
    elif session.execute(text(is_read_only)).scalar_one():
        raise ReadOnlyServer("the database server takes no writes: after a failover the address may lead to a standby")


def sqlite_engine(url: URL, *, read_only: bool = False) -> Engine:
    """An engine whose connections are durable, keep foreign keys, and start writing transactions as such.

    None of them makes the file. `BEGIN IMMEDIATE`: a transaction that reads first and writes later fails at once in WAL
    mode when another has written in between, whatever the busy timeout.
    """
    address = Path(url.database or "").as_uri()  # quoted: a path may hold what means something in an address
    url = url.set(database=address, query={"mode": "ro" if read_only else "rw", "uri": "true"})
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False},
        pool_size=4,
        max_overflow=0,
        hide_parameters=True,
        json_deserializer=read_json,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver starts no transaction of its own
        for pragma in _pragmas(read_only=read_only):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _pragmas(*, read_only: bool) -> list[str]:
    if read_only:
        return ["busy_timeout = 5000", "query_only = ON"]
    return ["journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000", "foreign_keys = ON"]


def _tried_again(work: Callable[[], T], *, when: Callable[[BaseException], bool]) -> T:
    """What `work` answers, at once or a little later; raises what its last try raised."""
    trying = Retrying(
        retry=retry_if_exception(when),
        stop=stop_after_attempt(_MOST_TRIES),
        wait=wait_random_exponential(multiplier=0.02, max=0.5),
        reraise=True,
    )
    return trying(work)


def _is_worth_another_try(error: BaseException) -> bool:
    return is_conflict(error) or is_lost(error)


def _forget(future: "asyncio.Future[Any]") -> None:
    """Take the result of work nobody waits for, so that asyncio does not report it as never retrieved."""
    if not future.cancelled():
        future.exception()
