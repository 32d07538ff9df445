"""Handing an indicator over: whoever is asked for its readings from now on, and for what is due already."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import access, scheduling
from bot.actions.due import name_of_described
from bot.actions.people import Actor, Policy, as_actor, calendar_of
from bot.actions.screens import named, policy_for
from bot.actions.telling import tell
from bot.domain import due as lateness
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.errors import UserError
from bot.fields import Field
from bot.results.indicators import HandedOver
from storage import due, hot_path, indicators
from storage.indicators import Described
from storage.people import person_of
from storage.tables import Ownership, Person, Workspace

LONGEST_REASON = 300


def hand_over(session: Session, key: str, *, to_user_id: str, reason: str, by: Actor, now: datetime) -> HandedOver:
    """Make somebody else the indicator's owner. What is due is asked of them, as if it had just fallen due; what was
    missed stays missed. Raises NotFound, NotAllowed, and UserError where that person could not be asked.
    """
    found = access.require_indicator_with_key(session, key, by=by)
    hot_path.hold(session, found.id)
    described = indicators.describe(session, [found.id])[found.id]
    access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_OWNER)
    if len(reason) > LONGEST_REASON:
        raise UserError(
            "This holds up to {most} characters; you wrote {length}. Shorten it.",
            most=LONGEST_REASON,
            length=len(reason),
            field=Field.REASON,
        )
    owner = _require_can_own(session, described, to_user_id, by=by)
    _write_down(session, described, owner, reason=reason, by=by, now=now)
    _ask_from_now_on(session, described, owner, policy=policy_for(session, by), now=now)
    tell(session, events.OwnerChanged(found.id, before=described.owner.id, after=owner.id), now=now)
    return HandedOver(name_of_described(described), named(owner))


def _require_can_own(session: Session, described: Described, user_id: str, *, by: Actor) -> Person:
    owner = require_sees_it(session, described, user_id, field=Field.OWNER, by=by)
    if owner.id == described.owner.id:
        raise UserError("They are asked for it already. Choose somebody else.", field=Field.OWNER)
    return owner


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


def _write_down(
    session: Session, described: Described, owner: Person, *, reason: str, by: Actor, now: datetime
) -> None:
    backup_id = described.ownership.backup_id
    session.add(
        Ownership(
            workspace_id=by.workspace_id,
            indicator_id=described.indicator.id,
            owner_id=owner.id,
            backup_id=None if backup_id == owner.id else backup_id,
            effective_on=local_day(now, owner.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=reason,
        )
    )
    session.flush()


def _ask_from_now_on(session: Session, described: Described, owner: Person, *, policy: Policy, now: datetime) -> None:
    """What is still due is theirs to give, within a grace of their own; what falls due next does so by their clock."""
    today, indicator_id, calendar = local_day(now, owner.zone), described.indicator.id, calendar_of(owner, policy)
    for row in due.of_indicators(session, [indicator_id]):
        if row.state is not DueState.DUE:
            continue
        row.owner_id, row.times_asked, row.first_asked_at, row.last_asked_at = owner.id, 0, None, None
        row.grace_ends_at = lateness.grace_ends_at(
            max(row.due_on, today), policy.grace_working_days, calendar, owner.zone
        )
        session.add(row)
        session.flush()
        tell(session, events.DueReadingChanged(indicator_id, row.id), now=now)
        scheduling.wake_reminder(owner, policy=policy, after=now)
        session.add(owner)
    scheduling.reschedule_owned(session, owner, calendar=calendar)
