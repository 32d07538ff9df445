"""Who may come in to the playground: programs and its own page, and no other page in the same machine's browser."""

import asyncio
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.playground.control import add_control
from bot.playground.site import add_page
from tests.playground.conftest import MANIFEST

ELSEWHERE = "https://elsewhere.example"
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def site() -> list[web.Application]:
    return []


@pytest.fixture
async def playground(site: list[web.Application]) -> AsyncIterator[Playground]:
    add_ons = [lambda made, _world: site.append(made), add_page, add_control]
    async with Playground(MANIFEST, add_ons=add_ons, also_at=["https://shelter-8008.example/"]) as running:
        running.person("alice")
        yield running


@pytest.fixture
async def http(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(playground.url) as session:
        yield session


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": ELSEWHERE}, id="a script or a form of another site"),
        pytest.param({"Origin": "null"}, id="a page from a file, or in a sandbox"),
        pytest.param({"Origin": "http://localhost:3000"}, id="a page at another port"),
        pytest.param({"Origin": "https://localhost:{port}"}, id="another scheme"),
        pytest.param({"Origin": "http://localhost:{port}"}, id="another of our names than was asked for"),
        pytest.param({"Origin": "http://127.0.0.1:{port}.elsewhere.example"}, id="an origin that begins like ours"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, id="a picture in another site"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, id="a picture at another port"),
        pytest.param({**LINK, "Sec-Fetch-Dest": "iframe"}, id="a frame"),
        pytest.param({"Host": "elsewhere.example:{port}"}, id="a name that points here"),
        pytest.param(
            {"Host": "elsewhere.example:{port}", "Origin": "http://elsewhere.example:{port}"}, id="its script"
        ),
        pytest.param({"Host": "localhost.elsewhere.example:{port}"}, id="a name that begins like ours"),
        pytest.param({"Host": "app.localhost:{port}"}, id="a name below ours"),
        pytest.param({"Host": "localhost.:{port}"}, id="our name with a dot at its end"),
        pytest.param({"Host": "0.0.0.0:{port}"}, id="the address of no machine"),
        pytest.param({"Host": "localhost"}, id="no port"),
        pytest.param({"Host": "127.0.0.1:1"}, id="another port"),
        pytest.param({"Host": "shelter-8008.example:{port}"}, id="a named address with another port"),
        pytest.param({"Host": ""}, id="no host"),
    ],
)
async def test_no_address_serves_a_foreign_page(
    playground: Playground, site: list[web.Application], http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    port = playground.url.rpartition(":")[2]
    told = {name: value.replace("{port}", port) for name, value in headers.items()}
    routes = {(route.method, route.resource.canonical) for route in site[0].router.routes() if route.resource}
    answers = {}
    for method, path in [*routes, ("OPTIONS", "/api/chat.postMessage"), ("GET", "/nowhere")]:
        async with http.request(method, re.sub(r"\{\w+\}", "1", path), headers=told) as response:
            answers[method, path] = response.status, response.headers.get("Access-Control-Allow-Origin")

    assert len(answers) > 25
    assert set(answers.values()) == {(403, None)}
    assert playground.calls.total() == 0
    assert len(playground.log) == 0


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="a program"),
        pytest.param({"Sec-Fetch-Mode": "cors"}, id="a program in Node"),
        pytest.param({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, id="an address typed in"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:{port}"}, id="our own page"),
        pytest.param({"Host": "localhost:{port}", "Origin": "http://localhost:{port}"}, id="our page as localhost"),
        pytest.param({"Host": "LocalHost:{port}"}, id="capitals"),
        pytest.param({"Host": "[::1]:{port}"}, id="the newer loopback"),
        pytest.param(
            {"Host": "shelter-8008.example", "Origin": "https://shelter-8008.example"}, id="an address that was named"
        ),
        pytest.param({**LINK, "Sec-Fetch-Dest": "document"}, id="a link that is followed"),
    ],
)
async def test_programs_and_the_page_itself_come_in(
    playground: Playground, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    port = playground.url.rpartition(":")[2]
    told = {name: value.replace("{port}", port) for name, value in headers.items()}
    async with http.get("/", headers=told) as response:
        assert response.status == 200


async def test_a_link_leads_to_the_page_and_nowhere_else(http: aiohttp.ClientSession) -> None:
    async with http.get("/page/data/people", headers={**LINK, "Sec-Fetch-Dest": "document"}) as response:
        assert response.status == 403
    async with http.post("/", headers={**LINK, "Sec-Fetch-Dest": "document"}) as response:
        assert response.status == 403


async def test_two_hosts_are_none(playground: Playground) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(playground.url.rpartition(":")[2]))
    host = playground.url.removeprefix("http://").encode()
    writer.write(b"GET / HTTP/1.1\r\nHost: %s\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n" % host)
    assert (await reader.readline()).split()[1] in (b"400", b"403")
    writer.close()


async def test_a_foreign_page_cannot_post_as_the_bot_even_with_its_token(
    playground: Playground, http: aiohttp.ClientSession
) -> None:
    channel = playground.channel("shelter", playground.who_is("alice"))
    form = {"token": playground.bot_token, "channel": channel.id, "text": "Hello"}
    async with http.post("/api/chat.postMessage", data=form, headers={"Origin": ELSEWHERE}) as response:
        assert response.status == 403
    assert playground.posts == []

    async with http.post("/api/chat.postMessage", data=form) as response:
        assert (await response.json())["ok"] is True


async def test_a_foreign_page_cannot_take_the_bots_place_at_the_socket(playground: Playground) -> None:
    client = AsyncWebClient(playground.app_token, base_url=playground.api_url)
    address = (await client.apps_connections_open(app_token=playground.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(address, origin=ELSEWHERE)
        assert (playground.sockets.opened, playground.sockets.refused) == (0, 0)

        # Some libraries for sockets name the address that they go to as their origin.
        async with session.ws_connect(address, origin=playground.url) as socket:
            assert (await socket.receive_json())["type"] == "hello"


async def test_what_proves_the_app_here_is_worth_nothing_elsewhere(
    playground: Playground, http: aiohttp.ClientSession
) -> None:
    async with Playground(MANIFEST) as other:
        own = {playground.bot_token, playground.app_token, playground.signing_secret, playground.client_secret}
        its = {other.bot_token, other.app_token, other.signing_secret, other.client_secret}
    assert not own & its

    for token in (other.bot_token, "xoxb-1-T0000000001-playground", "xoxb-ü", "\ud800"):
        async with http.post("/api/auth.test", json={"token": token}) as response:
            assert (await response.json())["error"] == "invalid_auth"
    async with http.post("/api/auth.test", json={"token": playground.bot_token}) as response:
        assert (await response.json())["ok"] is True


async def test_the_address_of_an_upload_cannot_be_guessed(playground: Playground, http: aiohttp.ClientSession) -> None:
    client = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
    wanted = await client.files_getUploadURLExternal(filename="chart.png", length=3)
    async with http.post(f"/upload/{wanted['file_id']}", data=b"bad") as response:
        assert response.status == 400
    async with http.post(wanted["upload_url"].removeprefix(playground.url), data=b"png") as response:
        assert await response.text() == "OK - 3"


@pytest.mark.parametrize("address", ["localhost:9000", "ftp://localhost", "http://", "http://localhost/demo", "x"])
def test_a_named_address_is_an_address(address: str) -> None:
    with pytest.raises(ValueError, match="is no address such as http://localhost:9000"):
        Playground(MANIFEST, also_at=[address])
