"""The menu "How often" of two forms: what a choice asks for besides appears below it."""

from slack_bolt.async_app import AsyncApp

from bot.errors import UserError
from bot.fields import Field
from bot.views.errors import OLD_FORM
from bot.views.ids import Form
from handlers import changing_indicators, new_indicator
from handlers.forms import on_choose_in_form
from handlers.requests import Request


async def ask_what_follows(request: Request) -> None:
    """Show the form again, with what is in it, and with what the choice asks for."""
    match (request.view or {}).get("callback_id"):
        case Form.INDICATOR_NEW:
            await new_indicator.ask_what_follows(request)
        case Form.INDICATOR_CHANGE:
            await changing_indicators.ask_what_follows(request)
        case _:
            raise UserError(OLD_FORM)


def register(app: AsyncApp) -> None:
    """Listen for the menu."""
    on_choose_in_form(app, Field.EVERY, ask_what_follows)
