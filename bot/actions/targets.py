"""Setting targets. The old ones stay on record, with the reason why they were replaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from bot.actions import access
from bot.actions.changing import check_reason
from bot.actions.facts import baseline_now, baseline_of, measure_of, targets_now
from bot.actions.people import Actor
from bot.actions.screens import policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.plausibility import Bounds
from bot.domain.target_lines import limits_of, parse_target_line
from bot.domain.targets import Direction, Target, check_target
from bot.domain.typed_text import shown
from bot.domain.values import Measure, Quantity, Value, parse_goal, parse_value
from bot.errors import UserError
from bot.fields import Field
from bot.words import Example, Words, words
from storage import indicators, tables
from storage.indicators import Described


@dataclass(frozen=True)
class Promise:
    """What is promised: a value, or a band of which one side may be open; by a day, which a band need not have."""

    value: Value | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    due_on: date | None = None

    @property
    def is_band(self) -> bool:
        return self.value is None


@dataclass(frozen=True)
class TypedTarget:
    """What follows the indicator in `/target set`: the promise, the baseline if one was given, the reason if any."""

    promise: Promise
    baseline: tuple[Value, date] | None = None
    reason: str = ""


def read_target(text: str, at: IndicatorSnapshot, *, by: Actor, now: datetime) -> TypedTarget:
    """What a person typed after the indicator, as `parse_target_line` reads it. Raises UserError."""
    line = parse_target_line(text, today=local_day(now, by.zone), locale=by.locale)
    if not line.amount:
        raise UserError("What is the target? For example: {command}", command=_example_for(at))
    baseline = None
    if line.baseline is not None:
        typed, day = line.baseline
        value = parse_value(typed, at.measure, locale=by.locale, name=at.name, like=at.like, settled=by.is_settled)
        baseline = (value, day)
    promise = read_promise(
        line.amount, line.due_on, at.measure, direction=at.terms.direction, name=at.name, like=at.like, by=by
    )
    return TypedTarget(promise, baseline, line.reason)


def _example_for(at: IndicatorSnapshot) -> Example:
    """With the value that is promised now, where one is: any other could be on the wrong side of where it stands. With
    a limit where limits are wanted.
    """
    terms = at.terms
    promised = terms.target.value if terms.target is not None else None
    goal = Quantity(Value(promised), at.measure) if promised is not None else "<value>"
    fills = {"indicator": at.key, "value": goal}
    if terms.direction is Direction.MAINTAIN:
        return Example("/target set <indicator> at least <value> by <date>", fills)
    return Example("/target set <indicator> <value> by <date>", fills)


def read_promise(
    text: str,
    due_on: date | None,
    measure: Measure,
    *,
    direction: Direction,
    name: str,
    like: Value | None = None,
    by: Actor,
) -> Promise:
    """The value or limits that a person typed; `like` is a value of the indicator's own. "At most 3" is the value 3 for
    an indicator that should fall. Raises UserError, also for a limit on the wrong side.
    """

    def number(part: str) -> Value:
        return parse_goal(part, measure, locale=by.locale, name=name, like=like, settled=by.is_settled)

    limits = limits_of(text)
    if limits is None:
        return Promise(value=number(text), due_on=due_on)
    low, high = number(limits.low) if limits.low else None, number(limits.high) if limits.high else None
    if direction is Direction.MAINTAIN or (low and high):
        return Promise(low=low.amount if low else None, high=high.amount if high else None, due_on=due_on)
    if (low is None) == (direction is Direction.INCREASE):
        raise UserError(
            '"{name}" should {should}, and "{typed}" is a limit on the other side. Type the value that it is to reach.',
            name=name,
            should=direction,
            typed=shown(text),
        )
    return Promise(value=low or high, due_on=due_on)


def set_target(
    session: Session,
    indicator_id: int,
    promise: Promise,
    *,
    baseline: tuple[Value, date] | None = None,
    reason: str = "",
    corrected: bool = False,
    by: Actor,
    now: datetime,
) -> IndicatorSnapshot:
    """Promise something new for an indicator, from today on, or write down better (`corrected`) what was promised from
    the start; answers how it stands with it.

    Anybody who sees it may set the first target; changing one takes a reason, and the owner, the backup, the
    accountable person or an admin. Raises UserError, NotFound and NotAllowed among them.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    before = current_snapshot(session, indicator_id, by=by, now=now)
    if baseline is None:
        require_another(before.described, promise)
    _require_may_set(session, before.described, baseline=baseline is not None, reason=reason, by=by)
    described = before.described
    if baseline is not None:
        add_baseline(session, described, baseline, reason=reason, by=by, now=now)
        described = indicators.describe(session, [indicator_id])[indicator_id]
    add_target(session, described, promise, reason=reason, corrected=corrected, by=by, now=now)
    tell(session, events.TargetChanged(indicator_id), now=now)
    return current_snapshot(session, indicator_id, by=by, now=now)


def _require_may_set(session: Session, described: Described, *, baseline: bool, reason: str, by: Actor) -> None:
    """Raises NotAllowed, or UserError for a change without a reason or with one that is too long."""
    if described.targets:
        access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_TARGET)
    if baseline and described.baseline is not None:
        access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_BASELINE)
    if targets_now(described) and not reason.strip():
        raise UserError("Say why the target changes: the old one is kept, with your reason.", field=Field.REASON)
    check_reason(reason)


