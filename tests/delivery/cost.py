"""What a piece of work asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

_AROUND_IT = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Asked:
    """The statements of a block, without those that begin and end transactions."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counted() -> Iterator[Asked]:
    """Every statement that is sent to any database inside the block."""
    asked = Asked()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(_AROUND_IT):
            asked.statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
