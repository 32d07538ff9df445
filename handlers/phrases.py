"""Plain phrases in a direct message, answered as the command that they stand for."""

from sqlmodel import Session

from bot.actions.due import due_for
from bot.actions.indicators import next_due_for
from bot.actions.screens import policy_for
from bot.domain.phrases import Meaning, phrase_of
from bot.views.blocks import Message
from bot.views.help import overview
from bot.views.phrases import about_quiet, greeting, welcome_back
from handlers import indicators, readings
from handlers.requests import Request
from storage.access import visible_indicator_with_key


async def answer(request: Request) -> Message | None:
    """The answer to a plain phrase; None where the text is none, or begins with the key of an indicator."""
    phrase = phrase_of(request.text)
    if phrase is None or await request.read(_begins_with_key, request):
        return None
    match phrase.meaning:
        case Meaning.GREETING:
            return await request.read(_greeting, request)
        case Meaning.THANKS:
            return welcome_back(request.viewer)
        case Meaning.AWAY:
            return await readings.COMMAND.answer(request.with_text(f"away {phrase.rest}"))
        case Meaning.BACK:
            return await readings.COMMAND.answer(request.with_text("back"))
        case Meaning.QUIET:
            return about_quiet(request.viewer)
        case Meaning.HELP:
            return overview(await request.reader_with_examples())
        case Meaning.DUE:
            return await readings.COMMAND.answer(request.with_text("due"))
        case Meaning.UNDO:
            return await readings.COMMAND.answer(request.with_text("undo"))
        case Meaning.MINE:
            return await indicators.COMMAND.answer(request.with_text("list mine"))
        case Meaning.SHOW:
            return await indicators.COMMAND.answer(request.with_text(f"show {phrase.rest}"))


def _begins_with_key(session: Session, request: Request) -> bool:
    first = request.text.split()[0].lower()
    return visible_indicator_with_key(session, first, by=request.actor) is not None


def _greeting(session: Session, request: Request) -> Message:
    items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
    next_due = None if items else next_due_for(session, by=request.actor)
    return greeting(items, request.viewer, next_due=next_due)
