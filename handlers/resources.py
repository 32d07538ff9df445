"""`/outcome resources`: what an outcome takes, planned and used, and outcomes side by side."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding, resources
from bot.actions.access import require_indicator_with_key, require_outcome_with_key
from bot.actions.screens import outcome_name
from bot.domain.calendar import local_day
from bot.domain.resources import (
    InputRule,
    NoUnit,
    TypedAmount,
    TypedUse,
    take_amount,
    take_use,
    unit_called,
)
from bot.domain.target_lines import take_reason
from bot.domain.typed_text import shown
from bot.errors import Choice, Question, UnclearValue, UserError
from bot.fields import Field
from bot.results.resources import ResourceChange
from bot.views.blocks import Message
from bot.views.errors import NOT_ALL_IN_SIGHT, OLD_BUTTON, noting
from bot.views.help import Verb
from bot.views.ids import Action, Form, record_id
from bot.views.resources import (
    PLANNED,
    USED,
    UseDraft,
    correct_use_form,
    input_form,
    resource_change_saved,
    resource_changed,
    resource_list,
    resource_sheet,
    resources_form,
)
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_choose, on_press, on_submit, replace_form_with
from handlers.requests import Request
from storage.access import Named

RESOURCES = "resources"

Change = Callable[[Session, Request, Named, str], ResourceChange]


async def resources_of(request: Request) -> Message:
    """`/outcome resources gp` shows what it takes, `… plan 20k€` and `… used 12 h for June` change it; alone it sets
    outcomes side by side.
    """
    if not request.text:
        return await _page(request, first=0)

    def is_alone(session: Session) -> bool:
        return not finding.take_outcome(session, request.text, by=request.actor)[1]

    if await request.read(is_alone):

        def sheet(session: Session) -> Message:
            found, _ = finding.take_outcome(session, request.text, by=request.actor)
            content = resources.resource_sheet(session, found.id, by=request.actor, now=request.now)
            return resource_sheet(content, request.viewer)

        return await request.read(sheet)

    def save(session: Session) -> dict[str, Any]:
        found, rest = finding.take_outcome(session, request.text, by=request.actor)
        verb, _, typed = rest.partition(" ")
        change = _VERBS.get(verb.lower())
        if change is None:
            raise UserError(
                'What is to be done with "{typed}"? For example {plan}, {used}, or {fix} for what you noted last.',
                typed=shown(rest),
                plan=Example(f"/outcome resources {found.key} plan 20k€"),
                used=Example(f"/outcome resources {found.key} used 3,400 € for June printing"),
                fix=Example(f"/outcome resources {found.key} fix 3,200 €"),
            )
        resources.require_may_edit(session, found.id, by=request.actor)
        try:
            done = change(session, request, found, typed.strip())
        except UnclearValue as unclear:
            raise _to_be_typed_again(unclear) from None
        return resource_changed(done, request.viewer)

    return await request.submit(save)


def _to_be_typed_again(unclear: UnclearValue) -> UserError:
    """What may be one of several numbers can be chosen; what was taken out of a line has lost its unit, so that it has
    to be typed.
    """
    if any(each.line for each in unclear.choices):
        return UserError(unclear.words)
    return unclear


def _plan(session: Session, request: Request, found: Named, typed: str) -> ResourceChange:
    text, reason = take_reason(typed)
    with _unit_asked(found, "plan"):
        amount = _amount(session, request, found.id, text)
    if amount.rest:
        raise UserError(
            'What is "{words}"? Type the amount alone, or why: {example}.',
            words=shown(amount.rest),
            example=Example(f"/outcome resources {found.key} plan 20k€ because two vans are needed"),
        )
    return resources.plan(session, found.id, amount, reason, by=request.actor, now=request.now)


def _used(session: Session, request: Request, found: Named, typed: str) -> ResourceChange:
    with _unit_asked(found, "used"):
        use = _use(session, request, found.id, typed)
    return resources.note_use(session, found.id, use, by=request.actor, now=request.now)


def _fix(session: Session, request: Request, found: Named, typed: str) -> ResourceChange:
    with _unit_asked(found, "fix"):
        use = _use(session, request, found.id, typed)
    number = resources.newest_entry(session, found.id, use.amount.unit, by=request.actor)
    return resources.correct_use(session, number, use, by=request.actor, now=request.now)


class _unit_asked:  # noqa: N801  # reads as the statement it is
    """Inside it, an amount without a unit is asked about with the outcome's line."""

    def __init__(self, found: Named, verb: str) -> None:
        self._line = f"{found.key} {verb}"

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, NoUnit) and problem.known:
            choices = [
                Choice(words("{unit}", unit=each.name), f"{self._line} {problem.number} {each.name} {problem.rest}")
                for each in problem.known
            ]
            raise Question(problem.words, choices=choices) from None


