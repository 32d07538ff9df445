"""What is let in at `/slack/events`: verified first and parsed then, each refusal in one line of the log."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import quote, urlencode

import pytest

from bot.api.connections import Connection
from bot.playground.web_delivery import signature
from tests.api.conftest import MOMENT, Served, Serving, answered

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def served(serve: Serving, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Served]:
    """The bot, as it is set up."""
    async with serve() as running:
        caplog.clear()
        yield running


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Every line of the log, with its traceback if it had one."""
    lines = [f"{record.getMessage()}{record.exc_text or ''}" for record in caplog.records]
    assert not any(record.exc_info for record in caplog.records)
    caplog.clear()
    return lines


def command(served: Served, text: str = "help") -> bytes:
    team_id = served.bot.playground.team_id
    return urlencode(
        {
            "command": "/reading",
            "text": text,
            "team_id": team_id,
            "user_id": served.bot.playground.person("alice").id,
            "channel_id": "C1",
        }
    ).encode()


async def test_what_slack_signed_is_answered(served: Served) -> None:
    answer = await served.post(command(served), FORM)
    assert answer.status == 200
    assert "I ask for figures and report how it goes." in answer.text


async def test_a_command_that_speaks_of_a_payload_is_a_command(served: Served) -> None:
    """The library takes a form for an interaction when the word stands anywhere in it, and the command for nothing."""
    answer = await served.post(command(served, "payload 84"), FORM)
    assert "You typed: /reading payload 84" in answer.text


SIGNATURES = [
    b"",
    b"v0=",
    b"v0=" + b"0" * 64,
    b"v1=" + b"0" * 64,
    b"v0=" + "Ä".encode() * 32,
    b"v0=" + bytes(range(0x80, 0x100)),
    b"x" * 4000,
]
STAMPS = [
    b"",
    b"soon",
    b"-1",
    b"1e9",
    b"1" * 5000,
    "١٢٣".encode(),
    b"\xff\xfe",
    b"%d" % (MOMENT - 301),
    b"%d" % (MOMENT + 301),
    b"%d.0" % MOMENT,
    b" 0x10",
]


