"""What was wrong when the database did not do what it was asked to: for the sentence that a person gets, for the log,
and for whether it may be tried again.
"""

import sqlite3
from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.errors import Trouble
from storage.connections import is_conflict, is_lost
from storage.group_commit import Busy

_CANCELED, _LOCKED = "57014", "55P03"

_BY_STATE = {
    _CANCELED: Trouble.LATE,
    _LOCKED: Trouble.LATE,
    "53100": Trouble.FULL,
    "58030": Trouble.DISK,
    "XX001": Trouble.DISK,
    "XX002": Trouble.DISK,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.FORBIDDEN,
    "42P01": Trouble.NO_TABLES,
    "42703": Trouble.NO_TABLES,
    "3F000": Trouble.NO_TABLES,
    "3D000": Trouble.NO_TABLES,
    "P0001": Trouble.CONSTRAINT,  # a trigger of ours
}
_BY_CLASS = {"08": Trouble.LATE, "22": Trouble.VALUE, "23": Trouble.CONSTRAINT, "28": Trouble.FORBIDDEN}

_BY_CODE = {
    sqlite3.SQLITE_BUSY: Trouble.LATE,
    sqlite3.SQLITE_LOCKED: Trouble.LATE,
    sqlite3.SQLITE_INTERRUPT: Trouble.LATE,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.DISK,
    sqlite3.SQLITE_CORRUPT: Trouble.DISK,
    sqlite3.SQLITE_NOTADB: Trouble.DISK,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.FORBIDDEN,
    sqlite3.SQLITE_AUTH: Trouble.FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: Trouble.FORBIDDEN,
    sqlite3.SQLITE_CONSTRAINT: Trouble.CONSTRAINT,
    sqlite3.SQLITE_MISMATCH: Trouble.VALUE,
    sqlite3.SQLITE_TOOBIG: Trouble.VALUE,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """What was wrong; None where it was not the database."""
    if isinstance(error, Busy | NoConnection):
        return Trouble.LATE
    if not isinstance(error, DBAPIError):
        return None
    known = _of_sqlite(error.orig) if isinstance(error.orig, sqlite3.Error) else _of_postgres(error)
    if known is not None:
        return known
    if isinstance(error, IntegrityError):
        return Trouble.CONSTRAINT
    return Trouble.VALUE if isinstance(error, DataError) else Trouble.OTHER


def is_late(error: DBAPIError) -> bool:
    """Whether the database was told to stop, since nobody waits any more."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return _state(error) in (_CANCELED, _LOCKED) or code in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY)


def is_locked(error: DBAPIError) -> bool:
    """Whether somebody else holds what was asked for."""
    return _state(error) == _LOCKED


def described(error: BaseException) -> str:
    """For the log, and without what people wrote: the driver puts whole rows into its own words."""
    if not isinstance(error, DBAPIError):
        return type(error).__name__
    said: list[Any] = [type(error.orig).__name__, getattr(error.orig, "sqlite_errorname", None), _state(error)]
    if (diagnosis := getattr(error.orig, "diag", None)) is not None:
        said += [diagnosis.constraint_name, diagnosis.table_name, diagnosis.column_name]
    elif isinstance(error.orig, sqlite3.Error):
        said.append(error.orig)  # names tables, columns and constraints, and no values
    statement = " ".join((error.statement or "").split())[:200]
    return " ".join(str(each) for each in said if each) + (f" at: {statement}" if statement else "")


def _of_sqlite(error: sqlite3.Error) -> Trouble | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # the driver's own
        return Trouble.VALUE if "binding parameter" in str(error) else None
    if "no such table" in str(error) or "no such column" in str(error) or "has no column" in str(error):
        return Trouble.NO_TABLES
    return _BY_CODE.get(code & 0xFF)  # the kind, without its finer parts


def _of_postgres(error: DBAPIError) -> Trouble | None:
    state = _state(error)
    if state is not None and (known := _BY_STATE.get(state) or _BY_CLASS.get(state[:2])) is not None:
        return known
    return Trouble.LATE if is_lost(error) or is_conflict(error) else None


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
