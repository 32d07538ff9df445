"""Beginning the next outcome from where one ended: the same statement, indicators and keepers, and no targets yet."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.actions.outcomes import NewOutcome, RegisteredOutcome, register_outcome
from bot.actions.people import Actor, calendar_of
from bot.actions.scheduling import schedule_next
from bot.actions.screens import policy_for
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.keys import free_key
from bot.domain.wholes import decode, encode, levels, renumbered
from bot.results.names import OutcomeName
from storage import indicators, outcomes, spellings, wholes
from storage.inserting import add_under_free_key
from storage.outcomes import Home
from storage.tables import Baseline, Indicator, IndicatorDefinition, Ownership

_ITS_NUMBER = re.compile(r"-\d+$")
_OF_ITS_OWN = {"id", "indicator_id", "effective_on", "made_at", "made_by_id", "reason", "rebases", "is_rebase"}


def begin_next(
    session: Session, home: Home, own: Sequence[IndicatorSnapshot], *, by: Actor, now: datetime
) -> OutcomeName:
    """An outcome like this one, from today on. Each of its indicators starts with the value that the one before it
    ended with.
    """
    begun = _register(session, home, by=by, now=now)
    known = {at.id: at for at in own}
    parts_of = wholes.all_below(session, known)
    level_of = levels(known, parts_of)
    next_of: dict[int, int] = {}
    for number in sorted(known, key=level_of.__getitem__):  # of what is made of others, those first
        next_of[number] = _copy(session, known[number], begun.outcome_id, next_of, by=by, now=now)
    return OutcomeName(begun.key, begun.statement)


def _register(session: Session, home: Home, *, by: Actor, now: datetime) -> RegisteredOutcome:
    definition, accountable = home.definition, home.accountable
    taken = outcomes.outcome_keys(session, by.workspace_id)
    new = NewOutcome(
        statement=definition.statement,
        channel_id=home.channel.channel_id,
        accountable_user_id=by.user_id if accountable.is_deactivated else accountable.user_id,
        why=definition.why,
        starts_on=local_day(now, by.zone),
        key=_next_key(home.outcome.key, taken=taken),
    )
    return register_outcome(session, new, by=by, now=now)


def _copy(
    session: Session, at: IndicatorSnapshot, outcome_id: int, next_of: Mapping[int, int], *, by: Actor, now: datetime
) -> int:
    """One indicator of the next outcome, answered by its number. What is made of others that have gone on already is
    made of those.
    """
    before = indicators.describe(session, [at.id])[at.id]
    made: dict[str, Any] = {"made_at": now, "made_by_id": by.person_id, "effective_on": at.today}
    indicator = add_under_free_key(
        session,
        lambda key: Indicator(
            workspace_id=by.workspace_id,
            outcome_id=outcome_id,
            key=key,
            created_at=now,
            created_by_id=by.person_id,
            paused_at=before.indicator.paused_at,
            paused_until=before.indicator.paused_until,
            resume_at=before.indicator.resume_at,
        ),
        lambda: _next_key(at.key, taken=outcomes.indicator_keys(session, by.workspace_id)),
    )
    made_of = decode(before.definition.made_of)
    if made_of is not None:
        made_of = renumbered(made_of, next_of)
        wholes.replace(session, indicator.id, made_of.part_ids, workspace_id=by.workspace_id)
    session.add(_like(before.definition, indicator, {**made, "made_of": encode(made_of)}))
    session.add(_like(before.ownership, indicator, made))
    if at.standing.value is not None:
        session.add(_where_it_ended(at, indicator, made))
    session.flush()
    spellings.keep_indicator(session, indicator.id)
    if indicator.paused_at is None:
        described = indicators.describe(session, [indicator.id])[indicator.id]
        schedule_next(described, calendar=calendar_of(described.owner, policy_for(session, by)), now=now)
    tell(session, events.OwnerChanged(indicator.id, before=None, after=before.owner.id), now=now)
    return indicator.id


def _like(
    row: IndicatorDefinition | Ownership, indicator: Indicator, made: dict[str, Any]
) -> IndicatorDefinition | Ownership:
    return type(row)(**row.model_dump(exclude=_OF_ITS_OWN | made.keys()), indicator_id=indicator.id, **made)


def _where_it_ended(at: IndicatorSnapshot, indicator: Indicator, made: dict[str, Any]) -> Baseline:
    value = at.standing.value
    assert value is not None, "or there is nothing to start from"
    return Baseline(
        workspace_id=indicator.workspace_id,
        indicator_id=indicator.id,
        amount=value.amount,
        numerator=value.numerator,
        denominator=value.denominator,
        measured_on=min(at.standing.speaks_for or at.today, at.today),
        **made,
    )


def _next_key(key: str, *, taken: set[str]) -> str:
    """ "csat-3" after "csat-2", and after "csat" "csat-2"."""
    return free_key(_ITS_NUMBER.sub("", key) or key, taken={*taken, key})
