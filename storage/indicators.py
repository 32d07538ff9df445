"""Indicators with everything that describes them now, in a fixed number of queries however many are asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.tables import (
    Baseline,
    Channel,
    DueReading,
    Indicator,
    IndicatorDefinition,
    Outcome,
    OutcomeDefinition,
    Ownership,
    Person,
    Reading,
    Retraction,
    TargetRecord,
)


@dataclass(frozen=True)
class Home:
    """The outcome that an indicator belongs to, as it stands now, and the channel where it lives."""

    outcome: Outcome
    definition: OutcomeDefinition
    channel: Channel
    accountable: Person


@dataclass(frozen=True)
class Described:
    """An indicator and what holds for it now; `targets` are all it ever had, the newest last."""

    indicator: Indicator
    definition: IndicatorDefinition
    ownership: Ownership
    owner: Person
    home: Home
    baseline: Baseline | None
    targets: tuple[TargetRecord, ...]


def describe(session: Session, indicator_ids: Collection[int]) -> dict[int, Described]:
    """What holds now for each of these indicators, in the order asked for. Two queries."""
    found = {each.indicator.id: each for each in _described(session, col(Indicator.id).in_(indicator_ids))}
    return {number: found[number] for number in indicator_ids if number in found}


def _described(session: Session, condition: ColumnElement[bool]) -> list[Described]:
    rows = session.exec(_EVERYTHING.where(condition)).all()
    targets = _targets(session, [row[0].id for row in rows])
    return [_as_described(row, targets[row[0].id]) for row in rows]


def _as_described(row: Any, targets: Sequence[TargetRecord]) -> Described:
    indicator, definition, ownership, owner, outcome, home, channel, accountable, baseline = row
    return Described(
        indicator=indicator,
        definition=definition,
        ownership=ownership,
        owner=owner,
        home=Home(outcome, home, channel, accountable),
        baseline=baseline,
        targets=tuple(targets),
    )


def _newest(table: Any) -> Any:
    """The greatest id of an append-only table for the indicator of the row at hand: what holds now."""
    inner = aliased(table)
    return select(func.max(inner.id)).where(inner.indicator_id == Indicator.id).scalar_subquery()


def _newest_home() -> Any:
    inner = aliased(OutcomeDefinition)
    return select(func.max(inner.id)).where(inner.outcome_id == Outcome.id).scalar_subquery()


def _targets(session: Session, indicator_ids: Collection[int]) -> dict[int, list[TargetRecord]]:
    targets: dict[int, list[TargetRecord]] = defaultdict(list)
    rows = select(TargetRecord).where(col(TargetRecord.indicator_id).in_(indicator_ids))
    for target in session.exec(rows.order_by(col(TargetRecord.id))):
        targets[target.indicator_id].append(target)
    return targets


def next_of_owner(session: Session, owner_id: int) -> int | None:
    """The indicator of this person whose reading falls due soonest; None where none is running."""
    return session.exec(
        select(Indicator.id)
        .join(Ownership, col(Ownership.id) == _newest(Ownership))
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .where(
            Ownership.owner_id == owner_id,
            col(Outcome.closed_at).is_(None),
            col(Indicator.next_due_at).is_not(None),
            col(Indicator.paused_at).is_(None),
            col(Indicator.retired_at).is_(None),
        )
        .order_by(col(Indicator.next_due_at), col(Indicator.id))
        .limit(1)
    ).first()


def homes_of(session: Session, outcome_ids: Collection[int]) -> dict[int, Home]:
    """Each of these outcomes as it stands now. Four queries."""
    outcomes = _by_id(session.exec(select(Outcome).where(col(Outcome.id).in_(outcome_ids))).all())
    newest = select(func.max(OutcomeDefinition.id)).where(col(OutcomeDefinition.outcome_id).in_(outcomes))
    definitions = session.exec(
        select(OutcomeDefinition).where(
            col(OutcomeDefinition.id).in_(newest.group_by(col(OutcomeDefinition.outcome_id)))
        )
    ).all()
    channels = _by_id(
        session.exec(select(Channel).where(col(Channel.id).in_({row.channel_id for row in definitions}))).all()
    )
    accountable = people(session, {row.accountable_id for row in definitions})
    return {
        row.outcome_id: Home(outcomes[row.outcome_id], row, channels[row.channel_id], accountable[row.accountable_id])
        for row in definitions
    }


def people(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """These people by their number."""
    return {row.id: row for row in session.exec(select(Person).where(col(Person.id).in_(person_ids)))}


def counting_readings(session: Session, indicators: Iterable[Described]) -> dict[int, list[Reading]]:
    """The readings that count, oldest period first: not taken back, and not superseded by one that still
    stands.

    Values and "no data" alike. Where only a period's last reading counts, and none of these was taken back or
    superseded, the others are not even read: then the cost grows with the periods, not with how often people typed.
    """
    found: dict[int, list[Reading]] = {each.indicator.id: [] for each in indicators}
    lasting = {each.indicator.id for each in indicators if each.definition.combine == "last"}
    to_be_read = found.keys() - lasting
    for row, counts in session.exec(_NEWEST.where(col(Reading.indicator_id).in_(lasting))):
        found[row.indicator_id].append(row)
        if not counts:
            to_be_read.add(row.indicator_id)
    found |= {number: [] for number in to_be_read}
    if to_be_read:
        for row in session.exec(_COUNTING.where(col(Reading.indicator_id).in_(to_be_read))):
            found[row.indicator_id].append(row)
    return found


def missed_periods(session: Session, indicator_ids: Collection[int]) -> dict[int, list[DueReading]]:
    """The due readings of these indicators that were missed and never given, oldest first."""
    rows = session.exec(
        select(DueReading)
        .where(col(DueReading.indicator_id).in_(indicator_ids), DueReading.state == "missed")
        .order_by(col(DueReading.period_first_on))
    )
    found: dict[int, list[DueReading]] = {number: [] for number in indicator_ids}
    for row in rows:
        found[row.indicator_id].append(row)
    return found


Row = TypeVar("Row", Indicator, Outcome, Channel)


def _by_id(rows: Sequence[Row]) -> dict[int, Row]:
    return {row.id: row for row in rows}


def _everything() -> Any:
    owner, accountable = aliased(Person), aliased(Person)
    return (
        select(  # type: ignore[call-overload]  # typed for up to four entities only
            Indicator,
            IndicatorDefinition,
            Ownership,
            owner,
            Outcome,
            OutcomeDefinition,
            Channel,
            accountable,
            Baseline,
        )
        .select_from(Indicator)
        .join(IndicatorDefinition, IndicatorDefinition.id == _newest(IndicatorDefinition))
        .join(Ownership, Ownership.id == _newest(Ownership))
        .join(owner, owner.id == Ownership.owner_id)
        .join(Outcome, Outcome.id == Indicator.outcome_id)
        .join(OutcomeDefinition, OutcomeDefinition.id == _newest_home())
        .join(Channel, Channel.id == OutcomeDefinition.channel_id)
        .join(accountable, accountable.id == OutcomeDefinition.accountable_id)
        .outerjoin(Baseline, Baseline.id == _newest(Baseline))
    )


_EVERYTHING = _everything()
"""Built once: putting such a statement together takes longer than running it."""


def _counts() -> ColumnElement[bool]:
    taken_back = select(Retraction.id).where(Retraction.reading_id == Reading.id).exists()
    newer = aliased(Reading)
    newer_taken_back = select(Retraction.id).where(Retraction.reading_id == newer.id).exists()
    superseded = select(newer.id).where(newer.supersedes_id == Reading.id, ~newer_taken_back).exists()
    return ~taken_back & ~superseded


def _is_newest() -> ColumnElement[bool]:
    later = aliased(Reading)
    newest = select(func.max(later.id)).where(
        later.indicator_id == Reading.indicator_id, later.period_first_on == Reading.period_first_on
    )
    return col(Reading.id) == newest.scalar_subquery()


_IN_ORDER = (col(Reading.indicator_id), col(Reading.period_first_on), col(Reading.id))
_NEWEST = select(Reading, _counts().label("counts")).where(_is_newest()).order_by(*_IN_ORDER)
_COUNTING = select(Reading).where(_counts()).order_by(*_IN_ORDER)
