"""`/target`: setting targets, and changing them with a reason."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import access, finding, targets
from bot.actions.due import name_of
from bot.actions.people import Actor
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import (
    Promise,
    TypedTarget,
    check_promise,
    current_snapshot,
    read_promise,
    read_target,
    require_another,
)
from bot.domain.targets import Direction
from bot.domain.values import Value, parse_goal
from bot.errors import UserError
from bot.fields import Field
from bot.results.targets import TargetSheet
from bot.views.amounts import exact
from bot.views.blocks import Message, View
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.views.targets import TargetDraft, target_form, target_saved, target_set, target_show
from bot.words import Example, words
from handlers.baselines import BASELINE
from handlers.changing_fields import is_corrected
from handlers.commands import Command, Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.paths import PATH
from handlers.requests import Request


async def set_or_show(request: Request) -> Message | None:
    """`/target csat 85 by 30 June` sets it, and `/target csat` shows it."""

    def is_alone(session: Session) -> bool:
        return not finding.take_indicator(session, request.text, by=request.actor)[1]

    return await show(request) if await request.read(is_alone) else await set_target(request)


async def set_target(request: Request) -> Message | None:
    """Set the target that was typed; where one is replaced without a reason, open the form that asks for it."""
    if not request.text:
        raise UserError(
            "Which indicator, what value, by when? For example: {command}",
            command=Example("/target set <indicator> <goal> by <date>"),
        )
    form = await request.read(_form_for_the_reason, request)
    if form is not None:
        request.open(form)
        return None

    def save(session: Session) -> dict[str, Any]:
        at, typed = _understand(session, request)
        after = targets.set_target(
            session,
            at.id,
            typed.promise,
            baseline=typed.baseline,
            reason=typed.reason,
            by=request.actor,
            now=request.now,
        )
        return target_set(_sheet(after), request.viewer)

    return await request.submit(save)


async def show(request: Request) -> Message:
    """An indicator's target, its path, and what it replaced."""
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.",
            command=Example("/target show <indicator>"),
        )

    def find_and_show(session: Session) -> Message:
        found = finding.find_indicator(session, request.text, by=request.actor)
        return target_show(
            _sheet(current_snapshot(session, found.id, by=request.actor, now=request.now), by=request.actor),
            request.viewer,
        )

    return await request.read(find_and_show)


async def open_form(request: Request) -> None:
    """The button "Set a target"."""

    def form(session: Session) -> View:
        found = access.require_indicator_with_key(session, request.text, by=request.actor)
        at = current_snapshot(session, found.id, by=request.actor, now=request.now)
        return _form(at, TargetDraft(), request, band=_keeps_a_band(at))

    request.open(await request.read(form))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Save the form's target."""
    indicator_id = request.id_in_form

    def save(session: Session) -> dict[str, Any]:
        access.require_visible_indicator(session, indicator_id, by=request.actor)
        at = current_snapshot(session, indicator_id, by=request.actor, now=request.now)
        promise = _promise(request, form, at)
        reason = form.text(Field.REASON)
        after = targets.set_target(
            session,
            indicator_id,
            promise,
            reason=reason,
            corrected=is_corrected(form),
            by=request.actor,
            now=request.now,
        )
        return replace_form_with(target_saved(_sheet(after), request.viewer))

    return await request.submit(save)


def _understand(session: Session, request: Request) -> tuple[IndicatorSnapshot, TypedTarget]:
    found, rest = finding.take_indicator(session, request.text, by=request.actor)
    at = current_snapshot(session, found.id, by=request.actor, now=request.now)
    return at, read_target(rest, at, by=request.actor, now=request.now)


def _form_for_the_reason(session: Session, request: Request) -> View | None:
    """The change form with what was typed; None where nothing is replaced or the reason is there already."""
    at, typed = _understand(session, request)
    if at.assessment.terms.target is None or typed.reason or typed.baseline is not None:
        return None
    require_another(at.described, typed.promise)
    access.require_may_edit(session, at.described, by=request.actor, refusal=access.MAY_NOT_CHANGE_TARGET)
    # A form for limits cannot be saved where one value is wanted, whatever is then put into it.
    check_promise(at.described, typed.promise, now=request.now)
    return _form(at, _draft(typed.promise, at, request), request, band=typed.promise.is_band)


def _draft(promise: Promise, at: IndicatorSnapshot, request: Request) -> TargetDraft:
    def printed(value: Value | None) -> str:
        return exact(value, at.measure, request.viewer) if value else ""

    return TargetDraft(
        value=printed(promise.value),
        low=printed(Value(promise.low)) if promise.low is not None else "",
        high=printed(Value(promise.high)) if promise.high is not None else "",
        due_on=promise.due_on,
    )


def _form(at: IndicatorSnapshot, draft: TargetDraft, request: Request, *, band: bool) -> View:
    current = at.assessment.terms.target
    return target_form(draft, name_of(at), request.viewer, current=current, band=band, metadata=str(at.id))


def _keeps_a_band(at: IndicatorSnapshot) -> bool:
    return at.assessment.terms.direction is Direction.MAINTAIN


def _promise(request: Request, form: FormValues, at: IndicatorSnapshot) -> Promise:
    due_on = form.day(Field.DUE_ON)
    if not form.has(Field.LOW):
        with errors_at(Field.VALUE):
            return read_promise(
                form.text(Field.VALUE),
                due_on,
                at.measure,
                direction=at.terms.direction,
                name=at.name,
                like=at.like,
                by=request.actor,
            )
    low, high = _side(request, form, at, Field.LOW), _side(request, form, at, Field.HIGH)
    if low is None and high is None:
        raise UserError("Give at least one of the two.", field=Field.LOW)
    return Promise(low=low.amount if low else None, high=high.amount if high else None, due_on=due_on)


def _side(request: Request, form: FormValues, at: IndicatorSnapshot, field: Field) -> Value | None:
    typed = form.text(field)
    if not typed:
        return None
    with errors_at(field):
        return parse_goal(typed, at.measure, locale=request.actor.locale, name=at.name, like=at.like)


def _sheet(at: IndicatorSnapshot, *, by: Actor | None = None) -> TargetSheet:
    may_edit = by is not None and access.may_edit(at.described, by=by)
    return TargetSheet(name_of(at), at.assessment, may_edit)


COMMAND = Command(
    "/target",
    (
        Handled(
            Verb(
                "set",
                "set <indicator> <value> by <date> [from <value> on <date>] [because <reason>]",
                words("sets or changes a target, or limits (between 5 and 10, at most 10, at least 5)"),
                "/target set <indicator> <goal> by <date>",
            ),
            set_target,
        ),
        Handled(Verb("show", "show <indicator>", words("shows a target and how it is to be reached")), show),
        PATH,
        BASELINE,
    ),
    otherwise=Handled(Verb("", "<indicator> [<value> by <date>]", words("sets its target, or shows it")), set_or_show),
)


def register(app: AsyncApp) -> None:
    """Listen for the form and for the button that opens it."""
    on_submit(app, Form.TARGET_CHANGE, save_form)
    on_press(app, Action.SET_TARGET, open_form)
