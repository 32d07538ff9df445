"""How each kind of process runs until it is told to stop."""

import asyncio
import contextlib
import errno
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator

import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette

from bot.api.connections import IDLE_FOR, Connection
from bot.api.requests import Door
from bot.api.web import health_routes, site, slack_route
from bot.app import CannotStart, Parts, assembled
from bot.delivery import deafness
from bot.hearing import Deafness, Hearing
from bot.socket_mode import connected
from bot.stopping import STOP_WITHIN, Stopping
from bot.workspaces import error_name
from config.settings import Settings

log = logging.getLogger(__name__)

_TURN_FOR = 0.0001
"""Seconds for which a thread goes on while others wait; Python's own are fifty times as many."""
_COLLECT_AFTER = (10_000, 20, 50)
"""Objects made and not freed; then how often for each collection of older ones."""
_WEB_PORT = 3000
_IN_FLIGHT_FOR = int(STOP_WITHIN / 2)
"""Seconds for requests under way; what they have set going gets what is left."""


async def run(settings: Settings) -> None:
    """Everything in one process, over Socket Mode: no public address is needed."""
    async with assembled(settings, migrate=True) as parts:
        _hear_signals(parts.stopping)
        door = _health_door(settings)
        hearing = _hearing(parts)
        try:
            async with connected(
                parts.slack_app,
                app_token=settings.slack_app_token,
                api_url=settings.slack_api_url,
                hearing=hearing,
                stopping=parts.stopping,
            ) as line:
                if parts.stopping.is_told:
                    return
                parts.heartbeat.start()
                hold_nobody_up()
                if line.is_heard.is_set():
                    log.info("ready: connected to Slack over Socket Mode")
                async with _serving_health(parts, door, hearing):
                    await parts.stopping.told()
        except SlackApiError as error:
            raise CannotStart(_refused_app_token(error_name(error))) from error
        finally:
            if door is not None:
                door.close()


async def worker(settings: Settings) -> None:
    """Plan and send, beside any number of others."""
    async with assembled(settings) as parts:
        _hear_signals(parts.stopping)
        door = _health_door(settings)
        parts.heartbeat.start()
        hold_nobody_up()
        log.info("ready: planning and sending")
        async with _serving_health(parts, door):
            await parts.stopping.told()


async def web(settings: Settings) -> None:
    """Answer Slack over signed HTTP, beside any number of others."""
    async with assembled(settings) as parts:
        _hear_signals(parts.stopping)
        signed = Door(settings.slack_signing_secret)
        routes = [slack_route(parts.slack_app, signed), *health_routes(parts.deps, is_alive=lambda: True)]
        door = _door(settings, _WEB_PORT if settings.port is None else settings.port)
        hold_nobody_up()
        async with serving(site(*routes), door):
            await parts.stopping.told()


def _refused_app_token(why: str) -> str:
    if why == "missing_scope":
        return "SLACK_APP_TOKEN lacks the scope connections:write. Make an app-level token that has it."
    return f"Slack refuses SLACK_APP_TOKEN ({why}). Copy the token again from your app's “Basic Information” page."


def hold_nobody_up() -> None:
    """Spare later garbage collections what the start has made: it stays anyway, and going through it held up the event
    loop for 80 ms at a time; and have them come less often, since hardly anything here is garbage that only they find.
    Have threads take turns more often than Python does by itself: a reading changes hands some thirty times between
    threads, and beside a digest that is put together each of these cost 5 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    sys.setswitchinterval(_TURN_FOR)


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
    host = settings.host.strip("[]")
    try:
        door = _listening(host, port)
    except (socket.gaierror, UnicodeError) as error:
        raise CannotStart(_NO_ADDRESS.format(host=host)) from error
    except OSError as error:
        raise CannotStart(_cannot_listen(error, host, port)) from error
    # asyncio does this for sockets that it opens itself. Without it the body of an answer waits up to 40 ms for the
    # acknowledgement of its head.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def _listening(host: str, port: int) -> socket.socket:
    """A socket there: for a name that has both kinds of addresses on the IPv4 one, for `::` on every address."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = min(addresses, key=lambda found: found[0] != socket.AF_INET)
    both = family == socket.AF_INET6 and host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server(address, family=family, backlog=2048, dualstack_ipv6=both)


_NO_ADDRESS = (
    "HOST is “{host}”, which is no address of this machine. Set it to 0.0.0.0 (every IPv4 address), :: (IPv6 ones too) "
    "or 127.0.0.1 (this machine alone)."
)


def _cannot_listen(error: OSError, host: str, port: int) -> str:
    if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return _NO_ADDRESS.format(host=host)
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    advice = "Set PORT to 1024 or more" if error.errno == errno.EACCES else "Set PORT to a free one"
    why = os.strerror(error.errno) if error.errno else error
    return f"Cannot listen on {where}: {why}. {advice}."


@contextlib.asynccontextmanager
async def _serving_health(
    parts: Parts, door: socket.socket | None, hearing: Hearing | None = None
) -> AsyncIterator[None]:
    """Serve /healthz and /readyz beside the work, if there is a door for them."""
    if door is None:
        yield
        return
    routes = health_routes(parts.deps, is_alive=lambda: parts.heartbeat.is_alive, hearing=hearing)
    async with serving(site(*routes), door):
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


def _hear_signals(stopping: Stopping) -> None:
    """The first SIGTERM or SIGINT tells to stop; a later one changes nothing, up to the end of the event loop."""

    def told() -> None:
        if not stopping.is_told:
            log.info("stopping: finishing what is under way")
        stopping.tell()

    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, told)


def _hearing(parts: Parts) -> Hearing:
    """An ear whose deafness is told to the administrators."""
    deps = parts.deps

    def tell(deaf: Deafness) -> None:
        deps.background.start(deafness.tell(deps, deaf), name="tell of not hearing Slack")

    def tell_end(deaf: Deafness) -> None:
        deps.background.start(deafness.end(deps, deaf), name="tell of hearing Slack again")

    def make_up_for(deaf: Deafness) -> None:
        deps.freshness.was_deaf(since=deaf.since, until=deps.clock())

    return Hearing(deps.clock, tell=tell, tell_end=tell_end, make_up_for=make_up_for)
