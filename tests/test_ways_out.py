"""Every outgoing call takes the same way: as the environment says, whatever library makes it."""

import asyncio

import aiohttp
import httpx
import pytest
from slack_bolt.async_app import AsyncApp

from bot import http
from bot.hearing import Hearing
from bot.http import HttpSender, TryLater
from bot.socket_mode import Line, _Trouble
from bot.ways_out import Proxies
from bot.workspaces import slack_client
from tests.actions.conftest import MONDAY
from tests.proxies import PROXY_SETTINGS, proxy_to


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_SETTINGS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({"HTTPS_PROXY": "http://proxy:3128"}, "https://slack.com/api/", "http://proxy:3128"),
        ({"https_proxy": "http://proxy:3128"}, "wss://wss-primary.slack.com/link", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://slack.test/api/", None),
        ({"HTTP_PROXY": "http://proxy:3128"}, "https://slack.com/api/", None),
        ({"http_proxy": "http://proxy:3128"}, "ws://slack.test/link", "http://proxy:3128"),
        ({"ALL_PROXY": "proxy:3128"}, "https://slack.com/api/", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://a", "https_proxy": "http://b"}, "https://slack.com/api/", "http://b"),
        ({"HTTPS_PROXY": "http://a", "https_proxy": ""}, "https://slack.com/api/", None),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "slack.com"}, "https://hooks.slack.com/commands/1", None),
        ({"HTTPS_PROXY": "http://a", "no_proxy": ".slack.com, other"}, "wss://wss-primary.slack.com/", None),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "slack.com"}, "https://notslack.com/", "http://a"),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "slack.com:8443"}, "https://slack.com:8443/", None),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "*"}, "https://slack.com/", None),
        ({}, "https://slack.com/api/", None),
    ],
)
def test_an_address_goes_through_the_proxy_that_the_environment_names_for_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Proxies.of_environment().of(url) == proxy


async def call_every_way(scheme: str) -> None:
    """What the bot has for calling out: Slack's API, the socket, and everything else."""
    with pytest.raises(aiohttp.ClientError):
        await slack_client("xoxb-1", api_url=f"{scheme}://api.test/api/").auth_test()
    line = Line(
        AsyncApp(token="xoxb-1", signing_secret="secret"),
        app_token="xapp-1",
        api_url=f"{scheme}://api.test/",
        hearing=_ear(),
    )
    with pytest.raises(_Trouble):
        await line._connection(f"{scheme.replace('http', 'ws')}://socket.test/link?ticket=1")
    await line.close(within=0)
    sender = HttpSender(attempts=1)
    assert isinstance(await sender.post_json(f"{scheme}://hooks.test/commands/1", {}), TryLater)
    assert isinstance(await sender.post_bytes(f"{scheme}://files.test/upload/1", b""), TryLater)
    await sender.close()


def _ear() -> Hearing:
    return Hearing(lambda: MONDAY)


async def test_with_https_proxy_alone_every_https_call_goes_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy_to() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        await call_every_way("https")
        assert proxy.seen == [
            "CONNECT api.test:443",
            "CONNECT socket.test:443",
            "CONNECT hooks.test:443",
            "CONNECT files.test:443",
        ]


async def test_an_answer_that_never_comes_to_its_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def drips(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(http, "ANSWER_WITHIN", 0.01)
    sender = HttpSender(transport=httpx.MockTransport(drips), attempts=1)
    assert await sender.post_json("https://hooks.test/commands/1", {}) == TryLater("no answer within 0.01 s")
    await sender.close()


def test_a_proxy_that_cannot_be_used_is_named_without_its_password() -> None:
    wrong = Proxies({"https": "socks5://user:secret@proxy:1080", "http": "http://proxy:3128", "no": "x://"})
    assert wrong.problems() == [
        "HTTPS_PROXY begins with socks5://, and only http:// and https:// proxies can be used here."
    ]
