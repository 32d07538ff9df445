"""First contact: somebody opens the bot, mentions it in a channel, looks at an example, or is made a keeper."""

import re
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import news
from bot.actions.access import require_indicator_with_key, require_outcome_with_key
from bot.actions.digests import preview
from bot.actions.due import name_of_described
from bot.actions.indicators import next_due_of
from bot.actions.people import Actor
from bot.actions.screens import named, outcome_name
from bot.deps import Deps
from bot.domain.phrases import Meaning, phrase_of
from bot.domain.typed_text import shown
from bot.errors import Choice, Question, UserError
from bot.results.notices import NewOwner
from bot.views.blocks import Message
from bot.views.digest import digest, nothing_to_digest
from bot.views.example_week import example_week
from bot.views.ids import Action
from bot.views.questions import question
from bot.views.welcome import accepted, mentioned, what_is_sent
from bot.words import words
from handlers import readings
from handlers.forms import on_press
from handlers.requests import Request
from handlers.slack_text import as_typed
from storage import indicators, outcomes


async def welcome(deps: Deps, actor: Actor, *, now: datetime) -> None:
    """Somebody opened the bot: the first time of all they are welcomed."""
    if await deps.database.read(news.is_new, actor):
        await deps.database.run(news.welcome, actor, now=now)


async def on_mention(event: dict[str, Any], incoming: Request | None) -> None:
    """Somebody mentioned the bot in a channel: they alone are told what can be done there. A figure is not taken from
    there without asking: the channel reads along.
    """
    if incoming is None or await incoming.is_answered():
        return
    request = incoming.with_text(as_typed(_without_mention(event.get("text") or "", incoming.installed.bot_user_id)))
    answer = await _answer(request)
    await request.submit(lambda _: dict(answer))
    request.reply(answer)


async def _answer(request: Request) -> Message:
    phrase = phrase_of(request.text)
    if not request.text or (phrase is not None and phrase.meaning in (Meaning.GREETING, Meaning.HELP, Meaning.THANKS)):
        return mentioned(request.viewer)
    asked = Question(
        'Is "{typed}" a figure that you want to give me?',
        choices=[Choice(words("Yes, take it"), request.text)],
        typed=shown(request.text, 60),
    )
    asking = question(asked, readings.COMMAND.name, request.viewer, typed=request.text)
    return {**asking, "blocks": [*asking["blocks"], *mentioned(request.viewer)["blocks"]]}


def _without_mention(text: str, bot_user_id: str) -> str:
    """What was written beside the mention, still as Slack sends it."""
    return re.sub(rf"<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>", " ", text).strip()


async def show_example(request: Request) -> Message:
    """The button "Show me an example": a digest and a reminder, of figures that are made up."""
    return example_week(request.viewer)


async def show_what_is_sent(request: Request) -> Message:
    """The button "What will you send, and to whom?"."""
    return what_is_sent(request.viewer)


async def accept(request: Request) -> Message:
    """The button "Fine" of whoever was asked to keep an indicator: nothing changes but the message."""

    def kept(session: Session) -> Message:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        described = indicators.describe(session, [found.id])[found.id]
        if described.owner.id != request.actor.person_id:
            raise UserError('"{indicator}" is not yours to keep any more.', indicator=described.definition.name)
        return accepted(
            NewOwner(
                indicator=name_of_described(described),
                outcome=outcome_name(described.home),
                by=named(described.owner),
                next_due=next_due_of(session, described, by=request.actor),
            ),
            request.viewer,
        )

    return await request.read(kept)


async def show_preview(request: Request) -> Message:
    """The button "See what the channel will get"."""

    def composed(session: Session) -> Message:
        found = require_outcome_with_key(session, request.text, by=request.actor)
        home = outcomes.homes_of(session, [found.id])[found.id]
        content = preview(session, channel_id=home.channel.channel_id, by=request.actor, now=request.now)
        return digest(content, request.viewer) if content else nothing_to_digest(request.viewer)

    return await request.read(composed)


def register(app: AsyncApp) -> None:
    """Listen for who comes, and for the buttons of the welcome."""
    app.event("app_mention")(on_mention)
    on_press(app, Action.EXAMPLE, show_example, in_place=False)
    on_press(app, Action.WHAT_IS_SENT, show_what_is_sent, in_place=False)
    on_press(app, Action.FINE, accept)
    on_press(app, Action.PREVIEW, show_preview, in_place=False)
