"""A bot made for a test, whose one command opens a form and whose answers go where the test says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.playground import Playground
from tests.playground.conftest import make_app, over_sockets

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(label: str, element: Json, **more: Any) -> Json:
    """A field whose ids are its label."""
    named = {"action_id": "value", **element}
    return {"type": "input", "block_id": label, "label": plain(label), "element": named, **more}


def form(*blocks: Json, title: str = "A form") -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": list(blocks),
    }


TEXT: Json = {"type": "plain_text_input"}


@asynccontextmanager
async def opening(playground: Playground, view: Json, *, errors: Json | None = None) -> AsyncIterator[list[Json]]:
    """A bot that opens the form for `/plain`, keeps what is sent with it, and finds `errors` the first time."""
    app, sent = make_app(playground), []
    wrong = [errors] if errors else []

    @app.command("/plain")
    async def open_it(ack: Any, client: Any, command: Any) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=view)

    @app.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        if wrong:
            await ack(response_action="errors", errors=wrong.pop())
            return
        sent.append({name: given["value"] for name, given in view["state"]["values"].items()})
        await ack()

    async with over_sockets(playground, app):
        yield sent


async def writes_many(app: AsyncApp, channel: str, count: int = 40) -> None:
    """Fill a conversation with more than a window shows, each message with a button."""
    for number in range(count):
        button = {"type": "button", "action_id": "press", "text": plain(f"Press {number}"), "value": str(number)}
        blocks: list[Json] = [
            {"type": "section", "text": plain(f"Message {number}.")},
            {"type": "actions", "elements": [button]},
        ]
        await app.client.chat_postMessage(channel=channel, text=f"Message {number}.", blocks=blocks)
