"""`/indicator`: registering indicators and showing them."""

from contextlib import suppress

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import may_edit as may_edit_indicator
from bot.actions.access import require_indicator_with_key, require_outcome_with_key
from bot.actions.due import name_of
from bot.actions.history import indicator_history as history_of
from bot.actions.indicators import (
    indicator_in_full,
    indicator_page,
    indicators_of_outcome,
    outcome_of,
)
from bot.actions.outcomes import outcome_in_full, possible_parents
from bot.actions.own import only_one_of
from bot.actions.targets import current_snapshot
from bot.domain.keys import as_compared
from bot.domain.typed_text import shown
from bot.errors import Choice, Misspelt, NotFound, Question, UserError
from bot.results.targets import TargetSheet
from bot.views.blocks import Message
from bot.views.errors import NOT_ALL_IN_SIGHT, OLD_BUTTON, noting
from bot.views.help import Verb
from bot.views.history import indicator_history
from bot.views.ids import Action
from bot.views.indicator_list import LISTS, indicator_list
from bot.views.indicators import indicator_show
from bot.views.working import worked_out
from bot.words import Example, words
from handlers import ownership, pausing, sources, wholes
from handlers.changing_indicators import EDIT
from handlers.commands import Command, Handled, asks_for_help
from handlers.forms import on_choose, on_press
from handlers.new_indicator import form_for
from handlers.rebasing import REBASE
from handlers.requests import Request
from storage.access import Named, visible_outcome_with_key

_TWO_WEEKS = 14
_WEEKDAYS = tuple("0123456")


async def open_form_by_name(request: Request) -> None:
    """Open the form for the outcome that was named."""
    if not request.text:
        raise UserError(
            "Which outcome is it for? For example: {command}. `/outcome list` shows what there is.",
            command=Example("/indicator new <outcome>"),
        )
    outcome, name = await request.read(_outcome_and_name, request)
    request.open(form_for(outcome, request, name=name))


def _outcome_and_name(session: Session, request: Request) -> tuple[Named, str]:
    """The outcome that was named, and the name of the new indicator where one follows its key. Raises Question where
    no outcome was named.
    """
    try:
        return finding.find_outcome(session, request.text, by=request.actor), ""
    except NotFound:
        first, *more = request.text.split(maxsplit=1)
        outcome = visible_outcome_with_key(session, first.lower(), by=request.actor)
        if outcome is not None and more:
            return outcome, more[0]
        raise _for_which_outcome(session, request) or NotFound(
            'No outcome here is called "{typed}". `/outcome list` shows what there is.', typed=request.text[:60]
        ) from None


def _for_which_outcome(session: Session, request: Request) -> Question | None:
    """Where an indicator was named, its outcome; else any, for a new one of that name. None where there is none."""
    with suppress(NotFound, Question):
        found = finding.find_indicator(session, request.text, by=request.actor)
        home = outcome_of(session, found.id)
        return Question(
            '"{typed}" is an indicator of "{outcome}". Add another one to that?',
            choices=[Choice(words("Add another one"), home.key)],
            typed=shown(found.name),
            outcome=home.statement,
        )
    known = possible_parents(session, by=request.actor)
    choices = [Choice(each.statement, f"{each.key} {request.text}", key=each.key) for each in known]
    asked = Question('For which outcome is "{typed}" to be an indicator?', choices=choices, typed=shown(request.text))
    return asked if choices else None


async def show_or_ask(request: Request) -> Message:
    """`/indicator csat` shows it, `/indicator mine` lists, and `/indicator Calls answered`, which is none, may be a new
    one.
    """
    if request.text.lower() in LISTS:
        return await show_list(request)
    try:
        return await show(request)
    except NotFound:
        word, *more = request.text.split()
        near = finding.closest(word, [*(handled.verb.name for handled in COMMAND.verbs), "help"])
        asked = None if near or not more else await request.read(_for_which_outcome, request)
        if asked is None or asks_for_help(request.text):
            raise
        asked.put_after("new")
        raise asked from None


