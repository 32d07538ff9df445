"""A small Bolt app, and the playground that it talks to over sockets or over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from tests.databases import PATIENCE

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Outcome Bot"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Outcome Bot"},
        "slash_commands": [
            {"command": "/reading", "description": "Record", "should_escape": True},
            {"command": "/plain", "description": "Not escaped"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "im:write",
                "im:history",
                "im:read",
                "channels:read",
                "channels:history",
                "groups:read",
                "groups:history",
                "users:read",
                "files:write",
                "files:read",
                "team:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["message.im", "app_home_opened", "app_mention"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def make_app(playground: Playground) -> AsyncApp:
    """A Bolt app with the playground as its Slack and no retries of its own."""
    client = AsyncWebClient(token=playground.bot_token, base_url=playground.api_url, retry_handlers=[])
    return AsyncApp(client=client, signing_secret=playground.signing_secret, process_before_response=True)


@asynccontextmanager
async def over_sockets(playground: Playground, app: AsyncApp) -> AsyncIterator[None]:
    """Run the app over Socket Mode."""
    handler = AsyncSocketModeHandler(
        app, playground.app_token, web_client=AsyncWebClient(playground.app_token, base_url=playground.api_url)
    )
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # slack-bolt leaves it bare
        await playground.connected()
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # as above


@asynccontextmanager
async def over_http(playground: Playground, app: AsyncApp) -> AsyncIterator[None]:
    """Run the app behind a request address."""
    runner = web.AppRunner(app.web_app(path="/slack"), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await playground.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack")
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(MANIFEST, retry_delays=(0.0, 0.0, 0.0), ack_deadline=PATIENCE, patience=PATIENCE) as running:
        yield running


@pytest.fixture
async def client(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(token=playground.bot_token, base_url=playground.api_url, retry_handlers=[])


@pytest.fixture(params=["sockets", "http"])
def run(request: pytest.FixtureRequest) -> Any:
    """How the app is run: each test that asks for this runs over both transports."""
    return {"sockets": over_sockets, "http": over_http}[request.param]
