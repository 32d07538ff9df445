"""What menus offer while somebody types into them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.actions.suggesting import suggest, suggest_parents
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import one_line
from bot.views.errors import OLD_FORM
from bot.views.from_message import Carried, read_carried, suggestions
from bot.views.ids import TYPED
from bot.views.inputs import offered
from handlers.requests import Request


def register(app: AsyncApp) -> None:
    """Answer every menu that asks: each input has the same action id."""

    async def listen(ack: AsyncAck, incoming: Request, body: dict[str, Any]) -> BoltResponse:
        typed = body.get("value") or ""
        match body.get("block_id"):
            case Field.ABOUT:
                channel_id = carried_by(incoming).channel_id
                found = await incoming.read(suggest, typed, channel_id=channel_id, by=incoming.actor)
                return await ack(**suggestions(found, incoming.viewer))
            case Field.PARENT:
                parents = await incoming.read(suggest_parents, typed, by=incoming.actor)
                return await ack(**offered([(each.key, one_line(each.statement)) for each in parents]))
            case _:
                return await ack(options=[])

    app.options(TYPED)(listen)


def carried_by(request: Request) -> Carried:
    """What the form carries that makes a note of a message. Raises UserError for one that is not ours."""
    try:
        return read_carried((request.view or {}).get("private_metadata") or "")
    except ValueError:
        raise UserError(OLD_FORM) from None
