"""Listeners for forms, buttons and shortcuts: what every one of them does around its own work."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.fields import Field
from bot.views.blocks import Message, View
from bot.views.ids import TYPED, Action, Form, Shortcut
from handlers.form_values import FormValues
from handlers.requests import Request
from handlers.surfaces import Body

Submitted = Callable[[Request, FormValues], Awaitable[dict[str, Any]]]
"""Answers a submitted form with the body of the acknowledgement."""

Pressed = Callable[[Request], Awaitable[Message | None]]
"""Does what a button says; its value is the text. None where a form opens instead of an answer."""

Used = Callable[[Request, Body], Awaitable[None]]
"""Does what a shortcut says; the payload has the message that it was chosen for."""


def on_submit(app: AsyncApp, form: Form, submitted: Submitted) -> None:
    """Have the app answer this form."""

    async def listen(ack: AsyncAck, incoming: Request, view: dict[str, Any]) -> BoltResponse:
        return await ack(await submitted(incoming, FormValues(view)))

    app.view(form.value)(listen)


def on_press(app: AsyncApp, action: Action, pressed: Pressed, *, in_place: bool = True) -> None:
    """Have the app do what this button says; the answer comes in the place of what the button stood in, unless that is
    to stay.
    """

    async def listen(ack: AsyncAck, incoming: Request, action: dict[str, Any]) -> BoltResponse:
        answer = await pressed(incoming.with_text(action.get("value") or ""))
        if answer:
            incoming.reply(answer, replace_original=in_place)
        return await ack()

    app.action(action.value)(listen)


def on_choose(app: AsyncApp, action: Action, chosen: Pressed) -> None:
    """Have the app do what somebody chose from this menu; the value of the option is the text. The menu stays."""

    async def listen(ack: AsyncAck, incoming: Request, action: dict[str, Any]) -> BoltResponse:
        answer = await chosen(incoming.with_text((action.get("selected_option") or {}).get("value") or ""))
        if answer:
            incoming.reply(answer)
        return await ack()

    app.action(action.value)(listen)


def on_choose_in_form(app: AsyncApp, field: Field, chosen: Callable[[Request], Awaitable[None]]) -> None:
    """Have the app hear what somebody chooses in this field of a form while they fill it in."""

    async def listen(ack: AsyncAck, incoming: Request) -> BoltResponse:
        await chosen(incoming)
        return await ack()

    app.action({"block_id": field.value, "action_id": TYPED})(listen)


def on_press_of_many(app: AsyncApp, actions: re.Pattern[str], pressed: Pressed) -> None:
    """The same for buttons of one kind that stand side by side, each with an id of its own; the answer comes beside."""

    async def listen(ack: AsyncAck, incoming: Request, action: dict[str, Any]) -> BoltResponse:
        answer = await pressed(incoming.with_text(action.get("value") or ""))
        if answer:
            incoming.reply(answer)
        return await ack()

    app.action(actions)(listen)


def on_shortcut(app: AsyncApp, shortcut: Shortcut, used: Used) -> None:
    """Have the app do what this shortcut says."""

    async def listen(ack: AsyncAck, incoming: Request, body: dict[str, Any]) -> BoltResponse:
        await used(incoming, body)
        return await ack()

    app.shortcut(shortcut.value)(listen)


def replace_form_with(view: View) -> dict[str, Any]:
    """The acknowledgement that shows another view in place of the form."""
    return {"response_action": "update", "view": view}