async def test_any_other_signature_is_refused_in_one_line(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for signed in SIGNATURES:
        assert (await served.post(command(served), FORM, signed=signed)).status == 401, signed
        assert refusals(caplog) == ["a request was refused (401): its signature is wrong"], signed


async def test_any_other_timestamp_is_refused_in_one_line(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for stamp in STAMPS:
        assert (await served.post(command(served), FORM, stamp=stamp)).status == 401, stamp
        (line,) = refusals(caplog)
        assert line in (
            "a request was refused (401): it is not signed",
            "a request was refused (401): its signature is of another time",
        )


async def test_two_signatures_are_none(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    right = signature(served.secret, MOMENT, command(served)).encode()
    answer = await served.post(command(served), FORM, headers=(b"x-slack-signature: " + right,))
    assert answer.status == 401
    assert refusals(caplog) == ["a request was refused (401): its signature is wrong"]


async def test_what_is_not_signed_is_not_parsed(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for body in (b"[],[]," * 10_000, b"\xff" * 100, b"[" * 100_000, b"", b"payload=%5B"):
        assert (await served.post(body, signed=b"v0=00")).status == 401
        assert refusals(caplog) == ["a request was refused (401): its signature is wrong"]


JSON_BODIES = {
    b"": "JSON cannot be read",
    b"[],[]," * 150_000: "JSON cannot be read",
    b"[" * 900_000: "JSON cannot be read (RecursionError)",
    b'{"a":' * 150_000: "JSON cannot be read (RecursionError)",
    b"\xff\xfe\x00": "JSON cannot be read (UnicodeDecodeError)",
    b'{"type": ' + b"1" * 5000 + b"}": "JSON cannot be read (ValueError)",
    b"[]": "a list in place of an object",
    b"null": "a NoneType in place of an object",
    b'"text"': "a str in place of an object",
    b"1e999": "a float in place of an object",
    b"{}": "neither a command nor anything with a type",
    b'{"type": 5}': "neither a command nor anything with a type",
    b'{"type": "event_callback"}': "event_callback: event: Field required",
}


async def test_signed_json_that_is_no_payload_is_refused_in_one_line(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for body, why in JSON_BODIES.items():
        assert (await served.post(body)).status == 400, body[:40]
        (line,) = refusals(caplog)
        assert line.startswith("a request was refused (400): signed, but not a payload of Slack's: "), line
        assert why in line


FORM_BODIES = {
    b"": "neither a command nor anything with a type",
    b"&" * 900_000: "form cannot be read",
    b"a=1&" * 200_000: "form cannot be read",
    b"%ff%fe=%00": "neither a command nor anything with a type",
    b"\xff=1": "form cannot be read",
    b"payload=": "JSON cannot be read",
    b"payload=%7B%7D": "neither a command nor anything with a type",
    b"payload=%5B%5D%2C" + b"%5B%5D%2C" * 100_000: "JSON cannot be read",
    b"command=%2Freading": "command: user_id: Field required",
}


async def test_a_signed_form_that_is_no_payload_is_refused_in_one_line(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for body, why in FORM_BODIES.items():
        assert (await served.post(body, FORM)).status == 400, body[:40]
        (line,) = refusals(caplog)
        assert why in line


async def test_another_content_type_is_refused(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for content_type in ("text/plain", "multipart/form-data; boundary=x", "", "application/jsonp"):
        assert (await served.post(command(served), content_type)).status == 400
        assert "neither JSON nor a form, by its content type" in refusals(caplog)[0]
    assert (await served.post(command(served), FORM + "; charset=utf-8")).status == 200


HOSTILE = "line\nfeed \u202e \ud800 xoxb-1-secret " + "x" * 5000


async def test_the_log_holds_nothing_of_what_was_sent(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for payload in (
        {"type": HOSTILE},
        {"type": "block_actions", "user": {"id": HOSTILE}, "actions": [{}]},
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"state": {"values": {HOSTILE: 5}}}},
    ):
        body = b"payload=" + quote(json.dumps(payload)).encode()
        await served.post(body, FORM)
        for line in refusals(caplog):
            assert len(line) < 250
            assert "\n" not in line
            assert line.isascii()


async def test_a_large_body_is_refused_before_it_is_sent(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    answer = await served.says(b"POST /slack/events HTTP/1.1\r\nhost: bot\r\ncontent-length: 30000000\r\n\r\n")
    assert answer.status == 413
    assert "connection: close" in answer.text
    assert refusals(caplog) == ["a request was refused (413): its body is too large"]


async def test_a_body_that_does_not_say_how_large_it_is_is_cut_off(serve: Serving) -> None:
    chunk = b"400\r\n" + b"x" * 0x400 + b"\r\n"
    async with serve(most_bytes=100_000) as served:
        answer = await served.says(
            b"POST /slack/events HTTP/1.1\r\nhost: bot\r\ntransfer-encoding: chunked\r\n\r\n" + chunk * 120
        )
    assert answer.status == 413


async def test_a_body_that_stalls_is_given_up_and_nothing_of_it_kept(
    serve: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(arrives_within=0.05) as served, served.connected() as (reader, writer):
        writer.write(b"POST /slack/events HTTP/1.1\r\nhost: bot\r\ncontent-length: 900000\r\n\r\n" + b"x" * 1000)
        caplog.clear()
        assert (await answered(reader)).status == 408
        assert await reader.read() == b"", "the connection is closed"
        assert refusals(caplog) == ["a request was refused (408): its body did not arrive in time"]


async def test_an_upload_that_breaks_off_leaves_one_line(serve: Serving, caplog: pytest.LogCaptureFixture) -> None:
    async with serve() as served:
        async with served.connected() as (_, writer):
            writer.write(b"POST /slack/events HTTP/1.1\r\nhost: bot\r\ncontent-length: 900000\r\n\r\n" + b"x" * 1000)
            await writer.drain()
            caplog.clear()
        async with asyncio.timeout(30):
            while not caplog.records:  # noqa: ASYNC110  # the log tells nobody that it has grown
                await asyncio.sleep(0)
        assert refusals(caplog) == ["a request was refused (400): it broke off"]


class Hurried(Connection):
    """Waits a moment only."""

    request_within = 0.1


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /slack/events HTTP/1.1\r\nhost: b",
        b"GET /healthz HTTP/1.1\r\nhost: bot\r\ncontent-length: 900000\r\n\r\n",
        b"POST /nowhere HTTP/1.1\r\nhost: bot\r\ntransfer-encoding: chunked\r\n\r\n",
    ],
)
async def test_a_connection_on_which_no_whole_request_comes_is_closed(serve: Serving, begun: bytes) -> None:
    async with serve(Hurried) as served, served.connected() as (reader, writer):
        writer.write(begun)
        assert b"HTTP/1.1 408" not in await ended(reader)


async def ended(reader: asyncio.StreamReader) -> bytes:
    """Everything that comes until the other side hangs up."""
    async with asyncio.timeout(30):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


async def test_no_http_is_answered_with_one_line(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for sent in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"\x00" * 70_000):
        assert (await served.says(sent)).status == 400
        assert refusals(caplog) == ["Invalid HTTP request received."]


async def test_nonsense_after_an_answer_ends_the_connection_without_a_word(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    async with served.connected() as (reader, writer):
        writer.write(b"POST /nowhere HTTP/1.1\r\nhost: bot\r\ntransfer-encoding: chunked\r\n\r\n")
        assert (await answered(reader)).status == 404
        writer.write(b"no chunk at all\r\n\r\n")
        assert await ended(reader) == b""
    assert len(refusals(caplog)) <= 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("POST", "/slack/events/", 404),
        ("GET", "/", 404),
        ("GET", "/slack/%2e%2e/etc/passwd", 404),
        ("POST", "/healthz", 405),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
    ],
)
async def test_other_ways_to_ask_are_answered_as_http_has_it(
    served: Served, method: str, path: str, status: int
) -> None:
    answer = await served.says(f"{method} {path} HTTP/1.1\r\nhost: elsewhere\r\nconnection: close\r\n\r\n".encode())
    assert answer.status == status
    assert "elsewhere" not in answer.text


async def test_a_megabyte_of_nonsense_is_refused_and_the_next_request_answered(served: Served) -> None:
    largest = [
        b"[],[]," * 166_000,
        b"&" * 999_000,
        b"a=%41" * 199_000,
        b'{"type":"x","a":[' + b"[]," * 330_000 + b"0]}",
    ]
    for body in largest:
        assert (await served.post(body, FORM)).status == 400
        await served.post(body)
    assert (await served.post(command(served), FORM)).status == 200
