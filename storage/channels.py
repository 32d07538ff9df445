"""Channels we know, who is in the private ones, and their digest subscriptions."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import Channel, ChannelMember, DigestSubscription


def channel_of(session: Session, *, workspace_id: int, channel_id: str) -> Channel | None:
    """The row of this Slack channel, if there is one."""
    return session.exec(
        select(Channel).where(Channel.workspace_id == workspace_id, Channel.channel_id == channel_id)
    ).first()


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


def replace_members(session: Session, channel: Channel, members: Collection[str], *, now: datetime) -> None:
    """Make these the members of a private channel."""
    session.exec(delete(ChannelMember).where(col(ChannelMember.channel_id) == channel.id))
    for user_id in set(members):
        session.add(ChannelMember(channel_id=channel.id, user_id=user_id, workspace_id=channel.workspace_id))
    channel.members_read_at = now
    session.add(channel)


def add_member(session: Session, channel: Channel, user_id: str) -> None:
    """Note that the person is in this channel."""
    session.merge(ChannelMember(channel_id=channel.id, user_id=user_id, workspace_id=channel.workspace_id))


def remove_member(session: Session, channel: Channel, user_id: str) -> None:
    """Note that the person is no longer in this channel."""
    session.exec(
        delete(ChannelMember).where(col(ChannelMember.channel_id) == channel.id, col(ChannelMember.user_id) == user_id)
    )


def subscription_of(session: Session, channel_row_id: int) -> DigestSubscription | None:
    """The channel's digest subscription, if it has one."""
    return session.exec(select(DigestSubscription).where(DigestSubscription.channel_id == channel_row_id)).first()
