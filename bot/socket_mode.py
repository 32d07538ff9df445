"""The Socket Mode connection: opened, answered over, and opened anew as soon as it is gone.

Slack's library has a client for this. It looks for a lost connection at its ten-second ping and then waits, so that a
cut cost 9 to 39 seconds; it tries one expired address for ever, and on a stop it drops what is under way. Here a
connection that ends is replaced at once, and before Slack closes one that it has asked to renew. What happens with an
envelope, from Bolt to the acknowledgement, is the library's.
"""

import asyncio
import contextlib
import json
import logging
import random
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import retry_after
from bot.clock import system_clock
from bot.domain.messages import Failure, FailureCode
from bot.hearing import BORNE_FOR, DISABLED, Hearing
from bot.pauses import SlackPaused
from bot.payloads import MalformedPayload, require_well_formed
from bot.stopping import STOP_WITHIN, Stopping
from bot.ways_out import ANSWER_WITHIN, Proxies
from bot.workspaces import error_name, slack_client

log = logging.getLogger(__name__)

_PING_EVERY = 5.0
"""Seconds; a connection over which half of that brings no answer is gone, although nobody has closed it."""
_LASTED = 10.0
"""Seconds after which a connection was a good one: the next is opened without a pause."""
_LONGEST_PAUSE = 10.0
_REFUSED_PAUSE = 30.0
"""What Slack refuses stays refused until somebody mends it; the method is meant for one call in a minute."""
_RETIRED_FOR = 15.0
"""Seconds that a connection which Slack asked to renew may still bring what is on its way; then we close it."""
_RENEWALS = frozenset({"warning", "refresh_requested"})
_PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})


_NETWORK_TROUBLE = (aiohttp.ClientError, OSError, TimeoutError, ValueError)


class _Trouble(Exception):
    """No connection came of it; `after` is the pause in seconds that Slack asked for, if it did."""

    def __init__(self, why: Failure, *, after: float | None = None) -> None:
        super().__init__(str(why))
        self.why, self.after = why, after


@dataclass
class _Connection:
    """One socket; `is_over` once another has to take its place."""

    socket: aiohttp.ClientWebSocketResponse
    opened_at: float
    is_over: asyncio.Event = field(default_factory=asyncio.Event)


