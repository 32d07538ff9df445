"""Registering indicators, and showing one in full."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from bot.actions import access, breakdowns, news, pausing, people
from bot.actions.authors import author_names
from bot.actions.baselines import READINGS_FOR_A_START, offered_baseline
from bot.actions.charts import chart_of
from bot.actions.checks import require_at_most
from bot.actions.due import as_item, name_of, name_of_described
from bot.actions.facts import counted_value_of, period_of, value_of
from bot.actions.measures import Measures, measures_of
from bot.actions.notes import notes_of_indicator
from bot.actions.own_record import own_record_of
from bot.actions.people import Actor
from bot.actions.scheduling import schedule_next
from bot.actions.screens import named, outcome_name, policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots, states_of
from bot.actions.sources import source_line
from bot.actions.targets import Promise, add_baseline, add_target, current_snapshot
from bot.actions.telling import tell
from bot.actions.trends import trend_of, with_signals
from bot.domain import events
from bot.domain.cadences import Cadence, encode
from bot.domain.calendar import local_day
from bot.domain.colours import urgency
from bot.domain.combining import Combine
from bot.domain.due import DueState, due_on
from bot.domain.facts import Level
from bot.domain.keys import as_compared, check_key, free_key, key_from
from bot.domain.periods import period_from_key
from bot.domain.reference_sheet import SheetQuestion, SheetScore, score_of
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import UserError
from bot.fields import Field
from bot.results.due import DueItem
from bot.results.indicators import IndicatorSheet, RegisteredIndicator, ShownReading
from bot.results.interruptions import Interrupted
from bot.results.names import AuthorName, OutcomeName
from bot.results.outcomes import IndicatorLine, IndicatorPage
from bot.results.targets import TargetSheet
from storage import due, indicators, outcomes, spellings, standings
from storage.access import visible_indicator_with_key, visible_outcomes
from storage.indicators import Described
from storage.inserting import add_under_free_key
from storage.readings import newest_counting
from storage.standings import Listed
from storage.tables import Indicator, IndicatorDefinition, Ownership, Person, Reading

LONGEST_NAME = 150
LONGEST_UNIT = 150
LONGEST_SCALE = 1_000
LONGEST_DESCRIPTION = 3_000
ON_A_PAGE = 25
LATEST = 10
"""How many readings `/indicator show` lists."""
MOST_DRAWN = 20
"""How many periods its chart has: as many as one of Slack's own takes."""


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
    backup_user_id: str | None = None
    on_working_days: bool = False
    level: Level = Level.OUTCOME
    description: str = ""
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
    backup = _backup(session, new, owner=owner, by=by, now=now)
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
    policy = policy_for(session, by)
    if new.on_working_days:
        new = replace(new, cadence=replace(new.cadence, weekdays=policy.calendar.working_days))
    _define(session, indicator, new, owner=owner, backup=backup, by=by, now=now)
    session.flush()
    spellings.keep_indicator(session, indicator.id)
    described = indicators.describe(session, [indicator.id])[indicator.id]
    schedule_next(described, calendar=people.calendar_of(owner, policy), now=now)
    if new.baseline is not None:
        add_baseline(session, described, new.baseline, by=by, now=now)
        described = indicators.describe(session, [indicator.id])[indicator.id]
    if new.promise is not None:
        add_target(session, described, new.promise, by=by, now=now)
    tell(session, events.OwnerChanged(indicator.id, before=None, after=owner.id), now=now)
    if owner.id != by.person_id:
        news.tell_owner(session, indicator, owner, by=by, now=now)
    return current_snapshot(session, indicator.id, by=by, now=now)


def registered(session: Session, at: IndicatorSnapshot, *, by: Actor) -> RegisteredIndicator:
    """What is said of an indicator that was registered just now. The first of an outcome is asked for its counterpart:
    what is done for a change, or what changes because of what is done.
    """
    home = at.described.home
    is_first = len(outcomes.indicators_of(session, [home.outcome.id])[home.outcome.id]) == 1
    lacks = Level.PROCESS if at.level is Level.OUTCOME else Level.OUTCOME
    return RegisteredIndicator(
        sheet=TargetSheet(name_of(at), at.assessment),
        outcome=outcome_name(home),
        owner=named(at.described.owner),
        next_due=next_due_item(session, at, by=by),
        lacks=lacks if is_first else None,
    )


def has_indicator_called(session: Session, outcome_id: int, name: str) -> bool:
    """Whether the outcome has an indicator of this very name, but for capitals."""
    numbers = outcomes.indicators_of(session, [outcome_id]).get(outcome_id, [])
    known = indicators.describe(session, numbers).values()
    return as_compared(name) in {as_compared(each.definition.name) for each in known}


