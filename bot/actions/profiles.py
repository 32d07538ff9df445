"""Keeping what Slack says about people; a new zone moves what is due from them."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.actions import schedule
from bot.actions.people import Profile, meet, policy_of
from storage.tables import Person, Workspace


def learn(session: Session, *, workspace_id: int, user_id: str, profile: Profile, now: datetime) -> Person:
    """Keep what Slack says about a person. Where their zone is another one, what is due from them moves with it, in
    the same transaction; the nominal date in every key stops a second message on the same day.
    """
    before = session.exec(
        select(Person.zone).where(Person.workspace_id == workspace_id, Person.user_id == user_id)
    ).first()
    person = meet(session, workspace_id=workspace_id, user_id=user_id, profile=profile, now=now)
    if before is not None and before != person.zone:
        policy = policy_of(session.get_one(Workspace, workspace_id))
        schedule.reschedule_owned(session, person, calendar=policy.calendar)
        if person.next_reminder_at is not None:
            person.next_reminder_at = now  # looked at anew, by the rule of the new zone
            session.add(person)
    return person


def unknown(session: Session, *, limit: int) -> list[tuple[int, str]]:
    """Workspace and user id of people whom Slack has not told us about."""
    rows = session.exec(
        select(Person.workspace_id, Person.user_id).where(col(Person.profile_read_at).is_(None)).limit(limit)
    )
    return list(rows)