class Line:
    """Slack's deliveries reach `app` over this, from `open` to `close`."""

    def __init__(self, app: AsyncApp, *, app_token: str, api_url: str, hearing: Hearing) -> None:
        self._app, self._app_token, self._hearing = app, app_token, hearing
        self._client = slack_client(app_token, api_url=api_url)
        self._proxies = Proxies.of_environment()
        self._session = aiohttp.ClientSession(trust_env=False)
        self._readers: set[asyncio.Task[None]] = set()
        self._under_way: set[asyncio.Task[None]] = set()
        self._keeper: asyncio.Task[None] | None = None
        self._is_closing = False
        self.is_heard = asyncio.Event()
        """Set once Slack has said hello for the first time."""

    async def open(self) -> None:
        """Begin. Raises SlackApiError when Slack refuses the token: at a start somebody is there to mend that."""
        address = None
        try:
            address = await self._address()
        except _Trouble as trouble:
            if isinstance(trouble.__cause__, SlackApiError) and trouble.why.code is FailureCode.REFUSED:
                raise trouble.__cause__ from None
            self._hearing.lost(trouble.why)
        self._keeper = asyncio.create_task(self._keep(address))

    async def close(self, *, within: float) -> None:
        """Take nothing more, finish and acknowledge what is under way, and hang up."""
        self._is_closing = True
        await _cancelled(self._keeper)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=within)
        await _cancelled(*self._under_way, *self._readers)
        await self._session.close()

    async def _keep(self, address: str | None) -> None:
        """For ever: a connection, and when it is over the next. `address` is where the first one goes."""
        short_lived = 0
        while True:
            try:
                connection = await self._opened(address)
            except _Trouble as trouble:
                self._hearing.lost(trouble.why)
                short_lived += 1
                await asyncio.sleep(_pause(short_lived, trouble))
            else:
                await connection.is_over.wait()
                short_lived = 0 if time.monotonic() - connection.opened_at >= _LASTED else short_lived + 1
                if short_lived > 1:
                    await asyncio.sleep(_pause(short_lived - 1))
            address = None  # each is good for one connection

    async def _opened(self, address: str | None) -> _Connection:
        try:
            return await self._connection(address or await self._address())
        except _Trouble:
            raise
        except Exception as error:
            log.exception("the connection to Slack could not be opened")
            raise _Trouble(Failure(FailureCode.UNEXPECTED, type(error).__name__)) from error

    async def _address(self) -> str:
        try:
            return str((await self._client.apps_connections_open(app_token=self._app_token))["url"])
        except SlackApiError as error:
            raise _of_slack(error) from error
        except SlackPaused as paused:
            raise _Trouble(Failure(FailureCode.STATUS, "too many requests"), after=paused.after) from paused
        except _NETWORK_TROUBLE as error:
            raise _Trouble(_of_network(error)) from error

    async def _connection(self, address: str) -> _Connection:
        """A socket over which Slack has said hello, being read."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                socket = await self._session.ws_connect(address, heartbeat=_PING_EVERY, proxy=self._proxies.of(address))
        except _NETWORK_TROUBLE as error:
            raise _Trouble(_of_network(error)) from error
        connection = _Connection(socket, time.monotonic())
        await self._greeting(connection)
        self._start(self._read(connection), among=self._readers)
        return connection

    async def _greeting(self, connection: _Connection) -> None:
        """Wait for the first word: a proxy may let a socket through that leads nowhere."""
        with contextlib.suppress(TimeoutError):
            frame = await connection.socket.receive(timeout=ANSWER_WITHIN)
            if frame.type is aiohttp.WSMsgType.TEXT:
                self._take(connection, frame.data)
                return
        await connection.socket.close()
        raise _Trouble(Failure(FailureCode.NO_ANSWER, "Slack says nothing over it"))

    async def _read(self, connection: _Connection) -> None:
        """Take what comes, until the other side is gone or has had its time."""
        try:
            async for frame in connection.socket:
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    break
                self._take(connection, frame.data)
        finally:
            if not connection.is_over.is_set():
                self._hearing.lost(Failure(FailureCode.NO_ANSWER, "it was cut"))
                connection.is_over.set()
            await connection.socket.close()

    def _take(self, connection: _Connection, text: str) -> None:
        message = _decoded(text)
        match message.get("type"):
            case "hello":
                self._hearing.found()
                self.is_heard.set()
            case "disconnect":
                self._renew(connection, str(message.get("reason")))
            case _ if "envelope_id" in message and not self._is_closing:
                self._start(self._answer(connection, message), among=self._under_way)

    def _renew(self, connection: _Connection, reason: str) -> None:
        """Slack is about to close this one: the next is opened meanwhile."""
        log.info("Slack asks for a new connection: %s", reason)
        if reason == DISABLED:
            self._hearing.lost(Failure(FailureCode.REFUSED, DISABLED))
        elif reason not in _RENEWALS:
            self._hearing.lost(Failure(FailureCode.NO_ANSWER, reason))
        connection.is_over.set()
        self._start(_close_later(connection), among=self._readers)

    async def _answer(self, connection: _Connection, envelope: dict[str, Any]) -> None:
        began_at = time.time()  # noqa: TID251  # what the library counts from
        request = SocketModeRequest.from_dict(envelope)
        if request is None:
            return
        response = await self._response_to(request)
        try:
            await send_async_response(_Replying(connection.socket), request, response, began_at)
        except ConnectionError:
            log.info("an answer came too late for its connection; Slack brings the question again")

    async def _response_to(self, request: SocketModeRequest) -> BoltResponse:
        """The app's answer. What is malformed is acknowledged and dropped: brought again it would be no better."""
        try:
            require_well_formed(request.payload)
        except MalformedPayload as problem:
            log.warning("a payload from the socket was dropped: %s", problem)
            return BoltResponse(status=200)
        response: BoltResponse = await run_async_bolt_app(self._app, request)
        return response

    def _start(self, work: Coroutine[Any, Any, None], *, among: set[asyncio.Task[None]]) -> None:
        task = asyncio.create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)
        task.add_done_callback(_tell_of_fault)


