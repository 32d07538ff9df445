"""A person's place at Slack: what is before them, and how an action of theirs goes out."""

import asyncio
from typing import Any

from bot.playground import payloads
from bot.playground.deliveries import INTERACTION
from bot.playground.elements import Element, starting_values, state_values
from bot.playground.errors import CannotDo
from bot.playground.locators import Place
from bot.playground.methods.chat import post
from bot.playground.observation import Observation, top_modal, visible_messages
from bot.playground.screens import View
from bot.playground.seen import Answer, Home, Modal, Seen, see_home, see_message
from bot.playground.state import SLACKBOT, Channel, User
from bot.playground.world import World


class Desk:
    """What one person has before them."""

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
        return top_modal(self._world, self.user)

    @property
    def home(self) -> Home | None:
        """The app's Home tab as last published for the person."""
        view = self._world.screens.home(self.user, self.user.workspace)
        return see_home(self._world.state, view) if view else None

    def sees(self, channel: str | None = None) -> list[Seen]:
        """The messages that the person can read now, in one channel or all of theirs, oldest first."""
        wanted = self._channel(channel) if channel else None
        found = [message for message in visible_messages(self._world, self.user) if wanted in (None, message.channel)]
        return [see_message(self._world.state, message) for message in found]

    async def _acts(self, place: Place, item: Element, value: Any, *, times: int, patience: float) -> Answer:
        """Send block_actions, `times` times the very same, and wait for what comes of it."""
        world = self._world
        message = place.message
        observation = self._observe(message.channel if message else None)
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
        return await observation.wait_for_answer(deliveries[-1], patience)

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

    def _observe(self, channel: Channel | None) -> Observation:
        return Observation(self._world, self.user, channel)

    def _channel(self, name: str) -> Channel:
        state, workspace = self._world.state, self.user.workspace
        if name.startswith("@"):
            return state.direct(workspace, self.user.id)
        channel = state.find_channel(name, workspace) or state.find_channel(name)
        if channel is None or self.user.id not in channel.members:
            raise CannotDo(f"{self.name} is not in {name}")
        return channel

    def _slackbot(self, channel: Channel, text: str) -> None:
        post(self._world, channel, {"text": text}, author=SLACKBOT, viewer=self.user.id)

    def _response_for(self, channel_id: str) -> str:
        channel = self._world.state.channels[channel_id]
        return self._url(self._world.triggers.new_response(channel, self.user).token)

    def _url(self, token: str) -> str:
        return f"{self._world.identity.url}/response/{token}"
