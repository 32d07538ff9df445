"""Signed HTTP deliveries to the bot's request address."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.playground.deliveries import COMMAND, EVENT, Ack, Delivery, NotDelivered


def body_of(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    """The body and content type with which Slack sends a payload of this kind."""
    if kind == EVENT:
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Slack's signature of a request body."""
    signed = b"v0:%d:%s" % (timestamp, body)
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class WebTransport:
    """Posts deliveries to one address, signed with the app's secret at the machine's real time.

    The signature never uses the playground's clock: it protects the connection, and the bot checks it against the
    real time.
    """

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._secret = secret
        self._client = httpx.AsyncClient(trust_env=False, timeout=30.0, limits=httpx.Limits(max_connections=None))

    async def attempt(self, delivery: Delivery) -> Ack:
        """Post the payload and wait for the answer."""
        body, content_type = body_of(delivery.kind, delivery.payload)
        headers = {}
        if delivery.retry_num:
            headers["x-slack-retry-num"] = str(delivery.retry_num)
            headers["x-slack-retry-reason"] = delivery.retry_reason or "unknown_error"
        return await self.post(body, content_type, headers=headers)

    async def post(
        self,
        body: bytes,
        content_type: str,
        *,
        headers: dict[str, str] | None = None,
        secret: str | None = None,
        age: float = 0.0,
    ) -> Ack:
        """Post any body, signed with `secret` (the right one by default) as of `age` seconds ago."""
        timestamp = int(time.time() - age)
        signed = {
            "content-type": content_type,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-slack-request-timestamp": str(timestamp),
            "x-slack-signature": signature(secret or self._secret, timestamp, body),
            **(headers or {}),
        }
        try:
            response = await self._client.post(self.url, content=body, headers=signed)
        except httpx.HTTPError as error:
            reason = "http_timeout" if isinstance(error, httpx.TimeoutException) else "connection_failed"
            raise NotDelivered(reason) from error
        return Ack(response.status_code, _decoded(response), {k.lower(): v for k, v in response.headers.items()})

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _decoded(response: httpx.Response) -> Any:
    """The body: JSON where it says so, else its text; None when it is empty."""
    if not response.content:
        return None
    if not response.headers.get("content-type", "").startswith("application/json"):
        return response.text
    try:
        return response.json()
    except ValueError:
        return response.text
