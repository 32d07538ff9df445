"""The server's connections, and how long one may stay without a whole request."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_WITHIN = 10.0
"""Seconds for a request to arrive whole, head and body, counted from the connection or from the answer before it."""
IDLE_FOR = 5
"""Seconds that a connection stays open for another request."""

_UNANSWERED = (h11.IDLE, h11.SEND_RESPONSE)


class Connection(H11Protocol):
    """A connection that is closed when nothing comes of it: whoever sends a byte a minute holds nothing up.

    The server itself waits for ever for the head of a first request, and for what is still to come of a body that was
    answered already.
    """

    request_within = REQUEST_WITHIN
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._expect_a_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        super().connection_lost(exc)
        if self._deadline is not None:
            self._deadline.cancel()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._expect_a_request()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP, where an answer can still be sent: the server's own would fail after one."""
        if self.conn.our_state in _UNANSWERED:
            super().send_400_response(msg)
        else:
            self.transport.close()

    def _expect_a_request(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(self.request_within, self._close_if_there_is_none)

    def _close_if_there_is_none(self) -> None:
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self.logger.info("a connection was closed: no whole request came in time")
            self.transport.abort()
