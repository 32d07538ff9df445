"""What is measured and cannot be started as `outcome-bot ...`: the whole bot on SQLite over signed HTTP, and a Bolt app
that only answers "ok". Both stand behind the same server with the same settings.
"""

import asyncio
import logging
import socket
import sys
from contextlib import AsyncExitStack
from typing import Any

import uvicorn
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.api.requests import Door
from bot.api.web import health_routes, site, slack_route
from bot.app import assembled
from bot.serving import hold_nobody_up, server_config
from config.settings import Settings, load


async def bot(settings: Settings, stack: AsyncExitStack) -> Any:
    """The parts of `outcome-bot run`, heartbeat and all, with signed HTTP in place of Socket Mode."""
    parts = await stack.enter_async_context(assembled(settings))
    parts.heartbeat.start()
    return site(
        slack_route(parts.slack_app, Door(settings.slack_signing_secret)),
        *health_routes(parts.deps, is_alive=lambda: True),
    )


async def bare(settings: Settings, stack: AsyncExitStack) -> Any:
    """What the libraries alone cost."""
    client = AsyncWebClient(settings.slack_bot_token, base_url=settings.slack_api_url)
    app = AsyncApp(client=client, signing_secret=settings.slack_signing_secret)

    @app.command("/reading")
    async def say_ok(ack: AsyncAck) -> None:
        await ack("ok")

    return site(slack_route(app, Door(settings.slack_signing_secret)))


async def _serve(which: str) -> None:
    settings = load("bot_token", "signing_secret")
    logging.basicConfig(level="WARNING", stream=sys.stderr)
    async with AsyncExitStack() as stack:
        application = await {"bot": bot, "bare": bare}[which](settings, stack)
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=2048))
        hold_nobody_up()  # as every process of the bot does, for both
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = uvicorn.Server(server_config(application))
        sys.stderr.write(f"ready: serving on port {door.getsockname()[1]}\n")
        await server.serve(sockets=[door])


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
