"""Which readings count: not taken back, and not superseded by one that still stands."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import select

from storage.tables import Reading, Retraction


def is_counted(of: Any = Reading) -> ColumnElement[bool]:
    """Whether this reading, or that of the alias, counts."""
    taken_back = select(Retraction.id).where(Retraction.reading_id == of.id).exists()
    newer = aliased(Reading)
    newer_taken_back = select(Retraction.id).where(Retraction.reading_id == newer.id).exists()
    superseded = select(newer.id).where(newer.supersedes_id == of.id, ~newer_taken_back).exists()
    return ~taken_back & ~superseded
