"""What is due: for a person, for an indicator, and as screens show it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions.people import Actor, Policy
from bot.actions.snapshots import IndicatorSnapshot, measure_of, snapshots
from bot.domain.cadences import decode
from bot.domain.due import DueState
from bot.domain.periods import Period
from bot.domain.values import Value
from bot.results.due import DueItem
from bot.results.names import IndicatorName
from storage import due
from storage.access import visible_due_readings
from storage.indicators import Described
from storage.tables import DueReading


def due_for(session: Session, *, by: Actor, policy: Policy, now: datetime) -> tuple[DueItem, ...]:
    """Everything asked of this person that is due, or was missed and can still be given, in the order it fell due."""
    rows = due.of_owner(session, by.person_id)
    return due_items(session, rows, policy=policy, now=now)


def due_items(session: Session, rows: Sequence[DueReading], *, policy: Policy, now: datetime) -> tuple[DueItem, ...]:
    """These due readings as screens show them."""
    known = snapshots(session, {row.indicator_id for row in rows}, policy=policy, now=now)
    return tuple(as_item(row, known[row.indicator_id]) for row in rows)


def answerable(
    session: Session, due_ids: Collection[int], *, by: Actor, policy: Policy, now: datetime
) -> Mapping[int, tuple[DueReading, IndicatorSnapshot]]:
    """Those of these due readings that this person may answer, with their indicators."""
    rows = visible_due_readings(session, due_ids, by=by)
    known = snapshots(session, {row.indicator_id for row in rows}, policy=policy, now=now)
    return {row.id: (row, known[row.indicator_id]) for row in rows}


def as_item(row: DueReading, snapshot: IndicatorSnapshot) -> DueItem:
    """One due reading as screens show it."""
    return DueItem(
        due_id=row.id,
        indicator=name_of(snapshot),
        period=period_of(row),
        due_on=row.due_on,
        state=DueState(row.state),
        last=value_before(snapshot, period_of(row)),
    )


def name_of(snapshot: IndicatorSnapshot) -> IndicatorName:
    """The indicator as screens refer to it."""
    return IndicatorName(snapshot.key, snapshot.name, snapshot.measure, snapshot.cadence)


def name_of_described(described: Described) -> IndicatorName:
    """The same from its records, where nobody needs to know how it stands."""
    definition = described.definition
    return IndicatorName(described.indicator.key, definition.name, measure_of(definition), decode(definition.cadence))


def period_of(row: DueReading) -> Period:
    """The period that a due reading is for."""
    return Period(row.period_key, row.period_first_on, row.period_last_on)


def value_before(snapshot: IndicatorSnapshot, period: Period) -> Value | None:
    """The newest value of a period earlier than this one."""
    earlier = [point.value for point in snapshot.facts.points if point.period < period]
    return earlier[-1] if earlier else None


def other_open(rows: Iterable[DueReading], snapshot: IndicatorSnapshot, period: Period) -> tuple[DueItem, ...]:
    """What else of this indicator is still wanted."""
    return tuple(as_item(row, snapshot) for row in rows if row.period_key != period.key)
