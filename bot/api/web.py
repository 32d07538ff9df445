"""The HTTP surface: what Slack posts to, and how a platform sees that we are well."""

import logging
from collections.abc import Callable, Sequence

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.api.requests import Door, Refused
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


def slack_route(app: AsyncApp, door: Door) -> Route:
    """`/slack/events`: commands, interactions and events, all signed."""

    async def receive(request: Request) -> Response:
        try:
            payload = await door.payload_of(request)
        except Refused as refusal:
            log.warning("a request was refused (%d): %s", refusal.status, refusal)
            # What may still be to come of its body is not read.
            return PlainTextResponse("refused", status_code=refusal.status, headers={"connection": "close"})
        # The library's word for a payload that it need neither verify nor parse any more.
        brought = AsyncBoltRequest(body=payload, headers=_retry_headers(request), mode="socket_mode")
        return to_starlette_response(await app.async_dispatch(brought))

    return Route("/slack/events", receive, methods=["POST"])


def _retry_headers(request: Request) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in request.headers.items() if name.startswith("x-slack-retry-")}


def site(*routes: Route) -> Starlette:
    """An ASGI application of these routes."""
    application = Starlette(routes=list(routes))
    # An address with a slash too many is unknown like any other: the way to the right one would be made from the
    # request's own word for this host.
    application.router.redirect_slashes = False
    return application
