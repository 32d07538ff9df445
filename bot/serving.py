"""How each kind of process runs until it is told to stop."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette

from bot.api.connections import IDLE_FOR, Connection
from bot.api.requests import Door
from bot.api.web import health_routes, site, slack_route
from bot.app import CannotStart, Parts, assembled
from bot.socket_mode import connected
from bot.workspaces import error_name
from config.settings import Settings

log = logging.getLogger(__name__)

_WEB_PORT = 3000
_IN_FLIGHT_FOR = 10


async def run(settings: Settings) -> None:
    """Everything in one process, over Socket Mode: no public address is needed."""
    async with assembled(settings, migrate=True) as parts, _told_to_stop() as stop:
        door = _health_door(settings)
        try:
            async with connected(
                parts.slack_app, app_token=settings.slack_app_token, api_url=settings.slack_api_url, stop=stop
            ):
                if stop.is_set():
                    return
                parts.heartbeat.start()
                _leave_the_start_alone()
                log.info("ready: connected to Slack over Socket Mode")
                async with _serving_health(parts, door):
                    await stop.wait()
        except SlackApiError as error:
            raise CannotStart(_refused_app_token(error_name(error))) from error
        finally:
            if door is not None:
                door.close()


async def worker(settings: Settings) -> None:
    """Plan and send, beside any number of others."""
    async with assembled(settings) as parts, _told_to_stop() as stop:
        door = _health_door(settings)
        parts.heartbeat.start()
        _leave_the_start_alone()
        log.info("ready: planning and sending")
        async with _serving_health(parts, door):
            await stop.wait()


async def web(settings: Settings) -> None:
    """Answer Slack over signed HTTP, beside any number of others."""
    async with assembled(settings) as parts, _told_to_stop() as stop:
        signed = Door(settings.slack_signing_secret)
        routes = [slack_route(parts.slack_app, signed), *health_routes(parts.deps, is_alive=lambda: True)]
        door = _door(settings, _WEB_PORT if settings.port is None else settings.port)
        _leave_the_start_alone()
        async with serving(site(*routes), door):
            await stop.wait()


def _refused_app_token(why: str) -> str:
    if why == "missing_scope":
        return "SLACK_APP_TOKEN lacks the scope connections:write. Make an app-level token that has it."
    return f"Slack refuses SLACK_APP_TOKEN ({why}). Copy the token again from your app's “Basic Information” page."


def _leave_the_start_alone() -> None:
    """Spare later garbage collections what the start has made: it stays anyway, and going through it held up the event
    loop for 80 ms at a time.
    """
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    """A server in a process that hears signals itself: uvicorn, left alone, would end it before all is closed."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


def _health_door(settings: Settings) -> socket.socket | None:
    """Where /healthz and /readyz will be; None without PORT. Opened before anything is sent. Raises `CannotStart`."""
    return None if settings.port is None else _door(settings, settings.port)


def _door(settings: Settings, port: int) -> socket.socket:
    try:
        door = socket.create_server((settings.host, port), backlog=2048)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        raise CannotStart(f"Cannot listen on {settings.host}:{port}: {why}. Set PORT to a free one.") from error
    # asyncio does this for sockets that it opens itself. Without it the body of an answer waits up to 40 ms for the
    # acknowledgement of its head.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


@contextlib.asynccontextmanager
async def _serving_health(parts: Parts, door: socket.socket | None) -> AsyncIterator[None]:
    """Serve /healthz and /readyz beside the work, if there is a door for them."""
    if door is None:
        yield
        return
    async with serving(site(*health_routes(parts.deps, is_alive=lambda: parts.heartbeat.is_alive)), door):
        yield


def server_config(application: Starlette, connection: type[Connection] = Connection) -> uvicorn.Config:
    """How everything that answers HTTP is served."""
    return uvicorn.Config(
        application,
        http=connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=IDLE_FOR,
        timeout_graceful_shutdown=_IN_FLIGHT_FOR,
    )


@contextlib.asynccontextmanager
async def serving(
    application: Starlette, door: socket.socket, *, connection: type[Connection] = Connection
) -> AsyncIterator[None]:
    """Serve the application while this lasts; the door is closed afterwards."""
    server = _Server(server_config(application, connection))
    running = asyncio.create_task(server.serve(sockets=[door]))
    await server.is_up.wait()
    log.info("ready: serving on port %s", door.getsockname()[1])
    try:
        yield
    finally:
        server.should_exit = True
        await running
        door.close()


@contextlib.asynccontextmanager
async def _told_to_stop() -> AsyncIterator[asyncio.Event]:
    """Set by the first SIGTERM or SIGINT; a second one stops at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def told() -> None:
        log.info("stopping: finishing what is under way")
        stop.set()
        for each in signals:
            loop.remove_signal_handler(each)
            signal.signal(each, signal.SIG_DFL)

    for each in signals:
        loop.add_signal_handler(each, told)
    try:
        yield stop
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
