"""What Slack tells about people and channels, written down with all that follows from it."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from sqlmodel import Session

from bot.actions import outgoing, people, scheduling
from bot.actions.people import Actor, Profile, policy_of
from bot.actions.scheduling import reschedule_owned
from bot.domain.messages import MessageKind, Priority, Template
from storage import channels
from storage.people import person_of
from storage.tables import Message, Workspace


@dataclass(frozen=True)
class ChannelProfile:
    """What Slack says about a channel. `members` are user ids, asked for in private channels only."""

    name: str
    is_private: bool
    members: frozenset[str] = frozenset()


def learn_person(session: Session, *, workspace_id: int, user_id: str, profile: Profile, now: datetime) -> Actor:
    """Take in what Slack says about a person. Whoever moved to another zone has their due days moved along, in the same
    transaction; the nominal date in the key of every message stops a second one on the same day.
    """
    if profile.zone not in available_timezones():
        profile = replace(profile, zone=None)  # newer than this machine's list of zones
    workspace = session.get_one(Workspace, workspace_id)
    before = person_of(session, workspace_id=workspace_id, user_id=user_id)
    zone, was_deactivated = (before.zone, before.is_deactivated) if before else (None, False)
    person = people.meet(session, workspace_id=workspace_id, user_id=user_id, profile=profile, now=now)
    if zone is not None and zone != person.zone:
        reschedule_owned(session, person, calendar=policy_of(workspace).calendar)
        if person.next_reminder_at is not None:
            person.next_reminder_at = now  # looked at anew, by the rule of the new zone
            session.add(person)
    if was_deactivated and not person.is_deactivated:
        scheduling.wake_reminder(
            person, policy=policy_of(workspace), after=now
        )  # what fell due meanwhile has woken nobody
        session.add(person)
    return people.as_actor(person, workspace)


def meet_unknown(session: Session, *, workspace_id: int, user_id: str, now: datetime) -> Actor:
    """A person whom Slack has not told us about in time: the workspace's zone, and no locale, for now."""
    person = people.meet(session, workspace_id=workspace_id, user_id=user_id, profile=None, now=now)
    return people.as_actor(person, session.get_one(Workspace, workspace_id))


def learn_channel(
    session: Session, *, workspace_id: int, channel_id: str, profile: ChannelProfile, now: datetime
) -> None:
    """Take in what Slack says about a channel that outcomes live in; others are none of our business."""
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=channel_id)
    if channel is None:
        return
    channel.name, channel.is_private = profile.name, profile.is_private
    channels.replace_members(session, channel, profile.members if profile.is_private else (), now=now)


def ask_for_invitation(session: Session, *, channel_id: str, by: Actor, now: datetime) -> None:
    """Have the person told, once, that the channel they chose cannot be written to before the bot is in it."""
    outgoing.enqueue(
        session,
        Message(
            workspace_id=by.workspace_id,
            key=f"invitation:{channel_id}:{by.user_id}",
            kind=MessageKind.NOTICE,
            priority=Priority.ANSWER,
            person_id=by.person_id,
            template=Template.NOT_IN_CHANNEL,
            arguments={"channel": channel_id},
            planned_for=now,
            ready_at=now,
            created_at=now,
        ),
    )


def joined(session: Session, *, workspace_id: int, channel_id: str, user_id: str) -> None:
    """Somebody came into a channel: they see what lives there from now on."""
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=channel_id)
    if channel is not None and channel.is_private:
        channels.add_member(session, channel, user_id)


def left(session: Session, *, workspace_id: int, channel_id: str, user_id: str) -> None:
    """Somebody left a channel: they no longer see what lives there."""
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=channel_id)
    if channel is not None:
        channels.remove_member(session, channel, user_id)
