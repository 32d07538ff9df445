"""Being away: `/reading away`, `/reading back`, their buttons, and the form."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.absences import come_back, current_absence, declare_away
from bot.domain.absences import Stretch, parse_absence
from bot.domain.calendar import local_day
from bot.domain.dates import UnclearDay, WrongWeekday
from bot.errors import Choice, Question, UserError
from bot.fields import Field
from bot.views.absences import away_form, away_said, away_saved, is_back, was_not_away
from bot.views.blocks import Message
from bot.views.help import Verb
from bot.views.ids import Action, Form
from bot.words import words
from handlers.commands import Handled
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request
from handlers.surfaces import Surface


async def away_in_a_line(request: Request) -> Message | None:
    """`/reading away until 8 June`; without a day, the form, or the question where none can open."""
    today = local_day(request.now, request.actor.zone)
    try:
        stretch = parse_absence(request.text, today=today, locale=request.actor.locale)
    except WrongWeekday:
        raise
    except UnclearDay as unclear:
        raise _which_day(request, unclear) from unclear
    if stretch is None:
        if request.surface is Surface.DIRECT_MESSAGE:
            raise UserError('Until when are you away? Type it like "away until 8 June".')
        await open_form(request)
        return None

    def save(session: Session) -> dict[str, Any]:
        return away_said(declare_away(session, stretch, by=request.actor, now=request.now), request.viewer)

    return await request.submit(save)


def _which_day(request: Request, unclear: UnclearDay) -> Question:
    """What was typed could be several days."""
    typed = request.text.split()
    places = [place for place, word in enumerate(typed) if word.rstrip(".,!") == str(unclear.words.values.get("typed"))]
    if not places:
        return Question(unclear.words)
    lines = [" ".join([*typed[: places[-1]], day.isoformat(), *typed[places[-1] + 1 :]]) for day in unclear.days]
    choices = [Choice(words("{day}", day=day), line) for day, line in zip(unclear.days, lines, strict=True)]
    return Question(unclear.words, choices=choices)


async def back(request: Request) -> Message:
    """`/reading back`, and the button."""

    def save(session: Session) -> dict[str, Any]:
        ended = come_back(session, by=request.actor, now=request.now)
        return is_back(*ended, request.viewer) if ended else was_not_away(request.viewer)

    return await request.submit(save)


async def open_form(request: Request) -> None:
    """The buttons "Away until…", wherever they stand."""

    def current(session: Session) -> Any:
        today = local_day(request.now, request.actor.zone)
        return current_absence(session, request.actor.person_id, today=today)

    request.open(away_form(await request.read(current), request.viewer))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Have them left alone as the form says."""
    today = local_day(request.now, request.actor.zone)
    back_on, first_on = form.day(Field.BACK_ON), form.day(Field.AWAY_FROM)
    if back_on is None:
        raise UserError("Choose the day on which you are back.", field=Field.BACK_ON)
    stretch = Stretch(first_on or today, back_on)

    def save(session: Session) -> dict[str, Any]:
        try:
            what = declare_away(session, stretch, by=request.actor, now=request.now)
        except UserError as problem:
            is_of_the_first = first_on is not None and first_on < today < back_on
            problem.put_at(Field.AWAY_FROM if is_of_the_first else Field.BACK_ON)
            raise
        return replace_form_with(away_saved(what, request.viewer))

    return await request.submit(save)


VERBS = (
    Handled(
        Verb(
            "away",
            "away [until <date>]",
            words("leaves you alone until then: backups are asked, the rest is excused"),
            "/reading away until <date>",
        ),
        away_in_a_line,
    ),
    Handled(Verb("back", "back", words("asks you again")), back),
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form."""
    on_press(app, Action.AWAY, open_form)
    on_press(app, Action.BACK, back)
    on_submit(app, Form.AWAY, save_form)
