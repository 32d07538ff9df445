"""Did it help? The buttons below a digest, the one in `/outcome show`, and the form that keeps the answer."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.decisions import answer, question
from bot.domain.decisions import Verdict
from bot.errors import UserError
from bot.fields import Field
from bot.views.decisions import answer_form, answer_kept
from bot.views.ids import Action, Form
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


async def open_form(request: Request, *, verdict: Verdict | None = None) -> None:
    """A button that answers: open the form with that answer chosen."""
    asked = await request.read(question, request.id_in_button, by=request.actor, now=request.now)
    request.open(answer_form(asked, verdict, request.viewer))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Keep what was answered."""
    note_id = request.id_in_form
    if form.choice(Field.VERDICT) is None:
        raise UserError("Choose one.", field=Field.VERDICT)
    verdict, sentence = form.member(Field.VERDICT, Verdict), form.text(Field.SENTENCE)

    def save(session: Session) -> dict[str, Any]:
        kept = answer(session, note_id, verdict, sentence, by=request.actor, now=request.now)
        return replace_form_with(answer_kept(kept, request.viewer))

    return await request.submit(save)


_BUTTONS = {
    Action.IT_HELPED: Verdict.HELPED,
    Action.DID_NOT_HELP: Verdict.DID_NOT_HELP,
    Action.TOO_EARLY: Verdict.TOO_EARLY,
    Action.SAY_WHETHER: None,
}


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form."""
    for action, verdict in _BUTTONS.items():
        on_press(app, action, partial(open_form, verdict=verdict))
    on_submit(app, Form.SECOND_LOOK, save_form)
