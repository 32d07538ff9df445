"""Changing what an indicator measures, how often, and who stands in for it: what was is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bot.actions import access
from bot.actions.changing import check_reason, require_seen
from bot.actions.checks import require_at_most
from bot.actions.due import name_of_described
from bot.actions.facts import baseline_now, baseline_of, measure_of, points_of, target_of, targets_now
from bot.actions.indicators import check_bounds, check_name_and_unit
from bot.actions.ownership import require_sees_it
from bot.actions.people import Actor, calendar_of
from bot.actions.scheduling import schedule_after_change
from bot.actions.screens import named, policy_for
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.cadences import Cadence, decode, encode
from bot.domain.calendar import local_day
from bot.domain.charting import Rebase, RuleSet
from bot.domain.charting import decode as decode_rebases
from bot.domain.charting import encode as encode_rebases
from bot.domain.combining import Combine
from bot.domain.facts import Level, Point
from bot.domain.measures import can_be_relabelled, combines_by
from bot.domain.parts import IndicatorPart
from bot.domain.periods import Period
from bot.domain.targets import Direction, check_target
from bot.domain.transforms import Transform, check_transform
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import UserError
from bot.fields import Field
from bot.results.changing import ChangedIndicator, IndicatorFace
from storage import due, indicators, spellings
from storage.indicators import Described
from storage.readings import counting_readings
from storage.tables import IndicatorDefinition, Ownership, Person

LONGEST_DESCRIPTION = 3_000


@dataclass(frozen=True)
class Name:
    """Another name."""

    text: str


@dataclass(frozen=True)
class Description:
    """What counts, and what does not."""

    text: str


@dataclass(frozen=True)
class Measured:
    """Another kind of value, or another unit."""

    measure: Measure


@dataclass(frozen=True)
class Heading:
    """Which way it should go."""

    direction: Direction


@dataclass(frozen=True)
class Rhythm:
    """How often it is read, and when that is due; `on_working_days`, on the days on which the workspace works;
    `counted_anew`, from the anchor that it has, and not from that of before.
    """

    cadence: Cadence
    on_working_days: bool = False
    counted_anew: bool = False


@dataclass(frozen=True)
class Backup:
    """Who stands in for the owner, by Slack's id; None for nobody."""

    user_id: str | None


@dataclass(frozen=True)
class Shows:
    """What it watches: the work, what comes out of it, or the change that was wanted."""

    level: Level


@dataclass(frozen=True)
class Combined:
    """How several readings of one period combine."""

    rule: Combine


@dataclass(frozen=True)
class Bounds:
    """What a value can be at least and at most."""

    lowest: Value | None
    highest: Value | None


@dataclass(frozen=True)
class Source:
    """From where its values are taken."""

    text: str


@dataclass(frozen=True)
class Method:
    """How its values are collected."""

    text: str


@dataclass(frozen=True)
class Limitations:
    """What is known to be wrong with its values."""

    text: str


@dataclass(frozen=True)
class Movement:
    """On which scale its movement is looked at, and by which rules it is a signal."""

    transform: Transform | None
    rules: RuleSet


@dataclass(frozen=True)
class LimitsFrom:
    """The period from which on its limits are worked out anew; None takes the newest such period back."""

    period: Period | None


IndicatorChange = (
    Name
    | Description
    | Measured
    | Heading
    | Rhythm
    | Backup
    | Shows
    | Combined
    | Bounds
    | Source
    | Method
    | Limitations
    | Movement
    | LimitsFrom
)

