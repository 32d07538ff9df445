"""Proposing to close an outcome that has come to its end."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from bot.actions import access
from bot.actions.closing import closing_draft
from bot.actions.people import Actor
from bot.results.closing import Proposal
from storage import outcomes
from storage.outcomes import Home


def proposals(session: Session, ended: Mapping[int, date], *, by: Actor, now: datetime) -> tuple[Proposal, ...]:
    """What came of these outcomes, each with the day on which it ended, for whoever is to close them: less those that
    are closed, end on another day by now, or are not theirs to close.
    """
    homes = outcomes.homes_of(session, ended)
    return tuple(
        Proposal(closing_draft(session, number, by=by, now=now), on)
        for number, on in ended.items()
        if number in homes and _is_to_be_closed(session, homes[number], on, by=by)
    )


def _is_to_be_closed(session: Session, home: Home, on: date, *, by: Actor) -> bool:
    is_as_it_was = home.outcome.closed_at is None and home.definition.ends_on == on
    may_close = access.may_see_channel(session, home.channel, by=by) and access.may_edit_outcome(home, by=by)
    return is_as_it_was and may_close
