"""The one predicate for "running", for queries; `bot.domain.running` is the same for rows that are loaded already."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select

from bot.domain.running import NotRunning, why_not_running
from storage.tables import Indicator, Outcome


@cache  # put together once: that takes longer than to ask
def is_running() -> ColumnElement[bool]:
    """For a query over `Indicator` and `Outcome`: the outcome is open, the indicator neither paused nor retired."""
    return and_(
        col(Outcome.closed_at).is_(None), col(Indicator.paused_at).is_(None), col(Indicator.retired_at).is_(None)
    )


def is_of_a_running(indicator_id: Any) -> ColumnElement[bool]:
    """For a query over anything that names an indicator: that indicator is running."""
    running = (
        select(Indicator.id)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .where(col(Indicator.id) == indicator_id)
    )
    return running.where(is_running()).exists()


def reason_not_running(indicator: Indicator, outcome: Outcome) -> NotRunning | None:
    """Why this indicator is not running; None for one that is."""
    return why_not_running(closed_at=outcome.closed_at, paused_at=indicator.paused_at, retired_at=indicator.retired_at)
