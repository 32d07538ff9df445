"""`/indicator parts` and `/indicator formula`, and the form that does the same."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_indicator_with_key
from bot.actions.due import name_of_described
from bot.actions.making_wholes import as_typed, define, has_values, read_formula, read_parts, take_since
from bot.domain.wholes import Making
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import Message, View
from bot.views.changing import START
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.views.wholes import ORDINARY, defined, defined_view, made_of_form
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


async def make_of_parts(request: Request) -> Message | None:
    """`/indicator parts all-sites sum north south east`."""
    return await _in_a_line(request, "/indicator parts <indicator> sum <part> <part>", is_formula=False)


async def make_by_formula(request: Request) -> Message | None:
    """`/indicator formula calls-each {calls} / {customers}`."""
    return await _in_a_line(request, "/indicator formula <indicator> {{<part>}} / {{<part>}}", is_formula=True)


async def _in_a_line(request: Request, example: str, *, is_formula: bool) -> Message | None:
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.", command=Example(example)
        )

    def save(session: Session) -> dict[str, Any]:
        found, rest = finding.take_indicator(session, request.text, by=request.actor)
        typed, from_the_start = take_since(rest)
        read = read_formula if is_formula else read_parts
        wanted = read(session, typed, by=request.actor)
        done = define(
            session,
            found.id,
            wanted,
            from_the_start=from_the_start,
            line=f"{found.key} {typed}",
            by=request.actor,
            now=request.now,
        )
        return defined(done, request.viewer)

    return await request.submit(save)


async def open_form(request: Request) -> None:
    """The button under `/indicator show`."""

    def form(session: Session) -> View:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        described, typed = as_typed(session, found.id, by=request.actor)
        is_asked = has_values(session, described)
        return made_of_form(name_of_described(described), found.id, typed, request.viewer, has_values=is_asked)

    request.open(await request.read(form))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Have it be made as the form says."""
    number, how, of = request.id_in_form, form.choice(Field.HOW_MADE) or "", form.text(Field.PARTS)
    since = form.choice(Field.HOLDS_FROM)
    if not how:
        raise UserError("Choose one of these.", field=Field.HOW_MADE)

    def save(session: Session) -> dict[str, Any]:
        if how == Making.FORMULA:
            wanted = read_formula(session, of, by=request.actor)
        else:
            wanted = read_parts(session, how if how == ORDINARY else f"{how} {of}", by=request.actor)
        done = define(
            session,
            number,
            wanted,
            from_the_start=since == START if since else None,
            reason=form.text(Field.REASON),
            by=request.actor,
            now=request.now,
            in_a_form=True,
        )
        return replace_form_with(defined_view(done, request.viewer))

    return await request.submit(save)


VERBS = (
    Handled(
        Verb(
            "parts",
            "parts <indicator> sum|mean|ratio <part> <part> …|none",
            words("works it out from its parts: sites, teams, groups"),
        ),
        make_of_parts,
    ),
    Handled(
        Verb(
            "formula",
            "formula <indicator> <formula>|none",
            words("works it out from others by a small formula, with their keys in braces"),
        ),
        make_by_formula,
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the button and the form."""
    on_press(app, Action.MADE_OF, open_form, in_place=False)
    on_submit(app, Form.MADE_OF, save_form)
