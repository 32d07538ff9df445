"""What the rules call for by now, written down: due readings, reminders, missed readings.

Each function is one short transaction over at most a batch of rows whose time has come. It holds the rows while it
decides, so that of several processes one deals with each, and moves a row's next instant on in the transaction that
writes what follows: an occurrence happens once, whatever dies in between. It answers how many rows it dealt with.
`steps` has the order.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlmodel import Session

from bot import crashpoints
from bot.actions import scheduling
from bot.actions.absences import (
    Absences,
    absences_of,
    follow_status,
    hand_on,
    last_day_of_grace,
    others_there,
    says_so_by_status,
)
from bot.actions.people import Policy, calendar_of, policy_of
from bot.actions.telling import tell, tell_all
from bot.delivery import grace, notices, reminders, returning
from bot.delivery.falling_due import let_fall_due
from bot.delivery.missing import wake_leads
from bot.delivery.savepoints import PUT_OFF_FOR, all_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.absences import AbsenceSource
from bot.domain.calendar import LocalRule, Occurrence, local_day, newest_occurrence, next_occurrence
from bot.domain.due import DueState
from bot.domain.messages import SkipReason
from storage import due, message_parts, people, schedule, workspaces
from storage.held_back import hold_back, of_due_readings
from storage.tables import HELD_BACK, DueReading, Indicator, Person


def plan_due_readings(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Give every period that has fallen due its row: also those missed while we were down."""
    rows = schedule.take_indicators(session, now=now, limit=settings.planning_batch)
    policies = _policies(session, {row.workspace_id for row in rows}) if rows else {}

    def put_off(indicator: Indicator) -> None:
        indicator.next_due_at = now + PUT_OFF_FOR

    def fall_due(some: Sequence[Indicator]) -> list[None]:
        let_fall_due(session, some, policies=policies, now=now)
        return []

    all_in_savepoint(session, rows, fall_due, put_off=put_off)
    crashpoints.reached("planning: due readings")
    return len(rows)


