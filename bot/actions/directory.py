"""What Slack tells about people and channels, written down with all that follows from it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from sqlmodel import Session

from bot.actions import outgoing, people, scheduling
from bot.actions.absences import follow_status, says_so_by_status
from bot.actions.people import Actor, Profile, calendar_of, policy_of
from bot.actions.scheduling import reschedule_owned
from bot.actions.telling import tell
from bot.actions.undisturbed import look_again, undisturbed_until
from bot.domain.events import PersonChanged, SightChanged
from bot.domain.messages import Priority, Template
from storage import channels
from storage.access import EVER
from storage.people import person_of
from storage.tables import Channel, Person, Workspace


@dataclass(frozen=True)
class ChannelProfile:
    """What Slack says about a channel. `members` are user ids, asked for in private channels only."""

    name: str
    is_private: bool
    is_archived: bool = False
    members: frozenset[str] = frozenset()


def learn_person(
    session: Session,
    *,
    workspace_id: int,
    user_id: str,
    profile: Profile,
    now: datetime,
    channel_ids: Collection[str] | None = None,
    asked_at_change: int | None = None,
) -> bool:
    """Take in what Slack says about a person; with `channel_ids`, the channels that they are in if they are a guest.
    Whoever can be neither served nor asked and is not on record yet is none of our business.

    `asked_at_change` is how many changes Slack had told when it was asked. Where it has told another one since, the
    answer may be older than that and nothing is taken in: False.

    Whoever moved to another zone has their due days moved along, in the same transaction; the nominal date in the key
    of every message stops a second one on the same day.
    """
    if profile.zone not in available_timezones():
        profile = replace(profile, zone=None)  # newer than this machine's list of zones
    workspace = session.get_one(Workspace, workspace_id)
    before = person_of(session, workspace_id=workspace_id, user_id=user_id)
    if before is None and profile.is_deactivated:
        return True
    if asked_at_change is not None and before is not None and before.changes != asked_at_change:
        return False
    zone, was_deactivated = (before.zone, before.is_deactivated) if before else (None, False)
    was = _shown(before)
    was_away = before is not None and says_so_by_status(before, now)
    if before is not None:
        follow_status(session, before, policy=policy_of(workspace), now=now)  # it may have ended by itself
    person = people.meet(session, workspace_id=workspace_id, user_id=user_id, profile=profile, now=now)
    if zone is not None and zone != person.zone:
        reschedule_owned(session, person, calendar=calendar_of(person, policy_of(workspace)))
        if person.next_reminder_at is not None:
            person.next_reminder_at = now  # looked at anew, by the rule of the new zone
            session.add(person)
    follow_status(session, person, policy=policy_of(workspace), now=now)
    if was_away and not says_so_by_status(person, now):
        scheduling.look_again_today(person, policy=policy_of(workspace), now=now)
        session.add(person)
    if was_deactivated and not person.is_deactivated:
        scheduling.wake_reminder(
            person, policy=policy_of(workspace), after=now
        )  # what fell due meanwhile has woken nobody
        session.add(person)
    if before is not None and _shown(person) != was:
        left_or_came_back = person.is_deactivated != was_deactivated
        change = PersonChanged(person.id, workspace_id, is_for_administrators=left_or_came_back)
        tell(session, change, now=now)
    if profile.is_guest and channel_ids is not None:
        held = channels.channels_of(session, person)
        channels.replace_public_channels_of(session, person, channel_ids)
        if channels.channels_of(session, person) != held:
            tell(session, SightChanged(workspace_id, frozenset({user_id})), now=now)
    return True


def _shown(person: Person | None) -> tuple[object, ...]:
    """What of somebody follows into what they and others are shown."""
    if person is None:
        return ()
    told = (person.zone, person.locale, person.is_admin, person.is_guest, person.is_deactivated)
    return (*told, person.is_away_by_status)


def learn_of_known(session: Session, *, workspace_id: int, user_id: str, profile: Profile, now: datetime) -> None:
    """Take in what Slack tells by itself about a person; about somebody who has nothing to do with the bot, nothing.

    Whoever has become a guest is asked about before they see anything: it does not tell in which channels they are.
    """
    person = person_of(session, workspace_id=workspace_id, user_id=user_id)
    if person is None:
        return
    person.changes += 1
    becomes_guest = profile.is_guest and not person.is_guest
    learn_person(session, workspace_id=workspace_id, user_id=user_id, profile=profile, now=now)
    if becomes_guest:
        person.profile_read_at = EVER
        session.add(person)


def learn_do_not_disturb(
    session: Session, *, workspace_id: int, user_id: str, since: datetime | None, until: datetime | None, now: datetime
) -> None:
    """Somebody we know does not want to be disturbed between these instants; at no time, while there are none. Where
    that is over earlier than they had said, what waits for it is looked at again.
    """
    person = person_of(session, workspace_id=workspace_id, user_id=user_id)
    if person is None:
        return
    was = undisturbed_until(person, now)
    person.undisturbed_from, person.undisturbed_until = since, until
    session.add(person)
    if was is not None and (undisturbed_until(person, now) or now) < was:
        policy = policy_of(session.get_one(Workspace, workspace_id))
        look_again(session, person, until=was, policy=policy, now=now)


def learn_channel(
    session: Session,
    *,
    workspace_id: int,
    channel_id: str,
    profile: ChannelProfile,
    now: datetime,
    asked_at_change: int | None = None,
) -> bool:
    """Take in what Slack says about a channel that outcomes live in; others are none of our business. False where the
    answer may be older than what Slack has told by itself, as in `learn_person`.
    """
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=channel_id)
    if channel is None:
        return True
    if asked_at_change is not None and channel.changes != asked_at_change:
        return False
    channel.name, channel.is_archived = profile.name, profile.is_archived
    turned = channel.is_private != profile.is_private
    before: set[str] = set()
    if profile.is_private:
        before = channels.members_of(session, channel)
        channels.replace_members(session, channel, profile.members)
    channel.is_private, channel.members_read_at = profile.is_private, now
    session.add(channel)
    session.flush()
    moved = before ^ profile.members if profile.is_private else frozenset[str]()
    if turned or moved:
        who = frozenset() if turned else frozenset(moved)
        tell(session, SightChanged(workspace_id, who), now=now)
    return True


def lose_channel(session: Session, *, workspace_id: int, channel_id: str, now: datetime) -> None:
    """Slack tells nothing about a channel any more: nobody sees what lives there until it does again, and whoever
    answers for it hears of that once. One of which it has never told stays with those who chose it.
    """
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=channel_id)
    if channel is None or channel.members_read_at is None:
        return
    was_seen = not channel.is_private or channels.has_members(session, channel)
    channels.replace_members(session, channel, ())
    channel.is_private, channel.members_read_at = True, now
    session.add(channel)
    if was_seen:
        tell(session, SightChanged(workspace_id), now=now)
        _tell_that_it_is_out_of_reach(session, channel, now=now)


def rename_channel_id(session: Session, *, workspace_id: int, before: str, after: str) -> None:
    """Slack has given a channel another id."""
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=before)
    if channel is not None and channels.channel_of(session, workspace_id=workspace_id, channel_id=after) is None:
        channel.channel_id = after
        session.add(channel)


def ask_for_invitation(session: Session, *, channel_id: str, by: Actor, now: datetime) -> None:
    """Have the person told, once, that the channel they chose cannot be written to before the bot is in it."""
    outgoing.enqueue_notice(
        session,
        Template.NOT_IN_CHANNEL,
        {"channel": channel_id},
        workspace_id=by.workspace_id,
        person_id=by.person_id,
        key=f"invitation:{channel_id}:{by.user_id}",
        now=now,
        priority=Priority.ANSWER,
    )


def joined(session: Session, *, workspace_id: int, channel_id: str, user_id: str, now: datetime) -> None:
    """Somebody came into a channel: they see what lives there from now on. Guests do in public ones too."""
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=channel_id)
    if channel is not None:
        channels.add_member(session, channel, user_id)
        channel.changes += 1
        session.add(channel)
        session.flush()
        tell(session, SightChanged(workspace_id, frozenset({user_id})), now=now)


def left(session: Session, *, workspace_id: int, channel_id: str, user_id: str, now: datetime) -> None:
    """Somebody left a channel: they no longer see what lives there."""
    channel = channels.channel_of(session, workspace_id=workspace_id, channel_id=channel_id)
    if channel is not None:
        channels.remove_member(session, channel, user_id)
        channel.changes += 1
        session.add(channel)
        session.flush()
        tell(session, SightChanged(workspace_id, frozenset({user_id})), now=now)


def _tell_that_it_is_out_of_reach(session: Session, channel: Channel, *, now: datetime) -> None:
    for person in channels.accountable_in(session, channel):
        outgoing.enqueue_notice(
            session,
            Template.CHANNEL_OUT_OF_REACH,
            {"channel": channel.channel_id},
            workspace_id=channel.workspace_id,
            person_id=person.id,
            key=f"out-of-reach:{channel.channel_id}:{now.isoformat()}:{person.user_id}",
            now=now,
        )
