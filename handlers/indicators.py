"""`/indicator`: registering indicators and showing them."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_indicator_with_key, require_outcome_with_key
from bot.actions.due import name_of
from bot.actions.history import indicator_history as history_of
from bot.actions.indicators import (
    NewIndicator,
    indicator_in_full,
    indicator_lines,
    next_due_item,
    outcome_of,
    register_indicator,
)
from bot.actions.outcomes import outcome_in_full, possible_parents
from bot.actions.own import only_one_of
from bot.actions.targets import Promise, current_snapshot, read_promise
from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.calendar import local_day
from bot.domain.facts import Level
from bot.domain.keys import as_compared
from bot.domain.targets import Direction
from bot.domain.typed_text import shown
from bot.domain.values import Measure, Value, ValueKind, parse_goal, parse_value
from bot.errors import Choice, Misspelt, NotFound, Question, UserError
from bot.fields import Field
from bot.results.names import OutcomeName
from bot.results.targets import TargetSheet
from bot.views.blocks import Message
from bot.views.errors import NOT_ALL_IN_SIGHT, OLD_BUTTON, noting
from bot.views.help import Verb
from bot.views.history import indicator_history
from bot.views.ids import Action, Form
from bot.views.indicator_list import LISTS, indicator_list
from bot.views.indicators import IndicatorDraft, indicator_form, indicator_saved, indicator_show
from bot.views.working import worked_out
from bot.words import Example, words
from handlers.commands import Command, Handled, asks_for_help
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
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
    request.open(_form_for(outcome, request, name=name))


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
    if which not in LISTS or not first.isdecimal():
        raise UserError(OLD_BUTTON)
    return await _page(request, which, first=int(first[:6]))


async def _page(request: Request, which: str, *, first: int) -> Message:
    lines = await request.read(indicator_lines, which, channel_id=request.channel_id, by=request.actor, now=request.now)
    answer = indicator_list(lines, request.viewer, which=which, first=first)
    return answer if request.sees_all else noting(answer, NOT_ALL_IN_SIGHT, request.viewer)


async def open_form_by_key(request: Request) -> None:
    """The button "Add an indicator": open the form for the outcome with that key."""
    outcome = await request.read(require_outcome_with_key, request.text, by=request.actor)
    request.open(_form_for(outcome, request))


async def explain(request: Request) -> Message:
    """The button "How is this worked out?"."""

    def work_out(session: Session) -> Message:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        at = current_snapshot(session, found.id, by=request.actor, now=request.now)
        return worked_out(TargetSheet(name_of(at), at.assessment), request.viewer)

    return await request.read(work_out)


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Save the indicator, say when its first reading is due, and offer a target where none was given."""
    outcome_id = request.id_in_form
    wanted = _read(request, form, outcome_id)
    with errors_at(Field.OWNER):
        await request.require_can_be_asked({wanted.owner_user_id})

    def save(session: Session) -> dict[str, Any]:
        at = register_indicator(session, wanted, by=request.actor, now=request.now)
        due = next_due_item(session, at, by=request.actor)
        has_target = at.assessment.terms.target is not None
        return replace_form_with(indicator_saved(name_of(at), request.viewer, next_due=due, has_target=has_target))

    return await request.submit(save)


def _form_for(outcome: Named, request: Request, *, name: str = "") -> dict[str, Any]:
    draft = IndicatorDraft(owner_user_id=request.actor.user_id, name=name)
    return indicator_form(draft, OutcomeName(outcome.key, outcome.name), request.viewer, metadata=str(outcome.id))


def _read(request: Request, form: FormValues, outcome_id: int) -> NewIndicator:
    name = form.text(Field.NAME)
    measure = _measure(form)
    today = local_day(request.now, request.actor.zone)
    return NewIndicator(
        outcome_id=outcome_id,
        name=name,
        measure=measure,
        direction=form.member(Field.DIRECTION, Direction),
        cadence=_cadence(form, today=today),
        owner_user_id=form.person(Field.OWNER) or request.actor.user_id,
        on_working_days=_is_on_working_days(form),
        level=form.member(Field.LEVEL, Level) if form.choice(Field.LEVEL) else Level.OUTCOME,
        key=form.text(Field.KEY),
        baseline=_baseline(form, measure, name=name, locale=request.actor.locale, today=today),
        promise=_promise(request, form, measure, name=name),
        lowest=_bound(request, form, Field.LOWEST, measure, name=name),
        highest=_bound(request, form, Field.HIGHEST, measure, name=name),
    )


