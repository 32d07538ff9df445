"""How outcomes ended: what was kept when they were closed."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.people import Actor
from bot.actions.screens import named, outcome_name
from bot.domain.closing import decode
from bot.results.closing import ClosedLine, ClosedOutcome
from storage import closings, outcomes
from storage.access import visible_outcomes
from storage.outcomes import Home
from storage.people import people_by_id
from storage.tables import Closing


def how_it_was_closed(session: Session, home: Home, closing: Closing) -> ClosedOutcome | None:
    """What a closing says; None for one that took the outcome up again."""
    if closing.result is None:
        return None
    figures, effort = decode(closing.figures)
    people = people_by_id(session, {*effort.person_ids, closing.made_by_id})
    return ClosedOutcome(
        outcome=outcome_name(home),
        result=closing.result,
        sentence=closing.sentence,
        lesson=closing.lesson,
        at=closing.made_at,
        by=named(people[closing.made_by_id]),
        figures=figures,
        weeks=effort.weeks,
        readings=effort.figures,
        decisions=effort.decisions,
        thanks=tuple(named(people[number]) for number in effort.person_ids if number in people),
        resources=effort.resources,
    )


def newest_ending(session: Session, home: Home) -> ClosedOutcome | None:
    """How this outcome was closed last, where it is closed and that is on record."""
    if home.outcome.closed_at is None:
        return None
    closing = closings.newest_of_each(session, [home.outcome.id]).get(home.outcome.id)
    return how_it_was_closed(session, home, closing) if closing is not None else None


def closed_lines(session: Session, *, by: Actor) -> tuple[ClosedLine, ...]:
    """The closed outcomes that this person may see, the last one closed first. A fixed number of queries."""
    seen = [each.id for each in visible_outcomes(session, by=by) if not each.is_running]
    homes, newest = outcomes.homes_of(session, seen), closings.newest_of_each(session, seen)
    lines = []
    for number, home in homes.items():
        closing = newest.get(number)
        result = closing.result if closing is not None else None
        lines.append(ClosedLine(outcome_name(home), named(home.accountable), _closed_at(home), result))
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _closed_at(home: Home) -> datetime:
    assert home.outcome.closed_at is not None, "it is one of those that are closed"
    return home.outcome.closed_at
