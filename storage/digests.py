"""What a channel's digest is made of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, func, or_
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.domain.messages import UNDECIDED, MessageKind, MessageState, SkipReason
from storage.among import among
from storage.claiming import has_come, take
from storage.notes import still_stands
from storage.outcomes import newest_definition
from storage.plain_rows import plain, table_of
from storage.running import is_of_a_running
from storage.tables import (
    Baseline,
    Channel,
    DigestRun,
    DigestSubscription,
    DueReading,
    Indicator,
    IndicatorDefinition,
    Message,
    Note,
    Outcome,
    OutcomeDefinition,
    Ownership,
    TargetRecord,
)
from storage.types import UTCDateTime

Version = TypeVar("Version", OutcomeDefinition, IndicatorDefinition, Ownership, Baseline, TargetRecord)


def open_outcomes(session: Session, channel_id: int) -> list[int]:
    """The outcomes that live in this channel now and are not closed, oldest first."""
    return list(session.exec(_OPEN_OUTCOMES, params={"channel_id": channel_id}))


def indicators_of(session: Session, outcome_ids: Sequence[int]) -> list[int]:
    """The indicators of these outcomes that are still measured, oldest first."""
    return list(session.exec(_INDICATORS_OF, params={"outcome_ids": outcome_ids}))


def fell_due(session: Session, indicator_ids: Sequence[int], *, first: date, last: date) -> Sequence[DueReading]:
    """What fell due for these indicators from `first` to `last`, the owners' local days.

    Less what is open and not asked for any more: its indicator is not running.
    """
    return session.exec(_FELL_DUE, params={"indicator_ids": indicator_ids, "first": first, "last": last}).all()


def missed_since(session: Session, indicator_ids: Sequence[int], *, since: datetime) -> Sequence[DueReading]:
    """What came to count as missed since then and has not been given: its week is often over before its grace is."""
    return session.exec(_MISSED_SINCE, params={"indicator_ids": indicator_ids, "since": since}).all()


def notes_since(session: Session, outcome_ids: Sequence[int], *, since: datetime) -> Sequence[Note]:
    """What was noted about these outcomes since then, oldest first, less what another note has taken the place of."""
    return session.exec(_NOTES_SINCE, params={"outcome_ids": list(outcome_ids), "since": since}).all()


def outcomes_defined(session: Session, outcome_ids: Collection[int], *, since: datetime) -> Sequence[OutcomeDefinition]:
    """What these outcomes said since then, and last before, oldest first. One query."""
    return _versions(session, OutcomeDefinition, "outcome_id", outcome_ids, since)


def indicators_defined(
    session: Session, indicator_ids: Collection[int], *, since: datetime
) -> Sequence[IndicatorDefinition]:
    """What defined these indicators since then, and last before, oldest first. One query."""
    return _versions(session, IndicatorDefinition, "indicator_id", indicator_ids, since)


def owned(session: Session, indicator_ids: Collection[int], *, since: datetime) -> Sequence[Ownership]:
    """Whose these indicators were since then, and last before, oldest first. One query."""
    return _versions(session, Ownership, "indicator_id", indicator_ids, since)


def baselines_set(session: Session, indicator_ids: Collection[int], *, since: datetime) -> Sequence[Baseline]:
    """The baselines of these indicators since then, and the last before, oldest first. One query."""
    return _versions(session, Baseline, "indicator_id", indicator_ids, since)


def targets_set(session: Session, indicator_ids: Collection[int], *, since: datetime) -> Sequence[TargetRecord]:
    """The targets of these indicators since then, and the last before, oldest first. One query."""
    return _versions(session, TargetRecord, "indicator_id", indicator_ids, since)


def _versions(
    session: Session, table: type[Version], parent: str, numbers: Collection[int], since: datetime
) -> list[Version]:
    """What was added since then, and what held until then, for each that something was added for."""
    wanted = _versions_of(table, parent)
    return list(map(plain(table), session.execute(wanted, {"numbers": list(numbers), "since": since})))


@cache  # put together once: that takes longer than asking
def _versions_of(table: type[Version], parent: str) -> Any:
    row: Any = table
    earlier, later, since = aliased(row), aliased(row), bindparam("since", type_=UTCDateTime())
    its = getattr(row, parent)
    before = sql_select(func.max(earlier.id)).where(getattr(earlier, parent) == its, earlier.made_at < since)
    is_changed = sql_select(later.id).where(getattr(later, parent) == its, later.made_at >= since).exists()
    held = or_(row.made_at >= since, and_(row.id == before.scalar_subquery(), is_changed))
    return sql_select(*table_of(table).columns).where(among(its, "numbers"), held).order_by(row.id)


def last_posted(session: Session, channel_id: int, *, before: int | None = None) -> tuple[DigestRun, Message] | None:
    """The channel's newest digest that was posted, with its message; `before` leaves that run and later ones out."""
    found = (
        select(DigestRun, Message)
        .join(Message, col(Message.digest_run_id) == DigestRun.id)
        .where(Message.channel_id == channel_id, Message.kind == MessageKind.DIGEST, Message.state == MessageState.SENT)
        .order_by(col(DigestRun.id).desc())
        .limit(1)
    )
    if before is not None:
        found = found.where(col(DigestRun.id) < before)
    return session.exec(found).first()


