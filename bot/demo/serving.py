"""How the demo runs until it is told to stop: the playground, the bot, its three weeks, and then the clock goes."""

import asyncio
import contextlib
import functools
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot import app
from bot.demo import story
from bot.demo.folder import Folder, opened
from bot.demo.guide import STEPS
from bot.demo.travel import Travel
from bot.freshness import Freshness
from bot.playground import Playground
from bot.playground.door import origin_of
from bot.playground.page_settings import PageSettings
from bot.playground.persistence import Autosave, CannotLoad
from bot.playground.site import add_page
from bot.socket_mode import connected
from config.settings import Settings, load

_HOST = "127.0.0.1"
_BREATH = 0.05
_PATIENCE = 60.0
"""Seconds that the bot has for an acknowledgement while the story is told, however busy the machine is."""
_DEADLINE = 15.0
"""The same once it is told. Slack gives three; a laptop that is busy with something else, and a bot that has just been
started and answers for the first time, may take longer, and whoever tries it must not be told that it does not work.
"""

Say = Callable[[str], None]

_ALWAYS = timedelta(days=10_000)


@dataclass(frozen=True)
class Wanted:
    """What the person who starts the demo asks for."""

    port: int
    keep: Path | None = None
    also_at: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise `CannotStart` before anything else is done for an address that is none."""
        try:
            for address in self.also_at:
                origin_of(address)
        except ValueError as problem:
            raise app.CannotStart(f"--also-at: {problem}") from problem


async def serve(wanted: Wanted, *, say: Say, show: Callable[[str], None] | None) -> None:
    """Run until SIGINT or SIGTERM. `say` prints a line, `show`, if wanted, opens the page's address."""
    with contextlib.suppress(asyncio.CancelledError), _cancelled_by_signals():
        async with _demo(wanted, say=say) as playground:
            if show is not None:
                show(f"{playground.url}/")
            await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def _demo(wanted: Wanted, *, say: Say) -> AsyncIterator[Playground]:
    """The workspace with its past, the bot connected and its heartbeat going."""
    keep = wanted.keep
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(opened(keep))
        gone_on = folder.is_kept
        say(f"Going on in {keep}…" if gone_on else "Living through three weeks of a shelter and a shop…")
        moved: asyncio.Future[Travel] = asyncio.get_running_loop().create_future()
        page = PageSettings(travel=functools.partial(_travel_once_told, moved), steps=STEPS)
        port = _port(wanted.port, say)
        playground = await stack.enter_async_context(_playground(folder, port, wanted.also_at, page))
        flows = not (gone_on and playground.clock.stopped)
        playground.clock.stop()
        # Its last writing comes after the bot has stopped: what both know must agree when they go on.
        autosave = Autosave(playground.world, folder.playground)
        stack.push_async_callback(autosave.stop)
        with _empty_environment():
            # Nothing changes here unheard, and weeks go by in seconds: nobody is asked about again.
            freshness = Freshness(channels_for=_ALWAYS, profiles_for=_ALWAYS)
            parts = await stack.enter_async_context(
                app.assembled(_settings(playground, folder), migrate=True, freshness=freshness)
            )
            await stack.enter_async_context(
                connected(parts.slack_app, app_token=playground.app_token, api_url=playground.api_url)
            )
        if not gone_on:
            with playground.waiting_up_to(_PATIENCE):
                await story.tell(playground, story.furnish(playground), Travel(playground, parts).to)
        if keep is not None:
            autosave.start()
        parts.heartbeat.start()
        if flows:
            playground.clock.go()
        moved.set_result(Travel(playground, parts, breath=_BREATH))
        _greet(playground, say, gone_on=gone_on, keep=keep)
        yield playground


def _playground(folder: Folder, port: int, also_at: Sequence[str], page: PageSettings) -> Playground:
    """The workspace as the folder holds it, or a new one before the story."""
    try:
        return Playground(
            app.MANIFEST,
            port=port,
            clock_file=folder.clock,
            start_at=story.BEGINS_AT,
            name="Riverside",
            add_ons=[functools.partial(add_page, settings=page)],
            go_on_from=folder.playground if folder.is_kept else None,
            also_at=also_at,
            ack_deadline=_DEADLINE,
            patience=_PATIENCE,
        )
    except CannotLoad as problem:
        raise app.CannotStart(f"{problem} Name a folder that is not there yet.") from problem


async def _travel_once_told(moved: "asyncio.Future[Travel]", instant: datetime) -> None:
    """What the page's clock calls. A page left open by an earlier demo may ask while the story is still running."""
    travel = await asyncio.shield(moved)
    await travel.to(instant)


def _greet(playground: Playground, say: Say, *, gone_on: bool, keep: Path | None) -> None:
    say(f"Ready: open {playground.url}/ in your browser.")
    now = playground.clock.now().astimezone(story.LONDON)
    at = f"It is {now:%A} {now.day} {now:%B %Y, %H:%M} in London."
    if gone_on:
        say(f"{at} All is as it was left.")
    else:
        say(f"{at} You are Alice, and your reminder is waiting. Try these:")
        for number, step in enumerate(STEPS, start=1):
            say(f"  {number}. {step.title}: {step.text or step.why}")
    if keep is not None:
        say(f"Everything is kept in {keep}: start with the same --keep to go on.")
    say("Nothing leaves this machine. Press Ctrl-C to stop.")


def _settings(playground: Playground, folder: Folder) -> Settings:
    return load(
        "bot_token",
        "app_token",
        _env_file=None,
        slack_bot_token=playground.bot_token,
        slack_app_token=playground.app_token,
        slack_api_url=playground.api_url,
        database_url=f"sqlite:///{folder.database}",
        default_zone="Europe/London",
        holiday_calendar="none",  # the story is told by plain weeks, and Easter lies in the middle of them
        clock_file=playground.clock_file,
    )


@contextlib.contextmanager
def _empty_environment() -> Iterator[None]:
    """Nothing to be found in the environment for a while.

    Whoever tries the demo may have a real bot's settings there, and proxies: our libraries look for both by themselves
    when they start.
    """
    before = dict(os.environ)
    os.environ.clear()
    try:
        yield
    finally:
        os.environ.update(before)


def _port(wanted: int, say: Say) -> int:
    """That port, or any free one when it cannot be had."""
    try:
        socket.create_server((_HOST, wanted)).close()
    except OSError as error:
        say(f"Port {wanted} cannot be used ({error.strerror}); taking a free one instead.")
        return 0
    return wanted


@contextlib.contextmanager
def _cancelled_by_signals() -> Iterator[None]:
    """SIGINT and SIGTERM cancel the present task, wherever it is: everything it has opened is closed on the way out.

    A second signal stops at once.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    signals = (signal.SIGINT, signal.SIGTERM)

    def told() -> None:
        for each in signals:
            loop.remove_signal_handler(each)
        task.cancel()

    for each in signals:
        loop.add_signal_handler(each, told)
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
