"""Finding what a person can press or choose on their screen: by its label as in a test, by its ids as on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.elements import Element, elements, plain
from bot.playground.errors import CannotDo
from bot.playground.observation import visible_messages
from bot.playground.screens import View
from bot.playground.seen import Seen
from bot.playground.state import Message, User, Workspace
from bot.playground.world import World


@dataclass
class Place:
    """A message or view, with the blocks that the person has before them."""

    blocks: list[dict[str, Any]]
    message: Message | None = None
    view: View | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace whose app put it there."""
        if self.view is not None:
            return self.view.workspace
        assert self.message is not None
        return self.message.channel.workspace


def places(world: World, user: User, message: Seen | None) -> Iterator[Place]:
    """Where the person looks for something: the open form, messages from the newest on, the Home tab.

    With `message` only there, as it stood when it was seen.
    """
    if message is not None:
        yield Place(message.raw.get("blocks") or [], message=message.message)
        return
    top = world.screens.top(user)
    if top is not None:
        yield Place(top.blocks, view=top)
    for each in reversed(visible_messages(world, user)):
        yield Place(each.blocks, message=each)
    home = world.screens.home(user, user.workspace)
    if home is not None:
        yield Place(home.blocks, view=home)


def find_button(world: World, user: User, label: str, message: Seen | None) -> tuple[Place, Element, Any]:
    """The newest button, or entry of an overflow menu (then with its option), of that label or action id."""
    labels: list[str] = []
    for place in places(world, user, message):
        for item in elements(place.blocks):
            if item.kind == "overflow":
                for option in item.element.get("options") or []:
                    labels.append(plain(option.get("text")))
                    if labels[-1] == label:
                        return place, item, option
            elif item.value_key is None:
                labels.append(plain(item.element.get("text")))
                if label in (labels[-1], item.action_id):
                    return place, item, None
    raise CannotDo(f"{user.name} sees no button {label!r}; there are {labels}")


def find_select(world: World, user: User, label: str, message: Seen | None) -> tuple[Place, Element]:
    """The newest element with a value of that label or id."""
    labels: list[str] = []
    for place in places(world, user, message):
        for item in elements(place.blocks):
            if item.value_key is not None:
                labels.append(item.label)
                if item.called(label):
                    return place, item
    raise CannotDo(f"{user.name} sees no field {label!r}; there are {labels}")


def find_field(view: View, name: str) -> tuple[Place, Element]:
    """The field of a form of that label or id."""
    found = [item for item in elements(view.blocks) if item.value_key is not None]
    for item in found:
        if item.called(name):
            return Place(view.blocks, view=view), item
    raise CannotDo(f"the form has no field {name!r}; there are {[item.label for item in found]}")


def find_element(place: Place, block_id: str, action_id: str) -> Element:
    """The element of a place with both ids."""
    for item in elements(place.blocks):
        if (item.block_id, item.action_id) == (block_id, action_id):
            return item
    raise CannotDo("This has changed since you saw it. Look again.")


def find_place(world: World, user: User, where: dict[str, str]) -> Place:
    """The `view` of that id, or the `message` with that ts in the `channel` of that id."""
    if view_id := where.get("view"):
        home = world.screens.home(user, user.workspace)
        for view in [*world.screens.stack(user), *([home] if home else [])]:
            if view.id == view_id:
                return Place(view.blocks, view=view)
        raise CannotDo("This form is no longer open.")
    for message in world.state.messages:
        is_there = message.channel.id == where.get("channel") and message.ts == where.get("message")
        if is_there and not message.deleted and message.viewer in (None, user.id):
            return Place(message.blocks, message=message)
    raise CannotDo("This message is no longer there.")
