"""Spoiling payloads: keys lost and doubled, values of another type, texts that are huge or nasty, ids of others, bodies
cut off, signatures that are none.
"""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from bot.playground.web_delivery import body_of, signature
from tests.fuzz.recording import Payload, Recorded

NASTY_TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "x\udfff y",
    "\u202e\u2066\u200f",
    "\ufeff",
    "💥" * 50,
    "é" * 100,
    "e\u0301" * 400,
    "ﬁ" * 300,
    "שלום ‏ مرحبا",
    "<!channel> <@U1> <https://example.invalid|x>",
    "&lt;!here&gt; &amp;amp;",
    "'; DROP TABLE reading; --",
    "%s %d %n {0} {{x}} ${x}",
    "../../etc/passwd",
    "\r\n\r\nHTTP/1.1 200 OK",
    "NaN",
    "Infinity",
    "-0",
    "1e400",
    "9" * 400,
    "2147483648",
    "-1",
    "١٢٣",
    "1,234.56",
    "null",
    "[]",
    "{}",
    "[" * 1500,
    "csat",
    "csat 84",
    "84 %",
    "n/d",
    "undo",
    "due",
    "help",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "week",
    "number",
    "between 5 and 6",
    "rough 5 from" + " " * 2950 + "x",
    "x" * 3001,
    "long " * 8_000,
)
NASTY_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 2**63, 10**30, 1.5, 1e308, [], {}, [[]], [None], [{}], {"id": 5}, {"id": "U1"},
    {"": ""}, {"type": "x"}, ["U1", "U2"],
)  # fmt: skip

Path = tuple[Any, ...]


@dataclass(frozen=True)
class Sent:
    """A request as it goes to the bot."""

    body: bytes
    headers: dict[bytes, bytes]
    what: str
    is_signed: bool = True


