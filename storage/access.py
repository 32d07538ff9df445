"""Who sees what. The rule stands here once: what lives in a public channel is seen by everybody in its workspace but
its guests, what lives in a private one by its members. Guests see what lives in the channels that they are in.

What Slack said before `trusts_since` is old news: nothing is shown on the strength of it. `IN_SIGHT` says it in SQL,
`sees` of a channel that is loaded already, `is_in_owners_sight` for whoever is asked for a reading. A question about
one thing is one query, however much else there is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlmodel import Session, col, select

from bot.domain.keys import as_compared
from bot.domain.running import why_not_running
from storage.indicators import newest_of
from storage.outcomes import concerns, lives_in, newest_definition
from storage.running import is_running
from storage.tables import (
    Channel,
    ChannelMember,
    DueReading,
    Indicator,
    IndicatorDefinition,
    IndicatorSpelling,
    Outcome,
    OutcomeDefinition,
    OutcomeSpelling,
    Person,
)

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything that Slack could have said."""


class Seer(Protocol):
    """Whoever looks: somebody in a workspace, by the id that Slack gave them."""

    @property
    def workspace_id(self) -> int: ...

    @property
    def user_id(self) -> str: ...

    @property
    def is_guest(self) -> bool: ...

    @property
    def trusts_since(self) -> datetime: ...


@dataclass(frozen=True)
class Named:
    """Something a person can name: its number in the database, its key and its name. It may be at rest, or closed."""

    id: int
    key: str
    name: str
    is_running: bool = True


class Spelled(NamedTuple):
    """The same with key and name in the form in which they are compared. A plain row: there are thousands."""

    id: int
    key: str
    name: str
    is_running: bool
    key_compared: str
    name_compared: str

    @property
    def named(self) -> Named:
        return Named(self.id, self.key, self.name, self.is_running)


def sees(session: Session, channel: Channel, *, by: Seer) -> bool:
    """Whether the person sees what lives in this channel. No query for a public one, one where it takes a member."""
    if channel.workspace_id != by.workspace_id:
        return False
    is_confirmed = channel.members_read_at is not None and channel.members_read_at >= by.trusts_since
    if not channel.is_private and not by.is_guest:
        return is_confirmed
    is_member = session.get(ChannelMember, (channel.id, by.user_id)) is not None
    return is_member and (is_confirmed or channel.members_read_at is None)


@cache  # put together once: that takes longer than to ask
def is_in_owners_sight() -> ColumnElement[bool]:
    """For a query over `Channel` and `Person`: that person sees what lives in that channel, by what Slack last said."""
    is_member = (
        select(ChannelMember.user_id)
        .where(ChannelMember.channel_id == Channel.id, col(ChannelMember.user_id) == Person.user_id)
        .exists()
    )
    is_open_to_them = and_(col(Channel.is_private).is_(False), col(Person.is_guest).is_(False))
    return or_(is_open_to_them, is_member)


def visible_channel(session: Session, channel_id: str, *, by: Seer) -> Channel | None:
    """The row of this Slack channel, if there is one and the person sees what lives there."""
    return session.exec(_CHANNELS.where(Channel.channel_id == channel_id), params=eyes_of(by)).first()


def visible_outcomes(
    session: Session,
    *,
    by: Seer,
    only_open: bool = False,
    living_in: str | None = None,
    concerning: int | None = None,
) -> list[Spelled]:
    """Every outcome that the person sees, in the order of their keys; closed ones too unless they are left out. Only
    those that live in one Slack channel, or that concern one person by number, are looked up by that.
    """
    wanted = _SPELLED_OUTCOMES.where(col(Outcome.closed_at).is_(None)) if only_open else _SPELLED_OUTCOMES
    if living_in is not None:
        wanted = wanted.where(lives_in(living_in))
    if concerning is not None:
        wanted = wanted.where(concerns(concerning))
    rows = session.exec(wanted, params=eyes_of(by))
    return [
        _spelled(number, key, name, closed_at is None, key_compared, name_compared)
        for number, key, name, key_compared, name_compared, closed_at in rows
    ]


