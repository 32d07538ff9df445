"""Pausing an indicator, retiring it, and having it asked for again."""

from dataclasses import replace
from datetime import date, datetime, time

from sqlmodel import Session

from bot.actions import access, breakdowns, outgoing, resting
from bot.actions.checks import require_at_most, require_goes_on
from bot.actions.due import name_of_described
from bot.actions.people import Actor, calendar_of
from bot.actions.screens import named, policy_for
from bot.domain.calendar import end_of_day, instant_of, local_day
from bot.domain.interruptions import Interruption
from bot.domain.messages import Template
from bot.errors import UserError
from bot.fields import Field
from bot.results.interruptions import Interrupted
from bot.words import Words, words
from storage import indicators, interruptions
from storage.indicators import Described
from storage.people import people_by_id
from storage.tables import InterruptionRecord

LONGEST_REASON = 300

MAY_NOT_PAUSE = words('You cannot pause "{indicator}".')
MAY_NOT_RESUME = words('You cannot resume "{indicator}".')
MAY_NOT_RETIRE = words('You cannot retire "{indicator}".')


def pause(
    session: Session, indicator_id: int, *, until_on: date | None = None, reason: str = "", by: Actor, now: datetime
) -> Interrupted:
    """Ask for it no more, until that day or until somebody ends it; of what is paused, until when changes. Raises
    NotFound, NotAllowed, and UserError, so for a day that is not ahead.
    """
    described = _held(session, indicator_id, refusal=MAY_NOT_PAUSE, by=by)
    indicator = described.indicator
    require_at_most(reason, LONGEST_REASON, Field.REASON)
    if indicator.paused_at is not None and indicator.paused_until == until_on:
        raise UserError(_paused_already(described))
    if until_on is not None and until_on <= local_day(now, described.owner.zone):
        raise UserError(
            "{day} is not ahead. A pause needs a later day, or none: then it lasts until somebody ends it.",
            day=until_on,
            field=Field.UNTIL,
        )
    indicator.paused_at = indicator.paused_at or now
    indicator.paused_until = until_on
    indicator.resume_at = _start_of(until_on, described) if until_on is not None else None
    resting.come_to_rest(session, [described], now=now)
    return _write_down(session, described, Interruption.PAUSED, until_on=until_on, reason=reason, by=by, now=now)


def retire(session: Session, indicator_id: int, reason: str, *, by: Actor, now: datetime) -> Interrupted:
    """Ask for it no more, and show it no more; all that was recorded stays. Raises NotFound, NotAllowed, UserError."""
    described = _held(session, indicator_id, refusal=MAY_NOT_RETIRE, by=by)
    require_at_most(reason, LONGEST_REASON, Field.REASON)
    if not reason.strip():
        raise UserError("Say in a few words why: it is kept in its history.", field=Field.REASON)
    described.indicator.retired_at = now
    _end_pause(described)
    resting.come_to_rest(session, [described], now=now)
    return _write_down(session, described, Interruption.RETIRED, reason=reason, by=by, now=now)


