"""The HTTP surface: what Slack posts to, and how a platform sees that we are well."""

import asyncio
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
