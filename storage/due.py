"""Due readings: what is open, for whom, and which reminders name it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain.due import DueState
from storage.claiming import skip_locked
from storage.running import is_of_a_running, is_running
from storage.tables import DueReading, Indicator, Outcome

OPEN = (DueState.DUE, DueState.MISSED)
"""States in which a reading is still wanted."""


def of_indicators(session: Session, indicator_ids: Collection[int]) -> Sequence[DueReading]:
    """What is due or missed for these indicators, oldest period first."""
    return session.exec(
        select(DueReading)
        .where(col(DueReading.indicator_id).in_(indicator_ids), col(DueReading.state).in_(OPEN))
        .order_by(col(DueReading.period_first_on))
    ).all()


def of_owner(
    session: Session, owner_id: int, *, states: Collection[DueState] = OPEN, on: date | None = None
) -> Sequence[DueReading]:
    """What is asked of this person and in one of `states`, in the order in which it fell due; with `on`, by that day.

    Of running indicators only: the others are neither asked for nor can they be given.
    """
    asked = (
        select(DueReading)
        .join(Indicator, col(Indicator.id) == DueReading.indicator_id)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .where(DueReading.owner_id == owner_id, col(DueReading.state).in_(states), is_running())
        .order_by(col(DueReading.due_on), col(DueReading.id))
    )
    if on is not None:
        asked = asked.where(col(DueReading.due_on) <= on)
    return session.exec(asked).all()


def has_open(session: Session, owner_id: int) -> bool:
    """Whether anything is still due from this person, now or once its indicator is running again."""
    still_due = select(DueReading.id).where(DueReading.owner_id == owner_id, DueReading.state == DueState.DUE)
    return session.exec(still_due.limit(1)).first() is not None


def of_period(session: Session, *, indicator_id: int, period_key: str) -> DueReading | None:
    """The obligation for this period, if it has fallen due."""
    return session.exec(
        select(DueReading).where(DueReading.indicator_id == indicator_id, DueReading.period_key == period_key)
    ).first()


def missed_periods(session: Session, indicator_ids: Collection[int]) -> dict[int, list[DueReading]]:
    """The due readings of these indicators that were missed and never given, oldest first."""
    rows = session.exec(
        select(DueReading)
        .where(col(DueReading.indicator_id).in_(indicator_ids), DueReading.state == DueState.MISSED)
        .order_by(col(DueReading.period_first_on))
    )
    found: dict[int, list[DueReading]] = {number: [] for number in indicator_ids}
    for row in rows:
        found[row.indicator_id].append(row)
    return found


def take_out_of_grace(session: Session, *, now: datetime, limit: int) -> Sequence[DueReading]:
    """What is still due though its grace has passed, oldest first, locked for us."""
    passed = select(DueReading).where(DueReading.state == DueState.DUE, col(DueReading.grace_ends_at) <= now)
    found: Sequence[DueReading] = session.exec(
        skip_locked(passed.order_by(col(DueReading.grace_ends_at)).limit(limit))
    ).all()
    return found


def not_running(session: Session, due_ids: Collection[int]) -> set[int]:
    """Those of these due readings whose indicator is not running any more."""
    stopped = select(DueReading.id).where(
        col(DueReading.id).in_(due_ids), ~is_of_a_running(col(DueReading.indicator_id))
    )
    return set(session.exec(stopped))


def mark(session: Session, due_id: int, *, state: DueState, at: datetime) -> None:
    """Change what has become of a due reading."""
    session.execute(update(DueReading).where(col(DueReading.id) == due_id).values(state=state, settled_at=at))
