"""Indicators with everything that describes them now, in a fixed number of queries however many are asked for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func
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

History = TypeVar("History", IndicatorDefinition, Ownership, Baseline, TargetRecord)


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
    """What holds now for each of these indicators, in the order asked for. Eight queries."""
    indicators = _by_id(session.exec(select(Indicator).where(col(Indicator.id).in_(indicator_ids))).all())
    homes = homes_of(session, {indicator.outcome_id for indicator in indicators.values()})
    definitions = {row.indicator_id: row for row in _newest(session, IndicatorDefinition, indicators)}
    ownerships = {row.indicator_id: row for row in _newest(session, Ownership, indicators)}
    baselines = {row.indicator_id: row for row in _newest(session, Baseline, indicators)}
    owners = people(session, {row.owner_id for row in ownerships.values()})
    targets: dict[int, list[TargetRecord]] = defaultdict(list)
    all_targets = select(TargetRecord).where(col(TargetRecord.indicator_id).in_(indicators))
    for target in session.exec(all_targets.order_by(col(TargetRecord.id))):
        targets[target.indicator_id].append(target)
    return {
        number: Described(
            indicator=indicators[number],
            definition=definitions[number],
            ownership=ownerships[number],
            owner=owners[ownerships[number].owner_id],
            home=homes[indicators[number].outcome_id],
            baseline=baselines.get(number),
            targets=tuple(targets[number]),
        )
        for number in indicator_ids
        if number in indicators
    }


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


def counting_readings(session: Session, indicator_ids: Collection[int]) -> dict[int, list[Reading]]:
    """The readings that count, oldest period first: not taken back, and not superseded by one that still stands.

    Values and "no data" alike.
    """
    taken_back = select(Retraction.id).where(Retraction.reading_id == Reading.id).exists()
    newer = aliased(Reading)
    newer_taken_back = select(Retraction.id).where(Retraction.reading_id == newer.id).exists()
    superseded = select(newer.id).where(newer.supersedes_id == Reading.id, ~newer_taken_back).exists()
    rows = session.exec(
        select(Reading)
        .where(
            col(Reading.indicator_id).in_(indicator_ids),
            ~taken_back,
            ~superseded,
        )
        .order_by(col(Reading.indicator_id), col(Reading.period_first_on), col(Reading.id))
    )
    found: dict[int, list[Reading]] = {number: [] for number in indicator_ids}
    for row in rows:
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


def _newest(session: Session, table: type[History], indicator_ids: Collection[int]) -> Sequence[History]:
    """The newest row of an append-only table for each indicator."""
    parent = col(table.indicator_id)
    newest = select(func.max(table.id)).where(parent.in_(indicator_ids)).group_by(parent)
    return session.exec(select(table).where(col(table.id).in_(newest))).all()


Row = TypeVar("Row", Indicator, Outcome, Channel)


def _by_id(rows: Sequence[Row]) -> dict[int, Row]:
    return {row.id: row for row in rows}
