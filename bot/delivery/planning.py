"""What the rules call for by now, written down: due readings, reminders, digests, missed readings.

Each function is one short transaction over at most a batch of rows whose time has come. It claims a row by
moving its next instant on, conditionally on the one it saw, and writes what follows in the same transaction: so
an occurrence happens once however many processes run, and whatever dies in between. It answers how many rows it
dealt with.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot import crashpoints
from bot.actions import scheduling
from bot.actions.people import Policy, policy_of
from bot.delivery import reminders
from bot.delivery.savepoints import PUT_OFF_FOR, each_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain import due as lateness
from bot.domain.cadences import decode
from bot.domain.calendar import LocalRule, Occurrence, local_day, next_occurrence
from bot.domain.due import DueState, due_on
from bot.domain.periods import Period, next_period, period_from_key
from storage import due, indicators
from storage.claiming import skip_locked
from storage.indicators import Described
from storage.inserting import insert_once
from storage.people import people_by_id
from storage.readings import counting_readings
from storage.tables import (
    DueReading,
    Indicator,
    Outage,
    Person,
    Reading,
    Workspace,
)

Observer = Callable[[Person, Occurrence, reminders.Decision], None]


def plan_due_readings(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Give every period that has fallen due its row: also those missed while we were down."""
    rows = session.exec(
        skip_locked(
            select(Indicator)
            .where(col(Indicator.next_due_at) <= now)
            .order_by(col(Indicator.next_due_at))
            .limit(settings.planning_batch)
        )
    ).all()
    described = indicators.describe(session, [row.id for row in rows])
    _lock_owners(session, {each.owner.id for each in described.values()})
    policies = _policies(session, {row.workspace_id for row in rows})
    readings = counting_readings(session, described.values())

    def fall_due(row: Indicator) -> None:
        policy = policies[row.workspace_id]
        _let_fall_due(session, described[row.id], readings[row.id], policy=policy, now=now)

    def put_off(row: Indicator) -> None:
        row.next_due_at = now + PUT_OFF_FOR

    each_in_savepoint(session, rows, fall_due, put_off=put_off)
    crashpoints.reached("planning: due readings")
    return len(rows)


def plan_reminders(
    session: Session, *, now: datetime, settings: DeliverySettings, observe: Observer | None = None
) -> int:
    """Give everybody whose reminder time has come the message they should get, if any; `observe` hears each
    decision.
    """
    rows = session.exec(
        skip_locked(
            select(Person)
            .where(col(Person.next_reminder_at) <= now)
            .order_by(col(Person.next_reminder_at), col(Person.id))
            .limit(settings.planning_batch)
        )
    ).all()
    policies = _policies(session, {row.workspace_id for row in rows})

    def remind(person: Person) -> None:
        policy = policies[person.workspace_id]
        occurrence, decision = _remind(session, person, policy=policy, among=len(rows), now=now, settings=settings)
        if observe is not None:
            observe(person, occurrence, decision)

    def put_off(person: Person) -> None:
        person.next_reminder_at = now + PUT_OFF_FOR

    each_in_savepoint(session, rows, remind, put_off=put_off)
    crashpoints.reached("planning: reminders")
    return len(rows)


