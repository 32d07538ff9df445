"""What came to pass in a unit of work, told to whoever listens once it is committed.

It travels with the session: a unit of work that is undone, or run again, takes what it announced with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

_ANNOUNCED = "announced"


def announce(session: Session, event: Any) -> None:
    """Have this told once the unit of work is committed."""
    session.info.setdefault(_ANNOUNCED, []).append(event)


def announced(session: Session) -> list[Any]:
    """What has been announced in this unit of work so far, in order."""
    found: list[Any] = session.info.get(_ANNOUNCED, [])
    return found


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """What is done inside is undone where it raises, and what was announced is taken back with it."""
    before = len(announced(session))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        del announced(session)[before:]
        raise
