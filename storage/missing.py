"""What is missing of what somebody answers for, and who is to be told of it next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.domain.due import DueState
from storage.claiming import has_come, take
from storage.outcomes import newest_definition
from storage.running import is_running
from storage.tables import DueReading, Indicator, Outcome, OutcomeDefinition, Person


@dataclass(frozen=True)
class Missed:
    """How many readings of an indicator were missed lately, and the period of the newest."""

    indicator_id: int
    count: int
    newest_first_on: date


def leads_of(session: Session, indicator_ids: Collection[int]) -> dict[int, list[Person]]:
    """Whoever answers for the outcomes of these indicators, by the number of the indicator. One query."""
    rows = session.exec(
        select(Indicator.id, Person)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .join(Person, col(Person.id) == OutcomeDefinition.accountable_id)
        .where(col(Indicator.id).in_(indicator_ids))
    )
    found: dict[int, list[Person]] = {}
    for number, person in rows:
        found.setdefault(number, []).append(person)
    return found


def take_leads(session: Session, *, now: datetime, limit: int) -> Sequence[Person]:
    """Those who are to be told by now, locked for us."""
    return take(session, _LEADS, now=now, limit=limit)


def missed_since(session: Session, lead_id: int, *, since: datetime) -> list[Missed]:
    """What was missed since then and has not been given, of running indicators of other people that this person answers
    for. One query.
    """
    rows = session.exec(
        select(DueReading.indicator_id, func.count(), func.max(DueReading.period_first_on))
        .join(Indicator, col(Indicator.id) == DueReading.indicator_id)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .where(
            OutcomeDefinition.accountable_id == lead_id,
            DueReading.state == DueState.MISSED,
            col(DueReading.settled_at) >= since,
            DueReading.owner_id != lead_id,
            is_running(),
        )
        .group_by(col(DueReading.indicator_id))
    )
    return [Missed(*row) for row in rows]


_LEADS = has_come(Person, col(Person.next_note_at), col(Person.id))