def mark_missed(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Whatever is still due when its grace has passed is missed; downtime of ours within the grace adds one
    grace.
    """
    rows = session.exec(
        skip_locked(
            select(DueReading)
            .where(DueReading.state == DueState.DUE, col(DueReading.grace_ends_at) <= now)
            .order_by(col(DueReading.grace_ends_at))
            .limit(settings.planning_batch)
        )
    ).all()
    policies = _policies(session, {row.workspace_id for row in rows})
    owners = people_by_id(session, {row.owner_id for row in rows})
    for row in rows:
        outage = _outage_within(session, row)
        if outage is not None and not row.grace_extended:
            _extend_grace(row, outage, owners[row.owner_id], policies[row.workspace_id])
            session.add(row)
            due.refresh_reminders(session, {row.id}, at=now)
        else:
            due.mark(session, row.id, state=DueState.MISSED, at=now)
    crashpoints.reached("planning: missed")
    return len(rows)


def newest_occurrence(rule: LocalRule, *, now: datetime) -> Occurrence:
    """The latest occurrence of the rule that is not after `now`."""
    for days in (1, 8, 40):  # most rules have one today; a monthly one has one within forty days
        found = None
        occurrence = next_occurrence(rule, now - timedelta(days=days))
        while occurrence.at <= now:
            found, occurrence = occurrence, next_occurrence(rule, occurrence.at)
        if found is not None:
            return found
    raise ValueError(f"{rule} has no occurrence in the forty days before {now}")


def _let_fall_due(
    session: Session, described: Described, readings: list[Reading], *, policy: Policy, now: datetime
) -> None:
    """Rows for every period due by now, and the next instant; nothing if somebody else was faster."""
    indicator, owner = described.indicator, described.owner
    cadence = decode(described.definition.cadence)
    given = {reading.period_key: reading for reading in readings}
    seen, next_at = indicator.next_due_at, indicator.next_due_at
    assert indicator.next_period_key is not None
    period = period_from_key(cadence, indicator.next_period_key)
    fell_due: list[datetime] = []
    while next_at is not None and next_at <= now:
        _add_due_reading(session, described, period, given.get(period.key), policy=policy)
        fell_due.append(next_at)
        period = next_period(cadence, period)
        next_at = scheduling.due_instant(cadence, period, calendar=policy.calendar, zone=owner.zone)
    claimed = session.execute(
        update(Indicator)
        .where(col(Indicator.id) == indicator.id, col(Indicator.next_due_at) == seen)
        .values(next_due_at=next_at, next_period_key=period.key)
    )
    assert claimed.rowcount == 1, "the row was locked, or nobody else writes"  # type: ignore[attr-defined]
    scheduling.wake_reminder(owner, policy=policy, after=fell_due[0])
    session.add(owner)


def _lock_owners(session: Session, owner_ids: set[int]) -> None:
    """Keep other processes from deciding about these people until what falls due for them now is committed.

    One that does not see it yet would find nothing open and put the owner's reminder to sleep for good.
    """
    locked = select(Person).where(col(Person.id).in_(owner_ids)).order_by(col(Person.id)).with_for_update()
    session.exec(locked.execution_options(populate_existing=True)).all()


def _add_due_reading(
    session: Session, described: Described, period: Period, reading: Reading | None, *, policy: Policy
) -> None:
    cadence = decode(described.definition.cadence)
    day = due_on(cadence, period, policy.calendar)
    state = DueState.DUE
    if reading is not None:
        state = DueState.NO_DATA if reading.is_no_data else DueState.ON_TIME
    row = DueReading(
        workspace_id=described.indicator.workspace_id,
        indicator_id=described.indicator.id,
        period_key=period.key,
        period_first_on=period.first,
        period_last_on=period.last,
        owner_id=described.owner.id,
        due_on=day,
        state=state,
        settled_at=reading.submitted_at if reading is not None else None,
    )
    insert_once(session, row)


def _remind(
    session: Session, person: Person, *, policy: Policy, among: int, now: datetime, settings: DeliverySettings
) -> tuple[Occurrence, reminders.Decision]:
    rule = scheduling.reminder_rule(person, policy=policy)
    occurrence = newest_occurrence(rule, now=now)
    decision = reminders.decide(session, person, occurrence, policy=policy, now=now, settings=settings)
    if isinstance(decision, reminders.Ask):
        reminders.enqueue(session, person, decision, among=among, now=now, settings=settings)
    following = next_occurrence(rule, now).at
    if isinstance(decision, reminders.Undecided):
        following = min(following, now + settings.read_back_after)
    person.next_reminder_at = following if decision.goes_on else None
    session.add(person)
    return occurrence, decision


def _outage_within(session: Session, row: DueReading) -> Outage | None:
    """A stretch of downtime between the first ping and the end of the grace."""
    return session.exec(
        select(Outage)
        .where(col(Outage.ended_at) > row.first_asked_at, col(Outage.began_at) < row.grace_ends_at)
        .order_by(col(Outage.ended_at).desc())
        .limit(1)
    ).first()


def _extend_grace(row: DueReading, outage: Outage, owner: Person, policy: Policy) -> None:
    resumed_on = local_day(outage.ended_at, owner.zone)
    row.grace_ends_at = lateness.grace_ends_at(resumed_on, policy.grace_working_days, policy.calendar, owner.zone)
    row.grace_extended = True


def _policies(session: Session, workspace_ids: set[int]) -> dict[int, Policy]:
    rows = session.exec(select(Workspace).where(col(Workspace.id).in_(workspace_ids)))
    return {row.id: policy_of(row) for row in rows}
