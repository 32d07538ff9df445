"""`/reading`: recording a reading in one line, the check-in form, what is due, and taking a reading back."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.due import due_for
from bot.actions.indicators import next_due_for
from bot.actions.readings import FormAnswer, submit_form, submit_line, undo
from bot.actions.screens import policy_for
from bot.errors import UserError
from bot.views.blocks import Message, View
from bot.views.check_in import check_in_done, check_in_form
from bot.views.help import Verb
from bot.views.ids import Action, Form, due_id_of, note_field
from bot.views.readings import due_list, nothing_to_undo, recorded, undone
from handlers.asked import Asked
from handlers.commands import Command, Handled
from handlers.forms import instead, on_press, on_submit
from handlers.typed import Filled


async def record(asked: Asked) -> Message:
    """Record the reading that stands in the line."""

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, asked.who)
        saved = submit_line(session, asked.text, by=asked.who, policy=policy, route=asked.route, now=asked.now)
        return recorded(saved, asked.reader)

    answer = await asked.submit(save)
    asked.deps.wake()
    return answer


async def check_in(asked: Asked) -> None:
    """Open the form with everything that is due for the person."""

    def form(session: Session) -> View:
        items = due_for(session, by=asked.who, policy=policy_for(session, asked.who), now=asked.now)
        next_due = None if items else next_due_for(session, by=asked.who, now=asked.now)
        return check_in_form(items, asked.reader, next_due=next_due)

    asked.open(await asked.read(form))


async def due(asked: Asked) -> Message:
    """List what is due for the person, and when."""

    def listed(session: Session) -> Message:
        items = due_for(session, by=asked.who, policy=policy_for(session, asked.who), now=asked.now)
        next_due = None if items else next_due_for(session, by=asked.who, now=asked.now)
        return due_list(items, asked.reader, next_due=next_due)

    return await asked.read(listed)


async def take_back(asked: Asked) -> Message:
    """Take back the person's latest reading."""
    return await _undo(asked, None)


async def take_this_back(asked: Asked) -> None:
    """The button "Undo": take back the reading it stands beside; the answer replaces the reply."""
    asked.reply(await _undo(asked, int(asked.text)), replace_original=True)


async def checked_in(asked: Asked, filled: Filled) -> dict[str, Any]:
    """Record everything that was filled in."""
    answers = dict(_answers(filled))

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, asked.who)
        saved = submit_form(session, answers, by=asked.who, policy=policy, now=asked.now)
        still_open = due_for(session, by=asked.who, policy=policy, now=asked.now)
        return instead(check_in_done(saved, still_open, asked.reader))

    answer = await asked.submit(save)
    asked.deps.wake()
    return answer


async def _undo(asked: Asked, reading_id: int | None) -> Message:
    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, asked.who)
        taken = undo(session, reading_id=reading_id, by=asked.who, policy=policy, now=asked.now)
        return undone(taken, asked.reader) if taken else nothing_to_undo()

    answer = await asked.submit(save)
    asked.deps.wake()
    return answer


def _answers(filled: Filled) -> list[tuple[int, FormAnswer]]:
    """What was given, by due reading. Raises UserError for a note that would be lost without a value."""
    given = []
    for field in filled.fields():
        due_id = due_id_of(field)
        if due_id is None:
            continue
        text, note = filled.text(field), filled.text(note_field(due_id))
        if note and not text:
            raise UserError("There is a note, but no value. Give the value too, or type n/d.", field=field)
        if text:
            given.append((due_id, FormAnswer(text, note)))
    return given


COMMAND = Command(
    "/reading",
    (
        Handled(Verb("due", "due", "Lists what is due for you, and when", "/reading due"), due),
        Handled(Verb("undo", "undo", "Takes back your latest reading", "/reading undo"), take_back),
    ),
    empty=check_in,
    otherwise=Handled(
        Verb(
            "",
            "<indicator> <value> [for <period>] [note]",
            "Records a reading; without anything it opens the check-in form",
            "/reading csat 84 after the new onboarding",
        ),
        record,
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the check-in form, and for the buttons that open it and take a reading back."""
    on_submit(app, Form.CHECK_IN, checked_in)
    on_press(app, Action.CHECK_IN, check_in)
    on_press(app, Action.UNDO_READING, take_this_back)
