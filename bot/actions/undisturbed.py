"""Not being disturbed: until when what is for somebody waits, and looking at it again where that ends earlier than was
said.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.people import Policy
from bot.actions.scheduling import look_again_today, next_turn
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.calendar import first_day_of_week, local_day
from storage import closings, messages
from storage.tables import Person

LONGEST_HELD = timedelta(hours=12)
"""A night; and an offer that nobody answers takes effect after a day: no notice waits longer for its reader's leave."""


def undisturbed_until(person: Person, now: datetime) -> datetime | None:
    """Until when this person does not want to be disturbed, as Slack has told; None where they may be."""
    since, until = person.undisturbed_from, person.undisturbed_until
    return until if since is not None and until is not None and since <= now < until else None


def look_again(session: Session, person: Person, *, until: datetime, policy: Policy, now: datetime) -> None:
    """What waited for somebody who was not to be disturbed until then is looked at now, since that is over, or is to be
    over earlier. By the same rules as at any other time: whatever they hold back still waits.
    """
    look_again_today(person, policy=policy, now=now)
    later = next_turn(person, policy=policy, after=now)
    is_this_week = first_day_of_week(later.on) == first_day_of_week(local_day(now, person.zone))
    waits_for = {until, later.at} if is_this_week else {until}
    if person.next_note_at in waits_for:
        person.next_note_at = now
    if person.next_preview_at in {until, later.at}:
        person.next_preview_at = now
    session.add(person)
    closings.look_again(session, workspace_id=person.workspace_id, planned={until, later.at}, now=now)
    for number in messages.hasten_held(session, person.id, until=until, at_most=LONGEST_HELD, now=now):
        tell(session, events.MessageAdded(number), now=now)
