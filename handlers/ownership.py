"""The button "Choose a new owner", and its form."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.access import require_indicator_with_key
from bot.actions.due import name_of_described
from bot.actions.ownership import hand_over
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import View
from bot.views.ids import Action, Form
from bot.views.ownership import hand_over_form, handed_over
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request
from storage import indicators


async def open_form(request: Request) -> None:
    """Ask who is to be asked for the indicator with this key."""

    def form(session: Session) -> View:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        return hand_over_form(name_of_described(indicators.describe(session, [found.id])[found.id]), request.viewer)

    request.open(await request.read(form))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Have whoever was chosen asked from now on."""
    assert request.view is not None
    key, chosen = request.view["private_metadata"], form.person(Field.OWNER)
    if chosen is None:
        raise UserError("Choose who is asked for it.", field=Field.OWNER)
    with errors_at(Field.OWNER):
        await request.require_can_be_asked({chosen})

    def save(session: Session) -> dict[str, Any]:
        reason = form.text(Field.REASON)
        done = hand_over(session, key, to_user_id=chosen, reason=reason, by=request.actor, now=request.now)
        return replace_form_with(handed_over(done, request.viewer))

    return await request.submit(save)


def register(app: AsyncApp) -> None:
    """Listen for the button and its form."""
    on_press(app, Action.HAND_OVER, open_form)
    on_submit(app, Form.HAND_OVER, save_form)
