"""Asking a system over real HTTP: where it may be, how long it may take, and how much it may say."""

import logging
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.sources import (
    Fetched,
    NoFetch,
    NotFetched,
    Query,
    SourceKind,
    host_of,
    is_header,
    is_same_place,
    is_secret,
)
from bot.sources.fetching import Fetcher
from bot.sources.reach import is_outside
from tests.systems import HOST, System, certificate_for, running_system


@pytest.fixture
async def system() -> AsyncIterator[System]:
    async with running_system() as running:
        yield running


def query(address: str, place: str = "csat", *, header: str = "", secret: str = "") -> Query:
    return Query(address, SourceKind.JSON, place, header, secret)


async def fetch(address: str, *, within: float = 5, allowed: tuple[str, ...] = (HOST,)) -> Fetched | NotFetched:
    return await Fetcher(allowed, within=within).fetch(query(address))


async def test_a_value_is_fetched_from_a_host_that_is_allowed_by_name(system: System) -> None:
    assert await fetch(system.at()) == Fetched("84", is_number=True)
    assert system.seen[0]["Host"] == f"localhost:{system.port}"
    assert await fetch(system.at().replace("localhost", "LOCALHOST.")) == Fetched("84", is_number=True)
    assert await fetch(system.at(), allowed=()) == NotFetched(NoFetch.INSIDE)
    assert await fetch(system.at().replace("localhost", "127.0.0.1")) == NotFetched(NoFetch.INSIDE)
    assert len(system.seen) == 2


async def test_a_secret_goes_along_in_its_header_and_into_nothing_else(
    system: System, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = query(system.at("/figures?quiet=1"), header="X-Api-Key", secret="s3cret-word")
    assert await Fetcher((HOST,)).fetch(asked) == Fetched("84", is_number=True)
    assert system.seen[0]["X-Api-Key"] == "s3cret-word"
    assert "s3cret-word" not in repr(asked)
    assert "s3cret-word" not in caplog.text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/slow", NotFetched(NoFetch.TIMED_OUT)),
        ("/dripping", NotFetched(NoFetch.TIMED_OUT)),
        ("/huge", NotFetched(NoFetch.TOO_LARGE)),
        ("/packed", NotFetched(NoFetch.NOT_READABLE)),
        ("/elsewhere", NotFetched(NoFetch.REDIRECTED)),
        ("/nowhere", NotFetched(NoFetch.STATUS, status=404)),
    ],
)
async def test_it_takes_neither_long_nor_much_and_is_not_sent_on(
    system: System, path: str, expected: NotFetched
) -> None:
    within = 0.3 if expected.why is NoFetch.TIMED_OUT else 5
    assert await fetch(system.at(path), within=within) == expected


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (503, {}, NotFetched(NoFetch.STATUS, status=503)),
        (429, {"Retry-After": "120"}, NotFetched(NoFetch.STATUS, status=429, after=120)),
        (401, {}, NotFetched(NoFetch.STATUS, status=401)),
        (204, {}, NotFetched(NoFetch.NOT_READABLE)),
    ],
)
async def test_what_the_system_says_instead_is_told(
    system: System, status: int, headers: dict[str, str], expected: NotFetched
) -> None:
    system.status, system.headers, system.body = status, headers, ""
    assert await fetch(system.at()) == expected


async def test_nobody_there_is_no_connection_and_an_unknown_name_no_host() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert await fetch(f"http://localhost:{port}/") == NotFetched(NoFetch.NO_CONNECTION)

    async def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("Name or service not known")

    asked = query("https://nobody.example/")
    assert await Fetcher(resolve=unknown).fetch(asked) == NotFetched(NoFetch.UNKNOWN_HOST)


async def test_a_name_is_resolved_once_and_what_was_looked_at_is_what_is_asked(system: System) -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    address = f"http://figures.example:{system.port}/figures"
    assert await Fetcher(resolve=resolve).fetch(query(address)) == NotFetched(NoFetch.INSIDE)
    fetcher = Fetcher(resolve=resolve, may_reach=lambda each: each == "127.0.0.1")
    assert await fetcher.fetch(query(address)) == Fetched("84", is_number=True)
    assert asked == ["figures.example", "figures.example"]
    assert system.seen[0]["Host"] == f"figures.example:{system.port}"


async def test_a_certificate_has_to_be_the_names_though_an_address_is_connected_to(tmp_path: Path) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    certificate = certificate_for("figures.example", tmp_path)
    trusted = ssl.create_default_context(cafile=str(certificate))

    async def asks(host: str, port: int, trusted: ssl.SSLContext | None) -> Fetched | NotFetched:
        fetcher = Fetcher(resolve=resolve, may_reach=lambda each: True, trusted=trusted)
        return await fetcher.fetch(query(f"https://{host}:{port}/figures"))

    async with running_system(certificate) as system:
        assert await asks("figures.example", system.port, trusted) == Fetched("84", is_number=True)
        assert await asks("other.example", system.port, trusted) == NotFetched(NoFetch.UNTRUSTED)
        assert await asks("figures.example", system.port, None) == NotFetched(NoFetch.UNTRUSTED)


async def test_a_name_that_leads_inside_by_any_of_its_addresses_is_not_asked() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "10.0.0.7"]

    assert await Fetcher(resolve=resolve).fetch(query("https://two.example/")) == NotFetched(NoFetch.INSIDE)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.251",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[::7f00:1]",
    ],
)
async def test_what_is_inside_the_private_network_is_refused(host: str) -> None:
    assert await fetch(f"http://{host}/") == NotFetched(NoFetch.INSIDE)


def test_what_is_outside_is_reached() -> None:
    assert is_outside("8.8.8.8")
    assert is_outside("2606:4700:4700::1111")
    assert is_outside("::ffff:8.8.8.8")
    assert is_outside("64:ff9b::808:808")
    assert not is_outside("somewhere")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "csat",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http:///x",
        "https://me:word@a.example/",
        "http://[::1",
        "http://a.example\\@b.example/",
        "http://a.example#@b.example/",
        "http://a:b/",
    ],
)
async def test_what_is_no_address_of_the_web_is_not_asked(address: str) -> None:
    assert host_of(address) is None
    assert await fetch(address) == NotFetched(NoFetch.ADDRESS_WRONG)


def test_only_a_header_of_ones_own_can_be_sent_and_a_secret_only_to_the_place_it_was_given_for() -> None:
    assert host_of("https://Figures.example:8443/a?b=c") == "figures.example:8443"
    assert host_of("http://[fd00::7]:80/") == "[fd00::7]"
    assert is_header("X-Api-Key")
    assert is_header("Authorization")
    assert not is_header("Host")
    assert not is_header("X Api")
    assert is_secret("Bearer s3cret")
    assert not is_secret("two\r\nX-Other: lines")
    assert is_same_place("https://a.example/one", "HTTPS://A.example:443/two?x")
    assert not is_same_place("https://a.example/one", "http://a.example/one")
    assert not is_same_place("https://a.example/one", "https://a.example:444/one")
    assert not is_same_place("https://a.example/one", "https://b.example/one")
