"""Having digests be quiet about an indicator until a day: what it shows is known, and being dealt with."""

from datetime import date, datetime

from sqlmodel import Session

from bot.actions import access
from bot.actions.checks import require_at_most, require_goes_on
from bot.actions.digests import zone_of_channel
from bot.actions.due import name_of_described
from bot.actions.people import Actor
from bot.domain.calendar import local_day
from bot.errors import UserError
from bot.fields import Field
from bot.results.digests import Quieted
from bot.words import words
from storage import indicators, quiets
from storage.tables import QuietRecord

LONGEST_REASON = 300
MAY_NOT_QUIET = words('You cannot have reports be quiet about "{indicator}".')


def quieten(session: Session, indicator_id: int, until_on: date, reason: str, *, by: Actor, now: datetime) -> Quieted:
    """Have the digests of its channel be quiet about the indicator until that day; today ends that. They say who wanted
    it, and why. Raises NotFound, NotAllowed, and UserError, so for a day that is past.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    access.require_may_edit(session, described, by=by, refusal=MAY_NOT_QUIET)
    require_goes_on(described)
    require_at_most(reason, LONGEST_REASON, Field.REASON)
    today = local_day(now, zone_of_channel(session, described.home.channel.id, by=by))
    if until_on < today:
        raise UserError(
            "{day} is past. Choose a later day, or today to hear of it again.", day=until_on, field=Field.UNTIL
        )
    if until_on == today and indicator_id not in quiets.holding(session, [indicator_id], on=today):
        raise UserError("Reports speak of it already. Choose a day that is ahead.", field=Field.UNTIL)
    if until_on > today and not reason.strip():
        raise UserError("Say in a few words why: the report says so.", field=Field.REASON)
    record = QuietRecord(
        workspace_id=by.workspace_id,
        indicator_id=indicator_id,
        until_on=until_on,
        reason=reason.strip(),
        made_at=now,
        made_by_id=by.person_id,
    )
    quiets.add(session, record)
    return Quieted(name_of_described(described), until_on, is_over=until_on == today)
