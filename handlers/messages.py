"""Messages to the bot in its direct-message channel: a reading, as if it had been typed after `/reading`."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot.actions.due import due_for
from bot.actions.idempotency import has_seen
from bot.actions.screens import policy_for
from bot.domain.due import DueState
from bot.domain.reading_lines import declares_no_data
from bot.domain.readings import Route
from bot.domain.values import split_value_and_rest
from bot.errors import NotFound, UserError
from bot.views import errors
from bot.views.blocks import Message
from handlers import readings
from handlers.identity import request_from
from handlers.requests import NETWORK_TROUBLE, Request
from handlers.slack_text import as_typed

log = logging.getLogger(__name__)

_HOW = "To give a reading, write its key and the value, for example: csat 84. Write due to see what is due."


async def on_message(event: dict[str, Any], context: AsyncBoltContext, body: dict[str, Any]) -> None:
    """Somebody wrote to the bot: "csat 84", "due", "undo", "help", or just "84" when one reading is due from them."""
    is_a_persons = "subtype" not in event and "bot_id" not in event
    if event.get("channel_type") != "im" or not is_a_persons or not event.get("text", "").strip():
        return
    request = replace(
        request_from(context, body, text=as_typed(event["text"])),
        key=f"event:{body.get('event_id', '')}:{event['ts']}",
        channel_id=event["channel"],
        route=Route.MESSAGE,
    )
    if await request.read(has_seen, workspace_id=request.actor.workspace_id, key=request.key):
        return  # Slack brought it again; it was recorded and answered the first time
    answer = await _answer(request)
    if answer is not None:
        request.deps.background.start(_post(request, event, answer), name="answer a message")


async def _answer(request: Request) -> Message | None:
    try:
        text = await request.read(_as_line, request)
        return await readings.COMMAND.answer(request.with_text(text))
    except NotFound as problem:
        return errors.problem(f"{problem.message} {_HOW}")
    except UserError as problem:
        return errors.problem(problem.message)


def _as_line(session: Session, request: Request) -> str:
    """The text, with the indicator in front where it is a bare value and only one reading is due from the person."""
    items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
    due = [item for item in items if item.state == DueState.DUE]
    if len({item.indicator.key for item in due}) != 1:
        return request.text
    indicator = due[0].indicator
    if declares_no_data(request.text):
        return f"{indicator.key} {request.text}"
    try:
        split_value_and_rest(request.text, indicator.measure, locale=request.actor.locale)
    except UserError:
        return request.text
    return f"{indicator.key} {request.text}"


async def _post(request: Request, event: dict[str, Any], answer: Message) -> None:
    """Answer where the message was written. The reading is on record by now, whatever becomes of the answer."""
    arguments = {"channel": event["channel"], "thread_ts": event.get("thread_ts"), **answer}
    for attempt in range(2):
        try:
            await request.installed.client.chat_postMessage(**arguments, unfurl_links=False, unfurl_media=False)
        except NETWORK_TROUBLE as trouble:
            after = _pause(trouble)
            if after is None or attempt:
                log.warning("an answer could not be posted: %s", trouble)
                return
            await asyncio.sleep(after)
        else:
            return


def _pause(trouble: Exception) -> float | None:
    """How long Slack wants to be left alone, if that is what it said."""
    if not isinstance(trouble, SlackApiError) or trouble.response.status_code != 429:
        return None
    return min(float(trouble.response.headers.get("Retry-After", 1)), 30.0)


def register(app: AsyncApp) -> None:
    """Listen for messages in direct-message channels."""
    app.event("message")(on_message)
