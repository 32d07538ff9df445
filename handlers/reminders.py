"""The buttons in a reminder: those that answer it (yes, no, the labels of a scale), and those that move it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from sqlmodel import Session

from bot.actions.access import require_indicator_with_key
from bot.actions.asking import ask_owner
from bot.actions.due import due_for
from bot.actions.putting_off import put_off
from bot.actions.readings import submit_answer
from bot.actions.screens import policy_for
from bot.errors import UserError
from bot.views.blocks import Message, View
from bot.views.errors import OLD_BUTTON
from bot.views.ids import ANSWERED, Action, More, read_answer
from bot.views.ownership import hand_one_over_form
from bot.views.putting_off import asked_owner, was_put_off
from bot.views.readings import recorded
from handlers.absences import open_form as open_away_form
from handlers.forms import on_choose, on_press
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


async def tomorrow(request: Request) -> Message:
    """The button "Tomorrow": ask for it on the next working day."""

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, request.actor)
        done = put_off(session, by=request.actor, policy=policy, now=request.now)
        return was_put_off(done.until, done.count, done.too_late_for, request.viewer)

    return await request.submit(save)


async def more(request: Request) -> None:
    """An entry of the menu behind the dots."""
    if request.text == More.AWAY:
        await open_away_form(request)
        return
    if request.text != More.HAND_OVER:
        raise UserError(OLD_BUTTON)

    def form(session: Session) -> View:
        items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
        indicators = {item.indicator.key: item.indicator for item in items}
        return hand_one_over_form(list(indicators.values()), request.viewer)

    request.open(await request.read(form))


async def ask(request: Request) -> Message:
    """The button "Ask": have the owner told who asks for it."""

    def save(session: Session) -> dict[str, Any]:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        return asked_owner(ask_owner(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.submit(save)


def register(app: AsyncApp) -> None:
    """Listen for the labels and the other buttons. The reminder stays: the outbox turns it into what is true then."""

    async def on_answer(ack: AsyncAck, incoming: Request, action: dict[str, Any]) -> BoltResponse:
        incoming.reply(await answer(incoming.with_text(action.get("value") or "")))
        return await ack()

    app.action(ANSWERED)(on_answer)
    on_press(app, Action.PUT_OFF, tomorrow, in_place=False)
    on_choose(app, Action.MORE, more)
    on_press(app, Action.ASK_OWNER, ask, in_place=False)
