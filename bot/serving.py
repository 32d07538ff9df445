"""How each kind of process runs until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Iterator

import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette

from bot.api.web import health_routes, site, slack_route
from bot.app import CannotStart, Parts, assembled
from bot.socket_mode import connected
from config.settings import Settings

log = logging.getLogger(__name__)

_WEB_PORT = 3000


async def run(settings: Settings) -> None:
    """Everything in one process, over Socket Mode: no public address is needed."""
    async with assembled(settings, migrate=True) as parts, _told_to_stop() as stop:
        try:
            async with connected(parts.slack_app, app_token=settings.slack_app_token, api_url=settings.slack_api_url):
                parts.heartbeat.start()
                log.info("ready: connected to Slack over Socket Mode")
                async with _serving_health(parts):
                    await stop.wait()
        except SlackApiError as error:
            why = error.response.get("error")
            raise CannotStart(
                f"Slack refuses SLACK_APP_TOKEN ({why}). It needs the scope connections:write."
            ) from error


async def worker(settings: Settings) -> None:
    """Plan and send, beside any number of others."""
    async with assembled(settings) as parts, _told_to_stop() as stop:
        parts.heartbeat.start()
        log.info("ready: planning and sending")
        async with _serving_health(parts):
            await stop.wait()


async def web(settings: Settings) -> None:
    """Answer Slack over signed HTTP, beside any number of others."""
    async with assembled(settings) as parts:
        routes = [slack_route(parts.slack_app), *health_routes(parts.deps, is_alive=lambda: True)]
        server = uvicorn.Server(_config(site(*routes), settings))
        log.info("ready: serving on port %s", settings.port or _WEB_PORT)
        await server.serve()


class _Quiet(uvicorn.Server):
    """A server inside a process that has its own ideas about signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def _serving_health(parts: Parts) -> AsyncIterator[None]:
    """Serve /healthz and /readyz beside the work, if PORT is set."""
    if parts.settings.port is None:
        yield
        return
    routes = health_routes(parts.deps, is_alive=lambda: parts.heartbeat.is_alive)
    server = _Quiet(_config(site(*routes), parts.settings))
    serving = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await serving


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


def _config(application: Starlette, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        host=settings.host,
        port=_WEB_PORT if settings.port is None else settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
    )
