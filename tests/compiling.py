"""Statements compiled once for all the databases that the tests make.

SQLAlchemy keeps what it compiles with the engine, and finds it again by the engine's dialect. Each test has a database
of its own, so each would compile the same statements anew: half of the time that all of them take.
"""

from typing import Any

import sqlalchemy
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache

from storage import connections, db, scratch

_dialects: dict[str, Dialect] = {}
_compiled: LRUCache[Any, Any] = LRUCache(2_000)


def share_compiled_statements() -> None:
    """Have every engine that the product makes in this process use one dialect for each kind of database."""
    for module in (connections, db, scratch):
        module.create_engine = _create_engine  # type: ignore[attr-defined]  # it is imported there by name


def _create_engine(*arguments: Any, **options: Any) -> Engine:
    engine = sqlalchemy.create_engine(*arguments, **options)
    engine.dialect = _dialects.setdefault(engine.dialect.name, engine.dialect)
    engine.update_execution_options(compiled_cache=_compiled)
    return engine
