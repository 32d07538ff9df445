"""What is planned and used for outcomes. What has taken the place of something, or was taken back, is left out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.resources import ResourceKind
from storage.among import among
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
    return list(session.exec(_PLANS_OF, params={"outcome_ids": list(outcome_ids)}))


def planned(session: Session, outcome_id: int) -> list[tuple[ResourcePlan, Person]]:
    """All that was ever planned for an outcome, and by whom, the oldest first. One query."""
    wanted = select(ResourcePlan, Person).join(Person, col(Person.id) == ResourcePlan.made_by_id)
    rows = session.exec(wanted.where(ResourcePlan.outcome_id == outcome_id).order_by(col(ResourcePlan.id)))
    return [(plan, person) for plan, person in rows]


def plans_since(session: Session, outcome_ids: Collection[int], *, since: datetime) -> list[ResourcePlan]:
    """All that was ever planned for those of these outcomes for which anything was since then, the oldest first. One
    query.
    """
    return list(session.exec(_PLANS_SINCE, params={"outcome_ids": list(outcome_ids), "since": since}))


def amounts_of(session: Session, outcome_ids: Collection[int]) -> list[tuple[int, ResourceKind, str, Decimal]]:
    """Every amount that was used for these outcomes: the outcome's number, its kind, unit, and how much. One query."""
    rows = session.execute(_AMOUNTS_OF, {"outcome_ids": list(outcome_ids)})
    return [(number, kind, unit, amount) for number, kind, unit, amount in rows]


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


# Built once: putting such a statement together takes longer than running it.
_PLANS_OF = (
    select(ResourcePlan)
    .where(
        col(ResourcePlan.id).in_(
            select(func.max(ResourcePlan.id))
            .where(among(col(ResourcePlan.outcome_id), "outcome_ids"))
            .group_by(col(ResourcePlan.outcome_id), col(ResourcePlan.kind), col(ResourcePlan.unit))
        )
    )
    .order_by(col(ResourcePlan.id))
)
_LATER: Any = aliased(ResourcePlan)
_PLANS_SINCE = (
    select(ResourcePlan)
    .where(
        among(col(ResourcePlan.outcome_id), "outcome_ids"),
        sql_select(_LATER.id)
        .where(_LATER.outcome_id == ResourcePlan.outcome_id, _LATER.made_at >= bindparam("since"))
        .exists(),
    )
    .order_by(col(ResourcePlan.id))
)
_USE: Any = ResourceUse
_AMOUNTS_OF = sql_select(_USE.outcome_id, _USE.kind, _USE.unit, _USE.amount).where(
    among(_USE.outcome_id, "outcome_ids"), _USE.is_taken_back.is_(False), _stands()
)
