"""`/outcome edit`: one small form for one thing about an outcome."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_outcome_with_key
from bot.actions.changing import ChangedMeanwhile
from bot.actions.changing_outcomes import (
    Accountable,
    Dates,
    NewHome,
    OutcomeChange,
    Parent,
    Statement,
    Why,
    change_outcome,
    outcome_to_change,
)
from bot.actions.moving import move_of
from bot.actions.outcomes import possible_parents
from bot.domain.parts import OutcomePart, outcome_part
from bot.domain.typed_text import shown
from bot.errors import UserError
from bot.fields import Field
from bot.results.changing import Meanwhile, Move, OutcomeFace
from bot.results.names import OutcomeName
from bot.views.blocks import Message, View
from bot.views.changing import Carried, read_carried
from bot.views.changing_outcomes import (
    OutcomeTyped,
    as_it_is,
    outcome_change_form,
    outcome_changed,
    outcome_menu,
)
from bot.views.errors import OLD_BUTTON, OLD_FORM
from bot.views.help import Verb
from bot.views.ids import CHANGES_OUTCOME, Action, Form, read_part
from bot.words import Example, words
from handlers.changing_fields import is_corrected
from handlers.channels import learn_about
from handlers.commands import Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_press_of_many, on_submit, replace_form_with
from handlers.requests import Request


async def edit(request: Request) -> Message | None:
    """`/outcome edit gp` asks what is to be changed; `/outcome edit gp why Because…` opens the form with that in it."""
    if not request.text:
        raise UserError(
            "Which outcome? For example: {command}. `/outcome list` shows what there is.",
            command=Example("/outcome edit <outcome>"),
        )
    face, part, typed = await request.read(_understand, request)
    if part is None:
        return outcome_menu(face, request.viewer)
    await _open(request, face, part, typed)
    return None


def _understand(session: Session, request: Request) -> tuple[OutcomeFace, OutcomePart | None, str]:
    """The outcome that was named, what of it is to be changed where that was said, and to what."""
    found, rest = finding.take_outcome(session, request.text, by=request.actor)
    if not rest:
        return outcome_to_change(session, found.id, by=request.actor), None, ""
    word, _, typed = rest.partition(" ")
    part = outcome_part(word)
    if part is None:
        raise UserError(
            'There is no "{typed}" to change. Say statement, why, channel, accountable, dates or parent.',
            typed=shown(word),
        )
    return outcome_to_change(session, found.id, by=request.actor), part, typed.strip()


async def show_menu(request: Request) -> Message:
    """The button "Edit"."""

    def read(session: Session) -> Message:
        found = require_outcome_with_key(session, request.text, by=request.actor)
        return outcome_menu(outcome_to_change(session, found.id, by=request.actor), request.viewer)

    return await request.read(read)


async def open_form(request: Request) -> None:
    """A button that names what is to be changed."""
    part, outcome_id = _part_of(request.text)
    face = await request.read(outcome_to_change, outcome_id, by=request.actor)
    await _open(request, face, part, "")


async def _open(request: Request, face: OutcomeFace, part: OutcomePart, typed: str) -> None:
    draft = as_it_is(face, part, await _parents(request, part))
    if typed and part in (OutcomePart.STATEMENT, OutcomePart.WHY):
        draft = OutcomeTyped(text=typed, holds_from=draft.holds_from)
    request.open(outcome_change_form(face, part, draft, request.viewer))


async def _parents(request: Request, part: OutcomePart) -> tuple[OutcomeName, ...]:
    return await request.read(possible_parents, by=request.actor) if part is OutcomePart.PARENT else ()


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Save what was changed. Who will see what is said before an outcome moves, and what somebody else has made of the
    same thing meanwhile before theirs is replaced.
    """
    carried, part = _carried(request)
    change, corrected = _read(form, part), is_corrected(form)
    if isinstance(change, Accountable):
        with errors_at(Field.ACCOUNTABLE):
            await request.require_can_be_asked({change.user_id})
    if isinstance(change, NewHome) and carried.asked != change.channel_id:
        move = await request.read(move_of, carried.record_id, change.channel_id, by=request.actor)
        if move is not None:
            return await _ask_again(request, form, carried, part, move=move)

    def save(session: Session) -> dict[str, Any]:
        done = change_outcome(
            session,
            carried.record_id,
            change,
            seen_id=carried.version_id,
            reason=form.text(Field.REASON),
            corrected=corrected,
            by=request.actor,
            now=request.now,
        )
        return replace_form_with(outcome_changed(done, request.viewer))

    try:
        answer = await request.submit(save)
    except ChangedMeanwhile as changed:
        return await _ask_again(request, form, carried, part, meanwhile=changed.meanwhile)
    if isinstance(change, NewHome):
        learn_about(request.deps, request.installed, change.channel_id, chosen_by=request.actor)
    return answer


