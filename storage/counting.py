"""Which readings count: not taken back, and not superseded by one that still stands."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import select

from storage.tables import Reading, Retraction


def is_counted(of: Any = Reading) -> ColumnElement[bool]:
    """Whether this reading, or that of the alias, counts."""
    return _READING_COUNTS if of is Reading else _counts(of)


def _counts(of: Any) -> ColumnElement[bool]:
    taken_back = select(Retraction.id).where(Retraction.reading_id == of.id).exists()
    newer = aliased(Reading)
    newer_taken_back = select(Retraction.id).where(Retraction.reading_id == newer.id).exists()
    superseded = select(newer.id).where(newer.supersedes_id == of.id, ~newer_taken_back).exists()
    return ~taken_back & ~superseded


_READING_COUNTS = _counts(Reading)
"""Put together once: to adapt an alias takes longer than to ask."""