def _measure(form: FormValues) -> Measure:
    kind, unit = form.member(Field.KIND, ValueKind), form.text(Field.UNIT)
    if kind is not ValueKind.SCALE:
        return Measure(kind, unit)
    labels = tuple(label.strip() for label in unit.split(",") if label.strip())
    if len({label.casefold() for label in labels}) < max(2, len(labels)):
        raise UserError(
            "A scale needs its labels, each once, from the lowest to the highest: poor, fair, good.", field=Field.UNIT
        )
    return Measure(kind, "", labels)


def _cadence(form: FormValues, *, today: date) -> Cadence:
    rule = _due_rule(form)
    if form.choice(Field.EVERY) == "two_weeks":
        monday = today - timedelta(days=today.weekday())
        return Cadence(Every.INTERVAL, rule, interval_days=_TWO_WEEKS, anchor=monday)
    every = Every.DAY if _is_on_working_days(form) else form.member(Field.EVERY, Every)
    if every is Every.DAY and rule.kind is DueKind.WEEKDAY:
        raise UserError("A daily reading cannot wait for one weekday. Leave this empty.", field=Field.DUE_DAY)
    return Cadence(every, rule)


def _is_on_working_days(form: FormValues) -> bool:
    return form.choice(Field.EVERY) == "working_day"


def _due_rule(form: FormValues) -> DueRule:
    due_day = form.choice(Field.DUE_DAY)
    if due_day in _WEEKDAYS:
        return DueRule(DueKind.WEEKDAY, int(due_day))
    return DueRule(form.member(Field.DUE_DAY, DueKind)) if due_day else DueRule()


def _baseline(form: FormValues, measure: Measure, *, name: str, locale: str, today: date) -> tuple[Value, date] | None:
    typed, measured_on = form.text(Field.BASELINE), form.day(Field.BASELINE_ON)
    if not typed:
        if measured_on:
            raise UserError(
                "Give the value that was measured on this day, or leave the day empty.", field=Field.BASELINE
            )
        return None
    with errors_at(Field.BASELINE):
        return parse_value(typed, measure, locale=locale, name=name), measured_on or today


def _promise(request: Request, form: FormValues, measure: Measure, *, name: str) -> Promise | None:
    typed, due_on = form.text(Field.VALUE), form.day(Field.DUE_ON)
    if not typed:
        if due_on:
            raise UserError("Give the value promised by this date, or leave the date empty.", field=Field.VALUE)
        return None
    with errors_at(Field.VALUE):
        direction = form.member(Field.DIRECTION, Direction)
        return read_promise(typed, due_on, measure, direction=direction, name=name, by=request.actor)


def _bound(request: Request, form: FormValues, field: Field, measure: Measure, *, name: str) -> Value | None:
    typed = form.text(field)
    if not typed:
        return None
    with errors_at(field):
        return parse_goal(typed, measure, locale=request.actor.locale, name=name)


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
    ),
    otherwise=Handled(Verb("", "<indicator>", words("shows it")), show_or_ask),
)


def register(app: AsyncApp) -> None:
    """Listen for the form and for the button that opens it."""
    on_submit(app, Form.INDICATOR_NEW, save_form)
    on_press(app, Action.ADD_INDICATOR, open_form_by_key)
    on_press(app, Action.MORE_INDICATORS, show_more, in_place=False)
    on_press(app, Action.EXPLAIN, explain, in_place=False)
    on_press(app, Action.HISTORY, show_older, in_place=False)
    on_press(app, Action.NEWER_HISTORY, show_newer, in_place=False)
