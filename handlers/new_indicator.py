"""Registering an indicator: the form, what it asks before it saves, and what was understood."""

from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.access import require_outcome_with_key, require_visible_outcome
from bot.actions.indicators import NewIndicator, has_indicator_called, register_indicator, registered
from bot.actions.targets import Promise
from bot.domain.calendar import local_day
from bot.domain.dates import parse_date
from bot.domain.facts import Level
from bot.domain.guessing import Guess, guess
from bot.domain.keys import as_compared
from bot.domain.target_lines import parse_target_line
from bot.domain.targets import Direction
from bot.domain.typed_text import shown
from bot.domain.values import Measure, Value, ValueKind, parse_goal
from bot.errors import UserError
from bot.fields import Field
from bot.results.names import OutcomeName
from bot.views.asked import AskedForm, asked_form
from bot.views.blocks import View
from bot.views.errors import OLD_FORM
from bot.views.ids import Action, Form
from bot.views.indicator_form import IndicatorDraft, indicator_form, indicator_saved
from bot.words import Words, words
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.indicator_fields import cadence_in, is_on_working_days, measure_in
from handlers.requests import Request
from storage.access import Named


def form_for(outcome: Named, request: Request, *, name: str = "") -> View:
    """The form for an indicator of this outcome."""
    draft = IndicatorDraft(owner_user_id=request.actor.user_id, name=name)
    return indicator_form(draft, OutcomeName(outcome.key, outcome.name), request.viewer, asked=AskedForm(outcome.id))


async def open_form_by_key(request: Request) -> None:
    """The button "Add an indicator": open the form for the outcome with that key."""
    outcome = await request.read(require_outcome_with_key, request.text, by=request.actor)
    request.open(form_for(outcome, request))


async def show_in_full(request: Request) -> None:
    """The button "More": the same form with every field, and with what is in it already."""
    await _show_again(request, in_full=True)


async def ask_what_follows(request: Request) -> None:
    """Another choice in "How often": the same form with what that asks for."""
    assert request.view is not None, "the menu stands in the form"
    await _show_again(request, in_full=FormValues(request.view).has(Field.KIND))


