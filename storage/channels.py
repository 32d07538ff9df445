"""Channels we know, who is in the private ones, and their digest subscriptions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, or_
from sqlmodel import Session, col, select

from bot.domain.digests import Rhythm
from storage.among import among
from storage.claiming import skip_locked
from storage.outcomes import newest_definition
from storage.tables import Channel, ChannelMember, DigestSubscription, Outcome, OutcomeDefinition, Person


def channel_of(session: Session, *, workspace_id: int, channel_id: str) -> Channel | None:
    """The row of this Slack channel, if there is one."""
    return session.exec(
        select(Channel).where(Channel.workspace_id == workspace_id, Channel.channel_id == channel_id)
    ).first()


def by_id(session: Session, channel_ids: Collection[int]) -> dict[int, Channel]:
    """These channels by our own number."""
    return {row.id: row for row in session.exec(select(Channel).where(col(Channel.id).in_(channel_ids)))}


def changes_of(session: Session, *, workspace_id: int, channel_id: str) -> int | None:
    """How many changes of this channel Slack has told by itself; None for one that is not on record."""
    wanted = select(Channel.changes).where(Channel.workspace_id == workspace_id, Channel.channel_id == channel_id)
    return session.exec(wanted).first()


def add_channel(session: Session, *, workspace_id: int, channel_id: str, members: Collection[str]) -> Channel:
    """A row for a channel that Slack has not told us about yet.

    Taken for private until it has: what lives there is shown to `members` alone rather than to everybody for a moment.
    """
    channel = Channel(workspace_id=workspace_id, channel_id=channel_id, is_private=True)
    session.add(channel)
    session.flush()
    for user_id in set(members):
        add_member(session, channel, user_id)
    return channel


def replace_members(session: Session, channel: Channel, members: Collection[str]) -> None:
    """Make these the members of a channel."""
    session.exec(delete(ChannelMember).where(col(ChannelMember.channel_id) == channel.id))
    for user_id in set(members):
        session.add(ChannelMember(channel_id=channel.id, user_id=user_id, workspace_id=channel.workspace_id))
    session.flush()


def members_of(session: Session, channel: Channel) -> set[str]:
    """Who is known to be in this channel."""
    return set(session.exec(select(ChannelMember.user_id).where(ChannelMember.channel_id == channel.id)))


def channels_of(session: Session, person: Person) -> set[int]:
    """The channels in which this person is known to be, by our own numbers."""
    theirs = select(ChannelMember.channel_id).where(
        ChannelMember.workspace_id == person.workspace_id, ChannelMember.user_id == person.user_id
    )
    return set(session.exec(theirs))


def replace_public_channels_of(session: Session, person: Person, channel_ids: Collection[str]) -> None:
    """Make these the public channels that somebody is in, of those we know. Private ones tell of their members."""
    public = select(Channel.id).where(Channel.workspace_id == person.workspace_id, col(Channel.is_private).is_(False))
    session.exec(
        delete(ChannelMember).where(
            col(ChannelMember.user_id) == person.user_id, col(ChannelMember.channel_id).in_(public)
        )
    )
    for number in session.exec(public.where(col(Channel.channel_id).in_(channel_ids))).all():
        session.add(ChannelMember(channel_id=number, user_id=person.user_id, workspace_id=person.workspace_id))
    session.flush()


def has_members(session: Session, channel: Channel) -> bool:
    """Whether anybody is known to be in this channel."""
    member = select(ChannelMember.user_id).where(ChannelMember.channel_id == channel.id)
    return session.exec(member.limit(1)).first() is not None


def count_members(session: Session, channel: Channel, *, leaving_out: str) -> int:
    """How many are known to be in this channel; `leaving_out` is the bot's own id there."""
    wanted = select(func.count()).select_from(ChannelMember)
    wanted = wanted.where(ChannelMember.channel_id == channel.id, ChannelMember.user_id != leaving_out)
    return session.exec(wanted).one()


