"""What is due: for a person, for an indicator, and as screens show it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from bot.actions.facts import measure_of, period_of, points_of
from bot.actions.people import Actor, Policy
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.domain.cadences import decode
from bot.domain.due import DueState
from bot.domain.facts import as_of_day
from bot.domain.progress import expected_at
from bot.domain.values import Value
from bot.results.due import DueItem
from bot.results.names import IndicatorName, PersonName
from storage import due, readings
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
    return as_items(session, rows, known)


def answerable(
    session: Session, due_ids: Collection[int], *, by: Actor, policy: Policy, now: datetime
) -> Mapping[int, tuple[DueReading, IndicatorSnapshot]]:
    """Those of these due readings that this person may answer, with their indicators."""
    rows = visible_due_readings(session, due_ids, by=by)
    known = snapshots(session, {row.indicator_id for row in rows}, policy=policy, now=now)
    return {row.id: (row, known[row.indicator_id]) for row in rows}


def as_items(
    session: Session, rows: Sequence[DueReading], known: Mapping[int, IndicatorSnapshot]
) -> tuple[DueItem, ...]:
    """These due readings of these indicators as screens show them. A query or two, where a reading of a later period
    has been given already.
    """
    names = {number: name_of(at) for number, at in known.items()}
    last = _values_before(session, rows, known)
    return tuple(
        as_item(
            row,
            names[row.indicator_id],
            last=last[row.id],
            planned=_planned(row, known[row.indicator_id]),
            for_whom=_for_whom(row, known[row.indicator_id].described),
        )
        for row in rows
    )


def as_item(
    row: DueReading,
    indicator: IndicatorName,
    *,
    last: Value | None = None,
    planned: Decimal | None = None,
    for_whom: PersonName | None = None,
) -> DueItem:
    """One due reading as screens show it; `last` is the newest value before it, and `planned` what the path holds for
    it, where those are to be shown.
    """
    return DueItem(
        due_id=row.id,
        indicator=indicator,
        period=period_of(row),
        due_on=row.due_on,
        state=DueState(row.state),
        last=last,
        planned=planned,
        for_whom=for_whom,
    )


def name_of(snapshot: IndicatorSnapshot) -> IndicatorName:
    """The indicator as screens refer to it."""
    return IndicatorName(snapshot.key, snapshot.name, snapshot.measure, snapshot.cadence)


def name_of_described(described: Described) -> IndicatorName:
    """The same from its records, where nobody needs to know how it stands."""
    definition = described.definition
    return IndicatorName(described.indicator.key, definition.name, measure_of(definition), decode(definition.cadence))


def _for_whom(row: DueReading, described: Described) -> PersonName | None:
    """The owner, where their backup is asked in their place."""
    is_instead = row.owner_id != described.owner.id and row.owner_id == described.ownership.backup_id
    if not is_instead or row.state is not DueState.DUE:
        return None
    return PersonName(described.owner.user_id, described.owner.name)


def _planned(row: DueReading, at: IndicatorSnapshot) -> Decimal | None:
    """The amount on the path on the day that a reading given today speaks for."""
    baseline, target = at.terms.baseline, at.terms.target
    if baseline is None or target is None or target.value is None:
        return None
    return expected_at(baseline, target, as_of_day(period_of(row), given_on=at.today, starts_on=target.starts_on))


def _values_before(
    session: Session, rows: Sequence[DueReading], known: Mapping[int, IndicatorSnapshot]
) -> dict[int, Value | None]:
    """For each of these due readings, by number, the newest value of a period earlier than its own."""
    found: dict[int, Value | None] = {}
    further_back = []
    for row in rows:
        standing, period = known[row.indicator_id].standing, period_of(row)
        if standing.latest is None or standing.latest < period:
            found[row.id] = standing.value
        elif standing.latest == period:
            found[row.id] = standing.previous
        else:
            further_back.append(row)
    return found | _values_further_back(session, further_back, known)


def _values_further_back(
    session: Session, rows: Sequence[DueReading], known: Mapping[int, IndicatorSnapshot]
) -> dict[int, Value | None]:
    """The same where the latest reading is of a later period. Two queries, whatever the history; more for an indicator
    whose value before was taken away by somebody's "no data".
    """
    if not rows:
        return {}
    began = readings.periods_with_a_value_before(session, {row.id for row in rows})
    given = readings.counting_in(session, {(row.indicator_id, began[row.id]) for row in rows if row.id in began})
    found: dict[int, Value | None] = {}
    for row in rows:
        described = known[row.indicator_id].described
        in_period = [each for each in given.get(row.indicator_id, ()) if each.period_first_on == began.get(row.id)]
        points = points_of(in_period, described)
        if in_period and not points:
            given_ever = readings.counting_readings(session, [described])[row.indicator_id]
            everything = points_of(given_ever, described)
            points = tuple(point for point in everything if point.period < period_of(row))
        found[row.id] = points[-1].value if points else None
    return found
