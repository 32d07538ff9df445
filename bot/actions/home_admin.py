"""The workspace at a glance, for its administrators: numbers of everything, and names of what they see themselves."""

from datetime import date, timedelta
from itertools import groupby

from sqlmodel import Session

from bot.actions.people import Actor
from bot.results.home import Left, WorkspaceGlance
from bot.results.names import PersonName
from storage import home

_FOUR_WEEKS = timedelta(weeks=4)


def glance(session: Session, by: Actor, *, today: date) -> WorkspaceGlance:
    """How much there is, how much of it comes in, and what there is to mend."""
    size = home.size_of(session, by.workspace_id)
    unreported = home.without_a_report(session, by.workspace_id, by=by)
    return WorkspaceGlance(
        outcomes=size.outcomes,
        channels=size.channels,
        indicators=size.indicators,
        owners=size.owners,
        asked=home.asked_in(session, by.workspace_id, since=today - _FOUR_WEEKS, until=today),
        left=_left(session, by),
        unreported=tuple(each.channel_id for each in unreported if each.is_seen),
        unreported_elsewhere=sum(not each.is_seen for each in unreported),
    )


def _left(session: Session, by: Actor) -> tuple[Left, ...]:
    orphans = home.without_an_owner(session, by.workspace_id, by=by)
    found = []
    for (user_id, name), those in groupby(orphans, key=lambda each: (each.owner_user_id, each.owner_name)):
        theirs = list(those)
        key = next((each.key for each in theirs if each.is_seen), None)
        found.append(Left(PersonName(user_id, name or user_id), key, len(theirs)))
    return tuple(found)
