"""What one person does on the page, as JSON: the same actions as a test's, aimed at one exact element by its ids."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.elements import Element
from bot.playground.errors import CannotDo, CannotFill
from bot.playground.locators import Place, find_element, find_place
from bot.playground.people import Person
from bot.playground.seen import Answer, Seen, options_of, see_message
from bot.playground.state import User
from bot.playground.world import World

Json = dict[str, Any]


class PageActions:
    """The actions of one person. Each takes what the page sent and answers what it needs to know; `CannotDo` rises."""

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self._person = Person(world, user)
        self.by_name: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "write": self.write,
            "act": self.act,
            "options": self.options,
            "submit": self.submit,
            "close": self.close,
            "open": self.open,
            "join": self.join,
        }

    async def write(self, body: Json) -> Json:
        """Send what stands in the composer: a command where `text` begins with a slash, else a message."""
        text, channel, thread_ts = body["text"], body["channel"], body.get("thread")
        if text.startswith("/"):
            if thread_ts:
                raise CannotDo("Slash commands do not work in threads.")
            return _told(await self._person.types(text, channel=channel))
        thread = self._message(channel, thread_ts) if thread_ts else None
        return _told(await self._person.says(text, channel=channel, thread=thread, patience=0.0))

    async def act(self, body: Json) -> Json:
        """Press an element, or give it a value and let the bot hear of it.

        `value` is an option's value for menus, ids for people and channels, else what was typed; None for a press.
        """
        place, item = self._element(body)
        client, value = self._person.client, body.get("value")
        if item.value_key is None:
            return _told(await client.send_action(place, item, _entry(item, value), patience=0.0))
        try:
            return _told(await client.choose(place, item, value, patience=0.0))
        except CannotFill as cannot:
            raise CannotDo(str(cannot)) from cannot

    async def options(self, body: Json) -> Json:
        """The options that the bot offers for the `query` typed into an external select."""
        place, item = self._element(body)
        await self._person.client.load_options(place, item, body["query"])
        return {"options": item.element.get("loaded", [])}

    async def submit(self, body: Json) -> Json:
        """Submit the form on top with these `values`. Whatever the bot finds wrong stands in the form itself."""
        await self._person.submits(body["values"])
        return {}

    async def close(self, body: Json) -> Json:
        """Close the form on top, or `everything`."""
        await self._person.closes(everything=bool(body.get("everything")))
        return {}

    async def open(self, body: Json) -> Json:
        """Open a `tab` of the app."""
        await self._person.opens_home(tab=body["tab"], patience=0.0)
        return {}

    async def join(self, body: Json) -> Json:
        """Join a `channel`."""
        self._person.joins(body["channel"])
        return {}

    def _message(self, channel: str, ts: str) -> Seen | None:
        state = self._world.state
        message = state.find_message(self._person.client.find_channel(channel), ts)
        return see_message(state, message) if message else None

    def _element(self, body: Json) -> tuple[Place, Element]:
        place = find_place(self._world, self._person.user, body["where"])
        return place, find_element(place, body["block"], body["action"])


def _told(answer: Answer) -> Json:
    return {"error": answer.error} if answer.error else {}


def _entry(item: Element, value: Any) -> Any:
    """The option of an overflow menu with that value; None for a button."""
    if item.kind != "overflow":
        return None
    return next((option for option in options_of(item.element) if option.get("value") == value), None)
