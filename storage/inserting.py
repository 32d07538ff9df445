"""Adding rows that may be there already: once for each unique key, or under a key that is still free."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage.tables import Record

Row = TypeVar("Row", bound=Record)

_ATTEMPTS = 5


def insert_once(session: Session, record: Record) -> bool:
    """Insert this record unless a row with one of its unique keys is there; answers whether it is new. One statement.

    The record itself stays outside of the session: who wants to change the row reads it back.
    """
    table = _table_of(record)
    return insert_row_once(session, table, _values_of(record, table))


def insert_row_once(session: Session, table: Table, values: Mapping[str, Any]) -> bool:
    """The same from all of the row's values, for who passes here so often that making a record first would tell."""
    result = session.execute(_insert_unless_there(session.get_bind().dialect.name, table), values)
    return bool(result.rowcount)  # type: ignore[attr-defined]  # a cursor result


def insert_rows_once(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Each of these rows, unless one with one of its unique keys is there. One statement, or none for no rows."""
    if rows:
        session.execute(_insert_unless_there(session.get_bind().dialect.name, table), rows)


def insert_each_once(session: Session, records: Sequence[Record], *answering: str) -> Sequence[Any]:
    """`insert_once` for several records of one table in one statement; answers those columns of the new rows, in no
    particular order.
    """
    table = _table_of(records[0])
    unless_there = _insert_unless_there(session.get_bind().dialect.name, table)
    new = unless_there.returning(*(table.c[name] for name in answering))
    return session.execute(new, [_values_of(record, table) for record in records]).all()


def add_under_free_key(session: Session, row: Callable[[str], Row], free_key: Callable[[], str]) -> Row:
    """The row that `row` makes, added under a key that `free_key` found free.

    Another process may take the key between looking and inserting: then it is looked for once more. Raises
    IntegrityError where it was taken five times.
    """
    for attempts_left in reversed(range(_ATTEMPTS)):
        candidate = row(free_key())
        try:
            with session.begin_nested():
                session.add(candidate)
        except IntegrityError:
            if not attempts_left:
                raise
        else:
            return candidate
    raise AssertionError("the last attempt returns or raises")


def _table_of(record: Record) -> Table:
    table: Table = type(record).__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return table


def _values_of(record: Record, table: Table) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in table.columns.keys()}  # noqa: SIM118  # it iterates over columns
    if values.get("id", 0) is None:
        del values["id"]  # the database counts
    return values


@cache
def _insert_unless_there(dialect_name: str, table: Table) -> Any:
    dialect: Any = postgresql if dialect_name == "postgresql" else sqlite
    # SQLAlchemy forgets an INSERT's row count (-1 on PostgreSQL, there or not) unless it is told to keep it.
    return dialect.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
