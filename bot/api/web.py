"""The HTTP surface: what Slack posts to, and how a platform sees that we are well."""

import logging
from collections.abc import Callable

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.deps import Deps
from storage.db import answers

log = logging.getLogger(__name__)


def health_routes(deps: Deps, *, is_alive: Callable[[], bool]) -> list[Route]:
    """`/healthz`: this process is alive; `/readyz`: it can do its work."""

    async def healthz(_: Request) -> Response:
        if is_alive():
            return PlainTextResponse("ok")
        return PlainTextResponse("the last heartbeat is over a minute ago", status_code=503)

    async def readyz(_: Request) -> Response:
        try:
            await deps.database.read(answers)
        except Exception as error:  # noqa: BLE001  # whatever keeps the database from answering
            log.warning("not ready: %s", error)
            return PlainTextResponse("the database does not answer", status_code=503)
        return PlainTextResponse("ready")

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


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
