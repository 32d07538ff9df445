"""`/target baseline`: the value from which an indicator starts, given late or corrected."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import access, finding
from bot.actions.baselines import set_baseline, take_provisional_baseline
from bot.actions.due import name_of
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import current_snapshot
from bot.domain.calendar import local_day
from bot.domain.target_lines import BaselineLine, parse_baseline_line
from bot.domain.values import Value, parse_value
from bot.errors import UserError
from bot.fields import Field
from bot.results.targets import TargetSheet
from bot.views.amounts import exact
from bot.views.baselines import BaselineDraft, baseline_form, baseline_saved, baseline_set
from bot.views.blocks import Message, View
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


async def change_baseline(request: Request) -> Message | None:
    """Start from what was typed; with nothing typed, or where one is replaced without a reason, open the form."""
    if not request.text:
        raise UserError(
            "Which indicator, and from what value? For example: {command}",
            command=Example("/target baseline <indicator> <value>"),
        )
    form = await request.read(_form_for_the_rest, request)
    if form is not None:
        request.open(form)
        return None

    def save(session: Session) -> dict[str, Any]:
        at, line = _named(session, request)
        value = _value(line.amount, at, request)
        day = line.on or local_day(request.now, request.actor.zone)
        after = set_baseline(session, at.id, value, day, reason=line.reason, by=request.actor, now=request.now)
        return baseline_set(_sheet(after), request.viewer)

    return await request.submit(save)


async def open_form(request: Request) -> None:
    """The buttons "Add a starting value…" and "Correct the start…"."""

    def form(session: Session) -> View:
        found = access.require_indicator_with_key(session, request.text, by=request.actor)
        at = current_snapshot(session, found.id, by=request.actor, now=request.now)
        return _form(session, at, _as_it_is(at, request), request)

    request.open(await request.read(form))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Save the form's value."""
    indicator_id = request.id_in_form

    def save(session: Session) -> dict[str, Any]:
        access.require_visible_indicator(session, indicator_id, by=request.actor)
        at = current_snapshot(session, indicator_id, by=request.actor, now=request.now)
        with errors_at(Field.BASELINE):
            value = _value(form.text(Field.BASELINE), at, request)
        day = form.day(Field.BASELINE_ON)
        if day is None:
            raise UserError("When was it measured?", field=Field.BASELINE_ON)
        after = set_baseline(
            session, indicator_id, value, day, reason=form.text(Field.REASON), by=request.actor, now=request.now
        )
        return replace_form_with(baseline_saved(_sheet(after), request.viewer))

    return await request.submit(save)


async def take_provisional(request: Request) -> Message:
    """The button "Take 12.5 for now"."""
    indicator_id = request.id_in_button

    def save(session: Session) -> dict[str, Any]:
        after = take_provisional_baseline(session, indicator_id, by=request.actor, now=request.now)
        return baseline_set(_sheet(after), request.viewer)

    return await request.submit(save)


def _named(session: Session, request: Request) -> tuple[IndicatorSnapshot, BaselineLine]:
    found, rest = finding.take_indicator(session, request.text, by=request.actor)
    at = current_snapshot(session, found.id, by=request.actor, now=request.now)
    today = local_day(request.now, request.actor.zone)
    return at, parse_baseline_line(rest, today=today, locale=request.actor.locale)


def _form_for_the_rest(session: Session, request: Request) -> View | None:
    """The form with what was typed; None where nothing is missing."""
    at, line = _named(session, request)
    if not line.amount:
        return _form(session, at, _as_it_is(at, request), request)
    value, present = _value(line.amount, at, request), at.terms.baseline
    if line.reason or present is None or present.provisional:
        return None
    today = local_day(request.now, request.actor.zone)
    draft = BaselineDraft(exact(value, at.measure, request.viewer), line.on or today)
    return _form(session, at, draft, request)


def _form(session: Session, at: IndicatorSnapshot, draft: BaselineDraft, request: Request) -> View:
    if at.described.baseline is not None:
        access.require_may_edit(session, at.described, by=request.actor, refusal=access.MAY_NOT_CHANGE_BASELINE)
    return baseline_form(draft, name_of(at), request.viewer, current=at.terms.baseline, metadata=str(at.id))


def _as_it_is(at: IndicatorSnapshot, request: Request) -> BaselineDraft:
    present = at.terms.baseline
    if present is None:
        return BaselineDraft(on=local_day(request.now, request.actor.zone))
    return BaselineDraft(exact(present.value, at.measure, request.viewer), present.on)


def _value(typed: str, at: IndicatorSnapshot, request: Request) -> Value:
    by = request.actor
    return parse_value(typed, at.measure, locale=by.locale, name=at.name, like=at.like, settled=by.is_settled)


def _sheet(at: IndicatorSnapshot) -> TargetSheet:
    return TargetSheet(name_of(at), at.assessment)


BASELINE = Handled(
    Verb(
        "baseline",
        "baseline <indicator> <value> [on <date>] [because <reason>]",
        words("gives or corrects the value from which it starts"),
        "/target baseline <indicator> <value>",
    ),
    change_baseline,
)


def register(app: AsyncApp) -> None:
    """Listen for the form and for the buttons."""
    on_press(app, Action.GIVE_BASELINE, open_form)
    on_press(app, Action.TAKE_BASELINE, take_provisional, in_place=False)
    on_submit(app, Form.BASELINE, save_form)
