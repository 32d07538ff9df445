"""Answering a person on the surface from which they asked: forms opened, replies shown."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.deps import Deps
from bot.http import Delivered
from bot.results.names import Viewer
from bot.slack_client import SlackClient
from bot.views.blocks import Message, View
from bot.views.errors import problem
from bot.views.ids import Form
from bot.views.message_view import OUR_NAME, message_view
from bot.words import Words, words
from handlers.slack_calls import NETWORK_TROUBLE
from handlers.surfaces import Origin, Surface, may_stack

_NOT_OPENED = words("Slack did not open the form in time. Nothing was changed: try again.")
_NO_FORM_HERE = words(
    "A form cannot be opened from a message. Type the command with its slash instead, for example /reading."
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Responder:
    """Answers one person. `client` speaks with their workspace's token, and waits out a rate limit for a while.

    Both ways go over the network, so they run on their own and after the acknowledgement. `viewer` is the person, as
    far as they are known.
    """

    deps: Deps
    client: SlackClient
    origin: Origin
    viewer: Viewer

    def open(self, view: View) -> None:
        """Show a form: on top of the open ones if it was asked for in a form, instead of the third, the last that Slack
        stacks. Where none opens, the person reads that, and what to do instead.
        """
        self.deps.background.start(self._open(view), name="open a form")

    def update(self, view: View) -> None:
        """Show a form in the place of the one in which something was pressed, which is the same with more or less to
        fill in. Where Slack does not do so, that one stays as it is, and the person reads that.
        """
        self.deps.background.start(self._update(view), name="change a form")

    def reply(
        self,
        message: Message,
        *,
        replace_original: bool = False,
        title: Words = OUR_NAME,
        if_lost: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Show a message to the person alone: in the conversation where there is one, else in a view with this title.

        `replace_original` puts it in the place of the message or notice whose button was pressed. `if_lost` is done
        where nothing could be shown.
        """

        async def reply() -> None:
            is_shown = await self._reply(message, replace_original=replace_original, title=title)
            if not is_shown and if_lost is not None:
                await if_lost()

        self.deps.background.start(reply(), name="reply to a person")

    def open_and_fill(self, view: View, filled: Callable[[], Awaitable[View]]) -> None:
        """Show a view from a button at once, and in its place what `filled` answers, however long that takes."""

        async def open_and_fill() -> None:
            shown = await self.client.views_open(trigger_id=self.origin.trigger_id, view=view)
            await self.client.views_update(view_id=shown["view"]["id"], view=await filled())

        self.deps.background.start(open_and_fill(), name="open a view and fill it")

    async def _open(self, view: View) -> None:
        match self.origin.surface:
            case Surface.DIRECT_MESSAGE | Surface.MENTION:
                await self._write(problem(_NO_FORM_HERE, self.viewer))
            case Surface.COMMAND | Surface.MESSAGE | Surface.MODAL | Surface.HOME | Surface.SHORTCUT:
                if not await self._is_shown(view):
                    await self._write(problem(_NOT_OPENED, self.viewer))

    async def _update(self, view: View) -> None:
        below = self.origin.view
        if below is None:
            return await self._open(view)
        try:
            await self.client.views_update(view_id=below["id"], view=view)
        except NETWORK_TROUBLE as trouble:
            log.warning("a form was not changed: %s", trouble)
            await self._write(problem(_NOT_OPENED, self.viewer))
        return None

    async def _reply(self, message: Message, *, replace_original: bool, title: Words) -> bool:
        """Show it; whether Slack said that it did."""
        match self.origin.surface:
            case Surface.COMMAND | Surface.MESSAGE | Surface.DIRECT_MESSAGE | Surface.MENTION:
                return await self._write(message, replace_original=replace_original)
            case Surface.SHORTCUT if self.origin.response_url:
                return await self._write(message)
            case Surface.MODAL | Surface.HOME | Surface.SHORTCUT:
                view = message_view(message, self.viewer, title=title)
                return await self._is_shown(view, in_place=replace_original) or await self._write(message)

    async def _is_shown(self, view: View, *, in_place: bool = False) -> bool:
        """Show a view; whether Slack did."""
        try:
            await self._show(view, in_place=in_place)
        except NETWORK_TROUBLE as trouble:
            log.warning("a view did not open: %s", trouble)
            return False
        return True

    async def _show(self, view: View, *, in_place: bool) -> None:
        below = self.origin.view
        if self.origin.surface is not Surface.MODAL or below is None:
            await self.client.views_open(trigger_id=self.origin.trigger_id, view=view)
        elif not may_stack(below) or (in_place and _is_notice(below)):
            await self.client.views_update(view_id=below["id"], view=view)
        else:
            await self.client.views_push(trigger_id=self.origin.trigger_id, view=view)

    async def _write(self, message: Message, *, replace_original: bool = False) -> bool:
        """Show a message in the conversation; to somebody who is in none, as a direct message. Whether Slack
        said that it did.
        """
        origin = self.origin
        if origin.surface is Surface.DIRECT_MESSAGE:
            return await self._post(message, channel_id=origin.channel_id, thread_ts=origin.thread_ts)
        if origin.surface is Surface.MENTION:
            return await self._post_to_them_alone(message)
        if origin.response_url:
            body = {**message, "response_type": "ephemeral", "replace_original": replace_original}
            return isinstance(await self.deps.http.post_json(origin.response_url, body), Delivered)
        return await self._post(message, channel_id=origin.user_id)

    async def _post_to_them_alone(self, message: Message) -> bool:
        """In the channel, for their eyes only. Where Slack does not show it there, as a direct message."""
        origin = self.origin
        try:
            await self.client.chat_postEphemeral(
                channel=origin.channel_id, user=origin.user_id, thread_ts=origin.thread_ts, **message
            )
        except NETWORK_TROUBLE as trouble:
            log.warning("an answer in a channel could not be shown: %s", trouble)
            return await self._post(message, channel_id=origin.user_id)
        return True

    async def _post(self, message: Message, *, channel_id: str, thread_ts: str | None = None) -> bool:
        try:
            await self.client.chat_postMessage(
                channel=channel_id, thread_ts=thread_ts, unfurl_links=False, unfurl_media=False, **message
            )
        except NETWORK_TROUBLE as trouble:
            log.warning("an answer could not be posted: %s", trouble)
            return False
        return True


def _is_notice(view: Mapping[str, Any]) -> bool:
    """Whether nothing typed is lost with this view."""
    return view.get("callback_id") == Form.NOTICE