def resume(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> Interrupted:
    """Ask for it again, paused or retired: from the first period that falls due from now on. Raises NotFound,
    NotAllowed, and UserError where it is neither.
    """
    described = _held(session, indicator_id, refusal=MAY_NOT_RESUME, by=by, retired_too=True)
    indicator = described.indicator
    what = Interruption.BROUGHT_BACK if indicator.retired_at is not None else Interruption.RESUMED
    if what is Interruption.RESUMED and indicator.paused_at is None:
        raise UserError('"{indicator}" is asked for already.', indicator=described.definition.name)
    indicator.retired_at = None
    _end_pause(described)
    resting.go_on(session, [described], policy=policy_for(session, by), now=now)
    return _write_down(session, described, what, by=by, now=now)


def require_may_retire(session: Session, indicator_id: int, *, by: Actor) -> Described:
    """The indicator, for a form that will retire it. Raises as `retire` does."""
    return _required(session, indicator_id, refusal=MAY_NOT_RETIRE, by=by)


def require_may_pause(session: Session, indicator_id: int, *, by: Actor) -> Described:
    """The indicator, for a form that will pause it. Raises as `pause` does."""
    return _required(session, indicator_id, refusal=MAY_NOT_PAUSE, by=by)


def as_it_was_done(session: Session, described: Described, record: InterruptionRecord) -> Interrupted:
    """What was done with an indicator."""
    return Interrupted(
        indicator=name_of_described(described),
        what=record.kind,
        by=named(people_by_id(session, {record.made_by_id})[record.made_by_id]),
        at=record.made_at,
        until_on=record.until_on,
        reason=record.reason,
    )


def at_rest(session: Session, described: Described) -> Interrupted | None:
    """Why this indicator is paused, where it is and that is on record."""
    if described.indicator.paused_at is None:
        return None
    record = interruptions.newest(session, described.indicator.id)
    is_pause = record is not None and record.kind is Interruption.PAUSED
    return as_it_was_done(session, described, record) if record is not None and is_pause else None


def _required(session: Session, indicator_id: int, *, refusal: Words, by: Actor) -> Described:
    access.require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    access.require_may_edit(session, described, by=by, refusal=refusal)
    require_goes_on(described)
    return described


def _held(session: Session, indicator_id: int, *, refusal: Words, by: Actor, retired_too: bool = False) -> Described:
    """The indicator as it is now, kept from others and from planning."""
    access.require_visible_indicator(session, indicator_id, by=by, retired_too=retired_too)
    (described,) = indicators.held(session, [indicator_id])
    if not retired_too:  # somebody may have retired it while we waited
        access.require_visible_indicator(session, indicator_id, by=by)
    access.require_may_edit(session, described, by=by, refusal=refusal)
    require_goes_on(described)
    return described


def _paused_already(described: Described) -> Words:
    name, until_on = described.definition.name, described.indicator.paused_until
    if until_on is not None:
        return words('"{indicator}" is paused until {day} already.', indicator=name, day=until_on)
    return words('"{indicator}" is paused already. `/indicator resume` ends that.', indicator=name)


def _start_of(day: date, described: Described) -> datetime:
    zone = described.owner.zone
    return instant_of(day, time(0), zone) or end_of_day(day, zone)


def _end_pause(described: Described) -> None:
    indicator = described.indicator
    indicator.paused_at, indicator.paused_until, indicator.resume_at = None, None, None


def _write_down(
    session: Session,
    described: Described,
    what: Interruption,
    *,
    until_on: date | None = None,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> Interrupted:
    """Keep it, and tell the owner of what somebody else has done with theirs."""
    record = InterruptionRecord(
        workspace_id=by.workspace_id,
        indicator_id=described.indicator.id,
        kind=what,
        until_on=until_on,
        reason=reason.strip(),
        made_at=now,
        made_by_id=by.person_id,
    )
    session.add(record)
    session.flush()
    if described.owner.id != by.person_id and not described.owner.is_deactivated:
        outgoing.enqueue_notice(
            session,
            Template.INDICATOR_INTERRUPTED,
            {"interruption": record.id},
            workspace_id=by.workspace_id,
            person_id=described.owner.id,
            key=f"interrupted:{record.id}",
            now=now,
        )
    done = with_next(session, described, as_it_was_done(session, described, record), by=by)
    return replace(done, part_of=breakdowns.part_of(session, described.indicator.id, by=by))


def with_next(session: Session, described: Described, done: Interrupted, *, by: Actor) -> Interrupted:
    """The same with the day on which its next reading falls due."""
    policy, indicator, zone = policy_for(session, by), described.indicator, described.owner.zone
    at = indicator.next_due_at
    if indicator.resume_at is not None and described.definition.made_of is None:
        calendar = calendar_of(described.owner, policy)
        _, at = resting.first_asked_after(described, calendar=calendar, after=indicator.resume_at)
    asked_on = local_day(at, zone) if at is not None else None
    return replace(done, asked_on=asked_on)
