"""What menus offer while somebody types into them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.actions.own_settings import own_settings
from bot.actions.suggesting import suggest, suggest_parents
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import one_line
from bot.views.errors import OLD_FORM
from bot.views.from_message import Carried, read_carried, suggestions
from bot.views.holiday_calendars import USUAL, calendars_offered, usual_label, workspace_choice
from bot.views.ids import TYPED, Form
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
            case Field.HOLIDAYS:
                return await ack(**offered(await _calendars(incoming, typed)))
            case _:
                return await ack(options=[])

    app.options(TYPED)(listen)


async def _calendars(request: Request, typed: str) -> list[tuple[str, str]]:
    """Countries and regions with public holidays, for the form of somebody's own settings or the workspace's."""
    if (request.view or {}).get("callback_id") == Form.WORKSPACE_SETTINGS:
        return calendars_offered(typed, workspace_choice("", request.viewer), request.viewer)
    draft = await request.read(own_settings, by=request.actor, now=request.now)
    usual = USUAL, usual_label(draft.of_workspace.holidays, request.viewer)
    return calendars_offered(typed, usual, request.viewer)


def carried_by(request: Request) -> Carried:
    """What the form carries that makes a note of a message. Raises UserError for one that is not ours."""
    try:
        return read_carried((request.view or {}).get("private_metadata") or "")
    except ValueError:
        raise UserError(OLD_FORM) from None