async def _show_again(request: Request, *, in_full: bool) -> None:
    assert request.view is not None, "it was shown before"
    asked, draft = _asked(request), _draft(FormValues(request.view), request)

    def again(session: Session) -> View:
        outcome = require_visible_outcome(session, asked.about or 0, by=request.actor)
        name = OutcomeName(outcome.key, outcome.name)
        return indicator_form(draft, name, request.viewer, asked=asked, in_full=in_full)

    request.update(await request.read(again))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Save the indicator, and say what was understood; ask first where it could be something else."""
    asked = _asked(request)
    read = _guess(request, form)
    wanted = _wanted(request, form, read, outcome_id=asked.about or 0)
    # What Slack brings again would find itself on record.
    if not await request.is_answered():
        again = await request.read(_doubtful, request, form, read, asked)
        if again is not None:
            return replace_form_with(again)
    people = {wanted.owner_user_id}
    with errors_at(Field.OWNER):
        await request.require_can_be_asked(people)
    if wanted.backup_user_id:
        with errors_at(Field.BACKUP):
            await request.require_can_be_asked({wanted.backup_user_id})

    def save(session: Session) -> dict[str, Any]:
        at = register_indicator(session, wanted, by=request.actor, now=request.now)
        return replace_form_with(indicator_saved(registered(session, at, by=request.actor), request.viewer))

    return await request.submit(save)


def _doubtful(session: Session, request: Request, form: FormValues, read: Guess, asked: AskedForm) -> View | None:
    """The form again with what is asked about; None where there is nothing, or nothing that was not asked before."""
    name, questions = form.text(Field.NAME), list[Words]()
    outcome = require_visible_outcome(session, asked.about or 0, by=request.actor)
    if name and has_indicator_called(session, outcome.id, name):
        asking = ("name", as_compared(name))
        if not asked.has_asked(*asking):
            questions.append(words('"{outcome}" has one of this name already. If it is another, save again.',
                                   outcome=shown(outcome.name, 200)))  # fmt: skip
            asked = asked.asking([asking])
    draft, in_full = _draft(form, request), form.has(Field.KIND)
    if _could_be_else(read) and not _is_chosen(form):
        questions.append(_what_is_it(read))
        kind, direction, unit = read.measure.kind, read.direction, _unit(read.measure)
        draft, in_full = replace(draft, kind=kind, direction=direction, unit=draft.unit or unit), True
    if not questions:
        return None
    return indicator_form(
        draft,
        OutcomeName(outcome.key, outcome.name),
        request.viewer,
        asked=asked,
        in_full=in_full,
        questions=tuple(questions),
    )


def _what_is_it(read: Guess) -> Words:
    return words(
        "What it is measured in, and that it should {should}, is a guess of mine. Change it below, or save again.",
        should=read.direction,
    )


def _could_be_else(read: Guess) -> bool:
    """Whether to ask first. Days that are counted could be a duration too: that is said once it is saved."""
    return not read.says_direction or any(each.kind is not ValueKind.DURATION for each in read.otherwise)


def _is_chosen(form: FormValues) -> bool:
    """Whether the person has said themselves what it is and where it should go."""
    return bool(form.choice(Field.KIND) and form.choice(Field.DIRECTION))


def _unit(measure: Measure) -> str:
    return ", ".join(measure.scale) if measure.kind is ValueKind.SCALE else measure.unit


def _guess(request: Request, form: FormValues) -> Guess:
    """What was typed comes to, and by what it is measured. Raises UserError at the field at fault."""
    goal, _ = _goal_and_day(request, form)
    direction = form.member(Field.DIRECTION, Direction) if form.choice(Field.DIRECTION) else None
    with errors_at(Field.BASELINE if form.text(Field.BASELINE) else Field.VALUE):
        return guess(
            form.text(Field.BASELINE),
            goal,
            locale=request.actor.locale,
            name=form.text(Field.NAME),
            direction=direction,
            measure=_chosen_measure(form),
            settled=request.actor.is_settled,
        )


def _chosen_measure(form: FormValues) -> Measure | None:
    """The kind that was chosen, and its unit; None where it is to be read from the values."""
    unit = form.text(Field.UNIT)
    if not form.choice(Field.KIND):
        if not unit:
            return None
        raise UserError("Choose how it is measured, too.", field=Field.KIND)
    return measure_in(form)


def _goal_and_day(request: Request, form: FormValues) -> tuple[str, date | None]:
    """The value that it should become, and by when, which may stand behind it or in its own field."""
    today = local_day(request.now, request.actor.zone)
    locale, by_when = request.actor.locale, form.text(Field.DUE_ON)
    with errors_at(Field.VALUE):
        line = parse_target_line(form.text(Field.VALUE), today=today, locale=locale)
    if line.baseline is not None or line.reason:
        return form.text(Field.VALUE), None
    if not by_when:
        return line.amount, line.due_on
    with errors_at(Field.DUE_ON):
        day = parse_date(by_when, today=today, locale=locale)
    if line.due_on not in (None, day):
        raise UserError("There is another day behind the value. Leave one of the two.", field=Field.DUE_ON)
    return line.amount, day


def _wanted(request: Request, form: FormValues, read: Guess, *, outcome_id: int) -> NewIndicator:
    today, measure = local_day(request.now, request.actor.zone), read.measure
    return NewIndicator(
        outcome_id=outcome_id,
        name=form.text(Field.NAME),
        measure=measure,
        direction=read.direction,
        cadence=cadence_in(form, viewer=request.viewer),
        owner_user_id=form.person(Field.OWNER) or request.actor.user_id,
        backup_user_id=form.person(Field.BACKUP),
        on_working_days=is_on_working_days(form),
        level=form.member(Field.LEVEL, Level) if form.choice(Field.LEVEL) else Level.OUTCOME,
        description=form.text(Field.DESCRIPTION),
        key=form.text(Field.KEY),
        baseline=_baseline(request, form, read, today=today),
        promise=_promise(request, form, read),
        lowest=_bound(request, form, Field.LOWEST, measure),
        highest=_bound(request, form, Field.HIGHEST, measure),
    )


def _baseline(request: Request, form: FormValues, read: Guess, *, today: date) -> tuple[Value, date] | None:
    typed = form.text(Field.BASELINE_ON)
    if read.baseline is None:
        if typed:
            raise UserError(
                "Give the value that was measured on this day, or leave the day empty.", field=Field.BASELINE
            )
        return None
    if not typed:
        return read.baseline, today
    with errors_at(Field.BASELINE_ON):
        return read.baseline, parse_date(typed, today=today, locale=request.actor.locale, prefer="past")


def _promise(request: Request, form: FormValues, read: Guess) -> Promise | None:
    _, due_on = _goal_and_day(request, form)
    if read.goal is None and read.low is None and read.high is None:
        if due_on is not None:
            raise UserError("Give the value that it should become by then, too.", field=Field.VALUE)
        return None
    promised = Promise(value=read.goal, low=read.low, high=read.high, due_on=due_on)
    if due_on is None and not promised.is_band:
        raise UserError("By when?", field=Field.DUE_ON)
    return promised


def _bound(request: Request, form: FormValues, field: Field, measure: Measure) -> Value | None:
    typed = form.text(field)
    if not typed:
        return None
    with errors_at(field):
        return parse_goal(typed, measure, locale=request.actor.locale, name=form.text(Field.NAME))


def _asked(request: Request) -> AskedForm:
    asked = asked_form((request.view or {}).get("private_metadata") or "")
    if asked is None or asked.about is None:
        raise UserError(OLD_FORM)
    return asked


def _draft(form: FormValues, request: Request) -> IndicatorDraft:
    return IndicatorDraft(
        owner_user_id=form.person(Field.OWNER) or request.actor.user_id,
        name=form.text(Field.NAME),
        today=form.text(Field.BASELINE),
        goal=form.text(Field.VALUE),
        due_on=form.text(Field.DUE_ON),
        every=form.choice(Field.EVERY),
        kind=form.choice(Field.KIND),
        unit=form.text(Field.UNIT),
        direction=form.choice(Field.DIRECTION),
        description=form.text(Field.DESCRIPTION),
        backup_user_id=form.person(Field.BACKUP),
        due_day=form.choice(Field.DUE_DAY),
        shift=form.choice(Field.SHIFT),
        due_month=form.choice(Field.DUE_MONTH),
        measured_days=tuple(form.ticked(Field.MEASURED_DAYS)),
        counted_from=form.text(Field.COUNTED_FROM),
        level=form.choice(Field.LEVEL),
        lowest=form.text(Field.LOWEST),
        highest=form.text(Field.HIGHEST),
        measured_on=form.text(Field.BASELINE_ON),
        key=form.text(Field.KEY),
    )


def register(app: AsyncApp) -> None:
    """Listen for the form, and for the buttons that open it and show all of it."""
    on_submit(app, Form.INDICATOR_NEW, save_form)
    on_press(app, Action.ADD_INDICATOR, open_form_by_key)
    on_press(app, Action.INDICATOR_IN_FULL, show_in_full)
