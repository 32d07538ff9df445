"""A clock that was wrong for a while: whether it can be believed now, and what it has left in the records.

While it is ahead, everything of the time until then seems to be due: it is written down, and the schedule moves on to
after that. Back in the present nothing would be due until then. The last sign of life is a time yet to come then too,
and from that one row every round can tell.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import scheduling
from bot.actions.digests import rule_of
from bot.actions.people import Policy, calendar_of, policy_of
from bot.delivery import notices
from bot.delivery.settings import DeliverySettings
from bot.domain.cadences import decode
from bot.domain.calendar import local_day, next_occurrence
from bot.domain.due import DueState, grace_ends_at
from bot.domain.periods import next_period, period_from_key
from storage import clock_faults, due, indicators, workspaces
from storage.heartbeat import locked_heartbeat
from storage.indicators import Described

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=25)
"""Nothing is put off for longer: Slack may ask for a day."""
LONGEST_GRACE = timedelta(days=60)
"""Thirty working days, which is the most that can be set, with weekends and holidays."""


def mend_traces(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Compute anew what a clock that was ahead has put implausibly far off, and take back what has not happened yet.

    One row tells whether there is anything to do; of several processes one does it. Answers 0: it is done at once.
    """
    if clock_faults.beat_ahead_of(session, now + settings.late_from) is None:
        return 0
    ahead_until = locked_heartbeat(session, now=now).beat_at
    if ahead_until <= now + settings.late_from:
        return 0
    log.error(
        "The clock was ahead: the last sign of life is from %s UTC. What was planned by it is planned anew.",
        f"{ahead_until:%Y-%m-%d %H:%M:%S}",
    )
    clock_faults.no_later_than(session, now, longest_pause=LONGEST_PAUSE)
    clock_faults.free_keys_planned_after(session, now + settings.late_from)
    session.flush()
    session.expire_all()
    policies = {number: policy_of(row) for number, row in workspaces.by_id(session, _all(session)).items()}
    _take_back_what_fell_due(session, policies, now=now)
    _take_back_what_became_of_it(session, policies, now=now)
    for workspace_id, policy in policies.items():
        _reschedule_indicators(session, workspace_id, policy, now=now)
        notices.clock_was_ahead(session, workspace_id=workspace_id, until=ahead_until, now=now)
    _reschedule_people(session, policies, now=now)
    clock_faults.look_at_ends(session, now)
    _reschedule_digests(session, now=now)
    return 0


def _all(session: Session) -> set[int]:
    return set(clock_faults.workspace_ids(session))


def _take_back_what_fell_due(session: Session, policies: dict[int, Policy], *, now: datetime) -> None:
    """A period that is not over has no due reading; its indicator waits for the first such one again."""
    early = [
        (row, owner)
        for row, owner in clock_faults.due_after(session, now.date() - timedelta(days=1))
        if row.due_on > local_day(now, owner.zone)
    ]
    first = {row.indicator_id: (row.period_key, owner) for row, owner in reversed(early)}
    described = indicators.describe(session, list(first))
    clock_faults.forget_due(session, {row.id for row, _ in early})
    for number, (period_key, _) in first.items():
        if described[number].definition.made_of is None:  # of what is worked out nothing falls due
            _have_fall_due(session, described[number], period_key, policies)


def _have_fall_due(session: Session, described: Described, period_key: str, policies: dict[int, Policy]) -> None:
    indicator, cadence = described.indicator, decode(described.definition.cadence)
    calendar = calendar_of(described.owner, policies[indicator.workspace_id])
    period = period_from_key(cadence, period_key)
    indicator.next_period_key = period.key
    indicator.next_due_at = scheduling.due_instant(cadence, period, calendar=calendar, zone=described.owner.zone)
    session.add(indicator)


def _take_back_what_became_of_it(session: Session, policies: dict[int, Policy], *, now: datetime) -> None:
    """What was missed at a time yet to come is due again; what was asked for then was asked for just now."""
    for row, owner in clock_faults.dealt_with_after(session, now, longest_grace=LONGEST_GRACE):
        policy = policies[row.workspace_id]
        row.state, row.settled_at, row.grace_extended = DueState.DUE, None, False
        row.first_asked_at, row.last_asked_at = _by(row.first_asked_at, now), _by(row.last_asked_at, now)
        today = local_day(now, owner.zone)
        row.grace_ends_at = grace_ends_at(today, policy.grace_working_days, calendar_of(owner, policy), owner.zone)
        session.add(row)
        scheduling.wake_reminder(owner, policy=policy, after=now)
        session.add(owner)


def _by(instant: datetime | None, now: datetime) -> datetime | None:
    return None if instant is None else min(instant, now)


def _reschedule_indicators(session: Session, workspace_id: int, policy: Policy, *, now: datetime) -> None:
    for described in indicators.scheduled_of_workspace(session, workspace_id):
        indicator, cadence = described.indicator, decode(described.definition.cadence)
        calendar = calendar_of(described.owner, policy)
        first = scheduling.next_to_fall_due(described, calendar=calendar, now=now)
        latest = next_period(cadence, next_period(cadence, first))
        zone = described.owner.zone
        assert indicator.next_due_at is not None
        if indicator.next_due_at <= scheduling.due_instant(cadence, latest, calendar=calendar, zone=zone):
            continue
        while due.of_period(session, indicator_id=indicator.id, period_key=first.key) is not None:
            first = next_period(cadence, first)
        _have_fall_due(session, described, first.key, {workspace_id: policy})


def _reschedule_people(session: Session, policies: dict[int, Policy], *, now: datetime) -> None:
    for person in clock_faults.reminded_after(session, now):
        rule = scheduling.reminder_rule(person, policy=policies[person.workspace_id])
        assert person.next_reminder_at is not None
        person.next_reminder_at = min(person.next_reminder_at, next_occurrence(rule, now).at)
        session.add(person)
    for person in clock_faults.told_after(session, now):
        policy = policies[person.workspace_id]
        if person.next_note_at is not None:
            next_week = scheduling.turn_of_next_week(person, policy=policy, now=now)
            person.next_note_at = min(person.next_note_at, next_week)
        if person.next_preview_at is not None:
            person.next_preview_at = min(
                person.next_preview_at, scheduling.next_turn(person, policy=policy, after=now).at
            )
        session.add(person)


def _reschedule_digests(session: Session, *, now: datetime) -> None:
    for subscription in clock_faults.subscriptions(session):
        rule, today = rule_of(subscription), local_day(now, subscription.zone)
        clock_faults.forget_runs_after(session, subscription.id, today)
        assert subscription.next_due_at is not None
        subscription.next_due_at = min(subscription.next_due_at, next_occurrence(rule, now).at)
        if subscription.covered_until_on is not None:
            subscription.covered_until_on = min(subscription.covered_until_on, today - timedelta(days=1))
        session.add(subscription)