_PARTS: dict[type[IndicatorChange], tuple[IndicatorPart, Field]] = {
    Name: (IndicatorPart.NAME, Field.NAME),
    Description: (IndicatorPart.DESCRIPTION, Field.DESCRIPTION),
    Measured: (IndicatorPart.MEASURE, Field.UNIT),
    Heading: (IndicatorPart.DIRECTION, Field.DIRECTION),
    Rhythm: (IndicatorPart.CADENCE, Field.EVERY),
    Backup: (IndicatorPart.BACKUP, Field.BACKUP),
    Shows: (IndicatorPart.LEVEL, Field.LEVEL),
    Combined: (IndicatorPart.COMBINE, Field.COMBINE),
    Bounds: (IndicatorPart.BOUNDS, Field.HIGHEST),
    Source: (IndicatorPart.SOURCE, Field.SOURCE),
    Method: (IndicatorPart.METHOD, Field.METHOD),
    Limitations: (IndicatorPart.LIMITATIONS, Field.LIMITATIONS),
    Movement: (IndicatorPart.MOVEMENT, Field.RULE_SET),
    LimitsFrom: (IndicatorPart.LIMITS_FROM, Field.LIMITS_FROM),
}
CHANGE_WHAT_IS_COUNTED = (
    IndicatorPart.DESCRIPTION,
    IndicatorPart.MEASURE,
    IndicatorPart.DIRECTION,
    IndicatorPart.COMBINE,
)
"""Where one of these is another thing from a day on, the indicator begins afresh."""
_COLUMNS = (
    *("name", "description", "kind", "unit", "scale", "direction", "level", "combine", "cadence", "lowest", "highest"),
    *("begins_at", "source", "method", "limitations", "made_of", "transform", "rule_set", "rebases"),
)


def indicator_to_change(session: Session, indicator_id: int, *, by: Actor) -> IndicatorFace:
    """The indicator as it is now. Raises NotFound, and NotAllowed where the person may not change it."""
    return _face(session, _require_changeable(session, indicator_id, by=by))


def change_indicator(
    session: Session,
    indicator_id: int,
    change: IndicatorChange,
    *,
    seen_id: int,
    reason: str = "",
    corrected: bool = False,
    by: Actor,
    now: datetime,
) -> ChangedIndicator:
    """Change one thing about an indicator; `seen_id` is the number of the definition that the person has seen (for the
    backup, of the ownership), and `corrected` says that it was meant so from the start. All else stays as it is now.

    Where other things are counted from now on, it begins afresh: what was recorded before is kept and counts no longer.
    Raises UserError with the field at fault, NotAllowed and ChangedMeanwhile among them.
    """
    indicators.hold(session, indicator_id)
    described = _require_changeable(session, indicator_id, by=by)
    part, field = _PARTS[type(change)]
    check_reason(reason)
    before = _face(session, described)
    if isinstance(change, Backup):
        _change_backup(session, described, change, seen_id=seen_id, reason=reason, by=by, now=now)
        begins_afresh = False
    else:
        wanted = _columns(session, described, change, reason=reason, by=by, now=now)
        present = {name: getattr(described.definition, name) for name in _COLUMNS}
        if present | wanted == present:
            raise UserError("That is what it says already.", field=field)
        since = indicators.definitions_from(session, indicator_id, seen_id)
        require_seen(session, since, seen_id, wanted)
        # What was never said before is said now: nothing else is counted because of that.
        corrected = corrected or (part is IndicatorPart.DESCRIPTION and not before.description)
        begins_afresh = part in CHANGE_WHAT_IS_COUNTED and not corrected
        if begins_afresh:
            wanted |= {"begins_at": now, "rebases": None}
            wanted |= {"lowest": None, "highest": None, "transform": None} if part is IndicatorPart.MEASURE else {}
        elif part in CHANGE_WHAT_IS_COUNTED:
            _require_still_holds(described, wanted, field)
        columns = present | wanted | {"is_rebase": isinstance(change, LimitsFrom)}
        _define(session, described, columns, reason=reason, corrected=corrected, by=by, now=now)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    if isinstance(change, Rhythm):
        _reschedule(session, described, before.name.cadence, by=by, now=now)
    tell(session, events.IndicatorChanged(indicator_id), now=now)
    return ChangedIndicator(part, before, _face(session, described), begins_afresh)


def _require_changeable(session: Session, indicator_id: int, *, by: Actor) -> Described:
    access.require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_INDICATOR)
    if described.home.outcome.closed_at is not None:
        raise UserError('"{outcome}" is closed, so it stays as it is.', outcome=described.home.definition.statement)
    return described


