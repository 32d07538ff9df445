"""Outcomes as they stand now, their indicators, and the keys of both."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.among import among
from storage.tables import Channel, Indicator, Outcome, OutcomeDefinition, Ownership, Person


@dataclass(frozen=True)
class Home:
    """The outcome that an indicator belongs to, as it stands now, and the channel where it lives."""

    outcome: Outcome
    definition: OutcomeDefinition
    channel: Channel
    accountable: Person


def homes_of(session: Session, outcome_ids: Collection[int]) -> dict[int, Home]:
    """Each of these outcomes as it stands now. One query."""
    rows = session.exec(_HOMES, params={"outcome_ids": list(outcome_ids)})
    return {row[0].id: Home(*row) for row in rows}


def hold(session: Session, outcome_id: int) -> None:
    """Have whoever else would change this outcome wait until we are done. SQLite has one writer and ignores it."""
    session.exec(select(Outcome.id).where(Outcome.id == outcome_id).with_for_update()).first()


def definitions_from(session: Session, outcome_id: int, definition_id: int) -> list[OutcomeDefinition]:
    """What an outcome said from this definition on, the oldest first."""
    wanted = OutcomeDefinition.outcome_id == outcome_id, col(OutcomeDefinition.id) >= definition_id
    return list(session.exec(select(OutcomeDefinition).where(*wanted).order_by(col(OutcomeDefinition.id))))


def outcome_keys(session: Session, workspace_id: int) -> set[str]:
    """Every outcome's key in the workspace, seen by the person or not: keys are unique among all."""
    return set(session.exec(select(Outcome.key).where(Outcome.workspace_id == workspace_id)))


def indicator_keys(session: Session, workspace_id: int) -> set[str]:
    """Every indicator's key in the workspace."""
    return set(session.exec(select(Indicator.key).where(Indicator.workspace_id == workspace_id)))


def indicators_of(session: Session, outcome_ids: Collection[int]) -> dict[int, list[int]]:
    """The indicators of each of these outcomes, in the order of their keys, less the retired ones."""
    rows = session.exec(
        select(Indicator.outcome_id, Indicator.id)
        .where(col(Indicator.outcome_id).in_(outcome_ids), col(Indicator.retired_at).is_(None))
        .order_by(Indicator.key)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for outcome_id, indicator_id in rows:
        found[outcome_id].append(indicator_id)
    return found


def lives_in(channel_id: str) -> ColumnElement[bool]:
    """For a query over `Outcome` and its `OutcomeDefinition`: the outcome lives in this Slack channel."""
    channels = select(Channel.id).where(Channel.channel_id == channel_id)
    ever = select(OutcomeDefinition.outcome_id).where(col(OutcomeDefinition.channel_id).in_(channels))
    return and_(col(Outcome.id).in_(ever), col(OutcomeDefinition.channel_id).in_(channels))


def concerns(person_id: int) -> ColumnElement[bool]:
    """For a query over `Outcome` and its `OutcomeDefinition`: this person answers for it, or owns one of its indicators
    that is not retired.
    """
    ever_answered = select(OutcomeDefinition.outcome_id).where(OutcomeDefinition.accountable_id == person_id)
    later = aliased(Ownership)
    newest = select(func.max(later.id)).where(later.indicator_id == Indicator.id).scalar_subquery()
    owned = (
        select(Indicator.outcome_id)
        .join(Ownership, col(Ownership.indicator_id) == Indicator.id)
        .where(Ownership.owner_id == person_id, col(Ownership.id) == newest, col(Indicator.retired_at).is_(None))
    )
    answers = and_(col(Outcome.id).in_(ever_answered), col(OutcomeDefinition.accountable_id) == person_id)
    return or_(answers, col(Outcome.id).in_(owned))


@cache  # put together once: to adapt an alias takes longer than to ask
def newest_definition() -> Any:
    """The greatest id of a definition of the `Outcome` of the row at hand: what holds now."""
    inner = aliased(OutcomeDefinition)
    return select(func.max(inner.id)).where(inner.outcome_id == Outcome.id).scalar_subquery()


_HOMES = (
    select(Outcome, OutcomeDefinition, Channel, Person)
    .select_from(Outcome)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .join(Channel, col(Channel.id) == OutcomeDefinition.channel_id)
    .join(Person, col(Person.id) == OutcomeDefinition.accountable_id)
    .where(among(col(Outcome.id), "outcome_ids"))
)
"""Built once: putting such a statement together takes longer than running it."""
