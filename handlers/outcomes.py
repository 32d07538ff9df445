"""`/outcome`: listing outcomes and showing them. `new_outcome` registers them."""

from contextlib import suppress

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_outcome_with_key
from bot.actions.indicators import outcome_of
from bot.actions.outcomes import outcome_in_full, outcome_page
from bot.domain.keys import as_compared
from bot.domain.typed_text import shown
from bot.errors import Choice, NotFound, Question, UserError
from bot.views.blocks import Message
from bot.views.errors import NOT_ALL_IN_SIGHT, OLD_BUTTON, noting
from bot.views.help import Verb
from bot.views.ids import Action
from bot.views.outcomes import outcome_list, outcome_show
from bot.words import Example, words
from handlers import closing, resources
from handlers.changing_outcomes import EDIT
from handlers.commands import Command, Handled, asks_for_help
from handlers.forms import on_choose, on_press
from handlers.new_outcome import open_form
from handlers.notes import note
from handlers.requests import Request

LISTS = ("mine", "here", "all")


async def show_or_register(request: Request) -> Message | None:
    """`/outcome gp-appointment` shows it, `/outcome mine` lists, and `/outcome Patients wait less` opens the form with
    that in it. What may be either is asked.
    """
    if request.text.lower() in (*LISTS, closing.CLOSED):
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
        found = finding.find_outcome(session, request.text, by=request.actor, closed_too=True)
    except (NotFound, Question):
        return False
    return as_compared(request.text) in (as_compared(found.name), as_compared(found.key))


async def show_list(request: Request) -> Message:
    """Every outcome in sight, or those of this person or channel."""
    which = request.text.lower() or "all"
    if which == closing.CLOSED:
        return await closing.show_closed(request)
    if which == resources.RESOURCES:
        return await resources.show_page(request)
    if which not in LISTS:
        guess, typed = finding.closest(which, (*LISTS, closing.CLOSED, resources.RESOURCES)), request.text[:60]
        if guess:
            meant = Example(f"/outcome list {guess}")
            raise UserError('There is no list called "{typed}". Did you mean {meant}?', typed=typed, meant=meant)
        raise UserError(
            'There is no list called "{typed}". `/outcome list` takes mine, here, all, closed or resources.',
            typed=typed,
        )
    return await _page(request, which, first=0)


async def show_more(request: Request) -> Message:
    """The button "Next 25"."""
    which, _, first = request.text.partition(" ")
    if which not in LISTS or not first.isdecimal():
        raise UserError(OLD_BUTTON)
    return await _page(request, which, first=int(first[:6]))


async def _page(request: Request, which: str, *, first: int) -> Message:
    page = await request.read(
        outcome_page, which, channel_id=request.channel_id, by=request.actor, now=request.now, first=first
    )
    answer = outcome_list(page, request.viewer, which=which)
    return answer if request.sees_all else noting(answer, NOT_ALL_IN_SIGHT, request.viewer)


async def show(request: Request) -> Message:
    """One outcome with its indicators."""
    if not request.text:
        raise UserError(
            "Which outcome? For example: {command}. `/outcome list` shows what there is.",
            command=Example("/outcome show <outcome>"),
        )

    def find_and_show(session: Session) -> Message:
        found = finding.find_outcome(session, request.text, by=request.actor, closed_too=True)
        return outcome_show(outcome_in_full(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.read(find_and_show)


async def show_this(request: Request) -> Message:
    """The button "Show it": the outcome with this key."""

    def sheet(session: Session) -> Message:
        found = require_outcome_with_key(session, request.text, by=request.actor)
        return outcome_show(outcome_in_full(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.read(sheet)


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
            Verb("list", "list [mine|here|all|closed|resources]", words("lists outcomes and how they stand")),
            show_list,
        ),
        Handled(
            Verb("show", "show <outcome>", words("shows one outcome with its indicators"), "/outcome show <outcome>"),
            show,
        ),
        Handled(
            Verb(
                "note",
                "note <outcome> <text>",
                words("keeps a decision or a remark, for the next digest"),
                "/outcome note <outcome> we open on Saturdays",
            ),
            note,
        ),
        resources.VERB,
        *closing.VERBS,
        EDIT,
    ),
    otherwise=Handled(Verb("", "<outcome>", words("shows it; other words are a new one")), show_or_register),
    takes_sentences=True,
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons that list and show outcomes."""
    on_press(app, Action.SHOW_OUTCOME, show_this, in_place=False)
    on_press(app, Action.MORE_OUTCOMES, show_more, in_place=False)
    on_choose(app, Action.OPEN_OUTCOME, show_this)
    on_press(app, Action.LIST_OUTCOMES, show_list, in_place=False)
