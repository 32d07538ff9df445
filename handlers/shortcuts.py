"""Shortcuts: *Log as a decision* and *Log as evidence* beside a message, *Check in* from the menu."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.notes import LONGEST_NOTE, NewNote, note_indicator, note_outcome
from bot.actions.people import Actor
from bot.actions.suggesting import living_in
from bot.domain.digests import NoteKind
from bot.domain.permalinks import permalink
from bot.errors import UserError
from bot.fields import Field
from bot.results.notes import NewlyNoted, Quoted
from bot.views.from_message import decision_form, from_message_form
from bot.views.ids import Action, Form, Shortcut, read_indicator_option, read_outcome_option
from bot.views.notes import noted_in_form
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_shortcut, on_submit, replace_form_with
from handlers.options import carried_by
from handlers.readings import check_in
from handlers.requests import Request
from handlers.slack_text import as_typed
from handlers.surfaces import Body
from storage.channels import channel_of
from storage.people import names_of
from storage.workspaces import plain_workspace

_MOST_READ = 40_000
"""Slack keeps no longer text of a message."""
_PERSON = re.compile(r"<@(\w{1,50})(?:\|[^<>]*)?>")
_WITHOUT_A_NAME = ("directmessage", "privategroup")
"""What Slack calls a conversation whose name is not everybody's to read."""


async def log_message(request: Request, body: Body, *, kind: NoteKind) -> None:
    """Open the form with the message in it."""
    quoted = await request.read(_quoted, body, by=request.actor)
    request.open(from_message_form(quoted, kind, request.viewer))


async def decide_here(request: Request) -> None:
    """The button "Log a decision" below a digest."""
    own = await request.read(living_in, request.channel_id, by=request.actor)
    request.open(decision_form(request.channel_id, own[0] if len(own) == 1 else None, request.viewer))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Keep what was filled in, with the link to the message."""
    carried = carried_by(request)
    chosen = form.choice(Field.ABOUT) or ""
    new = NewNote(form.text(Field.NOTE), carried.kind, carried.link, form.day(Field.LOOK_AGAIN))
    may_be_read_elsewhere = not carried.home_id or form.is_ticked(Field.KEEP)

    def save(session: Session) -> dict[str, Any]:
        with errors_at(Field.ABOUT):
            saved = _keep(session, chosen, new, request)
        if saved.channel_id != carried.home_id and not may_be_read_elsewhere:
            raise UserError(
                "People who are not in this conversation see this outcome. Tick this if they may read it, or choose "
                "another one.",
                field=Field.KEEP,
            )
        return replace_form_with(noted_in_form(saved, request.viewer))

    return await request.submit(save)


def _keep(session: Session, chosen: str, new: NewNote, request: Request) -> NewlyNoted:
    if (outcome_id := read_outcome_option(chosen)) is not None:
        return note_outcome(session, outcome_id, new, by=request.actor, now=request.now)
    if (indicator_id := read_indicator_option(chosen)) is not None:
        return note_indicator(session, indicator_id, new, by=request.actor, now=request.now)
    raise UserError("Choose an outcome or an indicator.")


async def open_check_in(request: Request, _: Body) -> None:
    """Open the form with everything that is due."""
    await check_in(request)


def _quoted(session: Session, body: Body, *, by: Actor) -> Quoted:
    """What is known of the message. Its text is left out where the readers of an outcome did not read it."""
    message: Mapping[str, Any] = body.get("message") or {}
    channel: Mapping[str, Any] = body.get("channel") or {}
    channel_id = str(channel.get("id") or "")
    is_private = _is_private(session, channel_id, str(channel.get("name") or ""), by=by)
    own = living_in(session, channel_id, by=by)
    home_id = channel_id if is_private and own else ""
    text = _text(session, message, by=by) if home_id or not is_private else ""
    app_name = _app_name(message)
    return Quoted(
        text=text,
        link=permalink(
            plain_workspace(session, by.workspace_id).url,
            channel_id,
            message.get("ts") or "",
            thread_ts=message.get("thread_ts") or "",
        ),
        channel_id=channel_id,
        author_id="" if app_name else message.get("user") or "",
        app_name=app_name,
        is_private=is_private,
        home_id=home_id,
        is_cut=len(text) > LONGEST_NOTE,
        only_outcome=own[0] if len(own) == 1 else None,
    )


def _is_private(session: Session, channel_id: str, name: str, *, by: Actor) -> bool:
    """Whether not everybody reads along there. Taken for private where nothing says that it is not."""
    if not name or name in _WITHOUT_A_NAME or name.startswith("mpdm-") or channel_id[:1] != "C":
        return True
    known = channel_of(session, workspace_id=by.workspace_id, channel_id=channel_id)
    return known is not None and known.is_private


def _text(session: Session, message: Mapping[str, Any], *, by: Actor) -> str:
    """The message's text as it was typed, with people by their names."""
    text = (message.get("text") or "")[:_MOST_READ]
    names = names_of(session, set(_PERSON.findall(text)), workspace_id=by.workspace_id)

    def named(person: re.Match[str]) -> str:
        name = names.get(person[1], "")
        return f"<@{person[1]}|{re.sub('[<>|]', '', name)}>" if name else person[0]

    return as_typed(_PERSON.sub(named, text))


def _app_name(message: Mapping[str, Any]) -> str:
    """What the app calls itself that wrote it; empty for a person, and for one that has no name there."""
    return (message.get("bot_profile") or {}).get("name") or message.get("username") or ""


def register(app: AsyncApp) -> None:
    """Listen for the shortcuts and for the form."""
    on_shortcut(app, Shortcut.LOG_DECISION, partial(log_message, kind=NoteKind.DECISION))
    on_shortcut(app, Shortcut.LOG_EVIDENCE, partial(log_message, kind=NoteKind.EVIDENCE))
    on_shortcut(app, Shortcut.CHECK_IN, open_check_in)
    on_press(app, Action.DECIDE_HERE, decide_here)
    on_submit(app, Form.FROM_MESSAGE, save_form)