def plan_reminders(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Give everybody whose reminder time has come the message they should get, if any."""
    rows = schedule.take_people(session, now=now, limit=settings.planning_batch)
    policies = _policies(session, {row.workspace_id for row in rows}) if rows else {}

    def remind(some: Sequence[Person]) -> list[None]:
        _remind(session, some, policies=policies, among=len(rows), now=now, settings=settings)
        return []

    def put_off(person: Person) -> None:
        person.next_reminder_at = now + PUT_OFF_FOR

    all_in_savepoint(session, rows, remind, put_off=put_off)
    crashpoints.reached("planning: reminders")
    return len(rows)


def mark_missed(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Whatever is still due when its grace has passed is missed, whether or not there was anybody to ask.

    Not by our own doing: downtime within the grace adds one grace, and what we could not ask for yet waits. What is no
    longer running is excused, and so is what was never asked for since its owner was away until the grace ended; where
    they were only not to be disturbed, that adds one grace.
    """
    rows = due.take_out_of_grace(session, now=now, limit=settings.planning_batch)
    if rows:
        policies = _policies(session, {row.workspace_id for row in rows})
        tell_all(session, _end_their_grace(session, rows, policies=policies, now=now), now=now)
    crashpoints.reached("planning: missed")
    return len(rows)


def mark_missed_untold(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """The same without what follows from it: nobody hears of it, and no status is worked out. For a forecast."""
    rows = due.take_out_of_grace(session, now=now, limit=settings.planning_batch)
    if rows:
        _end_their_grace(session, rows, policies=_policies(session, {row.workspace_id for row in rows}), now=now)
    return len(rows)


def _remind(
    session: Session,
    persons: Sequence[Person],
    *,
    policies: Mapping[int, Policy],
    among: int,
    now: datetime,
    settings: DeliverySettings,
) -> None:
    owed_by = reminders.owed_by(session, [person.id for person in persons])
    absent = returning.absences_of(session, persons)
    times_of = cache(_times)  # most of a batch is reminded at the same time
    asks = []
    held_back: dict[SkipReason, list[DueReading]] = {reason: [] for reason in HELD_BACK}
    for person in persons:
        policy, owed = policies[person.workspace_id], owed_by[person.id]
        occurrence, following = times_of(scheduling.reminder_rule(person, policy=policy), now=now)
        if owed.hidden and not person.is_deactivated:
            notices.owner_out_of_sight(session, {row.indicator_id for row in owed.hidden}, now=now)
        goes_on = True
        records = absent.get(person.id, [])
        if (over := follow_status(session, person, policy=policy, now=now)) is not None:
            records = [*records, over]
        is_away = says_so_by_status(person, now) or any(
            each.first_on <= occurrence.on < each.until_on and each.source is AbsenceSource.DECLARED for each in records
        )
        decision = reminders.decide(
            person, owed, occurrence, policy=policy, now=now, settings=settings, is_away=is_away
        )
        wakes_at = reminders.waits_until(person, owed, decision, occurrence, now=now, settings=settings)
        if wakes_at is not None:
            person.next_reminder_at = wakes_at
            session.add(person)
            continue
        match decision:
            case reminders.Ask() as ask:
                asks.append((person, ask))
            case reminders.Silent(reason, goes_on) as silence:
                if reason is SkipReason.STILL_SENDING:
                    following = min(following, now + settings.read_back_after)
                if reason is SkipReason.NOBODY_TO_ASK:
                    notices.nobody_to_ask(session, person, now=now)
                if reason in HELD_BACK:
                    held_back[reason] += reminders.held_back(owed, occurrence, person, policy=policy)
                if silence.is_news:
                    tell(session, events.NotReminded(person.id, occurrence.at, reason), now=now)
        if records and not person.is_deactivated:
            is_over = returning.welcome(session, person, records, decision, occurrence, policy=policy, now=now)
            goes_on = goes_on or not is_over
        goes_on = goes_on or person.status_since is not None  # when that is over, they hear what was done meanwhile
        person.next_reminder_at = following if goes_on else None
        session.add(person)
    if any(held_back.values()):
        hold_back(session, held_back, now=now)
    reminders.enqueue(session, asks, among=among, now=now, settings=settings)
    session.flush()


def _times(rule: LocalRule, *, now: datetime) -> tuple[Occurrence, datetime]:
    """The reminder time that has come, and the instant of the one after it."""
    return newest_occurrence(rule, now=now), next_occurrence(rule, now).at


def _end_their_grace(
    session: Session, rows: Sequence[DueReading], *, policies: Mapping[int, Policy], now: datetime
) -> list[events.Event]:
    """Mark what is missed or excused, or give it longer; answers what has happened. A fixed number of statements."""
    owners = people.people_by_id(session, {row.owner_id for row in rows})
    locked_out = {workspace.id for workspace in workspaces.locked_out(session, now=now)}
    on_their_way = message_parts.on_their_way(session, {row.id for row in rows if row.first_asked_at is None})
    stopped = due.not_running(session, {row.id for row in rows})
    outages = grace.outages_within(session, rows)
    ends = [row.grace_ends_at for row in rows if row.grace_ends_at is not None]
    away = absences_of(session, owners.values(), since=min(ends) - timedelta(days=2))
    never_asked = [row for row in rows if row.first_asked_at is None]
    why_not = _held_back_to_the_end(session, never_asked, owners, policies=policies)
    absent = [
        row
        for row in rows
        if row.id not in stopped
        and (_was_away(row, owners[row.owner_id], away) or why_not.get(row.id) is SkipReason.AWAY)
    ]
    instead = others_there(session, absent, now=now)
    hand_on(session, absent, instead, policies=policies, now=now)
    excused = {row.id for row in absent}.difference(instead) | stopped
    ended: dict[DueState, list[int]] = {DueState.EXCUSED: [], DueState.MISSED: []}
    happened: list[events.Event] = []
    for row in rows:
        if row.id in instead:
            continue
        owner, policy = owners[row.owner_id], policies[row.workspace_id]
        cannot_ask = row.first_asked_at is None and (row.workspace_id in locked_out or row.id in on_their_way)
        if row.id in excused:
            ended[DueState.EXCUSED].append(row.id)
        elif cannot_ask:
            row.grace_ends_at = grace.grace_from(local_day(now, owner.zone), owner, policy=policy)
        elif row.id in why_not and not row.grace_extended:
            # They were there: it is asked for as soon as they may be disturbed. Once, or nothing would ever be missed.
            row.grace_ends_at = grace.grace_from(local_day(now, owner.zone), owner, policy=policy)
            row.grace_extended = True
        elif (later := grace.after_downtime(row, owner, outages, policy=policy)) is not None:
            row.grace_ends_at, row.grace_extended = later, True
        else:
            ended[DueState.MISSED].append(row.id)
            happened.append(events.ReadingMissed(row.indicator_id, row.id))
            continue
        happened.append(events.DueReadingChanged(row.indicator_id, row.id))
        session.add(row)
    session.flush()
    for state, due_ids in ended.items():
        if due_ids:
            due.mark(session, *due_ids, state=state, at=now)
    missed: dict[int, set[int]] = {}
    for row in rows:
        if row.id in ended[DueState.MISSED]:
            missed.setdefault(row.indicator_id, set()).add(row.owner_id)
    if missed:
        wake_leads(session, missed, policies=policies, now=now)
    return happened


def _was_away(row: DueReading, owner: Person, away: Absences) -> bool:
    """Whether they were away when the grace ended. Somebody who has left is not away."""
    assert row.grace_ends_at is not None, "or it could not have ended"
    last_day = last_day_of_grace(row.grace_ends_at, owner.zone)
    is_away = away.on(owner.id, last_day) is not None or says_so_by_status(owner, row.grace_ends_at)
    return is_away and not owner.is_deactivated


def _held_back_to_the_end(
    session: Session, rows: Sequence[DueReading], owners: Mapping[int, Person], *, policies: Mapping[int, Policy]
) -> dict[int, SkipReason]:
    """Of these, which have never been asked for, those of whose grace whoever was to be asked could not be on the last
    working day either, and why. At most one query.
    """
    known = of_due_readings(session, {row.id for row in rows})
    found: dict[int, SkipReason] = {}
    for row in rows:
        owner, record = owners[row.owner_id], known.get((row.id, row.owner_id))
        if record is None or row.grace_ends_at is None or owner.is_deactivated:
            continue
        calendar = calendar_of(owner, policies[row.workspace_id])
        last = calendar.last_working_day_on_or_before(last_day_of_grace(row.grace_ends_at, owner.zone))
        if local_day(record.last_at, owner.zone) >= last:
            found[row.id] = record.because
    return found


def _policies(session: Session, workspace_ids: set[int]) -> dict[int, Policy]:
    return {number: policy_of(row) for number, row in workspaces.by_id(session, workspace_ids).items()}
