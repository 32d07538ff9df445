"""What was to be asked for and was not, since whoever was to be asked was away or not to be disturbed."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.messages import SkipReason
from storage.tables import DueReading, HeldBackRecord


def hold_back(session: Session, rows: Mapping[SkipReason, Collection[DueReading]], *, now: datetime) -> None:
    """Write down that each of these was to be asked of its owner now, and why it was not. One query, and one statement
    for what is new.
    """
    known = of_due_readings(session, {row.id for some in rows.values() for row in some})
    for because, some in rows.items():
        for row in some:
            record = known.get((row.id, row.owner_id)) or HeldBackRecord(
                workspace_id=row.workspace_id, due_reading_id=row.id, person_id=row.owner_id, first_at=now
            )
            record.because, record.last_at = because, now
            session.add(record)
    session.flush()


def of_due_readings(session: Session, due_ids: Collection[int]) -> dict[tuple[int, int], HeldBackRecord]:
    """What was held back of these, by the due reading and who was to be asked. One query; none for nothing."""
    if not due_ids:
        return {}
    found = session.exec(select(HeldBackRecord).where(col(HeldBackRecord.due_reading_id).in_(due_ids)))
    return {(record.due_reading_id, record.person_id): record for record in found}
