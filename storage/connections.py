"""Connections to PostgreSQL: made so that a pooler may stand in between, and given up when their server is gone.

What is assumed of a connection: nothing outlives its transaction. A pooler in transaction mode gives each transaction
another server connection, so there are no prepared statements, no session locks and no settings of the session here.
"""

from typing import Any

from psycopg import Connection
from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

_READ_ONLY = "25006"
"""What a standby answers to a write: after a failover the old address may lead to one."""
_CONFLICTS = frozenset({"40001", "40P01"})  # serialisation failure, deadlock
_GONE = frozenset({"57P01", "57P02", "57P03", "53300", _READ_ONLY})
"""Shut down, crashed, not up yet, full, or no longer the one that writes: another try meets another server."""

_CONNECTING: dict[str, Any] = {
    "prepare_threshold": None,  # a prepared statement is known to one server connection, the next may be another
    "connect_timeout": 5,
    # Without these a server that vanished without a word (a lost machine, a firewall) is waited for for hours.
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class CommitUnknown(Exception):
    """The connection broke during the commit: it may have been made or not."""


class ReadOnlyServer(Exception):
    """The server answers and takes no writes: a standby, or one that was set so."""


def postgres_engine(url: URL, **pool: Any) -> Engine:
    """An engine whose connections hold nothing between transactions. What the address says itself goes first.

    Connections to a server that turns out to take no writes are all let go: each new one asks for the name anew.
    """
    connecting = {name: value for name, value in _CONNECTING.items() if name not in url.query}
    # hide_parameters: an error in the log must not hold what people wrote.
    engine = create_engine(url, connect_args=connecting, pool_pre_ping=True, hide_parameters=True, **pool)

    @event.listens_for(engine, "handle_error")
    def _leave_standby(context: ExceptionContext) -> None:
        if _sqlstate(context.original_exception) == _READ_ONLY and not _is_reading(context):
            context.is_disconnect = context.invalidate_pool_on_disconnect = True

    @event.listens_for(engine, "checkin")
    def _forget_reading(connection: Connection[Any] | None, _record: Any) -> None:
        # After a reading transaction SQLAlchemy would have every later one begin as READ WRITE: a standby refuses that
        # under another name, and a server that was set read-only would be written to all the same.
        if connection is not None and not connection.closed:
            connection.read_only = None

    return engine


def is_conflict(error: BaseException) -> bool:
    """Whether the server undid this for the sake of another transaction: run again, it may well succeed."""
    return isinstance(error, DBAPIError) and _sqlstate(error.orig) in _CONFLICTS


def is_lost(error: BaseException) -> bool:
    """Whether the server was not to be had, or was lost on the way, for a reason that passes by itself."""
    if not isinstance(error, DBAPIError) or not hasattr(error.orig, "sqlstate"):
        return False  # SQLite's are of this machine, and have no such state
    state = _sqlstate(error.orig)
    if state is None:  # nothing that a server said
        return error.connection_invalidated or isinstance(error, OperationalError)
    return error.connection_invalidated or state in _GONE or state.startswith("08")


def _sqlstate(error: BaseException | None) -> str | None:
    return getattr(error, "sqlstate", None)


def _is_reading(context: ExceptionContext) -> bool:
    """Whether the transaction was ours to be read-only: then the refusal says nothing about the server."""
    connection = context.connection
    return connection is not None and bool(connection.get_execution_options().get("postgresql_readonly"))
