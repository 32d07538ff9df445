"""`/digest`: a channel's digest now, as a preview, and its schedule."""

from typing import Any

from sqlmodel import Session

from bot.actions import people
from bot.actions.digest_settings import Rhythm, digest_rule, read_rule, set_digest_rule
from bot.actions.digests import compose, post_now
from bot.actions.screens import policy_for
from bot.errors import UserError
from bot.views.blocks import Message
from bot.views.digest import digest_preview, nothing_to_digest
from bot.views.digest_settings import digest_posted, digest_schedule
from bot.views.help import Verb
from handlers.asked import Asked
from handlers.channels import learn_about
from handlers.commands import Command, Handled, Run
from storage import channels
from storage.tables import Channel


async def now(asked: Asked) -> Message:
    """Post the digest to this channel."""

    def save(session: Session) -> dict[str, Any]:
        channel = _channel(session, asked)
        if channel is None or not post_now(
            session, channel_row_id=channel.id, once=asked.key, by=asked.who, now=asked.now
        ):
            return nothing_to_digest()
        return digest_posted()

    answer = await asked.submit(save)
    asked.deps.wake()
    return answer


async def preview(asked: Asked) -> Message:
    """Show the digest to this person alone."""

    def composed(session: Session) -> Message:
        channel = _channel(session, asked)
        if channel is None:
            return nothing_to_digest()
        policy = policy_for(session, asked.who)
        content = compose(session, channel_row_id=channel.id, policy=policy, now=asked.now)
        return digest_preview(content, asked.reader) if content else nothing_to_digest()

    return await asked.read(composed)


async def every(asked: Asked) -> Message:
    """`every monday 09:00`."""
    if not asked.text:
        raise UserError("On which day? For example: `/digest every monday 09:00`.")
    word = asked.text.split()[0].lower()
    if word in ("week", "month"):
        return await _set(asked.with_text(asked.text[len(word) :]), "weekly" if word == "week" else "monthly")
    return await _set(asked, "weekly")


async def settings(asked: Asked) -> Message:
    """When digests come to this channel."""
    schedule = await asked.read(digest_rule, channel_id=asked.channel_id, by=asked.who)
    return digest_schedule(schedule, asked.reader)


def _rhythm(rhythm: Rhythm) -> Run:
    async def sets(asked: Asked) -> Message:
        return await _set(asked, rhythm)

    return sets


async def _set(asked: Asked, rhythm: Rhythm) -> Message:
    rule = read_rule(rhythm, asked.text)

    def save(session: Session) -> dict[str, Any]:
        schedule = set_digest_rule(session, rule, channel_id=asked.channel_id, by=asked.who, now=asked.now)
        return digest_schedule(schedule, asked.reader, changed=True)

    answer = await asked.submit(save)
    learn_about(asked.deps, asked.installed, asked.channel_id, chosen_by=None if rhythm == "off" else asked.who)
    return answer


def _channel(session: Session, asked: Asked) -> Channel | None:
    """The channel where this was typed, if outcomes can live there and the person may see them."""
    channel = channels.channel_of(session, workspace_id=asked.who.workspace_id, channel_id=asked.channel_id)
    if channel is None or not people.may_see(
        session, channel_row_id=channel.id, is_private=channel.is_private, by=asked.who
    ):
        return None
    return channel


COMMAND = Command(
    "/digest",
    (
        Handled(Verb("now", "now", "Posts the digest in this channel", "/digest now"), now),
        Handled(Verb("preview", "preview", "Shows the digest only to you", "/digest preview"), preview),
        Handled(
            Verb("every", "every <weekday> [time]", "Sets when it comes each week", "/digest every monday 09:00"), every
        ),
        Handled(
            Verb("weekly", "weekly [weekday] [time]", "Has it come every week", "/digest weekly"), _rhythm("weekly")
        ),
        Handled(
            Verb("monthly", "monthly [weekday] [time]", "Has it come once a month", "/digest monthly tuesday 10:00"),
            _rhythm("monthly"),
        ),
        Handled(Verb("off", "off", "Stops it in this channel", "/digest off"), _rhythm("off")),
        Handled(Verb("settings", "settings", "Says when it comes", "/digest settings"), settings),
    ),
)
