"""The playground's one port: Web API, sockets, response addresses and uploads."""

from typing import Any

from aiohttp import web

from bot.playground.api import Api
from bot.playground.door import door
from bot.playground.errors import SlackError
from bot.playground.methods import METHODS
from bot.playground.methods.chat import respond
from bot.playground.world import World


def build_site(world: World) -> web.Application:
    """The site that stands where Slack stands."""
    site = web.Application(client_max_size=64 * 1024 * 1024, middlewares=[door(world.identity)])
    api = Api(world, METHODS)
    for verb in ("GET", "POST"):
        site.router.add_route(verb, "/api/{method}", api.serve)
    site.router.add_get("/socket", world.sockets.serve)
    site.router.add_post("/response/{token}", _Responses(world).serve)
    site.router.add_post("/upload/{ticket}", _Uploads(world).serve)
    return site


class _Responses:
    """`response_url` addresses."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.json()
        except ValueError:
            body = None
        entry = self._world.log.begin(self._world.clock.now(), "response_url", "response_url", body)
        plan = self._world.faults.draw("response_url")
        if plan is not None:
            entry.error = plan.fault.value
            self._world.log.tell(entry)
            return web.Response(status=500)
        try:
            if not isinstance(body, dict):
                raise SlackError("invalid_payload")
            respond(self._world, self._world.triggers.use_response(request.match_info["token"]), body)
        except SlackError as error:
            entry.answer, entry.error, entry.pointer = error.body(), error.error, error.more.get("pointer")
            self._world.log.tell(entry)
            status = 404 if error.error in ("expired_url", "used_url") else 400
            return web.json_response(error.body(), status=status)
        entry.answer = {"ok": True}
        self._world.log.tell(entry)
        return web.Response(text="ok")


class _Uploads:
    """The addresses to which the bytes of files go."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, request: web.Request) -> web.StreamResponse:
        file = self._world.uploads.get(request.match_info["ticket"])
        content = await _content(request)
        arguments: dict[str, Any] = {"file": file.id if file else None, "bytes": len(content)}
        entry = self._world.log.begin(self._world.clock.now(), "upload", "upload", arguments)
        if file is None or file.completed or len(content) != file.length:
            entry.error = "bad_upload"
            self._world.log.tell(entry)
            return web.Response(status=400, text="bad upload")
        file.content = content
        entry.answer = f"OK - {len(content)}"
        self._world.log.tell(entry)
        return web.Response(text=f"OK - {len(content)}")


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""
