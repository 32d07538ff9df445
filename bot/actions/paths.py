"""How a target is to be reached: another kind of line to the same promise."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from bot.actions import access
from bot.actions.changing import check_reason
from bot.actions.facts import baseline_now, baseline_of, measure_of, points_of, target_of, targets_now
from bot.actions.people import Actor
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import current_snapshot, require_possible
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.cadences import decode
from bot.domain.calendar import local_day
from bot.domain.plausibility import Bounds
from bot.domain.seasons import seasonal_points
from bot.domain.target_paths import ReadValue, TypedPath, parse_path
from bot.domain.targets import Direction, PathKind, check_target
from bot.domain.values import parse_goal
from bot.errors import UserError
from bot.fields import Field
from bot.words import Example
from storage import indicators, tables
from storage.indicators import Described
from storage.readings import counting_readings


def read_path(text: str, at: IndicatorSnapshot, *, by: Actor, now: datetime) -> TypedPath:
    """What a person typed after the indicator, as `parse_path` reads it. Raises UserError."""
    today = local_day(now, by.zone)
    return parse_path(text, today=today, locale=by.locale, value=reader_of(at, by=by), start=start_of(at))


def reader_of(at: IndicatorSnapshot, *, by: Actor) -> ReadValue:
    """Reads the values on a path as this person types them."""

    def read(typed: str) -> Decimal:
        value = parse_goal(typed, at.measure, locale=by.locale, name=at.name, like=at.like, settled=by.is_settled)
        return value.amount

    return read


def start_of(at: IndicatorSnapshot) -> Decimal:
    """The value that holds while nothing is expected."""
    return at.terms.baseline.value.amount if at.terms.baseline is not None else Decimal(0)


def set_path(
    session: Session, indicator_id: int, path: TypedPath, *, corrected: bool = False, by: Actor, now: datetime
) -> IndicatorSnapshot:
    """Have the same target be reached in another way, from today on; answers how the indicator stands with it.

    It takes a reason, and the owner, the backup, the accountable person or an admin. The shape of the year before is
    taken now, from the readings that count: a promise does not bend when one of them is corrected later. Raises
    UserError with the field at fault, NotFound and NotAllowed among them.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    indicators.hold(session, indicator_id)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_TARGET)
    present = require_with_a_way(described)
    if path.kind is PathKind.SEASONAL:
        path = replace(path, points=_season(session, described, present, now=now))
    _check(described, present, path)
    if _columns(path) == (present.path, [list(point) for point in present.points]):
        raise UserError("That is how it is to be reached already.", field=Field.PATH)
    check_reason(path.reason)
    if not path.reason.strip():
        raise UserError("Say why the way there changes: the old one is kept, with your reason.", field=Field.REASON)
    kind, points = _columns(path)
    kept = {name: getattr(present, name) for name in ("amount", "numerator", "denominator", "starts_on", "due_on")}
    session.add(
        tables.TargetRecord(
            **kept,
            workspace_id=by.workspace_id,
            indicator_id=indicator_id,
            path=kind,
            points=points,
            effective_on=local_day(now, described.owner.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=path.reason.strip(),
            is_correction=corrected,
        )
    )
    session.flush()
    tell(session, events.TargetChanged(indicator_id), now=now)
    return current_snapshot(session, indicator_id, by=by, now=now)


def require_with_a_way(described: Described) -> tables.TargetRecord:
    """The target that holds now. Raises UserError where there is none, or limits, to which no way leads."""
    targets = targets_now(described)
    if not targets:
        command = Example("/target set <indicator> <value> by <date>", {"indicator": described.indicator.key})
        raise UserError("It has no target yet, so there is no way to it. Set one first: {command}", command=command)
    if targets[-1].amount is None:
        raise UserError("Limits hold from the first day on: there is no way that leads to them.")
    return targets[-1]


def _season(
    session: Session, described: Described, present: tables.TargetRecord, *, now: datetime
) -> tuple[tuple[date, Decimal], ...]:
    """The points of the line with the shape of the year before. Raises UserError at the kind of line. Up to two
    queries.
    """
    target, baseline, definition = target_of([present]), baseline_of(baseline_now(described)), described.definition
    assert target is not None
    if baseline is None:
        raise UserError("It has no starting value yet, from which a line could begin.", field=Field.PATH)
    readings = counting_readings(session, [described])[described.indicator.id]
    try:
        return seasonal_points(
            baseline,
            target,
            points_of(readings, described),
            measure=measure_of(definition),
            cadence=decode(definition.cadence),
            today=local_day(now, described.owner.zone),
            bounds=Bounds(definition.lowest, definition.highest),
        )
    except UserError as problem:
        problem.field = Field.PATH
        raise


def _columns(path: TypedPath) -> tuple[str, list[list[str]]]:
    return path.kind.value, [[day.isoformat(), f"{amount:f}"] for day, amount in path.points]


def _check(described: Described, present: tables.TargetRecord, path: TypedPath) -> None:
    """Raises UserError at the points for a path that cannot be."""
    target = target_of([present])
    assert target is not None
    direction, measure = Direction(described.definition.direction), measure_of(described.definition)
    baseline = baseline_of(baseline_now(described))
    try:
        if path.kind is not PathKind.DELAYED:
            require_possible(described, [amount for _, amount in path.points])
        check_target(direction, baseline, replace(target, path=path.kind, points=path.points), measure=measure)
    except UserError as problem:
        problem.field = Field.POINTS
        raise
