"""What was ever recorded for an indicator, the newest first and a page at a time; what no longer counts too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.due import DueState
from storage.tables import (
    Baseline,
    DueReading,
    IndicatorDefinition,
    InterruptionRecord,
    Reading,
    Retraction,
    TargetRecord,
)

Row = Reading | TargetRecord | Baseline | DueReading | InterruptionRecord | IndicatorDefinition

_TABLES: Sequence[tuple[Any, str]] = (
    (Baseline, "made_at"),
    (TargetRecord, "made_at"),
    (Reading, "submitted_at"),
    (DueReading, "settled_at"),
    (InterruptionRecord, "made_at"),
    (IndicatorDefinition, "made_at"),
)
"""Each table with when its rows were made. Of what was recorded in one instant a later one stands for the newer. Of
what fell due only what is missed belongs there, since of the rest readings tell, and of the definitions those that say
from when on limits are worked out anew, or with which its movement is looked at otherwise than before.
"""
_EARLIER = aliased(IndicatorDefinition)
_REPLACED = aliased(IndicatorDefinition)


@dataclass(frozen=True)
class Place:
    """A row in the history: when it was recorded, in which table, and its id there."""

    at: datetime
    table: int
    id: int


Recorded = tuple[Place, Row]


def recorded_before(session: Session, indicator_id: int, place: Place | None, *, limit: int) -> list[Recorded]:
    """So much of what was recorded for an indicator before this place, or last of all, the newest first. Six
    queries.
    """
    return _recorded(session, indicator_id, place, is_newer=False, limit=limit)


def recorded_after(session: Session, indicator_id: int, place: Place, *, limit: int) -> list[Recorded]:
    """So much of what was recorded next after this place, the newest first all the same. Six queries."""
    return _recorded(session, indicator_id, place, is_newer=True, limit=limit)[::-1]


def _recorded(
    session: Session, indicator_id: int, place: Place | None, *, is_newer: bool, limit: int
) -> list[Recorded]:
    found: list[Recorded] = []
    for number, (table, made_at) in enumerate(_TABLES):
        at, row_id = col(getattr(table, made_at)), col(table.id)
        wanted = select(table).where(table.indicator_id == indicator_id)
        if table is DueReading:
            wanted = wanted.where(table.state == DueState.MISSED, at.is_not(None))
        if table is IndicatorDefinition:
            wanted = wanted.where(or_(col(table.is_rebase), _is_looked_at_otherwise()))
        if place is not None:
            wanted = wanted.where(_beyond(place, number, at, row_id, is_newer=is_newer))
        order = (at.asc(), row_id.asc()) if is_newer else (at.desc(), row_id.desc())
        rows = session.exec(wanted.order_by(*order).limit(limit))
        found += [(Place(getattr(row, made_at), number, row.id), row) for row in rows]
    found.sort(key=lambda each: (each[0].at, each[0].table, each[0].id), reverse=not is_newer)
    return found[:limit]


def _is_looked_at_otherwise() -> ColumnElement[bool]:
    """Whether a definition has another scale or other rules for its movement than the one that it replaced."""
    before = (
        select(func.max(_EARLIER.id))
        .where(
            _EARLIER.indicator_id == IndicatorDefinition.indicator_id, col(_EARLIER.id) < col(IndicatorDefinition.id)
        )
        .correlate(IndicatorDefinition)
        .scalar_subquery()
    )
    is_other = or_(
        col(_REPLACED.transform).is_distinct_from(col(IndicatorDefinition.transform)),
        col(_REPLACED.rule_set).is_distinct_from(col(IndicatorDefinition.rule_set)),
    )
    return select(_REPLACED.id).where(_REPLACED.id == before, is_other).correlate(IndicatorDefinition).exists()


def _beyond(place: Place, table: int, at: Any, row_id: Any, *, is_newer: bool) -> ColumnElement[bool]:
    """What of the table with this number was recorded after the place, or before it."""
    if is_newer:
        in_that_instant = row_id > place.id if table == place.table else literal(table > place.table)
        return and_(at >= place.at, or_(at > place.at, in_that_instant))
    in_that_instant = row_id < place.id if table == place.table else literal(table < place.table)
    return and_(at <= place.at, or_(at < place.at, in_that_instant))


def targets_up_to(session: Session, indicator_id: int, target_id: int, *, limit: int) -> list[TargetRecord]:
    """So many of an indicator's targets up to this one, the newest first."""
    wanted = select(TargetRecord).where(TargetRecord.indicator_id == indicator_id, col(TargetRecord.id) <= target_id)
    return list(session.exec(wanted.order_by(col(TargetRecord.id).desc()).limit(limit)))


def baselines_up_to(session: Session, indicator_id: int, baseline_id: int, *, limit: int) -> list[Baseline]:
    """So many of an indicator's baselines up to this one, the newest first."""
    wanted = select(Baseline).where(Baseline.indicator_id == indicator_id, col(Baseline.id) <= baseline_id)
    return list(session.exec(wanted.order_by(col(Baseline.id).desc()).limit(limit)))


def definitions_before(
    session: Session, indicator_id: int, definition_ids: Collection[int]
) -> dict[int, IndicatorDefinition]:
    """What each of these definitions of an indicator replaced, by its number. One query; none for none of them."""
    if not definition_ids:
        return {}
    before = (
        select(col(IndicatorDefinition.id), func.max(_EARLIER.id).label("before"))
        .join(_EARLIER, col(_EARLIER.indicator_id) == IndicatorDefinition.indicator_id)
        .where(
            IndicatorDefinition.indicator_id == indicator_id,
            col(IndicatorDefinition.id).in_(definition_ids),
            col(_EARLIER.id) < col(IndicatorDefinition.id),
        )
        .group_by(col(IndicatorDefinition.id))
        .subquery()
    )
    rows = session.exec(select(before.c.id, _REPLACED).join(_REPLACED, col(_REPLACED.id) == before.c.before))
    return dict(rows.all())


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
