"""Records as the facts that the core computes with: the one place where rows become its values."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from bot.actions.people import Policy
from bot.domain.cadences import decode
from bot.domain.combining import Combine, PeriodReading, combine
from bot.domain.facts import Facts, Point, Terms
from bot.domain.periods import Period
from bot.domain.targets import OPEN_ENDED, Baseline, Direction, PathKind, Target
from bot.domain.values import Measure, Value, ValueKind
from storage import tables
from storage.indicators import Described


def terms_of(described: Described, *, policy: Policy) -> Terms:
    """What the indicator is held to, by the rules of its workspace."""
    definition = described.definition
    return Terms(
        direction=Direction(definition.direction),
        measure=measure_of(definition),
        cadence=decode(definition.cadence),
        baseline=baseline_of(described.baseline),
        target=target_of(described.targets),
        thresholds=policy.thresholds,
        closed=described.home.outcome.closed_at is not None,
        paused=described.indicator.paused_at is not None,
    )


def facts_of(
    described: Described,
    readings: Sequence[tables.Reading],
    missed: Sequence[tables.DueReading],
    *,
    policy: Policy,
) -> Facts:
    """Everything that decides how the indicator stands: `readings` are those that count, oldest period first."""
    return Facts(
        **vars(terms_of(described, policy=policy)),
        points=points_of(readings, Combine(described.definition.combine)),
        missed=periods_of(missed),
    )


def measure_of(definition: tables.IndicatorDefinition) -> Measure:
    """How the indicator's values are written."""
    return Measure(ValueKind(definition.kind), definition.unit, tuple(definition.scale))


def value_like(described: Described) -> Value | None:
    """A value that the indicator might have, for an example: the one that it started with."""
    baseline = baseline_of(described.baseline)
    return baseline.value if baseline is not None else None


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
                period=period_of(last),
                value=combine([PeriodReading(value, row.submitted_at) for row, value in valued], rule),
                as_of=last.as_of_on,
                received_at=last.submitted_at,
            )
        )
    return tuple(points)


def period_of(row: tables.Reading | tables.DueReading) -> Period:
    """The period that a reading, given or due, is for."""
    return Period(row.period_key, row.period_first_on, row.period_last_on)


def periods_of(rows: Sequence[tables.DueReading]) -> tuple[Period, ...]:
    """The periods that these due readings are for."""
    return tuple(map(period_of, rows))
