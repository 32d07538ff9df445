"""What somebody's Home tab shows, from what is true now and what they may see now. Nothing here writes.

A fixed number of queries, whatever is stored.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from sqlmodel import Session

from bot.actions import home_admin
from bot.actions.due import as_items, name_of
from bot.actions.home_concerns import answered_for
from bot.actions.latest import latest_values
from bot.actions.own_settings import settings_of
from bot.actions.people import Actor, policy_of
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.domain.calendar import instant_of, local_day
from bot.domain.colours import State
from bot.results.home import Answered, Begun, HomePage, NextDue, OwnMonth, OwnNumber, Page
from storage import due, home
from storage.tables import DueReading, Person, Workspace

ON_A_PAGE = 10

_WANTS_SOMETHING_FIRST = (
    State.OFF_TRACK,
    State.NOT_ACHIEVED,
    State.AT_RISK,
    State.STALE,
    State.NO_DATA,
    State.NO_BASELINE,
    State.NO_TARGET,
    State.TOO_EARLY,
    State.ON_TRACK,
    State.MET,
    State.ACHIEVED,
)
"""The order of somebody's own numbers: what they can do something about comes before what is well."""


def home_of(session: Session, by: Actor, *, first: int = 0, now: datetime, sees_all: bool = True) -> HomePage:
    """Everything on this person's Home tab; of their numbers the page that has the place `first`."""
    person, workspace = session.get_one(Person, by.person_id), session.get_one(Workspace, by.workspace_id)
    policy, today = policy_of(workspace), local_day(now, by.zone)
    kept, asked = home.kept_by(session, by.person_id, by=by), due.of_owner(session, by.person_id)
    known = snapshots(session, {*kept, *(row.indicator_id for row in asked)}, policy=policy, now=now)
    answered = answered_for(session, by, policy=policy, today=today, now=now)
    own = [known[number] for number in kept if number in known]
    return HomePage(
        due=as_items(session, [row for row in asked if row.indicator_id in known], known),
        next_due=_next_due(own, asked, by=by),
        page=_page(session, own, first=first, by=by),
        answered=answered,
        settings=settings_of(session, person, policy, now=now),
        month=_month(session, person, today=today),
        begun=_begun(own, answered),
        workspace=home_admin.glance(session, by, today=today) if by.is_admin else None,
        sees_all=sees_all,
    )


def _next_due(own: Sequence[IndicatorSnapshot], asked: Collection[DueReading], *, by: Actor) -> NextDue | None:
    """What falls due next from them; None while something is due, or nothing ever is."""
    mine = [each.described for each in own if each.described.owner.id == by.person_id]
    instants = [at for each in mine if (at := each.indicator.next_due_at) is not None]
    if asked or not instants:
        return None
    days = [local_day(at, by.zone) for at in instants]
    return NextDue(min(days), days.count(min(days)))


def _page(session: Session, own: Sequence[IndicatorSnapshot], *, first: int, by: Actor) -> Page:
    ordered = sorted(own, key=_place)
    first = first - first % ON_A_PAGE if 0 <= first < len(ordered) else 0
    shown = ordered[first : first + ON_A_PAGE]
    latest = latest_values(session, shown)
    numbers = tuple(
        OwnNumber(name_of(at), at.assessment, latest[at.id], is_stand_in=at.described.owner.id != by.person_id)
        for at in shown
    )
    return Page(numbers, first, len(ordered), size=ON_A_PAGE)


def _place(at: IndicatorSnapshot) -> tuple[int, str]:
    state = at.assessment.state
    known = state in _WANTS_SOMETHING_FIRST
    return _WANTS_SOMETHING_FIRST.index(state) if known else len(_WANTS_SOMETHING_FIRST), at.key


def _month(session: Session, person: Person, *, today: date) -> OwnMonth:
    """This month, as it is where the person lives."""
    first = today.replace(day=1)
    since = instant_of(first, time.min, person.zone)
    assert since is not None, "no zone has ever skipped the first of a month"
    return OwnMonth(home.pings_since(session, person.id, since=since), home.asked_of(session, person.id, since=first))


def _begun(own: Sequence[IndicatorSnapshot], answered: Answered | None) -> Begun | None:
    """How far they are with their first outcome; None for whoever is past that, or was given a number to keep."""
    counted = [state for each in answered.rollups for state, count in each.counts.items() if count] if answered else []
    begun = Begun(
        has_outcome=answered is not None,
        has_number=bool(own or counted),
        has_reading=any(at.standing.latest for at in own) or any(state is not State.NO_DATA for state in counted),
        outcome=answered.without_numbers if answered else None,
    )
    return None if begun.is_all or (own and answered is None) else begun
