"""Closing an outcome with what came of it, and taking it up again."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions import access, continuing, outgoing, resting
from bot.actions.checks import require_at_most
from bot.actions.endings import newest_ending
from bot.actions.ends import look_at_end
from bot.actions.people import Actor
from bot.actions.resources import uses_of
from bot.actions.screens import outcome_name, policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.closing import Effort, Figure, OutcomeResult, encode, proposed_result
from bot.domain.due import rates
from bot.domain.messages import Template
from bot.errors import UserError
from bot.fields import Field
from bot.results.closing import ClosingDraft, JustClosed, TakenUpAgain
from bot.words import words
from storage import closings, indicators, outcomes, readings
from storage.outcomes import Home
from storage.tables import Closing

LONGEST_SENTENCE = 500
LONGEST_LESSON = 2_000
LONGEST_REASON = 300

MAY_NOT_CLOSE = words('You cannot close "{outcome}".')
MAY_NOT_REOPEN = words('You cannot reopen "{outcome}".')
_A_WEEK = 7


@dataclass(frozen=True)
class Ending:
    """What somebody says came of an outcome, and what else is to happen when it is closed."""

    result: OutcomeResult
    sentence: str = ""
    lesson: str = ""
    tell_channel: bool = True
    begin_next: bool = False


def closing_draft(session: Session, outcome_id: int, *, by: Actor, now: datetime) -> ClosingDraft:
    """What happened, for whoever is about to close it. Raises NotFound, NotAllowed, and UserError where it is
    closed.
    """
    access.require_visible_outcome(session, outcome_id, by=by)
    home = outcomes.homes_of(session, [outcome_id])[outcome_id]
    access.require_may_edit_outcome(home, by=by, refusal=MAY_NOT_CLOSE)
    _require_open(session, home)
    figures = _figures(session, _own(session, outcome_id, by=by, now=now))
    return ClosingDraft(outcome_id, outcome_name(home), home.channel.name, figures, proposed_result(figures))


def close_outcome(session: Session, outcome_id: int, ending: Ending, *, by: Actor, now: datetime) -> JustClosed:
    """Close it: its indicators are asked for no more, and its figures are kept as they stand. Its channel is told, and
    the next one begun, where that is wanted. Raises NotFound, NotAllowed and UserError, so where somebody else was
    faster.
    """
    access.require_visible_outcome(session, outcome_id, by=by)
    outcome = closings.hold_outcome(session, outcome_id)
    home = outcomes.homes_of(session, [outcome_id])[outcome_id]
    access.require_may_edit_outcome(home, by=by, refusal=MAY_NOT_CLOSE)
    _require_open(session, home)
    _require_short(ending)
    own = _own(session, outcome_id, by=by, now=now)
    figures = _figures(session, own)
    effort = _effort(session, home, own, now=now)
    closing = _write_down(session, home, ending, figures=figures, effort=effort, by=by, now=now)
    outcome.closed_at, outcome.next_proposal_at = now, None
    session.add(outcome)
    resting.come_to_rest(session, indicators.held(session, [each.id for each in own]), now=now)
    tell(session, events.OutcomeChanged(outcome_id), now=now)
    if ending.tell_channel:
        _tell_channel(session, home, closing, now=now)
    begun = continuing.begin_next(session, home, own, by=by, now=now) if ending.begin_next else None
    return JustClosed(outcome_name(home), ending.result, ending.tell_channel, begun, len(own) if begun else 0)


def require_may_reopen(session: Session, outcome_id: int, *, by: Actor) -> Home:
    """The outcome, closed. Raises NotFound, NotAllowed, and UserError where it is open."""
    access.require_visible_outcome(session, outcome_id, by=by)
    home = outcomes.homes_of(session, [outcome_id])[outcome_id]
    access.require_may_edit_outcome(home, by=by, refusal=MAY_NOT_REOPEN)
    if home.outcome.closed_at is None:
        raise UserError('"{outcome}" is open.', outcome=home.definition.statement)
    return home


def reopen_outcome(session: Session, outcome_id: int, reason: str, *, by: Actor, now: datetime) -> TakenUpAgain:
    """Open it again: its indicators are asked for from now on, and not for the time in between. Raises NotFound,
    NotAllowed and UserError.
    """
    access.require_visible_outcome(session, outcome_id, by=by)
    outcome = closings.hold_outcome(session, outcome_id)
    home = require_may_reopen(session, outcome_id, by=by)
    if not reason.strip():
        raise UserError("Say in a few words why it goes on: that is kept beside its result.", field=Field.REASON)
    require_at_most(reason, LONGEST_REASON, Field.REASON)
    outcome.closed_at = None
    look_at_end(outcome, home.definition.ends_on, now=now)
    session.add(outcome)
    session.add(
        Closing(
            workspace_id=by.workspace_id,
            outcome_id=outcome_id,
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
        )
    )
    session.flush()
    numbers = outcomes.indicators_of(session, [outcome_id])[outcome_id]
    running = [each for each in indicators.held(session, numbers) if each.indicator.paused_at is None]
    resting.go_on(session, running, policy=policy_for(session, by), now=now)
    tell(session, events.OutcomeChanged(outcome_id), now=now)
    return TakenUpAgain(outcome_name(home), len(running))


def _require_open(session: Session, home: Home) -> None:
    if home.outcome.closed_at is None:
        return
    closed = newest_ending(session, home)
    if closed is None:
        raise UserError('"{outcome}" is closed already.', outcome=home.definition.statement)
    raise UserError(
        '"{outcome}" is closed already: {name} closed it on {day} as {result}. `/outcome reopen` takes it up again.',
        outcome=home.definition.statement,
        name=closed.by.name,
        day=local_day(closed.at, home.accountable.zone),
        result=closed.result,
    )


def _require_short(ending: Ending) -> None:
    require_at_most(ending.sentence, LONGEST_SENTENCE, Field.SENTENCE)
    require_at_most(ending.lesson, LONGEST_LESSON, Field.LESSON)


def _own(session: Session, outcome_id: int, *, by: Actor, now: datetime) -> list[IndicatorSnapshot]:
    """Its indicators that are not retired, in the order of their keys."""
    numbers = outcomes.indicators_of(session, [outcome_id])[outcome_id]
    return list(snapshots(session, numbers, policy=policy_for(session, by), now=now).values())


def _figures(session: Session, own: list[IndicatorSnapshot]) -> tuple[Figure, ...]:
    states = closings.fell_due(session, [each.id for each in own])
    figures = []
    for at in own:
        counted = rates(states.get(at.id, ()))
        figures.append(
            Figure(
                key=at.key,
                name=at.name,
                measure=at.measure,
                direction=at.terms.direction,
                level=at.level,
                start=at.terms.baseline.value if at.terms.baseline is not None else None,
                last=at.standing.value,
                target=at.terms.target,
                given=counted.on_time + counted.late + counted.no_data,
                due=counted.expected - counted.excused,
            )
        )
    return tuple(figures)


def _effort(session: Session, home: Home, own: list[IndicatorSnapshot], *, now: datetime) -> Effort:
    given = readings.givers(session, [each.id for each in own])
    uses = uses_of(session, {home.outcome.id: home}, own, today=local_day(now, home.accountable.zone))
    use = uses.get(home.outcome.id)
    begun_on = home.definition.starts_on or local_day(home.outcome.created_at, home.accountable.zone)
    days = (local_day(now, home.accountable.zone) - begun_on).days
    return Effort(
        weeks=max(days, 0) // _A_WEEK,
        figures=sum(count for _, count in given),
        decisions=closings.count_decisions(session, home.outcome.id),
        person_ids=tuple(person_id for person_id, _ in given if person_id is not None),
        resources=use.resources if use is not None else (),
    )


def _write_down(
    session: Session,
    home: Home,
    ending: Ending,
    *,
    figures: tuple[Figure, ...],
    effort: Effort,
    by: Actor,
    now: datetime,
) -> Closing:
    closing = Closing(
        workspace_id=by.workspace_id,
        outcome_id=home.outcome.id,
        result=ending.result,
        sentence=ending.sentence.strip(),
        lesson=ending.lesson.strip(),
        figures=encode(figures, effort),
        made_at=now,
        made_by_id=by.person_id,
    )
    session.add(closing)
    session.flush()
    return closing


def _tell_channel(session: Session, home: Home, closing: Closing, *, now: datetime) -> None:
    outgoing.enqueue_notice(
        session,
        Template.OUTCOME_CLOSED,
        {"closing": closing.id},
        workspace_id=home.outcome.workspace_id,
        channel_id=home.channel.id,
        key=f"closed:{closing.id}",
        now=now,
    )
