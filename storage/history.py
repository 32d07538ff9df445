"""What was ever recorded for an indicator, the newest first and a page at a time; what no longer counts too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import and_, literal, or_
from sqlmodel import Session, col, select

from storage.tables import Baseline, DueReading, Reading, Retraction, TargetRecord

Row = TypeVar("Row", Reading, TargetRecord, Baseline)

_TABLES: Sequence[tuple[Any, str]] = ((Baseline, "made_at"), (TargetRecord, "made_at"), (Reading, "submitted_at"))
"""Each table with when its rows were made. Of what was recorded in one instant a later one stands for the newer."""


@dataclass(frozen=True)
class Place:
    """A row in the history: when it was recorded, in which table, and its id there."""

    at: datetime
    table: int
    id: int


Recorded = tuple[Place, Reading | TargetRecord | Baseline]


def recorded_before(session: Session, indicator_id: int, place: Place | None, *, limit: int) -> list[Recorded]:
    """So much of what was recorded for an indicator before this place, or last of all, the newest first. Three
    queries.
    """
    found: list[Recorded] = []
    for number, (table, at) in enumerate(_TABLES):
        when = col(getattr(table, at))
        wanted = select(table).where(table.indicator_id == indicator_id)
        if place is not None:
            in_that_instant = table.id < place.id if number == place.table else literal(number < place.table)
            wanted = wanted.where(or_(when < place.at, and_(when == place.at, in_that_instant)))
        rows = session.exec(wanted.order_by(when.desc(), col(table.id).desc()).limit(limit))
        found += [(Place(getattr(row, at), number, row.id), row) for row in rows]
    found.sort(key=lambda each: (each[0].at, each[0].table, each[0].id), reverse=True)
    return found[:limit]


def retractions_of(session: Session, reading_ids: Collection[int]) -> dict[int, Retraction]:
    """By whom and when these readings were taken back, by the reading's number."""
    rows = session.exec(select(Retraction).where(col(Retraction.reading_id).in_(reading_ids)))
    return {row.reading_id: row for row in rows}


def successors_of(session: Session, reading_ids: Collection[int]) -> dict[int, Reading]:
    """What took the place of these readings and was not taken back, by the number of the reading it replaced."""
    taken_back = select(Retraction.id).where(Retraction.reading_id == Reading.id).exists()
    rows = session.exec(select(Reading).where(col(Reading.supersedes_id).in_(reading_ids), ~taken_back))
    return {row.supersedes_id: row for row in rows if row.supersedes_id is not None}


def readings_with(session: Session, reading_ids: Collection[int]) -> dict[int, Reading]:
    """These readings by number."""
    return {row.id: row for row in session.exec(select(Reading).where(col(Reading.id).in_(reading_ids)))}


def due_in(session: Session, indicator_id: int, period_keys: Collection[str]) -> dict[str, DueReading]:
    """What fell due for these periods of the indicator, by the period's key."""
    of_them = col(DueReading.period_key).in_(period_keys)
    rows = session.exec(select(DueReading).where(DueReading.indicator_id == indicator_id, of_them))
    return {row.period_key: row for row in rows}
