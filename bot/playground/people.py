"""People of the playground: what they can do in Slack, and what they see of it."""

import asyncio
import contextlib
from typing import Any

from bot.playground import payloads, sight
from bot.playground.deliveries import COMMAND, INTERACTION, Delivery
from bot.playground.elements import Element, elements, plain, starting_values, state_values
from bot.playground.errors import CannotDo, CannotSubmit, SlackError
from bot.playground.filling import Unfit, complaint, fitted
from bot.playground.methods.chat import post, respond
from bot.playground.moments import Moment, visible_messages
from bot.playground.reach import Place, find_button, find_field, find_select
from bot.playground.screens import View
from bot.playground.sight import Answer, Home, Modal, Seen
from bot.playground.state import SLACKBOT, Channel, Message, User
from bot.playground.submissions import apply_submission
from bot.playground.text import count_mentions, encode_typed
from bot.playground.world import World

PATIENCE = 3.0
"""How many real seconds a person waits for something to happen on the screen after an action."""


class Person:
    """One person at their Slack. Actions return what the person got for them."""

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user
        self._values: dict[str, dict[tuple[str, str], Any]] = {}

    @property
    def id(self) -> str:
        """The person's Slack id."""
        return self.user.id

    @property
    def name(self) -> str:
        """The person's handle."""
        return self.user.name

    @property
    def mention(self) -> str:
        """The token that mentions the person."""
        return f"<@{self.user.id}>"

    @property
    def modal(self) -> Modal | None:
        """The form on top, if one is open."""
        stack = self._world.screens.stack(self.user)
        return sight.modal(self._world.state, stack[-1], len(stack)) if stack else None

    @property
    def home(self) -> Home | None:
        """The app's Home tab as last published for the person."""
        view = self._world.screens.home(self.user, self.user.workspace)
        return sight.home(self._world.state, view) if view else None

    def sees(self, channel: str | None = None) -> list[Seen]:
        """The messages that the person can read now, in one channel or all of theirs, oldest first."""
        wanted = self._channel(channel) if channel else None
        found = [message for message in visible_messages(self._world, self.user) if wanted in (None, message.channel)]
        return [sight.seen(self._world.state, message) for message in found]

    async def types(self, text: str, *, channel: str = "@bot", patience: float = PATIENCE) -> Answer:
        """Type a slash command. The answer holds what came for it: the reply, or the form that opened."""
        command, _, rest = text.partition(" ")
        place = self._channel(channel)
        known = self._world.manifest.commands.get(command)
        if not command.startswith("/"):
            raise CannotDo(f"{text!r} is not a command; use says()")
        moment = self._moment(place)
        if known is None:
            self._slackbot(place, f"{command} is not a valid command.")
            return moment.answer(None, "unknown_command")
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
            return moment.answer(delivery, error)
        body = {"text": delivery.body} if isinstance(delivery.body, str) else delivery.body
        if body:
            try:
                respond(self._world, response, body)
            except SlackError as error:
                delivery.error = error.error
                self._slackbot(place, f'{command} failed with the error "{error.error}"')
                return moment.answer(delivery, error.error)
        return await moment.settled(delivery, patience)

    async def says(
        self, text: str, *, channel: str = "@bot", thread: Seen | None = None, patience: float | None = None
    ) -> Answer:
        """Write a message. The person waits for an answer in the DM with the bot, elsewhere only as long as
        `patience` says.
        """
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
        moment = self._moment(place)
        world.state.store(message)
        sent = world.events.message(message)
        if sent is None:
            return moment.answer(None, None)
        delivery = await sent
        return await moment.settled(delivery, patience if patience is not None else PATIENCE if place.im_with else 0.0)

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
        """Choose an option of a select outside or inside a form; the bot hears of it unless it is a plain form
        field.
        """
        place, item = find_select(self._world, self.user, label, message)
        try:
            value = fitted(self._world.state, self.user.workspace, item, option)
        except Unfit as unfit:
            raise CannotSubmit({label: str(unfit)}) from unfit
        self._values_of(place)[(item.block_id, item.action_id)] = value
        if item.is_input and not item.block.get("dispatch_action"):
            return self._moment(None).answer(None, None)
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
        body = delivery.body if delivery.ok and isinstance(delivery.body, dict) else {}
        options = sight.offered(body)
        if len(options) > 100:
            delivery.error = "too_many_options"
            options = []
        item.element["loaded"] = options
        return tuple(plain(option.get("text")) for option in options)

    def fills(self, values: dict[str, Any]) -> None:
        """Put values into the fields of the open form, by label or id, without submitting it."""
        view = self._top()
        problems: dict[str, str] = {}
        for name, value in values.items():
            item = find_field(view, name)
            try:
                view.values[(item.block_id, item.action_id)] = fitted(
                    self._world.state, self.user.workspace, item, value
                )
            except (Unfit, ValueError) as unfit:
                problems[name] = str(unfit)
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
            if item.is_input and (problem := complaint(item, view.values.get((item.block_id, item.action_id))))
        }
        if problems:
            raise CannotSubmit(problems)
        moment = self._moment(None)
        view.errors, view.trouble = {}, None
        trigger = self._world.triggers.new(self.user, view.workspace, view_id=view.id)
        payload = payloads.interaction("view_submission", self.user, view.workspace)
        payload |= {"trigger_id": trigger.id, "view": view.payload()}
        payload["response_urls"] = payloads.response_urls(view, self._response_for)
        delivery = await self._world.courier.deliver(INTERACTION, view.workspace, payload)
        apply_submission(self._world, view, delivery)
        if patience and not self.modal:
            return await moment.settled(delivery, patience, ignore_views=True)
        return moment.answer(delivery, view.trouble)

    async def closes(self, *, everything: bool = False) -> Delivery | None:
        """Close the form on top (`everything`: all of them, as the x does); the delivery if the bot asked to hear of
        it.
        """
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

    async def _acts(self, place: Place, item: Element, value: Any, *, times: int, patience: float) -> Answer:
        """Send block_actions, `times` times the very same, and wait for what comes of it."""
        world = self._world
        message = place.message
        moment = self._moment(message.channel if message else None)
        trigger = world.triggers.new(self.user, place.workspace, view_id=place.view.id if place.view else None)
        payload = payloads.interaction("block_actions", self.user, place.workspace) | self._where(place)
        payload["trigger_id"] = trigger.id
        payload["actions"] = [payloads.action(item, at=f"{world.clock.seconds():.6f}", value=value)]
        if message is not None:
            response = world.triggers.new_response(message.channel, self.user, source=message)
            payload["response_url"] = self._url(response.token)
            payload["state"] = {"values": state_values(place.blocks, self._values_of(place))}
        deliveries = await asyncio.gather(
            *(world.courier.deliver(INTERACTION, place.workspace, payload) for _ in range(times))
        )
        return await moment.settled(deliveries[-1], patience)

    def _where(self, place: Place) -> dict[str, Any]:
        if place.view is not None:
            return payloads.in_view(place.view)
        assert place.message is not None
        return payloads.in_message(self._world.state, place.message)

    def _values_of(self, place: Place) -> dict[tuple[str, str], Any]:
        """What the person has chosen in a place so far; what stands in a message stays with the person."""
        if place.view is not None:
            return place.view.values
        assert place.message is not None
        key = f"{place.message.channel.id}/{place.message.ts}"
        self._values[key] = starting_values(place.blocks, self._values.get(key))
        return self._values[key]

    def _top(self) -> View:
        view = self._world.screens.top(self.user)
        if view is None:
            raise CannotDo(f"{self.name} has no form open")
        return view

    def _moment(self, channel: Channel | None) -> Moment:
        return Moment(self._world, self.user, channel)

    def _channel(self, name: str) -> Channel:
        state, workspace = self._world.state, self.user.workspace
        if name.startswith("@"):
            return state.direct(workspace, self.user.id)
        channel = state.find_channel(name, workspace) or state.find_channel(name)
        if channel is None or self.user.id not in channel.members:
            raise CannotDo(f"{self.name} is not in {name}")
        return channel

    def _membership(self, name: str, *, joined: bool) -> None:
        channel = self._world.state.find_channel(name)
        if channel is None:
            raise CannotDo(f"there is no {name}")
        (channel.members.add if joined else channel.members.discard)(self.user.id)
        self._world.events.membership(self.user.id, channel, joined=joined)
        self._world.changes.tell()

    def _slackbot(self, channel: Channel, text: str) -> None:
        post(self._world, channel, {"text": text}, author=SLACKBOT, viewer=self.user.id)

    def _response_for(self, channel_id: str) -> str:
        channel = self._world.state.channels[channel_id]
        return self._url(self._world.triggers.new_response(channel, self.user).token)

    def _url(self, token: str) -> str:
        return f"{self._world.identity.url}/response/{token}"
