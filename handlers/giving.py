"""The button "Give a figure", and its form: one line, as it would be typed after the indicator's key."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.access import require_indicator_with_key
from bot.actions.due import name_of
from bot.actions.targets import current_snapshot
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import View
from bot.views.giving import give_form
from bot.views.ids import Action, Form
from bot.views.message_view import message_view
from handlers import readings
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


async def open_form(request: Request) -> None:
    """Ask for a figure of the indicator with this key."""

    def form(session: Session) -> View:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        at = current_snapshot(session, found.id, by=request.actor, now=request.now)
        return give_form(name_of(at), at.standing.value, request.viewer)

    request.open(await request.read(form))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Record it, or ask what is meant, as if it had been typed."""
    key, typed = (request.view or {}).get("private_metadata") or "", form.text(Field.VALUE)
    found = await request.read(require_indicator_with_key, key, by=request.actor)
    if not typed:
        raise UserError("Type the figure.", field=Field.VALUE)
    with errors_at(Field.VALUE):
        answer = await readings.COMMAND.answer(request.with_text(f"{found.key} {typed}"))
    assert answer is not None, "a line with a value opens no form"
    return replace_form_with(message_view(answer, request.viewer))


def register(app: AsyncApp) -> None:
    """Listen for the button and its form."""
    on_press(app, Action.GIVE, open_form)
    on_submit(app, Form.GIVE, save_form)
