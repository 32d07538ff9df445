"""What menus offer while somebody types into them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.actions.suggesting import suggest
from bot.errors import UserError
from bot.fields import Field
from bot.views.errors import OLD_FORM
from bot.views.from_message import Carried, read_carried, suggestions
from bot.views.ids import TYPED
from handlers.requests import Request


def register(app: AsyncApp) -> None:
    """Answer every menu that asks: each input has the same action id."""

    async def listen(ack: AsyncAck, incoming: Request, body: dict[str, Any]) -> BoltResponse:
        if body.get("block_id") != Field.ABOUT:
            return await ack(options=[])
        channel_id, typed = carried_by(incoming).channel_id, body.get("value") or ""
        found = await incoming.read(suggest, typed, channel_id=channel_id, by=incoming.actor)
        return await ack(**suggestions(found, incoming.viewer))

    app.options(TYPED)(listen)


def carried_by(request: Request) -> Carried:
    """What the form carries that makes a note of a message. Raises UserError for one that is not ours."""
    try:
        return read_carried((request.view or {}).get("private_metadata") or "")
    except ValueError:
        raise UserError(OLD_FORM) from None
