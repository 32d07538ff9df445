"""Whether a column's value is among those that are given, as one parameter however many they are.

SQLAlchemy's `in_` writes a parameter for each: with two hundred of them putting the statement together takes longer
than asking, and it is another statement for each number of them, of which neither database knows that it had it before.
"""

import json
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Date, Dialect, Integer, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Whether the column's value is one of those given as the parameter of that name: a collection of whole numbers,
    dates or texts, as the column has them. Raises TypeError for a column of anything else.
    """
    return _Among(column, bindparam(name, type_=_Listed(_item_of(column))))


def _item_of(column: Any) -> type[TypeEngine[Any]]:
    own = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    for kind, item in ((Integer, BigInteger), (Date, Date), (String, String)):
        if isinstance(own, kind):
            return item
    raise TypeError(f"a list of {column.type!r} cannot be given as one parameter")


class _Listed(TypeDecorator[Collection[Any]]):
    """Several values as one: an array, or on SQLite, which has none, JSON."""

    impl = String
    cache_ok = True

    def __init__(self, item: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(self.item))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        listed = list(value or ())
        if dialect.name != "sqlite":
            return listed
        return json.dumps([each.isoformat() if isinstance(each, date) else each for each in listed])


class _Among(FunctionElement[bool]):
    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> "_Among":
        # It is a condition already. As for a function that answers 1, SQLAlchemy would write `= 1` after it where there
        # are no booleans, and SQLite would go through the whole table.
        return self


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, listed = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608  # both were compiled, values are bound


@compiles(_Among)
def _any_of(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, listed = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY ({listed})"
