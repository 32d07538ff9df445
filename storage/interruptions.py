"""What was done with indicators, so that they are asked for no more, or again."""

from sqlmodel import Session, col, select

from storage.tables import InterruptionRecord


def newest(session: Session, indicator_id: int) -> InterruptionRecord | None:
    """What was done last with this indicator."""
    rows = select(InterruptionRecord).where(InterruptionRecord.indicator_id == indicator_id)
    return session.exec(rows.order_by(col(InterruptionRecord.id).desc()).limit(1)).first()


def with_number(session: Session, interruption_id: int) -> InterruptionRecord:
    """This one."""
    return session.get_one(InterruptionRecord, interruption_id)
