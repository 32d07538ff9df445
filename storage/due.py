"""Due readings: what is open, for whom, and which reminders name it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.tables import DueReading, Message, MessageItem

OPEN = ("due", "missed")
"""States in which a reading is still wanted."""


def of_indicators(session: Session, indicator_ids: Collection[int]) -> Sequence[DueReading]:
    """What is due or missed for these indicators, oldest period first."""
    return session.exec(
        select(DueReading)
        .where(col(DueReading.indicator_id).in_(indicator_ids), col(DueReading.state).in_(OPEN))
        .order_by(col(DueReading.period_first_on))
    ).all()


def of_owner(session: Session, owner_id: int, *, states: Collection[str] = OPEN) -> Sequence[DueReading]:
    """What is asked of this person and in one of `states`, in the order in which it fell due."""
    return session.exec(
        select(DueReading)
        .where(DueReading.owner_id == owner_id, col(DueReading.state).in_(states))
        .order_by(col(DueReading.due_on), col(DueReading.id))
    ).all()


def of_period(session: Session, *, indicator_id: int, period_key: str) -> DueReading | None:
    """The obligation for this period, if it has fallen due."""
    return session.exec(
        select(DueReading).where(DueReading.indicator_id == indicator_id, DueReading.period_key == period_key)
    ).first()


def missed_periods(session: Session, indicator_ids: Collection[int]) -> dict[int, list[DueReading]]:
    """The due readings of these indicators that were missed and never given, oldest first."""
    rows = session.exec(
        select(DueReading)
        .where(col(DueReading.indicator_id).in_(indicator_ids), DueReading.state == "missed")
        .order_by(col(DueReading.period_first_on))
    )
    found: dict[int, list[DueReading]] = {number: [] for number in indicator_ids}
    for row in rows:
        found[row.indicator_id].append(row)
    return found


def mark(session: Session, due_id: int, *, state: str, at: datetime) -> None:
    """Change what has become of a due reading, and have every reminder that names it shown anew."""
    session.execute(update(DueReading).where(col(DueReading.id) == due_id).values(state=state, settled_at=at))
    refresh_reminders(session, {due_id}, at=at)


def refresh_reminders(session: Session, due_ids: Collection[int], *, at: datetime) -> None:
    """Have every reminder that names one of these edited, from `at` on."""
    naming = select(MessageItem.message_id).where(col(MessageItem.due_reading_id).in_(due_ids))
    session.execute(update(Message).where(col(Message.id).in_(naming)).values(refresh_at=at))
