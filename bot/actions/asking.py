"""Asking the owner of an indicator for its reading, in somebody's name."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import access, outgoing
from bot.actions.absences import away_now
from bot.actions.checks import require_goes_on
from bot.actions.people import Actor, as_actor
from bot.actions.screens import named
from bot.domain.calendar import local_day
from bot.domain.messages import Template
from bot.errors import UserError
from bot.results.names import PersonName
from bot.words import words
from storage import indicators, messages
from storage.indicators import Described
from storage.tables import Workspace

MAY_NOT_ASK = words('You cannot ask for "{indicator}".')


def ask_owner(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> PersonName:
    """Have the owner told who asks, once a day; answers who that is. Raises NotFound, NotAllowed, and UserError where
    there is nobody to ask or it has been done today.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    access.require_may_edit(session, described, by=by, refusal=MAY_NOT_ASK)
    require_goes_on(described)
    require_can_be_asked(session, described, by=by, now=now)
    owner = described.owner
    key = f"asked-for:{indicator_id}:{by.user_id}:{local_day(now, by.zone).isoformat()}"
    if messages.has_key(session, workspace_id=by.workspace_id, key=key):
        raise UserError("You have asked {name} for it today already.", name=owner.name or owner.user_id)
    about = {"indicator": indicator_id, "by": by.person_id}
    outgoing.enqueue_notice(
        session, Template.ASKED_FOR, about, workspace_id=by.workspace_id, person_id=owner.id, key=key, now=now
    )
    session.flush()
    return named(owner)


def require_can_be_asked(session: Session, described: Described, *, by: Actor, now: datetime) -> None:
    """Raise UserError, which says what else to do, where nobody can ask the owner of this indicator or it is theirs."""
    owner = described.owner
    if owner.id == by.person_id:
        raise UserError("It is yours to give: /reading due lists what is open.")
    if owner.is_deactivated:
        raise UserError(
            "{name} has left this workspace. Choose somebody else with *Hand over…*.", name=owner.name or owner.user_id
        )
    workspace = session.get_one(Workspace, by.workspace_id)
    if not access.may_see_channel(session, described.home.channel, by=as_actor(owner, workspace)):
        raise UserError(
            "{name} is not in the channel where it lives. Invite them, or choose somebody else with *Hand over…*.",
            name=owner.name or owner.user_id,
        )
    absent = away_now(session, [owner], now=now).get(owner.id)
    if absent is not None and absent.back_on is not None:
        raise UserError(
            "{name} is away until {day}. Ask then, or choose somebody else with *Hand over…*.",
            name=owner.name or owner.user_id,
            day=absent.back_on,
        )