_RULES = re.compile(
    r"[\s,:]+(?:(?P<adds>(?:each |they )?adds? up|sum)|(?P<total>(?:running |as a )?total(?: so far)?|so far|latest))$",
    re.IGNORECASE,
)


def _input(session: Session, request: Request, found: Named, typed: str) -> ResourceChange:
    rule = _RULES.search(typed)
    named = typed[: rule.start()] if rule else typed
    if not named:
        raise UserError(
            "Which indicator says what is used? For example: {command}",
            command=Example("/outcome resources <outcome> input <indicator> adds up", {"outcome": found.key}),
        )
    indicator = finding.find_indicator(session, named, by=request.actor)
    if rule is None:
        line = f"{found.key} input {indicator.key}"
        raise Question(
            'What do the figures of "{indicator}" say?',
            choices=[
                Choice(words("What was used each time"), f"{line} adds up"),
                Choice(words("All that was used so far"), f"{line} total"),
            ],
            indicator=indicator.name,
        )
    how = InputRule.ADDS_UP if rule["adds"] else InputRule.RUNNING_TOTAL
    return resources.take_from_indicator(session, found.id, indicator.id, how, by=request.actor, now=request.now)


def _no(session: Session, request: Request, found: Named, typed: str) -> ResourceChange:
    if typed.lower() != "input":
        raise UserError(
            "To note by hand what is used: {no_input}. To count something no more: {drop}.",
            no_input=Example(f"/outcome resources {found.key} no input"),
            drop=Example(f"/outcome resources {found.key} drop hours"),
        )
    return resources.end_input(session, found.id, by=request.actor, now=request.now)


def _drop(session: Session, request: Request, found: Named, typed: str) -> ResourceChange:
    known, said = resources.known_units(session, found.id), unit_called(typed, locale=request.actor.locale)
    fitting = [each for each in known if typed.lower() == each.kind or (said is not None and each.is_like(said))]
    if len(fitting) != 1:
        raise UserError(
            'Count what no more? You wrote "{typed}". Known here: {units}.',
            typed=shown(typed),
            units=", ".join(each.name for each in known) or "–",
        )
    return resources.drop(session, found.id, fitting[0], by=request.actor, now=request.now)


_VERBS: dict[str, Change] = {
    **dict.fromkeys(("plan", "planned", "budget"), _plan),
    **dict.fromkeys(("used", "use", "spent", "spend"), _used),
    **dict.fromkeys(("fix", "correct"), _fix),
    **dict.fromkeys(("input", "from"), _input),
    "no": _no,
    **dict.fromkeys(("drop", "remove"), _drop),
}


def _amount(session: Session, request: Request, outcome_id: int, text: str) -> TypedAmount:
    if not text:
        raise UserError("How much? For example 20k€, 120 h or 15 days.", field=Field.VALUE)
    known = resources.known_units(session, outcome_id)
    return take_amount(text, known=known, locale=request.actor.locale, settled=request.actor.is_settled)


def _use(session: Session, request: Request, outcome_id: int, text: str) -> TypedUse:
    if not text:
        raise UserError("How much? For example 3,400 €, 12 h or 2 days.", field=Field.VALUE)
    return take_use(
        text,
        known=resources.known_units(session, outcome_id),
        today=local_day(request.now, request.actor.zone),
        locale=request.actor.locale,
        settled=request.actor.is_settled,
    )


# Side by side, and one in full ----------------------------------------------------------------------------------------


async def show_page(request: Request) -> Message:
    """`/outcome list resources`."""
    return await _page(request, first=0)


async def show_more(request: Request) -> Message:
    """The button "Next 25"."""
    if not request.text.isdecimal():
        raise UserError(OLD_BUTTON)
    return await _page(request, first=int(request.text[:6]))


async def _page(request: Request, *, first: int) -> Message:
    page = await request.read(resources.portfolio, by=request.actor, now=request.now, first=first)
    answer = resource_list(page, request.viewer)
    return answer if request.sees_all else noting(answer, NOT_ALL_IN_SIGHT, request.viewer)


async def show_this(request: Request) -> Message:
    """An outcome chosen from the list."""

    def sheet(session: Session) -> Message:
        found = require_outcome_with_key(session, request.text, by=request.actor)
        content = resources.resource_sheet(session, found.id, by=request.actor, now=request.now)
        return resource_sheet(content, request.viewer)

    return await request.read(sheet)


# Forms ----------------------------------------------------------------------------------------------------------------


async def open_form(request: Request) -> None:
    """The button "Resources…"."""
    request.open(resources_form(await request.read(_editable_sheet, request), request.viewer))


