"""Indicators of which nothing has come for some time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, or_
from sqlmodel import Session, col, select

from bot.domain.due import MISSED_IN_A_ROW, DueState
from storage.due import OPEN
from storage.tables import DueReading, Reading


@dataclass(frozen=True)
class Silence:
    """How many readings were missed since the last one came in, the first day of the first of their periods, and when
    anybody was last asked for one of them.
    """

    missed: int
    since_on: date
    asked_at: datetime | None


def of_indicators(session: Session, indicator_ids: Collection[int]) -> dict[int, Silence]:
    """Those of these indicators whose readings were missed several times in a row, by number. Whatever was given ends
    a silence, for whichever period, and so does word that there is no figure. One query.
    """
    if not indicator_ids:
        return {}
    newest = (
        select(Reading.submitted_at)
        .where(Reading.indicator_id == DueReading.indicator_id)
        .order_by(col(Reading.submitted_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    is_missed = col(DueReading.state) == DueState.MISSED
    missed = func.sum(case((is_missed, 1), else_=0))
    rows = session.exec(
        select(
            DueReading.indicator_id,
            missed,
            func.min(DueReading.period_first_on),
            func.max(DueReading.last_asked_at),
        )
        .where(
            col(DueReading.indicator_id).in_(indicator_ids),
            col(DueReading.state).in_(OPEN),
            or_(~is_missed, newest.is_(None), col(DueReading.settled_at) > newest),
        )
        .group_by(col(DueReading.indicator_id))
        .having(missed >= MISSED_IN_A_ROW)
    )
    return {number: Silence(int(count), since_on, asked_at) for number, count, since_on, asked_at in rows}
