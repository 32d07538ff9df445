"""`/target path`: another kind of line to the same target."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import access, finding
from bot.actions.due import name_of
from bot.actions.paths import read_path, reader_of, require_with_a_way, set_path, start_of
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import current_snapshot
from bot.domain.calendar import local_day
from bot.domain.dates import parse_date
from bot.domain.target_paths import TypedPath, parse_points
from bot.domain.targets import PathKind
from bot.errors import UserError
from bot.fields import Field
from bot.results.targets import TargetSheet
from bot.views.blocks import Message, View
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.views.paths import PathDraft, as_drawn, path_form, points_as_typed
from bot.views.targets import target_saved, target_set
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


async def change_path(request: Request) -> Message | None:
    """Have the target be reached as it was typed; without a reason, or with nothing typed, open the form."""
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.",
            command=Example("/target path <indicator> straight"),
        )
    form = await request.read(_form_for_the_rest, request)
    if form is not None:
        request.open(form)
        return None

    def save(session: Session) -> dict[str, Any]:
        at, rest = _named(session, request)
        path = read_path(rest, at, by=request.actor, now=request.now)
        after = set_path(session, at.id, path, by=request.actor, now=request.now)
        return target_set(_sheet(after), request.viewer)

    return await request.submit(save)


async def open_form(request: Request) -> None:
    """The button "Another kind of line…"."""

    def form(session: Session) -> View:
        found = access.require_indicator_with_key(session, request.text, by=request.actor)
        return _form(_changeable(session, found.id, request), None, request)

    request.open(await request.read(form))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Save the form's line."""
    indicator_id = request.id_in_form

    def save(session: Session) -> dict[str, Any]:
        access.require_visible_indicator(session, indicator_id, by=request.actor)
        at = current_snapshot(session, indicator_id, by=request.actor, now=request.now)
        after = set_path(session, indicator_id, _read(request, form, at), by=request.actor, now=request.now)
        return replace_form_with(target_saved(_sheet(after), request.viewer))

    return await request.submit(save)


def _named(session: Session, request: Request) -> tuple[IndicatorSnapshot, str]:
    found, rest = finding.take_indicator(session, request.text, by=request.actor)
    return current_snapshot(session, found.id, by=request.actor, now=request.now), rest


def _form_for_the_rest(session: Session, request: Request) -> View | None:
    """The form with what was typed; None where nothing is missing."""
    at, rest = _named(session, request)
    at = _changeable(session, at.id, request)
    if not rest:
        return _form(at, None, request)
    path = read_path(rest, at, by=request.actor, now=request.now)
    return None if path.reason else _form(at, path, request)


def _changeable(session: Session, indicator_id: int, request: Request) -> IndicatorSnapshot:
    """The indicator. Raises NotAllowed, and UserError where there is no way to change."""
    at = current_snapshot(session, indicator_id, by=request.actor, now=request.now)
    access.require_may_edit(session, at.described, by=request.actor, refusal=access.MAY_NOT_CHANGE_TARGET)
    require_with_a_way(at.described)
    return at


def _form(at: IndicatorSnapshot, path: TypedPath | None, request: Request) -> View:
    target = at.terms.target
    assert target is not None
    draft = as_drawn(target, at.measure, request.viewer)
    if path is not None:
        points = points_as_typed(path.kind, path.points, at.measure, request.viewer)
        draft = PathDraft(path.kind, points, path.reason)
    return path_form(draft, name_of(at), target, request.viewer, metadata=str(at.id))


def _read(request: Request, form: FormValues, at: IndicatorSnapshot) -> TypedPath:
    kind, typed, reason = form.member(Field.PATH, PathKind), form.text(Field.POINTS), form.text(Field.REASON)
    today, locale = local_day(request.now, request.actor.zone), request.actor.locale
    if kind in (PathKind.STRAIGHT, PathKind.SEASONAL):
        return TypedPath(kind, reason=reason)
    with errors_at(Field.POINTS):
        if kind is PathKind.DELAYED:
            return TypedPath(kind, ((parse_date(typed, today=today, locale=locale), start_of(at)),), reason)
        value = reader_of(at, by=request.actor)
        return TypedPath(kind, parse_points(typed, today=today, locale=locale, value=value), reason)


def _sheet(at: IndicatorSnapshot) -> TargetSheet:
    return TargetSheet(name_of(at), at.assessment)


PATH = Handled(
    Verb(
        "path",
        "path <indicator> <date>=<value> …|steps …|straight|seasonal|nothing before <date>",
        words("says how a target is to be reached on the way"),
        "/target path <indicator> straight",
    ),
    change_path,
)


def register(app: AsyncApp) -> None:
    """Listen for the form and for the button that opens it."""
    on_press(app, Action.CHANGE_PATH, open_form)
    on_submit(app, Form.PATH, save_form)
