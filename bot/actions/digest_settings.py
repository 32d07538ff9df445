"""When a channel gets its digest: reading the rule that a person typed, and keeping it."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.access import may_see_channel
from bot.actions.digests import rule_of
from bot.actions.people import Actor
from bot.domain.calendar import next_occurrence
from bot.domain.digest_words import time_of, weekday_of, without_small_words
from bot.domain.digests import Rhythm
from bot.domain.messages import Template
from bot.domain.typed_text import shown
from bot.errors import NotAllowed, UserError
from bot.results.digest_settings import DigestSchedule
from bot.words import Example
from storage import channels
from storage.tables import Channel, DigestSubscription

_TUESDAY = 1
_NINE = time(9)
_EXAMPLES = {
    Rhythm.WEEKLY: Example("/digest every monday 09:00"),
    Rhythm.MONTHLY: Example("/digest monthly monday 09:00"),
}


@dataclass(frozen=True)
class DigestRule:
    """What somebody asked for; what they left open stays as it is."""

    rhythm: Rhythm
    weekday: int | None = None
    at: time | None = None


def read_rule(rhythm: Rhythm, text: str, *, locale: str) -> DigestRule:
    """The weekday and time in `monday 09:00`, `tue`, `at 9am`, in English or the person's language; both may be left
    out. Raises UserError.
    """
    words = without_small_words(text.replace(",", " ")).split()
    weekday = weekday_of(words[0], locale) if words else None
    rest = " ".join(words[1:] if weekday is not None else words)
    at = time_of(rest) if rest else None
    if rest and at is None:
        raise _no_time(rhythm, rest)
    return DigestRule(rhythm, weekday, at)


def set_digest_rule(session: Session, rule: DigestRule, *, channel_id: str, by: Actor, now: datetime) -> DigestSchedule:
    """Keep the channel's rule and work out when it next applies. A channel keeps its zone; a new one takes the
    person's.
    """
    channel = _channel(session, channel_id, by=by)
    subscription = channels.subscription_of(session, channel.id) or DigestSubscription(
        workspace_id=by.workspace_id,
        channel_id=channel.id,
        weekday=_TUESDAY,
        at=_NINE,
        zone=by.zone,
        changed_at=now,
        changed_by_id=by.person_id,
    )
    was_on = subscription.id is not None and subscription.rhythm is not Rhythm.OFF
    is_switched_off = was_on and rule.rhythm is Rhythm.OFF
    subscription.rhythm = rule.rhythm
    subscription.weekday = subscription.weekday if rule.weekday is None else rule.weekday
    subscription.at = rule.at or subscription.at
    subscription.changed_at, subscription.changed_by_id = now, by.person_id
    off = rule.rhythm is Rhythm.OFF
    subscription.next_due_at = None if off else next_occurrence(rule_of(subscription), now).at
    session.add(subscription)
    session.flush()
    if is_switched_off:
        outgoing.enqueue_notice(
            session,
            Template.DIGEST_OFF,
            {"by": by.person_id},
            workspace_id=by.workspace_id,
            channel_id=channel.id,
            key=f"digest-off:{channel.channel_id}:{now.isoformat()}",
            now=now,
        )
    return schedule_of(subscription)


def digest_rule(session: Session, *, channel_id: str, by: Actor) -> DigestSchedule:
    """The channel's rule; off where it never had one. Raises NotAllowed for somebody who is not in the channel."""
    channel = channels.channel_of(session, workspace_id=by.workspace_id, channel_id=channel_id)
    if channel is not None and not may_see_channel(session, channel, by=by):
        raise NotAllowed(
            "Only members of this channel can see when its digest comes. If you are one, Slack does not tell me so: "
            "type /invite @Outcome Bot here, and try again."
        )
    subscription = channels.subscription_of(session, channel.id) if channel else None
    if subscription is None:
        return DigestSchedule(Rhythm.OFF, _TUESDAY, _NINE, by.zone)
    return schedule_of(subscription)


def _channel(session: Session, channel_id: str, *, by: Actor) -> Channel:
    if channel_id.startswith("D"):
        raise UserError("Digests go to channels. Type this in the channel that should get one.")
    channel = channels.channel_of(session, workspace_id=by.workspace_id, channel_id=channel_id)
    if channel is None:
        return channels.add_channel(session, workspace_id=by.workspace_id, channel_id=channel_id, members=[by.user_id])
    if channel.members_read_at is None and channel.is_private:
        # Slack has not said who is in it. Whoever types a command there is.
        channels.add_member(session, channel, by.user_id)
        return channel
    if not may_see_channel(session, channel, by=by):
        raise NotAllowed(
            "Only members of this channel can change when its digest comes. If you are one, Slack does not tell me so: "
            "type /invite @Outcome Bot here, and try again."
        )
    return channel


def schedule_of(subscription: DigestSubscription) -> DigestSchedule:
    """The rule as screens show it."""
    return DigestSchedule(
        rhythm=subscription.rhythm,
        weekday=subscription.weekday,
        at=subscription.at,
        zone=subscription.zone,
        next_at=subscription.next_due_at,
    )


def _no_time(rhythm: Rhythm, text: str) -> UserError:
    if rhythm is Rhythm.OFF:
        return UserError('`/digest off` takes nothing after it. You wrote "{typed}".', typed=shown(text))
    return UserError(
        'Name a weekday and a time, for example: {command}. You wrote "{typed}".',
        command=_EXAMPLES[rhythm],
        typed=shown(text),
    )
