"""Signed HTTP deliveries to the bot's request address."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.playground.deliveries import COMMAND, EVENT, Ack, Delivery, NotDelivered

MOST_REDIRECTS = 2


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

    The signature never uses the playground's clock: it protects the connection, and the bot checks it by the real time.
    """

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._secret = secret
        # No limit to connections: a queue in here would be measured as slowness of the bot.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=30.0)
        )

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
            # aiohttp counts the redirect that it does not follow any more.
            async with self._session.post(
                self.url, data=body, headers=signed, max_redirects=MOST_REDIRECTS + 1
            ) as response:
                found = _decoded(await response.read(), response.headers.get("content-type", ""))
                return Ack(response.status, found, {name.lower(): value for name, value in response.headers.items()})
        except TimeoutError as error:
            raise NotDelivered("http_timeout") from error
        except aiohttp.TooManyRedirects as error:
            raise NotDelivered("too_many_redirects") from error
        except aiohttp.ClientSSLError as error:
            raise NotDelivered("ssl_error") from error
        except aiohttp.ClientError as error:
            raise NotDelivered("connection_failed") from error

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


def _decoded(body: bytes, content_type: str) -> Any:
    """A body: JSON where it says so, else its text; None when it is empty."""
    if not body:
        return None
    text = body.decode("utf-8", "replace")
    if not content_type.startswith("application/json"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
