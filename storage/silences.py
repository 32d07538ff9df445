"""Indicators of which nothing has come for some time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, or_
from sqlmodel import Session, col, select

from bot.domain.due import MISSED_IN_A_ROW, DueState
from bot.domain.messages import PINGS
from storage.among import among
from storage.due import OPEN
from storage.indicators import newest_of
from storage.tables import DueReading, Indicator, Message, MessageItem, Ownership, Reading


@dataclass(frozen=True)
class Silence:
    """How many readings were missed since the last one came in, and the first day of the first of their periods."""

    missed: int
    since_on: date


@dataclass(frozen=True)
class Asked:
    """When each person, by number, was last asked for an indicator, and since when it has its owner (both UTC)."""

    at_of: dict[int, datetime]
    kept_since: datetime

    def at(self, person_id: int) -> datetime | None:
        """When this person was last asked for it, or whoever was asked instead under the same owner: who stands in for
        whom does not matter. What was asked of a former owner the one who has it now has not heard.
        """
        since = (at for number, at in self.at_of.items() if number == person_id or at > self.kept_since)
        return max(since, default=None)


def of_indicators(session: Session, indicator_ids: Collection[int]) -> dict[int, Silence]:
    """Those of these indicators whose readings were missed several times in a row, by number. Whatever was given ends
    a silence, for whichever period, and so does word that there is no figure. One query.
    """
    if not indicator_ids:
        return {}
    rows = session.execute(_SILENT, {"indicator_ids": list(indicator_ids)})
    return {number: Silence(int(count), since_on) for number, count, since_on in rows}


def last_asked(session: Session, silent: Mapping[int, Silence]) -> dict[int, Asked]:
    """When was last asked for each of these indicators, by number, since it is silent: whatever has become of what was
    named. One query, which looks at nothing from before; none for nothing.
    """
    if not silent:
        return {}
    since_on = min(each.since_on for each in silent.values())
    sent = (
        select(DueReading.indicator_id, Message.person_id, Ownership.made_at, func.max(Message.sent_at))
        .select_from(DueReading)
        .join(Indicator, col(Indicator.id) == DueReading.indicator_id)
        .join(Ownership, col(Ownership.id) == newest_of(Ownership))
        .join(MessageItem, col(MessageItem.due_reading_id) == DueReading.id)
        .join(Message, col(Message.id) == MessageItem.message_id)
        .where(
            col(DueReading.indicator_id).in_(silent),
            col(DueReading.period_first_on) >= since_on,
            col(Message.kind).in_(PINGS),
            col(Message.sent_at).is_not(None),
        )
        .group_by(col(DueReading.indicator_id), col(Message.person_id), col(Ownership.made_at))
    )
    found: dict[int, Asked] = {}
    for number, person_id, kept_since, at in session.exec(sent):
        asked = found.setdefault(number, Asked({}, kept_since))
        if person_id is not None and at is not None:
            asked.at_of[person_id] = at
    return found


def _silent() -> Any:
    newest = (
        select(Reading.submitted_at)
        .where(Reading.indicator_id == DueReading.indicator_id)
        .order_by(col(Reading.submitted_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    is_missed = col(DueReading.state) == DueState.MISSED
    missed = func.sum(case((is_missed, 1), else_=0))
    return (
        select(DueReading.indicator_id, missed, func.min(DueReading.period_first_on))
        .where(
            among(col(DueReading.indicator_id), "indicator_ids"),
            col(DueReading.state).in_(OPEN),
            or_(~is_missed, newest.is_(None), col(DueReading.settled_at) > newest),
        )
        .group_by(col(DueReading.indicator_id))
        .having(missed >= MISSED_IN_A_ROW)
    )


_SILENT = _silent()
"""Built once: putting such a statement together takes longer than running it."""
