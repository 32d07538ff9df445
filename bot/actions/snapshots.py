"""How indicators stand, from the records: the one place where rows become the facts that the core computes with."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from sqlmodel import Session

from bot.actions.people import Policy
from bot.domain.cadences import Cadence, decode
from bot.domain.calendar import local_day
from bot.domain.combining import Combine, PeriodReading, combine
from bot.domain.facts import Assessment, Facts, Level, Point
from bot.domain.periods import Period
from bot.domain.status import assess
from bot.domain.targets import OPEN_ENDED, Baseline, Direction, PathKind, Target
from bot.domain.values import Measure, Value, ValueKind
from storage import due, indicators, tables
from storage.indicators import Described
from storage.readings import counting_readings


@dataclass(frozen=True)
class IndicatorSnapshot:
    """An indicator with its records as values, and how it stands on the owner's `today`."""

    described: Described
    measure: Measure
    cadence: Cadence
    level: Level
    today: date
    readings: tuple[tables.Reading, ...]
    """Those that count, oldest period first."""
    facts: Facts

    @cached_property
    def assessment(self) -> Assessment:
        """How it stands; worked out when it is first asked for, since not everybody asks."""
        return assess(self.facts, today=self.today)

    @property
    def id(self) -> int:
        return self.described.indicator.id

    @property
    def key(self) -> str:
        return self.described.indicator.key

    @property
    def name(self) -> str:
        return self.described.definition.name


def snapshots(
    session: Session, indicator_ids: Collection[int], *, policy: Policy, now: datetime
) -> dict[int, IndicatorSnapshot]:
    """How each of these indicators of one workspace stands, in the order asked for. A fixed number of queries."""
    return _snapshots(session, indicator_ids, policy_of=lambda _: policy, now=now)


def snapshots_by_workspace(
    session: Session, indicator_ids: Collection[int], *, policies: Mapping[int, Policy], now: datetime
) -> dict[int, IndicatorSnapshot]:
    """The same for indicators of several workspaces, each by its own workspace's rules."""
    return _snapshots(session, indicator_ids, policy_of=policies.__getitem__, now=now)


def _snapshots(
    session: Session, indicator_ids: Collection[int], *, policy_of: Callable[[int], Policy], now: datetime
) -> dict[int, IndicatorSnapshot]:
    described = indicators.describe(session, indicator_ids)
    readings = counting_readings(session, described.values())
    missed = due.missed_periods(session, indicator_ids)
    return {
        number: snapshot_of(
            each, readings[number], missed[number], policy=policy_of(each.indicator.workspace_id), now=now
        )
        for number, each in described.items()
    }


def snapshot_of(
    described: Described,
    readings: Sequence[tables.Reading],
    missed: Sequence[tables.DueReading],
    *,
    policy: Policy,
    now: datetime,
) -> IndicatorSnapshot:
    """One indicator from its records."""
    definition = described.definition
    measure = measure_of(definition)
    cadence = decode(definition.cadence)
    today = local_day(now, described.owner.zone)
    facts = Facts(
        direction=Direction(definition.direction),
        measure=measure,
        cadence=cadence,
        baseline=baseline_of(described.baseline),
        target=target_of(described.targets),
        points=points_of(readings, Combine(definition.combine)),
        missed=_periods_of(missed),
        thresholds=policy.thresholds,
        closed=described.home.outcome.closed_at is not None,
        paused=described.indicator.paused_at is not None,
    )
    return IndicatorSnapshot(
        described=described,
        measure=measure,
        cadence=cadence,
        level=Level(definition.level),
        today=today,
        readings=tuple(readings),
        facts=facts,
    )


def with_reading(
    at: IndicatorSnapshot, reading: tables.Reading, missed: Sequence[tables.DueReading]
) -> IndicatorSnapshot:
    """The same indicator once this reading counts too, and only these due readings are still missed."""
    readings = tuple(sorted([*at.readings, reading], key=lambda each: (each.period_first_on, each.id)))
    others = [point for point in at.facts.points if point.period.key != reading.period_key]
    together = [each for each in readings if each.period_key == reading.period_key]
    changed = points_of(together, Combine(at.described.definition.combine))
    points = tuple(sorted([*others, *changed], key=lambda point: point.period))
    return replace(at, readings=readings, facts=replace(at.facts, points=points, missed=_periods_of(missed)))


def measure_of(definition: tables.IndicatorDefinition) -> Measure:
    """How the indicator's values are written."""
    return Measure(ValueKind(definition.kind), definition.unit, tuple(definition.scale))


def baseline_of(row: tables.Baseline | None) -> Baseline | None:
    """The baseline as a value."""
    if row is None:
        return None
    return Baseline(Value(row.amount, row.numerator, row.denominator), row.measured_on, row.is_provisional)


def target_of(rows: Sequence[tables.TargetRecord]) -> Target | None:
    """The newest target, with the one it replaced."""
    target: Target | None = None
    for row in rows:
        target = Target(
            value=row.amount,
            due_on=row.due_on or OPEN_ENDED,
            starts_on=row.starts_on,
            low=row.low,
            high=row.high,
            path=PathKind(row.path),
            points=tuple((date.fromisoformat(day), Decimal(amount)) for day, amount in row.points),
            set_on=row.effective_on,
            reason=row.reason,
            previous=target,
        )
    return target


def value_of(reading: tables.Reading) -> Value | None:
    """The reading's value; None where it says that there is no data."""
    return None if reading.amount is None else Value(reading.amount, reading.numerator, reading.denominator)


def points_of(readings: Sequence[tables.Reading], rule: Combine) -> tuple[Point, ...]:
    """One point for each period with a value, the readings in it combined; `readings` are oldest period first.

    Where the last reading counts, and it says that there is no data, the period has no value: an earlier one of that
    period does not come back.
    """
    points = []
    for _, together in groupby(readings, key=lambda reading: reading.period_key):
        given = list(together)
        counting = given[-1:] if rule is Combine.LAST else given
        valued = [(row, value) for row in counting if (value := value_of(row)) is not None]
        if not valued:
            continue
        last = valued[-1][0]
        points.append(
            Point(
                period=Period(last.period_key, last.period_first_on, last.period_last_on),
                value=combine([PeriodReading(value, row.submitted_at) for row, value in valued], rule),
                as_of=last.as_of_on,
                received_at=last.submitted_at,
            )
        )
    return tuple(points)


def _periods_of(rows: Sequence[tables.DueReading]) -> tuple[Period, ...]:
    return tuple(Period(row.period_key, row.period_first_on, row.period_last_on) for row in rows)