async def open_input_form(request: Request) -> None:
    """The button "Take it from a number…"."""
    sheet = await request.read(_editable_sheet, request)
    if not sheet.inputs:
        raise UserError("No indicator of this outcome is measured in money, hours or days.")
    request.open(input_form(sheet, request.viewer))


def _editable_sheet(session: Session, request: Request) -> Any:
    found = require_outcome_with_key(session, request.text, by=request.actor)
    resources.require_may_edit(session, found.id, by=request.actor)
    return resources.resource_sheet(session, found.id, by=request.actor, now=request.now)


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Note what was used, or plan it."""
    outcome_id, what = request.id_in_form, form.choice(Field.RESOURCE)
    on, note = form.day(Field.USED_ON), form.text(Field.NOTE)
    if what not in (USED, PLANNED):
        raise UserError("Choose one.", field=Field.RESOURCE)

    def save(session: Session) -> dict[str, Any]:
        resources.require_may_edit(session, outcome_id, by=request.actor)
        with errors_at(Field.VALUE):
            amount = _whole_amount(session, request, outcome_id, form.text(Field.VALUE))
        if what == PLANNED:
            done = resources.plan(session, outcome_id, amount, note, by=request.actor, now=request.now)
        else:
            with errors_at(Field.USED_ON):
                use = TypedUse(amount, on, note)
                done = resources.note_use(session, outcome_id, use, by=request.actor, now=request.now)
        return replace_form_with(resource_change_saved(done, request.viewer))

    return await request.submit(save)


def _whole_amount(session: Session, request: Request, outcome_id: int, text: str) -> TypedAmount:
    """All of the text as an amount."""
    amount = _amount(session, request, outcome_id, text)
    if amount.rest:
        raise UserError('What is "{words}"? Type the amount alone here.', words=shown(amount.rest))
    return amount


async def save_input(request: Request, form: FormValues) -> dict[str, Any]:
    """Have an indicator say what is used."""
    outcome_id, key = request.id_in_form, form.choice(Field.INDICATOR)
    if key is None:
        raise UserError("Choose one.", field=Field.INDICATOR)
    if form.choice(Field.INPUT_RULE) is None:
        raise UserError("Choose one.", field=Field.INPUT_RULE)
    rule = form.member(Field.INPUT_RULE, InputRule)

    def save(session: Session) -> dict[str, Any]:
        with errors_at(Field.INDICATOR):
            found = require_indicator_with_key(session, key, by=request.actor)
            done = resources.take_from_indicator(session, outcome_id, found.id, rule, by=request.actor, now=request.now)
        return replace_form_with(resource_change_saved(done, request.viewer))

    return await request.submit(save)


async def open_correction(request: Request) -> None:
    """The menu "Correct one…", and the button below what was just noted."""
    use_id = record_id(request.text)
    if use_id is None:
        raise UserError(OLD_BUTTON)
    entry, home = await request.read(resources.entry_to_correct, use_id, by=request.actor)
    request.open(correct_use_form(UseDraft(use_id, outcome_name(home), entry), request.viewer))


async def save_correction(request: Request, form: FormValues) -> dict[str, Any]:
    """Have another entry stand in its place, or take it back."""
    use_id, on, note = request.id_in_form, form.day(Field.USED_ON), form.text(Field.NOTE)
    is_taken_back = form.is_ticked(Field.TAKE_BACK)

    def save(session: Session) -> dict[str, Any]:
        use = None
        if not is_taken_back:
            entry, home = resources.entry_to_correct(session, use_id, by=request.actor)
            with errors_at(Field.VALUE):
                amount = _whole_amount(session, request, home.outcome.id, form.text(Field.VALUE))
            if amount.unit.is_like(entry.unit):
                amount = replace(amount, unit=entry.unit)
            use = TypedUse(amount, on, note)
        done = resources.correct_use(session, use_id, use, by=request.actor, now=request.now)
        return replace_form_with(resource_change_saved(done, request.viewer))

    return await request.submit(save)


VERB = Handled(
    Verb(
        "resources",
        "resources [outcome] [plan|used|fix <amount>]",
        words("shows and keeps what it takes, money or effort; alone, outcomes side by side"),
        "/outcome resources <outcome> used 12 h",
    ),
    resources_of,
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons, the menus and the forms."""
    on_press(app, Action.RESOURCES, open_form)
    on_press(app, Action.RESOURCE_INPUT, open_input_form)
    on_press(app, Action.MORE_RESOURCES, show_more, in_place=False)
    on_press(app, Action.CORRECT_ONE_USE, open_correction)
    on_choose(app, Action.OPEN_RESOURCES, show_this)
    on_choose(app, Action.CORRECT_USE, open_correction)
    on_submit(app, Form.RESOURCES, save_form)
    on_submit(app, Form.USE_CORRECT, save_correction)
    on_submit(app, Form.RESOURCE_INPUT, save_input)
