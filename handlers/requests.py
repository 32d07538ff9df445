"""What somebody asked for: who they are, when it was, and the ways to answer."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from bot.actions.answers import send_answer, send_lost_answer
from bot.actions.idempotency import once
from bot.actions.own import own_of
from bot.actions.people import Actor
from bot.actions.screens import viewer_for
from bot.deps import Deps
from bot.domain.readings import Route
from bot.errors import UserError
from bot.results.names import Viewer
from bot.views.blocks import Message, View
from bot.views.errors import OLD_BUTTON, OLD_FORM
from bot.views.ids import record_id
from bot.views.questions import Chosen
from bot.words import Words
from bot.workspaces import Installed
from handlers.answering import Responder
from handlers.slack_text import Mention
from handlers.surfaces import Body, Origin, Surface
from storage.interactions import has_seen

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """One command, pressed button, submitted form or message to the bot.

    `key` is what it has in common with a repeat of itself. `text` is what stands after a command's verb, a button's
    value, or what was written, `mentions` the people named in a command, and `evidence` the links to files that came
    with it; where it `is_meant`, it was asked about and is not doubted again. `require_can_be_asked` learns about
    people named in a form, before their zones matter; it raises UserError for somebody who cannot be asked.
    `forget_people` is for after a change of what is remembered with everybody in the workspace. Without `sees_all`
    there is more that they may see, and Slack does not say so at the moment.
    """

    deps: Deps
    installed: Installed
    actor: Actor
    now: datetime
    key: str
    responder: Responder
    require_can_be_asked: Callable[[Collection[str]], Awaitable[None]]
    forget_people: Callable[[], None]
    text: str = ""
    is_meant: bool = False
    evidence: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sees_all: bool = True

    @property
    def origin(self) -> Origin:
        """Where it came from."""
        return self.responder.origin

    @property
    def surface(self) -> Surface:
        """On what surface it was asked."""
        return self.origin.surface

    @property
    def channel_id(self) -> str:
        """The channel in which it was asked; empty for a form and for the Home tab."""
        return self.origin.channel_id

    @property
    def view(self) -> Mapping[str, Any] | None:
        """The form or Home tab that it came from, if it came from one."""
        return self.origin.view

    @property
    def route(self) -> Route:
        """How a reading given like this came: what is kept beside it."""
        match self.surface:
            case Surface.DIRECT_MESSAGE:
                return Route.MESSAGE
            case Surface.MODAL:
                return Route.FORM
            case Surface.COMMAND | Surface.MESSAGE | Surface.HOME | Surface.SHORTCUT | Surface.MENTION:
                return Route.COMMAND

    @property
    def viewer(self) -> Viewer:
        """For whom the answer is printed."""
        return viewer_for(self.actor, now=self.now)

    async def reader_with_examples(self) -> Viewer:
        """The same viewer with what is their own, for a screen that gives examples. One read."""
        return replace(self.viewer, own=await self.read(own_of, by=self.actor))

    @property
    def id_in_form(self) -> int:
        """The id of the record that the submitted form is about. Raises UserError where it carries none of ours."""
        return _required((self.view or {}).get("private_metadata") or "", OLD_FORM)

    @property
    def id_in_button(self) -> int:
        """The id of the record that the pressed button is about. Raises UserError where it carries none of ours."""
        return _required(self.text, OLD_BUTTON)

    def with_text(self, text: str) -> "Request":
        """The same with another text."""
        return replace(self, text=text)

    def choosing(self, chosen: Chosen) -> "Request":
        """The same with what was chosen; numbers are read and printed by its locale."""
        actor = replace(self.actor, locale=chosen.locale, is_settled=True) if chosen.locale else self.actor
        return replace(self, text=chosen.text, is_meant=chosen.is_meant, evidence=chosen.evidence, actor=actor)

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` finds in the records."""
        return await self.deps.database.read(query, *args, **kwargs)

    async def submit(self, work: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
        """The answer that `work` renders once its changes are committed; a repeat gets the first one's answer.

        What somebody wrote to the bot is answered through the outbox, in the same transaction. Raises Busy when the
        database takes too long, and then nothing was saved.
        """
        return await self.deps.database.submit(_once, self, work)

    async def answer(self, message: Message) -> None:
        """Answer what somebody wrote to the bot, unless that has been answered already: as surely as if it had been a
        reminder. Raises what the database raises.
        """
        if not await self.is_answered():
            await self.submit(lambda _: dict(message))

    async def is_answered(self) -> bool:
        """Whether this has been answered, which what Slack brings again may have been."""
        return await self.read(has_seen, workspace_id=self.actor.workspace_id, key=self.key)

    def open(self, view: View) -> None:
        """Show a form, as the surface has it: see `Responder.open`."""
        self.responder.open(view)

    def update(self, view: View) -> None:
        """Show a form in the place of the one in which something was pressed: see `Responder.update`."""
        self.responder.update(view)

    def reply(self, message: Message, *, replace_original: bool = False) -> None:
        """Answer the person alone, as the surface has it: see `Responder.reply`. Where that cannot be shown and
        something was saved, they are told by a message from the bot.
        """
        self.responder.reply(message, replace_original=replace_original, if_lost=self._answer_by_message)

    def replace_at(self, address: str, message: Message) -> None:
        """Put a message in the place of the one whose button opened this form, by the `response_url` that came with the
        press. The form has said it already: where that is too old, nothing is lost.
        """
        pressed = replace(self.origin, surface=Surface.MESSAGE, response_url=address)
        replace(self.responder, origin=pressed).reply(message, replace_original=True)

    async def _answer_by_message(self) -> None:
        await self.deps.database.run(
            send_lost_answer,
            workspace_id=self.actor.workspace_id,
            person_id=self.actor.person_id,
            interaction_key=self.key,
            now=self.now,
        )


def _required(carried: str, problem: Words) -> int:
    found = record_id(carried)
    if found is None:
        raise UserError(problem)
    return found


def key_of(body: Body, origin: Origin) -> str:
    """What a payload has in common with a repeat of itself, and with nothing else: with nobody else's, above all, whose
    answer it would be given.
    """
    # A message found in the history later need not say the team, and its conversation is one person's anyway.
    team_id = None if origin.surface is Surface.DIRECT_MESSAGE else origin.team_id
    return f"{_asked_by(body, origin.surface)}:{team_id or ''}:{origin.user_id}"


def _asked_by(body: Body, surface: Surface) -> str:
    match surface:
        case Surface.MENTION:
            return f"mention:{body['event']['channel']}:{body['event']['ts']}"
        case Surface.DIRECT_MESSAGE:
            # Not by the id of the event: what is found in the history later has none.
            return f"message:{body['event']['channel']}:{body['event']['ts']}"
        case Surface.MODAL if body["type"] == "view_submission":
            # With its callback id: as the third of a stack, a view is updated to hold one form after another.
            return f"view:{body['view']['id']}:{body['view']['callback_id']}"
        case _:
            return _key_of_press_or_command(body)


def _key_of_press_or_command(body: Body) -> str:
    """At Slack the trigger alone would do. Servers that stand in for it may hand out the same one, or none, each time:
    what was asked and where the answer goes belong to it too, or the second command of all would count as a repeat.
    """
    said = [body.get(name) for name in ("trigger_id", "response_url", "command", "text")]
    pressed = [[each.get(name) for name in ("action_id", "value", "action_ts")] for each in body.get("actions") or []]
    told = json.dumps([said, pressed])
    return f"request:{hashlib.sha256(told.encode()).hexdigest()}"


def _once(session: Session, request: Request, work: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
    answer = once(
        session, workspace_id=request.actor.workspace_id, key=request.key, now=request.now, work=lambda: work(session)
    )
    if request.surface is Surface.DIRECT_MESSAGE:
        send_answer(
            session,
            workspace_id=request.actor.workspace_id,
            person_id=request.actor.person_id,
            interaction_key=request.key,
            channel_id=request.channel_id,
            thread_ts=request.origin.thread_ts,
            now=request.now,
        )
    return answer
