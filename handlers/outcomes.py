"""`/outcome`: registering outcomes with a coach at hand, listing and showing them."""

from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.indicators import outcome_of
from bot.actions.outcomes import (
    NewOutcome,
    outcome_in_full,
    outcome_lines,
    possible_parents,
    register_outcome,
)
from bot.domain.coaching import advice_on
from bot.domain.keys import as_compared
from bot.domain.typed_text import shown
from bot.errors import Choice, NotFound, Question, UserError
from bot.fields import Field
from bot.results.names import OutcomeName
from bot.views.blocks import Message
from bot.views.errors import NOT_ALL_IN_SIGHT, noting
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.views.outcomes import OutcomeDraft, outcome_form, outcome_list, outcome_saved, outcome_show
from bot.words import Example, words
from handlers.channels import learn_about
from handlers.commands import Command, Handled, asks_for_help
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request

LISTS = ("mine", "here", "all")


async def open_form(request: Request) -> None:
    """Open the form with the statement in it."""
    parents = await request.read(possible_parents, by=request.actor)
    here = request.channel_id if request.channel_id[:1] in ("C", "G") else None
    draft = OutcomeDraft(accountable_user_id=request.actor.user_id, channel_id=here, statement=request.text)
    request.open(outcome_form(draft, parents, request.viewer))


async def show_or_register(request: Request) -> Message | None:
    """`/outcome gp-appointment` shows it, `/outcome mine` lists, and `/outcome Patients wait less` opens the form with
    that in it. What may be either is asked.
    """
    if request.text.lower() in LISTS:
        return await show_list(request)
    word, *more = request.text.split()
    if not more:
        return await _show_or_ask(request)
    if await request.read(_is_one, request):
        return await show(request)
    if asks_for_help(request.text):
        raise NotFound('No outcome here is called "{typed}".', typed=request.text)
    asks = word.lower() == "help"
    verb = "help" if asks else _verb_like(word)
    if verb is None:
        await open_form(request)
        return None
    if len(more) == 1 and not asks:
        raise NotFound('No outcome here is called "{typed}".', typed=request.text)
    meant = verb if asks else f"{verb} {' '.join(more)}"
    raise Question(
        'Is "{typed}" the outcome that you want to write down?',
        typed=shown(request.text),
        choices=[
            Choice(words("Yes, write it down"), f"new {request.text}"),
            Choice(words("{command}", command=f"/outcome {meant}"), meant),
        ],
    )


def _verb_like(word: str) -> str | None:
    return finding.closest(word, [handled.verb.name for handled in COMMAND.verbs])


async def _show_or_ask(request: Request) -> Message:
    """One word: an outcome, else an indicator of one, else a new one."""
    try:
        return await show(request)
    except NotFound:
        is_word = any(map(str.isalpha, request.text))
        if not is_word or _verb_like(request.text) is not None or asks_for_help(request.text):
            raise
        raise await request.read(_which_outcome, request) from None


def _which_outcome(session: Session, request: Request) -> Question:
    with suppress(NotFound, Question):
        found = finding.find_indicator(session, request.text, by=request.actor)
        home = outcome_of(session, found.id)
        return Question(
            '"{typed}" is an indicator of "{outcome}". Show that outcome?',
            choices=[Choice(words("Show it"), f"show {home.key}")],
            typed=shown(found.name),
            outcome=home.statement,
        )
    return Question(
        'No outcome here is called "{typed}". Is it a new one?',
        choices=[Choice(words("Yes, write it down"), f"new {request.text}")],
        typed=shown(request.text),
    )


def _is_one(session: Session, request: Request) -> bool:
    """Whether there is an outcome of just these words."""
    try:
        found = finding.find_outcome(session, request.text, by=request.actor)
    except (NotFound, Question):
        return False
    return as_compared(request.text) in (as_compared(found.name), as_compared(found.key))


