"""The value from which an indicator starts: given late, corrected, or taken from the first readings for now."""

from datetime import date, datetime

from sqlmodel import Session

from bot.actions import access
from bot.actions.changing import check_reason
from bot.actions.facts import baseline_now, baseline_of, measure_of, points_of, target_of, targets_now
from bot.actions.people import Actor
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import add_baseline, current_snapshot
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.facts import Point
from bot.domain.targets import Baseline, Direction, check_target
from bot.domain.values import Quantity, Value
from bot.errors import UserError
from bot.fields import Field
from storage import indicators
from storage.indicators import Described
from storage.readings import counting_readings

READINGS_FOR_A_START = 3
"""From so many readings on, their median is offered to start from."""


def set_baseline(
    session: Session,
    indicator_id: int,
    value: Value,
    measured_on: date,
    *,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> IndicatorSnapshot:
    """Have an indicator start from this value, measured on that day; answers how it stands with it. The path to its
    target begins on that day, or when the target was set where that is later.

    Whoever sees the indicator may give the first one; correcting it takes a reason, and the owner, the backup, the
    accountable person or an admin. Raises UserError, NotFound and NotAllowed among them.
    """
    described = _require_may_set(session, indicator_id, by=by)
    present = baseline_of(baseline_now(described))
    wanted = Baseline(value, measured_on)
    if present == wanted:
        start = Quantity(value, measure_of(described.definition))
        raise UserError("It starts from there already: {value}.", value=start, field=Field.BASELINE)
    check_reason(reason)
    if present is not None and not present.provisional and not reason.strip():
        raise UserError("Say why the start changes: the old one is kept, with your reason.", field=Field.REASON)
    return _set(session, described, wanted, reason=reason, by=by, now=now)


def take_provisional_baseline(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> IndicatorSnapshot:
    """Have an indicator start from the median of its first three readings, until somebody knows better. Raises
    UserError where there is a start already, or too little to take it from.
    """
    described = _require_may_set(session, indicator_id, by=by)
    offered = offered_baseline(session, described)
    if offered is None:
        raise UserError("It has a starting value by now, or not three readings any more. Nothing was changed.")
    return _set(session, described, offered, reason="", by=by, now=now)


def offered_baseline(session: Session, described: Described) -> Baseline | None:
    """What may be taken for a start: the median of the first three readings, on the day of the third. None where there
    is a start, or nothing to measure from one.
    """
    if baseline_now(described) is not None or described.definition.direction == Direction.MAINTAIN:
        return None
    readings = counting_readings(session, [described])[described.indicator.id]
    first = points_of(readings, described)[:READINGS_FOR_A_START]
    return _median(first) if len(first) == READINGS_FOR_A_START else None


def _median(points: tuple[Point, ...]) -> Baseline:
    middle, last = sorted(points, key=lambda point: point.value.amount)[len(points) // 2], points[-1]
    # The day it speaks for may have been moved to the start of a target.
    return Baseline(middle.value, min(last.as_of, last.period.last), provisional=True)


def _require_may_set(session: Session, indicator_id: int, *, by: Actor) -> Described:
    access.require_visible_indicator(session, indicator_id, by=by)
    indicators.hold(session, indicator_id)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    if described.baseline is not None:
        access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_BASELINE)
    return described


def _set(
    session: Session, described: Described, wanted: Baseline, *, reason: str, by: Actor, now: datetime
) -> IndicatorSnapshot:
    target = target_of(targets_now(described))
    if target is not None:
        try:
            measure, direction = measure_of(described.definition), Direction(described.definition.direction)
            check_target(direction, wanted, target, measure=measure)
        except UserError as problem:
            problem.field = Field.BASELINE
            raise
    replaces = baseline_now(described) is not None
    add_baseline(
        session,
        described,
        (wanted.value, wanted.on),
        reason=reason,
        provisional=wanted.provisional,
        corrected=replaces,
        by=by,
        now=now,
    )
    tell(session, events.TargetChanged(described.indicator.id), now=now)
    return current_snapshot(session, described.indicator.id, by=by, now=now)