@dataclass
class Spoiler:
    """Makes one spoiled request after another, always the same ones for the same seed. `now` is what is signed."""

    recorded: list[Recorded]
    secret: str
    random: Random
    now: Callable[[], int]
    _texts: list[str] = field(default_factory=list)
    _made: int = 0

    def __post_init__(self) -> None:
        strings = {value for each in self.recorded for _, value in _leaves(each.payload) if isinstance(value, str)}
        self._texts = sorted(strings)

    def next(self) -> Sent:
        """The next request. One in twelve is not signed, one in twelve is no payload at all."""
        self._made += 1
        original = self.random.choice(self.recorded)
        payload = copy.deepcopy(original.payload)
        self._make_new(payload)
        for _ in range(self.random.choice((0, 1, 1, 1, 2, 2, 3))):
            payload = self._spoiled(payload)
        body, content_type = self._body_of(original.kind, payload)
        what = f"{original.kind} {original.payload.get('type') or original.payload.get('command') or ''}"
        kind = self.random.randrange(12)
        if kind == 0:
            body, content_type = self._broken(body, content_type)
        return self._signed(body, content_type, what) if kind != 1 else self._unsigned(body, content_type, what)

    def _make_new(self, payload: Payload) -> None:
        """Mostly something that was never seen before: a repeat would get the first one's answer."""
        if self.random.random() < 0.1:
            return
        for name in ("trigger_id", "event_id"):
            if name in payload:
                payload[name] = f"1.{self._made}.{name[:2]}"
        if isinstance(payload.get("view"), dict):
            payload["view"]["id"] = f"V{self._made}"
        if isinstance(payload.get("event"), dict) and "ts" in payload["event"]:
            payload["event"]["ts"] = f"17.{self._made}"

    def _spoiled(self, payload: Payload) -> Payload:
        places = list(_places(payload))
        if not places:
            return payload
        path = self.random.choice(places)
        if self.random.random() < 0.5:  # more often what somebody may have typed or chosen
            path = self.random.choice([each for each in places if isinstance(_at(payload, each), str)] or places)
        holder, key = _at(payload, path[:-1]), path[-1]
        match self.random.randrange(9):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(self.random.choice(NASTY_VALUES))
            case 2 | 3:
                holder[key] = self.random.choice(NASTY_TEXTS)
            case 4 | 5:
                holder[key] = self.random.choice(self._texts)
            case 6:
                self._double(holder, key)
            case 7:
                holder[key] = self.random.choice(([holder[key]], {"value": holder[key]}, json.dumps(holder[key])))
            case _:
                self._exchange(payload, path, self.random.choice(places))
        return payload

    def _double(self, holder: Any, key: Any) -> None:
        if isinstance(holder, list):
            holder.extend(copy.deepcopy(holder[key]) for _ in range(self.random.choice((1, 200))))
        else:
            holder[f"{key}{self.random.choice(('', '_id', ' ', chr(0xD800)))}"] = copy.deepcopy(holder[key])

    def _exchange(self, payload: Payload, one: Path, other: Path) -> None:
        value = copy.deepcopy(_at(payload, other))
        _at(payload, one[:-1])[one[-1]] = value

    def _body_of(self, kind: str, payload: Payload) -> tuple[bytes, str]:
        if kind != "slash_commands":
            return body_of(kind, payload)
        fields = {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()}
        return urlencode(fields, errors="surrogatepass").encode(), "application/x-www-form-urlencoded"

    def _broken(self, body: bytes, content_type: str) -> tuple[bytes, str]:
        at = self.random.randrange(len(body) + 1)
        other = self.random.choice(("text/plain", "", "application/json; charset=latin-1", "multipart/form-data"))
        return self.random.choice(
            (
                (body[:at], content_type),
                (body[:at] + bytes([self.random.randrange(256)]) + body[at + 1 :], content_type),
                (body[:at] + b"\xff\xfe\x00" + body[at:], content_type),
                (body + body, content_type),
                (b"\xef\xbb\xbf" + body, content_type),
                (body, other),
                (b"[],[]," * self.random.choice((1, 20_000)), content_type),
                (b"[" * self.random.choice((1, 100_000)), "application/json"),
                (b"&=" * 20_000, content_type),
                (b"payload=" + body, "application/x-www-form-urlencoded"),
                (b'{"type": ' + b"9" * 5000 + b"}", "application/json"),
                (self.random.randbytes(200), content_type),
                (b"x" * 1_000_001, content_type),
                (b"", content_type),
            )
        )

    def _signed(self, body: bytes, content_type: str, what: str) -> Sent:
        now = self.now()
        headers = _headers(content_type, b"%d" % now, signature(self.secret, now, body).encode())
        if self.random.random() < 0.1:
            headers[b"x-slack-retry-num"] = self.random.choice((b"0", b"1", b"3", b"", b"-1", b"many", b"\xff"))
        return Sent(body, headers, what)

    def _unsigned(self, body: bytes, content_type: str, what: str) -> Sent:
        now = self.now()
        right = signature(self.secret, now, body).encode()
        stamp, signed = self.random.choice(
            (
                (b"%d" % now, signature("of-another-app", now, body).encode()),
                (b"%d" % now, right[:-1]),
                (b"%d" % now, b"v0=" + b"\xff" * 64),
                (b"%d" % (now - 400), right),
                (b"9" * 5000, right),
                (b"\xb2\xb3", right),
                (b"", b""),
            )
        )
        return Sent(body, _headers(content_type, stamp, signed), what, is_signed=False)


def _headers(content_type: str, stamp: bytes, signed: bytes) -> dict[bytes, bytes]:
    return {
        b"content-type": content_type.encode(),
        b"x-slack-request-timestamp": stamp,
        b"x-slack-signature": signed,
    }


def _places(node: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a payload, from the outside in."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from _places(value, (*path, key))


def _leaves(payload: Payload) -> Iterator[tuple[Path, Any]]:
    for path in _places(payload):
        value = _at(payload, path)
        if not isinstance(value, dict | list):
            yield path, value


def _at(node: Any, path: Path) -> Any:
    for key in path:
        node = node[key]
    return node
