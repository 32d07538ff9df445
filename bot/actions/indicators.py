"""Registering indicators, and showing one in full."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from bot.actions import access, people
from bot.actions.authors import author_names
from bot.actions.due import as_item, name_of
from bot.actions.facts import period_of, value_of
from bot.actions.people import Actor
from bot.actions.scheduling import schedule_next
from bot.actions.screens import named, outcome_name, policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.actions.targets import Promise, add_baseline, add_target, current_snapshot
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.cadences import Cadence, encode
from bot.domain.calendar import local_day
from bot.domain.combining import Combine
from bot.domain.due import DueState, due_on
from bot.domain.facts import Level
from bot.domain.keys import check_key, free_key, key_from
from bot.domain.periods import period_from_key
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import UserError
from bot.fields import Field
from bot.results.due import DueItem
from bot.results.indicators import IndicatorSheet, ShownReading
from bot.results.names import AuthorName, OutcomeName
from bot.results.outcomes import IndicatorLine
from storage import due, indicators, outcomes, spellings
from storage.access import visible_indicator_with_key, visible_indicators
from storage.inserting import add_under_free_key
from storage.readings import newest_counting
from storage.tables import Indicator, IndicatorDefinition, Ownership, Person, Reading

LONGEST_NAME = 150
LONGEST_UNIT = 150
LONGEST_SCALE = 1_000
LATEST = 10
"""How many readings `/indicator show` lists."""


@dataclass(frozen=True)
class NewIndicator:
    """What somebody wants to measure. Values are as understood in their locale; what was left empty is None.

    `on_working_days`, a daily reading is for the days on which the workspace works, and for those alone.
    """

    outcome_id: int
    name: str
    measure: Measure
    direction: Direction
    cadence: Cadence
    owner_user_id: str
    on_working_days: bool = False
    level: Level = Level.OUTCOME
    key: str = ""
    baseline: tuple[Value, date] | None = None
    promise: Promise | None = None
    lowest: Value | None = None
    highest: Value | None = None


def register_indicator(session: Session, new: NewIndicator, *, by: Actor, now: datetime) -> IndicatorSnapshot:
    """Put an indicator on record, with its first due day; answers how it stands. Raises UserError with the field at
    fault, NotFound where the person may not see the outcome.
    """
    access.require_visible_outcome(session, new.outcome_id, by=by)
    _check(session, new)
    owner = people.meet(session, workspace_id=by.workspace_id, user_id=new.owner_user_id, profile=None, now=now)
    if owner.is_deactivated:
        raise UserError("This person's account is deactivated. Choose another owner.", field=Field.OWNER)
    indicator = add_under_free_key(
        session,
        lambda key: Indicator(
            workspace_id=by.workspace_id,
            outcome_id=new.outcome_id,
            key=key,
            created_at=now,
            created_by_id=by.person_id,
        ),
        lambda: _key_for(session, new, by=by),
    )
    calendar = policy_for(session, by).calendar
    if new.on_working_days:
        new = replace(new, cadence=replace(new.cadence, weekdays=calendar.working_days))
    _define(session, indicator, new, owner=owner, by=by, now=now)
    session.flush()
    spellings.keep_indicator(session, indicator.id)
    described = indicators.describe(session, [indicator.id])[indicator.id]
    schedule_next(described, calendar=calendar, now=now)
    if new.baseline is not None:
        add_baseline(session, described, new.baseline, by=by, now=now)
        described = indicators.describe(session, [indicator.id])[indicator.id]
    if new.promise is not None:
        add_target(session, described, new.promise, by=by, now=now)
    tell(session, events.OwnerChanged(indicator.id, before=None, after=owner.id), now=now)
    return current_snapshot(session, indicator.id, by=by, now=now)


def indicator_in_full(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> IndicatorSheet:
    """One indicator: its definition, how it stands, its latest readings and what is due next. Raises NotFound where the
    person may not see it.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    at = current_snapshot(session, indicator_id, by=by, now=now)
    described = at.described
    combined = Combine(described.definition.combine)
    latest = newest_counting(session, at.id, only_last=combined is Combine.LAST, limit=LATEST)
    backup_id = described.ownership.backup_id
    authors = author_names(session, latest)
    return IndicatorSheet(
        indicator=name_of(at),
        outcome=outcome_name(described.home),
        level=at.level,
        combine=combined,
        assessment=at.assessment,
        owner=named(described.owner),
        backup=named(session.get_one(Person, backup_id)) if backup_id else None,
        description=described.definition.description,
        readings=tuple(_shown(session, row, authors[row.id]) for row in latest),
        next_due=next_due_item(session, at, by=by),
        lowest=_bound(described.definition.lowest),
        highest=_bound(described.definition.highest),
    )


def _bound(amount: Decimal | None) -> Value | None:
    return Value(amount) if amount is not None else None


def indicator_lines(
    session: Session, which: str, *, channel_id: str, by: Actor, now: datetime
) -> tuple[IndicatorLine, ...]:
    """The running indicators that this person may see: all, those of this channel ("here"), or those that they own or
    stand in for ("mine"). A fixed number of queries.
    """
    running = [each.id for each in visible_indicators(session, by=by) if each.is_running]
    known = snapshots(session, running, policy=policy_for(session, by), now=now).values()
    return tuple(
        IndicatorLine(name_of(at), at.level, at.assessment, named(at.described.owner))
        for at in known
        if which == "all"
        or (which == "here" and at.described.home.channel.channel_id == channel_id)
        or (which == "mine" and by.person_id in (at.described.owner.id, at.described.ownership.backup_id))
    )