async def show(request: Request) -> Message:
    """One indicator in full. Where an outcome was named, one of its indicators is asked for."""
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.",
            command=Example("/indicator show <indicator>"),
        )

    def find_and_show(session: Session) -> Message:
        found = _found(session, request)
        return indicator_show(indicator_in_full(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.read(find_and_show)


def _found(session: Session, request: Request) -> Named:
    """The indicator that was named. Where an outcome was, raises Question: which of its indicators is meant."""
    try:
        return finding.find_indicator(session, request.text, by=request.actor)
    except (NotFound, Misspelt) as problem:
        if asked := _which_of_outcome(session, request, exactly=isinstance(problem, Misspelt)):
            raise asked from None
        raise


def _which_of_outcome(session: Session, request: Request, *, exactly: bool) -> Question | None:
    """Which indicator of the outcome that was named; None where none was, or it has none. With `exactly` a part of its
    name will not do: there is an indicator that is spelled nearly so.
    """
    with suppress(NotFound, Question):
        outcome = finding.find_outcome(session, request.text, by=request.actor)
        if exactly and as_compared(request.text) not in (as_compared(outcome.key), as_compared(outcome.name)):
            return None
        sheet = outcome_in_full(session, outcome.id, by=request.actor, now=request.now)
        own = [line.indicator for line in sheet.indicators]
        if own:
            return Question(
                '"{typed}" is an outcome. Which of its indicators do you mean?',
                choices=[Choice(each.name, each.key, key=each.key) for each in own],
                typed=shown(outcome.name),
            )
    return None


async def show_history(request: Request) -> Message:
    """Everything that was recorded for an indicator; without a name for the only one that the person keeps."""

    def find_and_show(session: Session) -> Message:
        number = _found(session, request).id if request.text else only_one_of(session, by=request.actor)
        if number is None:
            raise UserError(
                "Which indicator? For example: {command}. `/indicator list` shows what there is.",
                command=Example("/indicator history <indicator>"),
            )
        return indicator_history(history_of(session, number, by=request.actor), request.viewer)

    return await request.read(find_and_show)


async def show_older(request: Request) -> Message:
    """The buttons "History" and "Older"."""
    key, _, place = request.text.partition(" ")

    def page(session: Session) -> Message:
        found = require_indicator_with_key(session, key, by=request.actor)
        return indicator_history(history_of(session, found.id, place, by=request.actor), request.viewer)

    return await request.read(page)


async def show_newer(request: Request) -> Message:
    """The button "Newer"."""
    key, _, place = request.text.partition(" ")

    def page(session: Session) -> Message:
        found = require_indicator_with_key(session, key, by=request.actor)
        return indicator_history(history_of(session, found.id, after=place, by=request.actor), request.viewer)

    return await request.read(page)


async def show_list(request: Request) -> Message:
    """Every indicator in sight, or those of this person or channel."""
    which = request.text.lower() or "all"
    if which not in LISTS:
        raise UserError(
            'There is no list called "{typed}". `/indicator list` takes mine, here or all.', typed=request.text[:60]
        )
    return await _page(request, which, first=0)


async def show_more(request: Request) -> Message:
    """The button "Next 25"."""
    which, _, first = request.text.partition(" ")
    if not first.isdecimal():
        raise UserError(OLD_BUTTON)
    if which.startswith("="):
        return await _numbers_of(request, which.removeprefix("="), first=int(first[:6]))
    if which not in LISTS:
        raise UserError(OLD_BUTTON)
    return await _page(request, which, first=int(first[:6]))


async def _numbers_of(request: Request, outcome_key: str, *, first: int) -> Message:
    def page(session: Session) -> Message:
        outcome = require_outcome_with_key(session, outcome_key, by=request.actor)
        own = indicators_of_outcome(session, outcome.id, by=request.actor, now=request.now, first=first)
        return indicator_list(own, request.viewer)

    return await request.read(page)


async def _page(request: Request, which: str, *, first: int) -> Message:
    page = await request.read(
        indicator_page, which, channel_id=request.channel_id, by=request.actor, now=request.now, first=first
    )
    answer = indicator_list(page, request.viewer, which=which)
    return answer if request.sees_all else noting(answer, NOT_ALL_IN_SIGHT, request.viewer)


async def explain(request: Request) -> Message:
    """The button "How is this worked out?"."""

    def work_out(session: Session) -> Message:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        at = current_snapshot(session, found.id, by=request.actor, now=request.now)
        may_edit = may_edit_indicator(at.described, by=request.actor)
        return worked_out(TargetSheet(name_of(at), at.assessment, may_edit), request.viewer)

    return await request.read(work_out)


async def show_this(request: Request) -> Message:
    """The button that shows the indicator with this key."""

    def sheet(session: Session) -> Message:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        return indicator_show(indicator_in_full(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.read(sheet)


COMMAND = Command(
    "/indicator",
    (
        Handled(Verb("list", "list [mine|here|all]", words("lists indicators, the worst first")), show_list),
        Handled(
            Verb(
                "new", "new <outcome> [name]", words("registers an indicator of an outcome"), "/indicator new <outcome>"
            ),
            open_form_by_name,
        ),
        Handled(
            Verb(
                "show",
                "show <indicator>",
                words("shows an indicator and its latest readings"),
                "/indicator show <indicator>",
            ),
            show,
        ),
        Handled(
            Verb(
                "history",
                "history [indicator]",
                words("shows all that was recorded for it, corrected or taken back too"),
                "/indicator history <indicator>",
            ),
            show_history,
        ),
        *pausing.VERBS,
        EDIT,
        REBASE,
        *ownership.VERBS,
        *wholes.VERBS,
        *sources.VERBS,
    ),
    otherwise=Handled(Verb("", "<indicator>", words("shows it")), show_or_ask),
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons that show, list and explain."""
    on_press(app, Action.SHOW_INDICATOR, show_this, in_place=False)
    on_choose(app, Action.OPEN_INDICATOR, show_this)
    on_press(app, Action.MORE_INDICATORS, show_more, in_place=False)
    on_press(app, Action.EXPLAIN, explain, in_place=False)
    on_press(app, Action.HISTORY, show_older, in_place=False)
    on_press(app, Action.NEWER_HISTORY, show_newer, in_place=False)
