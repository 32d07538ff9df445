"""`/indicator pause`, `resume` and `retire`, and their buttons and forms."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_indicator_with_key
from bot.actions.due import name_of_described
from bot.actions.pausing import pause, require_may_pause, require_may_retire, resume, retire
from bot.domain.calendar import local_day
from bot.domain.interruptions import parse_until_line
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import Message, View
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.views.pausing import interrupted, interrupted_view, pause_form, retire_form
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request


def _require_named(request: Request, example: str) -> None:
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.", command=Example(example)
        )


async def pause_in_a_line(request: Request) -> Message | None:
    """`/indicator pause csat until 1 September half term`."""
    _require_named(request, "/indicator pause <indicator> until <date>")

    def save(session: Session) -> dict[str, Any]:
        found, rest = finding.take_indicator(session, request.text, by=request.actor)
        today = local_day(request.now, request.actor.zone)
        line = parse_until_line(rest, today=today, locale=request.actor.locale)
        done = pause(session, found.id, until_on=line.until_on, reason=line.reason, by=request.actor, now=request.now)
        return interrupted(done, request.viewer)

    return await request.submit(save)


async def open_pause(request: Request) -> None:
    """The button "Pause…"."""

    def form(session: Session) -> View:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        described = require_may_pause(session, found.id, by=request.actor)
        return pause_form(name_of_described(described), found.id, request.viewer)

    request.open(await request.read(form))


async def save_pause(request: Request, form: FormValues) -> dict[str, Any]:
    """Pause it as the form says."""
    number, until_on, reason = request.id_in_form, form.day(Field.UNTIL), form.text(Field.REASON)

    def save(session: Session) -> dict[str, Any]:
        done = pause(session, number, until_on=until_on, reason=reason, by=request.actor, now=request.now)
        return replace_form_with(interrupted_view(done, number, request.viewer))

    return await request.submit(save)


async def resume_by_name(request: Request) -> Message | None:
    """`/indicator resume csat`, paused or retired."""
    _require_named(request, "/indicator resume <indicator>")

    def save(session: Session) -> dict[str, Any]:
        found = finding.find_resting_indicator(session, request.text, by=request.actor)
        return interrupted(resume(session, found.id, by=request.actor, now=request.now), request.viewer)

    return await request.submit(save)


async def resume_by_button(request: Request) -> Message | None:
    """The buttons "Resume" and "Bring it back"."""
    number = request.id_in_button

    def save(session: Session) -> dict[str, Any]:
        return interrupted(resume(session, number, by=request.actor, now=request.now), request.viewer)

    return await request.submit(save)


async def open_retire(request: Request) -> None:
    """Ask once whether it is meant, and why."""
    _require_named(request, "/indicator retire <indicator>")

    def form(session: Session) -> View:
        found = finding.find_indicator(session, request.text, by=request.actor)
        return _retire_form(session, found.id, request)

    request.open(await request.read(form))


async def open_retire_by_key(request: Request) -> None:
    """The button "Retire…"."""

    def form(session: Session) -> View:
        return _retire_form(session, require_indicator_with_key(session, request.text, by=request.actor).id, request)

    request.open(await request.read(form))


def _retire_form(session: Session, indicator_id: int, request: Request) -> View:
    described = require_may_retire(session, indicator_id, by=request.actor)
    return retire_form(name_of_described(described), indicator_id, request.viewer)


async def save_retirement(request: Request, form: FormValues) -> dict[str, Any]:
    """Retire it."""
    number = request.id_in_form

    def save(session: Session) -> dict[str, Any]:
        done = retire(session, number, form.text(Field.REASON), by=request.actor, now=request.now)
        return replace_form_with(interrupted_view(done, number, request.viewer))

    return await request.submit(save)


VERBS = (
    Handled(
        Verb(
            "pause",
            "pause <indicator> [until <date>] [reason]",
            words("asks for it no more for a while"),
            "/indicator pause <indicator> until <date>",
        ),
        pause_in_a_line,
    ),
    Handled(Verb("resume", "resume <indicator>", words("ends a pause, or brings a retired one back")), resume_by_name),
    Handled(Verb("retire", "retire <indicator>", words("neither asks for it nor shows it any more")), open_retire),
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the forms."""
    on_press(app, Action.PAUSE, open_pause)
    on_press(app, Action.RETIRE, open_retire_by_key)
    on_press(app, Action.RESUME, resume_by_button, in_place=False)
    on_submit(app, Form.PAUSE, save_pause)
    on_submit(app, Form.RETIRE, save_retirement)
