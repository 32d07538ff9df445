"""The button under a digest that is not posted yet: whoever answers for an outcome of its channel adds a line."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.previews import add_line, own_line, preview_for
from bot.errors import UserError
from bot.fields import Field
from bot.payload_shapes import is_address
from bot.results.previews import OwnLine
from bot.views.errors import OLD_BUTTON, OLD_FORM
from bot.views.ids import Action, Form, read_line_carried
from bot.views.previews import digest_preview, line_form, line_kept
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


async def open_line(request: Request) -> None:
    """Show what stands in it from this person."""
    carried = read_line_carried(request.text)
    if carried is None:
        raise UserError(OLD_BUTTON)
    line = await request.read(own_line, *carried, by=request.actor, now=request.now)
    metadata = f"{request.text} {request.origin.response_url}"
    request.open(line_form(line, request.viewer, metadata=metadata))


async def save_line(request: Request, form: FormValues) -> dict[str, Any]:
    """Have it stand there, and the digest that they were shown say so."""
    about, _, answer_at = ((request.view or {}).get("private_metadata") or "").rpartition(" ")
    carried = read_line_carried(about)
    if carried is None:
        raise UserError(OLD_FORM)
    kept: list[OwnLine] = []

    def save(session: Session) -> dict[str, Any]:
        kept[:] = [add_line(session, *carried, form.text(Field.NOTE), by=request.actor, now=request.now)]
        return replace_form_with(line_kept(kept[0], request.viewer))

    done = await request.submit(save)
    # A repeat has changed nothing and has nothing to show: the first one has done so.
    if kept and is_address(answer_at):
        showing = _show_anew(request, kept[0].channel, answer_at)
        request.deps.background.start(showing, name="show a digest with a line")
    return done


async def _show_anew(request: Request, channel: int, answer_at: str) -> None:
    """Have the digest that they were shown say what they added. It takes longer to put together than a line to keep."""
    shown = await request.read(preview_for, channel, on=None, by=request.actor, now=request.now)
    if shown is not None:
        request.replace_at(answer_at, digest_preview(shown, request.viewer))


def register(app: AsyncApp) -> None:
    """Listen for the button and the form."""
    on_press(app, Action.ADD_LINE, open_line)
    on_submit(app, Form.LINE, save_line)