async def _ask_again(
    request: Request,
    form: FormValues,
    carried: Carried,
    part: OutcomePart,
    *,
    move: Move | None = None,
    meanwhile: Meanwhile | None = None,
) -> dict[str, Any]:
    """The form with what was typed, about the outcome as it is now where somebody else has changed it."""
    face = await request.read(outcome_to_change, carried.record_id, by=request.actor)
    if meanwhile is None:
        face = _as_seen(face, carried)
    typed = _typed(form, await _parents(request, part))
    view: View = outcome_change_form(face, part, typed, request.viewer, meanwhile=meanwhile, move=move)
    return replace_form_with(view)


def _as_seen(face: OutcomeFace, carried: Carried) -> OutcomeFace:
    """Still about the version that the person has seen: what has changed since is to be found out when it is saved."""
    return replace(face, definition_id=carried.version_id)


def _typed(form: FormValues, parents: tuple[OutcomeName, ...]) -> OutcomeTyped:
    return OutcomeTyped(
        text=form.text(Field.STATEMENT) or form.text(Field.WHY),
        channel_id=form.channel(Field.CHANNEL),
        user_id=form.person(Field.ACCOUNTABLE),
        starts_on=form.day(Field.STARTS_ON),
        ends_on=form.day(Field.ENDS_ON),
        parent_key=form.choice(Field.PARENT),
        holds_from=form.choice(Field.HOLDS_FROM),
        reason=form.text(Field.REASON),
        parents=parents,
    )


def _carried(request: Request) -> tuple[Carried, OutcomePart]:
    found = read_carried((request.view or {}).get("private_metadata") or "")
    if found is None or found.part not in list(OutcomePart):
        raise UserError(OLD_FORM)
    return found, OutcomePart(found.part)


def _part_of(carried: str) -> tuple[OutcomePart, int]:
    found = read_part(carried)
    if found is None or found[0] not in list(OutcomePart):
        raise UserError(OLD_BUTTON)
    return OutcomePart(found[0]), found[1]


def _read(form: FormValues, part: OutcomePart) -> OutcomeChange:
    match part:
        case OutcomePart.STATEMENT:
            return Statement(form.text(Field.STATEMENT))
        case OutcomePart.WHY:
            return Why(form.text(Field.WHY))
        case OutcomePart.CHANNEL:
            channel_id = form.channel(Field.CHANNEL)
            if channel_id is None:
                raise UserError("Choose the channel where it lives.", field=Field.CHANNEL)
            return NewHome(channel_id)
        case OutcomePart.ACCOUNTABLE:
            user_id = form.person(Field.ACCOUNTABLE)
            if user_id is None:
                raise UserError("Choose who answers for it.", field=Field.ACCOUNTABLE)
            return Accountable(user_id)
        case OutcomePart.DATES:
            return Dates(form.day(Field.STARTS_ON), form.day(Field.ENDS_ON))
        case OutcomePart.PARENT:
            return Parent(form.choice(Field.PARENT))


EDIT = Handled(
    Verb(
        "edit",
        "edit <outcome> [what]",
        words("changes one thing about it: what it says, its channel, who answers, its dates"),
        "/outcome edit <outcome>",
    ),
    edit,
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form."""
    on_press(app, Action.EDIT_OUTCOME, show_menu, in_place=False)
    on_press_of_many(app, CHANGES_OUTCOME, open_form)
    on_submit(app, Form.OUTCOME_CHANGE, save_form)
