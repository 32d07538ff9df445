"""Due readings: what is open, for whom, and which reminders name it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, func, or_, update
from sqlmodel import Session, col, select

from bot.domain.due import DueState
from storage.access import is_in_owners_sight
from storage.among import among
from storage.claiming import has_come, skip_locked, take
from storage.indicators import newest_of
from storage.inserting import insert_rows_once
from storage.outcomes import newest_definition
from storage.running import is_of_a_running, is_running
from storage.tables import Channel, DueReading, Indicator, MessageItem, Outcome, OutcomeDefinition, Ownership, Person

OPEN = (DueState.DUE, DueState.MISSED)
"""States in which a reading is still wanted."""


def add_once(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows for periods that fall due, from their columns; none for a period that has one. One statement."""
    insert_rows_once(session, _DUE_READINGS, rows)


def of_indicators(session: Session, indicator_ids: Collection[int]) -> Sequence[DueReading]:
    """What is due or missed for these indicators, oldest period first."""
    return session.exec(
        select(DueReading)
        .where(col(DueReading.indicator_id).in_(indicator_ids), col(DueReading.state).in_(OPEN))
        .order_by(col(DueReading.period_first_on))
    ).all()


def of_owner(session: Session, owner_id: int, *, states: Collection[DueState] = OPEN) -> Sequence[DueReading]:
    """What is asked of this person and in one of `states`, in the order in which it fell due.

    Of running indicators that they see only: the others are neither asked for nor can they be given.
    """
    asked = (
        _with_owner(select(DueReading))
        .where(DueReading.owner_id == owner_id, col(DueReading.state).in_(states), is_running(), is_in_owners_sight())
        .order_by(col(DueReading.due_on), col(DueReading.id))
    )
    found: Sequence[DueReading] = session.exec(asked).all()
    return found


def due_from(session: Session, owner_ids: Collection[int]) -> list[tuple[DueReading, bool]]:
    """What is due from these people, of running indicators, in the order in which it fell due; each with whether its
    owner sees it. One query.
    """
    return [(row, bool(is_seen)) for row, is_seen in session.execute(_DUE_FROM, {"owner_ids": list(owner_ids)})]


def in_owners_sight(session: Session, due_ids: Collection[int]) -> set[int]:
    """Those of these due readings that their owners see; of indicators at rest too. One query, or none for none."""
    if not due_ids:
        return set()
    return set(session.execute(_IN_SIGHT, {"due_ids": list(due_ids)}).scalars())


def channels_named_by(session: Session, message_id: int, *, told_before: datetime) -> list[str]:
    """The channels in which what a reminder names lives, of which Slack has told, though not since then."""
    named = _with_owner(select(Channel.channel_id).select_from(DueReading)).join(
        MessageItem, col(MessageItem.due_reading_id) == DueReading.id
    )
    is_old = col(Channel.members_read_at) < told_before
    return list(session.exec(named.where(MessageItem.message_id == message_id, is_old).distinct()))


def _with_owner(wanted: Any) -> Any:
    """The same with whom each is asked of, and the channel in which it lives."""
    return (
        wanted.join(Indicator, col(Indicator.id) == DueReading.indicator_id)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .join(Channel, col(Channel.id) == OutcomeDefinition.channel_id)
        .join(Person, col(Person.id) == DueReading.owner_id)
    )


def next_of_owner(session: Session, owner_id: int) -> int | None:
    """Of the running indicators that this person owns and sees, the one whose reading falls due soonest."""
    return session.exec(
        select(Indicator.id)
        .join(Ownership, col(Ownership.id) == newest_of(Ownership))
        .join(Person, col(Person.id) == Ownership.owner_id)
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .join(Channel, col(Channel.id) == OutcomeDefinition.channel_id)
        .where(
            Ownership.owner_id == owner_id,
            col(Indicator.next_due_at).is_not(None),
            is_running(),
            is_in_owners_sight(),
        )
        .order_by(col(Indicator.next_due_at), col(Indicator.id))
        .limit(1)
    ).first()


def with_open(session: Session, owner_ids: Collection[int]) -> set[int]:
    """Those of these people from whom something is still due, now or once its indicator is running again."""
    return set(session.exec(_WITH_OPEN, params={"owner_ids": list(owner_ids)}))


def count_open(session: Session, owner_id: int, *, not_named_by: int) -> int:
    """How much else than what that message names this person can still give: what was missed, and what was asked for
    and is still due. Of running indicators that they see only.
    """
    return int(session.execute(_COUNT_OPEN, {"owner_id": owner_id, "message_id": not_named_by}).scalar_one())