def visible_outcome(session: Session, outcome_id: int, *, by: Seer) -> Named | None:
    """The outcome with this number, if the person sees it."""
    return _one(session, _OUTCOMES.where(Outcome.id == outcome_id), by)


def visible_outcome_with_key(session: Session, key: str, *, by: Seer) -> Named | None:
    """The outcome with exactly this key, if the person sees it."""
    return _one(session, _OUTCOMES.where(Outcome.key == key), by)


def visible_indicators(session: Session, *, by: Seer) -> list[Spelled]:
    """Every indicator of an outcome that the person sees, in the order of their keys, less the retired ones. Two
    statements.
    """
    # Not one: this way each outcome is looked at once, and not once for each of its indicators.
    closed_at: dict[int, datetime | None] = dict(session.exec(_CLOSED_AT, params=eyes_of(by)).all())
    # On the connection: the session would take each of the many rows into its hands once more.
    rows = session.connection().execute(_SPELLED_INDICATORS, {"seers_workspace_id": by.workspace_id})
    return [
        _spelled(number, key, name, _is_running(closed_at[outcome_id], paused_at), key_compared, name_compared)
        for outcome_id, paused_at, number, key, name, key_compared, name_compared in rows
        if outcome_id in closed_at
    ]


def visible_indicator(session: Session, indicator_id: int, *, by: Seer) -> Named | None:
    """The indicator with this number, if the person sees it and it is not retired."""
    return _one(session, _INDICATORS.where(Indicator.id == indicator_id), by)


def visible_indicator_with_key(session: Session, key: str, *, by: Seer) -> Named | None:
    """The indicator with exactly this key, if the person sees it and it is not retired."""
    return _one(session, _INDICATORS.where(Indicator.key == key), by)


def visible_retired_indicator(session: Session, indicator_id: int, *, by: Seer) -> Named | None:
    """The retired indicator with this number, if the person sees what lives in its channel."""
    return _one(session, _RETIRED.where(Indicator.id == indicator_id), by)


def visible_retired_indicators(session: Session, *, by: Seer) -> list[Spelled]:
    """Every retired indicator of an outcome that the person sees, in the order of their keys."""
    rows = session.exec(_RETIRED.order_by(Indicator.key), params=eyes_of(by))
    return [_spelled(number, key, name, False, None, None) for number, key, name, _ in rows]


def visible_due_readings(session: Session, due_ids: Collection[int], *, by: Seer) -> Sequence[DueReading]:
    """Those of these due readings whose indicators the person sees, retired ones too."""
    return session.exec(_DUE_READINGS.where(col(DueReading.id).in_(due_ids)), params=eyes_of(by)).all()


def _one(session: Session, wanted: Any, by: Seer) -> Named | None:
    row = session.exec(wanted, params=eyes_of(by)).first()
    return Named(*row) if row else None


def _is_running(closed_at: datetime | None, paused_at: datetime | None) -> bool:
    return why_not_running(closed_at=closed_at, paused_at=paused_at, retired_at=None) is None


def _spelled(
    number: int, key: str, name: str, is_running: bool, key_compared: str | None, name_compared: str | None
) -> Spelled:
    """From what is kept. Nothing is kept of what an earlier version of the program adds: that is folded here."""
    if key_compared is None or name_compared is None:
        key_compared, name_compared = as_compared(key), as_compared(name)
    return Spelled(number, key, name, is_running, key_compared, name_compared)


def eyes_of(by: Seer) -> dict[str, Any]:
    """What a statement with `IN_SIGHT` or `HOME_IS_IN_SIGHT` in it asks of whoever looks."""
    return {
        "seers_workspace_id": by.workspace_id,
        "seers_user_id": by.user_id,
        "seers_trusts_since": by.trusts_since,
        # Nothing equals nothing: to a guest no channel is open because it is public.
        "open_to_seers": None if by.is_guest else False,
    }


