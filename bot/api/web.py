"""The HTTP surface: what Slack posts to, and how a platform sees that we are well."""

import asyncio
import logging
from collections.abc import Callable

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.deps import Deps
from bot.hearing import Hearing
from storage.connections import ReadOnlyServer

log = logging.getLogger(__name__)

_ANSWERS_WITHIN = 3.0
"""Seconds; platforms ask every few, and give up on an answer soon after."""


def health_routes(deps: Deps, *, is_alive: Callable[[], bool], hearing: Hearing | None = None) -> list[Route]:
    """`/healthz`: this process is alive; `/readyz`: it can do its work, and hears Slack if `hearing` is its ear."""

    async def healthz(_: Request) -> Response:
        if is_alive():
            return PlainTextResponse("ok")
        return PlainTextResponse("the last heartbeat is over a minute ago", status_code=503)

    async def readyz(_: Request) -> Response:
        troubles = [trouble for trouble in (await _database_trouble(deps), hearing and hearing.deafness) if trouble]
        if troubles:
            return PlainTextResponse("\n".join(map(str, troubles)), status_code=503)
        return PlainTextResponse("ready")

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _database_trouble(deps: Deps) -> str | None:
    """What keeps the database from working with us, if anything does."""
    try:
        async with asyncio.timeout(_ANSWERS_WITHIN):
            await deps.database.check()
    except TimeoutError:
        return "the database does not answer in time"
    except ReadOnlyServer as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  # whatever keeps the database from answering
        log.warning("not ready: %s", error)
        return "the database does not answer"
    return None


def slack_route(app: AsyncApp) -> Route:
    """`/slack/events`: commands, interactions and events, all signed."""
    handler = AsyncSlackRequestHandler(app)

    async def receive(request: Request) -> Response:
        # The signature check of the library takes a timestamp that is no number for an error of ours.
        if not request.headers.get("x-slack-request-timestamp", "").isdigit():
            return PlainTextResponse("unsigned request", status_code=401)
        return await handler.handle(request)

    return Route("/slack/events", receive, methods=["POST"])


def site(*routes: Route) -> Starlette:
    """An ASGI application of these routes."""
    return Starlette(routes=list(routes))
