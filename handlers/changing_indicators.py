"""`/indicator edit`: one small form for one thing about an indicator."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_indicator_with_key
from bot.actions.changing import ChangedMeanwhile
from bot.actions.changing_indicators import (
    Backup,
    Bounds,
    Combined,
    Description,
    Heading,
    IndicatorChange,
    Limitations,
    LimitsFrom,
    Measured,
    Method,
    Movement,
    Name,
    Rhythm,
    Shows,
    Source,
    change_indicator,
    indicator_to_change,
)
from bot.domain.cadence_words import read_rhythm
from bot.domain.calendar import local_day
from bot.domain.charting import RuleSet
from bot.domain.combining import Combine
from bot.domain.facts import Level
from bot.domain.parts import IndicatorPart, indicator_part
from bot.domain.periods import Period, parse_period
from bot.domain.targets import Direction
from bot.domain.transforms import Transform
from bot.domain.typed_text import shown
from bot.domain.values import Value, parse_goal
from bot.errors import UserError
from bot.fields import Field
from bot.results.changing import IndicatorFace
from bot.views.blocks import Message
from bot.views.cadence_form import Rhythm as CadenceFields
from bot.views.cadence_form import rhythm_typed
from bot.views.changing import Carried, read_carried
from bot.views.changing_indicators import (
    AS_IT_IS,
    IndicatorTyped,
    as_it_is,
    indicator_change_form,
    indicator_changed,
    indicator_menu,
)
from bot.views.errors import OLD_BUTTON, OLD_FORM
from bot.views.help import Verb
from bot.views.ids import CHANGES_INDICATOR, Action, Form, read_part
from bot.views.ownership import hand_over_form
from bot.words import Example, words
from handlers.changing_fields import is_corrected
from handlers.commands import Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_press_of_many, on_submit, replace_form_with
from handlers.indicator_fields import cadence_in, is_counted_anew, is_on_working_days, measure_in, rhythm_in
from handlers.requests import Request


async def edit(request: Request) -> Message | None:
    """`/indicator edit csat` asks what is to be changed; `/indicator edit csat name Happy customers` opens the form
    with that in it.
    """
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.",
            command=Example("/indicator edit <indicator>"),
        )
    face, word, typed = await request.read(_understand, request)
    if not word:
        return indicator_menu(face, request.viewer)
    if word.lower() in _OWNER:
        request.open(hand_over_form(face.name, request.viewer))
        return None
    part = indicator_part(word)
    if part is None:
        raise UserError(
            'There is no "{typed}" to change. Say name, definition, unit, direction, cadence, owner, backup, level, '
            "combine, bounds, source, method, limitations or movement.",
            typed=shown(word),
        )
    draft = as_it_is(face, part, request.viewer)
    if typed and part in _TYPED:
        draft = replace(draft, text=typed)
    if typed and part is IndicatorPart.CADENCE:
        draft = replace(draft, rhythm=_rhythm_typed(typed, request))
    request.open(indicator_change_form(face, part, draft, request.viewer))
    return None


def _rhythm_typed(typed: str, request: Request) -> CadenceFields:
    rhythm = read_rhythm(typed, locale=request.actor.locale)
    if rhythm is None:
        raise UserError(
            '"{typed}" is no rhythm that I know. Say for example *weekly on Friday*, *every 3 weeks from 25 March*, '
            "*monthly on the 15th* or *quarterly*, or nothing: the form asks.",
            typed=shown(typed),
        )
    return rhythm_typed(rhythm, request.viewer)


_OWNER = ("owner", "keeper")
_TYPED = (
    *(IndicatorPart.NAME, IndicatorPart.DESCRIPTION, IndicatorPart.MEASURE),
    *(IndicatorPart.SOURCE, IndicatorPart.METHOD, IndicatorPart.LIMITATIONS),
)
"""What may be typed behind the command."""


def _understand(session: Session, request: Request) -> tuple[IndicatorFace, str, str]:
    """The indicator that was named, what of it is to be changed where that was said, and to what."""
    found, rest = finding.take_indicator(session, request.text, by=request.actor)
    word, _, typed = rest.partition(" ")
    return indicator_to_change(session, found.id, by=request.actor), word, typed.strip()


async def show_menu(request: Request) -> Message:
    """The button "Edit"."""

    def read(session: Session) -> Message:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        return indicator_menu(indicator_to_change(session, found.id, by=request.actor), request.viewer)

    return await request.read(read)


async def open_form(request: Request) -> None:
    """A button that names what is to be changed."""
    found = read_part(request.text)
    if found is None or found[0] not in list(IndicatorPart):
        raise UserError(OLD_BUTTON)
    part = IndicatorPart(found[0])
    face = await request.read(indicator_to_change, found[1], by=request.actor)
    request.open(indicator_change_form(face, part, as_it_is(face, part, request.viewer), request.viewer))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Save what was changed. What somebody else has made of it meanwhile is said before theirs is replaced."""
    carried, part = _carried(request)
    face = await request.read(indicator_to_change, carried.record_id, by=request.actor)
    change, corrected = _read(request, form, part, face), is_corrected(form)
    if isinstance(change, Backup) and change.user_id is not None:
        with errors_at(Field.BACKUP):
            await request.require_can_be_asked({change.user_id})

    def save(session: Session) -> dict[str, Any]:
        done = change_indicator(
            session,
            carried.record_id,
            change,
            seen_id=carried.version_id,
            reason=form.text(Field.REASON),
            corrected=corrected,
            by=request.actor,
            now=request.now,
        )
        return replace_form_with(indicator_changed(done, request.viewer))

    try:
        return await request.submit(save)
    except ChangedMeanwhile as changed:
        face = await request.read(indicator_to_change, carried.record_id, by=request.actor)
        again = indicator_change_form(face, part, _typed(form), request.viewer, meanwhile=changed.meanwhile)
        return replace_form_with(again)


