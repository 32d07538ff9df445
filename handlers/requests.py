"""What somebody asked for: who they are, when it was, and the ways to answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiohttp
from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from bot.actions.idempotency import once
from bot.actions.people import Actor
from bot.actions.screens import viewer_for
from bot.deps import Deps
from bot.domain.readings import Route
from bot.results.names import Viewer
from bot.views import errors
from bot.views.blocks import Message, View
from bot.workspaces import Installed

P = ParamSpec("P")
T = TypeVar("T")

MOST_VIEWS = 3
"""Slack stacks no more forms than this."""

NETWORK_TROUBLE = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError)

Introduce = Callable[[Collection[str]], Awaitable[None]]

log = logging.getLogger(__name__)


async def _nobody(user_ids: Collection[str]) -> None:
    """Introduces nobody."""


@dataclass(frozen=True)
class Request:
    """One command, pressed button or submitted form.

    `key` is what it has in common with a repeat of itself. `text` is what stands after a command's verb, or a button's
    value; `view` the form it came from, if it came from one.
    """

    deps: Deps
    installed: Installed
    actor: Actor
    now: datetime
    key: str
    trigger_id: str
    text: str = ""
    channel_id: str = ""
    response_url: str = ""
    view: Mapping[str, Any] | None = None
    route: Route = Route.COMMAND
    """How a reading given like this came: what is kept beside it."""
    introduce: Introduce = _nobody
    """Learns about people named in a form, before their zones matter."""

    @property
    def viewer(self) -> Viewer:
        """For whom the answer is printed."""
        return viewer_for(self.actor, now=self.now)

    def with_text(self, text: str) -> "Request":
        """The same with another text."""
        return replace(self, text=text)

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` finds in the records."""
        return await self.deps.database.read(query, *args, **kwargs)

    async def submit(self, work: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
        """The answer that `work` renders once its changes are committed; a repeat gets the first one's answer.

        Raises Busy when the database takes too long, and then nothing was saved.
        """
        return await self.deps.database.submit(_once, self, work)

    def open(self, view: View) -> None:
        """Show a form: on top of the open ones if it was asked for in a form.

        It goes over the network, so it runs on its own and after the acknowledgement, as fast as the trigger wants it.
        """
        self.deps.background.start(self._open(view), name="open a form")

    def reply(self, message: Message, *, replace_original: bool = False) -> None:
        """Answer through the address that came with a button, for the person alone."""
        body = {**message, "response_type": "ephemeral", "replace_original": replace_original}
        self.deps.background.start(self.deps.http.post_json(self.response_url, body), name="reply to a button")

    async def _open(self, view: View) -> None:
        client = self.installed.client
        try:
            if self.view is None:
                await client.views_open(trigger_id=self.trigger_id, view=view)
            elif depth_of(self.view) < MOST_VIEWS:
                await client.views_push(trigger_id=self.trigger_id, view=view)
            else:
                await client.views_update(view_id=self.view["id"], view=view)
        except NETWORK_TROUBLE as trouble:
            log.warning("a form did not open: %s", trouble)
            if self.response_url:
                problem = errors.problem("Slack did not open the form in time. Nothing was changed: try again.")
                await self.deps.http.post_json(self.response_url, {**problem, "response_type": "ephemeral"})


def depth_of(view: Mapping[str, Any]) -> int:
    """How many forms there are up to this one."""
    if not view.get("previous_view_id"):
        return 1
    return 2 if view["previous_view_id"] == view.get("root_view_id") else 3


def _once(session: Session, request: Request, work: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
    return once(
        session, workspace_id=request.actor.workspace_id, key=request.key, now=request.now, work=lambda: work(session)
    )