def indicator_in_full(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> IndicatorSheet:
    """One indicator: its definition, how it stands, its latest readings and what is due next. Raises NotFound where the
    person may not see it.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    at = current_snapshot(session, indicator_id, by=by, now=now)
    described = at.described
    combined = Combine(described.definition.combine)
    latest = newest_counting(session, at.id, only_last=combined.counts_last, limit=LATEST)
    backup_id = described.ownership.backup_id
    authors, measures = author_names(session, latest), measures_of(session, described)
    origins = breakdowns.came_from(session, latest, by=by)
    drawn = chart_of(session, at, zone=by.zone, most=MOST_DRAWN)
    trend = trend_of(session, at, policy=policy_for(session, by))
    return IndicatorSheet(
        indicator=name_of(at),
        outcome=outcome_name(described.home),
        level=at.level,
        combine=combined,
        assessment=at.assessment,
        owner=named(described.owner),
        backup=named(session.get_one(Person, backup_id)) if backup_id else None,
        description=described.definition.description,
        readings=tuple(
            replace(
                _in_its_measure(_shown(session, row, authors[row.id], described), at, measures),
                came_from=origins.get(row.id),
            )
            for row in latest
        ),
        next_due=next_due_item(session, at, by=by),
        lowest=_bound(described.definition.lowest),
        highest=_bound(described.definition.highest),
        notes=notes_of_indicator(session, indicator_id, zone=by.zone),
        paused=_paused(session, described, by=by),
        may_edit=access.may_edit(described, by=by),
        indicator_id=at.id,
        score=_score(described),
        may_start=described.baseline is None or access.may_edit(described, by=by),
        offered=_offered(session, at),
        own_record=own_record_of(session, described, by=by, now=now),
        chart=with_signals(drawn, trend.movement, counts_up=trend.counts_up) if trend is not None else drawn,
        trend=trend,
        made_of=breakdowns.made_of(session, described, by=by, now=now),
        part_of=breakdowns.part_of(session, at.id, by=by),
        source=source_line(session, at.id),
    )


def _paused(session: Session, described: Described, *, by: Actor) -> Interrupted | None:
    paused = pausing.at_rest(session, described)
    return pausing.with_next(session, described, paused, by=by) if paused is not None else None


def _in_its_measure(shown: ShownReading, at: IndicatorSnapshot, measures: Measures) -> ShownReading:
    measure = measures.at(shown.submitted_at)
    return replace(shown, measure=measure) if measure != at.measure else shown


def _offered(session: Session, at: IndicatorSnapshot) -> Value | None:
    """What may be taken for a start. A query or two where there is none and there are readings enough."""
    if at.terms.baseline is not None or at.standing.readings_received < READINGS_FOR_A_START:
        return None
    offered = offered_baseline(session, at.described)
    return offered.value if offered is not None else None


def _score(described: Described) -> SheetScore:
    definition = described.definition
    told = {
        SheetQuestion.DESCRIPTION: definition.description,
        SheetQuestion.BASELINE: described.baseline,
        SheetQuestion.SOURCE: definition.source,
        SheetQuestion.METHOD: definition.method,
        SheetQuestion.BACKUP: described.ownership.backup_id,
        SheetQuestion.LIMITATIONS: definition.limitations,
    }
    return score_of([question for question, answer in told.items() if answer])


def _bound(amount: Decimal | None) -> Value | None:
    return Value(amount) if amount is not None else None


def indicator_page(
    session: Session, which: str, *, channel_id: str, by: Actor, now: datetime, first: int = 0, most: int = ON_A_PAGE
) -> IndicatorPage:
    """The running indicators that this person may see, the worst first, from one place on: all, those of this channel
    ("here"), or those that they own or stand in for ("mine"). A fixed number of queries.
    """
    seen = visible_outcomes(session, by=by, only_open=True, living_in=channel_id if which == "here" else None)
    listed = standings.listed(session, [each.id for each in seen])
    if which == "mine":
        kept_by = indicators.keepers_of(session, [each.indicator_id for each in listed])
        listed = [each for each in listed if by.person_id in kept_by[each.indicator_id].person_ids]
    return _page(session, listed, by=by, now=now, first=first, most=most)


def indicators_of_outcome(
    session: Session, outcome_id: int, *, by: Actor, now: datetime, first: int = 0, most: int = ON_A_PAGE
) -> IndicatorPage:
    """The same of one outcome. Raises NotFound where the person may not see it."""
    outcome = access.require_visible_outcome(session, outcome_id, by=by)
    page = _page(session, standings.listed(session, [outcome_id]), by=by, now=now, first=first, most=most)
    return replace(page, of=OutcomeName(outcome.key, outcome.name))


def _page(
    session: Session, listed: Sequence[Listed], *, by: Actor, now: datetime, first: int, most: int
) -> IndicatorPage:
    policy = policy_for(session, by)
    running = [each for each in listed if not each.is_paused]
    states = states_of(session, running, policy=policy, now=now)
    ordered = sorted((each.indicator_id for each in running), key=lambda number: urgency(states[number]))
    page = snapshots(session, ordered[first : first + most], policy=policy, now=now).values()
    lines = tuple(IndicatorLine(name_of(at), at.level, at.assessment, named(at.described.owner)) for at in page)
    return IndicatorPage(lines, first=first, count=len(ordered))


def outcome_of(session: Session, indicator_id: int) -> OutcomeName:
    """The outcome of this indicator, which the person sees."""
    return outcome_name(indicators.describe(session, [indicator_id])[indicator_id].home)


def next_due_item(session: Session, at: IndicatorSnapshot, *, by: Actor) -> DueItem | None:
    """The reading that is due now, else the one that falls due next; None for an indicator without a schedule."""
    return next_due_of(session, at.described, by=by)


def next_due_of(session: Session, described: Described, *, by: Actor) -> DueItem | None:
    """The same from its records."""
    waiting = due.of_indicators(session, [described.indicator.id])
    return as_item(waiting[-1], name_of_described(described)) if waiting else _upcoming(session, described, by=by)


def next_due_for(session: Session, *, by: Actor) -> DueItem | None:
    """What falls due next for this person, of all their indicators."""
    number = due.next_of_owner(session, by.person_id)
    return None if number is None else _upcoming(session, indicators.describe(session, [number])[number], by=by)


def _upcoming(session: Session, described: Described, *, by: Actor) -> DueItem | None:
    key = described.indicator.next_period_key
    if key is None:
        return None
    name = name_of_described(described)
    period = period_from_key(name.cadence, key)
    day = due_on(name.cadence, period, people.calendar_of(described.owner, policy_for(session, by)))
    return DueItem(0, name, period, day, DueState.UPCOMING)


def check_name_and_unit(name: str, measure: Measure) -> None:
    """Raises UserError for what is empty or too long, and for a scale without labels."""
    if not name.strip():
        raise UserError("Say what is measured, in a few words.", field=Field.NAME)
    for text, most, field in (
        (name, LONGEST_NAME, Field.NAME),
        (measure.unit, LONGEST_UNIT, Field.UNIT),
        (", ".join(measure.scale), LONGEST_SCALE, Field.UNIT),
    ):
        require_at_most(text, most, field)
    if measure.kind is ValueKind.SCALE and len(measure.scale) < 2:
        raise UserError("A scale needs its labels, from the lowest to the highest: poor, fair, good.", field=Field.UNIT)


def _check(session: Session, new: NewIndicator) -> None:
    check_name_and_unit(new.name, new.measure)
    check_bounds(new.measure, new.lowest, new.highest)
    home = outcomes.homes_of(session, [new.outcome_id])[new.outcome_id]
    if home.outcome.closed_at is not None:
        raise UserError('"{outcome}" is closed, so nothing can be added to it.', outcome=home.definition.statement)


def check_bounds(measure: Measure, lowest: Value | None, highest: Value | None) -> None:
    """Raises UserError for what cannot be the lowest and the highest value."""
    if measure.kind in (ValueKind.YES_NO, ValueKind.SCALE) and (lowest or highest):
        raise UserError("Labels have no lowest and highest value. Leave this empty.", field=Field.LOWEST)
    if lowest is not None and highest is not None and lowest.amount >= highest.amount:
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


def _backup(session: Session, new: NewIndicator, *, owner: Person, by: Actor, now: datetime) -> Person | None:
    if new.backup_user_id is None:
        return None
    backup = people.meet(session, workspace_id=by.workspace_id, user_id=new.backup_user_id, profile=None, now=now)
    if backup.is_deactivated:
        raise UserError("This person's account is deactivated. Choose somebody else.", field=Field.BACKUP)
    if backup.id == owner.id:
        raise UserError("They are asked first already. Choose somebody else, or nobody.", field=Field.BACKUP)
    return backup


def _define(
    session: Session,
    indicator: Indicator,
    new: NewIndicator,
    *,
    owner: Person,
    backup: Person | None,
    by: Actor,
    now: datetime,
) -> None:
    today = local_day(now, owner.zone)
    session.add(
        IndicatorDefinition(
            workspace_id=by.workspace_id,
            indicator_id=indicator.id,
            name=new.name.strip(),
            description=new.description.strip(),
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
            backup_id=backup.id if backup else None,
            effective_on=today,
            made_at=now,
            made_by_id=by.person_id,
        )
    )


def _shown(session: Session, row: Reading, author: AuthorName, described: Described) -> ShownReading:
    counted = counted_value_of(row, described)
    wanted = due.of_period(session, indicator_id=row.indicator_id, period_key=row.period_key)
    return ShownReading(
        reading_id=row.id,
        period=period_of(row),
        value=value_of(row),
        by=author,
        submitted_at=row.submitted_at,
        state=DueState(wanted.state) if wanted else None,
        note=row.note,
        is_reset=bool(row.is_reset),
        carried=counted if counted != value_of(row) else None,
        evidence=tuple(row.evidence or ()),
    )
