"""Taking a reading back, within a quarter of an hour: it stays on record and counts no more."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions import breakdowns, scheduling
from bot.actions import due as dues
from bot.actions.choosing_periods import UNDO_FOR
from bot.actions.facts import period_of, points_of, value_of
from bot.actions.people import Actor, Policy, calendar_of
from bot.actions.snapshots import snapshots
from bot.actions.telling import tell_all
from bot.domain import due as lateness
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.errors import NotAllowed, UserError
from bot.results.readings import RetractedReading
from bot.words import Example, words
from storage import due, indicators, readings
from storage.access import visible_indicator
from storage.inserting import insert_once
from storage.tables import DueReading, Person, Reading, Retraction


class TooLateToUndo(UserError):
    """The reading was given too long ago to be taken back. It can be corrected."""

    def __init__(self, reading_id: int, key: str) -> None:
        command = Example("/reading fix <indicator> <value>", {"indicator": key})
        super().__init__(
            words("Undo works for fifteen minutes after a reading. Correct it: {command}", command=command)
        )
        self.reading_id = reading_id


def undo(
    session: Session,
    *,
    reading_id: int | None,
    indicator_id: int | None = None,
    by: Actor,
    policy: Policy,
    now: datetime,
) -> RetractedReading | None:
    """Take back this reading; without a number the person's latest, for this indicator or for any. None where there is
    nothing to take back.

    Only the person who gave it may, within fifteen minutes; later a correction is the honest way. What had been due is
    due again. Raises NotAllowed and TooLateToUndo.
    """
    if reading_id is None:
        reading = readings.latest_of(session, by.person_id, indicator_id=indicator_id)
    else:
        reading = session.get(Reading, reading_id)
    if reading is None or readings.is_taken_back(session, reading.id):
        return None
    indicator = visible_indicator(session, reading.indicator_id, by=by)
    if indicator is None:
        return None
    _require_may_undo(reading, indicator.key, by=by, now=now)
    # The foreign key keeps planning away from the indicator until this is over, as `hot_path.hold` does.
    retraction = Retraction(
        workspace_id=by.workspace_id,
        indicator_id=reading.indicator_id,
        reading_id=reading.id,
        made_at=now,
        made_by_id=by.person_id,
        reason="undo",
    )
    # Of two that are taken back together the second waits here, and finds it done.
    if not insert_once(session, retraction):
        return None
    return _retracted(session, reading, by=by, policy=policy, now=now)


def undo_together(
    session: Session, reading_ids: Sequence[int], *, by: Actor, policy: Policy, now: datetime
) -> tuple[RetractedReading, ...]:
    """Take back all of these readings that still count, as `undo` does it; the caller's transaction has all or none."""
    taken = (undo(session, reading_id=each, by=by, policy=policy, now=now) for each in reading_ids)
    return tuple(each for each in taken if each is not None)


def _require_may_undo(reading: Reading, key: str, *, by: Actor, now: datetime) -> None:
    if reading.submitted_by_id != by.person_id:
        raise NotAllowed("Only whoever gave a reading can undo it. Give a new reading to correct it.")
    if now - reading.submitted_at > UNDO_FOR:
        raise TooLateToUndo(reading.id, key)


def _retracted(session: Session, reading: Reading, *, by: Actor, policy: Policy, now: datetime) -> RetractedReading:
    period = period_of(reading)
    described = indicators.describe(session, {reading.indicator_id})[reading.indicator_id]
    left = readings.counting_in(session, {(reading.indicator_id, period.first)}).get(reading.indicator_id, [])
    row = due.of_period(session, indicator_id=reading.indicator_id, period_key=period.key)
    is_open_again = row is not None and not left
    if row is not None and is_open_again:
        _reopen(session, row, described.owner, policy=policy, now=now)
    due_id = row.id if row is not None and is_open_again else None
    told = tell_all(session, [events.ReadingTakenBack(reading.indicator_id, reading.id, due_id)], now=now)
    at = snapshots(session, {reading.indicator_id}, policy=policy, now=now)[reading.indicator_id]
    left = [row for row in left if row.period_key == period.key]
    now_counts = points_of(left, described)
    return RetractedReading(
        indicator=dues.name_of(at),
        period=period,
        value=value_of(reading),
        now_counts=now_counts[0].value if now_counts else None,
        due=dues.as_items(session, [row], {at.id: at})[0] if row is not None and is_open_again else None,
        wholes=breakdowns.effects(session, told, reading.indicator_id, period, by=by),
    )


def _reopen(session: Session, row: DueReading, of: Person, *, policy: Policy, now: datetime) -> None:
    """What was settled by a reading that no longer counts is wanted again, as if it had never been given.

    What has once fallen due stays due: where the owner has moved west it may be the day before again, and then it is
    asked for when the day comes there, as all that was open when they moved.
    """
    if row.grace_ends_at is None:  # it was answered before it fell due, and nobody was ever asked
        day, calendar = max(row.due_on, local_day(now, of.zone)), calendar_of(of, policy)
        row.grace_ends_at = lateness.grace_ends_at(day, policy.grace_working_days, calendar, of.zone)
    is_missed = now >= row.grace_ends_at
    row.state = DueState.MISSED if is_missed else DueState.DUE
    row.settled_at = now if is_missed else None
    session.add(row)
    session.flush()
    owner = session.get_one(Person, row.owner_id)
    scheduling.wake_reminder(owner, policy=policy, after=now)
