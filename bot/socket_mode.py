"""The Socket Mode connection, and a watchdog that renews it.

The library can retry one expired address for ever after an outage; whoever notices has to forget that address.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.payloads import MalformedPayload, require_well_formed
from bot.workspaces import slack_client

log = logging.getLogger(__name__)

_DOWN_FOR = 20.0
_LOOK_EVERY = 5.0


class Handler(AsyncSocketModeHandler):
    """Takes what arrives on the socket to the app, if it is what Slack sends."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # bare
        """Have the app answer. What is malformed is acknowledged and dropped: brought again it would be no better."""
        try:
            require_well_formed(req.payload)
        except MalformedPayload as problem:
            log.warning("a payload from the socket was dropped: %s", problem)
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
            return
        await super().handle(client, req)


@asynccontextmanager
async def connected(
    app: AsyncApp, *, app_token: str, api_url: str, stop: asyncio.Event | None = None
) -> AsyncIterator[None]:
    """Slack's deliveries reach `app` while this lasts. Raises SlackApiError when Slack refuses the token.

    It begins once the socket stands, or when `stop` is set before: an address that leads nowhere is tried again and
    again, and whoever is told to stop must not wait for that.
    """
    client = slack_client(app_token, api_url=api_url)
    # Asked for here, because the library would try a refused token for ever without a word.
    address = (await client.apps_connections_open(app_token=app_token))["url"]
    handler = Handler(app, app_token, web_client=client)
    handler.client.wss_uri = address
    connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]  # the library's own gap
    told = asyncio.create_task((stop or asyncio.Event()).wait())
    watchdog = asyncio.create_task(keep_connected(handler))
    try:
        await asyncio.wait({connecting, told}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            await connecting
        yield
    finally:
        for task in (connecting, told, watchdog):
            task.cancel()
        await asyncio.gather(connecting, told, watchdog, return_exceptions=True)
        await handler.close_async()  # type: ignore[no-untyped-call]  # the library's own gap


async def keep_connected(handler: AsyncSocketModeHandler, *, look_every: float = _LOOK_EVERY) -> None:
    """Watch for ever; when the connection has been down for 20 seconds, have a fresh address asked for."""
    down_since: float | None = None
    while True:
        await asyncio.sleep(look_every)
        if await handler.client.is_connected():
            down_since = None
            continue
        down_since = down_since or time.monotonic()
        if time.monotonic() - down_since >= _DOWN_FOR:
            log.warning("the socket has been down for %.0f s; asking Slack for a new one", _DOWN_FOR)
            handler.client.wss_uri = None
            down_since = None