def record_of(
    session: Session, *, owner_id: int, indicator_id: int, since: date
) -> tuple["Counter[DueState]", date | None]:
    """How many readings of this indicator fell due for this person from that day on, by what became of them, and when
    the first of them did. One query.
    """
    counted = (
        select(DueReading.state, func.count(), func.min(DueReading.due_on))
        .where(
            DueReading.indicator_id == indicator_id, DueReading.owner_id == owner_id, col(DueReading.due_on) >= since
        )
        .group_by(col(DueReading.state))
    )
    found = session.exec(counted).all()
    states = Counter({DueState(state): count for state, count, _ in found})
    return states, min((first for _, _, first in found), default=None)


def of_period(session: Session, *, indicator_id: int, period_key: str) -> DueReading | None:
    """The obligation for this period, if it has fallen due."""
    return session.exec(
        select(DueReading).where(DueReading.indicator_id == indicator_id, DueReading.period_key == period_key)
    ).first()


def asked_until(session: Session, indicator_id: int) -> date | None:
    """The last day of all periods for which something has fallen due."""
    last = select(func.max(DueReading.period_last_on)).where(DueReading.indicator_id == indicator_id)
    return session.exec(last).one()


def missed_periods(session: Session, indicator_ids: Collection[int]) -> dict[int, list[DueReading]]:
    """The due readings of these indicators that were missed and never given, oldest first."""
    rows = session.exec(_MISSED_PERIODS, params={"indicator_ids": list(indicator_ids)})
    found: dict[int, list[DueReading]] = {number: [] for number in indicator_ids}
    for row in rows:
        found[row.indicator_id].append(row)
    return found


def take_out_of_grace(session: Session, *, now: datetime, limit: int) -> Sequence[DueReading]:
    """What is still due though its grace has passed, oldest first, locked for us."""
    return take(session, _OUT_OF_GRACE, now=now, limit=limit)


def take_due(session: Session, due_ids: Collection[int]) -> Sequence[DueReading]:
    """Those of these that are still due, locked for us and read anew; what somebody is giving just now is left out."""
    wanted = select(DueReading).where(col(DueReading.id).in_(due_ids), DueReading.state == DueState.DUE)
    ordered = wanted.order_by(col(DueReading.id)).execution_options(populate_existing=True)
    found: Sequence[DueReading] = session.exec(skip_locked(ordered)).all()
    return found


def not_running(session: Session, due_ids: Collection[int]) -> set[int]:
    """Those of these due readings whose indicator is not running any more."""
    stopped = select(DueReading.id).where(
        col(DueReading.id).in_(due_ids), ~is_of_a_running(col(DueReading.indicator_id))
    )
    return set(session.exec(stopped))


def mark(session: Session, *due_ids: int, state: DueState, at: datetime) -> None:
    """Change what has become of these due readings. One statement."""
    session.execute(update(DueReading).where(col(DueReading.id).in_(due_ids)).values(state=state, settled_at=at))


def _count_open() -> Any:
    named = select(MessageItem.due_reading_id).where(MessageItem.message_id == bindparam("message_id"))
    is_asked_for = or_(col(DueReading.state) == DueState.MISSED, col(DueReading.first_asked_at).is_not(None))
    theirs = DueReading.owner_id == bindparam("owner_id")
    return (
        _with_owner(select(func.count()).select_from(DueReading))
        .where(theirs, col(DueReading.state).in_(OPEN), is_running(), is_in_owners_sight())
        .where(col(DueReading.id).not_in(named), is_asked_for)
    )


_DUE_READINGS: Table = DueReading.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
# Built once: putting such a statement together takes longer than running it.
_COUNT_OPEN = _count_open()
_IN_SIGHT = _with_owner(select(DueReading.id)).where(among(col(DueReading.id), "due_ids"), is_in_owners_sight())
_WITH_OPEN = (
    select(DueReading.owner_id)
    .where(among(col(DueReading.owner_id), "owner_ids"), DueReading.state == DueState.DUE)
    .distinct()
)
_MISSED_PERIODS = (
    select(DueReading)
    .where(
        among(col(DueReading.indicator_id), "indicator_ids"),
        DueReading.state == DueState.MISSED,
    )
    .order_by(col(DueReading.period_first_on))
)
_OUT_OF_GRACE = has_come(DueReading, col(DueReading.grace_ends_at), also=[col(DueReading.state) == DueState.DUE])
_DUE_FROM = (
    _with_owner(select(DueReading, is_in_owners_sight().label("is_seen")).select_from(DueReading))
    .where(
        among(col(DueReading.owner_id), "owner_ids"),
        DueReading.state == DueState.DUE,
        is_running(),
    )
    .order_by(col(DueReading.due_on), col(DueReading.id))
)
