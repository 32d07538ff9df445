"""The button in a digest that has the next ones be quiet about an indicator until a day."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.access import require_indicator_with_key
from bot.actions.indicators import indicator_page
from bot.actions.quieting import quieten
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import Message
from bot.views.ids import Action, Form
from bot.views.quieting import is_quieted, nothing_to_be_quiet_about, quiet_form
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request

_MOST_OFFERED = 100
"""As many as a menu holds; the worst come first."""


async def open_form(request: Request) -> Message | None:
    """Ask about which of the channel's indicators, until when, and why."""
    page = await request.read(
        indicator_page,
        "here",
        channel_id=request.channel_id,
        by=request.actor,
        now=request.now,
        most=_MOST_OFFERED,
    )
    if not page.lines:
        return nothing_to_be_quiet_about(request.viewer)
    request.open(quiet_form([line.indicator for line in page.lines], request.viewer))
    return None


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Keep what was filled in."""
    key, until_on, reason = form.choice(Field.INDICATOR), form.day(Field.UNTIL), form.text(Field.REASON)
    if key is None:
        raise UserError("Choose one.", field=Field.INDICATOR)
    if until_on is None:
        raise UserError("Until when?", field=Field.UNTIL)

    def save(session: Session) -> dict[str, Any]:
        with errors_at(Field.INDICATOR):
            found = require_indicator_with_key(session, key, by=request.actor)
            done = quieten(session, found.id, until_on, reason, by=request.actor, now=request.now)
        return replace_form_with(is_quieted(done, request.viewer))

    return await request.submit(save)


def register(app: AsyncApp) -> None:
    """Listen for the button and the form."""
    on_press(app, Action.QUIET, open_form, in_place=False)
    on_submit(app, Form.QUIET, save_form)
