"""What is planned and used for outcomes. What has taken the place of something, or was taken back, is left out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.resources import ResourceKind
from storage.tables import Person, ResourcePlan, ResourceUse


@dataclass(frozen=True)
class Entry:
    """What was used, who noted it, and what stood in its place before, if anything did."""

    use: ResourceUse
    by: Person
    before: ResourceUse | None


def add(session: Session, row: ResourcePlan | ResourceUse) -> None:
    """Put it on record; it has its number."""
    session.add(row)
    session.flush()


def plans_of(session: Session, outcome_ids: Collection[int]) -> list[ResourcePlan]:
    """What holds for each of these outcomes and units, dropped ones too, in the order in which they came. One query."""
    newest = (
        select(func.max(ResourcePlan.id))
        .where(col(ResourcePlan.outcome_id).in_(outcome_ids))
        .group_by(col(ResourcePlan.outcome_id), col(ResourcePlan.kind), col(ResourcePlan.unit))
    )
    return list(
        session.exec(select(ResourcePlan).where(col(ResourcePlan.id).in_(newest)).order_by(col(ResourcePlan.id)))
    )


def planned(session: Session, outcome_id: int) -> list[tuple[ResourcePlan, Person]]:
    """All that was ever planned for an outcome, and by whom, the oldest first. One query."""
    wanted = select(ResourcePlan, Person).join(Person, col(Person.id) == ResourcePlan.made_by_id)
    rows = session.exec(wanted.where(ResourcePlan.outcome_id == outcome_id).order_by(col(ResourcePlan.id)))
    return [(plan, person) for plan, person in rows]


def plans_since(session: Session, outcome_ids: Collection[int], *, since: datetime) -> list[ResourcePlan]:
    """All that was ever planned for those of these outcomes for which anything was since then, the oldest first. One
    query.
    """
    later: Any = aliased(ResourcePlan)
    is_new = sql_select(later.id).where(later.outcome_id == ResourcePlan.outcome_id, later.made_at >= since).exists()
    wanted = select(ResourcePlan).where(col(ResourcePlan.outcome_id).in_(outcome_ids), is_new)
    return list(session.exec(wanted.order_by(col(ResourcePlan.id))))


def amounts_of(session: Session, outcome_ids: Collection[int]) -> list[tuple[int, ResourceKind, str, Decimal]]:
    """Every amount that was used for these outcomes: the outcome's number, its kind, unit, and how much. One query."""
    its: Any = ResourceUse
    wanted = sql_select(its.outcome_id, its.kind, its.unit, its.amount).where(
        col(ResourceUse.outcome_id).in_(outcome_ids), col(ResourceUse.is_taken_back).is_(False), _stands()
    )
    return [(number, kind, unit, amount) for number, kind, unit, amount in session.execute(wanted)]


def entries_of(session: Session, outcome_id: int, *, limit: int) -> tuple[list[Entry], int]:
    """What was used for an outcome, the latest day first, and how much there is in all. One query."""
    before: Any = aliased(ResourceUse)
    wanted: Any = (
        sql_select(ResourceUse, Person, before, func.count().over())
        .join(Person, col(Person.id) == ResourceUse.made_by_id)
        .outerjoin(before, col(before.id) == ResourceUse.supersedes_id)
        .where(col(ResourceUse.outcome_id) == outcome_id, col(ResourceUse.is_taken_back).is_(False), _stands())
        .order_by(col(ResourceUse.used_on).desc(), col(ResourceUse.id).desc())
        .limit(limit)
    )
    rows = session.execute(wanted).all()
    return [Entry(use, person, earlier) for use, person, earlier, _ in rows], rows[0][3] if rows else 0


def newest_use(session: Session, outcome_id: int, *, kind: ResourceKind, unit: str, person_id: int) -> int | None:
    """The number of the entry that this person noted last in this unit and that stands. One query."""
    wanted = select(ResourceUse.id).where(
        ResourceUse.outcome_id == outcome_id,
        ResourceUse.kind == kind,
        ResourceUse.unit == unit,
        ResourceUse.made_by_id == person_id,
        col(ResourceUse.is_taken_back).is_(False),
        _stands(),
    )
    return session.exec(wanted.order_by(col(ResourceUse.id).desc()).limit(1)).first()


def standing_use(session: Session, use_id: int, *, workspace_id: int) -> ResourceUse | None:
    """This entry; None where another has taken its place, or it was taken back."""
    wanted = select(ResourceUse).where(
        ResourceUse.id == use_id,
        ResourceUse.workspace_id == workspace_id,
        col(ResourceUse.is_taken_back).is_(False),
        _stands(),
    )
    return session.exec(wanted).first()


def with_resources(session: Session, outcome_ids: Collection[int]) -> set[int]:
    """Those of these outcomes for which anything was ever planned or used. Two queries."""
    plans = select(ResourcePlan.outcome_id).where(col(ResourcePlan.outcome_id).in_(outcome_ids))
    uses = select(ResourceUse.outcome_id).where(col(ResourceUse.outcome_id).in_(outcome_ids))
    return {*session.exec(plans.distinct()), *session.exec(uses.distinct())}


@cache  # put together once: to adapt an alias takes longer than to ask
def _stands() -> ColumnElement[bool]:
    later = aliased(ResourceUse)
    return ~select(later.id).where(later.supersedes_id == ResourceUse.id).exists()
