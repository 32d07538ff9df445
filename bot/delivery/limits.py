"""Slack's limits on messages, kept in the database and advanced inside the claim, so that all processes share them.

One GCRA value for each workspace (Generic Cell Rate Algorithm: the instant from which the next message would be within
the rate without any burst), and for each channel the instant from which it may be written to again.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.delivery.settings import DeliverySettings
from storage.tables import Channel, Workspace


def headroom(settings: DeliverySettings) -> timedelta:
    """How far the workspace's value may be ahead of now: the burst."""
    return settings.workspace_every * (settings.workspace_burst - 1)


def must_wait(
    workspace: Workspace,
    channel: Channel | None,
    *,
    now: datetime,
    settings: DeliverySettings,
    is_waited_for: bool = False,
) -> timedelta | None:
    """How long this message has to wait for its channel or its workspace; the batch at hand counts too.

    Slack lets a few go to one channel at once. That is kept for messages that somebody waits for: and no more than a
    few, or one person who writes a lot would bring a 429 upon everybody.
    """
    arrival = workspace.theoretical_arrival_at
    if arrival is not None and arrival > now + headroom(settings):
        return arrival - headroom(settings) - now
    ahead = settings.channel_every * settings.channel_burst if is_waited_for else timedelta(0)
    if channel is not None and channel.next_free_at is not None and channel.next_free_at > now + ahead:
        return channel.next_free_at - ahead - now
    return None


def advance(
    session: Session, workspace: Workspace, channel: Channel | None, *, now: datetime, settings: DeliverySettings
) -> None:
    arrival = max(workspace.theoretical_arrival_at or now, now)
    workspace.theoretical_arrival_at = arrival + settings.workspace_every
    session.add(workspace)
    if channel is not None:
        channel.next_free_at = max(channel.next_free_at or now, now) + settings.channel_every
        session.add(channel)


def release(
    session: Session, workspace: Workspace, channel: Channel | None, *, now: datetime, settings: DeliverySettings
) -> None:
    """Give back what `advance` took for a message that will not be sent after all."""
    arrival = workspace.theoretical_arrival_at
    if arrival is not None and arrival > now:
        workspace.theoretical_arrival_at = arrival - settings.workspace_every
        session.add(workspace)
    if channel is not None and channel.id is not None:
        channel.next_free_at = None
        session.add(channel)