async def show_list(request: Request) -> Message:
    """Every outcome in sight, or those of this person or channel."""
    which = request.text.lower() or "all"
    if which not in LISTS:
        guess, typed = finding.closest(which, LISTS), request.text[:60]
        if guess:
            meant = Example(f"/outcome list {guess}")
            raise UserError('There is no list called "{typed}". Did you mean {meant}?', typed=typed, meant=meant)
        raise UserError('There is no list called "{typed}". `/outcome list` takes mine, here or all.', typed=typed)
    lines = await request.read(outcome_lines, which, channel_id=request.channel_id, by=request.actor, now=request.now)
    answer = outcome_list(lines, request.viewer, which=which)
    return answer if request.sees_all else noting(answer, NOT_ALL_IN_SIGHT, request.viewer)


async def show(request: Request) -> Message:
    """One outcome with its indicators."""
    if not request.text:
        raise UserError(
            "Which outcome? For example: {command}. `/outcome list` shows what there is.",
            command=Example("/outcome show <outcome>"),
        )

    def find_and_show(session: Session) -> Message:
        found = finding.find_outcome(session, request.text, by=request.actor)
        return outcome_show(outcome_in_full(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.read(find_and_show)


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Ask the coach's question once; then save, and offer to add an indicator."""
    wanted = _read(request, form)
    advice = advice_on(wanted.statement)
    if advice and not form.is_ticked(Field.KEEP):
        if form.has(Field.KEEP):
            raise UserError(
                "This still describes what you will do. Say what should change, or tick that it is meant as it is.",
                field=Field.STATEMENT,
            )
        parents = await request.read(possible_parents, by=request.actor)
        return replace_form_with(outcome_form(_draft(wanted), parents, request.viewer, coaching=advice))
    with errors_at(Field.ACCOUNTABLE):
        await request.require_can_be_asked({wanted.accountable_user_id})

    def save(session: Session) -> dict[str, Any]:
        saved = register_outcome(session, wanted, by=request.actor, now=request.now)
        return replace_form_with(outcome_saved(OutcomeName(saved.key, saved.statement), request.viewer))

    answer = await request.submit(save)
    learn_about(request.deps, request.installed, wanted.channel_id, chosen_by=request.actor)
    return answer


def _read(request: Request, form: FormValues) -> NewOutcome:
    statement = form.text(Field.STATEMENT)
    advice = advice_on(statement)
    channel_id = form.channel(Field.CHANNEL)
    if channel_id is None:
        raise UserError("Choose the channel where it lives.", field=Field.CHANNEL)
    return NewOutcome(
        statement=statement,
        channel_id=channel_id,
        accountable_user_id=form.person(Field.ACCOUNTABLE) or request.actor.user_id,
        why=form.text(Field.WHY),
        starts_on=form.day(Field.STARTS_ON),
        ends_on=form.day(Field.ENDS_ON),
        parent_key=form.choice(Field.PARENT),
        key=form.text(Field.KEY),
        overridden=advice.work if advice and form.is_ticked(Field.KEEP) else "",
    )


def _draft(wanted: NewOutcome) -> OutcomeDraft:
    return OutcomeDraft(
        accountable_user_id=wanted.accountable_user_id,
        channel_id=wanted.channel_id,
        statement=wanted.statement,
        why=wanted.why,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        parent_key=wanted.parent_key,
        key=wanted.key,
    )


COMMAND = Command(
    "/outcome",
    (
        Handled(
            Verb(
                "new",
                "new [statement]",
                words("writes down something that should change"),
                "/outcome new Fewer people sleep rough",
            ),
            open_form,
        ),
        Handled(
            Verb("list", "list [mine|here|all]", words("lists outcomes and how they stand")),
            show_list,
        ),
        Handled(
            Verb("show", "show <outcome>", words("shows one outcome with its indicators"), "/outcome show <outcome>"),
            show,
        ),
    ),
    otherwise=Handled(Verb("", "<outcome>", words("shows it; other words are a new one")), show_or_register),
    takes_sentences=True,
)


def register(app: AsyncApp) -> None:
    """Listen for the registration form and for the button that opens it."""
    on_submit(app, Form.OUTCOME_NEW, save_form)
    on_press(app, Action.NEW_OUTCOME, open_form)
    on_press(app, Action.LIST_OUTCOMES, show_list, in_place=False)
