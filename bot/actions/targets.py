"""Setting targets. The old ones stay on record, with the reason why they were replaced."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from bot.actions import access
from bot.actions.facts import baseline_of, measure_of
from bot.actions.people import Actor
from bot.actions.screens import policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.dates import parse_date
from bot.domain.targets import Direction, Target, check_target
from bot.domain.typed_text import spaced
from bot.domain.values import Measure, Quantity, Value, parse_goal, parse_value
from bot.errors import UserError
from bot.fields import Field
from bot.words import Example
from storage import indicators, tables
from storage.indicators import Described

LONGEST_REASON = 1_000

# For text whose white space is folded: with `\s+` on both sides of `.+?` each of these would try every way to share out
# a run of spaces.
_BAND = re.compile(
    r"between (?P<low>.+?) and (?P<high>.+)|at most (?P<most>.+)|at least (?P<least>.+)", re.IGNORECASE | re.DOTALL
)
_BECAUSE = re.compile(r"(?:^|\s)because(?:\s+(?P<reason>.*))?$", re.IGNORECASE | re.DOTALL)
_FROM = re.compile(r"(?:^| )from ", re.IGNORECASE)
_WAS = re.compile(r"(?P<value>.+?) on (?P<day>.+?)(?= by |$)", re.IGNORECASE | re.DOTALL)
_BY = re.compile(r"(?:^| )by (?P<day>.+)$", re.IGNORECASE | re.DOTALL)


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
    """What a person typed after the indicator: `85 by 30 June`, `between 5 and 10`, `at most 4 h by 1 May`, with
    `from 72 on 2 March` and `because …` anywhere after the value. Raises UserError.
    """
    today = local_day(now, by.zone)
    because = _BECAUSE.search(text)
    reason = (because["reason"] or "").strip() if because else ""
    text = spaced(text[: because.start()] if because else text)
    # Only the first "from" is looked at: where no "on" follows it, none follows a later one.
    begins = _FROM.search(text)
    was = _WAS.match(text, begins.end()) if begins else None
    baseline = None
    if begins and was:
        day = parse_date(was["day"], today=today, locale=by.locale, prefer="past")
        baseline = (
            parse_value(was["value"], at.measure, locale=by.locale, name=at.name, like=at.like, settled=by.is_settled),
            day,
        )
        text = f"{text[: begins.start()]}{text[was.end() :]}"
    until = _BY.search(text)
    due_on = parse_date(until["day"].strip(), today=today, locale=by.locale) if until else None
    amount = (text[: until.start()] if until else text).strip()
    if not amount:
        raise UserError("What is the target? For example: {command}", command=_example_for(at))
    return TypedTarget(read_promise(amount, due_on, at.measure, name=at.name, like=at.like, by=by), baseline, reason)


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
    text: str, due_on: date | None, measure: Measure, *, name: str, like: Value | None = None, by: Actor
) -> Promise:
    """The value or band that a person typed; `like` is a value of the indicator's own. Raises UserError."""

    def number(part: str) -> Value:
        return parse_goal(part.strip(), measure, locale=by.locale, name=name, like=like, settled=by.is_settled)

    band = _BAND.fullmatch(spaced(text))
    if band is None:
        return Promise(value=number(text), due_on=due_on)
    low, high = band["low"] or band["least"], band["high"] or band["most"]
    return Promise(low=number(low).amount if low else None, high=number(high).amount if high else None, due_on=due_on)


def set_target(
    session: Session,
    indicator_id: int,
    promise: Promise,
    *,
    baseline: tuple[Value, date] | None = None,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> IndicatorSnapshot:
    """Promise something new for an indicator, from today on; answers how it stands with it.

    Anybody who sees it may set the first target; changing one takes a reason, and the owner, the backup, the
    accountable person or an admin. Raises UserError, NotFound and NotAllowed among them.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    before = current_snapshot(session, indicator_id, by=by, now=now)
    _require_may_set(session, before.described, baseline=baseline is not None, reason=reason, by=by)
    described = before.described
    if baseline is not None:
        add_baseline(session, described, baseline, reason=reason, by=by, now=now)
        described = indicators.describe(session, [indicator_id])[indicator_id]
    add_target(session, described, promise, reason=reason, by=by, now=now)
    tell(session, events.TargetChanged(indicator_id), now=now)
    return current_snapshot(session, indicator_id, by=by, now=now)


def _require_may_set(session: Session, described: Described, *, baseline: bool, reason: str, by: Actor) -> None:
    """Raises NotAllowed, or UserError for a change without a reason or with one that is too long."""
    if described.targets:
        access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_TARGET)
    if baseline and described.baseline is not None:
        access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_BASELINE)
    if described.targets and not reason.strip():
        raise UserError("Say why the target changes: the old one is kept, with your reason.", field=Field.REASON)
    if len(reason) > LONGEST_REASON:
        raise UserError(
            "A reason holds up to {most} characters; this one has {length}. Shorten it.",
            most=LONGEST_REASON,
            length=len(reason),
            field=Field.REASON,
        )


def current_snapshot(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> IndicatorSnapshot:
    """How one indicator stands."""
    return snapshots(session, [indicator_id], policy=policy_for(session, by), now=now)[indicator_id]


def add_baseline(
    session: Session,
    described: Described,
    baseline: tuple[Value, date],
    *,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> None:
    """Put a baseline on record. Raises UserError for a day that has not come yet."""
    value, measured_on = baseline
    if measured_on > local_day(now, by.zone):
        raise UserError(
            "The baseline is the value before the work began: choose a day that is not in the future.",
            field=Field.BASELINE_ON,
        )
    session.add(
        tables.Baseline(
            workspace_id=by.workspace_id,
            indicator_id=described.indicator.id,
            amount=value.amount,
            numerator=value.numerator,
            denominator=value.denominator,
            measured_on=measured_on,
            effective_on=local_day(now, described.owner.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
        )
    )
    session.flush()


def add_target(
    session: Session, described: Described, promise: Promise, *, reason: str = "", by: Actor, now: datetime
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
        )
    )
    session.flush()


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
    try:
        check_target(
            direction,
            baseline_of(described.baseline),
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


def _starts_on(described: Described, today: date) -> date:
    return described.baseline.measured_on if described.baseline else today