def _columns(
    session: Session, described: Described, change: IndicatorChange, *, reason: str, by: Actor, now: datetime
) -> dict[str, Any]:
    """What is to stand in the columns of the indicator's definition. Raises UserError for what cannot be."""
    measure = measure_of(described.definition)
    match change:
        case Name(text):
            check_name_and_unit(text, measure)
            return {"name": text.strip()}
        case Description(text) | Source(text) | Method(text) | Limitations(text):
            part, field = _PARTS[type(change)]
            require_at_most(text, LONGEST_DESCRIPTION, field)
            return {part.value: text.strip()}
        case Measured(other):
            check_name_and_unit(described.definition.name, other)
            rule = combines_by(other.kind, Combine(described.definition.combine))
            return {"kind": other.kind, "unit": other.unit.strip(), "scale": list(other.scale), "combine": rule}
        case Heading(direction):
            return {"direction": direction}
        case Rhythm():
            return {"cadence": encode(_as_it_goes_on(session, described, change, by=by))}
        case Shows(level):
            return {"level": level}
        case Combined(rule):
            if combines_by(measure.kind, rule) is not rule:
                raise UserError("Values of this kind cannot be combined like that.", field=Field.COMBINE)
            return {"combine": rule}
        case Bounds(lowest, highest):
            check_bounds(measure, lowest, highest)
            return {"lowest": _amount(lowest), "highest": _amount(highest)}
        case Movement(transform, rules):
            _require_moves(measure)
            _require_fits(session, described, transform)
            return {"transform": transform, "rule_set": None if rules is RuleSet.TWO else rules}
        case LimitsFrom(period):
            _require_moves(measure)
            return {"rebases": encode_rebases(_rebases(session, described, period, reason=reason, now=now))}
        case Backup():
            raise AssertionError("who stands in is no part of the definition")


def _as_it_goes_on(session: Session, described: Described, wanted: Rhythm, *, by: Actor) -> Cadence:
    """The cadence, with the days on which people work where it is read on those; every two weeks go on as they did,
    unless they are counted anew.
    """
    present, cadence = decode(described.definition.cadence), wanted.cadence
    if wanted.on_working_days:
        return replace(cadence, weekdays=policy_for(session, by).calendar.working_days)
    if cadence.interval_days is not None and cadence.interval_days == present.interval_days:
        return cadence if wanted.counted_anew else replace(cadence, anchor=present.anchor)
    return cadence


def _require_moves(measure: Measure) -> None:
    """Raises UserError for what has no limits of ordinary movement."""
    if measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        raise UserError("Only numbers have limits of ordinary movement; yes or no and labels have none.")


def _require_fits(session: Session, described: Described, transform: Transform | None) -> None:
    """Raises UserError where a value of it has no place on that scale: one that was given, was promised, or is where
    it began. A query where there is one.
    """
    if transform is None:
        return
    measure, baseline = measure_of(described.definition), baseline_of(baseline_now(described))
    target = target_of(targets_now(described))
    amounts = [point.value.amount for point in _points(session, described)]
    amounts += [baseline.value.amount] if baseline is not None else []
    if target is not None:
        amounts += [target.value] if target.value is not None else []
        amounts += [amount for _, amount in target.points]
    check_transform(transform, amounts, measure=measure)


def _rebases(
    session: Session, described: Described, period: Period | None, *, reason: str, now: datetime
) -> list[Rebase]:
    """From when on limits are worked out anew once that is said, or taken back. Raises UserError where it cannot be or
    says nothing new.
    """
    present = list(decode_rebases(described.definition.rebases))
    if period is None:
        if not present:
            raise UserError("Its limits come from all of its readings already.", field=Field.LIMITS_FROM)
        return present[:-1]
    if period.first > local_day(now, described.owner.zone):
        raise UserError("That has not begun yet. Choose an earlier time.", field=Field.LIMITS_FROM)
    if not reason.strip():
        raise UserError("Say in a few words why: it is kept in its history.", field=Field.REASON)
    if all(point.period >= period for point in _points(session, described)):
        raise UserError(
            "There is no reading before that, so its limits begin there anyway.",
            field=Field.LIMITS_FROM,
        )
    if present and present[-1].on == period.first:
        raise UserError("That is what it says already.", field=Field.LIMITS_FROM)
    return [*(each for each in present if each.on < period.first), Rebase(period.first, reason.strip())]


