"""`/outcome close` and `/outcome reopen`: what came of an outcome, and that it goes on after all."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_outcome_with_key
from bot.actions.closing import Ending, close_outcome, closing_draft, reopen_outcome, require_may_reopen
from bot.actions.endings import closed_lines
from bot.actions.outcomes import outcome_in_full
from bot.actions.screens import outcome_name
from bot.domain.closing import OutcomeResult
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import Message, View
from bot.views.closing import closed_list
from bot.views.closing_form import closing_form, just_closed, reopen_form, taken_up_again
from bot.views.errors import NOT_ALL_IN_SIGHT, noting
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.views.outcomes import outcome_show
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


async def open_closing(request: Request) -> None:
    """Open the form with what happened."""
    if not request.text:
        raise UserError(
            "Which outcome? For example: {command}. `/outcome list` shows what there is.",
            command=Example("/outcome close <outcome>"),
        )

    def form(session: Session) -> View:
        found = finding.find_outcome(session, request.text, by=request.actor, closed_too=True)
        return closing_form(closing_draft(session, found.id, by=request.actor, now=request.now), request.viewer)

    request.open(await request.read(form))


async def open_closing_by_key(request: Request) -> None:
    """The button "Close…"."""

    def form(session: Session) -> View:
        found = require_outcome_with_key(session, request.text, by=request.actor)
        return closing_form(closing_draft(session, found.id, by=request.actor, now=request.now), request.viewer)

    request.open(await request.read(form))


async def save_closing(request: Request, form: FormValues) -> dict[str, Any]:
    """Close it, and say what follows."""
    outcome_id = request.id_in_form
    ending = Ending(
        result=form.member(Field.RESULT, OutcomeResult),
        sentence=form.text(Field.SENTENCE),
        lesson=form.text(Field.LESSON),
        tell_channel=form.is_ticked(Field.TELL),
        begin_next=form.is_ticked(Field.BEGIN_NEXT),
    )

    def save(session: Session) -> dict[str, Any]:
        done = close_outcome(session, outcome_id, ending, by=request.actor, now=request.now)
        return replace_form_with(just_closed(done, request.viewer))

    return await request.submit(save)


async def open_reopening(request: Request) -> None:
    """Ask why it is to go on."""
    if not request.text:
        raise UserError(
            "Which outcome? {command} shows what is closed.",
            command=Example("/outcome list closed"),
        )

    def form(session: Session) -> View:
        found = finding.find_closed_outcome(session, request.text, by=request.actor)
        return _reopen_form(session, found.id, request)

    request.open(await request.read(form))


async def open_reopening_by_key(request: Request) -> None:
    """The button "Reopen…"."""

    def form(session: Session) -> View:
        return _reopen_form(session, require_outcome_with_key(session, request.text, by=request.actor).id, request)

    request.open(await request.read(form))


def _reopen_form(session: Session, outcome_id: int, request: Request) -> View:
    home = require_may_reopen(session, outcome_id, by=request.actor)
    return reopen_form(outcome_id, outcome_name(home), request.viewer)


async def save_reopening(request: Request, form: FormValues) -> dict[str, Any]:
    """Take it up again."""
    outcome_id = request.id_in_form

    def save(session: Session) -> dict[str, Any]:
        done = reopen_outcome(session, outcome_id, form.text(Field.REASON), by=request.actor, now=request.now)
        return replace_form_with(taken_up_again(done, request.viewer))

    return await request.submit(save)


async def show_by_key(request: Request) -> Message:
    """The buttons "Full story" and "Show it"."""

    def show(session: Session) -> Message:
        found = require_outcome_with_key(session, request.text, by=request.actor)
        return outcome_show(outcome_in_full(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.read(show)


async def show_closed(request: Request) -> Message:
    """`/outcome list closed`."""
    answer = closed_list(await request.read(closed_lines, by=request.actor), request.viewer)
    return answer if request.sees_all else noting(answer, NOT_ALL_IN_SIGHT, request.viewer)


CLOSED = "closed"
"""What `/outcome list` takes beside its other filters."""

VERBS = (
    Handled(
        Verb("close", "close <outcome>", words("closes one with what came of it")),
        open_closing,
    ),
    Handled(Verb("reopen", "reopen <outcome>", words("takes a closed one up again")), open_reopening),
)


def register(app: AsyncApp) -> None:
    """Listen for the forms and for the buttons that open them."""
    on_press(app, Action.CLOSE_OUTCOME, open_closing_by_key)
    on_press(app, Action.REOPEN_OUTCOME, open_reopening_by_key)
    on_press(app, Action.SHOW_OUTCOME, show_by_key, in_place=False)
    on_submit(app, Form.CLOSE, save_closing)
    on_submit(app, Form.REOPEN, save_reopening)
