"""People of the playground: what they can do in Slack, and what they see of it."""

import contextlib
from typing import Any

from bot.playground import payloads
from bot.playground.deliveries import COMMAND, INTERACTION, Delivery
from bot.playground.desk import Desk
from bot.playground.elements import elements, plain
from bot.playground.errors import CannotDo, CannotFill, CannotSubmit, SlackError
from bot.playground.form_values import form_value, problem_with
from bot.playground.locators import find_button, find_field, find_select
from bot.playground.methods.chat import respond
from bot.playground.seen import Answer, Home, Seen, options_of
from bot.playground.state import Message
from bot.playground.strict import check_options
from bot.playground.submissions import apply_submission
from bot.playground.text import count_mentions, encode_typed

PATIENCE = 3.0
"""How many real seconds a person waits for something to happen on the screen after an action."""


class Person(Desk):
    """One person at their Slack. Actions return what the person got for them."""

    async def types(self, text: str, *, channel: str = "@bot", patience: float = PATIENCE) -> Answer:
        """Type a slash command. The answer holds what came for it: the reply, or the form that opened."""
        command, _, rest = text.partition(" ")
        place = self._channel(channel)
        # Commands are not shared with the other side of a channel: a workspace knows those of its own apps.
        known = self._world.manifest.commands.get(command) if self.user.workspace.installed else None
        if not command.startswith("/"):
            raise CannotDo(f"{text!r} is not a command; use says()")
        observation = self._observe(place)
        if known is None:
            self._slackbot(place, f"{command} is not a valid command.")
            return observation.answer(None, "unknown_command")
        response = self._world.triggers.new_response(place, self.user)
        trigger = self._world.triggers.new(self.user, self.user.workspace)
        payload = payloads.slash_command(
            self.user,
            place,
            command=command,
            text=encode_typed(self._world.state, self.user.workspace, rest.strip(), mentions=known.should_escape),
            trigger_id=trigger.id,
            response_url=self._url(response.token),
        )
        delivery = await self._world.courier.deliver(COMMAND, self.user.workspace, payload)
        if not delivery.ok:
            error = "operation_timeout" if delivery.error in (None, "operation_timeout") else "dispatch_failed"
            self._slackbot(place, f'{command} failed with the error "{error}"')
            return observation.answer(delivery, error)
        body = {"text": delivery.body} if isinstance(delivery.body, str) else delivery.body
        if body:
            try:
                respond(self._world, response, body)
            except SlackError as error:
                delivery.error = error.error
                self._slackbot(place, f'{command} failed with the error "{error.error}"')
                return observation.answer(delivery, error.error)
        return await observation.wait_for_answer(delivery, patience)

    async def says(
        self, text: str, *, channel: str = "@bot", thread: Seen | None = None, patience: float | None = None
    ) -> Answer:
        """Write a message and wait for an answer: in the DM with the bot as usual, elsewhere only if told to."""
        world, place = self._world, self._channel(channel)
        if place.im_with and (not world.manifest.messages_tab or world.manifest.messages_tab_read_only):
            raise CannotDo("the app does not take messages")
        message = Message(
            place,
            world.state.next_ts(place.workspace),
            self.user.id,
            text=encode_typed(world.state, self.user.workspace, text, mentions=True),
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
        )
        count_mentions(world.state, message, {"text": message.text})
        observation = self._observe(place)
        world.state.store(message)
        sent = world.events.message(message)
        if sent is None:
            return observation.answer(None, None)
        if patience is None:
            patience = PATIENCE if place.im_with else 0.0
        return await observation.wait_for_answer(await sent, patience)

    async def presses(
        self, label: str, message: Seen | None = None, *, times: int = 1, patience: float = PATIENCE
    ) -> Answer:
        """Press the newest visible button, or overflow entry, of that label: in the open form, else in messages, else
        on Home.

        With `message` it is pressed as it stood when that message was seen, changed since or not. `times` presses it
        that often with the very same payload, as a nervous finger does; the answer is to the last one.
        """
        place, item, option = find_button(self._world, self.user, label, message)
        return await self._acts(place, item, option, times=times, patience=patience)

    async def chooses(
        self, label: str, option: Any, message: Seen | None = None, *, patience: float = PATIENCE
    ) -> Answer:
        """Choose an option of a select; the bot hears of it unless it is a plain field of a form."""
        place, item = find_select(self._world, self.user, label, message)
        try:
            value = form_value(self._world.state, self.user.workspace, item, option)
        except CannotFill as cannot:
            raise CannotSubmit({label: str(cannot)}) from cannot
        self._values_of(place)[(item.block_id, item.action_id)] = value
        if item.is_input and not item.block.get("dispatch_action"):
            return self._observe(None).answer(None, None)
        return await self._acts(place, item, value, times=1, patience=patience)

    async def searches(self, label: str, query: str = "", message: Seen | None = None) -> tuple[str, ...]:
        """Type into a select whose options the bot supplies; the options that come back, which can then be chosen."""
        place, item = find_select(self._world, self.user, label, message)
        if len(query) < item.element.get("min_query_length", 3):
            return ()
        workspace = place.workspace
        payload = payloads.interaction("block_suggestion", self.user, workspace) | self._where(place)
        payload |= {"block_id": item.block_id, "action_id": item.action_id, "value": query}
        delivery = await self._world.courier.deliver(INTERACTION, workspace, payload)
        refusal = check_options(delivery.body) if delivery.ok else None
        if refusal is not None:
            delivery.error = refusal.error
        options = options_of(delivery.body) if delivery.ok else []
        item.element["loaded"] = options
        return tuple(plain(option.get("text")) for option in options)

    def fills(self, values: dict[str, Any]) -> None:
        """Put values into the fields of the open form, by label or id, without submitting it."""
        view = self._top()
        problems: dict[str, str] = {}
        for name, value in values.items():
            item = find_field(view, name)
            try:
                view.values[(item.block_id, item.action_id)] = form_value(
                    self._world.state, self.user.workspace, item, value
                )
            except CannotFill as cannot:
                problems[name] = str(cannot)
        if problems:
            raise CannotSubmit(problems)

    async def submits(self, values: dict[str, Any] | None = None, *, patience: float = 0.0) -> Answer:
        """Fill in the open form and submit it; CannotSubmit when Slack's own client would not let the person."""
        view = self._top()
        self.fills(values or {})
        if not view.content.get("submit"):
            raise CannotDo("the form has no submit button")
        problems = {
            item.label: problem
            for item in elements(view.blocks)
            if item.is_input and (problem := problem_with(item, view.values.get((item.block_id, item.action_id))))
        }
        if problems:
            raise CannotSubmit(problems)
        observation = self._observe(None)
        view.errors, view.trouble = {}, None
        trigger = self._world.triggers.new(self.user, view.workspace, view_id=view.id)
        payload = payloads.interaction("view_submission", self.user, view.workspace)
        payload |= {"trigger_id": trigger.id, "view": view.payload()}
        payload["response_urls"] = payloads.response_urls(view, self._response_for)
        delivery = await self._world.courier.deliver(INTERACTION, view.workspace, payload)
        apply_submission(self._world, view, delivery)
        if patience and not self.modal:
            return await observation.wait_for_answer(delivery, patience, ignore_views=True)
        return observation.answer(delivery, view.trouble)

    async def closes(self, *, everything: bool = False) -> Delivery | None:
        """Close the form on top (`everything`: all, as the x does); the delivery if the bot asked to hear of it."""
        view = self._top()
        stack = self._world.screens.stack(self.user)
        told = stack[0] if everything else view
        payload = payloads.interaction("view_closed", self.user, view.workspace)
        payload |= {"view": told.payload(), "is_cleared": everything}
        if everything:
            self._world.screens.clear(self.user)
        else:
            self._world.screens.close_top(self.user)
        if not told.content.get("notify_on_close"):
            return None
        return await self._world.courier.deliver(INTERACTION, view.workspace, payload)

    async def opens_home(self, *, tab: str = "home", patience: float = PATIENCE) -> Home | None:
        """Open a tab of the app; the Home tab once the bot has published it."""
        world, workspace = self._world, self.user.workspace
        if tab == "home" and not world.manifest.home_tab:
            raise CannotDo("the app has no Home tab")
        view = world.screens.home(self.user, workspace)
        before = view.hash if view else None
        channel = world.state.direct(workspace, self.user.id)
        sent = world.events.home_opened(self.user, channel, view.payload() if view else None, tab)
        if sent is not None:
            await sent

            def published() -> bool:
                now = world.screens.home(self.user, workspace)
                return now is not None and now.hash != before

            if tab == "home":
                with contextlib.suppress(TimeoutError):
                    await world.changes.wait_for(published, timeout=patience)
        return self.home

    def joins(self, channel: str) -> None:
        """Join a channel."""
        self._membership(channel, joined=True)

    def leaves(self, channel: str) -> None:
        """Leave a channel."""
        self._membership(channel, joined=False)

    def sets_status(self, text: str, emoji: str = "", *, expiration: int = 0) -> None:
        """Set the status; `expiration` in seconds since 1970, 0 for none."""
        self.user.status_text, self.user.status_emoji, self.user.status_expiration = text, emoji, expiration
        self._world.events.user_changed(self.user)
        self._world.changes.tell()

    def moves_to(self, zone: str) -> None:
        """Live by the clocks of another zone from now on."""
        self.user.zone = zone
        self._world.events.user_changed(self.user)
        self._world.changes.tell()

    def _membership(self, name: str, *, joined: bool) -> None:
        channel = self._world.state.find_channel(name)
        if channel is None:
            raise CannotDo(f"there is no {name}")
        (channel.members.add if joined else channel.members.discard)(self.user.id)
        self._world.events.membership(self.user.id, channel, joined=joined)
        self._world.changes.tell()
