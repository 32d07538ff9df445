"""`/target`: setting targets, and changing them with a reason."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding, permission
from bot.actions.due import name_of
from bot.actions.standing import Standing
from bot.actions.targets import (
    Promise,
    TypedTarget,
    check_promise,
    read_promise,
    read_target,
    set_target,
    standing_of,
)
from bot.domain.progress import Direction
from bot.domain.values import Value, parse_goal, print_value
from bot.errors import NotFound, UserError
from bot.views.blocks import Message, View
from bot.views.help import Verb
from bot.views.ids import Action, Field, Form
from bot.views.targets import TargetDraft, TargetSheet, target_form, target_saved, target_set, target_show
from handlers.asked import Asked
from handlers.commands import Command, Handled
from handlers.forms import instead, on_press, on_submit
from handlers.typed import Filled, at_field

_HOW = "For example: `/target set csat 85 by 30 June`. `/outcome list` shows what there is."


async def sets(asked: Asked) -> Message | None:
    """Set the target that was typed; where one is replaced without a reason, open the form that asks for it."""
    if not asked.text:
        raise UserError(f"Which indicator, what value, by when? {_HOW}")
    form = await asked.read(_form_for_the_reason, asked)
    if form is not None:
        asked.open(form)
        return None

    def save(session: Session) -> dict[str, Any]:
        at, typed = _understand(session, asked)
        after = set_target(
            session,
            at.id,
            typed.promise,
            baseline=typed.baseline,
            reason=typed.reason,
            by=asked.who,
            now=asked.now,
        )
        return target_set(_sheet(after), asked.reader)

    return await asked.submit(save)


async def show(asked: Asked) -> Message:
    """An indicator's target, its path, and what it replaced."""
    if not asked.text:
        raise UserError("Which indicator? For example: `/target show csat`. `/outcome list` shows what there is.")

    def find_and_show(session: Session) -> Message:
        found = finding.find_indicator(session, asked.text, by=asked.who)
        return target_show(_sheet(standing_of(session, found.id, by=asked.who, now=asked.now)), asked.reader)

    return await asked.read(find_and_show)


async def opens(asked: Asked) -> None:
    """The button "Set a target"."""

    def form(session: Session) -> View:
        known = finding.visible_indicators(session, by=asked.who)
        found = next((each for each in known if each.key == asked.text), None)
        if found is None:
            raise NotFound("This indicator is no longer there, or you no longer see it.")
        at = standing_of(session, found.id, by=asked.who, now=asked.now)
        return _form(at, TargetDraft(), asked, band=_keeps_a_band(at))

    asked.open(await asked.read(form))


async def submitted(asked: Asked, filled: Filled) -> dict[str, Any]:
    """Save the form's target."""
    assert asked.view is not None
    indicator_id = int(asked.view["private_metadata"])

    def save(session: Session) -> dict[str, Any]:
        if indicator_id not in {each.id for each in finding.visible_indicators(session, by=asked.who)}:
            raise NotFound("The indicator is no longer there, or you no longer see it.")
        at = standing_of(session, indicator_id, by=asked.who, now=asked.now)
        promise = _promise(asked, filled, at)
        reason = filled.text(Field.REASON)
        after = set_target(session, indicator_id, promise, reason=reason, by=asked.who, now=asked.now)
        return instead(target_saved(_sheet(after), asked.reader))

    return await asked.submit(save)


def _understand(session: Session, asked: Asked) -> tuple[Standing, TypedTarget]:
    found, rest = finding.take_indicator(session, asked.text, by=asked.who)
    at = standing_of(session, found.id, by=asked.who, now=asked.now)
    return at, read_target(rest, at, by=asked.who, now=asked.now)


def _form_for_the_reason(session: Session, asked: Asked) -> View | None:
    """The change form with what was typed; None where nothing is replaced or the reason is there already."""
    at, typed = _understand(session, asked)
    if at.assessment.facts.target is None or typed.reason or typed.baseline is not None:
        return None
    permission.require_may_edit(session, at.described, by=asked.who, what="the target")
    # A form for limits cannot be saved where one value is wanted, whatever is then put into it.
    check_promise(at.described, typed.promise, by=asked.who, now=asked.now)
    return _form(at, _draft(typed.promise, at, asked), asked, band=typed.promise.is_band)


def _draft(promise: Promise, at: Standing, asked: Asked) -> TargetDraft:
    def printed(value: Value | None) -> str:
        return print_value(value, at.measure, locale=asked.who.locale) if value else ""

    return TargetDraft(
        value=printed(promise.value),
        low=printed(Value(promise.low)) if promise.low is not None else "",
        high=printed(Value(promise.high)) if promise.high is not None else "",
        due_on=promise.due_on,
    )


def _form(at: Standing, draft: TargetDraft, asked: Asked, *, band: bool) -> View:
    current = at.assessment.facts.target
    return target_form(draft, name_of(at), asked.reader, current=current, band=band, metadata=str(at.id))


def _keeps_a_band(at: Standing) -> bool:
    return at.assessment.facts.direction is Direction.MAINTAIN


def _promise(asked: Asked, filled: Filled, at: Standing) -> Promise:
    due_on = filled.day(Field.DUE_ON)
    if not filled.has(Field.LOW):
        with at_field(Field.VALUE):
            return read_promise(filled.text(Field.VALUE), due_on, at.measure, name=at.name, by=asked.who)
    low, high = _side(asked, filled, at, Field.LOW), _side(asked, filled, at, Field.HIGH)
    if low is None and high is None:
        raise UserError("Give at least one of the two.", field=Field.LOW)
    return Promise(low=low.amount if low else None, high=high.amount if high else None, due_on=due_on)


def _side(asked: Asked, filled: Filled, at: Standing, field: Field) -> Value | None:
    typed = filled.text(field)
    if not typed:
        return None
    with at_field(field):
        return parse_goal(typed, at.measure, locale=asked.who.locale, name=at.name)


def _sheet(at: Standing) -> TargetSheet:
    return TargetSheet(name_of(at), at.assessment)


COMMAND = Command(
    "/target",
    (
        Handled(
            Verb(
                "set",
                "set <indicator> <value> by <date> [from <value> on <date>] [because <reason>]",
                "Sets or changes a target; limits are: between 5 and 10, at most 10, at least 5",
                "/target set csat 85 by 30 June",
            ),
            sets,
        ),
        Handled(Verb("show", "show <indicator>", "Shows a target and its path", "/target show csat"), show),
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the form and for the button that opens it."""
    on_submit(app, Form.TARGET_CHANGE, submitted)
    on_press(app, Action.SET_TARGET, opens)
