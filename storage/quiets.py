"""Until when digests are quiet about indicators."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import QuietRecord


def add(session: Session, record: QuietRecord) -> None:
    """Put it on record; it takes the place of what was said of the indicator before."""
    session.add(record)
    session.flush()


def holding(session: Session, indicator_ids: Collection[int], *, on: date) -> dict[int, QuietRecord]:
    """What holds on that day of the channel's, by indicator: the newest that was said, if its day is not reached. One
    query.
    """
    newest = (
        select(func.max(QuietRecord.id))
        .where(col(QuietRecord.indicator_id).in_(indicator_ids))
        .group_by(col(QuietRecord.indicator_id))
    )
    rows = session.exec(select(QuietRecord).where(col(QuietRecord.id).in_(newest), QuietRecord.until_on > on))
    return {row.indicator_id: row for row in rows}
