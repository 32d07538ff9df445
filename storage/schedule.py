"""Whose time has come: what recurs carries the instant at which it is next due, in an indexed column."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from bot.domain.due import DueState
from storage import digests, messages
from storage.claiming import skip_locked
from storage.tables import DueReading, Indicator, Outage, Person


def take_indicators(session: Session, *, now: datetime, limit: int) -> Sequence[Indicator]:
    """Indicators of which a period falls due by now, oldest first, locked for us; running or not."""
    found: Sequence[Indicator] = session.exec(
        skip_locked(
            select(Indicator).where(col(Indicator.next_due_at) <= now).order_by(col(Indicator.next_due_at)).limit(limit)
        )
    ).all()
    return found


def take_people(session: Session, *, now: datetime, limit: int) -> Sequence[Person]:
    """People whose reminder time has come, locked for us."""
    found: Sequence[Person] = session.exec(
        skip_locked(
            select(Person)
            .where(col(Person.next_reminder_at) <= now)
            .order_by(col(Person.next_reminder_at), col(Person.id))
            .limit(limit)
        )
    ).all()
    return found


def move_on(
    session: Session, indicator: Indicator, *, seen: datetime | None, next_at: datetime | None, period_key: str
) -> bool:
    """Have the next period fall due at `next_at`, if nobody has since it was `seen`; answers whether we did."""
    claimed = session.execute(
        update(Indicator)
        .where(col(Indicator.id) == indicator.id, col(Indicator.next_due_at) == seen)
        .values(next_due_at=next_at, next_period_key=period_key)
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]  # a cursor result


def next_instant(session: Session) -> datetime | None:
    """When the schedule or the outbox next has something to do; each answer comes from an index."""
    earliest = (
        session.exec(select(func.min(Indicator.next_due_at))).one(),
        session.exec(select(func.min(Person.next_reminder_at))).one(),
        digests.next_due_at(session),
        session.exec(select(func.min(DueReading.grace_ends_at)).where(DueReading.state == DueState.DUE)).one(),
        messages.next_instant(session),
    )
    return min((at for at in earliest if at is not None), default=None)


def outage_between(session: Session, after: datetime, before: datetime) -> Outage | None:
    """The newest stretch of downtime of ours that overlaps with that time."""
    return session.exec(
        select(Outage)
        .where(col(Outage.ended_at) > after, col(Outage.began_at) < before)
        .order_by(col(Outage.ended_at).desc())
        .limit(1)
    ).first()


def untold_outages(session: Session, *, since: datetime, limit: int) -> Sequence[Outage]:
    """Stretches of downtime that ended after that instant and that nobody has been told of, held for us."""
    untold = select(Outage).where(col(Outage.ended_at) > since, col(Outage.told_at).is_(None))
    found: Sequence[Outage] = session.exec(skip_locked(untold.limit(limit))).all()
    return found
