"""People of the playground: what they can do in Slack, and what they see of it."""

from typing import Any

from bot.playground.client import SlackClient
from bot.playground.deliveries import Delivery
from bot.playground.elements import plain
from bot.playground.errors import CannotDo, CannotFill, CannotSubmit
from bot.playground.locators import find_button, find_field, find_select
from bot.playground.own_commands import pause_notifications, set_status
from bot.playground.seen import Answer, Home, Modal, Seen
from bot.playground.state import User
from bot.playground.world import World


class Person:
    """One person at their Slack, who knows things by their labels; `client` does what they want done.

    Actions return what the person got for them, and wait for it as long as the playground has patience or they are
    told to (`patience`, real seconds). What is not on their screen raises `CannotDo`.
    """

    def __init__(self, world: World, user: User) -> None:
        self.user = user
        self.client = SlackClient(world, user)
        self._world = world

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

    # --- what they see

    @property
    def modal(self) -> Modal | None:
        """The form on top, if one is open."""
        return self.client.modal

    @property
    def home(self) -> Home | None:
        """The app's Home tab as last published for the person."""
        return self.client.home

    def sees(self, channel: str | None = None) -> list[Seen]:
        """The messages that the person can read now, in one channel or all of theirs, oldest first."""
        return self.client.messages(self.client.find_channel(channel) if channel else None)

    # --- what they type

    async def types(self, text: str, *, channel: str = "@bot", patience: float | None = None) -> Answer:
        """Type a slash command. The answer holds what came for it: the reply, or the form that opened."""
        target = self.client.find_channel(channel)
        if not text.startswith("/"):
            raise CannotDo(f"{text!r} is not a command; use says()")
        return await self.client.send_command(target, text, patience=self._long(patience))

    async def says(
        self, text: str, *, channel: str = "@bot", thread: Seen | None = None, patience: float | None = None
    ) -> Answer:
        """Write a message and wait for an answer: in the DM with the bot as usual, elsewhere only if told to."""
        target = self.client.find_channel(channel)
        thread_ts = (thread.thread_ts or thread.ts) if thread else None
        if patience is None:
            patience = self._world.patience if target.im_with else 0.0
        return await self.client.send_message(target, text, thread_ts=thread_ts, patience=patience)

    async def edits(self, text: str, *, patience: float | None = None) -> Answer:
        """Change the newest message that they wrote to the bot into this, and wait for an answer."""
        return await self.client.edit_message(self.client.find_channel("@bot"), text, patience=self._long(patience))

    # --- what they press and choose

    async def presses(
        self, label: str, message: Seen | None = None, *, times: int = 1, patience: float | None = None
    ) -> Answer:
        """Press the newest visible button, or overflow entry, of that label.

        It is looked for in the open form, then in messages, then on Home. With `message` it is pressed as it stood
        when that message was seen, changed since or not. `times` presses it that often with the very same payload, as
        a nervous finger does; the answer is to the last one.
        """
        place, item, option = find_button(self._world, self.user, label, message)
        return await self.client.send_action(place, item, option, times=times, patience=self._long(patience))

    async def uses(self, shortcut: str, message: Seen | None = None, *, patience: float | None = None) -> Answer:
        """Choose a shortcut by its name: from the menu beside a message they see, else from the shortcuts menu."""
        return await self.client.send_shortcut(
            shortcut, message.message if message else None, patience=self._long(patience)
        )

    async def chooses(
        self, label: str, option: Any, message: Seen | None = None, *, patience: float | None = None
    ) -> Answer:
        """Choose an option of a select; the bot hears of it unless it is a plain field of a form."""
        place, item = find_select(self._world, self.user, label, message)
        try:
            return await self.client.choose(place, item, option, patience=self._long(patience))
        except CannotFill as cannot:
            raise CannotSubmit({label: str(cannot)}) from cannot

    async def searches(self, label: str, query: str = "", message: Seen | None = None) -> tuple[str, ...]:
        """Type into a select whose options the bot supplies; the options that come back, which can then be chosen."""
        place, item = find_select(self._world, self.user, label, message)
        options = await self.client.load_options(place, item, query)
        return tuple(plain(option.get("text")) for option in options)

    # --- forms and the Home tab

    def fills(self, values: dict[str, Any]) -> None:
        """Put values into the fields of the open form, by label or id, without submitting it."""
        view = self.client.open_form()
        problems: dict[str, str] = {}
        for name, value in values.items():
            place, item = find_field(view, name)
            try:
                self.client.fill(place, item, value)
            except CannotFill as cannot:
                problems[name] = str(cannot)
        if problems:
            raise CannotSubmit(problems)

    async def submits(self, values: dict[str, Any] | None = None, *, patience: float = 0.0) -> Answer:
        """Fill in the open form and submit it; CannotSubmit when Slack's own client would not let the person."""
        view = self.client.open_form()
        self.fills(values or {})
        return await self.client.submit(view, patience=patience)

    async def closes(self, *, everything: bool = False) -> Delivery | None:
        """Close the form on top (`everything`: all, as the x does); the delivery if the bot asked to hear of it."""
        return await self.client.close(everything=everything)

    async def opens_home(self, *, tab: str = "home", patience: float | None = None) -> Home | None:
        """Open a tab of the app; the Home tab once the bot has published it."""
        await self.client.open_tab(tab, patience=self._long(patience))
        return self.home

    # --- what changes about them

    def joins(self, channel: str) -> None:
        """Join a channel."""
        self._membership(channel, joined=True)

    def leaves(self, channel: str) -> None:
        """Leave a channel."""
        self._membership(channel, joined=False)

    def sets_status(self, text: str, emoji: str = "", *, expiration: int = 0) -> None:
        """Set the status; `expiration` in seconds since 1970, 0 for none."""
        set_status(self._world, self.user, text, emoji, expiration)

    def wants_no_disturbance(self, minutes: int = 60) -> None:
        """Pause notifications for so long from now on; for 0 they are on again."""
        pause_notifications(self._world, self.user, minutes)

    def moves_to(self, zone: str) -> None:
        """Live by the clocks of another zone from now on."""
        self.user.zone = zone
        self._world.events.user_changed(self.user)
        self._world.changes.tell()

    def _long(self, patience: float | None) -> float:
        return self._world.patience if patience is None else patience

    def _membership(self, name: str, *, joined: bool) -> None:
        channel = self._world.state.find_channel(name)
        if channel is None:
            raise CannotDo(f"there is no {name}")
        (channel.members.add if joined else channel.members.discard)(self.user.id)
        self._world.events.membership(self.user.id, channel, joined=joined)
        self._world.changes.tell()
