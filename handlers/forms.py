"""Listeners for forms and buttons: what every one of them does around its own work."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.views.blocks import View
from bot.views.ids import Action, Form
from handlers.form_values import FormValues
from handlers.identity import request_from
from handlers.requests import Request

Submitted = Callable[[Request, FormValues], Awaitable[dict[str, Any]]]
"""Answers a submitted form with the body of the acknowledgement."""

Pressed = Callable[[Request], Awaitable[None]]
"""Does what a button says; its value is the text."""


def on_submit(app: AsyncApp, form: Form, submitted: Submitted) -> None:
    """Have the app answer this form."""

    async def listen(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> BoltResponse:
        return await ack(await submitted(request_from(context, body), FormValues(body["view"])))

    app.view(form.value)(listen)


def on_press(app: AsyncApp, action: Action, pressed: Pressed) -> None:
    """Have the app do what this button says."""

    async def listen(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> BoltResponse:
        await pressed(request_from(context, body, text=body["actions"][0].get("value") or ""))
        return await ack()

    app.action(action.value)(listen)


def instead(view: View) -> dict[str, Any]:
    """The acknowledgement that shows another view in place of the form."""
    return {"response_action": "update", "view": view}
