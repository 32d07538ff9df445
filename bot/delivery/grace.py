"""Until when a reading that is due may be given before it counts as missed: what is applied, and so what is told."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from sqlmodel import Session

from bot.actions.people import Policy, calendar_of
from bot.domain import due as lateness
from bot.domain.calendar import ONE_DAY, end_of_day, local_day
from storage import schedule
from storage.tables import DueReading, Outage, Person


def grace_from(day: date, owner: Person, *, policy: Policy) -> datetime:
    """The end of the grace that begins on this day of the owner's."""
    return lateness.grace_ends_at(day, policy.grace_working_days, calendar_of(owner, policy), owner.zone)


def outages_within(session: Session, rows: Iterable[DueReading]) -> Sequence[Outage]:
    """Downtime of ours that may have kept somebody from giving these, for `after_downtime`. At most one query."""
    spans = [(_asked_from_at_the_earliest(row), row.grace_ends_at) for row in rows if not row.grace_extended]
    if not spans:
        return ()
    begins, ends = zip(*spans, strict=True)
    return schedule.outages_between(session, min(begins), max(each for each in ends if each is not None))


def after_downtime(row: DueReading, owner: Person, outages: Sequence[Outage], *, policy: Policy) -> datetime | None:
    """The end of the one grace that is added where we were down within it; None where nothing is added. `outages` are
    those of `outages_within`.

    Counted from the first ping, or from the due day where there was none. Where the grace is as long already, since it
    began later, as with whoever is asked instead of another, nothing is added.
    """
    if row.grace_extended:
        return None
    asked_from = row.first_asked_at or end_of_day(row.due_on - ONE_DAY, owner.zone)
    grace_ends_at = row.grace_ends_at
    assert grace_ends_at is not None, "what is due has one"
    newest = next((each for each in outages if each.ended_at > asked_from and each.began_at < grace_ends_at), None)
    if newest is None:
        return None
    later = grace_from(local_day(newest.ended_at, owner.zone), owner, policy=policy)
    return later if later > grace_ends_at else None


def really_ends_at(
    row: DueReading, owner: Person, outages: Sequence[Outage], *, asks_at: datetime | None, policy: Policy
) -> datetime:
    """When this counts as missed as far as is known, for a message that will ask for it at `asks_at`, or, without that,
    has done so: the grace begins anew with the first that is really sent, and downtime within it adds another. What
    has come back to them since from whoever was asked instead has the grace that began with that.
    """
    if row.first_asked_at is None and asks_at is not None:
        return grace_from(local_day(asks_at, owner.zone), owner, policy=policy)
    assert row.grace_ends_at is not None, "what is due has one"
    return after_downtime(row, owner, outages, policy=policy) or row.grace_ends_at


def _asked_from_at_the_earliest(row: DueReading) -> datetime:
    """Before its due day began anywhere on earth, or when it was asked for."""
    return row.first_asked_at or datetime.combine(row.due_on - ONE_DAY, time.min, UTC)