def current_snapshot(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> IndicatorSnapshot:
    """How one indicator stands."""
    return snapshots(session, [indicator_id], policy=policy_for(session, by), now=now)[indicator_id]


def add_baseline(
    session: Session,
    described: Described,
    baseline: tuple[Value, date],
    *,
    reason: str = "",
    provisional: bool = False,
    corrected: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Put a baseline on record. Raises UserError for a day that has not come yet, and for what cannot be."""
    value, measured_on = baseline
    if measured_on > local_day(now, by.zone):
        raise UserError(
            "The baseline is the value before the work began: choose a day that is not in the future.",
            field=Field.BASELINE_ON,
        )
    bound = _bounds_of(described).broken_by(value.amount)
    if bound is not None:
        pattern = _STARTS_TOO_HIGH if value.amount > bound else _STARTS_TOO_LOW
        raise UserError(pattern.filled(bound=_amount(bound, described)), field=Field.BASELINE)
    session.add(
        tables.Baseline(
            workspace_id=by.workspace_id,
            indicator_id=described.indicator.id,
            amount=value.amount,
            numerator=value.numerator,
            denominator=value.denominator,
            measured_on=measured_on,
            is_provisional=provisional,
            is_correction=corrected,
            effective_on=local_day(now, described.owner.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
        )
    )
    session.flush()


def add_target(
    session: Session,
    described: Described,
    promise: Promise,
    *,
    reason: str = "",
    corrected: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Put a target on record. Raises UserError where it cannot be measured or contradicts the direction."""
    check_promise(described, promise, now=now)
    today = local_day(now, described.owner.zone)
    session.add(
        tables.TargetRecord(
            workspace_id=by.workspace_id,
            indicator_id=described.indicator.id,
            amount=promise.value.amount if promise.value else None,
            numerator=promise.value.numerator if promise.value else None,
            denominator=promise.value.denominator if promise.value else None,
            low=promise.low,
            high=promise.high,
            starts_on=_starts_on(described, today),
            due_on=promise.due_on,
            effective_on=today,
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
            is_correction=corrected,
        )
    )
    session.flush()


_TOO_HIGH = words("{bound} is the most that can be, as it was set down. Choose a lower target.")
_TOO_LOW = words("{bound} is the least that can be, as it was set down. Choose a higher target.")


_STARTS_TOO_HIGH = words("{bound} is the most that can be, as it was set down. Type a lower baseline.")
_STARTS_TOO_LOW = words("{bound} is the least that can be, as it was set down. Type a higher baseline.")


def _bounds_of(described: Described) -> Bounds:
    return Bounds(described.definition.lowest, described.definition.highest)


def _amount(amount: Decimal, described: Described) -> Quantity:
    return Quantity(Value(amount), measure_of(described.definition))


def require_another(described: Described, promise: Promise) -> None:
    """Raises UserError where this is promised already."""
    present = targets_now(described)
    if present and promise == _promised(present[-1]):
        promised = _in_words(promise, measure_of(described.definition))
        raise UserError("That is the target already: {target}.", target=promised, field=Field.VALUE)


def _in_words(promise: Promise, measure: Measure) -> Words | Quantity:
    goal = _goal(promise, measure)
    if promise.due_on is None:
        return goal
    if promise.is_band:
        return words("{limits} until {day}", limits=goal, day=promise.due_on)
    return words("{goal} by {day}", goal=goal, day=promise.due_on)


def _goal(promise: Promise, measure: Measure) -> Words | Quantity:
    if promise.value is not None:
        return Quantity(promise.value, measure)
    low, high = (Quantity(Value(each), measure) if each is not None else None for each in (promise.low, promise.high))
    if low is not None and high is not None:
        return words("between {low} and {high}", low=low, high=high)
    return words("at most {limit}", limit=high) if low is None else words("at least {limit}", limit=low)


def check_promise(described: Described, promise: Promise, *, now: datetime) -> None:
    """Raises UserError, with the field at fault, for a promise that this indicator cannot be held to."""
    definition = described.definition
    today = local_day(now, described.owner.zone)
    direction = Direction(definition.direction)
    if promise.due_on is None and not promise.is_band:
        raise UserError(
            "By when? Give a date too, for example: {example}", example=Example("by <date>"), field=Field.DUE_ON
        )
    if promise.due_on is not None and promise.due_on <= today:
        raise UserError("This date is in the past, or today. Choose a later one.", field=Field.DUE_ON)
    promised = (promise.value.amount if promise.value else None, promise.low, promise.high)
    require_possible(described, [amount for amount in promised if amount is not None])
    try:
        check_target(
            direction,
            baseline_of(baseline_now(described)),
            Target(
                value=promise.value.amount if promise.value else None,
                due_on=promise.due_on or date.max,
                starts_on=_starts_on(described, today),
                low=promise.low,
                high=promise.high,
            ),
            measure=measure_of(definition),
            today=today,
        )
    except UserError as problem:
        problem.put_at(Field.VALUE)
        raise


def require_possible(described: Described, amounts: Iterable[Decimal]) -> None:
    """Raises UserError for what is aimed at outside of what can be."""
    bounds = _bounds_of(described)
    for amount in amounts:
        if (bound := bounds.broken_by(amount)) is not None:
            pattern = _TOO_HIGH if amount > bound else _TOO_LOW
            raise UserError(pattern.filled(bound=_amount(bound, described)), field=Field.VALUE)


def _promised(row: tables.TargetRecord) -> Promise:
    value = Value(row.amount, row.numerator, row.denominator) if row.amount is not None else None
    return Promise(value, row.low, row.high, row.due_on)


def _starts_on(described: Described, today: date) -> date:
    baseline = baseline_now(described)
    return baseline.measured_on if baseline is not None else today
