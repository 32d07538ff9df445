"""Until when digests are quiet about indicators."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from storage.among import among
from storage.tables import QuietRecord


def add(session: Session, record: QuietRecord) -> None:
    """Put it on record; it takes the place of what was said of the indicator before."""
    session.add(record)
    session.flush()


def holding(session: Session, indicator_ids: Collection[int], *, on: date) -> dict[int, QuietRecord]:
    """What holds on that day of the channel's, by indicator: the newest that was said, if its day is not reached. One
    query.
    """
    rows = session.exec(_HOLDING, params={"indicator_ids": list(indicator_ids), "on_day": on})
    return {row.indicator_id: row for row in rows}


# Built once: putting such a statement together takes longer than running it.
_NEWEST = (
    select(func.max(QuietRecord.id))
    .where(among(col(QuietRecord.indicator_id), "indicator_ids"))
    .group_by(col(QuietRecord.indicator_id))
)
_HOLDING = select(QuietRecord).where(col(QuietRecord.id).in_(_NEWEST), QuietRecord.until_on > bindparam("on_day"))
