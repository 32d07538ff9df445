"""What a menu offers for what is typed into it, of the outcomes and indicators that the person sees.

The number of statements is the same however much there is.
"""

from collections.abc import Collection, Iterable

from sqlmodel import Session

from bot.actions import finding
from bot.actions.people import Actor
from bot.results.names import OutcomeName
from bot.results.notes import Suggested, Suggestions
from storage.access import Spelled, visible_indicators, visible_outcomes
from storage.notes import indicators_of_any

MOST_OFFERED = 50
"""Of each sort: a menu holds a hundred."""


def suggest(session: Session, typed: str, *, channel_id: str, by: Actor) -> Suggestions:
    """What `typed` may mean. Where nothing is typed yet: what goes on, and first what lives in this Slack channel or
    concerns the person.
    """
    if typed.strip():
        outcomes, indicators = visible_outcomes(session, by=by), visible_indicators(session, by=by)
        return Suggestions(
            _offered(finding.all_that_fit(outcomes, typed)), _offered(finding.all_that_fit(indicators, typed))
        )
    near = _near(session, channel_id=channel_id, by=by)
    outcomes = visible_outcomes(session, by=by, only_open=True)
    indicators = [each for each in visible_indicators(session, by=by) if each.is_running]
    nearest = indicators_of_any(session, near)
    return Suggestions(_offered(_first(outcomes, near)), _offered(_first(indicators, nearest)))


def suggest_parents(session: Session, typed: str, *, by: Actor) -> tuple[OutcomeName, ...]:
    """The open outcomes that another one may be part of, of those that `typed` may mean."""
    known = visible_outcomes(session, by=by, only_open=True)
    found = finding.all_that_fit(known, typed) if typed.strip() else known
    return tuple(OutcomeName(each.key, each.name) for each in found)


def living_in(session: Session, channel_id: str, *, by: Actor) -> tuple[Suggested, ...]:
    """The open outcomes that live in this Slack channel and that the person sees."""
    here = visible_outcomes(session, by=by, only_open=True, living_in=channel_id)
    return tuple(Suggested(each.id, each.name) for each in here)


def _near(session: Session, *, channel_id: str, by: Actor) -> set[int]:
    here = visible_outcomes(session, by=by, only_open=True, living_in=channel_id)
    own = visible_outcomes(session, by=by, only_open=True, concerning=by.person_id)
    return {each.id for each in (*here, *own)}


def _first(known: Iterable[Spelled], wanted: Collection[int]) -> list[Spelled]:
    return sorted(known, key=lambda each: each.id not in wanted)


def _offered(found: Iterable[Spelled]) -> tuple[Suggested, ...]:
    return tuple(Suggested(each.id, each.name) for each in list(found)[:MOST_OFFERED])