async def ask_what_follows(request: Request) -> None:
    """Another choice in "How often": the same form with what that asks for."""
    assert request.view is not None, "the menu stands in the form"
    carried, part = _carried(request)
    face = await request.read(indicator_to_change, carried.record_id, by=request.actor)
    typed = _typed(FormValues(request.view))
    request.update(indicator_change_form(face, part, typed, request.viewer, seen_id=carried.version_id))


_TEXTS = (
    *(Field.NAME, Field.DESCRIPTION, Field.UNIT, Field.SOURCE, Field.METHOD, Field.LIMITATIONS),
    Field.LIMITS_FROM,
)


def _typed(form: FormValues) -> IndicatorTyped:
    chosen = (form.choice(field) for field in (Field.DIRECTION, Field.LEVEL, Field.COMBINE, Field.RULE_SET))
    return IndicatorTyped(
        text=next(filter(None, map(form.text, _TEXTS)), ""),
        kind=form.choice(Field.KIND) or form.choice(Field.TRANSFORM),
        chosen=next(filter(None, chosen), None),
        rhythm=rhythm_in(form),
        user_id=form.person(Field.BACKUP),
        lowest=form.text(Field.LOWEST),
        highest=form.text(Field.HIGHEST),
        holds_from=form.choice(Field.HOLDS_FROM),
        reason=form.text(Field.REASON),
    )


def _carried(request: Request) -> tuple[Carried, IndicatorPart]:
    found = read_carried((request.view or {}).get("private_metadata") or "")
    if found is None or found.part not in list(IndicatorPart):
        raise UserError(OLD_FORM)
    return found, IndicatorPart(found.part)


def _read(request: Request, form: FormValues, part: IndicatorPart, face: IndicatorFace) -> IndicatorChange:
    match part:
        case IndicatorPart.NAME:
            return Name(form.text(Field.NAME))
        case IndicatorPart.DESCRIPTION:
            return Description(form.text(Field.DESCRIPTION))
        case IndicatorPart.MEASURE:
            return Measured(measure_in(form))
        case IndicatorPart.DIRECTION:
            return Heading(form.member(Field.DIRECTION, Direction))
        case IndicatorPart.CADENCE:
            cadence = cadence_in(form, viewer=request.viewer, present=face.name.cadence)
            return Rhythm(cadence, is_on_working_days(form), is_counted_anew(form))
        case IndicatorPart.BACKUP:
            return Backup(form.person(Field.BACKUP))
        case IndicatorPart.LEVEL:
            return Shows(form.member(Field.LEVEL, Level))
        case IndicatorPart.COMBINE:
            return Combined(form.member(Field.COMBINE, Combine))
        case IndicatorPart.SOURCE:
            return Source(form.text(Field.SOURCE))
        case IndicatorPart.METHOD:
            return Method(form.text(Field.METHOD))
        case IndicatorPart.LIMITATIONS:
            return Limitations(form.text(Field.LIMITATIONS))
        case IndicatorPart.MOVEMENT:
            scale = form.choice(Field.TRANSFORM)
            transform = form.member(Field.TRANSFORM, Transform) if scale not in (None, AS_IT_IS) else None
            return Movement(transform, form.member(Field.RULE_SET, RuleSet))
        case IndicatorPart.LIMITS_FROM:
            return LimitsFrom(_period(request, form, face))
        case IndicatorPart.BOUNDS:
            return Bounds(_bound(request, form, Field.LOWEST, face), _bound(request, form, Field.HIGHEST, face))


def _period(request: Request, form: FormValues, face: IndicatorFace) -> Period | None:
    typed, today = form.text(Field.LIMITS_FROM), local_day(request.now, request.actor.zone)
    if not typed:
        return None
    with errors_at(Field.LIMITS_FROM):
        return parse_period(typed, face.name.cadence, today=today, locale=request.actor.locale)


def _bound(request: Request, form: FormValues, field: Field, face: IndicatorFace) -> Value | None:
    typed = form.text(field)
    if not typed:
        return None
    with errors_at(field):
        return parse_goal(typed, face.name.measure, locale=request.actor.locale, name=face.name.name)


EDIT = Handled(
    Verb(
        "edit",
        "edit <indicator> [what]",
        words("changes one thing about it: its name, what counts, unit, how often, backup"),
        "/indicator edit <indicator>",
    ),
    edit,
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form."""
    on_press(app, Action.EDIT_INDICATOR, show_menu, in_place=False)
    on_press_of_many(app, CHANGES_INDICATOR, open_form)
    on_submit(app, Form.INDICATOR_CHANGE, save_form)
