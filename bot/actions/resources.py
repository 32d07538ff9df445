"""What is planned and used for outcomes, kept and set beside their progress."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from bot.actions import access
from bot.actions.checks import require_at_most
from bot.actions.due import name_of
from bot.actions.facts import points_of
from bot.actions.people import Actor
from bot.actions.screens import named, outcome_name, policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.domain.calendar import local_day
from bot.domain.exact import wide
from bot.domain.resources import (
    InputRule,
    Resource,
    TypedAmount,
    TypedUse,
    Unit,
    Use,
    amount_of_input,
    elapsed,
    gone_by,
    unit_of_input,
    way_of,
)
from bot.domain.status import roll_up
from bot.errors import UserError
from bot.fields import Field
from bot.results.resources import (
    OutcomeUse,
    PlannedEntry,
    ResourceChange,
    ResourcePage,
    ResourceSheet,
    UsedEntry,
)
from bot.words import Example, words
from storage import outcomes, readings, resources
from storage.access import visible_outcomes
from storage.outcomes import Home, homes_of
from storage.resources import Entry
from storage.tables import Person, ResourcePlan, ResourceUse

ON_A_PAGE = 25
LONGEST_NOTE = 300
MOST_ENTRIES = 10

MAY_NOT = words('You cannot change what "{outcome}" takes.')
_GONE = words("This entry is no longer there: it was corrected or taken back meanwhile.")


# How it stands --------------------------------------------------------------------------------------------------------


def uses_of(
    session: Session,
    homes: Mapping[int, Home],
    known: Iterable[IndicatorSnapshot],
    *,
    today: date,
) -> dict[int, Use]:
    """What these outcomes take, by number; those that take nothing are left out. `known` are their indicators. A fixed
    number of queries.
    """
    every = resources.plans_of(session, homes.keys())
    plans = [each for each in every if not each.is_dropped]
    dropped = {_place(each) for each in every if each.is_dropped}
    own: dict[int, list[IndicatorSnapshot]] = defaultdict(list)
    by_number = {at.id: at for at in known}
    for at in by_number.values():
        own[at.described.indicator.outcome_id].append(at)
    inputs = _used_by_input(session, plans, homes, by_number, today=today)
    used: dict[tuple[int, Unit], Decimal] = defaultdict(Decimal)
    with wide():
        for number, kind, name, amount in resources.amounts_of(session, homes.keys()):
            used[number, Unit(kind, name)] += amount
    listed: dict[int, list[Resource]] = defaultdict(list)
    for each in plans:
        noted = used.pop(_place(each), Decimal(0))
        source = by_number.get(each.input_id) if each.input_id is not None else None
        listed[each.outcome_id].append(
            Resource(
                unit=_unit(each),
                planned=each.amount,
                used=noted if each.input_id is None else inputs.get(each.id, Decimal(0)),
                rule=each.input_rule,
                source=source.name if source else "",
            )
        )
    for (number, unit), amount in used.items():
        if (number, unit) not in dropped:
            listed[number].append(Resource(unit, None, amount))
    return {number: _use(homes[number], those, own[number], today=today) for number, those in listed.items()}


def _place(of: ResourcePlan) -> tuple[int, Unit]:
    return of.outcome_id, _unit(of)


def _unit(of: ResourcePlan | ResourceUse) -> Unit:
    return Unit(of.kind, of.unit)


def _use(home: Home, those: Sequence[Resource], own: Sequence[IndicatorSnapshot], *, today: date) -> Use:
    way, way_by = way_of((at.level, at.name, at.assessment) for at in own)
    return Use(tuple(those), way, way_by, elapsed(_starts_on(home), home.definition.ends_on, today=today))


def _starts_on(home: Home) -> date:
    return home.definition.starts_on or local_day(home.outcome.created_at, home.accountable.zone)


def _used_by_input(
    session: Session,
    plans: Iterable[ResourcePlan],
    homes: Mapping[int, Home],
    known: Mapping[int, IndicatorSnapshot],
    *,
    today: date,
) -> dict[int, Decimal]:
    """What indicators say is used, by the number of the plan that they are an input of: the sum of their values since
    the outcome began, or the last of them. One query.
    """
    with_input = [plan for plan in plans if plan.input_id in known]
    if not with_input:
        return {}
    first = min(_starts_on(homes[plan.outcome_id]) for plan in with_input)
    given = readings.counting_since(session, {plan.input_id for plan in with_input if plan.input_id}, first=first)
    found = {}
    for plan in with_input:
        assert plan.input_id is not None
        at, begins = known[plan.input_id], _starts_on(homes[plan.outcome_id])
        points = points_of(given.get(at.id, ()), at.described)
        values = [each.value.amount for each in points if each.period.last >= begins and each.period.first <= today]
        counted = values[-1:] if plan.input_rule is InputRule.RUNNING_TOTAL else values
        with wide():
            total = sum(counted, Decimal(0))
        found[plan.id] = amount_of_input(total, at.measure, _unit(plan))
    return found


def far_ahead(
    session: Session, homes: Mapping[int, Home], known: Collection[IndicatorSnapshot], *, today: date
) -> tuple[OutcomeUse, ...]:
    """Those of these outcomes whose use is far ahead of their progress, the furthest first. Few queries."""
    uses = uses_of(session, homes, known, today=today)
    far = sorted((number for number in uses if uses[number].is_far_ahead), key=lambda number: _rank(uses[number]))
    return tuple(_line(homes[number], uses[number], known) for number in far)


def portfolio(session: Session, *, by: Actor, now: datetime, first: int = 0, most: int = ON_A_PAGE) -> ResourcePage:
    """The open outcomes that the person may see and that take something, side by side: first those whose use is
    furthest ahead of their progress, and last those of which that cannot be told. A fixed number of queries.
    """
    seen = [each.id for each in visible_outcomes(session, by=by, only_open=True)]
    homes = homes_of(session, resources.with_resources(session, seen)) if seen else {}
    known = _indicators(session, homes, by=by, now=now)
    uses = uses_of(session, homes, known, today=local_day(now, by.zone))
    ordered = sorted(uses, key=lambda number: (*_rank(uses[number]), homes[number].outcome.key))
    page = ordered[first : first + most]
    lines = tuple(_line(homes[number], uses[number], known) for number in page)
    return ResourcePage(lines, first, len(ordered))


def _rank(use: Use) -> tuple[bool, Decimal]:
    return use.lead is None, -(use.lead or Decimal(0))


def _line(home: Home, use: Use, known: Collection[IndicatorSnapshot]) -> OutcomeUse:
    own = [at for at in known if at.described.indicator.outcome_id == home.outcome.id]
    return OutcomeUse(outcome_name(home), use, roll_up((at.level, at.assessment) for at in own).colour)


def _indicators(
    session: Session, homes: Mapping[int, Home], *, by: Actor, now: datetime
) -> Collection[IndicatorSnapshot]:
    numbers = outcomes.indicators_of(session, homes.keys())
    every = [each for own in numbers.values() for each in own]
    return snapshots(session, every, policy=policy_for(session, by), now=now).values()


def resource_sheet(session: Session, outcome_id: int, *, by: Actor, now: datetime) -> ResourceSheet:
    """All about what one outcome takes. Raises NotFound where the person may not see it."""
    access.require_visible_outcome(session, outcome_id, by=by)
    home = homes_of(session, [outcome_id])[outcome_id]
    known = _indicators(session, {outcome_id: home}, by=by, now=now)
    uses = uses_of(session, {outcome_id: home}, known, today=local_day(now, by.zone))
    entries, count = resources.entries_of(session, outcome_id, limit=MOST_ENTRIES)
    return ResourceSheet(
        outcome_id=outcome_id,
        outcome=outcome_name(home),
        use=uses.get(outcome_id, Use()),
        entries=tuple(map(_entry, entries)),
        count=count,
        plans=tuple(_planned(plan, person, by.zone) for plan, person in resources.planned(session, outcome_id)),
        inputs=tuple(name_of(at) for at in known if unit_of_input(at.measure, locale=by.locale) is not None),
        may_edit=access.may_edit_outcome(home, by=by),
        closed=home.outcome.closed_at is not None,
    )


def known_units(session: Session, outcome_id: int) -> list[Unit]:
    """What the outcome is known to take. Two queries."""
    plans = resources.plans_of(session, [outcome_id])
    gone = {(plan.kind, plan.unit) for plan in plans if plan.is_dropped}
    used = [(kind, unit) for _, kind, unit, _ in resources.amounts_of(session, [outcome_id])]
    found = dict.fromkeys([*((plan.kind, plan.unit) for plan in plans), *used])
    return [Unit(*each) for each in found if each not in gone]


def _entry(of: Entry) -> UsedEntry:
    use = of.use
    before = of.before.amount if of.before is not None and of.before.amount != use.amount else None
    return UsedEntry(use.id, _unit(use), use.amount, use.used_on, use.note, named(of.by), before)


def _planned(plan: ResourcePlan, by: Person, zone: str) -> PlannedEntry:
    amount = None if plan.is_dropped else plan.amount
    return PlannedEntry(_unit(plan), amount, local_day(plan.made_at, zone), named(by), plan.reason)


# Changing it ----------------------------------------------------------------------------------------------------------


def require_may_edit(session: Session, outcome_id: int, *, by: Actor) -> Home:
    """The outcome, whose resources this person may change. Raises NotFound, NotAllowed, and UserError where it is
    closed.
    """
    access.require_visible_outcome(session, outcome_id, by=by)
    home = homes_of(session, [outcome_id])[outcome_id]
    access.require_may_edit_outcome(home, by=by, refusal=MAY_NOT)
    if home.outcome.closed_at is not None:
        raise UserError('"{outcome}" is closed, so it stays as it is.', outcome=home.definition.statement)
    return home


def plan(
    session: Session, outcome_id: int, typed: TypedAmount, reason: str, *, by: Actor, now: datetime
) -> ResourceChange:
    """Have so much be planned for the outcome's whole span; what was planned before stays on record. Raises NotFound,
    NotAllowed and UserError.
    """
    home = _held(session, outcome_id, by=by)
    require_at_most(reason, LONGEST_NOTE, Field.NOTE)
    if typed.amount <= 0:
        raise UserError("Plan more than 0, or stop counting it with drop.", field=Field.VALUE)
    before = _plan_of(session, outcome_id, typed.unit)
    _require_one_unit_of_effort(session, outcome_id, typed.unit)
    row = _new_plan(home, typed.unit, before, by=by, now=now)
    row.amount, row.reason = typed.amount, reason.strip()
    resources.add(session, row)
    person = session.get_one(Person, by.person_id)
    return ResourceChange(_now(session, home, by=by, now=now), planned=_planned(row, person, by.zone))


def note_use(session: Session, outcome_id: int, typed: TypedUse, *, by: Actor, now: datetime) -> ResourceChange:
    """Note that so much was used. Raises NotFound, NotAllowed and UserError, so where an indicator says it."""
    home = _held(session, outcome_id, by=by)
    unit = typed.amount.unit
    _require_one_unit_of_effort(session, outcome_id, unit)
    before = _plan_of(session, outcome_id, unit)
    _require_no_input(before, home)
    if before is not None and before.is_dropped:
        resources.add(session, _new_plan(home, unit, before, by=by, now=now))  # it is counted again
    row = _new_use(home, typed, by=by, now=now)
    resources.add(session, row)
    return ResourceChange(_now(session, home, by=by, now=now), used=_entry(_noted(session, row, None)))


def correct_use(session: Session, use_id: int, typed: TypedUse | None, *, by: Actor, now: datetime) -> ResourceChange:
    """Have another entry stand in the place of this one, or with None take it back; both stay on record. Raises
    NotFound, NotAllowed and UserError, so where somebody else was faster.
    """
    found = resources.standing_use(session, use_id, workspace_id=by.workspace_id)
    if found is None:
        raise UserError(_GONE)
    home = _held(session, found.outcome_id, by=by)
    if resources.standing_use(session, use_id, workspace_id=by.workspace_id) is None:  # changed while we waited
        raise UserError(_GONE)
    unit = _unit(found)
    if typed is not None and typed.amount.unit != unit:
        raise UserError("Correct it in the unit in which it was noted.", field=Field.VALUE)
    old = _entry(_noted(session, found, None))
    if typed is None:
        row = _new_use(home, TypedUse(TypedAmount(unit, found.amount), found.used_on, found.note), by=by, now=now)
        row.supersedes_id, row.is_taken_back = found.id, True
        resources.add(session, row)
        return ResourceChange(_now(session, home, by=by, now=now), taken_back=old)
    kept = replace(typed, on=typed.on or found.used_on, note=typed.note or found.note)
    row = _new_use(home, kept, by=by, now=now)
    row.supersedes_id = found.id
    resources.add(session, row)
    return ResourceChange(_now(session, home, by=by, now=now), used=_entry(_noted(session, row, found)), replaced=old)


def entry_to_correct(session: Session, use_id: int, *, by: Actor) -> tuple[UsedEntry, Home]:
    """The entry, for whoever is about to correct it. Raises NotFound, NotAllowed and UserError."""
    found = resources.standing_use(session, use_id, workspace_id=by.workspace_id)
    if found is None:
        raise UserError(_GONE)
    home = require_may_edit(session, found.outcome_id, by=by)
    return _entry(_noted(session, found, None)), home


def newest_entry(session: Session, outcome_id: int, unit: Unit, *, by: Actor) -> int:
    """The number of the entry that this person noted last in this unit. Raises UserError where there is none."""
    newest = resources.newest_use(session, outcome_id, kind=unit.kind, unit=unit.name, person_id=by.person_id)
    if newest is None:
        raise UserError("You have noted nothing of that here, so there is nothing to correct.")
    return newest


def take_from_indicator(
    session: Session, outcome_id: int, indicator_id: int, rule: InputRule, *, by: Actor, now: datetime
) -> ResourceChange:
    """Have an indicator of the outcome say what is used. What was noted by hand stays on record and counts no more.
    Raises NotFound, NotAllowed and UserError.
    """
    home = _held(session, outcome_id, by=by)
    access.require_visible_indicator(session, indicator_id, by=by)
    known = _indicators(session, {outcome_id: home}, by=by, now=now)
    at = next((each for each in known if each.id == indicator_id), None)
    if at is None:
        raise UserError(
            "This indicator belongs to another outcome. Choose one of this outcome's.", field=Field.INDICATOR
        )
    unit = unit_of_input(at.measure, locale=by.locale)
    if unit is None:
        raise UserError(
            '"{indicator}" is measured in something else than money, hours or days.',
            indicator=at.name,
            field=Field.INDICATOR,
        )
    unit = next((each for each in known_units(session, outcome_id) if each.is_like(unit)), unit)
    _require_one_unit_of_effort(session, outcome_id, unit)
    row = _new_plan(home, unit, _plan_of(session, outcome_id, unit), by=by, now=now)
    row.input_id, row.input_rule = at.id, rule
    resources.add(session, row)
    return ResourceChange(_now(session, home, by=by, now=now), source=name_of(at), rule=rule)


def end_input(session: Session, outcome_id: int, *, by: Actor, now: datetime) -> ResourceChange:
    """Have what is used be noted by hand again. Raises NotFound, NotAllowed and UserError."""
    home = _held(session, outcome_id, by=by)
    fed = [each for each in resources.plans_of(session, [outcome_id]) if each.input_id and not each.is_dropped]
    if not fed:
        raise UserError("No indicator says what is used here.")
    known = {at.id: at for at in _indicators(session, {outcome_id: home}, by=by, now=now)}
    for each in fed:
        row = _new_plan(home, _unit(each), each, by=by, now=now)
        row.input_id, row.input_rule = None, None
        resources.add(session, row)
    ended = next((name_of(known[each.input_id]) for each in fed if each.input_id in known), None)
    return ResourceChange(_now(session, home, by=by, now=now), ended=ended)


def drop(session: Session, outcome_id: int, unit: Unit, *, by: Actor, now: datetime) -> ResourceChange:
    """Count this no more; what was recorded stays, and planning it again brings it back. Raises NotFound, NotAllowed
    and UserError.
    """
    home = _held(session, outcome_id, by=by)
    row = _new_plan(home, unit, None, by=by, now=now)
    row.is_dropped = True
    resources.add(session, row)
    return ResourceChange(_now(session, home, by=by, now=now), dropped=unit)


def _held(session: Session, outcome_id: int, *, by: Actor) -> Home:
    """The same as `require_may_edit`, and whoever else changes it waits until we are done."""
    require_may_edit(session, outcome_id, by=by)
    outcomes.hold(session, outcome_id)
    return require_may_edit(session, outcome_id, by=by)


def _plan_of(session: Session, outcome_id: int, unit: Unit) -> ResourcePlan | None:
    held = resources.plans_of(session, [outcome_id])
    return next((each for each in held if _unit(each) == unit), None)


def _require_one_unit_of_effort(session: Session, outcome_id: int, unit: Unit) -> None:
    """A day is no fixed number of hours, so one outcome's effort is counted in one of the two."""
    other = next((each for each in known_units(session, outcome_id) if each.kind is unit.kind and each != unit), None)
    if other is None or other.measure.kind is unit.measure.kind:
        return  # another currency is another resource
    if other.measure.unit == "h":
        raise UserError("Effort is counted in hours here. Say it in hours.", field=Field.VALUE)
    raise UserError("Effort is counted in days here. Say it in days.", field=Field.VALUE)


