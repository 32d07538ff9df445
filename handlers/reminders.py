"""The buttons in a reminder that answer it: yes, no, and the labels of a scale."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from sqlmodel import Session

from bot.actions.readings import submit_answer
from bot.actions.screens import policy_for
from bot.errors import UserError
from bot.views.blocks import Message
from bot.views.errors import OLD_BUTTON
from bot.views.ids import ANSWERED, read_answer
from bot.views.readings import recorded
from handlers.requests import Request


async def answer(request: Request) -> Message:
    """Record what the pressed button says."""
    pressed = read_answer(request.text)
    if pressed is None:
        raise UserError(OLD_BUTTON)
    due_id, label = pressed

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, request.actor)
        saved = submit_answer(session, due_id, label, by=request.actor, policy=policy, now=request.now)
        return recorded(saved, request.viewer)

    return await request.submit(save)


def register(app: AsyncApp) -> None:
    """Listen for the labels. The reminder stays where it is: the outbox turns it into the receipt."""

    async def on_answer(ack: AsyncAck, incoming: Request, action: dict[str, Any]) -> BoltResponse:
        incoming.reply(await answer(incoming.with_text(action.get("value") or "")))
        return await ack()

    app.action(ANSWERED)(on_answer)
