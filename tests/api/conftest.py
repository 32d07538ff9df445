"""The bot behind its own server on a real port."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.api.connections import Connection
from bot.api.requests import Door
from bot.api.web import health_routes, site, slack_route
from bot.playground import Playground
from bot.playground.web_delivery import signature
from bot.serving import serving
from storage.db import Database
from tests.handlers.conftest import Bot, manifest, playground, running_bot, sqlite_database

__all__ = ["manifest", "playground", "sqlite_database"]

MOMENT = 1_790_000_000
"""The second, by the clock of the door in these tests, at which everything is signed."""


@dataclass(frozen=True)
class Answer:
    """What came back over a connection: the status, everything after it, and whether the other side hung up."""

    status: int
    text: str


@dataclass
class Served:
    """A bot's address, and ways to speak with it as no client would."""

    port: int
    bot: Bot
    secret: str

    async def post(
        self,
        body: bytes,
        content_type: str = "application/json",
        *,
        stamp: bytes = b"%d" % MOMENT,
        signed: bytes | None = None,
        headers: tuple[bytes, ...] = (),
    ) -> Answer:
        """Post these bytes, rightly signed unless a signature is given."""
        mark = signature(self.secret, MOMENT, body).encode() if signed is None else signed
        head = [
            b"POST /slack/events HTTP/1.1",
            b"host: bot",
            b"content-type: " + content_type.encode(),
            b"content-length: %d" % len(body),
            b"x-slack-request-timestamp: " + stamp,
            b"x-slack-signature: " + mark,
            *headers,
        ]
        return await self.says(b"\r\n".join(head) + b"\r\n\r\n" + body)

    async def says(self, sent: bytes) -> Answer:
        """Send these bytes and no more, and listen until the other side hangs up or has answered."""
        async with self.connected() as (reader, writer):
            writer.write(sent)
            return await answered(reader)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


async def answered(reader: asyncio.StreamReader) -> Answer:
    """The next answer; status 0 where the other side hung up instead."""
    async with asyncio.timeout(30):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except (asyncio.IncompleteReadError, ConnectionError):
            return Answer(0, "")
        lengths = [line.split(":")[1] for line in head.lower().splitlines() if line.startswith("content-length:")]
        body = await (reader.readexactly(int(lengths[0])) if lengths else reader.read())
        return Answer(int(head.split()[1]), head + body.decode())


Serving = Callable[..., AbstractAsyncContextManager[Served]]


@pytest.fixture
def serve(playground: Playground, sqlite_database: Database) -> Serving:
    """Serves the bot inside a block. The door takes `bounds`; connections are of this kind."""

    @asynccontextmanager
    async def serve(connection: type[Connection] = Connection, **bounds: Any) -> AsyncIterator[Served]:
        door = Door(playground.signing_secret, clock=lambda: datetime.fromtimestamp(MOMENT, UTC), **bounds)
        async with running_bot(playground, sqlite_database) as bot:
            routes = [slack_route(bot.app, door), *health_routes(bot.deps, is_alive=lambda: True)]
            port = socket.create_server(("127.0.0.1", 0))
            async with serving(site(*routes), port, connection=connection):
                yield Served(port.getsockname()[1], bot, playground.signing_secret)

    return serve
