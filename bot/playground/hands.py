"""A person's hands on the page: the same actions as a test's, aimed at one exact element instead of at a label."""

from typing import Any

from bot.playground.elements import Element, elements
from bot.playground.errors import CannotDo, CannotFill
from bot.playground.form_values import form_value
from bot.playground.locators import Place
from bot.playground.people import Person
from bot.playground.seen import Answer, options_of, see_message


class Hands(Person):
    """One person at the page."""

    async def writes(self, channel: str, text: str, thread_ts: str | None) -> Answer:
        """Send what stands in the composer: a command where it begins with a slash, else a message."""
        if text.startswith("/"):
            if thread_ts:
                raise CannotDo("Slash commands do not work in threads.")
            return await self.types(text, channel=channel)
        parent = self._world.state.find_message(self._channel(channel), thread_ts) if thread_ts else None
        thread = see_message(self._world.state, parent) if parent else None
        return await self.says(text, channel=channel, thread=thread, patience=0.0)

    async def acts_on(self, where: dict[str, Any], block_id: str, action_id: str, value: Any) -> Answer:
        """Press the element, or give it a value and let the bot hear of it.

        `value` is an option's value for menus, ids for people and channels, else what was typed; None for a press.
        """
        place = self._place(where)
        item = _element(place, block_id, action_id)
        if item.value_key is None:
            return await self._acts(place, item, _option(item, value), times=1, patience=0.0)
        try:
            filled = form_value(self._world.state, self.user.workspace, item, value)
        except CannotFill as cannot:
            raise CannotDo(str(cannot)) from cannot
        self._values_of(place)[(item.block_id, item.action_id)] = filled
        if item.is_input and not item.block.get("dispatch_action"):
            return self._observe(None).answer(None, None)
        return await self._acts(place, item, filled, times=1, patience=0.0)

    async def asks_options(self, where: dict[str, Any], block_id: str, action_id: str, query: str) -> list[Any]:
        """The options that the bot offers for what was typed into an external select."""
        place = self._place(where)
        item = _element(place, block_id, action_id)
        screen = see_message(self._world.state, place.message) if place.message else None
        await self.searches(f"{block_id}/{action_id}", query, screen)
        if screen is not None:
            # A message is searched as a copy; the real one must know the options too, or none could be chosen.
            copied = _element(Place(screen.raw.get("blocks") or []), block_id, action_id)
            item.element["loaded"] = copied.element.get("loaded", [])
        return list(item.element.get("loaded", []))

    def _place(self, where: dict[str, Any]) -> Place:
        world = self._world
        if view_id := where.get("view"):
            home = world.screens.home(self.user, self.user.workspace)
            for view in [*world.screens.stack(self.user), *([home] if home else [])]:
                if view.id == view_id:
                    return Place(view.blocks, view=view)
            raise CannotDo("This form is no longer open.")
        for message in world.state.messages:
            fits = message.channel.id == where.get("channel") and message.ts == where.get("message")
            if fits and not message.deleted and message.viewer in (None, self.user.id):
                return Place(message.blocks, message=message)
        raise CannotDo("This message is no longer there.")


def _element(place: Place, block_id: str, action_id: str) -> Element:
    for item in elements(place.blocks):
        if (item.block_id, item.action_id) == (block_id, action_id):
            return item
    raise CannotDo("This has changed since you saw it. Look again.")


def _option(item: Element, value: Any) -> Any:
    if item.kind != "overflow":
        return None
    return next((option for option in options_of(item.element) if option.get("value") == value), None)