def posted_in(session: Session, channel: str) -> list[tuple[date, Message]]:
    """The digests that were posted in this channel, by Slack's id of it or by its name, the newest first; each with the
    day of the zone by which they go.
    """
    rows = session.exec(
        select(Message, DigestSubscription.zone)
        .join(Channel, col(Channel.id) == Message.channel_id)
        .join(DigestSubscription, col(DigestSubscription.channel_id) == Channel.id)
        .where(or_(col(Channel.channel_id) == channel, col(Channel.name) == channel.removeprefix("#")))
        .where(Message.kind == MessageKind.DIGEST, Message.state == MessageState.SENT)
        .order_by(col(Message.id).desc())
    )
    return [(local_day(row.sent_at, zone), row) for row, zone in rows if row.sent_at is not None]


def is_sent_since(session: Session, channel_id: int, *, since: datetime) -> bool:
    """Whether a digest went into this channel since then, by schedule or because somebody asked, or is on its way."""
    is_there = and_(col(Message.state) == MessageState.SENT, col(Message.sent_at) >= since)
    is_coming = and_(col(Message.state).in_(UNDECIDED), col(Message.created_at) >= since)
    digests_here = select(Message.id).where(Message.channel_id == channel_id, Message.kind == MessageKind.DIGEST)
    return session.exec(digests_here.where(or_(is_there, is_coming)).limit(1)).first() is not None


def take_due(session: Session, *, now: datetime, limit: int) -> Sequence[DigestSubscription]:
    """Channels whose digest time has come, locked for us."""
    return take(session, _DIGESTS_DUE, now=now, limit=limit)


def run_of(session: Session, *, subscription_id: int, on: date) -> DigestRun:
    """The run of that nominal date."""
    wanted = (DigestRun.subscription_id == subscription_id, DigestRun.nominal_on == on)
    return session.exec(select(DigestRun).where(*wanted)).one()


def first_day_owed(session: Session, subscription_id: int) -> date | None:
    """Where the earliest run begins that had something to say; None where there was none."""
    return session.exec(
        select(func.min(DigestRun.covers_from_on)).where(
            DigestRun.subscription_id == subscription_id,
            or_(col(DigestRun.skip_reason).is_(None), col(DigestRun.skip_reason) == SkipReason.COVERED_BY_NEXT),
        )
    ).one()


def count_dropped(session: Session, *, workspace_id: int, first: date, last: date) -> int:
    """How many digests of those nominal dates were left out because they would have been over a day late."""
    return session.exec(
        select(func.count())
        .select_from(DigestRun)
        .where(
            DigestRun.workspace_id == workspace_id,
            DigestRun.skip_reason == SkipReason.COVERED_BY_NEXT,
            col(DigestRun.nominal_on) >= first,
            col(DigestRun.nominal_on) <= last,
        )
    ).one()


def channel_of_run(session: Session, run: DigestRun) -> Channel:
    """The channel that a run is for."""
    subscription = session.get_one(DigestSubscription, run.subscription_id)
    return session.get_one(Channel, subscription.channel_id)


_DIGESTS_DUE = has_come(DigestSubscription, col(DigestSubscription.next_due_at), col(DigestSubscription.id))


# Built once: putting such a statement together takes longer than running it.
_OPEN_OUTCOMES = (
    select(Outcome.id)
    .join(OutcomeDefinition, col(OutcomeDefinition.outcome_id) == Outcome.id)
    .where(
        OutcomeDefinition.channel_id == bindparam("channel_id"),
        col(OutcomeDefinition.id) == newest_definition(),
        col(Outcome.closed_at).is_(None),
    )
    .order_by(col(Outcome.id))
)
_INDICATORS_OF = (
    select(Indicator.id)
    .where(among(col(Indicator.outcome_id), "outcome_ids"), col(Indicator.retired_at).is_(None))
    .order_by(col(Indicator.id))
)
_ARE_DUE = select(DueReading).where(among(col(DueReading.indicator_id), "indicator_ids"))
_BY_DAY = (col(DueReading.due_on), col(DueReading.id))
_FELL_DUE = _ARE_DUE.where(
    col(DueReading.due_on) >= bindparam("first"),
    col(DueReading.due_on) <= bindparam("last"),
    or_(col(DueReading.state) != DueState.DUE, is_of_a_running(col(DueReading.indicator_id))),
).order_by(*_BY_DAY)
_MISSED_SINCE = _ARE_DUE.where(
    DueReading.state == DueState.MISSED, col(DueReading.settled_at) >= bindparam("since")
).order_by(*_BY_DAY)
_NOTES_SINCE = (
    select(Note)
    .where(among(col(Note.outcome_id), "outcome_ids"), col(Note.made_at) >= bindparam("since"), still_stands())
    .order_by(col(Note.id))
)
