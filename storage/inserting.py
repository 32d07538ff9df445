"""Adding a row that must be there once."""

from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_once(session: Session, record: SQLModel) -> bool:
    """Add this record unless one with the same unique key is there; answers whether it is new.

    The session does not come to know the record: what the database holds has to be read.
    """
    table = record.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    values = {column.key: getattr(record, column.key) for column in table.columns}
    if values.get("id", 0) is None:
        del values["id"]  # the database gives it
    statement = _insert_unless_there(session.get_bind().dialect.name, table)
    return bool(session.execute(statement, values).rowcount)  # type: ignore[attr-defined]  # a cursor result


@cache
def _insert_unless_there(dialect_name: str, table: Any) -> Any:
    dialect: Any = postgresql if dialect_name == "postgresql" else sqlite
    # SQLAlchemy forgets an INSERT's row count (-1 on PostgreSQL, there or not) unless it is told to keep it.
    return dialect.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
