"""Taking rows for oneself, beside other processes that do the same."""

from typing import Any


def skip_locked(statement: Any, *, of: Any = None) -> Any:
    """The statement, taking the rows that it answers and passing over those that another process has taken.

    They are held until the transaction is over. SQLite has one writer and ignores it.
    """
    return statement.with_for_update(skip_locked=True, of=of)
