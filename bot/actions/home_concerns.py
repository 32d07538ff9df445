"""What somebody answers for, and which of it needs them: what goes wrong, what is silent, what has come to its end."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from bot.actions.due import name_of
from bot.actions.outcomes import GOES_WRONG, cause_of, rollups
from bot.actions.people import Actor, Policy
from bot.actions.screens import outcome_name
from bot.actions.snapshots import snapshots
from bot.domain.colours import State
from bot.domain.facts import Rollup
from bot.results.home import Answered, Concern
from storage import home, outcomes

MOST_CONCERNS = 5
"""More of them are behind the list of all outcomes."""


class _Need(NamedTuple):
    """Why an outcome needs somebody, in the order in which they are shown."""

    rank: int
    silent: int
    has_ended: bool


def answered_for(session: Session, by: Actor, *, policy: Policy, today: date, now: datetime) -> Answered | None:
    """What this person answers for, as far as they see it; None for whoever answers for nothing. At most ten queries,
    however much that is.
    """
    ends = home.answered_by(session, by.person_id, by=by)
    if not ends:
        return None
    found = rollups(session, ends, policy=policy, now=now)
    never = home.never_given(session, ends)
    needs = {
        number: need
        for number in ends
        if (need := _need(found[number], ends[number], never[number], today=today)) is not None
    }
    first = sorted(needs, key=lambda number: needs[number])[:MOST_CONCERNS]
    bare = [number for number in ends if not any(found[number].counts.values())][:1]
    return Answered(
        outcomes=len(ends),
        rollups=tuple(found.values()),
        concerns=_concerns(session, {number: needs[number] for number in first}, found, ends, policy=policy, now=now),
        more_concerns=len(needs) - len(first),
        without_numbers=next((outcome_name(each) for each in outcomes.homes_of(session, bare).values()), None),
    )


def _need(of: Rollup, ends_on: date | None, never_given: int, *, today: date) -> _Need | None:
    silent = of.counts.get(State.STALE, 0) + never_given
    has_ended = ends_on is not None and ends_on < today
    if of.colour in GOES_WRONG:
        return _Need(GOES_WRONG.index(of.colour), silent, has_ended)
    is_silent = silent > 0 and of.colour is None
    return _Need(len(GOES_WRONG), silent, has_ended) if is_silent or has_ended else None


def _concerns(
    session: Session,
    needs: Mapping[int, _Need],
    found: Mapping[int, Rollup],
    ends: Mapping[int, date | None],
    *,
    policy: Policy,
    now: datetime,
) -> tuple[Concern, ...]:
    homes = outcomes.homes_of(session, needs.keys())
    numbers = outcomes.indicators_of(session, needs.keys())
    known = snapshots(session, [each for those in numbers.values() for each in those], policy=policy, now=now)
    causes = {number: cause_of(found[number], (known[each] for each in numbers.get(number, ()))) for number in needs}
    return tuple(
        Concern(
            outcome=outcome_name(homes[number]),
            rollup=found[number],
            why=(name_of(cause), cause.assessment) if (cause := causes[number]) is not None else None,
            silent=need.silent,
            ended_on=ends[number] if need.has_ended else None,
        )
        for number, need in needs.items()
    )