class _Replying(AsyncBaseSocketModeClient):
    """What the library sends an acknowledgement over: the connection by which the question came."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.logger = log

    async def send_message(self, message: str) -> None:
        await self._socket.send_str(message)


@asynccontextmanager
async def connected(
    app: AsyncApp, *, app_token: str, api_url: str, hearing: Hearing | None = None, stopping: Stopping | None = None
) -> AsyncIterator[Line]:
    """Slack's deliveries reach `app` while this lasts. Raises SlackApiError when Slack refuses the token.

    It begins once Slack is heard; or after some seconds without, since reminders go out all the same; or when we are
    told to stop. In the end what is under way is finished and acknowledged first, within the time left for stopping.
    """
    hearing, stopping = hearing or Hearing(system_clock), stopping or Stopping()
    line = Line(app, app_token=app_token, api_url=api_url, hearing=hearing)
    try:
        await line.open()
        first = [asyncio.create_task(line.is_heard.wait()), asyncio.create_task(stopping.told())]
        await asyncio.wait(first, timeout=BORNE_FOR, return_when=asyncio.FIRST_COMPLETED)
        await _cancelled(*first)
        yield line
    finally:
        hearing.close()
        # Half of what is left: what the last questions have set going needs some too.
        await line.close(within=min(stopping.left() / 2, STOP_WITHIN / 2))


async def _close_later(connection: _Connection) -> None:
    await asyncio.sleep(_RETIRED_FOR)
    await connection.socket.close()


async def _cancelled(*tasks: "asyncio.Task[Any] | None") -> None:
    there = [task for task in tasks if task is not None]
    for task in there:
        task.cancel()
    await asyncio.gather(*there, return_exceptions=True)


def _pause(number: int, trouble: _Trouble | None = None) -> float:
    """Seconds before the next try: as Slack asks, else growing, with chance in it so that not all bots come at once."""
    if trouble is not None and trouble.after is not None:
        return trouble.after
    if trouble is not None and trouble.why.code is FailureCode.REFUSED:
        return _REFUSED_PAUSE
    return min(0.5 * 2.0 ** min(number - 1, 10), _LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311


def _of_slack(error: SlackApiError) -> _Trouble:
    name, status = error_name(error), error.response.status_code
    if name == "ratelimited" or status == 429:
        return _Trouble(Failure(FailureCode.STATUS, "too many requests"), after=_asked_for(error))
    if name in _PASSING or status >= 500:
        return _Trouble(Failure(FailureCode.STATUS, name))
    return _Trouble(Failure(FailureCode.REFUSED, name))


def _asked_for(error: SlackApiError) -> float:
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    return retry_after.seconds_asked_for(headers.get("retry-after")) or _REFUSED_PAUSE


def _of_network(error: BaseException) -> Failure:
    """What is said of it is chosen here: the library's own words may hold the address, which is a ticket."""
    match error:
        case aiohttp.ClientResponseError():
            return Failure(FailureCode.STATUS, str(error.status))
        case aiohttp.ClientConnectorError():
            return Failure(FailureCode.NOT_CONNECTED, f"{error.host}: {error.os_error.strerror or error.os_error}")
        case TimeoutError():
            return Failure(FailureCode.NOT_CONNECTED, f"no answer within {ANSWER_WITHIN:g} s")
        case _:
            return Failure(FailureCode.NOT_CONNECTED, type(error).__name__)


def _decoded(text: str) -> dict[str, Any]:
    with contextlib.suppress(ValueError):
        message = json.loads(text)
        if isinstance(message, dict):
            return message
    return {}


def _tell_of_fault(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("what Slack brought could not be dealt with", exc_info=error)
