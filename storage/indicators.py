"""Indicators with everything that describes them now, in a fixed number of queries however many are asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.combining import Combine, Reset
from storage.among import among
from storage.outcomes import Home, newest_definition
from storage.resets import resets_of
from storage.running import is_running
from storage.tables import (
    Baseline,
    Channel,
    Indicator,
    IndicatorDefinition,
    Outcome,
    OutcomeDefinition,
    Ownership,
    Person,
    Reading,
    TargetRecord,
)


@dataclass(frozen=True)
class Described:
    """An indicator and what holds for it now; `targets` are all it ever had, the newest last, and `resets` when the
    counter of which it is began again, the oldest first.
    """

    indicator: Indicator
    definition: IndicatorDefinition
    ownership: Ownership
    owner: Person
    home: Home
    baseline: Baseline | None
    targets: tuple[TargetRecord, ...]
    resets: tuple[Reset, ...] = ()


@dataclass(frozen=True)
class Keeper:
    """Whose an indicator is now, and the name of the channel where it lives, empty while Slack has not told it."""

    owner_name: str
    channel_name: str
    person_ids: frozenset[int]
    """Owner and backup."""


def keepers_of(session: Session, indicator_ids: Collection[int]) -> dict[int, Keeper]:
    """Whose each of these indicators is. One query."""
    rows = session.exec(
        select(Indicator.id, Person.name, Channel.name, Ownership)
        .select_from(Indicator)
        .join(Ownership, col(Ownership.id) == newest_of(Ownership))
        .join(Person, col(Person.id) == Ownership.owner_id)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .join(Channel, col(Channel.id) == OutcomeDefinition.channel_id)
        .where(col(Indicator.id).in_(indicator_ids))
    )
    return {
        number: Keeper(owner, channel or "", frozenset(filter(None, (kept.owner_id, kept.backup_id))))
        for number, owner, channel, kept in rows
    }


def describe(session: Session, indicator_ids: Collection[int]) -> dict[int, Described]:
    """What holds now for each of these indicators, in the order asked for. Two queries, and one where any is a
    counter.
    """
    found = {each.indicator.id: each for each in _described(session, col(Indicator.id).in_(indicator_ids))}
    return {number: found[number] for number in indicator_ids if number in found}


def hold(session: Session, indicator_id: int) -> None:
    """Have whoever else would change this indicator wait until we are done, and planning pass it by; readings are taken
    all the while. SQLite has one writer and ignores it.
    """
    wanted = select(Indicator.id).where(Indicator.id == indicator_id)
    session.exec(wanted.with_for_update(key_share=True)).first()


def scheduled_of_owner(session: Session, owner_id: int) -> list[Described]:
    """What this person owns now and has a period yet to fall due, held. Three queries."""
    ever_owned = select(Ownership.indicator_id).where(Ownership.owner_id == owner_id)
    return [each for each in _scheduled(session, col(Indicator.id).in_(ever_owned)) if each.owner.id == owner_id]


def scheduled_of_workspace(session: Session, workspace_id: int) -> list[Described]:
    """What has a period yet to fall due in this workspace, held. Three queries."""
    return _scheduled(session, col(Indicator.workspace_id) == workspace_id)


def held(session: Session, indicator_ids: Collection[int]) -> list[Described]:
    """What holds now for each of these indicators, kept from others and from planning until this unit of work is done.
    Three queries.
    """
    rows = select(Indicator.id).where(col(Indicator.id).in_(indicator_ids)).order_by(col(Indicator.id))
    held_ids = session.exec(rows.with_for_update()).all()
    return _described_anew(session, col(Indicator.id).in_(held_ids))


def _described_anew(session: Session, condition: ColumnElement[bool]) -> list[Described]:
    """As the rows are now, whatever was loaded before they were held."""
    rows = session.exec(_EVERYTHING.where(condition).execution_options(populate_existing=True)).all()
    targets = _targets(session, [row[0].id for row in rows])
    described = with_resets(session, [as_described(row, targets[row[0].id]) for row in rows])
    return sorted(described, key=lambda each: each.indicator.key)


def _scheduled(session: Session, condition: ColumnElement[bool]) -> list[Described]:
    """Kept from others until this unit of work is done: planning may be about to move one on to its next period, and it
    would be left with the instant of the one before.
    """
    rows = select(Indicator.id).where(condition, col(Indicator.next_period_key).is_not(None)).with_for_update()
    return list(describe(session, session.exec(rows).all()).values())


def _described(session: Session, condition: ColumnElement[bool]) -> list[Described]:
    rows = session.exec(_EVERYTHING.where(condition)).all()
    targets = _targets(session, [row[0].id for row in rows])
    return with_resets(session, [as_described(row, targets[row[0].id]) for row in rows])


def with_resets(session: Session, described: Iterable[Described]) -> list[Described]:
    """The same with when those that are counters began again, as that is now. A query where any is one."""
    listed = list(described)
    counters = [each.indicator.id for each in listed if Combine(each.definition.combine).counts_up]
    found = resets_of(session, counters)
    return [replace(each, resets=found.get(each.indicator.id, ())) for each in listed] if counters else listed


def as_described(row: Any, targets: Sequence[TargetRecord]) -> Described:
    """What a row says that has the columns of `_EVERYTHING` in their order."""
    indicator, definition, ownership, owner, outcome, home, channel, accountable, baseline = row
    return Described(
        indicator=indicator,
        definition=definition,
        ownership=ownership,
        owner=owner,
        home=Home(outcome, home, channel, accountable),
        baseline=baseline,
        targets=tuple(targets),
    )


@cache  # put together once: to adapt an alias takes longer than to ask
def newest_of(table: Any) -> Any:
    """The greatest id in an append-only table for the `Indicator` of the row at hand: what holds now."""
    inner = aliased(table)
    return select(func.max(inner.id)).where(inner.indicator_id == Indicator.id).scalar_subquery()


def _targets(session: Session, indicator_ids: Collection[int]) -> dict[int, list[TargetRecord]]:
    targets: dict[int, list[TargetRecord]] = defaultdict(list)
    for target in session.exec(_TARGETS, params={"indicator_ids": list(indicator_ids)}):
        targets[target.indicator_id].append(target)
    return targets


def running_of_owner(session: Session, owner_id: int) -> list[Described]:
    """What holds now for every running indicator that this person owns, in the order of their keys. Two queries."""
    owned = col(Ownership.owner_id) == owner_id
    return sorted(_described(session, owned & is_running()), key=lambda each: each.indicator.key)


def definitions_of(session: Session, indicator_id: int) -> list[IndicatorDefinition]:
    """Everything that ever defined an indicator, the oldest first."""
    rows = select(IndicatorDefinition).where(IndicatorDefinition.indicator_id == indicator_id)
    return list(session.exec(rows.order_by(col(IndicatorDefinition.id))))


def definitions_from(session: Session, indicator_id: int, definition_id: int) -> list[IndicatorDefinition]:
    """What defined an indicator from this definition on, the oldest first."""
    wanted = IndicatorDefinition.indicator_id == indicator_id, col(IndicatorDefinition.id) >= definition_id
    return list(session.exec(select(IndicatorDefinition).where(*wanted).order_by(col(IndicatorDefinition.id))))


def ownerships_from(session: Session, indicator_id: int, ownership_id: int) -> list[Ownership]:
    """Who was responsible for an indicator from this row on, the oldest first."""
    wanted = Ownership.indicator_id == indicator_id, col(Ownership.id) >= ownership_id
    return list(session.exec(select(Ownership).where(*wanted).order_by(col(Ownership.id))))


def has_to_do_with(session: Session, person_id: int) -> bool:
    """Whether this person ever kept an indicator, gave a reading, or answered for an outcome."""
    ever = (
        select(Ownership.id).where(Ownership.owner_id == person_id).limit(1),
        select(Reading.id).where(Reading.submitted_by_id == person_id).limit(1),
        select(OutcomeDefinition.id).where(OutcomeDefinition.accountable_id == person_id).limit(1),
    )
    return any(session.exec(query).first() is not None for query in ever)


def numbers_after(session: Session, indicator_id: int, *, limit: int) -> list[int]:
    """The next indicators by number, of all workspaces."""
    return list(
        session.exec(select(Indicator.id).where(Indicator.id > indicator_id).order_by(col(Indicator.id)).limit(limit))
    )


def keys_of(session: Session, indicator_ids: Collection[int]) -> dict[int, str]:
    """The keys of these indicators by their number."""
    wanted = select(Indicator.id, Indicator.key).where(col(Indicator.id).in_(indicator_ids))
    return dict(session.exec(wanted).all())


def paused_keys(session: Session) -> list[tuple[int, str]]:
    """The workspaces and keys of the indicators that are paused."""
    paused = select(Indicator.workspace_id, Indicator.key).where(col(Indicator.paused_at).is_not(None))
    return list(session.exec(paused.order_by(Indicator.key)))


def _everything() -> Any:
    owner, accountable = aliased(Person), aliased(Person)
    return (
        select(  # type: ignore[call-overload]  # typed for up to four entities only
            Indicator,
            IndicatorDefinition,
            Ownership,
            owner,
            Outcome,
            OutcomeDefinition,
            Channel,
            accountable,
            Baseline,
        )
        .select_from(Indicator)
        .join(IndicatorDefinition, IndicatorDefinition.id == newest_of(IndicatorDefinition))
        .join(Ownership, Ownership.id == newest_of(Ownership))
        .join(owner, owner.id == Ownership.owner_id)
        .join(Outcome, Outcome.id == Indicator.outcome_id)
        .join(OutcomeDefinition, OutcomeDefinition.id == newest_definition())
        .join(Channel, Channel.id == OutcomeDefinition.channel_id)
        .join(accountable, accountable.id == OutcomeDefinition.accountable_id)
        .outerjoin(Baseline, Baseline.id == newest_of(Baseline))
    )


_EVERYTHING = _everything()
"""Built once: putting such a statement together takes longer than running it."""
_TARGETS = (
    select(TargetRecord).where(among(col(TargetRecord.indicator_id), "indicator_ids")).order_by(col(TargetRecord.id))
)
