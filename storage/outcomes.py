"""Outcomes and indicators by key and by outcome."""

from collections import defaultdict
from collections.abc import Collection

from sqlmodel import Session, col, select

from storage.tables import Indicator, Outcome


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
