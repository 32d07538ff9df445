"""How each kind of process runs until it is told to stop."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette

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
        try:
            async with connected(
                parts.slack_app, app_token=settings.slack_app_token, api_url=settings.slack_api_url, stop=stop
            ):
                if stop.is_set():
                    return
                parts.heartbeat.start()
                _leave_the_start_alone()
                log.info("ready: connected to Slack over Socket Mode")
                async with _serving_health(parts):
                    await stop.wait()
        except SlackApiError as error:
            why = error_name(error)
            raise CannotStart(
                f"Slack refuses SLACK_APP_TOKEN ({why}). It needs the scope connections:write."
            ) from error


async def worker(settings: Settings) -> None:
    """Plan and send, beside any number of others."""
    async with assembled(settings) as parts, _told_to_stop() as stop:
        parts.heartbeat.start()
        _leave_the_start_alone()
        log.info("ready: planning and sending")
        async with _serving_health(parts):
            await stop.wait()


async def web(settings: Settings) -> None:
    """Answer Slack over signed HTTP, beside any number of others."""
    async with assembled(settings) as parts, _told_to_stop() as stop:
        routes = [slack_route(parts.slack_app), *health_routes(parts.deps, is_alive=lambda: True)]
        _leave_the_start_alone()
        async with _listening(site(*routes), settings, port=_WEB_PORT if settings.port is None else settings.port):
            await stop.wait()


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


@contextlib.asynccontextmanager
async def _serving_health(parts: Parts) -> AsyncIterator[None]:
    """Serve /healthz and /readyz beside the work, if PORT is set."""
    if parts.settings.port is None:
        yield
        return
    routes = health_routes(parts.deps, is_alive=lambda: parts.heartbeat.is_alive)
    async with _listening(site(*routes), parts.settings, port=parts.settings.port):
        yield


@contextlib.asynccontextmanager
async def _listening(application: Starlette, settings: Settings, *, port: int) -> AsyncIterator[None]:
    """Serve the application while this lasts. Raises `CannotStart` when the port cannot be had."""
    try:
        door = socket.create_server((settings.host, port), backlog=2048)
    except OSError as error:
        raise CannotStart(
            f"Cannot listen on {settings.host}:{port}: {error.strerror}. Set PORT to a free one."
        ) from error
    # asyncio does this for sockets that it opens itself. Without it the body of an answer waits up to 40 ms for the
    # acknowledgement of its head.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(
        uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=_IN_FLIGHT_FOR)
    )
    serving = asyncio.create_task(server.serve(sockets=[door]))
    await server.is_up.wait()
    log.info("ready: serving on port %s", door.getsockname()[1])
    try:
        yield
    finally:
        server.should_exit = True
        await serving
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