def accountable_in(session: Session, channel: Channel) -> Sequence[Person]:
    """Those who answer for the open outcomes that live in this channel and can be written to."""
    return session.exec(
        select(Person)
        .join(OutcomeDefinition, col(OutcomeDefinition.accountable_id) == Person.id)
        .join(Outcome, col(Outcome.id) == OutcomeDefinition.outcome_id)
        .where(
            col(OutcomeDefinition.id) == newest_definition(),
            OutcomeDefinition.channel_id == channel.id,
            col(Outcome.closed_at).is_(None),
            col(Person.is_deactivated).is_(False),
        )
        .distinct()
        .order_by(col(Person.id))
    ).all()


@dataclass(frozen=True)
class Wanted:
    """A channel about which Slack is to be asked."""

    workspace_id: int
    channel_id: str


def take_to_compare(
    session: Session,
    *,
    told_before: datetime,
    asked_before: datetime,
    now: datetime,
    limit: int,
    workspace_id: int | None = None,
    leaving_out: Collection[int] = (),
) -> list[Wanted]:
    """Channels where outcomes live about which Slack has told nothing since `told_before`, and has not been asked in
    vain since `asked_before` either; the longest untold first. They count as asked from now on, so that one asks.
    """
    is_home = select(OutcomeDefinition.id).where(OutcomeDefinition.channel_id == Channel.id).exists()
    wanted = (
        select(Channel)
        .where(
            or_(col(Channel.members_read_at).is_(None), col(Channel.members_read_at) < told_before),
            or_(
                col(Channel.asked_at).is_(None),
                col(Channel.asked_at) < asked_before,
                col(Channel.asked_at) > now,
                # It was answered, if too early for whoever asks now: a process that has started since, for one.
                col(Channel.members_read_at) >= col(Channel.asked_at),
            ),
            col(Channel.workspace_id).not_in(leaving_out),
            is_home,
        )
        .order_by(col(Channel.members_read_at).nulls_first(), col(Channel.id))
        .limit(limit)
    )
    if workspace_id is not None:
        wanted = wanted.where(Channel.workspace_id == workspace_id)
    rows = session.exec(skip_locked(wanted)).all()
    for row in rows:
        row.asked_at = now
        session.add(row)
    return [Wanted(row.workspace_id, row.channel_id) for row in rows]


def oldest_told_at(session: Session, *, workspace_id: int) -> datetime | None:
    """Since when what is known of every channel in which outcomes live holds; of those of which Slack has told."""
    is_home = select(OutcomeDefinition.id).where(OutcomeDefinition.channel_id == Channel.id).exists()
    told = select(Channel.members_read_at).where(
        Channel.workspace_id == workspace_id, col(Channel.members_read_at).is_not(None), is_home
    )
    return session.exec(told.order_by(col(Channel.members_read_at)).limit(1)).first()


def add_member(session: Session, channel: Channel, user_id: str) -> None:
    """Note that the person is in this channel."""
    session.merge(ChannelMember(channel_id=channel.id, user_id=user_id, workspace_id=channel.workspace_id))


def remove_member(session: Session, channel: Channel, user_id: str) -> None:
    """Note that the person is no longer in this channel."""
    session.exec(
        delete(ChannelMember).where(col(ChannelMember.channel_id) == channel.id, col(ChannelMember.user_id) == user_id)
    )


def with_digest(session: Session, channel_row_ids: Collection[int]) -> set[int]:
    """Those of these channels that get a digest. One query."""
    if not channel_row_ids:
        return set()
    return set(session.exec(_WITH_DIGEST, params={"numbers": list(channel_row_ids)}))


def subscription_of(session: Session, channel_row_id: int) -> DigestSubscription | None:
    """The channel's digest subscription, if it has one."""
    return session.exec(_SUBSCRIPTION, params={"number": channel_row_id}).first()


# Built once: putting such a statement together takes longer than running it.
_WITH_DIGEST = select(DigestSubscription.channel_id).where(
    among(col(DigestSubscription.channel_id), "numbers"),
    DigestSubscription.rhythm != Rhythm.OFF,
)
_SUBSCRIPTION = select(DigestSubscription).where(DigestSubscription.channel_id == bindparam("number"))
