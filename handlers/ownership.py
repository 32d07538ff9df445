"""`/indicator hand-over`: somebody is asked to keep an indicator, by a command or a form, and answers."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_indicator_with_key
from bot.actions.due import name_of_described
from bot.actions.handing_over import answer, hand_over, withdraw
from bot.domain.calendar import local_day
from bot.domain.interruptions import UntilLine, parse_until_line
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import Message, View
from bot.views.handing_over import answer_taken, offer_made, offer_made_view, withdrawn
from bot.views.help import Verb
from bot.views.ids import Action, Form, label_of
from bot.views.ownership import hand_over_form
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request
from handlers.slack_text import Mention
from storage import indicators
from storage.access import Named


async def hand_over_in_a_line(request: Request) -> Message | None:
    """`/indicator hand-over phone @Owen until 3 June thank you`; where nobody is named, the form asks for whom."""
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.",
            command=Example("/indicator hand-over <indicator>"),
        )
    chosen = request.mentions[0] if request.mentions else None
    found, line = await request.read(_understand, request, chosen)
    if chosen is None:
        request.open(await request.read(_form, found.id, line, request))
        return None
    await request.require_can_be_asked({chosen.user_id})

    def save(session: Session) -> dict[str, Any]:
        wanted = {"to_user_id": chosen.user_id, "reason": line.reason}
        offer = hand_over(session, found.id, until_on=line.until_on, **wanted, by=request.actor, now=request.now)
        return offer_made(offer, request.viewer)

    return await request.submit(save)


def _understand(session: Session, request: Request, chosen: Mention | None) -> tuple[Named, UntilLine]:
    """The indicator, and what is said about it."""
    found, rest = finding.take_indicator(session, request.text, by=request.actor)
    if chosen is not None:
        rest = " ".join(rest.replace(chosen.typed, " ", 1).split())
    today = local_day(request.now, request.actor.zone)
    return found, parse_until_line(rest, today=today, locale=request.actor.locale)


def _form(session: Session, indicator_id: int, line: UntilLine, request: Request) -> View:
    described = indicators.describe(session, [indicator_id])[indicator_id]
    return hand_over_form(name_of_described(described), request.viewer, until_on=line.until_on, line=line.reason)


async def open_form(request: Request) -> None:
    """Ask who is to be asked for the indicator with this key."""

    def form(session: Session) -> View:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        return _form(session, found.id, UntilLine(), request)

    request.open(await request.read(form))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Have whoever was chosen asked whether they will."""
    assert request.view is not None
    key = request.view["private_metadata"] or label_of(form.choice(Field.INDICATOR) or "") or ""
    chosen = form.person(Field.OWNER)
    if not key:
        raise UserError("Choose which one.", field=Field.INDICATOR)
    until_on, reason = form.day(Field.UNTIL), form.text(Field.REASON)
    if chosen is None:
        raise UserError("Choose who is asked for it.", field=Field.OWNER)
    with errors_at(Field.OWNER):
        await request.require_can_be_asked({chosen})

    def save(session: Session) -> dict[str, Any]:
        found = require_indicator_with_key(session, key, by=request.actor)
        wanted = {"to_user_id": chosen, "reason": reason}
        offer = hand_over(session, found.id, until_on=until_on, **wanted, by=request.actor, now=request.now)
        return replace_form_with(offer_made_view(offer, request.viewer))

    return await request.submit(save)


async def accept(request: Request) -> Message | None:
    """The button "Fine"."""
    return await _answer(request, accepts=True)


async def decline(request: Request) -> Message | None:
    """The button "I can't"."""
    return await _answer(request, accepts=False)


async def _answer(request: Request, *, accepts: bool) -> Message:
    number = request.id_in_button

    def save(session: Session) -> dict[str, Any]:
        offer = answer(session, number, accepts=accepts, by=request.actor, now=request.now)
        return answer_taken(offer, request.viewer)

    return await request.submit(save)


async def take_back(request: Request) -> Message | None:
    """The button "Take it back"."""
    number = request.id_in_button

    def save(session: Session) -> dict[str, Any]:
        return withdrawn(withdraw(session, number, by=request.actor, now=request.now), request.viewer)

    return await request.submit(save)


VERBS = (
    Handled(
        Verb(
            "hand-over",
            "hand-over <indicator> [@person] [until <date>] [note]",
            words("asks somebody else to keep it"),
        ),
        hand_over_in_a_line,
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the form and its button, and for the answers."""
    on_press(app, Action.HAND_OVER, open_form)
    on_submit(app, Form.HAND_OVER, save_form)
    on_press(app, Action.ACCEPT_HANDOVER, accept)
    on_press(app, Action.DECLINE_HANDOVER, decline)
    on_press(app, Action.WITHDRAW_HANDOVER, take_back)
