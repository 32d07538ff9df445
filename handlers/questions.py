"""Questions below a digest: the button that asks the owner of an indicator, and the form that answers."""

from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from sqlmodel import Session

from bot.actions.access import require_indicator_with_key
from bot.actions.digests import viewer_of_channel
from bot.actions.questions import answer_question, ask_about, asked_by, require_question
from bot.actions.screens import named, policy_for
from bot.errors import UserError
from bot.fields import Field
from bot.results.names import PersonName, Viewer
from bot.views.blocks import Message
from bot.views.digest_news import with_those_who_asked
from bot.views.errors import OLD_BUTTON
from bot.views.ids import Action, Form, read_question_about
from bot.views.questions_asked import answer_form, answer_kept, was_asked
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request
from handlers.surfaces import Body
from storage.indicators import describe
from storage.people import people_by_id


async def ask(request: Request) -> Message:
    """The button "Ask Tess" in a digest: have the owner told who asks about what."""
    key, digest_id = read_question_about(request.text)
    if not key:
        raise UserError(OLD_BUTTON)

    def save(session: Session) -> dict[str, Any]:
        found = require_indicator_with_key(session, key, by=request.actor)
        asked = ask_about(session, found.id, digest_id=digest_id, by=request.actor, now=request.now)
        return was_asked(asked.owner, asked.before_by, request.viewer)

    return await request.submit(save)


async def show_who_asked(request: Request, body: Body) -> None:
    """Have the digest say on its button who has asked, to everybody; all else in it stays as it was posted."""
    _, digest_id = read_question_about(request.text)
    shown = body.get("message") or {}
    if digest_id is None or not shown.get("blocks"):
        return
    known = await request.read(_who_asked, shown["blocks"], digest_id, request)
    if known is not None:
        asked, viewer = known
        blocks = with_those_who_asked(shown["blocks"], asked, viewer)
        request.reply({"text": shown.get("text") or "", "blocks": blocks}, replace_original=True)


def _who_asked(
    session: Session, blocks: list[dict[str, Any]], digest_id: int, request: Request
) -> tuple[dict[str, PersonName], Viewer] | None:
    """Who asked about the indicators of these blocks, by key, and for whom the digest is printed."""
    carried = [read_question_about((block.get("accessory") or {}).get("value") or "") for block in blocks]
    numbers = {}
    for key, number in carried:
        if number != digest_id:
            continue
        with suppress(UserError):  # what somebody does not see any more stays as it is
            numbers[require_indicator_with_key(session, key, by=request.actor).id] = key
    asked = asked_by(session, numbers, digest_id=digest_id, by=request.actor)
    policy = policy_for(session, request.actor)
    viewer = viewer_of_channel(session, digest_id, policy=policy, now=request.now) or request.viewer
    return {numbers[number]: who for number, who in asked.items()}, viewer


async def open_answer(request: Request) -> None:
    """The button "Answer…": open the form."""
    message_id = request.id_in_button

    def form(session: Session) -> dict[str, Any]:
        question = require_question(session, message_id, by=request.actor)
        described = describe(session, [question.indicator_id])[question.indicator_id]
        asker = named(people_by_id(session, [question.by_id])[question.by_id])
        channel = described.home.channel.channel_id if question.digest_id is not None else ""
        name = described.definition.name
        return answer_form(name, asker, request.viewer, in_channel=channel, metadata=str(message_id))

    request.open(await request.read(form))


async def save_answer(request: Request, form: FormValues) -> dict[str, Any]:
    """Keep and send what was filled in."""
    message_id = request.id_in_form
    text = form.text(Field.NOTE)

    def save(session: Session) -> dict[str, Any]:
        noted = answer_question(session, message_id, text, by=request.actor, now=request.now)
        return replace_form_with(answer_kept(noted, request.viewer))

    return await request.submit(save)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form."""

    async def on_ask(ack: AsyncAck, incoming: Request, action: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        request = incoming.with_text(action.get("value") or "")
        request.reply(await ask(request))
        await show_who_asked(request, body)
        return await ack()

    app.action(Action.ASK_ABOUT.value)(on_ask)
    on_press(app, Action.ANSWER_QUESTION, open_answer)
    on_submit(app, Form.QUESTION, save_answer)