_IS_MEMBER = (
    select(ChannelMember.user_id)
    .where(ChannelMember.channel_id == Channel.id, col(ChannelMember.user_id) == bindparam("seers_user_id"))
    .exists()
)
_IS_CONFIRMED = col(Channel.members_read_at) >= bindparam("seers_trusts_since")
IN_SIGHT = and_(
    col(Channel.workspace_id) == bindparam("seers_workspace_id"),
    or_(
        and_(col(Channel.is_private) == bindparam("open_to_seers"), _IS_CONFIRMED),
        # A channel of which Slack has not told anything yet is seen by those who chose it.
        and_(_IS_MEMBER, or_(_IS_CONFIRMED, col(Channel.members_read_at).is_(None))),
    ),
)
"""The condition under which the person sees what lives in the channel of the row at hand."""

HOME_IS_IN_SIGHT = (
    select(IN_SIGHT)
    .select_from(Channel)
    .where(Channel.id == OutcomeDefinition.channel_id)
    .correlate(OutcomeDefinition)
    .scalar_subquery()
)
"""The condition under which the person sees an outcome with the definition of the row at hand.

As a value and not as a join: PostgreSQL may begin a join with the channels, of which it expects one where there are
hundreds until it has counted them, and then look at everything once for each.
"""

# Built once: putting such a statement together takes longer than running it.
_CHANNELS = select(Channel).where(IN_SIGHT)


def _of_visible_outcomes(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Outcome)
        .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
        .where(Outcome.workspace_id == bindparam("seers_workspace_id"), HOME_IS_IN_SIGHT)
    )


_CLOSED_AT = _of_visible_outcomes(Outcome.id, Outcome.closed_at)
_OUTCOMES = _of_visible_outcomes(Outcome.id, Outcome.key, OutcomeDefinition.statement)
_SPELLED_OUTCOMES = (
    _of_visible_outcomes(
        *(Outcome.id, Outcome.key, OutcomeDefinition.statement),
        *(OutcomeSpelling.key, OutcomeSpelling.name, Outcome.closed_at),
    )
    .outerjoin(
        OutcomeSpelling,
        and_(
            col(OutcomeSpelling.outcome_id) == Outcome.id,
            col(OutcomeSpelling.definition_id) == OutcomeDefinition.id,
        ),
    )
    .order_by(Outcome.key)
)
_ALL_INDICATORS = (
    select(Indicator.id, Indicator.key, IndicatorDefinition.name, is_running())
    .select_from(Indicator)
    .join(IndicatorDefinition, col(IndicatorDefinition.id) == newest_of(IndicatorDefinition))
    .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .where(Indicator.workspace_id == bindparam("seers_workspace_id"), HOME_IS_IN_SIGHT)
)
_INDICATORS = _ALL_INDICATORS.where(col(Indicator.retired_at).is_(None))
_RETIRED = _ALL_INDICATORS.where(col(Indicator.retired_at).is_not(None))
_SPELLED_INDICATORS = (
    select(  # type: ignore[call-overload]  # typed for up to four columns only
        Indicator.outcome_id,
        Indicator.paused_at,
        Indicator.id,
        Indicator.key,
        IndicatorDefinition.name,
        IndicatorSpelling.key,
        IndicatorSpelling.name,
    )
    .select_from(Indicator)
    .join(IndicatorDefinition, col(IndicatorDefinition.id) == newest_of(IndicatorDefinition))
    .outerjoin(
        IndicatorSpelling,
        and_(
            col(IndicatorSpelling.indicator_id) == Indicator.id,
            col(IndicatorSpelling.definition_id) == IndicatorDefinition.id,
        ),
    )
    .where(Indicator.workspace_id == bindparam("seers_workspace_id"), col(Indicator.retired_at).is_(None))
    .order_by(Indicator.key)
)
_DUE_READINGS = (
    select(DueReading)
    .select_from(DueReading)
    .join(Indicator, col(Indicator.id) == DueReading.indicator_id)
    .join(Outcome, col(Outcome.id) == Indicator.outcome_id)
    .join(OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition())
    .where(HOME_IS_IN_SIGHT)
)
