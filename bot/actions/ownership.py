"""Handing an indicator over: whoever is asked for its readings from now on, and for what is due already."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import access, scheduling
from bot.actions.people import Actor, Policy, as_actor, calendar_of
from bot.actions.telling import tell
from bot.domain import due as lateness
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.errors import UserError
from bot.fields import Field
from storage import due
from storage.indicators import Described
from storage.people import person_of
from storage.tables import DueReading, Ownership, Person, Workspace

LONGEST_REASON = 300


def make_owner(
    session: Session,
    described: Described,
    owner: Person,
    *,
    reason: str,
    made_by_id: int,
    policy: Policy,
    now: datetime,
) -> None:
    """Have this person asked from now on, whoever may decide that."""
    _write_down(session, described, owner, reason=reason, made_by_id=made_by_id, now=now)
    _ask_from_now_on(session, described, owner, policy=policy, now=now)
    event = events.OwnerChanged(described.indicator.id, before=described.owner.id, after=owner.id)
    tell(session, event, now=now)


def require_can_own(session: Session, described: Described, user_id: str, *, by: Actor) -> Person:
    """The person with this Slack id. Raises UserError where they could not be asked, would not see it, or own it."""
    if user_id == described.owner.user_id:
        raise UserError("They are asked for it already. Choose somebody else.", field=Field.OWNER)
    return require_sees_it(session, described, user_id, field=Field.OWNER, by=by)


def require_sees_it(session: Session, described: Described, user_id: str, *, field: Field, by: Actor) -> Person:
    """The person, who can be asked and sees the indicator. Raises UserError at this field for anybody else."""
    person = person_of(session, workspace_id=by.workspace_id, user_id=user_id)
    if person is None or person.is_deactivated:
        raise UserError("This person cannot be asked. Choose somebody else.", field=field)
    workspace = session.get_one(Workspace, by.workspace_id)
    if not access.may_see_channel(session, described.home.channel, by=as_actor(person, workspace)):
        raise UserError(
            "They are not in the channel where it lives, and would not see it. Invite them there first, or choose "
            "somebody who is in it.",
            field=field,
        )
    return person


def ask_anew(row: DueReading, person: Person, *, policy: Policy, now: datetime) -> None:
    """It is this person's to give, within a grace of their own: they have not been asked, and put nothing off."""
    row.owner_id, row.times_asked, row.put_off_until = person.id, 0, None
    row.first_asked_at, row.last_asked_at = None, None
    row.grace_ends_at = lateness.grace_ends_at(
        max(row.due_on, local_day(now, person.zone)),
        policy.grace_working_days,
        calendar_of(person, policy),
        person.zone,
    )


def _write_down(
    session: Session, described: Described, owner: Person, *, reason: str, made_by_id: int, now: datetime
) -> None:
    backup_id = described.ownership.backup_id
    session.add(
        Ownership(
            workspace_id=described.indicator.workspace_id,
            indicator_id=described.indicator.id,
            owner_id=owner.id,
            backup_id=None if backup_id == owner.id else backup_id,
            effective_on=local_day(now, owner.zone),
            made_at=now,
            made_by_id=made_by_id,
            reason=reason,
        )
    )
    session.flush()


def _ask_from_now_on(session: Session, described: Described, owner: Person, *, policy: Policy, now: datetime) -> None:
    """What is still due is theirs to give, within a grace of their own; what falls due next does so by their clock."""
    indicator_id = described.indicator.id
    for row in due.of_indicators(session, [indicator_id]):
        if row.state is not DueState.DUE:
            continue
        ask_anew(row, owner, policy=policy, now=now)
        session.add(row)
        session.flush()
        tell(session, events.DueReadingChanged(indicator_id, row.id), now=now)
        scheduling.wake_reminder(owner, policy=policy, after=now)
        session.add(owner)
    scheduling.reschedule_owned(session, owner, calendar=calendar_of(owner, policy))
