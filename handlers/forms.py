"""Listeners for forms and buttons: what every one of them does around its own work."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.views.blocks import View
from bot.views.ids import Action, Form
from handlers.asked import Asked
from handlers.recognising import asked_from
from handlers.typed import Filled

Submitted = Callable[[Asked, Filled], Awaitable[dict[str, Any]]]
"""Answers a submitted form with the body of the acknowledgement."""

Pressed = Callable[[Asked], Awaitable[None]]
"""Does what a button says; its value is the text."""


def on_submit(app: AsyncApp, form: Form, submitted: Submitted) -> None:
    """Have the app answer this form."""

    async def listen(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> BoltResponse:
        return await ack(await submitted(asked_from(context, body), Filled(body["view"])))

    app.view(form.value)(listen)


def on_press(app: AsyncApp, action: Action, pressed: Pressed) -> None:
    """Have the app do what this button says."""

    async def listen(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> BoltResponse:
        await pressed(asked_from(context, body, text=body["actions"][0].get("value") or ""))
        return await ack()

    app.action(action.value)(listen)


def instead(view: View) -> dict[str, Any]:
    """The acknowledgement that shows another view in place of the form."""
    return {"response_action": "update", "view": view}
