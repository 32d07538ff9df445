"""A person's Slack client: what it shows, and how what is done in it goes to the bot and comes back."""

import asyncio
import contextlib
from typing import Any

from bot.playground import payloads
from bot.playground.deliveries import COMMAND, INTERACTION, Delivery
from bot.playground.elements import Element, elements, starting_values, state_values
from bot.playground.errors import CannotDo, CannotSubmit, SlackError
from bot.playground.form_values import form_value, problem_with
from bot.playground.locators import Place
from bot.playground.methods.chat import post, respond
from bot.playground.observation import Observation, top_modal, visible_messages
from bot.playground.own_commands import OWN_COMMANDS, own_command
from bot.playground.rendering import message_json
from bot.playground.screens import View
from bot.playground.seen import Answer, Home, Modal, Seen, options_of, see_home, see_message
from bot.playground.state import SLACKBOT, Channel, Message, User
from bot.playground.strict import check_options
from bot.playground.submissions import apply_submission
from bot.playground.text import count_mentions, encode_typed
from bot.playground.triggers import ResponseUrl
from bot.playground.world import World


class SlackClient:
    """The client of one person. It takes the very channel, element or form; whoever calls it has found that already.

    An `Answer` comes as soon as there is one, or after `patience` real seconds.
    """

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self._user = user
        self._message_values: dict[str, dict[tuple[str, str], Any]] = {}

    # --- what it shows

    @property
    def modal(self) -> Modal | None:
        """The form on top, if one is open."""
        return top_modal(self._world, self._user)

    @property
    def home(self) -> Home | None:
        """The app's Home tab as last published for the person."""
        view = self._world.screens.home(self._user, self._user.workspace)
        return see_home(self._world.state, view) if view else None

    def messages(self, channel: Channel | None = None) -> list[Seen]:
        """The messages that the person can read now, in one channel or all of theirs, oldest first."""
        found = [message for message in visible_messages(self._world, self._user) if channel in (None, message.channel)]
        return [see_message(self._world.state, message) for message in found]

    def find_channel(self, name: str) -> Channel:
        """The channel of that name or id, "@bot" for the conversation with the bot. Raises `CannotDo`."""
        state, workspace = self._world.state, self._user.workspace
        if name.startswith("@"):
            return state.direct(workspace, self._user.id)
        channel = state.find_channel(name, workspace) or state.find_channel(name)
        if channel is None or self._user.id not in channel.members:
            raise CannotDo(f"{self._user.name} is not in {name}")
        return channel

    def open_form(self) -> View:
        """The form on top. Raises `CannotDo`."""
        view = self._world.screens.top(self._user)
        if view is None:
            raise CannotDo(f"{self._user.name} has no form open")
        return view

    # --- what is typed

    async def send_command(self, channel: Channel, text: str, *, patience: float) -> Answer:
        """Send a slash command."""
        world, workspace = self._world, self._user.workspace
        name, _, rest = text.partition(" ")
        if name in OWN_COMMANDS:
            observation = self._observe(channel)
            self._slackbot_says(channel, own_command(world, self._user, name, rest))
            return observation.answer(None, None)
        # Commands are not shared with the other side of a channel: a workspace knows those of its own apps.
        command = world.manifest.commands.get(name) if workspace.installed else None
        observation = self._observe(channel)
        if command is None:
            self._slackbot_says(channel, f"{name} is not a valid command.")
            return observation.answer(None, "unknown_command")
        response = world.triggers.new_response(channel, self._user)
        payload = payloads.slash_command(
            self._user,
            channel,
            command=name,
            text=encode_typed(world.state, workspace, rest.strip(), mentions=command.should_escape),
            trigger_id=world.triggers.new(self._user, workspace).id,
            response_url=self._url(response),
        )
        delivery = await world.courier.deliver(COMMAND, workspace, payload)
        error = self._show_reply(delivery, response)
        if error is not None:
            self._slackbot_says(channel, f'{name} failed with the error "{error}"')
            return observation.answer(delivery, error)
        return await observation.wait_for_answer(delivery, patience)

    async def send_message(self, channel: Channel, text: str, *, thread_ts: str | None, patience: float) -> Answer:
        """Send a message, in a thread if `thread_ts` names one."""
        state = self._world.state
        if channel.im_with and (not self._world.manifest.messages_tab or self._world.manifest.messages_tab_read_only):
            raise CannotDo("the app does not take messages")
        message = Message(
            channel,
            state.next_ts(channel.workspace),
            self._user.id,
            text=encode_typed(state, self._user.workspace, text, mentions=True),
            thread_ts=thread_ts,
        )
        count_mentions(state, message, {"text": message.text})
        observation = self._observe(channel)
        state.store(message)
        sent = self._world.events.message(message)
        if sent is None:
            return observation.answer(None, None)
        return await observation.wait_for_answer(await sent, patience)

    async def edit_message(self, channel: Channel, text: str, *, patience: float) -> Answer:
        """Change the newest message that this person wrote in the channel."""
        state = self._world.state
        own = [each for each in state.messages if each.channel is channel and each.user == self._user.id]
        if not own:
            raise CannotDo("there is nothing of their own to change")
        message, before = own[-1], message_json(state, own[-1])
        message.text = encode_typed(state, self._user.workspace, text, mentions=True)
        message.edited = {"user": self._user.id, "ts": state.next_ts(channel.workspace)}
        observation = self._observe(channel)
        state.touch(message)
        sent = self._world.events.message_changed(message, before)
        if sent is None:
            return observation.answer(None, None)
        return await observation.wait_for_answer(await sent, patience)

    # --- what is pressed and chosen

    async def send_shortcut(self, name: str, message: Message | None = None, *, patience: float) -> Answer:
        """Choose an entry of the shortcuts menu, or of the menu beside a message. Raises `CannotDo`."""
        world, workspace = self._world, self._user.workspace
        shortcut = world.manifest.shortcuts.get(name) if workspace.installed else None
        if shortcut is None or shortcut.of_message != (message is not None):
            raise CannotDo(f"there is no shortcut {name!r} {'beside a message' if message else 'in the menu'}")
        if message is not None and message.viewer is not None:
            raise CannotDo("a message that only one person sees has no shortcuts")
        kind = "message_action" if shortcut.of_message else "shortcut"
        observation = self._observe(message.channel if message else None)
        payload = payloads.interaction(kind, self._user, workspace)
        payload["callback_id"] = shortcut.callback_id
        payload["action_ts"] = f"{world.clock.seconds():.6f}"
        payload["trigger_id"] = world.triggers.new(self._user, workspace).id
        if message is not None:
            payload |= payloads.of_message(world.state, message)
            payload["response_url"] = self._url(world.triggers.new_response(message.channel, self._user))
        delivery = await world.courier.deliver(INTERACTION, workspace, payload)
        return await observation.wait_for_answer(delivery, patience)

    async def send_action(
        self, place: Place, item: Element, value: Any = None, *, times: int = 1, patience: float
    ) -> Answer:
        """Let the bot hear of an element's press or new value, `times` times with the very same payload."""
        world, message = self._world, place.message
        at_home = place.view is not None and place.view.content["type"] == "home"
        observation = Observation(world, self._user, message.channel if message else None, at_home=at_home)
        trigger = world.triggers.new(self._user, place.workspace, view_id=place.view.id if place.view else None)
        payload = payloads.interaction("block_actions", self._user, place.workspace) | self._container(place)
        payload["trigger_id"] = trigger.id
        payload["actions"] = [payloads.action(item, at=f"{world.clock.seconds():.6f}", value=value)]
        if message is not None:
            payload["response_url"] = self._url(
                world.triggers.new_response(message.channel, self._user, source=message)
            )
            payload["state"] = {"values": state_values(place.blocks, self._values(place))}
        deliveries = await asyncio.gather(
            *(world.courier.deliver(INTERACTION, place.workspace, payload) for _ in range(times))
        )
        return await observation.wait_for_answer(deliveries[-1], patience)

    async def choose(self, place: Place, item: Element, value: Any, *, patience: float) -> Answer:
        """Give an element a value; the bot hears of it unless it is a plain field of a form. Raises `CannotFill`."""
        chosen = self.fill(place, item, value)
        if item.is_input and not item.block.get("dispatch_action"):
            return self._observe(None).answer(None, None)
        return await self.send_action(place, item, chosen, patience=patience)

    def fill(self, place: Place, item: Element, value: Any) -> Any:
        """Put a value into an element without letting the bot hear of it; the value as it stands there then.

        Raises `CannotFill`.
        """
        chosen = form_value(self._world.state, self._user.workspace, item, value)
        self._values(place)[(item.block_id, item.action_id)] = chosen
        return chosen

    async def load_options(self, place: Place, item: Element, query: str) -> list[dict[str, Any]]:
        """The options that the bot offers for what was typed into a select; they can be chosen from then on."""
        if len(query) < item.element.get("min_query_length", 3):
            return []
        payload = payloads.interaction("block_suggestion", self._user, place.workspace) | self._container(place)
        payload |= {"block_id": item.block_id, "action_id": item.action_id, "value": query}
        delivery = await self._world.courier.deliver(INTERACTION, place.workspace, payload)
        refusal = check_options(delivery.body) if delivery.ok else None
        if refusal is not None:
            delivery.error = refusal.error
        options = options_of(delivery.body) if delivery.ok else []
        item.element["loaded"] = options
        return options

    # --- forms and the Home tab

    async def submit(self, view: View, *, patience: float) -> Answer:
        """Submit a form. Raises `CannotDo` where it has no button for that, `CannotSubmit` where a value is wrong."""
        _check_values(view)
        observation = self._observe(None)
        view.errors, view.trouble = {}, None
        trigger = self._world.triggers.new(self._user, view.workspace, view_id=view.id)
        payload = payloads.interaction("view_submission", self._user, view.workspace)
        payload |= {"trigger_id": trigger.id, "view": view.payload()}
        payload["response_urls"] = payloads.response_urls(view, self._new_url)
        delivery = await self._world.courier.deliver(INTERACTION, view.workspace, payload)
        apply_submission(self._world, view, delivery)
        if patience and not self.modal:
            return await observation.wait_for_answer(delivery, patience, ignore_views=True)
        return observation.answer(delivery, view.trouble)

    async def close(self, *, everything: bool) -> Delivery | None:
        """Close the form on top, or all; the delivery if the bot asked to hear of it. Raises `CannotDo`."""
        screens, top = self._world.screens, self.open_form()
        told = screens.stack(self._user)[0] if everything else top
        payload = payloads.interaction("view_closed", self._user, top.workspace)
        payload |= {"view": told.payload(), "is_cleared": everything}
        if everything:
            screens.clear(self._user)
        else:
            screens.close_top(self._user)
        if not told.content.get("notify_on_close"):
            return None
        return await self._world.courier.deliver(INTERACTION, top.workspace, payload)

    async def open_tab(self, tab: str, *, patience: float) -> None:
        """Open a tab of the app and wait until the bot has published it. Raises `CannotDo`."""
        world, workspace = self._world, self._user.workspace
        if tab == "home" and not world.manifest.home_tab:
            raise CannotDo("the app has no Home tab")
        view = world.screens.home(self._user, workspace)
        before = view.hash if view else None
        channel = world.state.direct(workspace, self._user.id)
        sent = world.events.home_opened(self._user, channel, view.payload() if view else None, tab)
        if sent is None:
            return
        await sent

        def published() -> bool:
            now = world.screens.home(self._user, workspace)
            return now is not None and now.hash != before

        if tab == "home":
            with contextlib.suppress(TimeoutError):
                await world.changes.wait_for(published, timeout=patience)

    # --- parts of these

    def _observe(self, channel: Channel | None) -> Observation:
        return Observation(self._world, self._user, channel)

    def _container(self, place: Place) -> dict[str, Any]:
        if place.view is not None:
            return payloads.in_view(place.view)
        assert place.message is not None
        return payloads.in_message(self._world.state, place.message)

    def _values(self, place: Place) -> dict[tuple[str, str], Any]:
        """What the person has chosen in a place so far; what stands in a message is known to their client alone."""
        if place.view is not None:
            return place.view.values
        assert place.message is not None
        key = f"{place.message.channel.id}/{place.message.ts}"
        self._message_values[key] = starting_values(place.blocks, self._message_values.get(key))
        return self._message_values[key]

    def _show_reply(self, delivery: Delivery, response: ResponseUrl) -> str | None:
        """Show what the ack of a command says; the error where there is nothing that can be shown."""
        if not delivery.ok:
            return "operation_timeout" if delivery.error in (None, "operation_timeout") else "dispatch_failed"
        body = {"text": delivery.body} if isinstance(delivery.body, str) else delivery.body
        try:
            if body:
                respond(self._world, response, body)
        except SlackError as refusal:
            delivery.error = refusal.error
        return delivery.error

    def _slackbot_says(self, channel: Channel, text: str) -> None:
        post(self._world, channel, {"text": text}, author=SLACKBOT, viewer=self._user.id)

    def _new_url(self, channel_id: str) -> str:
        return self._url(self._world.triggers.new_response(self._world.state.channels[channel_id], self._user))

    def _url(self, response: ResponseUrl) -> str:
        return f"{self._world.identity.url}/response/{response.token}"


def _check_values(view: View) -> None:
    """Raise what keeps Slack's own client from submitting the form."""
    if not view.content.get("submit"):
        raise CannotDo("the form has no submit button")
    problems = {
        item.label: problem
        for item in elements(view.blocks)
        if item.is_input and (problem := problem_with(item, view.values.get((item.block_id, item.action_id))))
    }
    if problems:
        raise CannotSubmit(problems)
