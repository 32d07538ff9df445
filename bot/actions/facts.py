"""Records as the facts that the core computes with: the one place where rows become its values."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from bot.actions.people import Policy
from bot.domain import charting
from bot.domain.cadences import decode
from bot.domain.calendar import local_day
from bot.domain.charting import AS_IT_IS, Charting, RuleSet
from bot.domain.combining import Combine, PeriodReading, carried_on, combine
from bot.domain.facts import Facts, Point, Terms
from bot.domain.periods import Period
from bot.domain.targets import OPEN_ENDED, Baseline, Direction, PathKind, Target
from bot.domain.transforms import Transform
from bot.domain.values import Measure, Value, ValueKind
from storage import tables
from storage.indicators import Described

_NOTHING = Decimal(0)


def terms_of(described: Described, *, policy: Policy) -> Terms:
    """What the indicator is held to, by the rules of its workspace."""
    definition = described.definition
    return Terms(
        direction=Direction(definition.direction),
        measure=measure_of(definition),
        cadence=decode(definition.cadence),
        baseline=baseline_of(baseline_now(described)),
        target=target_of(targets_now(described)),
        begins_on=begins_on(described),
        thresholds=policy.thresholds,
        closed=described.home.outcome.closed_at is not None,
        paused=described.indicator.paused_at is not None,
        charting=charting_of(definition),
        rules=RuleSet(definition.rule_set or RuleSet.TWO),
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
        points=points_of(readings, described),
        missed=periods_of(missed),
    )


def measure_of(definition: tables.IndicatorDefinition) -> Measure:
    """How the indicator's values are written."""
    return _measure(ValueKind(definition.kind), definition.unit, tuple(definition.scale))


@lru_cache(maxsize=256)  # a workspace has few, and every line of every screen asks for one
def _measure(kind: ValueKind, unit: str, scale: tuple[str, ...]) -> Measure:
    return Measure(kind, unit, scale)


def charting_of(definition: tables.IndicatorDefinition) -> Charting:
    """How the indicator's movement is looked at."""
    transform = Transform(definition.transform) if definition.transform else None
    counts_up = Combine(definition.combine).counts_up
    if transform is None and not counts_up and not definition.rebases:
        return AS_IT_IS
    return Charting(transform=transform, counts_up=counts_up, rebases=charting.decode(definition.rebases))


def value_like(described: Described) -> Value | None:
    """A value that the indicator might have, for an example: the one that it started with."""
    baseline = baseline_of(baseline_now(described))
    return baseline.value if baseline is not None else None


def begins_on(described: Described) -> date | None:
    """The owner's day on which the indicator began afresh, because other things were counted from then on; None for one
    that never did.
    """
    began_at = described.definition.begins_at
    return local_day(began_at, described.owner.zone) if began_at is not None else None


def baseline_now(described: Described) -> tables.Baseline | None:
    """The baseline, unless the indicator began afresh since it was written down."""
    row = described.baseline
    return row if row is not None and counts(row.made_at, described.definition) else None


def targets_now(described: Described) -> tuple[tables.TargetRecord, ...]:
    """The targets that were set since the indicator began afresh, the newest last."""
    return tuple(row for row in described.targets if counts(row.made_at, described.definition))


def counts(recorded_at: datetime, definition: tables.IndicatorDefinition) -> bool:
    """Whether what was recorded at this instant counts by this definition. What came before the indicator began afresh
    is of other things, or in another unit, whatever period it is of.
    """
    return definition.begins_at is None or recorded_at >= definition.begins_at


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


def counted_value_of(reading: tables.Reading, described: Described) -> Value | None:
    """The reading's value as it counts: that of a counter carried on over the times that it began again."""
    value, definition = value_of(reading), described.definition
    if value is None or not described.resets:
        return value
    resets = (
        replace(reset, before=_NOTHING) if reset.read_at is None or not counts(reset.read_at, definition) else reset
        for reset in described.resets
        if counts(reset.made_at, definition)
    )
    return carried_on(value, (reading.period_first_on, reading.id), resets)


def points_of(readings: Sequence[tables.Reading], described: Described) -> tuple[Point, ...]:
    """One point for each period with a value, in the order of the periods, the readings in it combined by its
    definition; `readings` are in the order of the periods' first days, and less those that it leaves out.

    Where the last reading counts, and it says that there is no data, the period has no value: an earlier one of that
    period does not come back.
    """
    definition, points = described.definition, []
    rule = Combine(definition.combine)
    by_period: dict[str, list[tables.Reading]] = defaultdict(list)
    for reading in readings:
        if counts(reading.submitted_at, definition):
            by_period[reading.period_key].append(reading)
    for given in by_period.values():
        counting = given[-1:] if rule.counts_last else given
        valued = [(row, value) for row in counting if (value := counted_value_of(row, described)) is not None]
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
    # Where it is read less often than it was, a longer period may begin before shorter ones that it comes after.
    return tuple(sorted(points, key=lambda point: point.period))


def period_of(row: tables.Reading | tables.DueReading) -> Period:
    """The period that a reading, given or due, is for."""
    return Period(row.period_key, row.period_first_on, row.period_last_on)


def periods_of(rows: Sequence[tables.DueReading]) -> tuple[Period, ...]:
    """The periods that these due readings are for."""
    return tuple(map(period_of, rows))
