"""The playground as tests and `demo` hold it: a Slack of their own that starts, is set up, and stops."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from bot.playground.app_manifest import read_manifest
from bot.playground.changes import Changes
from bot.playground.clock import PlaygroundClock
from bot.playground.deliveries import Courier, Delivery
from bot.playground.door import origin_of
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.forgery import Forger
from bot.playground.log import Log
from bot.playground.people import Person
from bot.playground.persistence import CannotLoad, load
from bot.playground.rates import Rates
from bot.playground.screens import Screens
from bot.playground.seen import Seen, see_message
from bot.playground.server import build_site
from bot.playground.setup import Setup
from bot.playground.sockets import Sockets
from bot.playground.state import APP_ID, Channel, Message, State
from bot.playground.triggers import TRIGGER_SECONDS, Triggers
from bot.playground.web_delivery import WebTransport
from bot.playground.world import Identity, World

T = TypeVar("T")
AddOn = Callable[[web.Application, World], None]
"""Adds addresses of its own to the playground's site before it starts, as the page and the control surface do."""


class Playground(Setup):
    """A Slack for one app on one port of this machine.

    Use it as an async context manager, or `start` and `stop` it. It delivers over Socket Mode, or as the manifest
    says; `deliver_to` switches to signed HTTP. A primary workspace is there from the start; `add_workspace` adds
    others. `go_on_from` names a file that `persistence.save` has written: everything is as it was then, the clock too
    (in place of `start_at` and `name`). Raises `CannotLoad` when there is nothing in it to go on from. `also_at` names
    further addresses under which a browser finds it, such as a forwarded port's; `ValueError` for what is none.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any] | Path | str,
        *,
        port: int = 0,
        clock_file: Path | None = None,
        start_at: datetime | None = None,
        rates: Rates | None = None,
        retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0),
        ack_deadline: float = 3.0,
        patience: float = 3.0,
        seed: int = 0,
        name: str = "Playground",
        add_ons: Sequence[AddOn] = (),
        go_on_from: Path | None = None,
        also_at: Sequence[str] = (),
    ) -> None:
        identity = Identity(also_at=tuple(map(origin_of, also_at)))
        self._port = port
        self._add_ons = add_ons
        self._temporary = tempfile.TemporaryDirectory(prefix="playground-") if clock_file is None else None
        file = clock_file or Path(self._temporary.name if self._temporary else ".") / "clock"
        self.app = read_manifest(manifest)
        changes = Changes()
        clock = PlaygroundClock(file, changes)
        if start_at is not None:
            clock.set(start_at)
        log = Log(changes)
        state = State(clock, changes)
        courier = Courier(clock, changes, log, deadline=ack_deadline, retry_delays=retry_delays)
        world = World(
            manifest=self.app,
            identity=identity,
            changes=changes,
            clock=clock,
            log=log,
            state=state,
            screens=Screens(state, APP_ID),
            triggers=Triggers(clock, lasting=max(ack_deadline, TRIGGER_SECONDS)),
            courier=courier,
            sockets=Sockets(changes, APP_ID, seed),
            events=Events(self.app, state, courier),
            faults=Faults(seed),
            rates=rates or Rates(),
            patience=patience,
        )
        if go_on_from is None:
            primary = state.add_workspace(name, self.app.name)
        else:
            try:
                load(world, go_on_from)
            except CannotLoad:
                self._clean_up()
                raise
            primary = next(iter(state.workspaces.values()))
        super().__init__(world, primary)
        self._web: WebTransport | None = None
        self._runner: web.AppRunner | None = None
        if self.app.socket_mode or self.app.request_url is None:
            courier.transport = self.world.sockets

    # --- start and stop

    async def __aenter__(self) -> "Playground":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Open the port."""
        site = build_site(self.world)
        for add in self._add_ons:
            add(site, self.world)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self.world.identity.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        if self.world.courier.transport is None and self.app.request_url:
            await self.deliver_to(self.app.request_url)

    async def stop(self) -> None:
        """Give up what is under way and close the port."""
        await self.world.courier.stop()
        await self.world.sockets.close()
        if self._web is not None:
            await self._web.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._clean_up()

    def _clean_up(self) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    # --- what the bot needs to know

    @property
    def url(self) -> str:
        """Where the playground is."""
        return self.world.identity.url

    @property
    def api_url(self) -> str:
        """The base of the Web API, with its slash at the end."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The bot token of the primary workspace."""
        return self.primary.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token for Socket Mode."""
        return self.world.identity.app_token

    @property
    def signing_secret(self) -> str:
        """The secret with which HTTP deliveries are signed."""
        return self.world.identity.signing_secret

    @property
    def client_id(self) -> str:
        """What the app calls itself when it exchanges an OAuth code."""
        return self.world.identity.client_id

    @property
    def client_secret(self) -> str:
        """The secret with which it does so."""
        return self.world.identity.client_secret

    @property
    def app_id(self) -> str:
        """The app's id."""
        return APP_ID

    @property
    def team_id(self) -> str:
        """The id of the primary workspace."""
        return self.primary.id

    @property
    def bot_user_id(self) -> str:
        """The bot's user id in the primary workspace."""
        return self.primary.bot_user_id

    @property
    def clock(self) -> PlaygroundClock:
        """The clock of the playground and of bot processes that read its file."""
        return self.world.clock

    @property
    def clock_file(self) -> Path:
        """The file in which the clock is told to other processes."""
        return self.world.clock.file

    # --- what tests look at

    @property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to bring something to the bot, in order."""
        return self.world.courier.deliveries

    @property
    def log(self) -> Log:
        """Everything that passed between Slack and the bot."""
        return self.world.log

    @property
    def calls(self) -> Counter[str]:
        """How often the bot called each method, failed calls too; 0 for the others."""
        return self.world.calls

    @property
    def faults(self) -> Faults:
        """What goes wrong."""
        return self.world.faults

    @property
    def rates(self) -> Rates:
        """The rate limits in force."""
        return self.world.rates

    @property
    def sockets(self) -> Sockets:
        """The bot's open connections."""
        return self.world.sockets

    @property
    def messages(self) -> list[Message]:
        """Every message that was ever stored, people's and ephemeral ones too."""
        return self.world.state.messages

    @property
    def posts(self) -> list[Message]:
        """Every message of the bot that others can see, deleted ones too, with its metadata."""
        return [message for message in self.messages if message.bot_id and message.viewer is None]

    # --- deliveries

    async def deliver_to(self, request_url: str) -> None:
        """Deliver over signed HTTP to this address from now on; commands and actions are then not repeated."""
        if self._web is not None:
            await self._web.close()
        self._web = WebTransport(request_url, self.signing_secret)
        self.world.courier.transport = self._web
        self.world.courier.repeats_interactions = False

    @contextmanager
    def waiting_up_to(self, seconds: float) -> Iterator[None]:
        """Inside it the bot has that long for an acknowledgement, and for the form that an action opens. For telling a
        past: on a machine that is busy with something else it must not fail for want of three seconds.
        """
        courier, triggers = self.world.courier, self.world.triggers
        before = courier.deadline, triggers.lasting
        courier.deadline = triggers.lasting = seconds
        try:
            yield
        finally:
            courier.deadline, triggers.lasting = before

    async def redeliver(self, delivery: Delivery, *, reason: str = "http_timeout") -> Delivery:
        """Bring the very same payload once more."""
        return await self.world.courier.redeliver(delivery, reason=reason)

    @property
    def forge(self) -> Forger:
        """Requests that are not Slack's, or not fresh; only with HTTP delivery."""
        assert self._web is not None, "call deliver_to first"
        return Forger(self._web)

    # --- waiting

    async def wait_for(self, predicate: Callable[[], T], *, timeout: float = 10.0) -> T:
        """The first true value of `predicate`, asked at each change; TimeoutError after `timeout` real seconds."""
        return await self.world.changes.wait_for(predicate, timeout=timeout)

    async def connected(self, count: int = 1, *, timeout: float = 10.0) -> None:
        """Return when the bot holds at least that many sockets."""
        await self.wait_for(lambda: len(self.sockets.connections) >= count, timeout=timeout)

    async def message_in(
        self, place: Channel | Person | str, *, containing: str = "", after: str = "", timeout: float = 10.0
    ) -> Seen:
        """The bot's newest message in a channel or a person's DM that contains a text and is later than ts `after`."""

        def found() -> Seen | None:
            for message in reversed(self.posts):
                if not message.deleted and self._is_in(message, place) and message.ts > after:
                    shown = see_message(self.world.state, message)
                    if containing in shown.text:
                        return shown
            return None

        seen = await self.wait_for(found, timeout=timeout)
        assert seen is not None
        return seen

    def posts_in(self, place: Channel | Person | str) -> list[Seen]:
        """The bot's messages in a channel or a person's DM as they now stand, oldest first."""
        return [
            see_message(self.world.state, message)
            for message in self.posts
            if not message.deleted and self._is_in(message, place)
        ]

    def _is_in(self, message: Message, place: Channel | Person | str) -> bool:
        if isinstance(place, Person):
            return message.channel.im_with == place.id
        if isinstance(place, Channel):
            return message.channel is place
        return place.removeprefix("#") in (message.channel.id, message.channel.name)
