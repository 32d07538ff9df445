"""How somebody has kept an indicator: told to nobody but them."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.people import Actor
from bot.domain.calendar import local_day
from bot.domain.due import rates
from bot.results.indicators import OwnRecord
from storage import due
from storage.indicators import Described

_LOOKS_BACK = timedelta(days=365)


def own_record_of(session: Session, described: Described, *, by: Actor, now: datetime) -> OwnRecord | None:
    """What became of the readings that the reader was asked for in the last twelve months, where they are the owner:
    nobody else is told. One query.
    """
    if described.owner.id != by.person_id:
        return None
    since = local_day(now, by.zone) - _LOOKS_BACK
    states, first = due.record_of(session, owner_id=by.person_id, indicator_id=described.indicator.id, since=since)
    return OwnRecord(rates(states.elements()), first) if first is not None else None
