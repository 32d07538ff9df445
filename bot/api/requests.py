"""Letting a request of Slack's in: how big it may be, how long it may take to arrive, who sent it, what is in it.

In this order, so that nobody without the secret has anything of theirs parsed. Each refusal says why in one line of the
log, which holds nothing of what was sent.
"""

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from bot.clock import Clock, system_clock
from bot.payloads import MalformedPayload, require_well_formed

MOST_BYTES = 1_000_000
"""Slack's largest, a form with every field full, is far below this."""
ARRIVES_WITHIN = 5.0
"""Seconds that a body has to arrive. Slack itself waits three for the answer."""
SIGNED_WITHIN = 300
"""Seconds by which the time of a signature may be off, either way: later it is a repetition by somebody else."""

_PARSED_AT_ONCE = 50_000
"""Bytes whose parsing takes about a millisecond; a thread costs as much."""
_MOST_FIELDS = 100
_TIMESTAMP = re.compile(rb"[0-9]{1,12}")
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"


class Refused(Exception):
    """The request is not taken; `status` is what its sender is told."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Door:
    """What is let in: signed with this secret at about the time of this clock, and within these bounds."""

    signing_secret: str
    clock: Clock = system_clock
    most_bytes: int = MOST_BYTES
    arrives_within: float = ARRIVES_WITHIN

    async def payload_of(self, request: Request) -> dict[str, Any]:
        """The payload that Slack sent, checked and well formed. Raises `Refused`."""
        body = await self._body_of(request)
        self._require_signature(request, body)
        content_type = request.headers.get("content-type", "")
        try:
            if len(body) <= _PARSED_AT_ONCE:
                return _parsed(body, content_type)
            return await asyncio.to_thread(_parsed, body, content_type)  # others go on meanwhile
        except MalformedPayload as problem:
            raise Refused(400, f"signed, but not a payload of Slack's: {problem}") from None

    async def _body_of(self, request: Request) -> bytes:
        announced = request.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced[:12]) > self.most_bytes:
            raise Refused(413, "its body is too large")
        try:
            async with asyncio.timeout(self.arrives_within):
                return await self._read(request)
        except TimeoutError:
            raise Refused(408, "its body did not arrive in time") from None
        except ClientDisconnect:
            raise Refused(400, "it broke off") from None

    async def _read(self, request: Request) -> bytes:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > self.most_bytes:
                raise Refused(413, "its body is too large")
        return bytes(body)

    def _require_signature(self, request: Request, body: bytes) -> None:
        """Slack's `v0` signature of the bytes as they came: https://docs.slack.dev/authentication/verifying-requests-from-slack/"""
        timestamp, signature = _only(request, b"x-slack-request-timestamp"), _only(request, b"x-slack-signature")
        if not _TIMESTAMP.fullmatch(timestamp):
            raise Refused(401, "it is not signed")
        if abs(self.clock().timestamp() - int(timestamp)) > SIGNED_WITHIN:
            raise Refused(401, "its signature is of another time")
        signed = hmac.new(self.signing_secret.encode(), b"v0:%b:%b" % (timestamp, body), hashlib.sha256)
        if not hmac.compare_digest(f"v0={signed.hexdigest()}".encode(), signature):
            raise Refused(401, "its signature is wrong")


def _only(request: Request, name: bytes) -> bytes:
    """The header's bytes as they came; none where it is missing, or there twice."""
    found = [value for key, value in request.scope["headers"] if key == name]
    return found[0] if len(found) == 1 else b""


def _parsed(body: bytes, content_type: str) -> dict[str, Any]:
    """An event comes as JSON, a command as a form, everything else as JSON in a form. Raises `MalformedPayload`."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == _JSON:
        payload = _from_json(body)
    elif kind == _FORM:
        fields = _from_form(body)
        payload = _from_json(fields["payload"]) if "payload" in fields else fields
    else:
        raise MalformedPayload("neither JSON nor a form, by its content type")
    require_well_formed(payload)
    return payload  # type: ignore[no-any-return]  # well formed, so an object


def _from_json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # no JSON, no UTF-8, a number too long, nested too deeply
        raise MalformedPayload(f"its JSON cannot be read ({type(error).__name__})") from None


def _from_form(body: bytes) -> Mapping[str, Any]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise MalformedPayload(f"its form cannot be read ({type(error).__name__})") from None