def _points(session: Session, described: Described) -> tuple[Point, ...]:
    return points_of(counting_readings(session, [described])[described.indicator.id], described)


def _amount(value: Value | None) -> Decimal | None:
    return value.amount if value is not None else None


def _require_still_holds(described: Described, wanted: Mapping[str, Any], field: Field) -> None:
    """Raises UserError where what was recorded so far cannot be by the corrected definition."""
    before = measure_of(described.definition)
    after = Measure(
        wanted.get("kind", before.kind), wanted.get("unit", before.unit), tuple(wanted.get("scale", before.scale))
    )
    if not can_be_relabelled(before, after):
        raise UserError(
            "What was recorded so far cannot be written like that. Choose from today on: it is kept as it is.",
            field=Field.HOLDS_FROM,
        )
    target = target_of(targets_now(described))
    if target is None:
        return
    baseline = baseline_of(baseline_now(described))
    try:
        check_target(
            Direction(wanted.get("direction", described.definition.direction)), baseline, target, measure=after
        )
    except UserError as problem:
        problem.field = field
        raise


def _define(
    session: Session,
    described: Described,
    columns: Mapping[str, Any],
    *,
    reason: str,
    corrected: bool,
    by: Actor,
    now: datetime,
) -> None:
    session.add(
        IndicatorDefinition(
            **columns,
            workspace_id=by.workspace_id,
            indicator_id=described.indicator.id,
            effective_on=local_day(now, described.owner.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
            is_correction=corrected,
        )
    )
    session.flush()
    spellings.keep_indicator(session, described.indicator.id)


def _change_backup(
    session: Session, described: Described, change: Backup, *, seen_id: int, reason: str, by: Actor, now: datetime
) -> None:
    backup = None
    if change.user_id is not None:
        backup = require_sees_it(session, described, change.user_id, field=Field.BACKUP, by=by)
    backup_id = backup.id if backup is not None else None
    if backup_id == described.ownership.backup_id:
        raise UserError("That is what it says already.", field=Field.BACKUP)
    if backup_id == described.owner.id:
        raise UserError("They are asked for it already. Choose somebody else.", field=Field.BACKUP)
    since = indicators.ownerships_from(session, described.indicator.id, seen_id)
    require_seen(session, since, seen_id, ("backup_id",))
    session.add(
        Ownership(
            workspace_id=by.workspace_id,
            indicator_id=described.indicator.id,
            owner_id=described.owner.id,
            backup_id=backup_id,
            effective_on=local_day(now, described.owner.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
        )
    )
    session.flush()


def _reschedule(session: Session, described: Described, before: Cadence, *, by: Actor, now: datetime) -> None:
    asked_until: date | None = due.asked_until(session, described.indicator.id)
    calendar = calendar_of(described.owner, policy_for(session, by))
    schedule_after_change(described, before, asked_until=asked_until, calendar=calendar, now=now)
    session.add(described.indicator)
    session.flush()


def _face(session: Session, described: Described) -> IndicatorFace:
    definition, backup_id = described.definition, described.ownership.backup_id
    rebases = decode_rebases(definition.rebases)
    return IndicatorFace(
        indicator_id=described.indicator.id,
        definition_id=definition.id,
        ownership_id=described.ownership.id,
        name=name_of_described(described),
        description=definition.description,
        direction=Direction(definition.direction),
        level=Level(definition.level),
        combine=Combine(definition.combine),
        owner=named(described.owner),
        backup=named(session.get_one(Person, backup_id)) if backup_id is not None else None,
        lowest=definition.lowest,
        highest=definition.highest,
        source=definition.source,
        method=definition.method,
        limitations=definition.limitations,
        transform=Transform(definition.transform) if definition.transform else None,
        rules=RuleSet(definition.rule_set or RuleSet.TWO),
        rebase=rebases[-1] if rebases else None,
    )
