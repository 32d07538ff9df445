"""Until when a reading that is due may be given before it counts as missed: what is applied, and so what is told."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.actions.people import Policy
from bot.domain import due as lateness
from bot.domain.calendar import end_of_day, local_day
from storage import schedule
from storage.tables import DueReading, Person


def grace_from(day: date, zone: str, *, policy: Policy) -> datetime:
    """The end of the grace that begins on this day of an owner who lives in that zone."""
    return lateness.grace_ends_at(day, policy.grace_working_days, policy.calendar, zone)


def after_downtime(session: Session, row: DueReading, owner: Person, *, policy: Policy) -> datetime | None:
    """The end of the one grace that is added where we were down within it; None where nothing is added.

    Counted from the first ping, or from the due day where there was none.
    """
    if row.grace_extended:
        return None
    asked_from = row.first_asked_at or end_of_day(row.due_on - timedelta(days=1), owner.zone)
    assert row.grace_ends_at is not None, "what is due has one"
    outage = schedule.outage_between(session, asked_from, row.grace_ends_at)
    return None if outage is None else grace_from(local_day(outage.ended_at, owner.zone), owner.zone, policy=policy)


def really_ends_at(session: Session, row: DueReading, owner: Person, *, asked_at: datetime, policy: Policy) -> datetime:
    """When this counts as missed as far as is known, for a message that asks for it at `asked_at`: the grace begins
    anew with the first that is really sent, and downtime within it adds another.
    """
    if row.first_asked_at is None or row.grace_ends_at is None:
        return grace_from(local_day(asked_at, owner.zone), owner.zone, policy=policy)
    return after_downtime(session, row, owner, policy=policy) or row.grace_ends_at
