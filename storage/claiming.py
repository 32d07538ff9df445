"""Rows that several processes may want at the same moment."""

from typing import Any


def skip_locked(statement: Any, *, of: Any = None) -> Any:
    """Rows that another process is dealing with are passed over. SQLite has one writer and ignores it."""
    return statement.with_for_update(skip_locked=True, of=of)