def outcome_of(session: Session, indicator_id: int) -> OutcomeName:
    """The outcome of this indicator, which the person sees."""
    return outcome_name(indicators.describe(session, [indicator_id])[indicator_id].home)


def next_due_item(session: Session, at: IndicatorSnapshot, *, by: Actor) -> DueItem | None:
    """The reading that is due now, else the one that falls due next; None for an indicator without a schedule."""
    waiting = due.of_indicators(session, [at.id])
    return as_item(waiting[-1], name_of(at)) if waiting else _upcoming(session, at, by=by)


def next_due_for(session: Session, *, by: Actor, now: datetime) -> DueItem | None:
    """What falls due next for this person, of all their indicators."""
    number = due.next_of_owner(session, by.person_id)
    return None if number is None else _upcoming(session, current_snapshot(session, number, by=by, now=now), by=by)


def _upcoming(session: Session, at: IndicatorSnapshot, *, by: Actor) -> DueItem | None:
    key = at.described.indicator.next_period_key
    if key is None:
        return None
    period = period_from_key(at.cadence, key)
    day = due_on(at.cadence, period, policy_for(session, by).calendar)
    return DueItem(0, name_of(at), period, day, DueState.UPCOMING)


def _check(session: Session, new: NewIndicator) -> None:
    if not new.name.strip():
        raise UserError("Say what is measured, in a few words.", field=Field.NAME)
    for text, most, field in (
        (new.name, LONGEST_NAME, Field.NAME),
        (new.measure.unit, LONGEST_UNIT, Field.UNIT),
        (", ".join(new.measure.scale), LONGEST_SCALE, Field.UNIT),
    ):
        if len(text) > most:
            raise UserError(
                "This holds up to {most} characters; you wrote {length}. Shorten it.",
                most=most,
                length=len(text),
                field=field,
            )
    if new.measure.kind is ValueKind.SCALE and len(new.measure.scale) < 2:
        raise UserError("A scale needs its labels, from the lowest to the highest: poor, fair, good.", field=Field.UNIT)
    _check_bounds(new)
    home = outcomes.homes_of(session, [new.outcome_id])[new.outcome_id]
    if home.outcome.closed_at is not None:
        raise UserError('"{outcome}" is closed, so nothing can be added to it.', outcome=home.definition.statement)


def _check_bounds(new: NewIndicator) -> None:
    if new.measure.kind in (ValueKind.YES_NO, ValueKind.SCALE) and (new.lowest or new.highest):
        raise UserError("Labels have no lowest and highest value. Leave this empty.", field=Field.LOWEST)
    if new.lowest is not None and new.highest is not None and new.lowest.amount >= new.highest.amount:
        raise UserError("The highest value is above the lowest one. Change one of the two.", field=Field.HIGHEST)


def _key_for(session: Session, new: NewIndicator, *, by: Actor) -> str:
    """A free key: the one that was chosen, or one made of the name.

    Keys are unique in the workspace, also among what this person does not see. A chosen one that is taken out of their
    sight gets a number, as one that is made does: to refuse it would tell at no cost and without a trace what there is.
    """
    taken = outcomes.indicator_keys(session, by.workspace_id)
    if not new.key.strip():
        return key_from(new.name, taken=taken, otherwise="indicator")
    try:
        chosen = check_key(new.key, taken=())
        in_sight = visible_indicator_with_key(session, chosen, by=by)
        return free_key(check_key(new.key, taken={in_sight.key} if in_sight else ()), taken=taken)
    except UserError as problem:
        problem.put_at(Field.KEY)
        raise


def _define(
    session: Session, indicator: Indicator, new: NewIndicator, *, owner: Person, by: Actor, now: datetime
) -> None:
    today = local_day(now, owner.zone)
    session.add(
        IndicatorDefinition(
            workspace_id=by.workspace_id,
            indicator_id=indicator.id,
            name=new.name.strip(),
            kind=new.measure.kind,
            unit=new.measure.unit.strip(),
            scale=list(new.measure.scale),
            direction=new.direction,
            level=new.level,
            combine=Combine.RATIO if new.measure.kind is ValueKind.RATIO else Combine.LAST,
            cadence=encode(new.cadence),
            effective_on=today,
            made_at=now,
            made_by_id=by.person_id,
            lowest=new.lowest.amount if new.lowest else None,
            highest=new.highest.amount if new.highest else None,
        )
    )
    session.add(
        Ownership(
            workspace_id=by.workspace_id,
            indicator_id=indicator.id,
            owner_id=owner.id,
            effective_on=today,
            made_at=now,
            made_by_id=by.person_id,
        )
    )


def _shown(session: Session, row: Reading, author: AuthorName) -> ShownReading:
    wanted = due.of_period(session, indicator_id=row.indicator_id, period_key=row.period_key)
    return ShownReading(
        reading_id=row.id,
        period=period_of(row),
        value=value_of(row),
        by=author,
        submitted_at=row.submitted_at,
        state=DueState(wanted.state) if wanted else None,
        note=row.note,
        evidence=tuple(row.evidence or ()),
    )
