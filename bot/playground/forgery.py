"""Requests to the bot's address that Slack did not send, or sent long ago."""

from typing import Any

from bot.playground.deliveries import Ack, Delivery
from bot.playground.web_delivery import WebTransport, body_of


class Forger:
    """Posts to the bot's request address what it must refuse, or recognise as a repetition."""

    def __init__(self, transport: WebTransport) -> None:
        self._transport = transport

    async def wrong_signature(self, kind: str, payload: dict[str, Any]) -> Ack:
        """A payload signed with somebody else's secret."""
        somebody_elses = "of-another-app"
        return await self._transport.post(*body_of(kind, payload), secret=somebody_elses)

    async def old(self, kind: str, payload: dict[str, Any], *, age: float = 301.0) -> Ack:
        """A payload with a good signature that is `age` seconds old."""
        return await self._transport.post(*body_of(kind, payload), age=age)

    async def repeated(self, delivery: Delivery) -> Ack:
        """The body of an earlier delivery once more, freshly signed."""
        return await self._transport.post(*body_of(delivery.kind, delivery.payload))

    async def unsigned(self, kind: str, payload: dict[str, Any]) -> Ack:
        """A payload whose signature headers are empty."""
        headers = {"x-slack-signature": "", "x-slack-request-timestamp": ""}
        return await self._transport.post(*body_of(kind, payload), headers=headers)

    async def url_verification(self, challenge: str = "a-challenge") -> Ack:
        """Slack's question whether the address belongs to the app."""
        return await self._transport.post(
            *body_of("events_api", {"type": "url_verification", "token": "deprecated", "challenge": challenge})
        )

    async def ssl_check(self) -> Ack:
        """Slack's probe of the address, signed."""
        return await self._transport.post(*body_of("slash_commands", {"ssl_check": "1", "token": "deprecated"}))