def _require_no_input(plan: ResourcePlan | None, home: Home) -> None:
    if plan is not None and plan.input_id is not None and not plan.is_dropped:
        raise UserError(
            "An indicator says what is used here: give it a reading instead. To note it by hand again: {command}",
            command=Example(f"/outcome resources {home.outcome.key} no input"),
            field=Field.VALUE,
        )


def _new_plan(home: Home, unit: Unit, before: ResourcePlan | None, *, by: Actor, now: datetime) -> ResourcePlan:
    """A row that says what the one before did, unless that was dropped."""
    held = before if before is not None and not before.is_dropped else None
    return ResourcePlan(
        workspace_id=by.workspace_id,
        outcome_id=home.outcome.id,
        kind=unit.kind,
        unit=unit.name,
        amount=held.amount if held else None,
        input_id=held.input_id if held else None,
        input_rule=held.input_rule if held else None,
        made_at=now,
        made_by_id=by.person_id,
    )


def _new_use(home: Home, typed: TypedUse, *, by: Actor, now: datetime) -> ResourceUse:
    today = local_day(now, by.zone)
    require_at_most(typed.note, LONGEST_NOTE, Field.NOTE)
    if not typed.amount.amount:
        raise UserError("0 changes nothing. Type how much was used.", field=Field.VALUE)
    return ResourceUse(
        workspace_id=by.workspace_id,
        outcome_id=home.outcome.id,
        kind=typed.amount.unit.kind,
        unit=typed.amount.unit.name,
        amount=typed.amount.amount,
        used_on=gone_by(typed.on, today=today) if typed.on is not None else today,
        note=typed.note.strip(),
        made_at=now,
        made_by_id=by.person_id,
    )


def _noted(session: Session, row: ResourceUse, before: ResourceUse | None) -> Entry:
    return Entry(row, session.get_one(Person, row.made_by_id), before)


def _now(session: Session, home: Home, *, by: Actor, now: datetime) -> OutcomeUse:
    known = _indicators(session, {home.outcome.id: home}, by=by, now=now)
    uses = uses_of(session, {home.outcome.id: home}, known, today=local_day(now, by.zone))
    return _line(home, uses.get(home.outcome.id, Use()), known)
