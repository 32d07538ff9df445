"""What is on a person's screen, and what came of an action: the difference between before and after."""

import contextlib

from bot.playground.deliveries import Delivery
from bot.playground.seen import Answer, Modal, see_message, see_modal
from bot.playground.state import Channel, Message, User
from bot.playground.world import World


class Observation:
    """Watches a person's screen from just before an action on.

    What the bot then writes, changes or deletes in `channel`, or anywhere for this person alone, counts as its
    answer; without a channel (a form knows none) everything that the person can see counts. Home counts where the
    action was done there (`at_home`): elsewhere it is refreshed in passing, which answers nothing.
    """

    def __init__(self, world: World, user: User, channel: Channel | None, *, at_home: bool = False) -> None:
        self._world, self._user, self._channel, self._at_home = world, user, channel, at_home
        self._before = len(world.state.touches)
        self._forms, self._home = self._forms_now(), self._home_now()

    def answer(self, delivery: Delivery | None, error: str | None) -> Answer:
        """The difference so far."""
        messages = tuple(see_message(self._world.state, message) for message in self._news() if not message.deleted)
        form = top_modal(self._world, self._user)
        return Answer(delivery, messages, form, error, form_changed=self._forms_now() != self._forms)

    async def wait_for_answer(self, delivery: Delivery, patience: float, *, ignore_views: bool = False) -> Answer:
        """The difference as soon as there is one, or after `patience` real seconds."""

        def happened() -> bool:
            if self._news():
                return True
            return not ignore_views and (self._forms_now() != self._forms or self._home_now() != self._home)

        error = None if delivery.ok else delivery.error or "operation_timeout"
        if error is None:
            with contextlib.suppress(TimeoutError):
                await self._world.changes.wait_for(happened, timeout=patience)
        return self.answer(delivery, error)

    def _news(self) -> list[Message]:
        return [
            message
            for message in dict.fromkeys(self._world.state.touches[self._before :])
            if message.user != self._user.id
            and message.viewer in (None, self._user.id)
            and self._user.id in message.channel.members
            and (self._channel in (None, message.channel) or message.viewer == self._user.id)
        ]

    def _forms_now(self) -> list[tuple[str, str]]:
        return [(view.id, view.hash) for view in self._world.screens.stack(self._user)]

    def _home_now(self) -> str | None:
        home = self._world.screens.home(self._user, self._user.workspace) if self._at_home else None
        return home.hash if home else None


def top_modal(world: World, user: User) -> Modal | None:
    """The form that a person has before them, if one is open."""
    stack = world.screens.stack(user)
    return see_modal(world.state, stack[-1], len(stack)) if stack else None


def visible_messages(world: World, user: User) -> list[Message]:
    """Every message that a person can read now, oldest first."""
    found = [
        message
        for message in world.state.messages
        if not message.deleted and message.viewer in (None, user.id) and user.id in message.channel.members
    ]
    return sorted(found, key=lambda message: message.ts)
