"""When counters began again from zero, and what they stood at before."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.combining import Reset
from storage.among import among
from storage.counting import is_counted
from storage.tables import Reading


def resets_of(session: Session, indicator_ids: Collection[int]) -> dict[int, tuple[Reset, ...]]:
    """The resets of these indicators that count, the oldest first. One query, or none for none."""
    found: dict[int, list[Reset]] = defaultdict(list)
    if not indicator_ids:
        return {}
    for number, first_on, reading_id, made_at, before, read_at in session.execute(
        _RESETS, {"indicator_ids": list(indicator_ids)}
    ):
        found[number].append(Reset((first_on, reading_id), before or Decimal(0), made_at, read_at))
    return {number: tuple(resets) for number, resets in found.items()}


def _resets() -> Any:
    """Each with the newest reading before it that has a value and counts."""
    earlier, before = aliased(Reading), aliased(Reading)
    is_earlier = (col(earlier.period_first_on) < Reading.period_first_on) | (
        (col(earlier.period_first_on) == Reading.period_first_on) & (col(earlier.id) < Reading.id)
    )
    newest: Any = (
        select(col(earlier.id))
        .where(col(earlier.indicator_id) == Reading.indicator_id, is_earlier)
        .where(col(earlier.is_no_data).is_(False), is_counted(earlier))
        .order_by(col(earlier.period_first_on).desc(), col(earlier.id).desc())
        .limit(1)
        .correlate(Reading)
        .scalar_subquery()
    )
    return (
        select(
            col(Reading.indicator_id),
            col(Reading.period_first_on),
            col(Reading.id),
            col(Reading.submitted_at),
            col(before.amount),
            col(before.submitted_at),
        )
        .outerjoin(before, col(before.id) == newest)
        .where(among(col(Reading.indicator_id), "indicator_ids"))
        .where(col(Reading.is_reset).is_(True), is_counted())
        .order_by(col(Reading.period_first_on), col(Reading.id))
    )


_RESETS = _resets()
