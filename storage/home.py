"""What a Home tab is put together from: what is somebody's, what became of what they were asked, and what an
administrator has to know. Each function is one query.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlmodel import Session, col, select

from bot.domain.digests import Rhythm
from bot.domain.due import DueState
from bot.domain.messages import PINGS
from storage.access import HOME_IS_IN_SIGHT, IN_SIGHT, Seer, eyes_of
from storage.indicators import newest_of
from storage.outcomes import newest_definition
from storage.running import is_running
from storage.tables import (
    Channel,
    DigestSubscription,
    DueReading,
    Indicator,
    Message,
    Outcome,
    OutcomeDefinition,
    Ownership,
    Person,
    Reading,
)


def kept_by(session: Session, person_id: int, *, by: Seer) -> list[int]:
    """The running indicators that this person owns or stands in for, as far as `by` sees them, in the order of keys."""
    return list(session.exec(_KEPT, params={"number": person_id, **eyes_of(by)}))


def answered_by(session: Session, person_id: int, *, by: Seer) -> dict[int, date | None]:
    """The open outcomes that this person answers for, as far as `by` sees them, each with the day on which it ends."""
    return dict(session.exec(_ANSWERED, params={"number": person_id, **eyes_of(by)}).all())


def never_given(session: Session, outcome_ids: Collection[int]) -> "Counter[int]":
    """How many running indicators of each of these outcomes have missed a reading and never had one."""
    counted = (
        select(Indicator.outcome_id, func.count())
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .where(
            col(Indicator.outcome_id).in_(outcome_ids),
            is_running(),
            select(DueReading.id)
            .where(DueReading.indicator_id == Indicator.id, DueReading.state == DueState.MISSED)
            .exists(),
            ~select(Reading.id).where(Reading.indicator_id == Indicator.id).exists(),
        )
        .group_by(col(Indicator.outcome_id))
    )
    return Counter(dict(session.exec(counted).all()))


def pings_since(session: Session, person_id: int, *, since: datetime) -> int:
    """How often this person has been written to for readings since then."""
    sent = select(func.count()).where(
        Message.person_id == person_id, col(Message.kind).in_(PINGS), col(Message.sent_at) >= since
    )
    return session.exec(sent).one()


def asked_of(session: Session, owner_id: int, *, since: date) -> "Counter[DueState]":
    """How many readings fell due for this person from that day on, by what became of them."""
    counted = (
        select(DueReading.state, func.count())
        .where(DueReading.owner_id == owner_id, col(DueReading.due_on) >= since)
        .group_by(col(DueReading.state))
    )
    return _counted(session, counted)


def asked_in(session: Session, workspace_id: int, *, since: date, until: date) -> "Counter[DueState]":
    """The same of a whole workspace, until the day before `until`."""
    # By indicator: an index finds those days for each of them, and none finds them for a workspace.
    numbers = select(Indicator.id).where(Indicator.workspace_id == workspace_id)
    counted = (
        select(DueReading.state, func.count())
        .where(col(DueReading.indicator_id).in_(numbers), col(DueReading.due_on) >= since, DueReading.due_on < until)
        .group_by(col(DueReading.state))
    )
    return _counted(session, counted)


def _counted(session: Session, rows: Any) -> "Counter[DueState]":
    return Counter({DueState(state): count for state, count in session.exec(rows)})


@dataclass(frozen=True)
class Size:
    """How much there is in a workspace: open outcomes, the channels where they live, running indicators, owners."""

    outcomes: int
    channels: int
    indicators: int
    owners: int


def size_of(session: Session, workspace_id: int) -> Size:
    """How much there is, seen by anybody or not: numbers, and no names."""
    outcomes, channels = session.exec(
        select(func.count(), func.count(col(OutcomeDefinition.channel_id).distinct()))
        .select_from(Outcome)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .where(Outcome.workspace_id == workspace_id, col(Outcome.closed_at).is_(None))
    ).one()
    indicators, owners = session.exec(
        select(func.count(), func.count(col(Ownership.owner_id).distinct()))
        .select_from(Indicator)
        .join(Ownership, col(Ownership.id) == newest_of(Ownership))
        .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
        .where(Indicator.workspace_id == workspace_id, is_running())
    ).one()
    return Size(outcomes, channels, indicators, owners)


@dataclass(frozen=True)
class Orphan:
    """A running indicator whose owner cannot be asked any more, and whether it is in sight."""

    owner_user_id: str
    owner_name: str
    indicator_id: int
    key: str
    is_seen: bool


def without_an_owner(session: Session, workspace_id: int, *, by: Seer) -> list[Orphan]:
    """The running indicators of a workspace whose owners have left, those of one owner together."""
    rows = session.exec(_ORPHANS, params={"in_workspace": workspace_id, **eyes_of(by)})
    return [Orphan(user_id, name, number, key, bool(is_seen)) for user_id, name, number, key, is_seen in rows]


@dataclass(frozen=True)
class Unreported:
    """A channel in which open outcomes live and no report is posted, and whether it is in sight."""

    channel_id: str
    is_seen: bool


def without_a_report(session: Session, workspace_id: int, *, by: Seer) -> list[Unreported]:
    """The channels of a workspace whose outcomes nobody is told about."""
    rows = session.exec(_UNREPORTED, params={"in_workspace": workspace_id, **eyes_of(by)})
    return [Unreported(channel_id, bool(is_seen)) for channel_id, is_seen in rows]


def channels_in_sight(session: Session, channel_ids: Collection[str], *, by: Seer) -> set[str]:
    """Those of these Slack channels of which this person sees what lives there."""
    wanted = select(Channel.channel_id).where(col(Channel.channel_id).in_(channel_ids), IN_SIGHT)
    return set(session.exec(wanted, params=eyes_of(by)))


_IS_THEIRS = or_(
    col(Ownership.owner_id) == bindparam("number"),
    col(Ownership.backup_id) == bindparam("number"),
)
_KEPT = (
    select(Indicator.id)
    .join(Ownership, col(Ownership.id) == newest_of(Ownership))
    .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .where(
        # Not from all indicators of the workspace: an index finds those that were ever theirs.
        col(Indicator.id).in_(select(Ownership.indicator_id).where(_IS_THEIRS).correlate(None)),
        _IS_THEIRS,
        is_running(),
        HOME_IS_IN_SIGHT,
    )
    .order_by(Indicator.key)
)
_ANSWERED = (
    select(Outcome.id, col(OutcomeDefinition.ends_on))
    .select_from(Outcome)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .where(
        OutcomeDefinition.accountable_id == bindparam("number"),
        col(Outcome.closed_at).is_(None),
        HOME_IS_IN_SIGHT,
    )
    .order_by(Outcome.key)
)
_ORPHANS = (
    select(  # type: ignore[call-overload]  # typed for up to four columns only
        Person.user_id, Person.name, Indicator.id, Indicator.key, HOME_IS_IN_SIGHT.label("is_seen")
    )
    .select_from(Indicator)
    .join(Ownership, col(Ownership.id) == newest_of(Ownership))
    .join(Person, col(Person.id) == Ownership.owner_id)
    .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .where(Indicator.workspace_id == bindparam("in_workspace"), col(Person.is_deactivated).is_(True), is_running())
    .order_by(Person.user_id, Indicator.key)
)
_HAS_A_REPORT = (
    select(DigestSubscription.id)
    .where(DigestSubscription.channel_id == Channel.id, DigestSubscription.rhythm != Rhythm.OFF)
    .exists()
)
_UNREPORTED = (
    select(Channel.channel_id, IN_SIGHT.label("is_seen"))
    .select_from(Outcome)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .join(Channel, col(Channel.id) == OutcomeDefinition.channel_id)
    .where(
        Outcome.workspace_id == bindparam("in_workspace"),
        col(Outcome.closed_at).is_(None),
        col(Channel.is_archived).is_(False),
        ~_HAS_A_REPORT,
    )
    .distinct()
    .order_by(Channel.channel_id)
)
"""Built once: putting such a statement together takes longer than running it."""
