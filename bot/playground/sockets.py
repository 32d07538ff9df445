"""Socket Mode: tickets, connections, envelopes and their acks, and the ways in which Slack ends a connection."""

import asyncio
import contextlib
import json
import random
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.changes import Changes
from bot.playground.deliveries import Ack, Delivery, NotDelivered
from bot.playground.state import monotonic

CONNECTION_LIMIT = 10
TICKET_SECONDS = 30.0


@dataclass
class Connection:
    """One open socket of the bot and the envelopes that wait for its ack."""

    number: int
    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, "asyncio.Future[Any]"] = field(default_factory=dict)
    closing: bool = False


class Sockets:
    """The bot's open connections. Each envelope goes to any one of them."""

    def __init__(self, changes: Changes, app_id: str, seed: int) -> None:
        self.connections: list[Connection] = []
        self.opened = 0
        self.refused = 0
        self.refuse_tickets = False
        self._changes = changes
        self._app_id = app_id
        self._tickets: dict[str, float] = {}
        self._random = random.Random(seed)

    def ticket(self) -> str:
        """A ticket for one connection, good for half a minute."""
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = monotonic()
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection of the bot from its ticket to its end."""
        born = self._tickets.pop(request.query.get("ticket", ""), None)
        if self.refuse_tickets or born is None or monotonic() - born > TICKET_SECONDS:
            self.refused += 1
            self._changes.tell()
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.connections) >= CONNECTION_LIMIT:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self.opened += 1
        connection = Connection(self.opened, socket, request)
        self.connections.append(connection)
        try:
            await self._greet(connection)
            self._changes.tell()
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_exception(NotDelivered("connection_failed"))
            self._changes.tell()
        return socket

    async def attempt(self, delivery: Delivery) -> Ack:
        """Send an envelope over one connection (another one than last time, if there is one) and wait for its ack."""
        if delivery.retry_num:
            await self._somebody()
        connection = self._pick(avoid=delivery.connection)
        delivery.connection = connection.number
        envelope_id = secrets.token_hex(16)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "payload": delivery.payload,
            "type": delivery.kind,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api" or delivery.retry_num:
            envelope |= {"retry_attempt": delivery.retry_num, "retry_reason": delivery.retry_reason or ""}
        try:
            await connection.socket.send_json(envelope)
            return Ack(200, await future)
        except ConnectionError as error:
            raise NotDelivered("connection_failed") from error
        finally:
            connection.waiting.pop(envelope_id, None)

    async def disconnect(self, reason: str = "refresh_requested", *, number: int | None = None) -> None:
        """End connections as Slack does: tell the reason first; `warning` alone leaves them open."""
        for connection in self._chosen(number):
            await connection.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            )
            if reason != "warning":
                connection.closing = True
                await connection.socket.close()

    def cut(self, *, number: int | None = None) -> None:
        """Break connections without a word."""
        for connection in self._chosen(number):
            connection.closing = True
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def close(self) -> None:
        """Close everything."""
        for connection in list(self.connections):
            await connection.socket.close()

    def _chosen(self, number: int | None) -> list[Connection]:
        return [connection for connection in self.connections if number in (None, connection.number)]

    async def _somebody(self) -> None:
        """Wait a little for an open connection: a repetition finds a bot that is only just connecting again."""
        with contextlib.suppress(TimeoutError):
            await self._changes.wait_for(lambda: any(not each.closing for each in self.connections), timeout=3.0)

    def _pick(self, avoid: int | None) -> Connection:
        open_ones = [connection for connection in self.connections if not connection.closing]
        others = [connection for connection in open_ones if connection.number != avoid]
        if not open_ones:
            raise NotDelivered("connection_failed")
        return self._random.choice(others or open_ones)

    async def _greet(self, connection: Connection) -> None:
        await connection.socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
                "connection_info": {"app_id": self._app_id},
            }
        )

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                answer = json.loads(frame.data)
            except ValueError:
                continue
            future = connection.waiting.get(answer.get("envelope_id", ""))
            if future is not None and not future.done():
                future.set_result(answer.get("payload"))
